"""Copies among recordings: under another name, or in another format."""

import filecmp
import hashlib
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.recording import RecordingError

BLOCK = 2**16
"""Bytes at the beginning of a file, by which most files of one size differ."""

SURE = 16
"""Samples of a window from which chance hardly makes two equal."""


class Seen:
    """The recordings seen so far, to find copies: under another name, or in another format.

    With one of them in training and one in test, the accuracy would say nothing.
    """

    def __init__(self) -> None:
        self._files: dict[tuple[int, bytes], list[tuple[Path, str]]] = defaultdict(list)
        self._owner: dict[bytes, str] = {}
        self._count: dict[str, int] = {}

    def add_file(self, path: Path, name: str) -> None:
        """Add a file; a RecordingError if one before it has the same bytes.

        Few are read whole: only those of one size that begin alike.
        """
        with path.open("rb") as file:
            begins = path.stat().st_size, _digest(file.read(BLOCK))
        for other, known in self._files[begins]:
            if filecmp.cmp(path, other, shallow=False):
                raise _copied(path, known, "the same bytes as")
        self._files[begins].append((path, name))

    def add_windows(self, path: Path, name: str, x: NDArray[np.float32]) -> None:
        """Add the windows (n, length) of a recording.

        Raises
        ------
        RecordingError
            If half of them are those of one other recording, or half of that one's are among them.
            Windows shorter than `SURE` say nothing.
        """
        if x.shape[1] < SURE:
            return
        found = {_digest(row.tobytes()) for row in x}
        known = Counter(self._owner[one] for one in found if one in self._owner)
        self._count[name] = len(found)
        for other, shared in known.items():
            if 2 * shared >= min(len(found), self._count[other]):
                raise _copied(path, other, f"{shared} of its {len(found)} windows from")
        for one in found:
            self._owner.setdefault(one, name)


def fingerprint(path: Path) -> str:
    """Of a file, by its size and its first `BLOCK` bytes, so that large ones need not be read."""
    with path.open("rb") as file:
        return f"{path.stat().st_size}-{_digest(file.read(BLOCK)).hex()}"


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()


def _copied(path: Path, other: str, what: str) -> RecordingError:
    return RecordingError(
        f"{path} has {what} {other}: one is a copy of the other, and one could be in training and "
        "one in test. Keep one of them"
    )
