"""What lesson 09 says in words: families of verdicts, MNIST's two trainings, its own network."""

import math

import numpy as np
import pytest
from runs import NOTEBOOKS, read, stubs

from drsn_lite.lessons.lesson09 import digit_results, pictures, pixel_noise
from drsn_lite.lessons.lesson09.digit_results import LONGER, TWO_BY_TWO, cases, gain
from drsn_lite.results import tables
from drsn_lite.results.gains import BETTER, UNCLEAR, WORSE, band, verdict
from drsn_lite.results.luck import holm
from drsn_lite.studies import digits_tables as made

pytestmark = pytest.mark.data

LESSON = "09-digits-and-mnist"
KINDS = ("uniform", "gaussian", "salt and pepper")
MNIST = {
    "over ResNet": ("drsn-cw", "resnet"),
    "over ResNet, 9 channels": ("drsn-cw", "resnet-wide"),
    "shortcut, ResNet": ("resnet", "resnet-pool"),
    "as in the text": ("drsn-cw", "resnet-pool"),
}


def words(cell: str) -> str:
    """The text of a cell."""
    assert (NOTEBOOKS / f"{LESSON}.ipynb").is_file()
    [found] = [one.source for one in read(LESSON).cells if one.id == cell]
    return " ".join(found.split())


def printed(cell: str) -> str:
    """What a cell prints in the run with stubs."""
    outputs = stubs(LESSON)[cell].outputs
    return "".join(one.text for one in outputs if one.get("name") == "stdout")


@pytest.mark.parametrize(
    ("data", "trainings", "pairs"),
    [("digits", tuple(pixel_noise.TRAINING), TWO_BY_TWO), ("mnist", ("clean", "uniform"), MNIST)],
)
def test_by_holms_rule_no_row_of_the_counts_has_a_clear_verdict(data, trainings, pairs) -> None:
    for pair in pairs.values():
        family = [gain(data, case, *pair) for case in cases(data, trainings)]
        assert set(holm(family)) == {UNCLEAR}
    assert "By that rule none of all these is clear" in words("two-by-two-words")
    assert "by Holm's rule over the 32 cases nothing is clear" in words("mnist-words")


def test_of_the_30_rows_in_the_picture_alone_one_is_clear() -> None:
    shown = [("clean", "none", 0.0), ("clean", "uniform", 0.5), ("uniform", "uniform", 0.5)]
    shown += [("mixed", *c) for c in (("uniform", 0.5), ("gaussian", 0.5), (KINDS[2], 0.3))]
    found = holm([gain("digits", case, *p) for p in TWO_BY_TWO.values() for case in shown])
    assert (len(found), found.count(WORSE), found.count(BETTER)) == (30, 1, 0)
    assert "of these alone one would be, against the threshold" in words("two-by-two-words")


def test_by_holms_rule_two_of_21_rows_are_clear_on_mixed_noise() -> None:
    mixed = [("mixed", "none", 0.0)]
    mixed += [("mixed", kind, level) for kind in KINDS for level in (0.3, 0.5)]
    rows = [(old, case) for old in ("resnet", "resnet-wide", "senet") for case in mixed]
    found = holm([gain("digits", case, "drsn-cw", old) for old, case in rows])
    clear = {row: word for row, word in zip(rows, found, strict=True) if word != UNCLEAR}
    assert len(rows) == 21
    cases_clear = [("mixed", "none", 0.0), ("mixed", "gaussian", 0.3)]
    assert clear == {("resnet-wide", case): WORSE for case in cases_clear}
    assert (
        "over the 21 rows two are clear: without noise and in Gaussian noise of level 0.3"
        in words("verdicts-words")
    )


def test_the_quick_look_at_mnist_does_not_repeat_the_texts_training() -> None:
    assert (made.EPOCHS["mnist"], made.BATCH["mnist"], made.WHOLE_EPOCHS) == (5, 20, 12)
    before = words("mnist-words-before")
    assert "does not repeat the text's training" in before
    assert "10,000 images for *five* epochs in batches of 20" in before
    for old in ("resnet", "resnet-wide"):
        mean, half = band(gain("mnist", ("clean", "none", 0.0), "drsn-cw", old))
        assert (mean - half, mean + half) == pytest.approx((-4, 2), abs=0.6)
    assert "the two bands reach from about −4 points to +2" in words("mnist-words")


def test_nobody_with_the_texts_two_programs_sees_what_a_training_with_noise_shows() -> None:
    text = words("mnist-words")
    assert "has only the two programs" not in text
    assert "never train with U(0, 0.5), so they cannot show these points" in text


def test_after_the_longer_training_a_ninth_channel_gains_more_than_the_gate() -> None:
    runs = digit_results.whole_mnist()
    assert runs.mean().between(96.5, 97.5).all(), "about 97 %"
    sizes = tables.read("mnist").groupby("network")["parameters"].first()
    said = words("mnist-files-words")
    for name in ("resnet-wide", "drsn-cw", "resnet"):
        assert f"{sizes[name]:,}" in said, "the larger network, and it says so"
    longer = {name: runs[new] - runs[old] for name, (new, old) in LONGER.items()}
    found = dict(zip(longer, holm(list(longer.values())), strict=True))
    assert found == {
        "over ResNet": UNCLEAR,
        "over ResNet, 9 channels": WORSE,
        "over the text's ResNet": UNCLEAR,
    }
    ninth = longer["over ResNet, 9 channels"]
    assert ninth.mean() == pytest.approx(-1 / 3, abs=0.05)
    assert (ninth < 0).all(), "in each of the five seeds"
    for name in ("over ResNet", "over the text's ResNet"):
        mean, half = band(longer[name])
        assert mean + half < 0.3, name
    mean, half = band(runs["resnet"] - runs["resnet-pool"])
    assert abs(mean) < half
    frame = pictures.longer(longer)
    assert (frame.sentence.count(UNCLEAR), frame.sentence.count(WORSE)) == (2, 1)


def test_the_longer_training_is_read_seed_by_seed() -> None:
    rows = tables.read("mnist")
    runs = digit_results.whole_mnist()
    assert runs.shape == (5, 4)
    for (name, seed), one in rows.groupby(["network", "seed"]):
        assert runs.loc[seed, name] == pytest.approx(100 * one["accuracy"].item())


def test_the_network_written_in_the_lesson_is_the_packages() -> None:
    assert "1,432 parameters; the same logits: True" in printed("own-network")
    assert printed("noise-own").count("True") == 3
    assert "equal to the gate's answer: True" in printed("shrink-check")


def test_what_a_learner_finds_of_the_noise_is_what_it_is() -> None:
    assert f"{0.5 / math.sqrt(12):.3f}" in printed("uniform-used")
    x = np.random.default_rng(0).random((50, 1, 8, 8)).astype(np.float32)
    changed = pixel_noise.add(x.repeat(40, 0), "salt and pepper", 0.3, rng=0) - x.repeat(40, 0)
    assert np.sqrt(np.mean(changed**2)) == pytest.approx(pixel_noise.same_power(x, 0.3), rel=0.01)


def test_three_units_have_two_bands_below_zero_and_none_above() -> None:
    mixed = [("none", 0.0)] + [(kind, level) for kind in KINDS for level in (0.3, 0.5)]
    for old, below in (("resnet-3", 0), ("resnet-3-wide", 2)):
        found = [
            verdict(*band(gain("digits", ("mixed", *case), "drsn-cw-3", old))) for case in mixed
        ]
        assert (found.count(WORSE), found.count(BETTER)) == (below, 0)
