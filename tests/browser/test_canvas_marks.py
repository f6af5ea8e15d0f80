"""Each kind of mark in the browser: the right pixels have the right colour, and others do not."""

import numpy as np
import pytest
from canvas import Sheet, stretches

from drsn_lite.drawing import Band, Bars, Plot, Points, Rule, Steps, Whiskers

LIMITS = {"xlim": (0.0, 4.0), "ylim": (0.0, 4.0)}
STANDING = {"xlim": (-0.6, 2.6), "ylim": (-2.0, 4.0)}
LYING = {"xlim": (-2.0, 4.0), "ylim": (2.6, -0.6)}
NAMES = ("one", "two", "three")


def assert_one(cover: np.ndarray, low: float, high: float, within: float = 1.5) -> None:
    """There is one stretch of ink, from here to there."""
    longest = [part for part in stretches(cover) if part[1] - part[0] > 4]
    assert longest == [pytest.approx((low, high), abs=within)]


def assert_among(cover: np.ndarray, low: float, high: float, within: float = 1.2) -> None:
    """One of the stretches of ink goes from here to there."""
    assert any(part == pytest.approx((low, high), abs=within) for part in stretches(cover))


@pytest.mark.parametrize("axis", ["x", "y"])
def test_a_band_is_pale_inside_has_its_two_edges_and_nothing_beyond(sheet: Sheet, axis):
    picture = sheet.draw(Plot("Band", (Band(1.25, 2.5, axis, "zeroed"),), **LIMITS))
    axes, pale = picture.axes(), picture.pale("zeroed", 0.22)
    place = (
        (lambda along, across: (axes.x(along), axes.y(across)))
        if axis == "x"
        else (lambda along, across: (axes.x(across), axes.y(along)))
    )
    for across in (0.3, 1.7, 3.8):
        for along in (1.35, 1.6, 2.4):
            assert picture.shows(pale, *place(along, across))
        for along in (0.6, 1.15, 2.6, 3.4):
            assert picture.shows(picture.pale("zeroed", 0), *place(along, across))
    full = picture.cover("zeroed")
    line = full[int(axes.y(1.7))] if axis == "x" else full[:, int(axes.x(1.7))]
    peaks = np.flatnonzero(line > 0.6)
    step = np.abs(peaks[:, None] - [place(end, end)["xy".index(axis)] for end in (1.25, 2.5)])
    assert step.min(axis=1).max() <= 2 * sheet.ratio, "an edge stands at the band's two ends only"
    assert step.min(axis=0).max() <= 1 * sheet.ratio, "and there is one at each"


def test_a_band_that_is_empty_has_no_edges(sheet: Sheet):
    plot = Plot("Band", (Band(2.5, 2.5, "x", "zeroed"), Band(3, 1, "y", "guess")), **LIMITS)
    picture = sheet.draw(plot)
    assert picture.cover("zeroed").max() < 0.5
    assert picture.cover("guess").max() < 0.5


@pytest.mark.parametrize("named", [False, True])
def test_bars_stand_from_zero_to_their_height_at_their_place(sheet: Sheet, named):
    heights = [3.0, -1.5, 1.0]
    bars = Bars(heights, "after", highlight=2, names=NAMES if named else ())
    picture = sheet.draw(Plot("Bars", (bars,), **STANDING))
    axes = picture.axes()
    for i, (height, role) in enumerate(zip(heights, ("after", "after", "threshold"), strict=True)):
        cover = picture.cover(role)
        assert_one(cover[:, int(axes.x(i))], axes.y(max(0, height)), axes.y(min(0, height)))
        assert_among(cover[int(axes.y(height / 2))], axes.x(i - 0.38), axes.x(i + 0.38))


@pytest.mark.parametrize("named", [False, True])
def test_bars_lie_from_zero_to_their_length_the_first_on_top(sheet: Sheet, named):
    lengths = [3.0, -1.5, 1.0]
    names = NAMES if named else ()
    bars = Bars(lengths, "after", highlight=1, horizontal=True, names=names)
    picture = sheet.draw(Plot("Bars", (bars,), **(LYING if named else LYING | {"ylim": (3, -1)})))
    axes = picture.axes()
    for i, (length, role) in enumerate(zip(lengths, ("after", "threshold", "after"), strict=True)):
        cover = picture.cover(role)
        assert_one(cover[int(axes.y(i))], axes.x(min(0, length)), axes.x(max(0, length)))
        assert_among(cover[:, int(axes.x(length / 2))], axes.y(i - 0.35), axes.y(i + 0.35))


def test_steps_are_filled_to_zero_between_their_edges(sheet: Sheet):
    edges, heights = [0.5, 1.0, 2.5, 3.5], [1.5, 3.0, 0.5]
    picture = sheet.draw(Plot("Steps", (Steps(edges, heights, "before"),), **LIMITS))
    axes, pale = picture.axes(), picture.pale("before", 0.3)
    for low, high, height in zip(edges, edges[1:], heights, strict=False):
        for at in (low + 0.08, (low + high) / 2, high - 0.08):
            column = picture.cover("before")[:, int(axes.x(at))]
            assert np.flatnonzero(column > 0.1)[0] == pytest.approx(axes.y(height), abs=2)
            assert column[int(axes.y(height)) - 1 :][:3].max() > 0.6, (
                "the outline is in full colour"
            )
            assert picture.shows(pale, axes.x(at), axes.y(height / 2))
    for at in (0.3, 3.7):
        assert picture.cover("before")[:, int(axes.x(at))].max() < 0.1


@pytest.mark.parametrize(
    ("role", "filled"), [("threshold", np.pi / 4), ("guess", 0.5), ("clean", 1.0)]
)
def test_points_are_dots_diamonds_and_squares_where_they_belong(sheet: Sheet, role, filled):
    at = [(0.5, 1.5), (2.0, 3.5), (3.5, 0.5)]
    picture = sheet.draw(Plot("Points", (Points(*zip(*at, strict=True), role, size=16),), **LIMITS))
    axes, cover = picture.axes(), picture.cover(role)
    for x, y in at:
        px, py, reach = axes.x(x), axes.y(y), 14 * sheet.ratio
        y0, x0 = int(py - reach), int(px - reach)
        part = cover[y0 : int(py + reach), x0 : int(px + reach)]
        part = np.where(part > 0.3, part, 0)
        rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        middle = x0 + (columns[0] + columns[-1] + 1) / 2, y0 + (rows[0] + rows[-1] + 1) / 2
        assert middle == pytest.approx((px, py), abs=1.2)
        assert part.sum() / (len(rows) * len(columns)) == pytest.approx(filled, abs=0.11)
        assert part.sum() == pytest.approx(np.pi * (8 * sheet.ratio) ** 2, rel=0.12), (
            "size is width"
        )
    assert (cover > 0.5).sum() < 3.6 * np.pi * (8 * sheet.ratio) ** 2, "there are three"


def test_a_point_beyond_the_limits_is_left_out_and_one_on_the_edge_is_whole(sheet: Sheet):
    points = Points([4, 4.3, 2, 2, -0.3], [2, 2, 4.5, -0.5, 1], "guess", size=12)
    picture = sheet.draw(Plot("Points", (points,), **LIMITS))
    axes, cover = picture.axes(), picture.cover("guess")
    rows, columns = np.nonzero(cover > 0.5)
    assert rows.mean() == pytest.approx(axes.y(2), abs=1.5)
    assert columns.mean() == pytest.approx(axes.x(4), abs=1.5)
    assert columns.max() > axes.x(4) + 4 * sheet.ratio


def test_a_point_has_a_rim_of_the_face(sheet: Sheet):
    marks = (Bars([4.0], "after"), Points([0], [2], "threshold", size=10))
    picture = sheet.draw(Plot("Point", marks, xlim=(-0.6, 0.6), ylim=(0, 4)))
    axes = picture.axes()
    across = picture.rgb[int(axes.y(2)), int(axes.x(0)) : int(axes.x(0) + 10 * sheet.ratio)]
    face = np.abs(across - picture.pale("after", 0)).max(axis=1)
    bar = np.abs(across - picture.colour("after")).max(axis=1)
    assert face.min() < 0.5 * np.abs(picture.colour("after") - picture.pale("after", 0)).max()
    assert bar[-1] < 8
    assert face.argmin() == pytest.approx(5 * sheet.ratio, abs=2)


@pytest.mark.parametrize("horizontal", [False, True])
def test_whiskers_reach_from_end_to_end_with_a_cap_at_each(sheet: Sheet, horizontal):
    whiskers = Whiskers(
        [1, 2, 3], [2, np.nan, 1.5], [1.5, np.nan, 0.5], "after", horizontal=horizontal
    )
    picture = sheet.draw(Plot("Whiskers", (whiskers,), **LIMITS))
    axes = picture.axes()
    # as if they stood: rows are values, columns are places
    cover = picture.cover("after").T if horizontal else picture.cover("after")
    place, value = (axes.y, axes.x) if horizontal else (axes.x, axes.y)
    for at, low, high in ((1, 0.5, 3.5), (3, 1.0, 2.0)):
        ends = sorted((value(low), value(high)))
        assert_one(cover[:, int(place(at))], *ends, within=2 * sheet.ratio)
        caps = [
            cover[round(end), int(place(at) - 8 * sheet.ratio) :][: 16 * int(sheet.ratio)]
            for end in ends
        ]
        middle = cover[round(value((low + high) / 2)), int(place(at) - 8 * sheet.ratio) :][
            : 16 * int(sheet.ratio)
        ]
        for cap in caps:
            assert cap.sum() == pytest.approx(6 * sheet.ratio, abs=1.6 * sheet.ratio)
        assert middle.sum() == pytest.approx(2.5 * sheet.ratio, abs=1)
    assert cover[:, int(place(2) - 4) : int(place(2) + 4)].max() < 0.1, (
        "none where there is no number"
    )


@pytest.mark.parametrize("dashed", [True, False])
@pytest.mark.parametrize("axis", ["x", "y"])
def test_a_rule_crosses_the_whole_plot_at_its_number(sheet: Sheet, axis, dashed):
    plot = Plot(
        "Rules", (Rule(1.3, axis, "truth", dashed=dashed), Rule(5, axis, "guess")), **LIMITS
    )
    picture = sheet.draw(plot)
    axes, cover = picture.axes(), picture.cover("truth")
    cover, ends = (
        (cover.T, (axes.top, axes.bottom)) if axis == "x" else (cover, (axes.left, axes.right))
    )
    line = cover[int((axes.x if axis == "x" else axes.y)(1.3)) - 1 :][:3].max(axis=0)
    there = np.flatnonzero(line > 0.4)
    assert (there[0], there[-1]) == pytest.approx(ends, abs=7 * sheet.ratio)
    assert len(there) / (there[-1] - there[0]) == pytest.approx(5 / 9 if dashed else 1, abs=0.1)
    assert (cover > 0.4).sum() <= 2.2 * sheet.ratio * len(there), "and nowhere else"
    assert picture.cover("guess").max() < 0.3, "one beyond the limits is not drawn"
