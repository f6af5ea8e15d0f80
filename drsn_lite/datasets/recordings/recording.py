"""A recording: one file of yours with one signal in it, and the windows that are cut from it.

`files` opens it. A recording of 10 GB takes no more memory than one of 10 kB: only the piece that
is asked for is read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Column = int | str | None
"""Which of several channels: its place, counted from 0, or its name in the header of a CSV file."""

LARGEST, SMALLEST = 1e18, 1e-18
"""Beyond these the square of a float32 leaves its range."""


class RecordingError(ValueError):
    """A file cannot be used. The message names it, says what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        # a file name that is no UTF-8 comes with halves of letters, which no console prints
        super().__init__(message.encode("utf-8", "backslashreplace").decode("utf-8"))


def quoted(text: object, most: int = 80) -> str:
    """A cell or a name for a message: with quotation marks, cut to a line."""
    said = str(text)
    return repr(said if len(said) <= most else said[: most - 1] + "…")


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
    note : str
        What was found out rather than said outright: where the rate is from, what was left out.
    rate_error : float
        By how much the rate may be off (Hz): times are written with few digits.
    unit_sure : bool
        Whether the file says the unit of its times. If not, they were taken for seconds.
    """

    path: Path
    length: int
    rate_hz: float | None
    read: Callable[[int, int], NDArray[np.float64]]
    note: str = ""
    rate_error: float = 0.0
    unit_sure: bool = True


def missing(path: Path, package: str) -> RecordingError:
    """What to say where a package is needed that is not installed."""
    return RecordingError(
        f"{path} needs the package {package} to be read: pip install {package} (all that other "
        'formats need: pip install "drsn-lite[formats]")'
    )


def choose(path: Path, column: Column, names: Sequence[str]) -> int:
    """The place of the column asked for, among the columns of a file.

    Raises
    ------
    RecordingError
        If there are several and none is chosen, or there is no such column.
    """
    short = [name if len(name) <= 40 else name[:39] + "…" for name in names[:20]]
    listed = ", ".join(f"{place}: {name}" for place, name in enumerate(short))
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
    asked = quoted(column) if isinstance(column, str) else column
    raise RecordingError(
        f"{path} has no one channel {asked}; it holds {listed}: choose one of them with column="
    )


def check_rate(recording: Recording, rate: float | None, told_by: str, fixed: bool) -> float:
    """The sampling rate of a recording (Hz), if it is the one expected.

    Raises
    ------
    RecordingError
        If it has another one, or nobody says which it has.
    """
    own = recording.rate_hz
    if own is None and rate is not None and fixed:
        return rate
    if own is None:
        raise RecordingError(
            f"{recording.path} does not say its sampling rate: give it in samples a second, "
            "rate_hz=…"
        )
    if rate is None:
        return own
    units = (1,) if recording.unit_sure else (1, 1e3, 1e6, 1e9)  # s, ms, µs, ns
    if not any(abs(own * unit - rate) <= recording.rate_error * unit for unit in units):
        raise RecordingError(
            f"{recording.path} has {own:g} Hz, {told_by} {rate:g} Hz: one network sees one rate. "
            "Resample the file (scipy.signal.resample_poly filters what would fold back), or "
            f"leave it out{f'. {recording.note}' if recording.note else ''}"
        )
    return rate


@dataclass(frozen=True, eq=False)
class Windows:
    """Windows of one recording: `x` (n, length) float32, and where each `starts`.

    `possible` is how many windows the recording has, `flat` how many of those looked at were
    dropped because nothing varies in them.
    """

    x: NDArray[np.float32]
    starts: NDArray[np.int64]
    possible: int
    flat: int


def check_windows(length: int, hop: int, most: int | None) -> None:
    """Raise a ValueError unless windows can be cut so: `most` of them, `length` samples each."""
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
    check_windows(length, hop, most)
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
) -> Windows:
    """Read windows from a recording, one by one; the mean of each is taken away.

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
    check_windows(length, hop, most)
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
    return Windows(x[varied], every[varied], possible, int((~varied).sum()))
