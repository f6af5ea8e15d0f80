"""CSV files: one column of numbers out of a text file, by blocks of rows.

Separator (comma, semicolon, tab, blanks), decimal comma and header are found from the first rows.
Every row is looked at, so a cell that is no number is named even where no window would take it.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.recording import Column, Recording, RecordingError, choose

ROWS = 100_000
"""Rows in a block."""

IN_MEMORY = 32_000_000
"""Bytes of a file up to which its column is kept, so that it is read only once."""


@dataclass(frozen=True)
class Layout:
    """How a CSV file is written, and which column is wanted."""

    separator: str
    decimal: str
    header: bool
    encoding: str
    column: int


def open_csv(path: Path, column: Column = None) -> Recording:
    """Open one column of a CSV file. Lines that begin with # are left out.

    Raises
    ------
    RecordingError
        If it is empty or no text, has several columns and none is chosen, or a cell of the column
        is no finite number: names the row.
    """
    layout = find_layout(path, column)
    if path.stat().st_size <= IN_MEMORY:
        parts = list(blocks(path, layout))
        values = np.concatenate(parts) if parts else np.empty(0)
        rows, read = len(values), lambda start, stop: values[start:stop]
    else:
        rows, read = sum(map(len, blocks(path, layout))), Forward(path, layout).read
    if not rows:
        raise RecordingError(f"{path} has a header but no row: record it again or leave it out")
    return Recording(path, rows, None, read)


def find_layout(path: Path, column: Column = None) -> Layout:
    """Find out how a CSV file is written from its first 64 kB."""
    with path.open("rb") as file:
        content = file.read(2**16)
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
    lines = text.splitlines()
    if len(content) == 2**16 and len(lines) > 1:
        lines.pop()  # cut in the middle
    lines = [line for line in lines if line.strip() and not line.lstrip().startswith("#")][:50]
    if not lines:
        raise RecordingError(f"{path} is empty: it has no row. Record it again or leave it out")
    marks = [mark for mark in "\t;," if sum(mark in line for line in lines) > len(lines) / 2]
    blanks = sum(len(line.split()) > 1 for line in lines) > len(lines) / 2
    separator = marks[0] if marks else r"\s+" if blanks else ","
    comma = separator != "," and any("," in line for line in lines[1:] or lines)
    decimal = "," if comma else "."
    cells = lines[0].split() if separator == r"\s+" else lines[0].split(separator)
    cells = [cell.strip().strip('"') for cell in cells]
    if len(cells) > 1 and not cells[-1]:
        cells.pop()  # a separator at the end of each line
    header = not all(_is_number(cell, decimal) for cell in cells)
    names = cells if header else [f"column {n}" for n in range(len(cells))]
    return Layout(separator, decimal, header, encoding, choose(path, column, names))


def _is_number(cell: str, decimal: str) -> bool:
    try:
        float(cell.replace(decimal, "."))
    except ValueError:
        return not cell
    return True


def blocks(path: Path, layout: Layout, rows: int | None = None) -> Iterator[NDArray[np.float64]]:
    """The column in pieces of `rows` numbers, each checked."""
    import pandas as pd

    done = 0
    try:
        reader = pd.read_csv(
            path,
            sep=layout.separator,
            decimal=layout.decimal,
            header=0 if layout.header else None,
            index_col=False,
            usecols=[layout.column],
            comment="#",
            skipinitialspace=True,
            encoding=layout.encoding,
            encoding_errors="replace",
            chunksize=rows or ROWS,
        )
        with reader:
            for chunk in reader:
                yield _numbers(path, chunk.iloc[:, 0], done)
                done += len(chunk)
    except pd.errors.EmptyDataError:
        return
    except pd.errors.ParserError as error:
        raise RecordingError(
            f"{path} cannot be read as a table after row {done}: {error}. Each row must have the "
            "same number of cells"
        ) from error


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
    """Reads stretches of a CSV file that is too large to keep, forward, with one block at hand."""

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
        parts = [self.held]
        end = self.start + len(self.held)
        while end < stop:
            block = next(self.blocks, None)
            if block is None:
                break
            if end <= start:  # nothing before this block is needed any more
                parts, self.start = [], end
            parts.append(block)
            end += len(block)
        self.held = np.concatenate(parts) if len(parts) != 1 else parts[0]
        found = self.held[start - self.start : stop - self.start].copy()
        keep = min(max(start - self.start, 0), len(self.held))
        self.held, self.start = self.held[keep:], self.start + keep
        return found
