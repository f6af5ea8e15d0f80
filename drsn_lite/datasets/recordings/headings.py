"""Where the rows of a table begin, and what its columns are called.

All is found from the first lines, of which the later ones are taken for rows: above them stand
titles, names and units.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from drsn_lite.datasets.recordings.cells import EMPTY, MISSING, NUMBER, TIME, WORD, kind
from drsn_lite.datasets.recordings.clock import LEAST, find_times
from drsn_lite.datasets.recordings.dialect import (
    BLANKS,
    Dialect,
    find_separator,
    is_comment,
    split,
)
from drsn_lite.datasets.recordings.doubts import (
    full,
    is_header_of_numbers,
    refuse_half_row,
    refuse_parts,
)
from drsn_lite.datasets.recordings.recording import Column, RecordingError, choose, quoted
from drsn_lite.datasets.recordings.text import ONE, read_head, readings

LOOKED_AT = 400
"""Lines from which the dialect is found."""

_COMMA_PAIR = re.compile(r"[-+−]?\d+,\d+(?:[eE][-+]?\d+)?")
_SIMPLE = r"[nuµμmckM]?(?:s|sec|g|G|V|A|Hz|Pa|N|m|min|rpm|bar|°C|%|in|W|K)"
_UNIT = re.compile(
    rf"[(\[].*[)\]]|{_SIMPLE}(?:[·*]?{_SIMPLE})?(?:\s?/\s?{_SIMPLE}(?:\^?2|\*\*2|²)?)?|counts?|1/min|"
    r"seconds?|volts?|amperes?|ampere|amps?|-|None",
    re.I,
)


def find_dialect(path: Path, column: Column = None, decimal: str | None = None) -> Dialect:
    """Find out how a table is written from its beginning, and from its decimal mark, if told.

    Raises
    ------
    RecordingError
        If it holds no rows of numbers, several columns of which none is chosen, or a line of which
        nobody can tell whether it is a row.
    """
    head = read_head(path)
    lines = [(n, x) for n, x in enumerate(head.lines, 1) if x.strip(" \t\f\v\x1a,;|")]
    began = next((n for n, x in lines if not x.lstrip().startswith("#") and _is_row(x)), 0)
    lines = [(n, x) for n, x in lines if not is_comment(x, 0 < began <= n)][:LOOKED_AT]
    if not lines:
        raise RecordingError(f"{path} is empty: it has no row. Record it again or leave it out")
    try:
        return _Found(path, head.encoding, lines, decimal).dialect(column)
    except csv.Error as error:
        raise RecordingError(f"{path} cannot be read as a table: {error}") from error


def _is_row(line: str) -> bool:
    return any(kind(cell) in (NUMBER, TIME, MISSING) for cell in re.split(r"[\s,;|]+", line))


class _Found:
    """The first lines of a table, and what can be told from them."""

    def __init__(
        self, path: Path, encoding: str, lines: list[tuple[int, str]], decimal: str | None
    ) -> None:
        self.path, self.encoding, self.decimal = path, encoding, decimal
        self.places = [number for number, _ in lines]
        many = len(lines) // 4 if len(lines) > 40 else (len(lines) + 1) // 2
        last = [line for _, line in lines[-many:]]
        self.separator = find_separator(path, last, decimal)
        self.lines = [split(line, self.separator) for _, line in lines]
        self.whole = [line for _, line in lines]
        body = self.lines[len(lines) - len(last) :]
        self.width = Counter(map(len, body)).most_common(1)[0][0]
        body = [cells for cells in body if len(cells) >= self.width]
        if self.width > 1 and all(cells[self.width - 1] == "" for cells in body):
            self.width -= 1  # lines end with a separator
        self.kinds = [self._kind_of([row[n] for row in body]) for n in range(self.width)]

    @staticmethod
    def _kind_of(cells: Sequence[str]) -> str:
        """What most cells of a column hold; a gap or an error among numbers changes nothing."""
        found = Counter(map(kind, cells))
        said = {one: found[one] for one in (NUMBER, TIME, WORD)}
        best = max(said, key=lambda one: said[one])
        if not said[best]:
            return EMPTY
        return best if said[best] == sum(said.values()) or said[best] >= len(cells) / 2 else WORD

    def dialect(self, column: Column) -> Dialect:
        """All of it, for a column."""
        if NUMBER not in self.kinds:
            cell = self.lines[-1][0]
            if len(self.lines) == 1:
                raise RecordingError(
                    f"{self.path} has a header but no row: record it again or leave it out"
                )
            raise RecordingError(
                f"{self.path} holds no column of numbers: its last line looked at begins with "
                f"{quoted(cell)}. Save the signal as numbers, one a row, or leave the file out"
            )
        first = next((n for n, cells in enumerate(self.lines) if self._is_row(cells)), None)
        if first is None:
            raise RecordingError(f"{self.path} holds no row of numbers. Record it again")
        rows = [row[: self.width] for row in self.lines[first + 1 :] if len(row) >= self.width]
        begins = self.lines[first][: self.width]
        first += is_header_of_numbers(
            self.path, self.places[first], begins, rows, self._block(first), self.kinds[0]
        )
        names, units, titles = self._names(first)
        rows = [row[: self.width] for row in self.lines[first:] if len(row) >= self.width]
        plain = [readings(name, self.encoding)[0] for name in names]
        found = Dialect(
            separator=self.separator,
            encoding=self.encoding,
            first=self.places[first],
            cells=self.width,
            column=0,
            commas=any(_COMMA_PAIR.fullmatch(cell) for row in rows for cell in row),
            names=tuple(plain),
            units=tuple(readings(unit, self.encoding)[0] for unit in units),
            head=tuple(map(tuple, rows)),
            note=titles,
            decimal=self.decimal,
        )
        if len(rows) == 1 and self.width > 1 and not first:
            raise RecordingError(f"{self.path} has one row with {self.width} numbers: {ONE}")
        above, line = (self.lines[first - 1], self.places[first - 1]) if first else ([], 0)
        marks = self.separator, self.decimal
        hint = refuse_parts(self.path, line, above, rows, self.kinds, *marks)
        if column is None and (beside := _beside_times(found)) is not None:
            return beside
        try:
            return replace(found, column=self._choose(column, first, plain))
        except RecordingError as error:
            raise RecordingError(f"{error}{hint}") from None

    def _is_row(self, cells: list[str]) -> bool:
        """Whether cells hold what those of rows do: numbers where there are numbers."""
        if len(cells) < self.width:
            return False
        pairs = list(zip(map(kind, cells), self.kinds, strict=False))
        sure = sum(one == want for one, want in pairs if want in (NUMBER, TIME))
        missing = sum(one == MISSING for one, want in pairs if want in (NUMBER, TIME))
        fits = all(one in (want, MISSING, EMPTY) for one, want in pairs if want in (NUMBER, TIME))
        return fits and bool(sure or missing)

    def _block(self, first: int) -> list[list[str]]:
        """The lines right above the rows that have a cell for each column."""
        begin, block = first, list[list[str]]()
        while begin and self.places[begin - 1] == self.places[begin] - 1:
            begin -= 1
            cells = self.lines[begin]
            if self.separator == BLANKS and len(cells) != self.width:  # names may have blanks
                cells = re.split(r" {2,}|\t+", self.whole[begin].strip())
                cells = cells if len(cells) == self.width else []
            if len(full(cells)) < self.width:
                break
            block.insert(0, cells)
        return block

    def _names(self, first: int) -> tuple[list[str], list[str], str]:
        """Names and units of the columns, and what to say of other lines above the rows."""
        block = self._block(first)
        if block:
            refuse_half_row(self.path, self.places[first - 1], self.lines[first - 1], self.kinds)
        units: list[str] = []
        if len(block) > 1 and all(_UNIT.fullmatch(cell) or not cell for cell in block[-1]):
            units = block.pop()[: self.width]
        left = first - bool(block) - bool(units)
        titles = f"the {left} line{'s' * (left > 1)} above its table were left out" * (left > 0)
        if not block:
            return [f"column {n}" for n in range(self.width)], units, titles
        return [*block[-1], *([""] * self.width)][: self.width], units, titles

    def _choose(self, column: Column, first: int, names: list[str]) -> int:
        """The place of the column asked for, by any name that stands right above it."""
        if isinstance(column, str) and names.count(column) != 1:
            for cells in reversed(self._block(first)):
                said = [readings(cell, self.encoding) for cell in cells[: self.width]]
                found = [n for n, names_of in enumerate(said) if column in names_of]
                if len(found) == 1:
                    return found[0]
        return choose(self.path, column, names)


def _beside_times(found: Dialect) -> Dialect | None:
    """The one column beside one that is called as times are and rises, in a table of two."""
    times = find_times(found) if found.cells == 2 and len(found.head) >= LEAST else None
    if times is None or not times.named:
        return None
    place = 1 - times.place
    said = f"column {place} ({found.names[place]}) is the signal, beside the times"
    return replace(found, column=place, note="; ".join(one for one in (found.note, said) if one))
