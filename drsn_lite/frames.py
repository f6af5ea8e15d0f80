"""A Frame: what a panel shows, as plain arrays with a sentence. No widget, no matplotlib.

A panel is a pure function from settings to a Frame. `live` paints it in the browser, `figures`
with matplotlib, a test looks at the arrays, a screen reader reads the sentence.
Marks name a *role*, not a colour; `PALETTE` has one colour a role for light and dark pages.
"""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

PALETTE: dict[str, tuple[str, str]] = {
    # role: (light theme, dark theme); blue / orange / green are told apart by colour-blind eyes
    "clean": ("#1b7f5c", "#4cc9a0"),
    "noisy": ("#7a8594", "#8d99a8"),
    "before": ("#7a8594", "#8d99a8"),
    "after": ("#1769c2", "#5fa8f5"),
    "zeroed": ("#d9dde3", "#3d4652"),
    "threshold": ("#c4501b", "#ff9259"),
    "guess": ("#8e44ad", "#cf9bea"),
    "truth": ("#1769c2", "#5fa8f5"),
    "muted": ("#a3acb8", "#66717f"),
}


class Mark:
    """Something drawn in a plot. The fields named in `arrays` become contiguous float32."""

    arrays: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        for name in self.arrays:
            if (values := getattr(self, name)) is not None:
                object.__setattr__(self, name, np.ascontiguousarray(values, dtype=np.float32))


@dataclass(frozen=True)
class Line(Mark):
    """A curve through the points (x, y); x counts 0, 1, 2 … if left out."""

    arrays = ("y", "x")
    y: ArrayLike
    x: ArrayLike | None = None
    role: str = "after"
    label: str = ""
    width: float = 1.5
    dashed: bool = False


@dataclass(frozen=True)
class Steps(Mark):
    """A histogram: `heights[i]` between `edges[i]` and `edges[i + 1]`, filled to zero."""

    arrays = ("edges", "heights")
    edges: ArrayLike
    heights: ArrayLike
    role: str = "before"
    label: str = ""


@dataclass(frozen=True)
class Bars(Mark):
    """One bar a position 0, 1, 2 …; `names` stand under them if given."""

    arrays = ("heights",)
    heights: ArrayLike
    role: str = "after"
    label: str = ""
    names: tuple[str, ...] = ()
    highlight: int | None = None
    highlight_role: str = "threshold"


@dataclass(frozen=True)
class Points(Mark):
    """Dots at (x, y)."""

    arrays = ("x", "y")
    x: ArrayLike
    y: ArrayLike
    role: str = "threshold"
    label: str = ""
    size: float = 5.0


@dataclass(frozen=True)
class Rule(Mark):
    """A straight reference line over the whole plot, at x (vertical) or y (horizontal)."""

    at: float
    axis: str = "x"
    role: str = "threshold"
    label: str = ""
    dashed: bool = True


@dataclass(frozen=True)
class Band(Mark):
    """A shaded stretch from `low` to `high` along an axis: the dead zone of a threshold."""

    low: float
    high: float
    axis: str = "x"
    role: str = "zeroed"
    label: str = ""


@dataclass(frozen=True)
class Image(Mark):
    """Numbers as grey levels: `values` (rows, columns), row 0 on top, `low` dark, `high` light.

    With `zero_role` set, exact zeros are painted in that role's colour: what was zeroed.
    """

    arrays = ("values",)
    values: ArrayLike
    low: float = 0.0
    high: float = 1.0
    zero_role: str = ""


@dataclass(frozen=True)
class Plot:
    """One set of axes. Limits left None come from the marks."""

    title: str
    marks: tuple[Mark, ...]
    xlabel: str = ""
    ylabel: str = ""
    xlim: tuple[float, float] | None = None
    ylim: tuple[float, float] | None = None


@dataclass(frozen=True)
class Frame:
    """Plots side by side, with a sentence that reads them.

    Attributes
    ----------
    plots : tuple of Plot
        Filled row by row.
    sentence : str
        The picture in one sentence with its numbers: "τ = 0.41 zeroes 61 % of the features".
    alt : str
        What is drawn, for who can't see it; without numbers that change.
    columns : int
        Plots in a row.
    """

    plots: tuple[Plot, ...]
    sentence: str
    alt: str
    columns: int = 3

    @property
    def rows(self) -> int:
        return -(-len(self.plots) // self.columns)

    def pack(self) -> tuple[dict[str, Any], bytes]:
        """The frame as JSON-able numbers and words, and all arrays in one float32 buffer.

        An array stands in the dictionary as {"offset", "shape"}, counted in numbers, not bytes.
        """
        chunks: list[NDArray[np.float32]] = []
        count = 0

        def put(value: Any) -> Any:
            nonlocal count
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
            plots.append({f.name: getattr(plot, f.name) for f in fields(plot)} | {"marks": marks})
        words = {f.name: getattr(self, f.name) for f in fields(self)} | {"plots": plots}
        return words, np.concatenate(chunks).tobytes() if chunks else b""
