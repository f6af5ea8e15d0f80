"""MAT files of MATLAB, versions 4 to 7.3: one variable, or a field of a struct, with one signal."""

import math
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.hdf_files import open_hdf
from drsn_lite.datasets.recordings.keys import Entry, choose_key, rate_beside
from drsn_lite.datasets.recordings.mat_format import (
    LARGEST,
    NUMBERS,
    Damaged,
    Variable,
    order_of_version_4,
    unpacked,
    variables,
    variables_4,
)
from drsn_lite.datasets.recordings.npy_files import from_array
from drsn_lite.datasets.recordings.recording import Column, Recording, RecordingError


def open_mat(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open a variable of a MAT file, or a field of a struct in it: key="bearing.gs".

    The sampling rate is taken from a number called fs, sr or dt beside it, if there is one.

    Raises
    ------
    RecordingError
        If it is damaged or too large, or the variable is no signal, or there are several and none
        is chosen.
    """
    with path.open("rb") as file:
        start = file.read(128)
    if b"MATLAB 7.3" in start:
        return open_hdf(path, column, key)
    order: str | None = {b"IM": "<", b"MI": ">"}.get(start[126:])
    list_of = variables
    if order is None:
        order, list_of = order_of_version_4(start), variables_4
    if order is None:
        raise RecordingError(
            f"{path} is no MAT file of version 4 to 7.3, whatever its name says: in MATLAB, "
            "save(name, 'signal', '-v7')"
        )
    try:
        listed = {found.name: found for found in list_of(path, order)}
        entries = {
            name: Entry(found.kind, found.shape, found.kind in NUMBERS)
            for name, found in listed.items()
        }
        one = listed[choose_key(path, key, entries, "variable")]
        values = _unpack(path, one) if one.packed and 0 not in one.shape else None
        scalars = {
            name: lambda found=found: _array(path, found).item()
            for name, found in listed.items()
            if entries[name].numbers and set(found.shape) == {1}
        }
        rate, note = rate_beside(path, one.name, scalars)
    except (Damaged, struct.error, zlib.error) as error:
        raise RecordingError(
            f"{path} is not a whole MAT file ({error}). Save or copy it again"
        ) from error

    def array() -> NDArray:
        return values if values is not None else _array(path, one)

    what = f"the variable {one.name}"
    return from_array(path, what, one.shape, one.dtype, array, column, rate, note)


def _array(path: Path, one: Variable) -> NDArray:
    """The numbers of a variable, mapped from the disk unless it is packed."""
    if one.packed:
        return _unpack(path, one)
    return np.memmap(path, one.dtype, "r", one.place + one.offset, one.shape, order="F")


def _unpack(path: Path, one: Variable) -> NDArray:
    """The array of a packed variable; no more is unpacked than its header says."""
    count = math.prod(one.shape)
    need = one.offset + count * one.dtype.itemsize
    if need > LARGEST:
        raise RecordingError(
            f"{path}: {one.name} has {count} numbers, and a packed variable can only be read "
            "whole, which might not fit into memory. Save it as .npy or .wav"
        )
    content = unpacked(path, one.place, one.size, need, packed=True)
    if len(content) < need:
        raise Damaged(f"{one.name} is cut short")
    return np.frombuffer(content, one.dtype, count, one.offset).reshape(one.shape, order="F")
