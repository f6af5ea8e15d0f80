"""Cut a recording into windows: `length` samples every `hop`, the mean of each taken away."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drsn_lite.recording import Recording, RecordingError

LARGEST, SMALLEST = 1e18, 1e-18
"""Beyond these the square of a float32 leaves its range."""


@dataclass(frozen=True, eq=False)
class Cut:
    """Windows of one recording: `x` (n, length) float32, and where each `starts`.

    `possible` is how many windows the recording has, `flat` how many of those looked at were
    dropped because nothing varies in them.
    """

    x: NDArray[np.float32]
    starts: NDArray[np.int64]
    possible: int
    flat: int


def check_options(length: int, hop: int, most: int | None) -> None:
    """Raise a ValueError unless the options make sense."""
    given = length, hop, 1 if most is None else most
    whole = all(isinstance(one, int | np.integer) for one in given)
    if not whole or length < 2 or hop < 1 or (most is not None and most < 1):
        raise ValueError(
            "windows need length >= 2 and hop >= 1 samples and max_windows >= 1, whole "
            f"numbers, got length = {length}, hop = {hop}, max_windows = {most}"
        )


def starts(samples: int, length: int, hop: int, most: int | None = None) -> NDArray[np.int64]:
    """Where windows begin in a recording of so many samples, in order.

    All of them (a rest at the end, shorter than `hop`, is left out), or `most` of them, spread
    evenly.
    """
    check_options(length, hop, most)
    count = max(0, (samples - length) // hop + 1)
    if most is not None and count > most:  # whole numbers: exact for any length
        return (2 * np.arange(most, dtype=np.int64) + 1) * count // (2 * most) * hop
    return np.arange(count, dtype=np.int64) * hop


def cut(
    recording: Recording,
    length: int,
    hop: int | None = None,
    most: int | None = None,
    pad: bool = False,
) -> Cut:
    """Read windows from a recording, one by one.

    Parameters
    ----------
    recording : Recording
    length, hop : int
        In samples; `hop` is half of `length` by default.
    most : int, optional
        At most so many windows, spread evenly.
    pad : bool
        Fill a recording that is shorter than a window with zeros, after its mean is taken away.

    Raises
    ------
    RecordingError
        If it is too short, nothing varies in it, or a number in a window is not finite.
    """
    hop = max(1, length // 2) if hop is None else hop
    check_options(length, hop, most)
    short = recording.length < length
    if short and not pad:
        raise RecordingError(
            f"{recording.path} is too short: it has {recording.length} samples, a window {length}. "
            "Choose a smaller length, leave it out, or fill it with zeros by pad=True"
        )
    every = np.zeros(1, np.int64) if short else starts(recording.length, length, hop, most)
    x = np.zeros((len(every), length), np.float32)
    varied = np.zeros(len(every), bool)
    for row, start in enumerate(every.tolist()):
        samples = recording.read(start, start + length)
        fine = np.abs(samples) < LARGEST  # false for NaN too
        if not fine.all():
            place = int(np.flatnonzero(~fine)[0])
            raise RecordingError(
                f"{recording.path}, sample {start + place} (counted from 0) is {samples[place]:g}: "
                "NaN, infinite or too large. Mend it, or cut the recording before it"
            )
        varied[row] = np.ptp(samples) > SMALLEST
        x[row, : len(samples)] = samples - samples.mean()
    if not varied.any():
        raise RecordingError(
            f"{recording.path} is constant in every window looked at ({len(every)}): was the "
            "sensor connected? Leave it out"
        )
    possible = 1 if short else (recording.length - length) // hop + 1
    return Cut(x[varied], every[varied], possible, int((~varied).sum()))
