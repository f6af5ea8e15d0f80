"""The files that are recordings: what opens each, which lie below a folder, which class they have.

Nothing that could run code is ever opened: a pickle is refused by its name, and an array of
Python objects by its header.
"""

import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.csv_files import open_csv
from drsn_lite.datasets.recordings.formats import READERS, named_format, of_format
from drsn_lite.datasets.recordings.names import refuse_names
from drsn_lite.datasets.recordings.recording import Column, Recording, RecordingError, quoted

PICKLES = (".pkl", ".pickle", ".joblib", ".pt", ".pth")


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


def open_recording(
    path: Path | str,
    column: Column = None,
    key: str | None = None,
    format: str | None = None,
    *,
    otherwise: str | None = None,
    decimal: str | None = None,
) -> Recording:
    """Open the recording in a file.

    Parameters
    ----------
    path : path
        Ends as one of `formats.READERS`, such as .wav, .csv, .npy or .mat. What a .txt, a .dat or
        a name without a known ending holds, its beginning tells.
    column : int or str, optional
        The channel, where there are several; in a table by name too.
    key : str, optional
        The array of a MAT, NPZ, HDF5 or TDMS file, where there are several: its name
        ("bearing.gs" is a field of a struct), a part that is in one name only ("DE_time"), or a
        pattern with * and ?.
    format : str, optional
        "csv", "wav" …: what the file holds, whatever its name says.
    otherwise : str, optional
        The same, where neither its name nor its beginning says it.
    decimal : {",", "."}, optional
        The decimal mark of tables in which nothing tells it from a mark of thousands.

    Returns
    -------
    Recording

    Raises
    ------
    RecordingError
        If the file cannot be used: says why and what to do.
    ValueError
        If there is no such format.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending in PICKLES:
        raise RecordingError(
            f"{path} is refused: opening a pickle can run any code that is in it. It was not "
            "opened. Save the signal as .npy with numpy.save, or move this file elsewhere"
        )
    try:
        if not path.exists():
            raise RecordingError(f"there is no file {path}: is the name right?")
        if path.is_dir():
            raise RecordingError(f"{path} is a folder: name the files in it")
        if not path.is_file():
            raise RecordingError(f"{path} is no file but a pipe or a device: move it elsewhere")
        if not path.stat().st_size:
            raise RecordingError(f"{path} is empty: it has no bytes. Record it again")
        found = of_format(path, format, otherwise)
        if found is None:
            named = f"the ending {quoted(ending)}" if ending else "no ending"
            raise RecordingError(
                f"{path} has {named} and holds no table of numbers: recordings end with "
                f"{', '.join(READERS)}. Save it as one of these, or say what it is by format="
            )
        if READERS[found] is open_csv:
            return open_csv(path, column, key, decimal)
        return READERS[found](path, column, key)
    except OSError as error:
        raise RecordingError(
            f"{path} cannot be read: {error.strerror or error}. Check its permissions, or leave it "
            "out"
        ) from error


def find(root: Path, label: str = "folder", format: str | None = None) -> Listing:
    """List the recordings below a folder. Hidden files and folders (".name") are left out.

    With a `format`, files that do not say theirs are recordings too.

    Raises
    ------
    RecordingError
        If there is no such folder or no recording in it, it cannot be read, a pickle or a symbolic
        link lies in it, a file has no label, or there is only one class.
    """
    pattern = None if label == "folder" else as_pattern(label, "label", 1)
    format = None if format is None else named_format(format)
    try:
        if not root.is_dir():
            what = "is a file: name the folder that it is in" if root.exists() else "is not there"
            raise RecordingError(f"the folder {root} {what}")
        names, ignored, folders = _walk(root, format)
    except OSError as error:
        raise RecordingError(
            f"{error.filename or root} cannot be read: {error.strerror}. Check its permissions, or "
            "move it elsewhere"
        ) from error
    if not names:
        found = f", only {counted(ignored)}" if ignored else ""
        raise RecordingError(
            f"{root} holds no recording ({', '.join(READERS)}){found}: is it the right folder? If "
            "files without such an ending are recordings, say what they are by format="
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


def _walk(root: Path, format: str | None) -> tuple[list[str], Counter[str], list[str]]:
    """The recordings below a folder, the endings of other files, and the folders right in it."""
    names, top = [], None
    ignored: Counter[str] = Counter()

    def refuse(error: OSError) -> None:  # os.walk would leave out what it may not read
        raise error

    for folder, below, files in os.walk(root, onerror=refuse):
        below[:] = sorted(name for name in below if not name.startswith("."))
        top = list(below) if top is None else top
        for name in sorted([*below, *files]):
            path = Path(folder, name)
            ending = path.suffix.lower()
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
            if ending in PICKLES:
                open_recording(path)  # refuses
            if ending in READERS or (path.is_file() and of_format(path, otherwise=format)):
                names.append(path.relative_to(root).as_posix())
            else:
                ignored[ending or "no ending"] += 1
    refuse_names(root, [*names, *(top or [])])
    return sorted(names, key=_natural), ignored, top or []


def _natural(text: str) -> list[tuple[int, int, str]]:
    """A key that sorts 2 before 10."""
    parts = re.split(r"([0-9]+)", text)
    return [(1, 0, part) if n % 2 == 0 else (0, int(part), part) for n, part in enumerate(parts)]


def as_pattern(text: str, option: str, groups: int | None = None) -> re.Pattern[str]:
    """A regular expression that an option holds; a ValueError says what is wrong with it."""
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


def counted(counts: Counter[str]) -> str:
    """Endings and how many files have them, in words."""
    return ", ".join(f"{number} of {ending}" for ending, number in sorted(counts.items()))


def noted(notes: Counter[str]) -> str:
    """What was found out in files, the most frequent first, as sentences."""
    said = [(note, count) for note, count in notes.most_common() if note]
    return "".join(f" In {count} of the files, {note}." for note, count in said[:3])
