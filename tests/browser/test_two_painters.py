"""The browser and matplotlib paint one Frame alike: ink of each colour lies in the same places.

Both pictures of the axes are cut into cells; what share of a cell a colour covers may differ by
what an edge of a pixel or two makes, since the axes are not equally large.
"""

import io

import numpy as np
import pytest
from canvas import FACES, Picture, Sheet
from numpy.typing import NDArray
from PIL import Image as Png

from drsn_lite.drawing import (
    Band,
    Bars,
    Frame,
    Image,
    Line,
    Mark,
    Plot,
    Points,
    Rule,
    Steps,
    Whiskers,
    figures,
)

ROWS, COLUMNS = 8, 14
LIMITS = {"xlim": (0.0, 4.0), "ylim": (-2.0, 4.0)}
BARS = [3.0, -1.5, 1.0, 2.0]
T = np.linspace(0, 4, 3000)
FRAMES: dict[str, Plot] = {
    "line": Plot("P", (Line(3 * np.sin(T), T, "after", width=3),), **LIMITS),
    "dashed line": Plot(
        "P", (Line([-1, 3, 0], [0, 2, 4], "guess", width=3, dashed=True),), **LIMITS
    ),
    "noise": Plot("P", (Line(np.sin(T) + np.cos(3000 * T), T, "noisy"),), **LIMITS),
    "steps": Plot("P", (Steps([0.5, 1, 2.5, 3], [1.5, 3, -1], "before"),), **LIMITS),
    "bars": Plot("P", (Bars(BARS, highlight=2),), xlim=(-0.6, 3.6), ylim=(-2, 4)),
    "bars with names": Plot("P", (Bars(BARS, names=tuple("abcd"), highlight=0),), ylim=(-2, 4)),
    "lying bars": Plot(
        "P", (Bars(BARS, names=tuple("abcd"), highlight=1, horizontal=True),), xlim=(-2, 4)
    ),
    "dots": Plot("P", (Points([1, 2, 3.3], [1, 3, -1], size=24),), **LIMITS),
    "diamonds": Plot("P", (Points([1, 2, 3.3], [1, 3, -1], "guess", size=24),), **LIMITS),
    "squares": Plot("P", (Points([1, 2, 3.3], [1, 3, -1], "clean", size=24),), **LIMITS),
    "whiskers": Plot("P", (Whiskers([1, 3], [1, 2], [2, 0.5], "truth", width=4),), **LIMITS),
    "lying whiskers": Plot(
        "P", (Whiskers([1, 3], [1, 2], [0.8, 0.5], "truth", width=4, horizontal=True),), **LIMITS
    ),
    "rules": Plot(
        "P", (Rule(1.3), Rule(2.3, "y", "truth"), Rule(3.2, role="guess", dashed=False)), **LIMITS
    ),
    "bands": Plot("P", (Band(0.5, 1.5), Band(-1, 0.5, "y", "threshold")), **LIMITS),
    "reversed": Plot(
        "P", (Line([0, 4], [0, 4], width=4), Points([1], [3], size=24)), xlim=(4, 0), ylim=(4, 0)
    ),
    "order": Plot(
        "P",
        (Bars([3.5, 2], "muted"), Band(1, 2, "y"), Line([2.5, 2.5], [-1, 2], "guess", width=8)),
        xlim=(-1, 2),
        ylim=(0, 4),
    ),
}
IMAGE = np.array([[0, 0.2, 0.9, 1], [0.5, 0, 0.3, np.nan], [0.7, 0.1, 0, 0.6]])


def by_matplotlib(plot: Plot, theme: figures.Theme) -> Picture:
    """What is inside the axes of a still, without the axes' own lines."""
    figure = figures.paint(Frame((plot,), "", "", 1), theme)
    axes = figure.axes[0]
    axes.grid(False)
    axes.spines[:].set_visible(False)
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=72)
    seen = np.asarray(Png.open(png).convert("RGB")).astype(float)
    box = axes.get_window_extent()
    high = seen.shape[0]
    part = seen[round(high - box.y1) : round(high - box.y0), round(box.x0) : round(box.x1)]
    return Picture(part, [], Frame((plot,), "", ""), theme, 1)


def by_browser(sheet: Sheet, plot: Plot) -> Picture:
    """What is inside the axes of a canvas as wide as a still."""
    picture = sheet.draw(plot, width=960)
    axes = picture.axes()
    rows, columns = (
        slice(round(axes.top), round(axes.bottom)),
        slice(round(axes.left), round(axes.right)),
    )
    return Picture(picture.rgb[rows, columns], [], picture.frame, sheet.theme, sheet.ratio)


def shares(
    cover: NDArray[np.float64], rows: int = ROWS, columns: int = COLUMNS
) -> NDArray[np.float64]:
    """What share of each cell is covered."""
    parts = [np.array_split(row, columns, axis=1) for row in np.array_split(cover, rows)]
    return np.array([[part.mean() for part in row] for row in parts])


def roles(mark: Mark) -> set[str]:
    """The colours that a mark may have."""
    return {getattr(mark, name) for name in ("role", "highlight_role") if hasattr(mark, name)}


@pytest.mark.parametrize("name", FRAMES)
def test_ink_of_each_colour_is_where_matplotlib_has_it(plain_sheet: Sheet, name):
    plot = FRAMES[name]
    here, there = by_browser(plain_sheet, plot), by_matplotlib(plot, plain_sheet.theme)
    for role in sorted(set().union(*map(roles, plot.marks))):
        one, other = shares(here.cover(role)), shares(there.cover(role))
        assert one.sum() == pytest.approx(other.sum(), rel=0.1, abs=0.05), role
        assert np.abs(one - other).max() < 0.16, role


def test_each_cell_of_an_image_is_as_matplotlib_has_it(plain_sheet: Sheet):
    plot = Plot("P", (Image(IMAGE, 0.1, 0.9, "zeroed"),))
    means = []
    for picture in (by_browser(plain_sheet, plot), by_matplotlib(plot, plain_sheet.theme)):
        high, wide = (n / m for n, m in zip(picture.rgb.shape, IMAGE.shape, strict=False))
        means.append(
            [
                picture.rgb[int((i + 0.5) * high), int((k + 0.5) * wide)]
                for i, k in np.ndindex(IMAGE.shape)
            ]
        )
    np.testing.assert_allclose(*means, atol=2)


def test_the_faces_are_those_of_the_two_themes():
    assert {theme: figures.STYLE[theme][3] for theme in FACES} == FACES
