"""A Frame: what a panel shows, as plain arrays with a sentence. No widget, no matplotlib.

A panel is a pure function from settings to a Frame. `live` paints it in the browser, `figures`
with matplotlib, a test looks at the arrays, a screen reader reads the sentence.
Marks name a *role*, not a colour; `PALETTE` has one colour a role for light and dark pages.
"""

import math
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

PALETTE: dict[str, tuple[str, str]] = {
    # role: (light theme, dark theme); blue / orange / green are told apart by colour-blind eyes,
    # what a threshold sets to zero is a pale version of the threshold's orange
    "clean": ("#1b7f5c", "#4cc9a0"),
    "noisy": ("#7a8594", "#8d99a8"),
    "before": ("#7a8594", "#8d99a8"),
    "after": ("#1769c2", "#5fa8f5"),
    "zeroed": ("#f2c4a8", "#6e412a"),
    "threshold": ("#c4501b", "#ff9259"),
    "guess": ("#8e44ad", "#cf9bea"),
    "truth": ("#1769c2", "#5fa8f5"),
    "muted": ("#8f99a6", "#77828f"),
}

Limits = tuple[float, float]


class Mark:
    """Something drawn in a plot. The fields named in `arrays` become contiguous float32.

    Raises
    ------
    ValueError
        If a role or an axis is unknown, or arrays that belong together differ in length.
    """

    arrays: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        for name in self.arrays:
            if (values := getattr(self, name)) is not None:
                object.__setattr__(self, name, np.ascontiguousarray(values, dtype=np.float32))
        for name in ("role", "highlight_role", "zero_role"):
            if (role := getattr(self, name, "")) and role not in PALETTE:
                raise ValueError(f"unknown role {role!r}: the roles are {', '.join(PALETTE)}")
        if (axis := getattr(self, "axis", "x")) not in ("x", "y"):
            raise ValueError(f"an axis is 'x' or 'y', got {axis!r}")
        if not self.fits():
            shapes = {name: getattr(getattr(self, name), "shape", None) for name in self.arrays}
            raise ValueError(f"{type(self).__name__}: lengths do not fit one another: {shapes}")

    def fits(self) -> bool:
        """Whether the arrays' shapes belong together."""
        return True

    def extent(self) -> tuple[ArrayLike, ArrayLike]:
        """The x and the y values that the axes should show."""
        return (), ()


@dataclass(frozen=True, eq=False)
class Line(Mark):
    """A curve through the points (x, y); x counts 0, 1, 2 … if left out. NaN breaks the curve."""

    arrays = ("y", "x")
    y: ArrayLike
    x: ArrayLike | None = None
    role: str = "after"
    label: str = ""
    width: float = 1.5
    dashed: bool = False

    def fits(self) -> bool:
        return self.y.ndim == 1 and (self.x is None or self.x.shape == self.y.shape)

    def extent(self) -> tuple[ArrayLike, ArrayLike]:
        return (0, len(self.y) - 1) if self.x is None else self.x, self.y


@dataclass(frozen=True, eq=False)
class Steps(Mark):
    """A histogram: `heights[i]` between `edges[i]` and `edges[i + 1]`, filled to zero."""

    arrays = ("edges", "heights")
    edges: ArrayLike
    heights: ArrayLike
    role: str = "before"
    label: str = ""

    def fits(self) -> bool:
        return self.heights.ndim == 1 and self.edges.shape == (len(self.heights) + 1,)

    def extent(self) -> tuple[ArrayLike, ArrayLike]:
        return self.edges, np.append(self.heights, 0)


@dataclass(frozen=True, eq=False)
class Bars(Mark):
    """One bar a position 0, 1, 2 …; `names` stand beside them if given.

    With `horizontal` the bars lie, the first on top: for names too long to stand under a bar.
    """

    arrays = ("heights",)
    heights: ArrayLike
    role: str = "after"
    label: str = ""
    names: tuple[str, ...] = ()
    highlight: int | None = None
    highlight_role: str = "threshold"
    horizontal: bool = False

    def fits(self) -> bool:
        return self.heights.ndim == 1 and len(self.names) in (0, len(self.heights))

    def extent(self) -> tuple[ArrayLike, ArrayLike]:
        along, values = (-0.6, len(self.heights) - 0.4), np.append(self.heights, 0)
        return (values, along) if self.horizontal else (along, values)


@dataclass(frozen=True, eq=False)
class Points(Mark):
    """Dots at (x, y), `size` pixels wide."""

    arrays = ("x", "y")
    x: ArrayLike
    y: ArrayLike
    role: str = "threshold"
    label: str = ""
    size: float = 5.0

    def fits(self) -> bool:
        return self.x.ndim == 1 and self.x.shape == self.y.shape

    def extent(self) -> tuple[ArrayLike, ArrayLike]:
        return self.x, self.y


@dataclass(frozen=True, eq=False)
class Rule(Mark):
    """A straight reference line over the whole plot, at x (vertical) or y (horizontal).

    Its label is written beside it, not in the legend.
    """

    at: float
    axis: str = "x"
    role: str = "threshold"
    label: str = ""
    dashed: bool = True

    def extent(self) -> tuple[ArrayLike, ArrayLike]:
        return ((self.at,), ()) if self.axis == "x" else ((), (self.at,))


@dataclass(frozen=True, eq=False)
class Band(Mark):
    """A shaded stretch from `low` to `high` along an axis: the dead zone of a threshold."""

    low: float
    high: float
    axis: str = "x"
    role: str = "zeroed"
    label: str = ""


@dataclass(frozen=True, eq=False)
class Image(Mark):
    """Numbers as grey levels: `values` (rows, columns), row 0 on top, `low` dark, `high` light.

    With `zero_role` set, exact zeros are painted in that role's colour: what was zeroed.
    NaN is transparent.
    """

    arrays = ("values",)
    values: ArrayLike
    low: float = 0.0
    high: float = 1.0
    zero_role: str = ""

    def fits(self) -> bool:
        return self.values.ndim == 2

    def extent(self) -> tuple[ArrayLike, ArrayLike]:
        rows, columns = self.values.shape
        return (-0.5, columns - 0.5), (-0.5, rows - 0.5)


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
        What is drawn, for who can't see it; without numbers that change.
    columns : int
        Columns in a row; a plot takes `span` of them.
    """

    plots: tuple[Plot, ...]
    sentence: str
    alt: str
    columns: int = 3

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
                | {f.name: put(getattr(m, f.name)) for f in fields(m)}  # type: ignore[arg-type]
                for m in plot.marks
            ]
            xlim, ylim = plot.limits()
            words = {name: getattr(plot, name) for name in ("title", "xlabel", "ylabel", "span")}
            plots.append(words | {"xlim": put(xlim), "ylim": put(ylim), "marks": marks})
        words = {"sentence": self.sentence, "alt": self.alt, "columns": self.columns}
        return words | {"plots": plots}, np.concatenate(chunks).tobytes() if chunks else b""


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
