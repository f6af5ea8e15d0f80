"""CSV files: one column of numbers out of a text file, by blocks of rows.

The dialect is found from the first rows (`dialect`): pandas guesses 6 of 8 small files of
instruments wrong, and drops "#N/A" with its row where # begins a comment. One line is one row, and
every row is looked at, so a cell that is no number is named even where no window would take it.
"""

import csv
from array import array
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.cells import NUMBER, Numbers, kind
from drsn_lite.datasets.recordings.clock import Clock, find_times
from drsn_lite.datasets.recordings.dialect import (
    BLANKS,
    Dialect,
    is_comment,
    split,
)
from drsn_lite.datasets.recordings.headings import find_dialect
from drsn_lite.datasets.recordings.recording import Column, Recording, RecordingError
from drsn_lite.datasets.recordings.text import numbered_lines, zeros

ROWS, IN_MEMORY = 100_000, 32_000_000
"""Rows in a block; bytes of a file that is read only once, for its column is kept."""

Row = tuple[int, list[str]]
"""A line of the file, counted from 1, and its cells."""


def open_csv(
    path: Path, column: Column = None, key: str | None = None, decimal: str | None = None
) -> Recording:
    """Open one column of a CSV file. Lines that begin with # are left out.

    The sampling rate is taken from a column of even times, if there is one. `decimal`, "," or ".",
    is needed where nothing tells the decimal mark from one of thousands.

    Raises
    ------
    RecordingError
        If it is empty or no text, has several columns and none is chosen or the one chosen holds
        times, a line between its rows is empty, or a cell of the column is no finite number: names
        the row.
    """
    return open_table(path, find_dialect(path, column, decimal))


def open_table(path: Path, dialect: Dialect) -> Recording:
    """Open the column of a table whose dialect is known; see `open_csv`."""
    times = find_times(dialect)
    clock = Clock(path, times) if times else None
    blocks = _blocks(path, dialect, clock)
    if path.stat().st_size <= IN_MEMORY:
        values = np.concatenate([np.empty(0), *blocks])
        rows, read = len(values), lambda start, stop: values[start:stop]
    else:
        rows, read = sum(map(len, blocks)), Forward(path, dialect).read
    if not rows:
        raise RecordingError(f"{path} has a header but no row: record it again or leave it out")
    _refuse_count(path, dialect, rows)
    if clock and clock.times.place == dialect.column and dialect.cells > 1 and clock.is_even():
        raise RecordingError(
            f"{path}: column {dialect.column} ({dialect.names[dialect.column]}) rises by equal "
            "steps, so it is the time or a counter, no signal: choose another one with column="
        )
    rate, off, said = clock.tell() if clock else (None, 0.0, "")
    note = "; ".join(one for one in (said, dialect.note) if one)
    sure = clock is None or clock.times.unit is not None
    return Recording(path, rows, rate, read, note, off, sure)


def _refuse_count(path: Path, dialect: Dialect, rows: int) -> None:
    """Raise a RecordingError if the first row says how many follow."""
    if dialect.cells == 1 and dialect.head and dialect.head[0][0] == str(rows - 1) and rows > 10:
        raise RecordingError(
            f"{path}, line {dialect.first} of the file holds {rows - 1}, and so many rows follow: "
            "it says how many there are, and is no sample. Take it out, or begin it with #"
        )


def _rows(path: Path, dialect: Dialect) -> Iterator[Row]:
    """The rows of a table, checked to have as many cells as the first ones.

    An empty line between two rows is refused: spreadsheets write a cell without a number so, if
    there is one column. Passed over, it would join what is not adjacent.
    """
    empty, seen, place = 0, 0, 0

    def wanted() -> Iterator[str]:
        nonlocal empty, seen, place
        lines = numbered_lines(path, dialect.encoding)
        for number, line in islice(lines, dialect.first - 1, None):
            if "\0" in line:
                raise RecordingError(zeros(path, number))
            if "#" in line and is_comment(line, True):
                continue
            if not line.strip(" \t\r\n\f\v\x1a,;|"):
                empty = empty or number
                continue
            if empty:
                raise RecordingError(
                    f"{path}, line {empty} of the file is empty, with rows before and after it: a "
                    "number may be missing there. Write it in, or cut the recording before it; if "
                    "none is missing, take the empty lines out"
                )
            seen, place = seen + 1, number
            yield line

    if dialect.separator == BLANKS:
        for line in wanted():
            yield place, _checked(path, dialect, place, split(line, BLANKS))
        return
    reader = csv.reader(wanted(), delimiter=dialect.separator, skipinitialspace=True)
    count = 0
    try:
        for cells in reader:
            count += 1
            if seen > count:
                raise RecordingError(
                    f"{path}: a quotation mark opens near line {place - seen + count} of the file "
                    "and is not closed in it: take it out"
                )
            yield place, _checked(path, dialect, place, cells)
    except csv.Error as error:
        raise RecordingError(
            f"{path}, line {place} of the file cannot be read: {error}. Mend that line, or cut the "
            "recording before it"
        ) from error


def _checked(path: Path, dialect: Dialect, line: int, cells: list[str]) -> list[str]:
    """The cells of a row; a RecordingError if they are too few or too many."""
    count, want = len(cells), dialect.cells
    if count == want or (count > want and kind(cells[want].strip()) != NUMBER):
        return cells  # notes may stand beside a row
    if not cells[-1].strip():
        raise _empty(path, line)
    raise RecordingError(
        f"{path}, line {line} of the file has {count} cells, the rows above it {want}: mend that "
        "line, or cut the recording before it. A decimal comma asks for another separator than "
        "the comma"
    )


def _empty(path: Path, line: int) -> RecordingError:
    return RecordingError(
        f"{path}, line {line} of the file ends with an empty cell: mend that row, or cut the "
        "recording before it"
    )


def _blocks(
    path: Path, dialect: Dialect, clock: Clock | None = None
) -> Iterator[NDArray[np.float64]]:
    """The column in pieces of `ROWS` numbers, each checked; a clock sees the times."""
    numbers, rows = Numbers(path, dialect.commas, dialect.decimal), _rows(path, dialect)
    while True:
        lines, cells, times = array("q"), [], []
        for line, row in islice(rows, ROWS):
            lines.append(line)
            cells.append(_plain(row[dialect.column]))
            if clock:
                times.append(row[clock.times.place].strip())
        if not cells:
            break
        if clock:
            clock.add(times)
        yield numbers.convert(cells, lines)
    numbers.check_marks()


def _plain(cell: str) -> str:
    """A cell without blanks around it and without a note after #."""
    return cell.strip() if "#" not in cell else cell.split(" # ")[0].strip()


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
