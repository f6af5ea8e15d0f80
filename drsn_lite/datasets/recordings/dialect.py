"""How a table in a text is written: its separator, its comments, its cells."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drsn_lite.datasets.recordings.cells import NUMBER, TIME, kind
from drsn_lite.datasets.recordings.recording import RecordingError, quoted

BLANKS = r"\s+"
_COMMENT = re.compile(r"\s*#(?:\s|$)")
_ERROR = re.compile(r"\s*#(?:N/A|N/D|NV|[^\s,;|]+[!?])(?:[\s,;|]|$)", re.I)
_GROUPED = re.compile(r"[-+−]?\d{1,3}(?: \d{3})*(?:\.\d+)?")


@dataclass(frozen=True)
class Dialect:
    """How a text holds a table, and which column is wanted.

    The first row is line `first` of the file, counted from 1. Each has `cells` cells; more may
    follow if they are no numbers. `commas` says that there are decimal commas; `head` holds the
    first rows, `names` what the columns are called, `units` the line of units, if there is one.
    `decimal` is the decimal mark, if somebody told it.
    """

    separator: str
    encoding: str
    first: int
    cells: int
    column: int
    commas: bool
    names: tuple[str, ...]
    units: tuple[str, ...] = ()
    head: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    decimal: str | None = None


def is_comment(line: str, began: bool) -> bool:
    """Whether a line is a comment. Once rows `began`, # and a word without a blank is a cell."""
    if began or _ERROR.match(line):  # "#N/A", "#DIV/0!": no number could be worked out
        return bool(_COMMENT.match(line))
    return line.lstrip().startswith("#")


def split(line: str, separator: str) -> list[str]:
    """The cells of one line, without blanks around them."""
    line = re.split(r"\s#(?:\s|$)", line, maxsplit=1)[0] if "#" in line else line
    if separator == BLANKS and '"' not in line:
        return line.split() if line.isascii() else re.split(r"[ \t]+", line.strip(" \t\r\n"))
    if separator == BLANKS:
        line, separator = re.sub(r"[ \t]+", " ", line.strip()), " "
    cells = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    return [cell.strip() for cell in cells]


def find_separator(path: Path, lines: Sequence[str], decimal: str | None = None) -> str:
    """What separates the cells of rows; a comma that is told to be a decimal mark does not."""
    half = len(lines) / 2
    blanks = [re.split(r"[ \t]+", line.replace('"', "").strip()) for line in lines]
    several = sum(len(cells) > 1 for cells in blanks) > half
    marks = "\t;|" if decimal == "," else "\t;|,"
    mark = next((one for one in marks if sum(one in line for line in lines) > half), "")
    if mark != "," or not several:
        return mark or (BLANKS if several else ";" if decimal == "," else ",")
    figures = [all(kind(x) in (NUMBER, TIME) and x[-1] != "," for x in cells) for cells in blanks]
    if sum(figures) <= half:
        return ","
    grouped = [all(map(_GROUPED.fullmatch, split(line, ","))) for line in lines]
    both = any("," in cell and "." in cell for cells in blanks for cell in cells)
    if both or sum(grouped) > half:
        raise RecordingError(
            f"{path}: both blanks and commas may separate the numbers in a row, "
            f"{quoted(lines[-1].strip())}: save it with another separator, such as ;, or say "
            "by decimal=',' that the commas are decimal marks"
        )
    return BLANKS
