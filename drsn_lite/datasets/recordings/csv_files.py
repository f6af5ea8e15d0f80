"""CSV files: one column of numbers out of a text file, by blocks of rows.

Separator (comma, semicolon, tab, blanks), decimal comma and header are found from the first rows:
pandas guesses 6 of 8 small files of instruments wrong. Every row is looked at, so a cell that is no
number is named even where no window would take it.
"""

import codecs
import csv
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.recording import Column, Recording, RecordingError, choose

ROWS, HEAD, IN_MEMORY = 100_000, 2**16, 32_000_000
"""Rows in a block; bytes from which the dialect is found; bytes of a file that is read only once,
for its column is kept."""

BLANKS = r"\s+"
ONE = "a recording has a row for each moment. Write one number a row"

_GAP = re.compile(rb"\n[ \t\r]*\n")
_CELLS = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")
_QUOTE = re.compile(r"EOF inside string starting at row (\d+)")


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written, and which column is wanted.

    `skip` lines end with the header, `cells` are in each of the others.
    """

    separator: str
    decimal: str
    skip: int
    encoding: str
    column: int
    cells: int


def open_csv(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open one column of a CSV file. Lines that begin with # are left out.

    Raises
    ------
    RecordingError
        If it is empty or no text, has several columns and none is chosen, a line between its rows
        is empty, or a cell of the column is no finite number: names the row.
    """
    dialect = find_dialect(path, column)
    refuse_gaps(path, dialect)
    if path.stat().st_size <= IN_MEMORY:
        values = np.concatenate([np.empty(0), *_blocks(path, dialect)])
        rows, read = len(values), lambda start, stop: values[start:stop]
    else:
        rows, read = sum(map(len, _blocks(path, dialect))), Forward(path, dialect).read
    if not rows:
        raise RecordingError(f"{path} has a header but no row: record it again or leave it out")
    return Recording(path, rows, None, read)


def find_dialect(path: Path, column: Column = None) -> Dialect:
    """Find out how a CSV file is written from its beginning."""
    text, encoding, more = _read_head(path)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if more:
        lines.pop()  # cut in the middle
        if not lines:
            raise RecordingError(f"{path} has no end of line in its first {HEAD} bytes: {ONE}")
    kept = [n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    if not kept:
        raise RecordingError(f"{path} is empty: it has no row. Record it again or leave it out")
    lines = [lines[n] for n in kept[:50]]
    marks = [mark for mark in "\t;," if sum(mark in line for line in lines) > len(lines) / 2]
    blanks = sum(len(line.split()) > 1 for line in lines) > len(lines) / 2
    separator = marks[0] if marks else BLANKS if blanks else ","
    decimal = "," if separator != "," and any("," in line for line in lines[1:]) else "."
    cells = _cells(lines[0], separator)
    header = not all(_is_number(cell, decimal) for cell in cells)
    if len(lines) == 1 and len(cells) > 1 and not header:
        raise RecordingError(f"{path} has one row with {len(cells)} numbers: {ONE}")
    commas = ""
    if separator == "," and not any("." in line for line in lines[header:]):
        commas = ". If its commas are decimal commas, write points instead"
    for number, line in enumerate(lines[1:], 2):
        if (count := len(_cells(line, separator))) > len(cells):
            raise RecordingError(
                f"{path} has {len(cells)} cells in its first line and {count} in line {number} "
                "(empty lines and those with # not counted): leave out a title, or begin it with "
                f"#{commas}"
            )
    names = cells if header else [f"column {n}" for n in range(len(cells))]
    try:
        place = choose(path, column, names)
    except RecordingError as error:
        raise RecordingError(f"{error}{commas}") from None
    # with an empty cell at the end of each line, where lines end with a separator
    width = len(cells) + (separator != BLANKS and any(x.rstrip()[-1] == separator for x in lines))
    return Dialect(separator, decimal, kept[0] + 1 if header else 0, encoding, place, width)


def _read_head(path: Path) -> tuple[str, str, bool]:
    """The beginning of a text, its encoding, and whether there is more."""
    with path.open("rb") as file:
        content = file.read(HEAD)
    encoding = "utf-8-sig"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(content)
    except UnicodeDecodeError:
        encoding = "latin-1"  # as older programs on Windows write
        text = content.decode(encoding)
    if any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in text):
        raise RecordingError(
            f"{path} is no text, so no CSV file: save it as CSV in UTF-8, or leave it out"
        )
    return text, encoding, len(content) == HEAD


def _cells(line: str, separator: str) -> list[str]:
    if separator == BLANKS:
        return line.split()
    cells = next(csv.reader([line], delimiter=separator, skipinitialspace=True))
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()  # a separator at the end of each line
    return [cell.strip() for cell in cells]


def _is_number(cell: str, decimal: str) -> bool:
    try:
        float(cell.replace(decimal, "."))
    except ValueError:
        return not cell
    return True


def refuse_gaps(path: Path, dialect: Dialect) -> None:
    """Raise a RecordingError if an empty line stands between two rows.

    Spreadsheets write a cell without a number so, if there is one column. Passed over, it would
    join what is not adjacent. The header, and lines that begin with #, are no rows.
    """
    with path.open("rb") as raw, mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if not _GAP.search(content):  # quick, and for most files the whole answer
            return
    empty, seen = 0, False
    with path.open(encoding=dialect.encoding, errors="replace") as file:
        for number, line in enumerate(file, 1):
            row = line.strip()
            if number <= dialect.skip or row.startswith("#"):
                continue
            if row and empty:
                raise RecordingError(
                    f"{path}, line {empty} of the file is empty, with rows before and after it: a "
                    "number may be missing there. Write it in, or cut the recording before it; if "
                    "none is missing, take the empty lines out"
                )
            if seen and not row:
                empty = empty or number
            seen = seen or bool(row)


def _blocks(path: Path, dialect: Dialect) -> Iterator[NDArray[np.float64]]:
    """The column in pieces of `ROWS` numbers, each checked."""
    import pandas as pd

    done = 0
    try:
        reader = pd.read_csv(
            path,
            sep=dialect.separator,
            decimal=dialect.decimal,
            header=None,
            skiprows=dialect.skip,
            index_col=False,
            names=range(dialect.cells),  # all: of rows with too many, usecols would say nothing
            comment="#",
            skipinitialspace=True,
            encoding=dialect.encoding,
            encoding_errors="replace",
            chunksize=max(1, min(ROWS, 16 * ROWS // dialect.cells)),
            low_memory=False,  # or it warns of words far down, which are named below
        )
        with reader:
            for chunk in reader:
                yield _numbers(path, chunk[dialect.column], done)
                done += len(chunk)
    except pd.errors.EmptyDataError:
        return
    except pd.errors.ParserError as error:
        raise _explained(path, error) from error


def _numbers(path: Path, cells: Any, done: int) -> NDArray[np.float64]:
    import pandas as pd

    values = pd.to_numeric(cells, errors="coerce").to_numpy(np.float64)
    wrong = np.flatnonzero(~np.isfinite(values))
    if len(wrong):
        row = int(wrong[0])
        cell = cells.iloc[row]
        what = "is empty or NaN" if pd.isna(cell) else f"holds {str(cell)!r}, no finite number"
        raise RecordingError(
            f"{path}, row {done + row + 1} (the first after the header is 1) {what}: mend that "
            "row, or cut the recording before it"
        )
    return values


def _explained(path: Path, error: Exception) -> RecordingError:
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


class Forward:
    """Reads stretches of a CSV file that is too large to keep, forward, with a block at hand."""

    def __init__(self, path: Path, dialect: Dialect) -> None:
        self.path, self.dialect = path, dialect
        self._restart()

    def _restart(self) -> None:
        self.blocks = _blocks(self.path, self.dialect)
        self.start, self.held = 0, np.empty(0)

    def read(self, start: int, stop: int) -> NDArray[np.float64]:
        """The rows from `start` to `stop`; going back means starting over."""
        if start < self.start:
            self._restart()
        while self.start + len(self.held) < stop:
            if (block := next(self.blocks, None)) is None:
                break
            skip = min(start - self.start, len(self.held))  # what lies before is not needed again
            self.start, self.held = self.start + skip, np.concatenate([self.held[skip:], block])
        return self.held[start - self.start : stop - self.start]
