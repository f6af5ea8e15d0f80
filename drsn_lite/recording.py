"""A recording: one file of yours with one signal in it, read piece by piece.

`readers` opens the files, `windows` cuts them. A recording of 10 GB takes no more memory than one
of 10 kB: only the piece that is asked for is read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Column = int | str | None
"""Which of several channels: its place, counted from 0, or its name in the header of a CSV file."""


class RecordingError(ValueError):
    """A file cannot be used. The message names it, says what is wrong and what to do."""


@dataclass(frozen=True, eq=False)
class Recording:
    """One signal on disk.

    Attributes
    ----------
    path : Path
    length : int
        In samples.
    rate_hz : float or None
        The sampling rate, if the file says it.
    read : callable
        read(start, stop) gives the samples of that stretch, float64. It is quickest when the
        stretches come in order.
    """

    path: Path
    length: int
    rate_hz: float | None
    read: Callable[[int, int], NDArray[np.float64]]


def choose(path: Path, column: Column, names: Sequence[str]) -> int:
    """The place of the column asked for, among the columns of a file.

    Raises
    ------
    RecordingError
        If there are several and none is chosen, or there is no such column.
    """
    listed = ", ".join(f"{place}: {name}" for place, name in enumerate(names[:20]))
    listed += ", …" if len(names) > 20 else ""
    if column is None:
        if len(names) == 1:
            return 0
        raise RecordingError(
            f"{path} holds {len(names)} channels ({listed}), and a recording is one signal: "
            "choose with column=, by number or by name"
        )
    if isinstance(column, str):
        if list(names).count(column) == 1:
            return list(names).index(column)
    elif 0 <= column < len(names):
        return int(column)
    raise RecordingError(
        f"{path} has no one channel {column!r}; it holds {listed}: choose one of them with column="
    )


def pick_axis(path: Path, shape: tuple[int, ...], column: Column, what: str) -> tuple[int, int]:
    """The axis of time in an array of one or two axes, and the channel to take.

    Time is the longer axis: (samples, channels) and (channels, samples) are both in use.

    Raises
    ------
    RecordingError
        If it has no axis, more than two, or channels of which none is chosen.
    """
    if len(shape) not in (1, 2):
        raise RecordingError(
            f"{path}: {what} has the shape {shape}, a recording is (samples,) or "
            "(samples, channels): save one recording a file"
        )
    if 0 in shape:
        raise RecordingError(f"{path}: {what} is empty, shape {shape}: record again or leave it out")
    if len(shape) == 1:
        return 0, choose(path, column, ["channel 0"])
    time = int(shape[1] > shape[0])
    return time, choose(path, column, [f"channel {n}" for n in range(shape[1 - time])])
