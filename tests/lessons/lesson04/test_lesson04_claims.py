"""What lesson 04 says in words of numbers that its own cells compute, and its own code."""

import re

import numpy as np
import pytest
import torch
from runs import read, solved, stubs
from torch import nn

from drsn_lite.blocks import same_conv
from drsn_lite.gates import Identity, SqueezeExcite
from drsn_lite.lessons.lesson04 import (
    exercises,
    exercises_excite,
    exercises_parameters,
    exercises_scale,
    guess_weight_change,
    inception,
    steps,
)
from drsn_lite.lessons.lesson04.se_over_snr import weights
from drsn_lite.networks import count_parameters
from drsn_lite.results.gains import band
from drsn_lite.results.tables import read as table

LESSON = "04-squeeze-and-excitation"


def words(cell: str) -> str:
    [found] = [c.source for c in read(LESSON).cells if c.id == cell]
    return " ".join(found.split())


def printed(cell: str, answered: bool = False) -> str:
    """What a cell prints, and the words of its picture."""
    outputs = (solved(LESSON).cells if answered else stubs(LESSON))[cell].outputs
    texts = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in outputs]
    return "".join(texts)


def numbers(text: str, pattern: str) -> list[float]:
    return [float(one.replace("−", "-")) for one in re.findall(pattern, text)]


@pytest.mark.parametrize("answered", [False, True], ids=["package", "learner"])
def test_what_a_learner_writes_is_used(answered: bool) -> None:
    for cell in ("squeeze", "excite", "scale", "parts", "between"):
        who = "your " if answered else "the package's "
        assert f"Used here: {who}" in printed(cell, answered), cell
    assert "as the network's own: True" in printed("scale", answered)
    assert re.findall(r"adds (\d+) .*formula: (\d+)", printed("parts", answered)) == [
        ("144", "144"),
        ("840", "840"),
    ]


def test_exercises_stand_before_their_solutions() -> None:
    """Up to an exercise, no cell holds what it asks for."""
    cells = read(LESSON).cells
    for name, shown in {
        "squeeze-try": "mean(dim=(2, 3))",
        "excite-try": "sigmoid(",
        "scale-try": "alpha[:, :, None, None]",
        "count-try": "count_parameters(",
        "snr-try": "stays what it was",
    }.items():
        ids = [cell.id for cell in cells]
        before = cells[: ids.index(name)]
        assert not [cell.id for cell in before if shown in cell.source], name


def test_the_steps_are_the_answers_of_the_exercises() -> None:
    x = exercises.MAPS
    z = steps.squeeze(x)
    torch.testing.assert_close(z, exercises.SQUEEZE.truth(x))
    layers = nn.Linear(3, 2), nn.Linear(2, 3)
    w = [p.detach() for layer in layers for p in layer.parameters()]
    alpha = steps.excite(z, *w)
    torch.testing.assert_close(alpha, exercises_excite.EXCITE.truth(z, *w))
    torch.testing.assert_close(steps.scale(x, alpha), exercises_scale.SCALE.truth(x, alpha))
    for channels, reduction in ((16, 4), (10, 4), (8, 16)):
        truth = exercises_parameters.PARAMETERS.truth(channels, reduction)
        assert steps.parameters(channels, reduction) == truth


def test_the_inception_module_of_the_lesson_is_the_packages() -> None:
    [source] = [c.source for c in read(LESSON).cells if c.id == "inception-module"]
    names = {"nn": nn, "torch": torch, "same_conv": same_conv, "Identity": Identity}
    exec(compile(source, "inception-module", "exec"), names)
    mine, theirs = (
        names["Inception"](6, gate=SqueezeExcite),
        inception.Inception(6, gate=SqueezeExcite),
    )
    theirs.load_state_dict(mine.state_dict())
    x = torch.randn(2, 6, 7, 9, generator=torch.Generator().manual_seed(0))
    assert torch.equal(mine.eval()(x), theirs.eval()(x))


def test_the_question_asks_for_what_the_reveal_shows() -> None:
    """Mean over units, channels and 40 digits, from 20 to −5 dB: in the text, and in the panel."""
    asked = words("question")
    assert "on average over the six units, their channels and the 40 digits" in asked
    by_unit = [np.abs(a[guess_weight_change.ASKED] - a[-1]) for a in weights("digits")]
    assert {a.shape[0] for a in by_unit} == {40}
    assert len(by_unit) == 6
    shown = guess_weight_change.frame(0.2, committed=True).sentence
    assert f"{np.mean([a.mean() for a in by_unit]):.3f} on average over units, channels" in shown
    assert "for all test digits in place of 40" in words("moves-after")


def test_no_line_has_se_clearly_better_and_seven_have_it_worse() -> None:
    assert "Of 33 comparisons: 0 better, 7 worse, 26 not clear." in printed("spine")
    said = words("compare-after")
    assert "In none of these 33 lines is SE clearly better; in seven it is clearly worse" in said


def test_worse_with_inception_means_against_a_network_of_twice_the_parameters() -> None:
    """The old sentence, "clearly worse in four of five", did not say that r = 1 doubles it."""
    runs = table("attention").query("body == 'inception'")
    size = runs.groupby("gate")["parameters"].first()
    said = words("compare-after")
    for gate in ("none", "se-1"):
        assert f"{size[gate]:,}" in said
    assert size["se-1"] > 2 * size["none"]
    pairs = runs.pivot_table("accuracy", ["snr_db", "seed"], "gate")
    for other, worse in (("wide", 4), ("none", 0)):
        gains = (pairs["se-1"] - pairs[other]).groupby("snr_db")
        assert sum(mean < -half for mean, half in map(band, (g for _, g in gains))) == worse


def test_no_curve_of_se_lies_above_the_wide_one() -> None:
    runs = table("attention").query("body != 'two-sensors'")
    mean = runs.pivot_table("accuracy", ["body", "snr_db"], "gate")
    assert (mean["se-1"] < mean["wide"]).all()


def test_softmax_costs_and_a_narrow_hidden_layer_costs_little() -> None:
    pairs = table("attention").query("body == 'residual'")
    pairs = pairs.pivot_table("accuracy", ["snr_db", "seed"], "gate")
    softmax = 100 * (pairs["softmax"] - pairs["se-1"]).groupby("snr_db").mean()
    costs = sorted(softmax[softmax < 0])
    assert len(costs) == 4
    assert costs[0] == pytest.approx(-1.3, abs=0.05)
    assert costs[-1] == pytest.approx(-0.6, abs=0.05)
    narrow = 100 * (pairs["se-8"] - pairs["se-1"]).groupby("snr_db").mean()
    assert narrow.min() > -0.6
    words_of = printed("others")
    assert words_of.count("Of 5 comparisons: 0 better, 0 worse, 5 not clear.") == 2  # frozen


def test_the_frozen_networks_of_section_8() -> None:
    rows = [numbers(line, r"([\d.]+)%") for line in printed("freeze-test").splitlines()[1:]]
    digits, digits_frozen, gearbox, gearbox_frozen = rows
    assert max(a - b for a, b in zip(digits, digits_frozen, strict=True)) < 0.25
    assert [round(row[-1]) for row in (gearbox, gearbox_frozen)] == [91, 54]
    assert "from 91 to 54 %" in words("recap")
    assert "54 % on clean signals in place of 91 %" in words("freeze-after")


def test_unequal_fixed_weights_beat_equal_ones_in_the_half_that_is_noisy() -> None:
    """The old sentence was "no fixed weights do better" than equal ones."""
    equal, fixed, chosen = numbers(printed("changes"), r"([\d.]+) dB")
    assert equal + 0.1 < fixed < chosen - 3
    assert "(α = 0.25)" in printed("changes")

    def sums(alpha: float, a: float, b: float) -> float:
        return 10 * np.log10((1 + alpha) ** 2 / (alpha**2 * a + b))

    gained, lost = (sums(0.25, a, b) - sums(1, a, b) for a, b in ((1, 0.1), (0.1, 1)))
    assert gained > -lost > 0


def test_two_sensors_and_the_line_of_the_recap() -> None:
    found = re.findall(r"([+−-][\d.]+) ± ([\d.]+) points, better", printed("sensors-seeds"))
    (wide, wide_half), (frozen, _) = [(float(m), float(h)) for m, h in found]
    assert round(wide) == 11
    assert wide_half < 2
    assert frozen > 40
    assert "gains 11 points" in words("recap")


def test_one_layer_is_cheaper_than_two_up_to_a_ratio_of_two() -> None:
    for channels in (8, 64, 512):
        one = count_parameters(nn.Linear(channels, channels))
        cheaper = [steps.parameters(channels, r) < one for r in (1, 2, 3, 4)]
        assert cheaper == [False, False, True, True]
    assert "from r = 3 on" in words("trap-words")


def test_the_room_that_the_recap_and_the_links_take() -> None:
    lines = [
        line
        for line in "".join(c.source for c in read(LESSON).cells if c.id == "recap").splitlines()
        if line.startswith("* ")
    ]
    assert len(lines) == 5
    references = words("next")
    assert references.count("](https://") >= 4
    assert "redundant" in words("softmax-after").lower()
    assert "scan, then focus" in words("squeeze-words")
    assert all(name in words("trap-words") for name in ("ResNeXt", "MobileNet", "ShuffleNet"))
