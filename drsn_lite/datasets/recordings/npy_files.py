"""NPY files, and arrays as recordings: which axis is time, which channel is wanted."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.recording import Column, Recording, RecordingError, choose


def from_array(
    path: Path,
    what: str,
    shape: tuple[int, ...],
    dtype: np.dtype,
    array: Callable[[], NDArray],
    column: Column,
) -> Recording:
    """The recording in an array (samples,), (samples, channels) or (channels, samples).

    Time is the longer axis: both are in use. `array` gives the array, mapped from the disk each
    time if it is not in memory: a thousand recordings would hold a thousand maps.

    Raises
    ------
    RecordingError
        If it holds no real numbers or none at all, or has no axis, more than two, or channels of
        which none is chosen.
    """
    if dtype.kind not in "iuf":
        remedy = "take its real part or magnitude" if dtype.kind == "c" else "save plain numbers"
        raise RecordingError(f"{path}: {what} is of type {dtype}, no real numbers: {remedy}")
    if len(shape) not in (1, 2):
        raise RecordingError(
            f"{path}: {what} has the shape {shape}, a recording is (samples,) or "
            "(samples, channels): save one recording a file"
        )
    if 0 in shape:
        raise RecordingError(f"{path}: {what} is empty, shape {shape}: leave the file out")
    time = int(len(shape) == 2 and shape[1] > shape[0])
    channels = 1 if len(shape) == 1 else shape[1 - time]
    channel = choose(path, column, [f"channel {n}" for n in range(channels)])

    def read(start: int, stop: int) -> NDArray[np.float64]:
        found = array() if len(shape) == 2 else array()[:, None]
        part = found[channel, start:stop] if time else found[start:stop, channel]
        return np.array(part, np.float64)

    return Recording(path, shape[time], None, read)


def open_npy(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open an array of real numbers, (samples,) or (samples, channels), without reading it."""

    def array() -> NDArray:
        return np.lib.format.open_memmap(path, mode="r")

    with path.open("rb") as file:
        start = file.read(6)
    if start != b"\x93NUMPY":
        raise RecordingError(
            f"{path} is no NPY file, whatever its name says: it begins with {start!r}. It may be a "
            "pickle, so it was not opened. Save the signal with numpy.save"
        )
    try:
        found = array()
    except OSError:
        raise
    except Exception as error:  # numpy raises many kinds on a damaged header
        if "object" in str(error).lower():
            raise RecordingError(
                f"{path} holds Python objects, which can run code when loaded, so it was not. Save "
                "plain numbers: numpy.save(name, numpy.asarray(signal, float))"
            ) from error
        raise RecordingError(
            f"{path} is not a whole NPY file ({error}): it may be cut short. Save or copy it again"
        ) from error
    return from_array(path, "the array", found.shape, found.dtype, array, column)
