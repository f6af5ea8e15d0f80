"""For an exercise of lesson 11: masks of recordings."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]


Mask = NDArray[np.bool_]


def quarter(count: int) -> int:
    """A quarter, rounded up."""
    return (count + 3) // 4


def largest(recording: Labels, count: int) -> Mask:
    names = np.unique(recording)
    return np.isin(recording, names[len(names) - max(0, count) :])


def mask(recording: Labels) -> Mask:
    return largest(recording, quarter(len(np.unique(recording))))


def how_many(count: Callable[[int], int]) -> Callable[[Labels], Mask]:
    """Another number of the largest recordings, from how many there are."""
    return lambda recording: largest(recording, count(len(np.unique(recording))))


def last_windows(recording: Labels) -> Mask:
    count = len(recording)
    return np.arange(count) >= count - quarter(count)


def each_recordings_end(recording: Labels) -> Mask:
    test = np.zeros(len(recording), dtype=bool)
    for name in np.unique(recording):
        mine = np.flatnonzero(recording == name)
        test[mine[len(mine) - quarter(len(mine)) :]] = True
    return test


def in_order(recording: Labels) -> list[int]:
    """The recordings as they first occur."""
    return list(dict.fromkeys(recording.tolist()))
