"""Tables: what is packed comes out again, the page counts as Python does, and words stand once."""

import gzip
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from book import tables
from book.grids import GRIDS, Grid, every, steps
from drsn_lite import panels
from drsn_lite.drawing import Choice, Commit, Frame, Image, Line, Plot, Slider

WIDE = st.floats(-1e9, 1e9, width=32)
ODD = st.floats(width=32, allow_nan=True, allow_infinity=True)


def line(values, sentence="a sentence"):
    return Frame((Plot("A title", (Line(values, label="a"),)),), sentence, "a line")


def numbers_of(unpacked, mark, name):
    words, numbers = unpacked
    told = words["plots"][0]["marks"][mark][name]
    return numbers[told["offset"] : told["offset"] + math.prod(told["shape"])]


@given(arrays(np.float32, st.integers(1, 40), elements=WIDE))
def test_numbers_are_as_good_to_the_eye(values):
    [unpacked] = tables.unpack(tables.pack([line(values)]))
    found = numbers_of(unpacked, 0, "y")
    span = np.ptp(values) or np.abs(values).max()
    assert np.abs(found - values).max() <= tables.FINE * span
    assert np.array_equal(found == 0, values == 0)


@given(arrays(np.float32, st.integers(1, 40), elements=ODD))
@settings(max_examples=50)
def test_what_is_not_finite_stays_what_it_is(values):
    [unpacked] = tables.unpack(tables.pack([line(values)]))
    found = numbers_of(unpacked, 0, "y")
    odd = ~np.isfinite(values)
    np.testing.assert_array_equal(found[odd], values[odd])
    assert np.isfinite(found[~odd]).all()


def test_small_numbers_beside_zeros_stay_apart_from_them():
    """Zeros have a colour of their own in an image; float16 makes 1e-9 one."""
    picture = np.array([[0, 1e-9], [3e-9, 5e-9]], np.float32)
    frame = Frame((Plot("t", (Image(picture, 0.0, 5e-9, zero_role="threshold"),)),), "s", "a")
    [unpacked] = tables.unpack(tables.pack([frame]))
    np.testing.assert_array_equal(numbers_of(unpacked, 0, "values") == 0, picture.ravel() == 0)


def test_words_come_back_as_they_were():
    frames = [line(np.arange(4.0), f"τ = {k}, “wide” <b> \\u003c") for k in range(3)]
    found = tables.unpack(tables.pack(frames))
    for (words, _), frame in zip(found, frames, strict=True):
        wanted = frame.pack()[0]
        for name in ("sentence", "alt", "columns"):
            assert words[name] == wanted[name]
        assert words["plots"][0]["title"] == "A title"


def test_what_is_alike_stands_once():
    """A hundred Frames with one line are not much larger than one of them."""
    noise = np.random.default_rng(0).normal(size=4000)
    one, hundred = ([line(noise, f"sentence {k}") for k in range(n)] for n in (1, 100))
    assert len(tables.pack(hundred)) < 1.3 * len(tables.pack(one))


def test_the_same_frames_make_the_same_file():
    frames = [line(np.linspace(0, 1, 50) * k) for k in range(5)]
    assert tables.pack(frames) == tables.pack(frames)


def test_most_numbers_take_two_bytes():
    noise = np.random.default_rng(0).normal(size=4000).astype(np.float32)
    assert tables.fits_half(noise)
    assert not tables.fits_half(noise + 1e4), "far from zero the steps of float16 are seen"
    content = gzip.decompress(tables.pack([line(noise)]))
    assert np.frombuffer(content, np.uint32, 2)[1] >= 4000


@pytest.mark.parametrize("grid", GRIDS.values(), ids=list(GRIDS))
def test_the_page_finds_each_setting_where_it_is(grid: Grid):
    """By the places of its values: controls outside choose the chunk, those within the Frame."""
    told = tables.in_page(grid)
    rng = np.random.default_rng(0)

    def place(axes, places):
        at = 0
        for name, size in axes:
            at = at * size + places[name]
        return at

    for chunk in rng.integers(grid.chunks, size=3).tolist():
        inside = list(grid.settings(chunk))
        for at in rng.integers(len(inside), size=5).tolist():
            places = grid.place(inside[at])
            assert place(told["outside"], places) == chunk
            assert place(told["inside"], places) == at
            assert grid.where(inside[at]) == (chunk, at)
    assert grid.size == grid.chunks * len(inside)


@pytest.mark.parametrize("grid", GRIDS.values(), ids=list(GRIDS))
def test_a_control_on_the_page_says_what_it_says_in_jupyterlab(grid: Grid):
    told = {one["name"]: one for one in tables.in_page(grid)["panel"]["controls"]}
    for control in grid.panel.controls:
        if control.name not in grid.values:
            continue
        here, values = told[control.name], grid.values[control.name]
        assert here["label"].replace("−", "-") == control.label.replace("−", "-")
        if isinstance(control, Slider):
            assert len(here["words"]) == len(values) == here["high"] + 1
            if not control.words:
                numbers = [float(w.split("\u00a0")[0].replace("−", "-")) for w in here["words"]]
                assert numbers == pytest.approx(values, abs=1e-9)
        elif isinstance(control, Choice):
            assert len(here["options"]) == len(values)
            assert len(here["options"]) + len(here["elsewhere"]) == len(control.options)
        else:
            assert isinstance(control, Commit)
            assert values == (False, True)


def test_every_panel_has_a_grid():
    assert set(GRIDS) == set(panels.__all__)


def test_a_grid_refuses_what_its_panel_cannot_show():
    with pytest.raises(ValueError, match="snr_db"):
        Grid("noise_lab", {"snr_db": (99.0,)}, ())
    with pytest.raises(ValueError, match="not live"):
        Grid("noise_lab", {"unit": (1, 2)}, ("snr_db",))
    with pytest.raises(ValueError, match="twice"):
        Grid("noise_lab", {"unit": (1, 1)}, ("unit",))


def test_steps_hold_both_ends_and_what_is_put_between():
    assert steps(-10, 20, 10, 5) == (-10, 0, 5, 10, 20)
    assert steps(0, 1, 0.1)[3] == 0.3
    assert every(Slider("a", "A", 0, 3, 1, 0)) == (0, 1, 2, 3)
