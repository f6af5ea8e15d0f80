"""Copies among recordings: with one in training and one in test, the accuracy says nothing."""

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.recording import RecordingError

BLOCK = 2**16
"""Bytes read at a time."""

SURE = 16
"""Samples of a window from which chance hardly makes two equal."""


def refuse_copies(root: Path, names: Sequence[str]) -> None:
    """Raise a RecordingError if two files have the same bytes.

    Few are read whole: only those of one size that begin, go on in the middle and end alike.
    """
    alike: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    for name in names:
        path = root / name
        if not path.is_file() or not (size := path.stat().st_size):
            continue  # whoever opens it says what is wrong
        alike[size, b""].append(name)
    for places in (_samples, _all):
        finer: dict[tuple[int, bytes], list[str]] = defaultdict(list)
        for (size, _), group in alike.items():
            for name in group if len(group) > 1 else ():
                finer[size, _digest(root / name, places(size))].append(name)
        alike = finer
    for group in alike.values():
        if len(group) > 1:
            raise _copy(root / group[1], group[0], "the same bytes as")


def _samples(size: int) -> Iterator[int]:
    return iter((0, size // 2, max(0, size - BLOCK)))


def _all(size: int) -> Iterator[int]:
    return iter(range(0, size, BLOCK))


def _digest(path: Path, places: Iterator[int]) -> bytes:
    """A hash of the blocks at those places; of the name where the file can't be read."""
    found = hashlib.blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            for place in places:
                file.seek(place)
                found.update(file.read(BLOCK))
    except OSError:
        return os.fsencode(path)  # like no other; whoever opens it says what is wrong
    return found.digest()


class Windows:
    """The windows seen so far, to find the same samples under another name or in another format."""

    def __init__(self) -> None:
        self._owner: dict[bytes, str] = {}
        self._count: dict[str, int] = {}

    def add(self, path: Path, name: str, x: NDArray[np.float32]) -> None:
        """Add the windows (n, length) of a recording.

        Raises
        ------
        RecordingError
            If half of them are those of one other recording, or half of that one's are among them.
            Windows shorter than `SURE` say nothing.
        """
        if x.shape[1] < SURE:
            return
        found = {hashlib.blake2b(row.tobytes(), digest_size=16).digest() for row in x}
        known = Counter(self._owner[one] for one in found if one in self._owner)
        self._count[name] = len(found)
        for other, shared in known.items():
            fewer = min(len(found), self._count[other])
            if 2 * shared >= fewer:
                raise _copy(path, other, f"{shared} of its {len(found)} windows from")
        for one in found:
            self._owner.setdefault(one, name)


def _copy(path: Path, other: str, what: str) -> RecordingError:
    return RecordingError(
        f"{path} has {what} {other}: one is a copy of the other, and one could be in training and "
        "one in test. Keep one of them"
    )
