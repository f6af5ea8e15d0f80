"""What variables a MAT file of versions 5 to 7 has, and where their numbers lie."""

import math
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MATRIX, PACKED = 14, 15
# fmt: off
CLASSES = (
    "cell", "struct", "object", "char", "sparse", "double", "single", "int8", "uint8", "int16",
    "uint16", "int32", "uint32", "int64", "uint64", "function", "opaque",
)
# fmt: on
"""Of variables, counted from 1."""
STORED = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8"}
STORED |= {13: "u8"}
"""Code of numbers in the file → their type. Whole numbers in a "double" save room."""

PEEK = 4096
"""Bytes of a variable in which its flags, shape and name must lie."""


class Damaged(Exception):
    """The file breaks off or holds what the format does not know."""


@dataclass(frozen=True)
class Variable:
    """A variable. Its content begins at `place` in the file and has `size` bytes.

    The numbers, of type `dtype`, begin `offset` bytes later, after unpacking if it is `packed`;
    None if the variable is no array of numbers, or an empty one.
    """

    shape: tuple[int, ...]
    kind: str
    dtype: np.dtype | None
    offset: int
    place: int
    size: int
    packed: bool


def list_variables(path: Path, order: str) -> dict[str, Variable]:
    """The variables by name; `order` is "<" or ">".

    Raises
    ------
    Damaged, struct.error or zlib.error
        If the file is not whole.
    """
    listed, at, end = {}, 128, path.stat().st_size
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
                        raise Damaged("a packed variable is none")
                name, shape, kind, dtype, offset = _head(content[skip:], order)
                if dtype and code == MATRIX and offset + math.prod(shape) * dtype.itemsize > size:
                    raise Damaged(f"{name} is longer than it says")
                if name:  # without a name: MATLAB's own notes
                    packed = code == PACKED
                    listed[name] = Variable(shape, kind, dtype, offset + skip, at, size, packed)
            at += size
    return listed


def _head(content: bytes, order: str) -> tuple[str, tuple[int, ...], str, np.dtype | None, int]:
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
    if flags & 0x200 or flags & 0x800:
        kind = "logical" if flags & 0x200 else f"complex {kind}"
    if number not in range(6, 16) or 0 in shape:
        return name, shape, kind, None, 0
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
