"""Every panel without a browser: ends and middle of each slider, each choice, each button."""

import itertools
import json
import math
import random
import re

import needs
import numpy as np
import pytest
from all_panels import CASES, PANELS, stops

from drsn_lite import panels
from drsn_lite.datasets import names
from drsn_lite.datasets.remote import DataMissingError
from drsn_lite.drawing import Band, Bars, Choice, Commit, Frame, Image, Panel, Rule, Slider, Steps


def try_frame(panel: Panel, **settings) -> Frame:
    """The frame; skips where the panel wants files that are not on this machine."""
    try:
        return panel.frame(**settings)
    except DataMissingError as error:
        pytest.skip(needs.reason(next(name for name in names() if f"get {name}" in f"{error}")))


def sound(name: str, **settings) -> Frame:
    """A frame that can be painted and read, whatever the settings."""
    frame, usual = try_frame(PANELS[name], **settings), PANELS[name].frame()
    shape = [(plot.span, type(plot)) for plot in usual.plots]
    assert [(plot.span, type(plot)) for plot in frame.plots] == shape, "the layout stands still"
    assert frame.sentence.endswith(".")
    assert "nan" not in frame.sentence.lower()
    assert frame.alt.endswith(".")
    json.dumps(frame.pack()[0], allow_nan=False)
    for plot in frame.plots:
        assert plot.title
        for low, high in plot.limits():
            assert math.isfinite(low)
            assert math.isfinite(high)
            assert low != high
        assert any(has_ink(mark) for mark in plot.marks), plot.title
        assert any(shows_data(mark, plot) for mark in plot.marks) or says_why(plot), plot.title
    return frame


@pytest.mark.parametrize(("name", "settings"), CASES)
def test_every_setting_gives_a_frame_that_can_be_painted_and_read(name, settings):
    sound(name, **settings)


@pytest.mark.parametrize("name", [pytest.param(one, marks=needs.panel(one)) for one in PANELS])
def test_so_does_any_corner_of_all_controls(name):
    """Stops of all controls at once, drawn by chance: the same ones in every run."""
    chance = random.Random(name)
    for _ in range(12):
        sound(name, **{c.name: chance.choice(stops(c)) for c in PANELS[name].controls})


def shows_data(mark, plot) -> bool:
    """Whether a mark other than rules and bands can be seen: bars of height 0 can't."""
    if isinstance(mark, Rule | Band):
        return False
    if isinstance(mark, Bars | Steps):
        low, high = plot.limits()[0 if getattr(mark, "horizontal", False) else 1]
        return bool((np.abs(mark.heights) > 0.002 * abs(high - low)).any())
    return has_ink(mark)


def says_why(plot) -> bool:
    """Whether a plot without data says so: in its title, or beside a rule."""
    words = re.search(r"\b(no|none|nothing|not run|after you commit)\b", plot.title, re.IGNORECASE)
    return bool(words) or any(isinstance(mark, Rule) and mark.label for mark in plot.marks)


@pytest.mark.parametrize("gate", ["senet", "drsn-cs", "drsn-cw"])
@pytest.mark.parametrize("alpha", [0, 1])
def test_no_plot_of_channel_thresholds_is_empty_without_a_word(gate, alpha):
    for noise in ("proportional", "equal"):
        frame = panels.channel_thresholds.frame(gate=gate, alpha=alpha, noise=noise)
        for plot in frame.plots:
            assert any(shows_data(mark, plot) for mark in plot.marks) or says_why(plot), plot.title


def has_ink(mark) -> bool:
    if isinstance(mark, Rule):
        return math.isfinite(mark.at)
    values = [getattr(mark, name) for name in mark.arrays]
    finite = all(v is None or np.isfinite(v).any() for v in values)
    return bool(values) and finite and (not isinstance(mark, Image) or np.ptp(values[0]) != 0)


@pytest.mark.parametrize("name", [pytest.param(one, marks=needs.panel(one)) for one in PANELS])
def test_a_frame_is_a_function_of_its_settings(name):
    words, numbers = PANELS[name].frame().pack()
    again, same = PANELS[name].frame().pack()
    assert words == again
    assert numbers == same


@pytest.mark.parametrize(
    ("name", "control"),
    [
        pytest.param(name, control, id=f"{name}-{control.name}", marks=needs.panel(name))
        for name, panel in PANELS.items()
        for control in panel.controls
    ],
)
def test_every_control_changes_the_picture(name, control):
    panel = PANELS[name]
    packed = []
    for value in stops(control)[:2]:
        words, numbers = try_frame(panel, **{control.name: value}).pack()
        packed.append((words["plots"], numbers))
    assert packed[0] != packed[1]


@pytest.mark.parametrize("name", PANELS)
def test_the_default_of_a_slider_is_one_of_its_stops(name):
    for control in PANELS[name].controls:
        if isinstance(control, Slider):
            steps = (control.value - control.low) / control.step
            assert steps == pytest.approx(round(steps)), control.name
            whole = (control.high - control.low) / control.step
            assert whole == pytest.approx(round(whole)), f"{control.name} cannot reach its end"


@pytest.mark.parametrize("name", PANELS)
def test_names_are_unique_and_locks_name_controls(name):
    names = [control.name for control in PANELS[name].controls]
    assert len(set(names)) == len(names)
    locks = (c.locks for c in PANELS[name].controls if isinstance(c, Commit))
    assert set(itertools.chain.from_iterable(locks)) <= set(names)


SLIDER, WHOLE = Slider("s", "S", 0.0, 1.0, 0.25, 0.5), Slider("n", "N", 0, 9, 1, 3)
CHOICE, COMMIT = Choice("c", "C", (("a", "A"), ("b", "B")), "a"), Commit("k")
SMALL = Panel("Small", lambda **_: Frame((), "", ""), (SLIDER, WHOLE, CHOICE, COMMIT))


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        ({"x": 1}, "no setting 'x': it has s, n, c, k"),
        ({"s": 1.01}, "from 0 to 1"),
        ({"s": math.nan}, "from 0 to 1"),
        ({"s": "0.5"}, "from 0 to 1"),
        ({"s": True}, "from 0 to 1"),
        ({"n": 2.5}, "whole number"),
        ({"c": "d"}, "one of a, b"),
        ({"k": 1}, "True or False"),
    ],
)
def test_an_impossible_setting_is_refused(wrong, match):
    with pytest.raises(ValueError, match=match):
        SMALL.settings(**wrong)


@pytest.mark.parametrize("words", [("a", "b"), ("a", "b", "c", "d")])
def test_a_slider_has_a_word_for_each_value_or_none(words):
    assert Slider("s", "S", 0.0, 1.0, 0.5, 0.5, words=("a", "b", "c")).words == ("a", "b", "c")
    with pytest.raises(ValueError, match=f"s has 3 values, but {len(words)} words"):
        Slider("s", "S", 0.0, 1.0, 0.5, 0.5, words=words)


def test_a_browser_sends_whole_floats_as_ints_and_they_come_back_as_floats():
    settings = SMALL.settings(s=1, n=4.0)
    assert type(settings["s"]) is float
    assert type(settings["n"]) is int
    assert settings == {"s": 1.0, "n": 4, "c": "a", "k": False}
