"""Text as instruments write it: which encoding, and its lines, whatever they end with."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drsn_lite.datasets.recordings.recording import RecordingError

HEAD = 2**16
"""Bytes from which encoding and dialect are found."""

LINES = 1000
"""Lines, at most, of the beginning."""

ONE = "a recording has a row for each moment. Write one number a row"
PLAIN = "latin-1"
"""Stands for all encodings of one byte or more a letter that keep ASCII: numbers are the same."""

NATIONAL = ("gb18030", "cp1252", "shift_jis", "euc_kr", "big5", "latin-1")
"""What older programs write names in; `readings` gives each that fits."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAIRS = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True)
class Head:
    """The first `lines` of a text, without their ends, and its encoding."""

    lines: list[str]
    encoding: str


def read_head(path: Path) -> Head:
    """The beginning of a text.

    Raises
    ------
    RecordingError
        If it is no text, or has no end of line.
    """
    with path.open("rb") as file:
        content = file.read(HEAD)
    encoding = find_encoding(content)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(content)
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if (start := text.find("\0")) > 0 and not text[start:].strip("\0"):
        raise RecordingError(zeros(path, text[:start].count("\n") + 1))
    if any(ord(letter) < 32 and letter not in "\t\n\f\v\x1a" for letter in text):
        raise RecordingError(
            f"{path} is no text, so no CSV file: save it as CSV in UTF-8, or leave it out"
        )
    lines = text.split("\n", LINES)
    if len(content) == HEAD or len(lines) > LINES:
        lines.pop()  # cut in the middle
        if not lines:
            raise RecordingError(f"{path} has no end of line in its first {HEAD} bytes: {ONE}")
    return Head(lines, encoding)


def zeros(path: Path, line: int) -> str:
    """What to say of a file that was made long before it was filled."""
    return (
        f"{path} holds bytes that are zero from line {line} on: it was not written to its end. Cut "
        "it before that line"
    )


def find_encoding(content: bytes) -> str:
    """The encoding of a text that begins so; `PLAIN` if it is neither UTF-8, -16 nor -32."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return name
    even, odd = content[:400:2].count(0), content[1:400:2].count(0)
    if max(even, odd) > 0.9 * len(content[1:400:2]) and not min(even, odd):
        return "utf-16-le" if odd else "utf-16-be"  # without a mark
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return PLAIN
    return "utf-8-sig"


def readings(name: str, encoding: str) -> list[str]:
    """What a name may say, the likeliest first: letters are often not in UTF-8."""
    if encoding != PLAIN or name.isascii():
        return [name]
    content = name.encode(PLAIN)
    # Chinese letters take two bytes each, both high; "°" and "µ" stand alone
    chinese = all(len(found) % 2 == 0 for found in _PAIRS.findall(content))
    found = []
    for one in NATIONAL if chinese else (*NATIONAL[1:], NATIONAL[0]):
        try:
            found.append(content.decode(one))
        except UnicodeDecodeError:
            continue
    return found


def numbered_lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """The lines of a text, counted from 1, with their ends: of Windows, Unix or old Macs."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        number, before = 0, ""
        for line in file:
            if line == "\r\n" and before.endswith("\r"):
                before = line
                continue  # an end was written as \r\r\n
            number, before = number + 1, line
            yield number, line
