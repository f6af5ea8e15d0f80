"""Lines, images, and many marks in one frame: what the canvas shows is what the arrays hold."""

import numpy as np
import pytest
from canvas import Axes, Picture, Sheet

from drsn_lite.drawing import Band, Bars, Image, Line, Plot, Points, Rule

LIMITS = {"xlim": (0.0, 4.0), "ylim": (0.0, 4.0)}


def highest_and_lowest(picture: Picture, role: str, column: float) -> tuple[float, float]:
    """The rows of the first and the last ink near a column."""
    part = picture.cover(role)[:, int(column) - 1 : int(column) + 2].max(axis=1)
    there = np.flatnonzero(part > 0.4)
    return float(there[0]), float(there[-1] + 1)


def along(picture: Picture, axes: Axes, role: str, value: float) -> np.ndarray:
    """Where, between 0 and 1 of the width of the axes, there is ink on the row of a value."""
    row = picture.cover(role)[int(axes.y(value)) - 1 :][:3].max(axis=0)
    return (np.flatnonzero(row > 0.4) - axes.left) / (axes.right - axes.left)


def test_a_line_goes_through_its_points_and_nowhere_else(sheet: Sheet):
    x, y = [0, 1, 3, 2.5], [0.5, 1, 3.5, 2]
    picture = sheet.draw(Plot("Line", (Line(y, x, "after", width=3),), **LIMITS))
    axes, cover = picture.axes(), picture.cover("after")
    for (x0, y0), (x1, y1) in zip(
        zip(x, y, strict=True), zip(x[1:], y[1:], strict=True), strict=False
    ):
        for part in (0.1, 0.5, 0.9):
            at, value = x0 + part * (x1 - x0), y0 + part * (y1 - y0)
            assert cover[int(axes.y(value)), int(axes.x(at))] > 0.8
    length = np.hypot(np.diff([axes.x(v) for v in x]), np.diff([axes.y(v) for v in y])).sum()
    assert cover.sum() == pytest.approx(3 * sheet.ratio * length, rel=0.05)


def test_a_line_without_x_counts_and_breaks_where_there_is_no_number(sheet: Sheet):
    picture = sheet.draw(Plot("Line", (Line([1, 1, np.nan, 1, 1], role="after"),), **LIMITS))
    axes = picture.axes()
    there = along(picture, axes, "after", 1)
    assert there.min() == pytest.approx(0, abs=0.02)
    assert there.max() == pytest.approx(1, abs=0.02)
    gap = there[np.argmax(np.diff(there)) :][:2]
    assert tuple(gap) == pytest.approx((0.25, 0.75), abs=0.02)


@pytest.mark.parametrize(("dashed", "inked"), [(False, 1.0), (True, 5 / 9)])
def test_a_dashed_line_is_dashed(sheet: Sheet, dashed, inked):
    line = Line([1.5, 1.5], [0, 4], "after", dashed=dashed, width=1.5)
    picture = sheet.draw(Plot("Line", (line,), **LIMITS))
    axes = picture.axes()
    there = along(picture, axes, "after", 1.5)
    assert len(there) / (axes.right - axes.left) == pytest.approx(inked, abs=0.08)


@pytest.mark.parametrize("width", [1.0, 2.5, 6.0])
def test_a_line_is_as_thick_as_it_says(sheet: Sheet, width):
    picture = sheet.draw(Plot("Line", (Line([1.5, 1.5], [0, 4], "after", width=width),), **LIMITS))
    column = picture.cover("after")[:, int(picture.axes().x(1.6))]
    assert column.sum() == pytest.approx(width * sheet.ratio, abs=0.35)


def test_a_broad_line_has_a_rim_over_a_bar_and_a_thin_one_has_none(sheet: Sheet):
    marks = (Bars([4.0], "after"), Line([3, 3], [-1, 1], "threshold", width=4))
    plot = Plot(
        "Lines", (*marks, Line([1, 1], [-1, 1], "threshold", width=1.9)), xlim=(-1, 1), ylim=(0, 4)
    )
    picture = sheet.draw(plot)
    axes, face = picture.axes(), picture.pale("after", 0)
    for value, rim in ((3, True), (1, False)):
        near = picture.rgb[int(axes.y(value) - 6 * sheet.ratio) :, int(axes.x(0))][
            : int(12 * sheet.ratio)
        ]
        off = np.abs(near - face).max(axis=1).min() / np.abs(picture.colour("after") - face).max()
        assert bool(off < 0.6) is rim


def test_a_thinned_line_keeps_its_lowest_and_its_highest_point(sheet: Sheet):
    count = 40_000
    y = 2 + 0.05 * np.sin(np.arange(count))
    y[10_000], y[10_003], y[30_000], y[30_003] = 3.75, 3.0, 0.25, 1.0
    line = Line(y, np.linspace(0, 4, count), "after", width=1)
    picture = sheet.draw(Plot("Line", (line,), **LIMITS))
    axes = picture.axes()
    for at, low, high in ((1.0, 1.95, 3.75), (3.0, 0.25, 2.05), (2.0, 1.95, 2.05)):
        ends = highest_and_lowest(picture, "after", axes.x(at))
        assert ends == pytest.approx((axes.y(high), axes.y(low)), abs=2 * sheet.ratio)
    seen = along(picture, axes, "after", 2)
    assert len(seen) > 0.98 * (axes.right - axes.left), "and it goes on from side to side"


@pytest.mark.parametrize("first", [True, False])
def test_a_thinned_line_comes_and_goes_where_its_first_and_last_points_are(sheet: Sheet, first):
    """A thousand points in one column, between a point far to the left and one far to the right."""
    crowd = np.concatenate([[1.0], np.linspace(1, 3.5, 500), np.linspace(3.5, 0.5, 500), [3.0]])
    x, y = np.r_[0, np.full(len(crowd), 2.0), 4], np.r_[1.0, crowd, 3.0]
    picture = sheet.draw(Plot("Line", (Line(y, x, "after", width=2),), **LIMITS))
    axes = picture.axes()
    there = along(picture, axes, "after", 1 if first else 3)
    part = there[there < 0.49] if first else there[there > 0.51]
    assert len(part) == pytest.approx(0.49 * (axes.right - axes.left), rel=0.03)


VALUES = np.array([[-1.0, 0.0, 0.5], [1.0, np.nan, 3.0], [-3.0, 0.25, -0.5], [0, 1, -1]])


def test_each_cell_of_an_image_has_its_grey_where_it_belongs(sheet: Sheet):
    image = Image(VALUES, -1.0, 1.0, "zeroed")
    picture = sheet.draw(Plot("Image", (image,)))
    axes = picture.axes()
    assert (axes.right - axes.left) / 3 == pytest.approx((axes.bottom - axes.top) / 4, rel=0.03)
    for (row, column), value in np.ndenumerate(VALUES):
        grey = np.full(3, 255 * np.clip((value + 1) / 2, 0, 1))
        if value == 0:
            grey = picture.colour("zeroed")
        if np.isnan(value):
            grey = picture.pale("zeroed", 0)
        for off in (-0.35, 0, 0.35):
            assert picture.shows(grey, axes.x(column + off), axes.y(row - off), 3), (row, column)


def test_without_a_role_for_zeros_a_zero_is_grey_and_low_and_high_are_the_ends(sheet: Sheet):
    picture = sheet.draw(Plot("Image", (Image([[0, 4], [2, 8]], 0.0, 8.0),)))
    axes = picture.axes()
    for (row, column), grey in {(0, 0): 0, (0, 1): 127, (1, 0): 64, (1, 1): 255}.items():
        assert picture.shows(np.full(3, grey), axes.x(column), axes.y(row), 3)


def test_columns_of_nan_part_two_images_each_in_a_frame(sheet: Sheet):
    values = np.array([[0.5, 0.5, np.nan, 0.5, 0.5]] * 3)
    picture = sheet.draw(Plot("Two", (Image(values),)))
    axes, across = picture.axes(), picture.rgb[int(picture.axes().y(1))]
    lines = np.abs(across - picture.colour("#e8e800")).max(axis=1) < 60
    seen = np.flatnonzero(lines)
    for edge in (-0.5, 1.5, 2.5, 4.5):
        assert np.abs(seen - axes.x(edge)).min() <= 2 * sheet.ratio
    inside = [int(axes.x(v)) for v in (0, 0.5, 2, 3.5)]
    assert not lines[inside].any()


def test_marks_after_an_image_have_their_own_numbers(sheet: Sheet):
    """Arrays lie in one buffer, one after the other: each must be read from its own place."""
    rng = np.random.default_rng(3)
    image = Image(np.where(rng.random((5, 7)) > 0.5, 1.0, 0.5))
    over = (image, Points([5], [1], "threshold", size=9), Rule(2, "x", "truth", dashed=False))
    line = Line([0.5, 3.5], [0, 4], "after", width=3)
    other = (Band(1, 2, "y", "zeroed"), line, Bars([1.0, 2.5], "muted", highlight=1))
    plots = (Plot("Image", over), Plot("Line", other, **LIMITS))
    picture = sheet.draw(*plots, width=800, columns=2)
    axes = picture.axes()
    for (row, column), value in np.ndenumerate(image.values):
        if column != 2 and (row, column) != (1, 5):
            assert picture.shows(np.full(3, 255 * value), axes.x(column), axes.y(row), 3)
    assert picture.shows(picture.colour("threshold"), axes.x(5), axes.y(1))
    assert picture.cover("truth")[:, int(axes.x(2)) - 2 :][:, :5].max(axis=1).sum() > 0.9 * (
        axes.bottom - axes.top
    )
    axes = picture.axes(1)
    assert picture.shows(picture.pale("zeroed", 0.22), axes.x(3.5), axes.y(1.5))
    assert picture.shows(picture.colour("after"), axes.x(2), axes.y(2))
    assert picture.shows(picture.colour("muted"), axes.x(0.2), axes.y(0.5))
    assert picture.shows(picture.colour("threshold"), axes.x(1.2), axes.y(2.3))
    assert not picture.shows(picture.colour("threshold"), axes.x(1.2), axes.y(2.7))


def test_later_marks_lie_over_earlier_ones(sheet: Sheet):
    wide = (Line([1, 1], [0, 4], "after", width=9), Line([3, 3], [0, 4], "guess", width=9))
    upright = Line([0, 4], [2, 2], "threshold", width=9)
    picture = sheet.draw(Plot("Lines", (wide[0], upright, wide[1]), **LIMITS))
    axes = picture.axes()
    assert picture.shows(picture.colour("threshold"), axes.x(2), axes.y(1))
    assert picture.shows(picture.colour("guess"), axes.x(2), axes.y(3))


def test_no_mark_but_a_point_leaves_its_axes(sheet: Sheet):
    limits = {"xlim": (0.0, 1.0), "ylim": (-2.0, 2.0)}
    axes = sheet.draw(Plot("", (), **limits)).axes()
    far = (Bars([9.0, -9], "threshold"), Line([-9, 9], [-3, 7], "after", width=5))
    picture = sheet.draw(Plot("", (Band(-2, 9, "y", "zeroed"), *far), **limits))
    outside = np.ones(picture.rgb.shape[:2], bool)
    slack = 2 * sheet.ratio
    inside = np.s_[int(axes.top - slack) : int(axes.bottom + slack)]
    outside[inside, int(axes.left - 1) : int(axes.right + 2)] = False
    for role in ("after", "threshold"):
        cover = picture.cover(role)
        assert (cover[~outside] > 0.8).sum() > 100, role
        assert (cover[outside] > 0.8).sum() == 0, role


def test_what_was_drawn_before_is_gone(sheet: Sheet):
    sheet.draw(Plot("Line", (Line([0, 4, 0], [0, 2, 4], "after", width=5),), **LIMITS))
    picture = sheet.again(Plot("Line", (Line([2, 2], [0, 4], "guess", width=5),), **LIMITS))
    assert (picture.cover("after") > 0.3).sum() == 0
    assert picture.shows(picture.colour("guess"), picture.axes().x(1), picture.axes().y(2))


@pytest.mark.parametrize("axis", ["x", "y"])
def test_a_rule_at_the_end_of_an_axis_is_as_thick_as_one_within(light_sheet: Sheet, axis):
    """Half of it would lie outside of the axes, and is drawn all the same."""

    def ink(at: float) -> float:
        rule = Rule(at, axis, "truth", dashed=False)
        return light_sheet.draw(Plot("Rule", (rule,), **LIMITS)).cover("truth").sum()

    within = ink(1.5)
    assert within > 50
    assert [ink(0.0), ink(4.0)] == pytest.approx([within, within], rel=0.25)
