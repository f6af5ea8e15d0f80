"""MAT files of MATLAB up to version 7: one variable with one signal."""

import math
import re
from pathlib import Path

from drsn_lite.recording import Column, Recording, RecordingError, check_kind, pick_axis, stretch

LARGEST = 512_000_000
"""Bytes of a variable, which can only be read whole."""

NUMBERS = ("double", "single", "int8", "int16", "int32", "int64")
NUMBERS += tuple(f"u{name}" for name in NUMBERS[2:])

Listed = dict[str, tuple[tuple[int, ...], str]]
"""Name of a variable → its shape and MATLAB's name of its class."""


def open_mat(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open a variable of a MAT file.

    Raises
    ------
    RecordingError
        If it is damaged, of version 7.3 or too large, or the variable is no signal, or there are
        several and none is chosen.
    """
    import scipy.io

    with path.open("rb") as file:
        if b"MATLAB 7.3" in file.read(128):
            raise RecordingError(
                f"{path} is a MAT file of version 7.3 (HDF5), which cannot be read here: in "
                "MATLAB, save(name, 'signal', '-v7')"
            )
    try:
        listed: Listed = {name: (shape, kind) for name, shape, kind in scipy.io.whosmat(path)}
        key = _variable(path, key, listed)
        shape = listed[key][0]
        time, channel = pick_axis(path, shape, column, f"the variable {key}")
        if math.prod(shape) * 8 > LARGEST:
            raise RecordingError(
                f"{path}: {key} has {math.prod(shape)} numbers, and a MAT file can only be read "
                "whole, which might not fit into memory. Save it as .npy or .wav"
            )
        values = scipy.io.loadmat(path, variable_names=[key])[key]
    except RecordingError:
        raise
    except Exception as error:  # scipy raises many kinds on a damaged file
        raise RecordingError(
            f"{path} is not a whole MAT file ({type(error).__name__}: {error}). Save or copy it "
            "again"
        ) from error
    check_kind(path, values.dtype, f"the variable {key}")
    return Recording(
        path,
        values.shape[time],
        None,
        lambda start, stop: stretch(values, time, channel, start, stop),
    )


def _variable(path: Path, key: str | None, listed: Listed) -> str:
    """The variable asked for, by name or by a pattern, or the only one that holds a signal."""
    words = ", ".join(
        f"{name} ({' × '.join(map(str, shape))} {kind})" for name, (shape, kind) in listed.items()
    )
    if key is not None:
        found = [key] if key in listed else _matches(key, list(listed))
        if len(found) != 1:
            raise RecordingError(
                f"{path} has {len(found) or 'no'} variables {key!r}; it has {words or 'none'}: "
                "choose one with key="
            )
        key = found[0]
        if listed[key][1] not in NUMBERS:
            raise RecordingError(
                f"{path}: {key} is a {listed[key][1]}, no array of numbers: save the signal itself"
            )
        return key
    # a rate or a speed is often stored beside the signal: one number is no signal
    signals = [n for n, (shape, kind) in listed.items() if kind in NUMBERS and max(shape) != 1]
    if len(signals) == 1:
        return signals[0]
    remedy = "choose one with key=" if signals else "save the signal as an array of numbers"
    count = len(signals) or "no"
    raise RecordingError(f"{path} has {count} signals among its variables, {words}: {remedy}")


def _matches(pattern: str, names: list[str]) -> list[str]:
    """The names in which a regular expression is found; none if it is not one."""
    try:
        return [name for name in names if re.search(pattern, name)]
    except re.error:
        return []
