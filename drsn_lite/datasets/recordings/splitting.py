"""Which recordings are for training and which for test.

Whole recordings, and whole groups of them where a pattern says what belongs together: a machine, a
day, the parts of one long recording.
"""

from numbers import Real

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.files import Listing, as_pattern
from drsn_lite.datasets.recordings.recording import RecordingError

TRIES = 200
"""Draws of groups, to find one that leaves each class on both sides."""


def groups_of(listing: Listing, group: str | None) -> NDArray[np.str_]:
    """What each recording belongs to, (n,): itself, or what a pattern finds in its path.

    With None or "recording", itself.

    Parameters
    ----------
    listing : Listing
    group : str, optional
        A regular expression with one group, looked for in the path below the folder.

    Raises
    ------
    RecordingError
        If it is found nowhere in a path.
    ValueError
        If it is no regular expression with one group.
    """
    if group in (None, "recording"):
        return np.array(listing.names)
    pattern = as_pattern(group, "group", 1)
    found = []
    for name in listing.names:
        match = pattern.search(name)
        if not match or not match[1]:
            raise RecordingError(
                f"{listing.root / name} belongs to no group: group={group!r} finds none in its "
                "path. Rename it, move it elsewhere, or change group"
            )
        found.append(match[1])
    return np.array(found)


def split(
    listing: Listing,
    test: float | str,
    most: int,
    rng: np.random.Generator,
    group: str | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Split the recordings: their places for training and for test, in order.

    Of more than `most` recordings in a class, about `most` are drawn.

    Raises
    ------
    RecordingError
        If a class has one recording or one group, or a pattern leaves a class without one in a
        part, or cuts through a group.
    ValueError
        If a fraction does not lie between 0 and 1.
    """
    pattern = as_pattern(test, "test") if isinstance(test, str) else None
    if pattern is None and not (isinstance(test, Real) and 0 < test < 1):
        raise ValueError(f"test is a fraction between 0 and 1 or a pattern, got {test!r}")
    groups, by_group = groups_of(listing, group), group not in (None, "recording")
    if pattern is not None:
        named = np.array([bool(pattern.search(name)) for name in listing.names])
        _check_whole(groups, named, test)
    elif by_group:
        named = _draw_groups(listing, groups, float(test), rng)
    parts: tuple[list[int], list[int]] = [], []
    for number, name in enumerate(listing.classes):
        places = rng.permutation(np.flatnonzero(listing.y == number))
        if len(places) == 1:
            raise RecordingError(
                f"class {name!r} has one recording, {listing.root / listing.names[places[0]]}: it "
                "takes two, one to train and one to test. Record another, or cut this one into "
                "two files (then the test says nothing about another day)"
            )
        if pattern is None and not by_group:
            count = min(max(1, round(float(test) * len(places))), len(places) - 1)
            tested = np.arange(len(places)) < count
        else:
            tested = named[places]
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


def _check_whole(groups: NDArray[np.str_], tested: NDArray[np.bool_], test: object) -> None:
    """A RecordingError if a group is in both parts."""
    cut = set(groups[tested].tolist()) & set(groups[~tested].tolist())
    if cut:
        raise RecordingError(
            f"test={test!r} puts a part of group {min(cut)!r} into the test and leaves the rest "
            "for training: choose whole groups"
        )


def _draw_groups(
    listing: Listing, groups: NDArray[np.str_], share: float, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Whether each recording is for test: groups are drawn whole, and leave no class out."""
    names = np.unique(groups)
    count = min(max(1, round(share * len(names))), len(names) - 1)
    classes = range(len(listing.classes))
    for _ in range(TRIES if len(names) > 1 else 0):
        tested = np.isin(groups, rng.permutation(names)[:count])
        if all(0 < tested[listing.y == k].sum() < (listing.y == k).sum() for k in classes):
            return tested
    own = [np.unique(groups[listing.y == k]) for k in classes]
    k = min(classes, key=lambda k: len(own[k]))
    few = ", ".join(map(repr, own[k][:3].tolist())) + (", …" if len(own[k]) > 3 else "")
    raise RecordingError(
        f"no draw of {count} of the {len(names)} groups leaves each class some recordings for "
        f"training and some for test. Fewest has class {listing.classes[k]!r}: {few}. Where each "
        "class has a machine or a day of its own, no split can tell the class from the machine: "
        "record more. Or choose by test= a pattern"
    )
