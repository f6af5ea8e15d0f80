"""Frames: the arrays, their checks, the limits, where plots stand, and the packed form."""

import json

import numpy as np
import pytest

from drsn_lite.drawing import (
    PALETTE,
    Band,
    Bars,
    Frame,
    Image,
    Line,
    Plot,
    Points,
    Rule,
    Steps,
    Whiskers,
)


def unpack(words: dict, numbers: bytes) -> list[dict]:
    """What the browser does: put the arrays back into the marks."""
    values = np.frombuffer(numbers, dtype=np.float32)

    def put(value):
        if not isinstance(value, dict):
            return value
        start, shape = value["offset"], value["shape"]
        return values[start : start + int(np.prod(shape))].reshape(shape)

    return [
        {name: put(value) for name, value in m.items()} for p in words["plots"] for m in p["marks"]
    ]


def test_packed_arrays_come_back_unchanged_and_the_words_are_json():
    rng = np.random.default_rng(0)
    marks = (
        Line(rng.normal(size=50), x=np.arange(50)[::-1]),
        Steps(np.arange(6), rng.normal(size=5)),
        Bars(rng.normal(size=3), names=("a", "b", "c"), highlight=1),
        Points([np.float64(1), np.nan], [2, 3]),
        Whiskers([0, 1], [2, 3], [np.nan, 1], horizontal=True),
        Rule(np.float32(0.25), label="τ"),
        Band(np.float64(-1), np.float64(np.nan)),
        Image(rng.normal(size=(4, 7))),
    )
    words, numbers = Frame((Plot("all", marks),), "s", "a").pack()
    back = unpack(json.loads(json.dumps(words, allow_nan=False)), numbers)
    assert len(numbers) == 4 * sum(np.size(getattr(m, n)) for m in marks for n in m.arrays)
    for mark, read in zip(marks, back, strict=True):
        assert read["kind"] == type(mark).__name__.lower()
        for name in mark.arrays:
            np.testing.assert_array_equal(read[name], getattr(mark, name))
    assert back[5]["at"] == 0.25
    assert back[6]["high"] is None, "JSON has no NaN"


def test_a_frame_without_arrays_packs_to_an_empty_buffer():
    assert Frame((Plot("empty", (Rule(1.0),)),), "s", "a").pack()[1] == b""


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        (lambda: Line([1, 2, 3], x=[1, 2]), "lengths"),
        (lambda: Line([[1, 2]]), "lengths"),
        (lambda: Steps([0, 1], [1, 2]), "lengths"),
        (lambda: Bars([1, 2], names=("a",)), "lengths"),
        (lambda: Points([1], [1, 2]), "lengths"),
        (lambda: Whiskers([0, 1], [2, 3], [1]), "lengths"),
        (lambda: Image([1, 2, 3]), "lengths"),
        (lambda: Line([1], role="blue"), "unknown role 'blue'"),
        (lambda: Image([[1]], zero_role="red"), "unknown role 'red'"),
        (lambda: Rule(1, axis="z"), "'x' or 'y'"),
    ],
)
def test_a_mark_that_cannot_be_drawn_is_refused(wrong, match):
    with pytest.raises(ValueError, match=match):
        wrong()


def test_limits_hold_every_finite_value_and_leave_air_along_values_only():
    y = np.array([-3.0, np.nan, 5.0, np.inf])
    (x0, x1), (y0, y1) = Plot("", (Line(y),)).limits()
    assert (x0, x1) == (0, 3)
    assert y0 < -3 < 5 < y1
    assert y1 - y0 < 1.2 * 8


def test_a_histogram_stands_on_zero():
    _, (y0, y1) = Plot("", (Steps([0, 1, 2], [4, 8]),)).limits()
    assert y0 == 0
    assert y1 > 8


def test_lying_bars_and_images_count_from_the_top():
    x, y = Plot("", (Bars([1, 2, 3], horizontal=True),)).limits()
    assert x[0] == 0
    assert x[1] > 3
    assert y[0] > y[1]
    x, y = Plot("", (Image(np.zeros((4, 6))),)).limits()
    assert (x, y) == ((-0.5, 5.5), (3.5, -0.5))


def test_bars_have_as_much_room_at_both_ends():
    assert Plot("", (Bars([1, 2, 3]),)).limits()[0] == pytest.approx((-0.6, 2.6))
    assert Plot("", (Bars([1, 2, 3], horizontal=True),)).limits()[1] == pytest.approx((2.6, -0.6))


def test_whiskers_are_inside_whichever_way_they_stand():
    at, mean, half = [3, 4, 5], [1.0, np.nan, -1.0], [0.5, np.nan, 2.0]
    (x0, x1), (y0, y1) = Plot("", (Whiskers(at, mean, half),)).limits()
    assert (x0, x1) == (3, 5)
    assert y0 < -3 < 1.5 < y1
    (x0, x1), _ = Plot("", (Whiskers(at, mean, half, horizontal=True),)).limits()
    assert x0 <= -3 < 1.5 <= x1


def test_given_limits_are_kept_and_constant_data_get_some_room():
    assert Plot("", (Line([1, 2]),), xlim=(0, 9), ylim=(2, -2)).limits() == ((0, 9), (2, -2))
    _, (y0, y1) = Plot("", (Line([2.0, 2.0]),)).limits()
    assert y0 < 2 < y1
    assert Plot("", ()).limits() == ((0, 1), (0, 1))


def test_plots_fill_rows_and_a_wide_one_starts_a_new_row():
    spans = (1, 3, 2, 1, 5)
    frame = Frame(tuple(Plot("", (), span=s) for s in spans), "s", "a", columns=3)
    assert frame.places() == [(0, 0, 1), (1, 0, 3), (2, 0, 2), (2, 2, 1), (3, 0, 3)]
    assert frame.rows == 4
    assert Frame((), "s", "a").rows == 0


def test_every_role_has_a_colour_for_light_and_dark_pages_and_for_stills():
    for role, colours in PALETTE.items():
        assert len(colours) == 3, role
        assert all(len(colour) == 7 and int(colour[1:], 16) >= 0 for colour in colours), role


def test_a_guess_is_a_diamond_among_dots():
    assert Points([0], [0], role="guess").shape == "diamond"
    assert Points([0], [0], role="truth").shape == "dot"
    words, _ = Frame((Plot("t", (Points([0], [0], role="guess"),)),), "s", "a").pack()
    assert words["plots"][0]["marks"][0]["shape"] == "diamond"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("-5 dB", "−5 dB"),
        ("from -10 to -.5, (-3)", "from −10 to −.5, (−3)"),
        ("10^-6", "10^−6"),
        ("DRSN-CW, 3-5, x-1, a - b, -x", "DRSN-CW, 3-5, x-1, a - b, -x"),
    ],
)
def test_a_hyphen_before_a_number_becomes_a_minus_sign_everywhere(typed, shown):
    mark = Bars([1], label=typed, names=(typed,))
    plot = Plot(typed, (mark,), typed, typed)
    frame = Frame((plot,), typed, typed)
    words = [mark.label, *mark.names, plot.title, plot.xlabel, plot.ylabel]
    assert {*words, frame.sentence, frame.alt} == {shown}
