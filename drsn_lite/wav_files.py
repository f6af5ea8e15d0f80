"""WAV files: whole numbers of 8, 16, 24 and 32 bit and floats, of any size and number of channels.

The standard library reads no floats, and scipy reads 24 bit only as a whole. The format is short:
a list of chunks, each with a name of four letters and a size; "fmt " says what the numbers are,
"data" holds them. RF64 is the same for files over 4 GB (EBU Tech 3306).
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.recording import Column, Recording, RecordingError, choose

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
KINDS = {
    (PCM, 8): "u1",
    (PCM, 16): "<i2",
    (PCM, 24): "u1",  # three bytes a number, put together in `_numbers`
    (PCM, 32): "<i4",
    (FLOAT, 32): "<f4",
    (FLOAT, 64): "<f8",
}
"""Format and bits → what to read."""


@dataclass(frozen=True)
class Layout:
    """Where the numbers of a WAV file lie: `offset` in bytes, `frames` of `channels` numbers."""

    offset: int
    frames: int
    channels: int
    rate_hz: int
    form: int
    bits: int


def open_wav(path: Path, column: Column = None) -> Recording:
    """Open a WAV file. Whole numbers become −1 to 1, floats stay as they are.

    Raises
    ------
    RecordingError
        If it is no WAV file, empty, cut short, compressed, or has several channels and none is
        chosen.
    """
    layout = read_layout(path)
    channel = choose(path, column, [f"channel {n}" for n in range(layout.channels)])
    width = layout.channels * layout.bits // 8

    def read(start: int, stop: int) -> NDArray[np.float64]:
        with path.open("rb") as file:
            file.seek(layout.offset + start * width)
            content = file.read((min(stop, layout.frames) - start) * width)
        return _numbers(content, layout)[:, channel]

    return Recording(path, layout.frames, float(layout.rate_hz), read)


def read_layout(path: Path) -> Layout:
    """Read the chunks up to "data"."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if len(head) < 12 or head[:4] not in (b"RIFF", b"RF64") or head[8:] != b"WAVE":
            raise RecordingError(
                f"{path} is no WAV file, whatever its name says: it begins with {head[:4]!r}, not "
                "RIFF. Save it as WAV, or leave it out"
            )
        form, long_size = (0, 0, 0, 0), None
        while len(chunk := file.read(8)) == 8:
            name, length = struct.unpack("<4sI", chunk)
            start = file.tell()
            if name == b"data":
                long = long_size is not None and length == 0xFFFFFFFF
                return _checked(path, form, start, long_size if long else length, size)
            content = file.read(min(length, 40))
            if name == b"ds64" and len(content) >= 16:
                long_size = struct.unpack("<Q", content[8:16])[0]
            elif name == b"fmt " and len(content) >= 16:
                form = _format(content)
            file.seek(start + length + length % 2)  # chunks begin at even places
    raise RecordingError(
        f"{path} ends before its samples begin: it was cut short, copy or record it again"
    )


def _format(content: bytes) -> tuple[int, int, int, int]:
    """Format, channels, rate, bits; an "extensible" one names its format further on."""
    form, channels, rate, _, _, bits = struct.unpack("<HHIIHH", content[:16])
    if form == EXTENSIBLE and len(content) >= 26:
        form = struct.unpack("<H", content[24:26])[0]
    return form, channels, rate, bits


def _checked(
    path: Path, form: tuple[int, int, int, int], start: int, length: int, size: int
) -> Layout:
    code, channels, rate, bits = form
    if (code, bits) not in KINDS:
        raise RecordingError(
            f"{path} has numbers of {bits} bit in format {code}: only plain numbers (8, 16, 24, 32 "
            "bit, or float) can be read. Save it as WAV, PCM 16 bit"
        )
    if not channels or not rate:
        raise RecordingError(
            f"{path} says that it has {channels} channels at {rate} Hz, which cannot be: its "
            "header is damaged. Save or record it again"
        )
    if start + length > size:
        raise RecordingError(
            f"{path} is cut short: it should hold {length} bytes of samples, {size - start} are "
            "there. Copy or record it again"
        )
    frames = length // (channels * bits // 8)
    if not frames:
        raise RecordingError(f"{path} is empty: it has no sample. Record it again or leave it out")
    return Layout(start, frames, channels, rate, code, bits)


def _numbers(content: bytes, layout: Layout) -> NDArray[np.float64]:
    """The samples (frames, channels), whole numbers as fractions of the largest."""
    raw = np.frombuffer(content, KINDS[layout.form, layout.bits])
    if layout.bits == 24:
        low, middle, high = raw.reshape(-1, 3).astype(np.int32).T
        raw = (low << 8 | middle << 16 | high << 24) >> 8  # the shift back brings the sign
    values = raw.astype(np.float64).reshape(-1, layout.channels)
    if layout.form == FLOAT:
        return values
    if layout.bits == 8:
        values -= 128  # alone among them, 8 bit has no sign
    return values / 2.0 ** (layout.bits - 1)
