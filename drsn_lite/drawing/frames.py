"""A Frame: what a panel shows, as plain arrays with a sentence. No widget, no matplotlib.

A panel is a pure function from settings to a Frame. `live` paints it in the browser, `figures`
with matplotlib, a test looks at the arrays, a screen reader reads the sentence.
What stands in a plot is in `marks`.
"""

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drsn_lite.drawing.marks import Bars, Image, Mark, minus

Limits = tuple[float, float]


@dataclass(frozen=True)
class Plot:
    """One set of axes, `span` columns wide. Limits left None come from the marks.

    Give limits that do not depend on the settings wherever you can: axes that stand still let
    the eye see what moved.
    """

    title: str
    marks: tuple[Mark, ...]
    xlabel: str = ""
    ylabel: str = ""
    xlim: Limits | None = None
    ylim: Limits | None = None
    span: int = 1

    def __post_init__(self) -> None:
        for name in ("title", "xlabel", "ylabel"):
            object.__setattr__(self, name, minus(getattr(self, name)))

    def limits(self) -> tuple[Limits, Limits]:
        """The limits in x and y: as given, or around the marks with 5 % of air along values."""
        kinds = {type(mark) for mark in self.marks}
        lying = any(isinstance(mark, Bars) and mark.horizontal for mark in self.marks)
        extents = [mark.extent() for mark in self.marks]
        x = self.xlim or _around([x for x, _ in extents], air=lying)
        y = self.ylim or _around([y for _, y in extents], air=not lying and Image not in kinds)
        # images and lying bars count from the top
        return x, (y[1], y[0]) if self.ylim is None and (lying or Image in kinds) else y


@dataclass(frozen=True)
class Frame:
    """Plots side by side, with a sentence that reads them.

    Attributes
    ----------
    plots : tuple of Plot
        Filled row by row; their number and spans should not depend on the settings.
    sentence : str
        The picture in one sentence with its numbers: "τ = 0.41 zeroes 61 % of the features".
    alt : str
        What is drawn, for readers who cannot see it; without numbers that change.
    columns : int
        Columns in a row; a plot takes `span` of them.
    """

    plots: tuple[Plot, ...]
    sentence: str
    alt: str
    columns: int = 3

    def __post_init__(self) -> None:
        for name in ("sentence", "alt"):
            object.__setattr__(self, name, minus(getattr(self, name)))

    def places(self) -> list[tuple[int, int, int]]:
        """Row, first column and span of each plot."""
        row, column, places = 0, 0, []
        for plot in self.plots:
            span = min(plot.span, self.columns)
            if column + span > self.columns:
                row, column = row + 1, 0
            places.append((row, column, span))
            column += span
        return places

    @property
    def rows(self) -> int:
        """Rows of plots."""
        return self.places()[-1][0] + 1 if self.plots else 0

    def pack(self) -> tuple[dict[str, Any], bytes]:
        """The frame as JSON-able numbers and words, and all arrays in one float32 buffer.

        An array stands in the dictionary as {"offset", "shape"}, counted in numbers, not bytes.
        Every plot has its limits. A number that is not finite, which JSON can't say, is None.
        """
        chunks: list[NDArray[np.float32]] = []
        count = 0

        def put(value: Any) -> Any:
            nonlocal count
            if isinstance(value, np.generic):
                value = value.item()
            if isinstance(value, float) and not math.isfinite(value):
                return None
            if isinstance(value, tuple):
                return [put(item) for item in value]
            if not isinstance(value, np.ndarray):
                return value
            chunks.append(value.ravel())
            start, count = count, count + value.size
            return {"offset": start, "shape": list(value.shape)}

        plots = []
        for plot in self.plots:
            marks = [
                {"kind": type(m).__name__.lower()}
                | {f.name: put(getattr(m, f.name)) for f in fields(m)}
                for m in plot.marks
            ]
            xlim, ylim = plot.limits()
            words = {name: getattr(plot, name) for name in ("title", "xlabel", "ylabel", "span")}
            plots.append(words | {"xlim": put(xlim), "ylim": put(ylim), "marks": marks})
        words = {"sentence": self.sentence, "alt": self.alt, "columns": self.columns}
        return words | {"plots": plots}, np.concatenate(chunks).tobytes() if chunks else b""


def reach(values: ArrayLike) -> float:
    """The end of an axis that holds the values, in half doublings, so that it seldom moves."""
    largest = max(float(np.abs(values).max()), 1e-6)
    return float(2 ** (np.ceil(2 * np.log2(largest)) / 2))


def _around(values: list[ArrayLike], *, air: bool) -> Limits:
    parts = [np.asarray(part, dtype=np.float64).ravel() for part in values]
    finite = np.concatenate(parts) if parts else np.empty(0)
    finite = finite[np.isfinite(finite)]
    if not finite.size:
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    if low == high:
        return low - 0.5, high + 0.5
    room = 0.05 * (high - low) if air else 0.0
    return low - room * (low != 0), high + room * (high != 0)
