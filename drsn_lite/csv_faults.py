"""What can be wrong between the rows of a CSV file, in words that name the line."""

import re
from pathlib import Path

from drsn_lite.recording import RecordingError

BLOCK = 2**16
"""Bytes looked at in one go."""

_GAP = re.compile(rb"\n[ \t\r]*\n")
_CELLS = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")
_QUOTE = re.compile(r"EOF inside string starting at row (\d+)")


def refuse_gaps(path: Path, skip: int, encoding: str) -> None:
    """Raise a RecordingError if an empty line stands between two rows.

    A spreadsheet writes a cell without a number so if there is one column. Passed over, it would
    join what is not adjacent. The first `skip` lines, and lines that begin with #, are no rows.
    """
    if not _may_have_gap(path):
        return
    empty, seen = 0, False
    with path.open(encoding=encoding, errors="replace") as file:
        for number, line in enumerate(file, 1):
            text = line.strip()
            if number <= skip or text.startswith("#"):
                continue
            if text and empty:
                raise RecordingError(
                    f"{path}, line {empty} of the file is empty, with rows before and after it: a "
                    "number may be missing there. Write it in, or cut the recording before it; if "
                    "none is missing, take the empty lines out"
                )
            if text:
                seen = True
            elif seen and not empty:
                empty = number


def _may_have_gap(path: Path) -> bool:
    """Whether two ends of lines follow each other: quick, and for most files the whole answer."""
    rest = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if _GAP.search(rest + block):
                return True
            rest = block[block.rfind(b"\n") :][:BLOCK] if b"\n" in block else rest
    return False


def unlike(path: Path, error: Exception) -> RecordingError:
    """What a parser's complaint about a row means."""
    said = str(error).strip()
    if found := _CELLS.search(said):
        want, line, count = found.groups()
        return RecordingError(
            f"{path}, line {line} of the file has {count} cells, the rows above it {want}: mend "
            "that line, or cut the recording before it. A decimal comma asks for another "
            "separator than the comma"
        )
    if found := _QUOTE.search(said):
        near = int(found[1]) + 1
        return RecordingError(
            f"{path}: a quotation mark opens near line {near} of the file and is never closed: "
            "take it out"
        )
    return RecordingError(
        f"{path} cannot be read as a table: {said}. Save it again as CSV, with as many cells in "
        "each row"
    )
