"""CSV files: one column of numbers out of a text file, by blocks of rows.

Separator (comma, semicolon, tab, blanks), decimal comma and header are found from the first rows.
Every row is looked at, so a cell that is no number is named even where no window would take it.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.csv_faults import refuse_gaps, unlike
from drsn_lite.recording import Column, Recording, RecordingError, choose

ROWS = 100_000
"""Rows in a block."""

IN_MEMORY = 32_000_000
"""Bytes of a file up to which its column is kept, so that it is read only once."""

HEAD = 2**16
"""Bytes from which the layout is found."""

ONE = "a recording has a row for each moment. Write one number a row"


@dataclass(frozen=True)
class Layout:
    """How a CSV file is written, and which column is wanted.

    `skip` lines end with the header, `cells` are in each of the others.
    """

    separator: str
    decimal: str
    skip: int
    encoding: str
    column: int
    cells: int


def open_csv(path: Path, column: Column = None) -> Recording:
    """Open one column of a CSV file. Lines that begin with # are left out.

    Raises
    ------
    RecordingError
        If it is empty or no text, has several columns and none is chosen, a line between its rows
        is empty, or a cell of the column is no finite number: names the row.
    """
    layout = find_layout(path, column)
    refuse_gaps(path, layout.skip, layout.encoding)
    if path.stat().st_size <= IN_MEMORY:
        values = np.concatenate([np.empty(0), *blocks(path, layout)])
        rows, read = len(values), lambda start, stop: values[start:stop]
    else:
        rows, read = sum(map(len, blocks(path, layout))), Forward(path, layout).read
    if not rows:
        raise RecordingError(f"{path} has a header but no row: record it again or leave it out")
    return Recording(path, rows, None, read)


def find_layout(path: Path, column: Column = None) -> Layout:
    """Find out how a CSV file is written from its beginning."""
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
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(content) == HEAD:
        if len(lines) == 1:
            raise RecordingError(f"{path} has no end of line in its first {HEAD} bytes: {ONE}")
        lines.pop()  # cut in the middle
    kept = [n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    if not kept:
        raise RecordingError(f"{path} is empty: it has no row. Record it again or leave it out")
    lines = [lines[n] for n in kept[:50]]
    marks = [mark for mark in "\t;," if sum(mark in line for line in lines) > len(lines) / 2]
    blanks = sum(len(line.split()) > 1 for line in lines) > len(lines) / 2
    separator = marks[0] if marks else r"\s+" if blanks else ","
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
    width = len(cells) + (separator != r"\s+" and any(x.rstrip()[-1] == separator for x in lines))
    return Layout(separator, decimal, kept[0] + 1 if header else 0, encoding, place, width)


def _cells(line: str, separator: str) -> list[str]:
    if separator == r"\s+":
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


def blocks(path: Path, layout: Layout) -> Iterator[NDArray[np.float64]]:
    """The column in pieces of `ROWS` numbers, each checked."""
    import pandas as pd

    done = 0
    try:
        reader = pd.read_csv(
            path,
            sep=layout.separator,
            decimal=layout.decimal,
            header=None,
            skiprows=layout.skip,
            index_col=False,
            names=range(layout.cells),  # all: of rows with too many, usecols would say nothing
            comment="#",
            skipinitialspace=True,
            encoding=layout.encoding,
            encoding_errors="replace",
            chunksize=max(1, min(ROWS, 16 * ROWS // layout.cells)),
            low_memory=False,  # or it warns of words far down, which are named below
        )
        with reader:
            for chunk in reader:
                yield _numbers(path, chunk[layout.column], done)
                done += len(chunk)
    except pd.errors.EmptyDataError:
        return
    except pd.errors.ParserError as error:
        raise unlike(path, error) from error


def _numbers(path: Path, cells, done: int) -> NDArray[np.float64]:
    import pandas as pd

    values = pd.to_numeric(cells, errors="coerce").to_numpy(np.float64)
    wrong = ~np.isfinite(values)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        cell = cells.iloc[row]
        what = "is empty or NaN" if pd.isna(cell) else f"holds {str(cell)!r}, no finite number"
        raise RecordingError(
            f"{path}, row {done + row + 1} (the first after the header is 1) {what}: mend that "
            "row, or cut the recording before it"
        )
    return values


class Forward:
    """Reads stretches of a CSV file that is too large to keep, forward, with a block at hand."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self.path, self.layout = path, layout
        self._restart()

    def _restart(self) -> None:
        self.blocks = blocks(self.path, self.layout)
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
