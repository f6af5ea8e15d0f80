"""What is in a MAT file, versions 4 and 5 to 7: where each array of numbers lies.

scipy's reader ends the whole program on some damaged files, and reads every variable whole. The
format is short: after 128 bytes a list of variables, each packed by zlib or not, each with flags,
shape, name and numbers; a struct holds variables again (MathWorks, "MAT-File Format"). Version 4
has 20 bytes before each name instead.
"""

import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
NUMBERS = CLASSES[5:15]

STORED = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8"}
STORED |= {13: "u8"}
"""Code of numbers in the file → their type. Whole numbers in a "double" save room."""

STORED_4 = ("f8", "f4", "i4", "i2", "u2", "u1")
KINDS_4 = ("double", "char", "sparse")
"""The same in version 4, counted from 0."""

PEEK = 4096
"""Bytes of a variable in which its flags, shape and name must lie."""

LARGEST = 512_000_000
"""Bytes of a packed variable, which can only be read whole."""

MOST, DEEPEST = 10_000, 16
"""Parts of structs and cells, and how many lie in each other."""


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
    place: int = 0
    size: int = 0
    packed: bool = False


def variables(path: Path, order: str) -> Iterator[Variable]:
    """The variables of a file of version 5 to 7, and what lies in structs and cells.

    `order` is "<" or ">". A field is called "s.field", of an array of structs "s(2).field"; a cell
    "c{2}".

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
                one, following = _head(content[skip:], order)
                if code == MATRIX and one.offset + _bytes(one) > size:
                    raise Damaged(f"{one.name} is longer than it says")
                where = {"place": at, "size": size, "packed": code == PACKED}
                if one.name:  # without a name: MATLAB's own notes
                    yield replace(one, **where, offset=one.offset + skip)
                if one.name and one.kind in ("struct", "cell") and 0 not in one.shape:
                    whole = unpacked(path, at, size, LARGEST, code == PACKED)
                    for count, part in enumerate(_parts(whole[skip:], order, one, following)):
                        if count == MOST:
                            raise Damaged(f"{one.name} has more than {MOST} parts")
                        yield replace(part, **where, offset=part.offset + skip)
            at += size


def unpacked(path: Path, place: int, size: int, need: int, packed: bool) -> bytes:
    """The content of a variable, or its first `need` bytes; no more is unpacked."""
    content, unpacker = bytearray(), zlib.decompressobj()
    with path.open("rb") as file:
        file.seek(place)
        if not packed:
            return file.read(min(size, need))
        left = size
        while len(content) < need and left > 0 and (part := file.read(min(left, 2**20))):
            left -= len(part)
            content += unpacker.decompress(part, need - len(content))
    return bytes(content)


def _bytes(one: Variable) -> int:
    return math.prod(one.shape) * one.dtype.itemsize if one.offset else 0


def _head(content: bytes, order: str) -> tuple[Variable, int]:
    """What the content of a variable begins with, and where its parts would begin."""
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
        return Variable(name, shape, kind, np.dtype(float), 0), following
    code, size, start, _ = _element(content, following, order)
    if code not in STORED:
        raise Damaged(f"{name} has numbers of the unknown type {code}")
    dtype = np.dtype(order + STORED[code])
    if size != math.prod(shape) * dtype.itemsize:
        raise Damaged(f"{name} has {size} bytes for the shape {shape}")
    return Variable(name, shape, kind, dtype, start), following


def _parts(content: bytes, order: str, of: Variable, at: int, deep: int = 0) -> Iterator[Variable]:
    """What lies in a struct or a cell; its parts begin at `at` in the content."""
    if deep == DEEPEST:
        raise Damaged(f"{of.name[:60]} lies too deep")
    count = math.prod(of.shape)
    names = [f"{of.name}{{{n + 1}}}" for n in range(min(count, MOST))]
    if of.kind == "struct":
        code, size, start, at = _element(content, at, order)
        width = struct.unpack_from(order + "i", content, start)[0]
        code, size, start, at = _element(content, at, order)
        if code != 1 or width < 1 or size % width or start + size > len(content):
            raise Damaged(f"{of.name} has no names of fields")
        text = content[start : start + size].decode("latin-1")
        fields = [text[n : n + width].split("\0")[0] for n in range(0, size, width)]
        each = [f"({n + 1})" if count > 1 else "" for n in range(min(count, MOST))]
        names = [f"{of.name}{place}.{field}" for place in each for field in fields]
    for name in names:
        code, size, start, following = _element(content, at, order)
        if code != MATRIX or start + size > len(content):
            raise Damaged(f"{name} is cut short")
        if size:
            part, inner = _head(content[start : start + size], order)
            one = replace(part, name=name, offset=part.offset and part.offset + start)
            if part.offset + _bytes(part) > size:
                raise Damaged(f"{name} is longer than it says")
            yield one
            if one.kind in ("struct", "cell") and 0 not in one.shape:
                yield from _parts(content, order, one, start + inner, deep + 1)
        at = following


def _element(content: bytes, at: int, order: str) -> tuple[int, int, int, int]:
    """Code, bytes and place of an element's data, and where the next begins."""
    first, size = struct.unpack_from(order + "II", content, at)
    if small := first >> 16:  # up to four bytes lie in the place of the size
        if small > 4:
            raise Damaged(f"a small element of {small} bytes")
        return first & 0xFFFF, small, at + 4, at + 8
    return first, size, at + 8, at + 8 + (size + 7) // 8 * 8


def order_of_version_4(head: bytes) -> str | None:
    """ "<" or ">" if a file begins as one of version 4, which has no mark of its own."""
    for order, digit in (("<", 0), (">", 1)):
        if len(head) < 20:
            break
        kind, rows, columns, imaginary, length = struct.unpack(order + "5i", head[:20])
        thousands, rest = divmod(kind, 1000)
        fits = thousands == digit and rest // 10 < 6 and rest % 10 < 3 and imaginary in (0, 1)
        if fits and min(rows, columns) >= 0 and 1 < length <= 64:
            return order
    return None


def variables_4(path: Path, order: str) -> Iterator[Variable]:
    """The variables of a file of version 4; raises as `variables` does."""
    at, end = 0, path.stat().st_size
    with path.open("rb") as file:
        while at < end:
            file.seek(at)
            head = file.read(20)
            if order_of_version_4(head) != order:
                raise Damaged(f"what begins at byte {at} is no variable")
            kind, rows, columns, imaginary, length = struct.unpack(order + "5i", head)
            name = file.read(length).split(b"\0")[0].decode("latin-1")
            dtype = np.dtype(order + STORED_4[kind % 100 // 10])
            size = rows * columns * dtype.itemsize
            start = at + 20 + length
            if start + size * (1 + imaginary) > end:
                raise Damaged(f"{name} is cut short")
            words = "complex " * imaginary + KINDS_4[kind % 10]
            yield Variable(name, (rows, columns), words, dtype, 0, start, size)
            at = start + size * (1 + imaginary)
