"""What can be drawn in a plot: lines, bars, images …, as plain arrays; and the colours.

Marks name a *role*, not a colour; `PALETTE` has one colour a role for light and dark pages.
"""

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drsn_lite.visible import visible

# Each at least 3 : 1 against its page, and at least 15 apart in CIEDE2000 from what stands beside
# it, for normal and for colour-blind eyes; the third, for both pages at once, at least 11. They
# were searched for together: to change one, run tests/doors/test_colours.py.
PALETTE: dict[str, tuple[str, str, str]] = {
    # role: (light theme, dark theme, a still that may meet either)
    "clean": ("#0d5d47", "#69e0a9", "#248466"),
    "noisy": ("#60697a", "#a8adb3", "#616b77"),
    "before": ("#60697a", "#a8adb3", "#616b77"),
    "after": ("#0d74d2", "#468fda", "#1f83e2"),
    "zeroed": ("#c2842f", "#a96e35", "#c28632"),
    "threshold": ("#a54a07", "#f39654", "#bb491a"),
    "guess": ("#6b247c", "#e8bcff", "#91429b"),
    "truth": ("#0d74d2", "#468fda", "#1f83e2"),
    "muted": ("#8c9296", "#747d84", "#838d95"),
}
# beside colour: a guess is a diamond among dots, and its rules are dashed
SHAPES = {"guess": "diamond", "clean": "square"}

Numbers = Any
"""What NumPy makes an array of; in a mark it is one, contiguous, of float32."""


def minus(text: str) -> str:
    """The text with a minus sign, −, for each hyphen that stands before a number as its sign.

    What a page would obey, as control characters in the name of a file, is written out.
    """
    return re.sub(r"(?<![\w)\]])-(?=\.?\d)", "−", visible(text, keep="\n"))


@dataclass(frozen=True, eq=False)
class Mark:
    """Something drawn in a plot. The fields named in `arrays` become contiguous float32.

    Raises
    ------
    ValueError
        If a role or an axis is unknown, or arrays that belong together differ in length.
    """

    arrays: ClassVar[tuple[str, ...]] = ()
    label = ""

    def __post_init__(self) -> None:
        for name in self.arrays:
            if (values := getattr(self, name)) is not None:
                object.__setattr__(self, name, np.ascontiguousarray(values, dtype=np.float32))
        for name in ("role", "highlight_role", "zero_role"):
            if (role := getattr(self, name, "")) and role not in PALETTE:
                raise ValueError(f"unknown role {role!r}: the roles are {', '.join(PALETTE)}")
        if (axis := getattr(self, "axis", "x")) not in ("x", "y"):
            raise ValueError(f"an axis is 'x' or 'y', got {axis!r}")
        for name in {"label", "names"} & vars(self).keys():
            words = getattr(self, name)
            words = minus(words) if name == "label" else tuple(map(minus, words))
            object.__setattr__(self, name, words)
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
    y: Numbers
    x: Numbers | None = None
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
    edges: Numbers
    heights: Numbers
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
    heights: Numbers
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
    """Dots at (x, y), `size` pixels wide; diamonds or squares if `SHAPES` says so of the role."""

    arrays = ("x", "y")
    x: Numbers
    y: Numbers
    role: str = "threshold"
    label: str = ""
    size: float = 5.0
    shape: str = field(init=False, default="dot")

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "shape", SHAPES.get(self.role, "dot"))

    def fits(self) -> bool:
        return self.x.ndim == 1 and self.x.shape == self.y.shape

    def extent(self) -> tuple[ArrayLike, ArrayLike]:
        return self.x, self.y


@dataclass(frozen=True, eq=False)
class Whiskers(Mark):
    """Bands: at each place `at` a capped stroke, `half` to either side of `mean`; none if NaN.

    With `horizontal` they lie, as bars do.
    """

    arrays = ("at", "mean", "half")
    at: Numbers
    mean: Numbers
    half: Numbers
    role: str = "after"
    label: str = ""
    width: float = 2.5
    horizontal: bool = False

    def fits(self) -> bool:
        return self.at.ndim == 1 and self.at.shape == self.mean.shape == self.half.shape

    def extent(self) -> tuple[ArrayLike, ArrayLike]:
        values = np.append(self.mean - self.half, self.mean + self.half)
        return (values, self.at) if self.horizontal else (self.at, values)


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
    values: Numbers
    low: float = 0.0
    high: float = 1.0
    zero_role: str = ""

    def fits(self) -> bool:
        return self.values.ndim == 2

    def extent(self) -> tuple[ArrayLike, ArrayLike]:
        rows, columns = self.values.shape
        return (-0.5, columns - 0.5), (-0.5, rows - 0.5)


def side_by_side(*images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Images (H, W) in one, parted by columns of NaN, which nothing is painted in."""
    gap = np.full((len(images[0]), 1), np.nan, dtype=np.float32)
    parts = [part for image in images for part in (image, gap)]
    return np.hstack(parts[:-1])
