"""The times of a table: which column they are, and the sampling rate that they tell."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.cells import TIME, is_even, kind
from drsn_lite.datasets.recordings.dialect import Dialect

LEAST = 10
"""Rows from which times tell a rate."""

EVEN = 0.05
"""The part of a step by which steps may differ."""

UNITS = {
    "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0, "sekunden": 1.0, "秒": 1.0,
    "ms": 1e-3, "msec": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3, "毫秒": 1e-3,
    "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "usec": 1e-6, "microseconds": 1e-6, "微秒": 1e-6,
    "ns": 1e-9, "nanoseconds": 1e-9, "min": 60.0, "minutes": 60.0, "h": 3600.0, "hours": 3600.0,
}  # fmt: skip
"""Of times, in seconds."""

_NAME = re.compile(
    r"(?:relative |elapsed |rel\.? ?)?(?:time|times|t|zeit|temps|tiempo|tempo|x-axis|x_value|"
    r"timestamps?|seconds?|sec|时间|時間|시간)(?:$|[\s_/(\[,:-].*)",
    re.I,
)
_UNIT = re.compile(r"[\s_/(\[,]+([a-zµμ秒毫微]+)[)\]]?\s*$", re.I)


@dataclass(frozen=True)
class Times:
    """The column of times of a table: its place, and of one step the seconds, if that is said."""

    place: int
    name: str
    unit: float | None
    named: bool


def is_time(name: str) -> bool:
    """Whether a column is called as times are."""
    return bool(_NAME.fullmatch(name.strip()))


def find_times(dialect: Dialect) -> Times | None:
    """The column of times: by its name, by its dates, or because it rises evenly."""
    rows = dialect.head
    if not rows:
        return None
    for place, name in enumerate(dialect.names):
        cells = [row[place] for row in rows]
        if is_time(name) and _rises(cells):
            said = _UNIT.search(name)
            unit = UNITS.get(said[1].lower()) if said else None
            unit = unit or UNITS.get(name.lower())
            if unit is None and dialect.units:
                unit = UNITS.get(dialect.units[place].strip("()[] ").lower())
            return Times(place, name, unit, True)
    for place, name in enumerate(dialect.names):
        cells = [row[place] for row in rows]
        if len(rows) >= LEAST and all(kind(cell) == TIME and ":" in cell for cell in cells):
            return Times(place, name, 1.0, True)
    for place, name in enumerate(dialect.names):
        cells = [row[place] for row in rows]
        unnamed = name in ("", f"column {place}")
        if unnamed and dialect.cells > 1 and len(rows) >= LEAST and is_even(cells):
            return Times(place, name, None, False)
    return None


def _rises(cells: Sequence[str]) -> bool:
    try:
        numbers = [float(cell.replace(",", ".")) for cell in cells]
    except ValueError:
        return False
    return all(before <= after for before, after in pairwise(numbers))


class Clock:
    """Looks at the times of all rows, block by block, and tells the sampling rate."""

    def __init__(self, path: Path, times: Times) -> None:
        self.path, self.times = path, times
        self.count, self.first, self.last = 0, 0.0, 0.0
        self.shortest, self.longest, self.where = math.inf, -math.inf, 0
        self.resolution, self.whole, self.readable = 0.0, True, True

    def add(self, cells: Sequence[str]) -> None:
        """Look at the next times."""
        if not self.readable:
            return
        text = " ".join(cells)
        try:
            parts = cells if ":" in text else text.replace(",", ".").split(" ")
            values = np.array([_seconds(cell) if ":" in cell else float(cell) for cell in parts])
        except ValueError:
            self.readable = False
            return
        if not len(values):
            return
        steps = np.diff(values, prepend=[self.last] if self.count else [])
        if len(steps):
            if steps.max() > self.longest:
                self.longest = float(steps.max())
                self.where = self.count + int(steps.argmax()) + (not self.count)
            self.shortest = min(self.shortest, float(steps.min()))
        self.first = self.first if self.count else float(values[0])
        self.last, self.count = float(values[-1]), self.count + len(values)
        self.resolution = max(self.resolution, _resolution(cells, float(np.abs(values).max())))
        self.whole = self.whole and not re.search("[.,:eE]", text)

    def tell(self) -> tuple[float | None, float, str]:
        """The sampling rate (Hz), by how much it may be off, and what to say of it."""
        name = f"column {self.times.place}"
        name += f" ({self.times.name})" * (self.times.name != name)
        if not self.readable or self.count < LEAST:
            return None, 0.0, ""
        span = self.last - self.first
        step = span / (self.count - 1)
        rounding = 2 * self.resolution
        if step <= 0 or self.longest - self.shortest > max(rounding, EVEN * step) * 1.001:
            if step > 0 and self.shortest > 0 and self.longest > 1.5 * step + rounding:
                return (
                    None,
                    0.0,
                    (
                        f"{name} holds times that are not even: between the rows {self.where} and "
                        f"{self.where + 1} some samples may be missing"
                    ),
                )
            return None, 0.0, f"{name} holds times, which are not even: they tell no rate"
        if self.whole and self.times.unit is None:
            return None, 0.0, ""  # a counter
        unit = self.times.unit or 1.0
        rate = 1 / (unit * step)
        off = rate * max(self.resolution, self.longest - self.shortest) / span
        rate = simplest(rate, off)
        said = "" if self.times.unit else ", taken for seconds"
        return rate, 2 * off, f"the sampling rate, {rate:g} Hz, is from the times in {name}{said}"

    def is_even(self) -> bool:
        """Whether the column rose by equal steps to the end."""
        step = (self.last - self.first) / max(1, self.count - 1)
        return (
            self.readable
            and self.count > 2
            and step > 0
            and (self.longest - self.shortest <= max(2 * self.resolution, EVEN * step) * 1.001)
        )


def rate_of_steps(
    begin: NDArray[np.float64], last: float, count: int
) -> tuple[float | None, float]:
    """The rate (Hz) of times that begin so and of which there are `count`, and how far it is off.

    None if they do not rise by equal steps.
    """
    steps = np.diff(begin)
    step = (last - float(begin[0])) / max(1, count - 1)
    if len(steps) < LEAST - 1 or not (steps > 0).all() or not np.isfinite(step) or step <= 0:
        return None, 0.0
    if np.abs(steps - step).max() > EVEN * step:
        return None, 0.0
    off = 1 / step * max(1e-9, 2 * float(np.ptp(steps)) / (last - float(begin[0])))
    return simplest(1 / step, off), 2 * off


def _seconds(cell: str) -> float:
    """A date and time in seconds."""
    date, _, clock = cell.replace("_", " ").replace("T", " ").rpartition(" ")
    parts = clock.replace(",", ".").split(":")
    seconds = 0.0
    for part in parts:
        seconds = 60 * seconds + float(part)
    if len(parts) == 2:
        seconds *= 60  # hours and minutes
    day = datetime.fromisoformat(date).toordinal() if date else 0
    return seconds + 86400.0 * (day % 1000)


def _resolution(cells: Sequence[str], largest: float) -> float:
    """The step between numbers as they are written: of 0.0833, 0.0001."""
    looked = [cell.replace(",", ".").lower() for cell in (*cells[:200], *cells[-200:])]
    if ":" in looked[0]:
        return max(1e-6, 10.0 ** -max(len(cell.partition(".")[2]) for cell in looked))
    parts = [cell.partition("e") for cell in looked]
    decimals = {len(part[0].partition(".")[2]) for part in parts}
    if len(decimals) == 1 and not any(part[1] for part in parts):
        return 10.0 ** -decimals.pop()
    digits = max(len(part[0].strip("+-").replace(".", "").lstrip("0")) for part in parts)
    rounded = 10.0 ** (math.floor(math.log10(largest or 1.0)) + 1 - digits)
    return max(rounded, 4 * float(np.spacing(largest)))


def simplest(value: float, off: float) -> float:
    """The number with the fewest digits among those from value − off to value + off."""
    for digits in range(1, 16):
        rounded = float(f"{value:.{digits}g}")
        if abs(rounded - value) <= off:
            return rounded
    return value
