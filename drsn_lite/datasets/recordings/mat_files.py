"""MAT files of MATLAB, versions 5 to 7: one variable with one signal.

scipy's reader ends the whole program on some damaged files, and reads every variable whole. The
format is short: after 128 bytes a list of variables, each packed by zlib or not, each with flags,
shape, name and numbers (MathWorks, "MAT-File Format"). Only arrays of numbers are read.
"""

import math
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.npy_files import from_array
from drsn_lite.datasets.recordings.recording import Column, Recording, RecordingError

MATRIX, PACKED = 14, 15
# fmt: off
CLASSES = (
    "cell", "struct", "object", "char", "sparse", "double", "single", "int8", "uint8", "int16",
    "uint16", "int32", "uint32", "int64", "uint64", "function", "opaque",
)
# fmt: on
"""Of variables, counted from 1."""
NUMBERS = CLASSES[5:15]

STORED = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8"}
STORED |= {13: "u8"}
"""Code of numbers in the file → their type. Whole numbers in a "double" save room."""

PEEK = 4096
"""Bytes of a variable in which its flags, shape and name must lie."""

LARGEST = 512_000_000
"""Bytes of a packed variable, which can only be read whole."""


class Damaged(Exception):
    """The file breaks off or holds what the format does not know."""


@dataclass(frozen=True)
class Variable:
    """A variable. Its content begins at `place` in the file and has `size` bytes.

    The numbers, of type `dtype`, begin `offset` bytes later, after unpacking if it is `packed`.
    If the variable is no array of numbers, or an empty one, `dtype` and `offset` say nothing.
    """

    name: str
    shape: tuple[int, ...]
    kind: str
    dtype: np.dtype
    offset: int
    place: int
    size: int
    packed: bool


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
        order = "<" if start[126:] == b"IM" else ">"
        one = _choose(path, key, {found.name: found for found in _variables(path, order)})
        values = _unpack(path, one) if one.packed and 0 not in one.shape else None
    except (Damaged, struct.error, zlib.error) as error:
        raise RecordingError(
            f"{path} is not a whole MAT file ({error}). Save or copy it again"
        ) from error

    def array() -> NDArray:
        if values is not None:
            return values
        return np.memmap(path, one.dtype, "r", one.place + one.offset, one.shape, order="F")

    return from_array(path, f"the variable {one.name}", one.shape, one.dtype, array, column)


def _choose(path: Path, key: str | None, listed: dict[str, Variable]) -> Variable:
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
        one = listed[found[0]]
        if one.kind not in NUMBERS:
            raise RecordingError(
                f"{path}: {one.name} is a {one.kind}, no array of real numbers: save the signal "
                "itself"
            )
        return one
    # a rate or a speed is often stored beside the signal: one number is no signal
    signals = [one for one in listed.values() if one.kind in NUMBERS and max(one.shape) != 1]
    if len(signals) == 1:
        return signals[0]
    remedy = "choose one with key=" if signals else "save the signal as an array of numbers"
    number = len(signals) or "no"
    raise RecordingError(f"{path} has {number} signals among its variables, {words}: {remedy}")


def _matches(pattern: str, names: list[str]) -> list[str]:
    """The names in which a regular expression is found; none if it is not one."""
    try:
        return [name for name in names if re.search(pattern, name)]
    except re.error:
        return []


def _unpack(path: Path, one: Variable) -> NDArray:
    """The array of a packed variable; no more is unpacked than its header says."""
    count = math.prod(one.shape)
    need = one.offset + count * one.dtype.itemsize
    if need > LARGEST:
        raise RecordingError(
            f"{path}: {one.name} has {count} numbers, and a packed variable can only be read "
            "whole, which might not fit into memory. Save it as .npy or .wav"
        )
    content, unpacker = bytearray(), zlib.decompressobj()
    with path.open("rb") as file:
        file.seek(one.place)
        left = one.size
        while len(content) < need and left > 0 and (part := file.read(min(left, 2**20))):
            left -= len(part)
            content += unpacker.decompress(part, need - len(content))
    if len(content) < need:
        raise Damaged(f"{one.name} is cut short")
    return np.frombuffer(content, one.dtype, count, one.offset).reshape(one.shape, order="F")


def _variables(path: Path, order: str) -> Iterator[Variable]:
    """The variables of a file; `order` is "<" or ">".

    Raises
    ------
    Damaged, struct.error or zlib.error
        If the file is not whole.
    """
    at, end = 128, path.stat().st_size
    with path.open("rb") as file:
        while at < end:
            file.seek(at)
            code, size = struct.unpack(order + "II", file.read(8))
            at += 8
            if at + size > end:
                raise Damaged(f"it should go on for {at + size - end} bytes")
            if code in (MATRIX, PACKED):
                content, skip = file.read(min(size, PEEK)), 0
                if code == PACKED:
                    content, skip = zlib.decompressobj().decompress(content, PEEK), 8
                    if struct.unpack_from(order + "I", content)[0] != MATRIX:
                        raise Damaged("what is packed is no variable")
                name, shape, kind, dtype, offset = _head(content[skip:], order)
                if offset and code == MATRIX and offset + math.prod(shape) * dtype.itemsize > size:
                    raise Damaged(f"{name} is longer than it says")
                if name:  # without a name: MATLAB's own notes
                    packed = code == PACKED
                    yield Variable(name, shape, kind, dtype, offset + skip, at, size, packed)
            at += size


def _head(content: bytes, order: str) -> tuple[str, tuple[int, ...], str, np.dtype, int]:
    """Name, shape, kind, type and place of the numbers in the content of a variable."""
    code, size, start, following = _element(content, 0, order)
    if code != 6 or size != 8:
        raise Damaged("a variable has no flags")
    flags = struct.unpack_from(order + "I", content, start)[0]
    number = flags & 0xFF
    if not 1 <= number <= len(CLASSES):
        raise Damaged(f"a variable of the unknown class {number}")
    kind, shape = CLASSES[number - 1], (1, 1)
    if kind != "opaque":  # whose shape is not said
        code, size, start, following = _element(content, following, order)
        if code != 5 or size % 4 or not 8 <= size <= 128:
            raise Damaged("a variable has no shape")
        shape = struct.unpack_from(f"{order}{size // 4}i", content, start)
        if min(shape) < 0:
            raise Damaged(f"a variable of the shape {shape}")
    code, size, start, following = _element(content, following, order)
    if code != 1 or start + size > len(content):
        raise Damaged("a variable has no name")
    name = content[start : start + size].decode("latin-1")
    numbers = kind in NUMBERS and 0 not in shape
    if flags & 0x200 or flags & 0x800:
        kind = "logical" if flags & 0x200 else f"complex {kind}"
    if not numbers:
        return name, shape, kind, np.dtype(float), 0
    code, size, start, _ = _element(content, following, order)
    if code not in STORED:
        raise Damaged(f"{name} has numbers of the unknown type {code}")
    dtype = np.dtype(order + STORED[code])
    if size != math.prod(shape) * dtype.itemsize:
        raise Damaged(f"{name} has {size} bytes for the shape {shape}")
    return name, shape, kind, dtype, start


def _element(content: bytes, at: int, order: str) -> tuple[int, int, int, int]:
    """Code, bytes and place of an element's data, and where the next begins."""
    first, size = struct.unpack_from(order + "II", content, at)
    if small := first >> 16:  # up to four bytes lie in the place of the size
        if small > 4:
            raise Damaged(f"a small element of {small} bytes")
        return first & 0xFFFF, small, at + 4, at + 8
    return first, size, at + 8, at + 8 + (size + 7) // 8 * 8
