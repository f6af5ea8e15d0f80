"""NPY and NPZ files, and arrays as recordings: which axis is time, which channel is wanted."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.clock import LEAST, rate_of_steps
from drsn_lite.datasets.recordings.keys import Entry, choose_key, rate_beside
from drsn_lite.datasets.recordings.recording import Column, Recording, RecordingError, choose

LARGEST = 512_000_000
"""Bytes of an array that can only be read whole."""

PROBED = 1000
"""Samples at the beginning of a channel by which times are told from a signal."""


def from_array(
    path: Path,
    what: str,
    shape: tuple[int, ...],
    dtype: np.dtype,
    array: Callable[[], Any],
    column: Column,
    rate: float | None = None,
    note: str = "",
) -> Recording:
    """The recording in an array (samples,), (samples, channels) or (channels, samples).

    Time is the longer axis: both are in use. `array` gives the array, mapped from the disk each
    time if it is not in memory: a thousand recordings would hold a thousand maps. `rate` (Hz) and
    `note` are what the file says of the sampling rate; if it says none, the first channel may
    hold times.

    Raises
    ------
    RecordingError
        If it holds no real numbers or none at all, or has no axis, more than two, or channels of
        which none is chosen, or the one chosen holds times.
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
    length, channels = shape[time], 1 if len(shape) == 1 else shape[1 - time]
    channel = choose(path, column, [f"channel {n}" for n in range(channels)])

    def stretch(channel: int, start: int, stop: int) -> NDArray[np.float64]:
        found = array()
        if len(shape) == 1:
            return np.array(found[start:stop], np.float64)
        part = found[channel, start:stop] if time else found[start:stop, channel]
        return np.array(part, np.float64)

    def read(start: int, stop: int) -> NDArray[np.float64]:
        return stretch(channel, start, stop)

    if channels == 1 or length < LEAST:
        return Recording(path, length, rate, read, note)
    ends = stretch(0, 0, PROBED), stretch(0, length - 1, length)
    own, off = rate_of_steps(ends[0], float(ends[1][0]), length)
    if own and channel == 0:
        raise RecordingError(
            f"{path}: channel 0 of {what} rises by equal steps, so it is the time or a counter, no "
            "signal: choose another one with column="
        )
    if own is None or rate or own == 1:  # a counter rises by 1
        return Recording(path, length, rate, read, note)
    note = f"the sampling rate, {own:g} Hz, is from the times in channel 0, taken for seconds"
    return Recording(path, length, own, read, note, off, False)


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


def open_npz(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open an array of an NPZ file; the sampling rate is from one called fs, sr or dt in it."""
    try:
        with np.load(path, allow_pickle=False) as file:
            heads = {name: _head(file.zip, name) for name in file.zip.namelist()}
            entries = {
                name.removesuffix(".npy"): Entry(str(dtype), shape, dtype.kind in "iuf")
                for name, (shape, dtype) in heads.items()
            }
            name = choose_key(path, key, entries, "array")
            shape = entries[name].shape
            if (size := np.prod(shape, dtype=float) * 8) > LARGEST:
                raise RecordingError(
                    f"{path}: {name} takes {size / 1e6:.0f} megabytes, and can only be read whole, "
                    "which might not fit into memory. Save it as .npy"
                )
            values = file[name]
            scalars = {
                one: lambda one=one: file[one].item()
                for one, entry in entries.items()
                if entry.numbers and np.prod(entry.shape) == 1
            }
            rate, note = rate_beside(path, name, scalars)
    except (OSError, RecordingError):
        raise
    except Exception as error:  # a damaged file raises many kinds
        raise RecordingError(
            f"{path} is not a whole NPZ file ({error}): it may be cut short. Save or copy it again"
        ) from error
    what = f"the array {name}"
    return from_array(path, what, shape, values.dtype, lambda: values, column, rate, note)


def _head(file: zipfile.ZipFile, name: str) -> tuple[tuple[int, ...], np.dtype]:
    """Shape and type of an array in an NPZ file, without the array."""
    with file.open(name) as member:
        version = np.lib.format.read_magic(member)
        read = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }[version]
        shape, _, dtype = read(member)
    return shape, dtype
