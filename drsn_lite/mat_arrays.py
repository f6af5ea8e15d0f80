"""MAT files of MATLAB, versions 5 to 7: one variable with one signal.

scipy's reader ends the whole program on some damaged files, and reads every variable whole. The
format is short: after 128 bytes a list of variables, each packed by zlib or not, each with flags,
shape, name and numbers (MathWorks, "MAT-File Format"). Only arrays of numbers are read.
"""

import math
import re
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.mat_format import Damaged, Variable, list_variables
from drsn_lite.recording import Column, Recording, RecordingError, pick_axis, stretch

LARGEST = 512_000_000
"""Bytes of a packed variable, which can only be read whole."""

NUMBERS = ("double", "single", "int8", "int16", "int32", "int64")
NUMBERS += tuple(f"u{name}" for name in NUMBERS[2:])


def open_mat(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open a variable of a MAT file.

    Raises
    ------
    RecordingError
        If it is damaged, of version 4 or 7.3 or too large, or the variable is no signal, or there
        are several and none is chosen.
    """
    with path.open("rb") as file:
        start = file.read(128)
    if b"MATLAB 7.3" in start:
        raise RecordingError(
            f"{path} is a MAT file of version 7.3 (HDF5), which cannot be read here: in "
            "MATLAB, save(name, 'signal', '-v7')"
        )
    if start[126:] not in (b"IM", b"MI"):
        raise RecordingError(
            f"{path} is no MAT file of version 5 to 7, whatever its name says: in MATLAB, "
            "save(name, 'signal', '-v7')"
        )
    try:
        listed = list_variables(path, "<" if start[126:] == b"IM" else ">")
        key = _variable(path, key, listed)
        one = listed[key]
        time, channel = pick_axis(path, one.shape, column, f"the variable {key}")
        values = _unpack(path, key, one) if one.packed else None
    except (Damaged, struct.error, zlib.error) as error:
        raise RecordingError(
            f"{path} is not a whole MAT file ({error}). Save or copy it again"
        ) from error

    def read(start: int, stop: int) -> NDArray[np.float64]:
        array = _mapped(path, one) if values is None else values
        return stretch(array, time, channel, start, stop)

    return Recording(path, one.shape[time], None, read)


def _mapped(path: Path, one: Variable) -> NDArray:
    """The array on disk: mapped anew each time, for a thousand recordings hold no thousand maps."""
    return np.memmap(path, one.dtype, "r", one.place + one.offset, one.shape, order="F")


def _unpack(path: Path, key: str, one: Variable) -> NDArray:
    """The array of a packed variable; no more is unpacked than its header says."""
    count = math.prod(one.shape)
    need = one.offset + count * one.dtype.itemsize
    if need > LARGEST:
        raise RecordingError(
            f"{path}: {key} has {count} numbers, and a packed variable can only be read whole, "
            "which might not fit into memory. Save it as .npy or .wav"
        )
    content, unpacker = bytearray(), zlib.decompressobj()
    with path.open("rb") as file:
        file.seek(one.place)
        left = one.size
        while len(content) < need and left > 0 and (part := file.read(min(left, 2**20))):
            left -= len(part)
            content += unpacker.decompress(part, need - len(content))
    if len(content) < need:
        raise Damaged(f"{key} is cut short")
    return np.frombuffer(content, one.dtype, count, one.offset).reshape(one.shape, order="F")


def _variable(path: Path, key: str | None, listed: dict[str, Variable]) -> str:
    """The variable asked for, by name or by a pattern, or the only one that holds a signal."""
    words = ", ".join(
        f"{name} ({' × '.join(map(str, one.shape))} {one.kind})" for name, one in listed.items()
    )
    if key is not None:
        found = [key] if key in listed else _matches(key, list(listed))
        if len(found) != 1:
            count = f"{len(found)} variables" if found else "no variable"
            raise RecordingError(
                f"{path} has {count} {key!r}; it has {words or 'none'}: choose one with key="
            )
        key = found[0]
        if listed[key].kind not in NUMBERS:
            raise RecordingError(
                f"{path}: {key} is a {listed[key].kind}, no array of real numbers: save the signal "
                "itself"
            )
        return key
    # a rate or a speed is often stored beside the signal: one number is no signal
    signals = [n for n, one in listed.items() if one.kind in NUMBERS and max(one.shape) != 1]
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
