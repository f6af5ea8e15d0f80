"""Where a line may be a row or a header, or a cell a part of a number: such files are refused.

One sample too many or too few, or half of one, would be wrong without a word.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from drsn_lite.datasets.recordings.cells import EMPTY, NUMBER, TIME, is_even, kind
from drsn_lite.datasets.recordings.dialect import BLANKS
from drsn_lite.datasets.recordings.recording import RecordingError, quoted

Cells = Sequence[str]

_DECIMALS = re.compile(r"[-+−]?\d*(?:[.,]\d+|[.,]?\d*[eEdD][-+−]?\d+)")
_WHOLE = re.compile(r"\d+")
_PADDED = re.compile(r"-0|0\d+(?:[eE][-+]?\d+)?|\d{2,}[eE][-+]?\d+")
_FRACTION = re.compile(r"\d+(?:[eE][-+]?\d+)?")
_LEADING, _GROUP = re.compile(r"[-+]?[1-9]\d{0,2}"), re.compile(r"\d{3}(?:[.,]\d+)?")


def is_header_of_numbers(
    path: Path, line: int, cells: Cells, rows: Sequence[Cells], block: Sequence[Cells], kind: str
) -> bool:
    """Whether the first line of numbers names columns, as pandas writes them: 0, 1, 2 …

    `block` are the lines right above it, `kind` is what the first column holds.

    Raises
    ------
    RecordingError
        If nobody can tell.
    """
    index = int(cells[0] == "" and len(cells) > 1)
    if not rows or not all(map(_WHOLE.fullmatch, cells[index:])):
        return False
    numbers = [int(cell) for cell in cells[index:]]
    run = any(numbers == list(range(n, n + len(numbers))) for n in (0, 1))
    if index and run and (kind != EMPTY or len(numbers) > 3):
        return True  # above the index stands nothing
    columns = list(zip(*rows, strict=True))
    decimal = [all(map(_DECIMALS.fullmatch, column)) for column in columns]
    if all(decimal) and run and len(cells) > 3:
        return True
    styles = [{len(re.split("[.,]", re.split("[eE]", x)[0])[-1]) for x in one} for one in columns]
    fixed = any(one and len(style) == 1 for one, style in zip(decimal, styles, strict=True))
    sober = 0 < len(block) < 3 and len(full(block[-1])) == len(cells)
    # where each number has as many decimals, a whole one is no number
    named = sober and not fixed and not re.search(r"[\t;=|,]", "".join(block[-1]))
    counted = is_even([cells[0], *columns[0]])
    if len(cells) == 1:  # as pandas writes one column; a counter begins with 0 and goes on
        unsure = numbers == [0] and not named and not counted and columns[0][0] != "0"
    elif len(set(cells)) < len(cells):
        unsure = False
    elif run:
        unsure = not counted or (not named and (len(rows) > 1 or any(decimal)))
    else:
        unsure = all(decimal) and not named
    if unsure:
        raise RecordingError(
            f"{path}, line {line} of the file, {quoted(','.join(cells))}, may be a row or the "
            "numbers of columns: if it is a row, write its numbers with a point (0.0); if not, "
            "write names in its place"
        )
    return False


def refuse_half_row(path: Path, line: int, cells: Cells, kinds: Cells) -> None:
    """Raise a RecordingError if the line above the first row is like one in some columns."""
    if all(not cell or _WHOLE.fullmatch(cell) for cell in cells):
        return  # the numbers of columns
    alike = [one for one, want in zip(map(kind, cells), kinds, strict=False) if one == want]
    if NUMBER in alike or TIME in alike:
        raise RecordingError(
            f"{path}, line {line} of the file, {quoted(', '.join(cells))}, may be a row or a "
            "header: it holds numbers or times where rows do, and words. Mend it if it is a row; "
            "if not, take it out or begin it with '# '"
        )


def refuse_parts(
    path: Path,
    line: int,
    above: Cells,
    rows: Sequence[Cells],
    kinds: Cells,
    separator: str,
    decimal: str | None = None,
) -> str:
    """Raise a RecordingError if cells may be parts of numbers; if others may, give a hint.

    `above` are the cells of the line before the first row, which is line `line` of the file.
    With `decimal` "." a comma is no decimal mark.
    """
    named, width = len(full(above)), len(kinds)
    if 1 < named < width and kinds[named] == NUMBER:
        raise RecordingError(
            f"{path}, line {line} of the file has {named} cells, the row after it {width}: write a "
            "name for each column there. If there are as many columns as names, the numbers are "
            "cut by their own marks: save them with decimal points, and without marks of thousands"
        )
    columns = [[row[n] for row in rows] for n, one in enumerate(kinds) if one == NUMBER]
    cells = [cell for column in columns for cell in column]
    commas = separator == "," and decimal != "."
    whole = commas and not any("." in cell or "," in cell for cell in cells)
    padded = len(columns) > 1 and any(map(_PADDED.fullmatch, cells))
    halves = columns[1::2] * (len(columns) % 2 == 0)
    joined = bool(halves) and all(map(_are_fractions, halves))
    thousands = separator in (BLANKS, ",") and any(
        all(map(_LEADING.fullmatch, before)) and all(map(_GROUP.fullmatch, after))
        for before, after in pairwise(columns)
    )
    sure = named == width or len(rows) < 3 or is_even(columns[0])
    cause = "If its blanks stand between thousands, save it without them"
    if separator == ",":
        cause = "If its commas are decimal commas, say so by decimal=',' or write points instead"
    doubtful = padded or named == 1 < width or (joined and not sure)
    if (whole and doubtful) or (thousands and not sure):
        raise RecordingError(
            f"{path}: the cells of its rows, {quoted(' '.join(rows[0]))}, may be parts of one "
            f"number. {cause}; if each is a number, write a line with the names of the columns "
            "before the rows, and no zero before a whole number"
        )
    return f". {cause}" * whole


def _are_fractions(cells: Cells) -> bool:
    """Whether cells may be what stands after decimal commas."""
    if not all(map(_FRACTION.fullmatch, cells)):
        return False
    digits = [re.split("[eE]", cell)[0] for cell in cells]
    return len({len(one) for one in digits}) == 1 or any(one[0] == "0" for one in digits)


def full(cells: Cells) -> list[str]:
    """Cells without the empty ones at the end."""
    cells = list(cells)
    while cells and not cells[-1]:
        cells.pop()
    return cells
