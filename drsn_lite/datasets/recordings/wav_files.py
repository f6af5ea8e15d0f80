"""WAV files: whole numbers of 8 to 64 bit and floats, of any size and number of channels.

The format is short: a list of chunks, each with a name of four letters and a size; "fmt " says what
the numbers are, "data" holds them. RF64 is the same for files over 4 GB (EBU Tech 3306), RIFX the
same with the highest byte first. Libraries do not serve: libsndfile (soundfile) reads files that
were cut short, and 24 bit in four bytes as noise, without a word; the standard library reads no
floats; scipy reads 24 bit only as a whole.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.recording import Column, Recording, RecordingError, choose
from drsn_lite.datasets.recordings.sound_files import open_sound

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
PACKED = (2, 6, 7, 17, 49)
"""ADPCM, A-law, µ-law, IMA ADPCM and GSM: left to libsndfile."""
KINDS = {
    (PCM, 1): "u1",
    (PCM, 2): "i2",
    (PCM, 3): "u1",  # three bytes a number, put together in `_numbers`
    (PCM, 4): "i4",
    (PCM, 8): "i8",
    (FLOAT, 4): "f4",
    (FLOAT, 8): "f8",
}
"""Format and bytes of a number → what to read."""

UNFILLED = 0x7FFFF000
"""Sizes from here to 2³² − 1 are written where the true one is not known: into a pipe."""

OPEN = -1
"""The size of samples whose true size was not filled in: they go on to the end of the file."""


@dataclass(frozen=True)
class Format:
    """What the "fmt " chunk says: numbers of `size` bytes, of which `bits` are in use."""

    code: int
    channels: int
    rate_hz: int
    size: int
    bits: int
    order: str


def open_wav(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open a WAV file. Whole numbers become −1 to 1, floats stay as they are.

    Raises
    ------
    RecordingError
        If it is no WAV file, empty, cut short, compressed, or has several channels and none is
        chosen.
    """
    form, offset, frames, note = _read_head(path)
    if form.code in PACKED:
        return open_sound(path, column)
    channel = choose(path, column, [f"channel {n}" for n in range(form.channels)])
    width = form.channels * form.size

    def read(start: int, stop: int) -> NDArray[np.float64]:
        with path.open("rb") as file:
            file.seek(offset + start * width)
            content = file.read((min(stop, frames) - start) * width)
        return _numbers(path, content, form)[:, channel]

    return Recording(path, frames, float(form.rate_hz), read, note)


def _read_head(path: Path) -> tuple[Format, int, int, str]:
    """The format, where the samples begin, how many a channel has, and what to say of that."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] not in (b"RIFF", b"RIFX", b"RF64") or head[8:] != b"WAVE":
            raise RecordingError(
                f"{path} is no WAV file, whatever its name says: it begins with {head[:4]!r}, not "
                "RIFF. Save it as WAV, or leave it out"
            )
        order = ">" if head[:4] == b"RIFX" else "<"
        found = {}
        filled = struct.unpack(f"{order}I", head[4:8])[0] == size - 8
        for name, start, length, content in _chunks(file, order, size, filled):
            if name == b"data" and name in found:
                raise RecordingError(
                    f"{path} holds its samples in more than one piece, of which only the first "
                    "would be read: save it again"
                )
            found[name] = start, length, content
    if b"data" not in found or b"fmt " not in found:
        raise RecordingError(
            f"{path} ends before its samples begin: it was cut short, copy or record it again"
        )
    start, length, _ = found[b"data"]
    note, there = "", size - start
    if length == OPEN:
        note = "its header does not say how many samples it has, so all that are there were read"
        length = there
    if there < length:
        raise RecordingError(
            f"{path} is cut short: it should hold {length} bytes of samples, {there} are there. "
            "Copy or record it again"
        )
    form = _format(path, found[b"fmt "][2], order)
    frames = length // (form.channels * form.size)
    if not frames:
        raise RecordingError(f"{path} is empty: it has no sample. Record it again or leave it out")
    return form, start, frames, note


def _chunks(
    file: BinaryIO, order: str, size: int, filled: bool
) -> Iterator[tuple[bytes, int, int, bytes]]:
    """Of each chunk its name, where it begins, how long it says it is, and its first bytes.

    `filled` says that the size of the whole file stands in its header.
    """
    long = None
    while len(head := file.read(8)) == 8 and b"\0" not in head[:4]:  # else no chunk follows
        name, length = struct.unpack(f"{order}4sI", head)
        start = file.tell()
        content = file.read(min(length, 40))
        if name == b"ds64" and len(content) >= 16:
            long = struct.unpack("<Q", content[8:16])[0]
        if name == b"data" and length == 0xFFFFFFFF and long is not None:
            length = long
        unknown = UNFILLED <= length < 2**32 and start + length > size
        if name == b"data" and start < size and (unknown or not (length or filled)):
            length = OPEN
        if length == OPEN:
            yield name, start, length, content
            return
        yield name, start, length, content
        file.seek(min(size, start + length + length % 2))  # chunks begin at even places


def _format(path: Path, content: bytes, order: str) -> Format:
    """The format, checked; an "extensible" one names its code further on."""
    if len(content) < 16:
        raise RecordingError(f"{path} does not say what its numbers are: save or record it again")
    code, channels, rate, _, align, bits = struct.unpack(f"{order}HHIIHH", content[:16])
    if code == EXTENSIBLE and len(content) >= 26:
        code = struct.unpack(f"{order}H", content[24:26])[0]
    if not channels or not rate:
        raise RecordingError(
            f"{path} says that it has {channels} channels at {rate} Hz, which cannot be: its "
            "header is damaged. Save or record it again"
        )
    if code in PACKED:
        return Format(code, channels, rate, 1, bits, order)
    size = align // channels or (bits + 7) // 8
    fits = size * channels == (align or size * channels) and 0 < bits <= 8 * size
    if not fits or (code, size) not in KINDS or (code == FLOAT and bits != 8 * size):
        raise RecordingError(
            f"{path} has numbers of {bits} bit in format {code}, {align} bytes for a sample of "
            f"{channels} channels: only plain numbers (8, 16, 24, 32 bit, or float) can be read. "
            "Save it as WAV, PCM 16 bit"
        )
    return Format(code, channels, rate, size, bits, order)


def _numbers(path: Path, content: bytes, form: Format) -> NDArray[np.float64]:
    """The samples (frames, channels), whole numbers as fractions of the largest."""
    raw = np.frombuffer(content, form.order + KINDS[form.code, form.size])
    if form.code == FLOAT:
        with np.errstate(invalid="ignore"):  # of NaN: it is named where windows are cut
            return raw.astype(np.float64).reshape(-1, form.channels)
    if form.size == 1:
        raw = raw.astype(np.int32) - 128  # alone among them, 8 bit has no sign
    if form.size == 3:
        low, middle, high = raw.reshape(-1, 3)[:, :: 1 if form.order == "<" else -1].T.astype("i4")
        raw = (low << 8 | middle << 16 | high << 24) >> 8  # the shift back brings the sign
    if (raw & 2 ** (8 * form.size - form.bits) - 1).any():  # bits in use are the highest
        raise RecordingError(
            f"{path} says that it has numbers of {form.bits} bit, and holds some of more, in "
            f"{form.size} bytes each: save it again as WAV, PCM 16 or 24 bit"
        )
    return raw.reshape(-1, form.channels) / 2.0 ** (8 * form.size - 1)
