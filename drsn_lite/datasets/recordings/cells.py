"""Cells of a table in a text: which are numbers, and which number each is."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.recording import RecordingError, quoted

NUMBER, TIME, MISSING, EMPTY, WORD = "number", "time", "missing", "empty", "word"

MISSING_WORDS = """
    nan na n/a n.a. n.d. null none nil inf +inf -inf infinity -infinity ind -nan(ind) 1.#inf 1.#qnan
    1.#ind -1.#ind ol ovl ovld ovr overload overflow overrange over-range underflow underrange
    out-of-range error err fault fail bad invalid missing disconnected no-data nodata
    - -- --- ---- ? ?? ??? * ** *** . ...
"""
"""What stands where a number could not be written; anything else may be a name of a column."""

_MISSING = frozenset(MISSING_WORDS.split())
_NUMBER = re.compile(
    r"[-+−]?[$€£¥]?[-+−]?(?:[\d.,'’ \u00a0\u202f\u2009]*\d[\d.,]*)(?:[eEdD][-+−]?\d+)?\s*%?"
)
_DATE = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
_CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2}(?:[.,:]\d+)?)?(?:\s*[AaPp][Mm])?"
_TIME = re.compile(rf"(?:{_DATE}|{_CLOCK}|{_DATE}[T _]\s*{_CLOCK}\s*(?:Z|[-+]\d\d:?\d\d)?)")
_ERROR_CELL = re.compile(r"#\S")
_UNUSUAL = re.compile(r"[^0-9eE+\-. ]")
_GROUPS = re.compile(r"[-+]?[1-9]\d{0,2}(?:[.,]\d{3})+")
_EXPONENT = re.compile(r"(?<=\d|[.])[dD](?=[-+]?\d+$)")


def kind(cell: str) -> str:
    """What a cell (stripped) holds; of a number, whatever marks it is written with."""
    if not cell:
        return EMPTY
    if _TIME.fullmatch(cell):
        return TIME
    if _NUMBER.fullmatch(cell):
        return NUMBER
    if _ERROR_CELL.match(cell) or cell.lower().replace(" ", "-") in _MISSING:
        return MISSING
    return WORD


def is_even(cells: Sequence[str]) -> bool:
    """Whether at least three numbers rise by equal steps, as counters and times do."""
    try:
        numbers = [float(cell.replace(",", ".")) for cell in cells]
    except ValueError:
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    if len(steps) < 2:
        return bool(steps) and steps[0] > 0
    return min(steps) > 0 and max(steps) - min(steps) < 0.05 * max(steps)


class Numbers:
    """Turns the cells of a column into numbers, in order, and knows how they were written so far.

    Decimal points or commas, not both. "1,234" may be 1234 or 1.234: `check_marks` refuses a
    column in which nothing decides, unless `decimal` says which mark is the decimal one.
    """

    def __init__(self, path: Path, commas: bool, decimal: str | None = None) -> None:
        self.path, self.commas, self.told = path, commas, decimal is not None
        self.rows, self.mark, self.decided, self.without = 0, decimal or "", self.told, False
        self.first = ""

    def convert(self, cells: Sequence[str], lines: Sequence[int]) -> NDArray[np.float64]:
        """The numbers in some cells; `lines` are where they stand in the file.

        Raises
        ------
        RecordingError
            If a cell is no finite number: names its row.
        """
        text = " ".join(cells)
        point, comma = "." in text, "," in text
        try:
            if (point and (comma or self.mark == ",")) or (comma and self.mark == "."):
                raise ValueError  # two marks: which cell begins it is found below
            parts = text.replace(",", ".").split(" ") if comma else cells
            if len(parts) != len(cells) or _UNUSUAL.search(text.replace(",", "")):
                raise ValueError
            values = np.array([float(part) for part in parts])
            if not np.isfinite(values).all():
                raise ValueError
            self.mark = self.mark or "." * point or "," * comma
        except ValueError:
            values = np.array(
                [self._one(*one) for one in zip(cells, lines, range(len(cells)), strict=True)]
            )
        if not self.decided:
            self._look(cells)
        self.rows += len(cells)
        return values

    def _one(self, cell: str, line: int, place: int) -> float:
        """One number, written in a less usual way; a RecordingError if it is none."""
        plain = _EXPONENT.sub("e", cell.strip().replace("−", "-"))
        for mark in ".,":
            if mark in plain:
                self.mark = self.mark or mark
        if "," in plain and "." not in plain and self.mark == ",":
            plain = plain.replace(",", ".")
        elif "." in plain and self.mark == ",":
            plain = ""
        if _UNUSUAL.search(plain) or not plain:
            raise self._wrong(cell, line, place)
        try:
            value = float(plain)
        except ValueError:
            value = np.nan
        if not np.isfinite(value):
            raise self._wrong(cell, line, place)
        return value

    def _wrong(self, cell: str, line: int, place: int) -> RecordingError:
        cell = cell.strip()
        what = f"holds {quoted(cell)}, no finite number"
        cure = "mend that row, or cut the recording before it"
        if not cell or cell.lower() == "nan":
            what = "is empty or NaN"
        elif kind(cell) == TIME:
            what = f"holds {quoted(cell)}, a time"
            cure = "choose another column"
        elif ("." in cell and "," in cell) or re.search(r"\d['’ \u00a0\u202f\u2009]\d", cell):
            what = f"holds {quoted(cell)}, a number with thousands marks"
            cure = "save the file without them"
        elif any(mark in cell for mark in ".,") and kind(cell) == NUMBER:
            before = "told by decimal=" if self.told else "in the rows before it"
            what += f", as its decimal mark is not {self.mark!r} as {before}"
        return RecordingError(
            f"{self.path}, row {self.rows + place + 1} (the first after the header is 1; line "
            f"{line} of the file) {what}: {cure}"
        )

    def _look(self, cells: Sequence[str]) -> None:
        for cell in cells:
            mark = "," if "," in cell else "." if "." in cell else ""
            if not mark:
                self.without = True
                self.decided = len(cell.strip("+-")) > 3 or self.decided  # 12345, without marks
                continue
            self.first = self.first or cell
            if not _GROUPS.fullmatch(cell.strip()):
                self.decided = True
                return

    def check_marks(self) -> None:
        """Raise a RecordingError if the marks of the column may be those of thousands."""
        doubtful = self.mark == "," or self.commas or self.without
        if self.first and not self.decided and doubtful:
            raise RecordingError(
                f"{self.path}: the marks in its numbers may be decimal marks or those of thousands "
                f"(the first is {quoted(self.first)}), as each has three digits after it: say by "
                "decimal= which mark is the decimal one, or save it with decimal points, and "
                "without marks of thousands"
            )
