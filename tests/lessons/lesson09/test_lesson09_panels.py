"""The three panels of lesson 09: corners of the controls, and what their pictures claim."""

import re
from itertools import product

import needs
import numpy as np
import pytest
from pandas import Series

from drsn_lite.datasets.remote import DataMissingError
from drsn_lite.drawing import Band, Bars, Image, Line, Plot, Points, Rule
from drsn_lite.evaluation import evaluate
from drsn_lite.lessons.lesson09 import digit_lab as lab
from drsn_lite.lessons.lesson09 import digits_over_noise as over
from drsn_lite.lessons.lesson09 import guess_shift as guess
from drsn_lite.lessons.lesson09 import one_unit, pixel_noise
from drsn_lite.results import tables

pytestmark = pytest.mark.data


TABLE = tables.read("digits")
WITH_MNIST = needs.files("mnist")
ON_DIGITS = [which for which in lab.NETWORKS if which.startswith("digits")]


def mark(plot: Plot, kind: type):
    return next(mark for mark in plot.marks if isinstance(mark, kind))


def accuracy(**wanted) -> Series:
    rows = TABLE
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    return 100 * rows.set_index("seed")["accuracy"]


@pytest.mark.parametrize(
    ("which", "training", "kind"), list(product(ON_DIGITS, lab.TRAININGS, pixel_noise.KINDS))
)
def test_every_shipped_network_shows_at_once(which: str, training: str, kind: str) -> None:
    for level, sample in ((0.0, 0), (1.0, 19)):
        frame = lab.digit_lab.frame(
            which=which, training=training, kind=kind, level=level, sample=sample
        )
        assert mark(frame.plots[4], Bars).heights.sum() == pytest.approx(100, abs=0.01)


def test_the_probability_over_the_level_passes_through_the_one_of_now() -> None:
    frame = lab.digit_lab.frame(level=0.5, kind="gaussian", sample=7)
    over_level, now = mark(frame.plots[5], Line), mark(frame.plots[5], Rule)
    assert now.at == 0.5
    here = over_level.y[np.isclose(over_level.x, 0.5)]
    assert here == pytest.approx(mark(frame.plots[4], Bars).heights[7], abs=0.05)
    assert mark(frame.plots[4], Bars).highlight == 7


def test_the_threshold_lies_below_its_cap_and_zeroes_what_is_painted_as_zero() -> None:
    frame = lab.digit_lab.frame(level=0.4, channel=2)
    tau, cap = mark(frame.plots[3], Bars).heights, mark(frame.plots[3], Points).y
    assert (tau < cap).all()
    both = mark(frame.plots[1], Image).values
    assert both.shape == (4, 9)
    before, after = both[:, :4], both[:, 5:]
    assert ((after == 0) == (np.abs(before) <= tau[1])).all()
    assert mark(frame.plots[2], Band).high == pytest.approx(tau[1])
    assert tau[1] != pytest.approx(tau[0], rel=1e-3)
    share = 100 * (after == 0).mean()
    assert f"sets {share:.0f} % of channel 2 to zero" in frame.sentence


def test_zeros_are_painted_in_the_colour_of_the_threshold() -> None:
    assert mark(lab.digit_lab.frame().plots[1], Image).zero_role == "threshold"


def test_the_lab_has_the_switch_of_the_shortcut() -> None:
    for name in ("resnet", "drsn-cw"):
        here, there = (
            mark(lab.digit_lab.frame(which=f"digits/{name}{end}").plots[4], Bars).heights
            for end in ("", "-pool")
        )
        assert not np.allclose(here, there, atol=0.5)


def test_a_resnet_has_no_threshold_to_show() -> None:
    frame = lab.digit_lab.frame(which="digits/resnet")
    both = mark(frame.plots[1], Image).values
    assert np.array_equal(both[:, :4], both[:, 5:])
    assert "τ" not in frame.sentence
    assert "without a gate it sets nothing to zero" in frame.sentence
    senet = lab.digit_lab.frame(which="digits/senet").sentence
    assert "its gate sets nothing to zero" in senet
    assert "without" not in senet


def test_the_sentence_names_the_wrong_answer_and_the_right_one() -> None:
    frame = lab.digit_lab.frame(which="digits/resnet", kind="gaussian", level=0.6)
    said = int(mark(frame.plots[4], Bars).heights.argmax())
    assert said != 3
    assert f"says {said} " in frame.sentence
    assert "it is a 3" in frame.sentence
    bars = mark(frame.plots[4], Bars)
    assert bars.highlight == 3
    curve = mark(frame.plots[5], Line)
    assert curve.y[np.isclose(curve.x, 0.6)] == pytest.approx(bars.heights[3], abs=1e-3)


def test_samples_are_test_digits_that_take_turns() -> None:
    x, y = lab.samples("digits")
    assert y.tolist() == [*range(10)] * 2
    train = one_unit.images("digits").train_x
    assert not any((one == train).all((1, 2, 3)).any() for one in x)


def test_mnist_says_what_to_do_where_its_files_are_missing(monkeypatch) -> None:
    monkeypatch.setattr(lab.datasets, "available", lambda name: name != "mnist")
    lab.samples.cache_clear()
    with pytest.raises(DataMissingError, match="data get mnist"):
        lab.digit_lab.frame(which="mnist/resnet")


@WITH_MNIST
@pytest.mark.parametrize("which", ["mnist/resnet", "mnist/drsn-cw"])
@pytest.mark.parametrize("training", lab.TRAININGS)
def test_mnist_shows_where_its_files_are(which: str, training: str) -> None:
    frame = lab.digit_lab.frame(
        which=which, training=training, kind="gaussian", level=0.1, sample=13
    )
    assert frame.plots[0].title == "Input: a 3"
    assert mark(frame.plots[0], Image).values.shape == (28, 28)
    assert ("τ" in frame.sentence) == which.endswith("drsn-cw")


@pytest.mark.parametrize("run", over.RUNS)
@pytest.mark.parametrize("kind", pixel_noise.KINDS)
def test_every_corner_of_the_table_can_be_read(run: str, kind: str) -> None:
    for step, network in product((1, len(over.STEPS)), one_unit.NAMES):
        frame = over.digits_over_noise.frame(step=step, kind=kind, run=run, network=network)
        assert re.search(r"points over (5|10) seeds, (better|worse|not clear);", frame.sentence)


def test_curves_and_differences_are_those_of_the_table() -> None:
    frame = over.digits_over_noise.frame(
        step=3, kind="gaussian", run="digits/uniform", network="senet"
    )
    where = {"data": "digits", "training": "uniform", "noise": "gaussian", "level": 0.5}
    line = next(m for m in frame.plots[0].marks if isinstance(m, Line) and m.label == "SENet")
    assert len(line.x) == 7, "no noise, and six levels"
    own = accuracy(**where, network="senet").mean()
    assert line.y[np.isclose(line.x, 0.5)] == pytest.approx(own, abs=1e-3)
    bars = mark(frame.plots[1], Bars).heights
    for place, (new, old) in enumerate((("drsn-cw", "resnet"), ("drsn-cw", "resnet-wide"))):
        gain = (accuracy(**where, network=new) - accuracy(**where, network=old)).mean()
        assert bars[place] == pytest.approx(gain, abs=1e-3)


def test_what_was_not_run_says_so() -> None:
    frame = over.digits_over_noise.frame(run="mnist/clean", network="resnet-3")
    names = mark(frame.plots[1], Bars).names
    assert "… − SENet: not run" in names
    assert "DRSN-CW" in frame.sentence


def test_the_guess_is_answered_by_the_table() -> None:
    hidden, shown = (guess.guess_shift.frame(guess=90, committed=c) for c in (False, True))
    truth = accuracy(data="digits", training="clean", network="resnet", noise="shift", level=0.5)
    assert f"{truth.mean():.0f} ±" in shown.sentence
    assert f"{abs(90 - truth.mean()):.0f} points off" in shown.sentence
    assert mark(hidden.plots[1], Bars).heights[2] == 0, "the truth is not drawn before"
    assert mark(hidden.plots[1], Bars).names[2] == "brightness ?"
    assert mark(shown.plots[1], Points).y == pytest.approx(truth.mean(), abs=1e-3)
    cases = (("none", 0.0), ("centred", 0.5), ("shift", 0.5), ("uniform", 0.5))
    run = {"data": "digits", "training": "clean", "network": "resnet"}
    heights = [accuracy(**run, noise=kind, level=level).mean() for kind, level in cases]
    assert mark(shown.plots[1], Bars).heights == pytest.approx(heights, abs=1e-3)
    for number in (heights[0], heights[1]):
        assert f"{number:.0f} %" in hidden.sentence


@pytest.mark.parametrize(
    "name",
    [
        "digits-clean-resnet",
        "digits-mixed-drsn-cw-3",
        pytest.param("mnist-clean-drsn-cw", marks=WITH_MNIST),
        pytest.param("mnist-uniform-resnet", marks=WITH_MNIST),
    ],
)
def test_shipped_networks_have_the_accuracy_of_their_card_and_of_the_table(name: str) -> None:
    card = one_unit.card(name)
    counts = {"train_count": 10, "test_count": 2_000} if card["data"] == "mnist" else {}
    data = one_unit.images(card["data"], **counts)
    measured = evaluate(one_unit.load(name), data.test_x, data.test_y).accuracy
    assert measured == pytest.approx(card["accuracy_clean"], abs=0.004)
    key = {name: card[name] for name in ("data", "network")}
    clean = accuracy(**key, training=card["training"]["noise"], noise="none")[0]
    assert clean == pytest.approx(100 * measured, abs=0.4)
