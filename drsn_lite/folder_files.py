"""Which files of a folder are recordings, which class each has, and which are for test.

Nothing is opened here: names alone tell.
"""

import os
import re
from collections import Counter
from dataclasses import dataclass
from numbers import Real
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.readers import ENDINGS, PICKLES, open_recording
from drsn_lite.recording import RecordingError


@dataclass(frozen=True, eq=False)
class Listing:
    """The recordings of a folder.

    `names` (n,) are paths below `root` with "/", sorted; `y` (n,) index `classes`. `ignored` counts
    the files of other endings; `empty` are folders that would be classes, had they a recording.
    """

    root: Path
    names: tuple[str, ...]
    y: NDArray[np.int64]
    classes: tuple[str, ...]
    ignored: Counter[str]
    empty: tuple[str, ...] = ()


def find(root: Path, label: str = "folder") -> Listing:
    """List the recordings below a folder. Hidden files and folders (".name") are left out.

    Raises
    ------
    RecordingError
        If there is no such folder or no recording in it, it cannot be read, a pickle or a symbolic
        link lies in it, a file has no label, or there is only one class.
    """
    pattern = None if label == "folder" else _pattern(label, "label", 1)
    try:
        if not root.is_dir():
            what = "is a file: name the folder that it is in" if root.exists() else "is not there"
            raise RecordingError(f"the folder {root} {what}")
        names, ignored, folders = _walk(root)
    except OSError as error:
        raise RecordingError(
            f"{error.filename or root} cannot be read: {error.strerror}. Give yourself leave to "
            "read it, or move it elsewhere"
        ) from error
    if not names:
        found = f", only {counted(ignored)}" if ignored else ""
        raise RecordingError(
            f"{root} holds no recording ({', '.join(ENDINGS)}){found}: is it the right folder?"
        )
    labels = [_label(root, name, pattern) for name in names]
    classes = tuple(sorted(set(labels), key=_natural))
    if len(classes) == 1:
        raise RecordingError(
            f"all {len(names)} recordings in {root} have one class, {classes[0]!r}: there is "
            "nothing to tell apart. Is it the right folder, and label the right option?"
        )
    if len(classes) == len(names) > 2:
        raise RecordingError(
            f"each of the {len(names)} recordings in {root} is a class of its own "
            f"({', '.join(map(repr, classes[:3]))}, …): it takes two of each, one to train and one "
            f"to test. Is label={label!r} the right option?"
        )
    number = {name: place for place, name in enumerate(classes)}
    y = np.array([number[one] for one in labels], np.int64)
    empty = () if pattern else tuple(name for name in folders if name not in number)
    return Listing(root, tuple(names), y, classes, ignored, empty)


def _walk(root: Path) -> tuple[list[str], Counter[str], list[str]]:
    """The recordings below a folder, the endings of other files, and the folders right in it."""
    names, ignored, top = [], Counter(), None

    def refuse(error: OSError) -> None:  # os.walk would leave out what it may not read
        raise error

    for folder, below, files in os.walk(root, onerror=refuse):
        below[:] = sorted(name for name in below if not name.startswith("."))
        top = list(below) if top is None else top
        for name in sorted([*below, *files]):
            path = Path(folder, name)
            if name.startswith("."):
                continue
            if path.is_symlink():
                raise RecordingError(
                    f"{path} is a symbolic link to {os.readlink(path)}: it may leave the folder, "
                    "or lead to a recording that is here already, which would then be in training "
                    "and test. Put the file itself there"
                )
            if name in below:
                continue
            if path.suffix.lower() in PICKLES:
                open_recording(path)  # refuses
            if path.suffix.lower() in ENDINGS:
                names.append(path.relative_to(root).as_posix())
            else:
                ignored[path.suffix.lower() or "no ending"] += 1
    return sorted(names, key=_natural), ignored, top or []


def _natural(text: str) -> list[tuple[int, int, str]]:
    """A key that sorts 2 before 10."""
    parts = re.split(r"([0-9]+)", text)
    return [(1, 0, part) if n % 2 == 0 else (0, int(part), part) for n, part in enumerate(parts)]


def _pattern(text: str, option: str, groups: int | None = None) -> re.Pattern[str]:
    if not isinstance(text, str):
        raise ValueError(f"{option} is a regular expression, got {text!r}")
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise ValueError(f"{option}={text!r} is no regular expression: {error}") from error
    if groups is not None and pattern.groups != groups:
        raise ValueError(
            f"{option}={text!r} has {pattern.groups} groups, it needs one, (…) around the class: "
            r"label=r'^([a-z]+)_'. Write (?:…) for brackets that only hold together. Or "
            "label='folder'"
        )
    return pattern


def _label(root: Path, name: str, pattern: re.Pattern[str] | None) -> str:
    parts = name.split("/")
    if pattern is None:
        if len(parts) == 1:
            raise RecordingError(
                f"{root / name} lies in no folder of a class: put it into {root / 'CLASS' / name}, "
                "or say by label= how its name tells the class"
            )
        return parts[0]
    found = pattern.search(parts[-1])
    if not found or not found[1]:
        raise RecordingError(
            f"{root / name} has no class: label={pattern.pattern!r} finds none in its name. Rename "
            "it, move it elsewhere, or change label"
        )
    return found[1]


def split(
    listing: Listing, test: float | str, most: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Split the recordings of each class: their places for training and for test, in order.

    Of more than `most` recordings in a class, about `most` are drawn.

    Raises
    ------
    RecordingError
        If a class has one recording, or a pattern leaves a class without one in a part.
    ValueError
        If a fraction does not lie between 0 and 1.
    """
    pattern = _pattern(test, "test") if isinstance(test, str) else None
    if pattern is None and not (isinstance(test, Real) and 0 < test < 1):
        raise ValueError(f"test is a fraction between 0 and 1 or a pattern, got {test!r}")
    parts: tuple[list[int], list[int]] = [], []
    for number, name in enumerate(listing.classes):
        places = rng.permutation(np.flatnonzero(listing.y == number))
        if len(places) == 1:
            raise RecordingError(
                f"class {name!r} has one recording, {listing.root / listing.names[places[0]]}: it "
                "takes two, one to train and one to test. Record another, or cut this one into "
                "two files (then the test says nothing about another day)"
            )
        if pattern is None:
            count = min(max(1, round(test * len(places))), len(places) - 1)
            tested = np.arange(len(places)) < count
        else:
            tested = np.array([bool(pattern.search(listing.names[place])) for place in places])
        for part, chosen in zip(parts, (places[~tested], places[tested]), strict=True):
            if not len(chosen):
                what = "is found in all" if part is parts[0] else "is found in none"
                raise RecordingError(
                    f"test={test!r} {what} of the {len(places)} recordings of class {name!r}: each "
                    "class needs some for training and some for test"
                )
            keep = max(1, min(len(chosen), most * len(chosen) // len(places)))
            part.extend(chosen[:keep].tolist())
    train, held = (np.array(sorted(part), np.int64) for part in parts)
    return train, held


def counted(counts: Counter[str]) -> str:
    """Endings and how many files have them, in words."""
    return ", ".join(f"{number} of {ending}" for ending, number in sorted(counts.items()))
