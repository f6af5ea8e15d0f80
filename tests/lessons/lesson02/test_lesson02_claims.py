"""What lesson 02 says of its own numbers, its transform by hand, and whose function ran."""

import re

import numpy as np
import pytest
import pywt
from runs import read, solved, stubs

from drsn_lite.lessons.lesson02 import wavelets as wv
from drsn_lite.noise import draw

LESSON = "02-soft-thresholding"


def said(cells, name):
    return "".join(output.get("text", "") for output in cells[name].outputs)


def words(name):
    return " ".join(stubs(LESSON)[name].source.split())


@pytest.mark.parametrize("name", ["haar", "universal", "learn"])
def test_what_the_learner_wrote_is_used_once_it_is_right(name):
    mine, ours = said(solved(LESSON).cells, name), said(stubs(LESSON), name)
    assert mine.startswith("Used here: your ")
    assert ours.startswith("Used here: ")
    assert "your" not in ours
    assert mine.splitlines()[1:] == ours.splitlines()[1:]


def test_exercises_stand_before_what_answers_them():
    order = [cell.id for cell in read(LESSON).cells]
    for stub, answer in (
        ("soft-stub", "haar"),
        ("universal-stub", "universal"),
        ("which-stub", "two-verdict"),
        ("which-stub", "scaling-words"),
        ("gradient-stub", "learn"),
    ):
        assert order.index(stub) < order.index(answer)


@pytest.mark.parametrize("tau", [0.0, 0.6, 2.0])
def test_the_transform_by_hand_is_haar_s_forward_and_back(tau):
    cells = {cell.id: cell.source for cell in read(LESSON).cells}
    names = {}
    for one in ("imports", "operator", "soft-stub", "haar"):
        exec(compile(cells[one], one, "exec"), names)
    x = wv.demo_signal("Blocks") + 0.3 * draw("gaussian", (2048,), 0)
    coarse, *details = pywt.wavedec(x, "haar", "periodization", level=6)
    shrunk = [pywt.threshold(d, tau, "soft") for d in details]
    back = pywt.waverec([coarse, *shrunk], "haar", "periodization")
    np.testing.assert_allclose(names["denoise"](x, tau), back, atol=1e-9)


def test_recap_the_transform_makes_the_difference():
    errors = dict(
        re.findall(r"transform (\w+) .* error ([\d.]+)", said(stubs(LESSON), "transform"))
    )
    assert float(errors["none"]) > 0.95 * 0.3, "hardly lowered"
    assert float(errors["sym8"]) / float(errors["none"]) == pytest.approx(1 / 3, abs=0.03)


def test_recap_the_garrote_errs_less_on_three_signals_and_no_more_on_the_fourth():
    hard, garrote = said(stubs(LESSON), "kinds-verdict").splitlines()
    found = re.findall(r"(\w+) ([\d.]+) ± ([\d.]+)", garrote.partition(":")[2])
    clear = [name for name, ratio, spread in found if float(ratio) + 2 * float(spread) < 1]
    assert sorted(clear) == ["Blocks", "Bumps", "Doppler"]
    assert all(float(ratio) <= 1 for _, ratio, _ in found)
    below = [float(ratio) < 1 for _, ratio, _ in re.findall(r"(\w+) ([\d.]+) ±( )", hard)]
    assert sum(below) == 3, "on most of these signals soft loses to hard as well"


def test_universal_is_far_too_large_for_most_signals_and_sure_is_close():
    text = said(stubs(LESSON), "rules-verdict")
    low, high = map(float, re.search(r"is ([\d.]+) to ([\d.]+) times the best", text).groups())
    assert low >= 1.4
    assert high >= 2.5
    assert float(re.search(r"SURE: [\d.]+ to ([\d.]+) times", text)[1]) < 1.05


def test_the_rule_gains_with_an_alpha_that_no_drsn_has():
    text = said(stubs(LESSON), "rule-verdict")
    gains = re.findall(r"rule has ([\d.]+) ± ([\d.]+) % less error", text)
    assert len(gains) == 2
    assert all(float(gain) > float(half) for gain, half in gains)
    assert all(float(alpha) > 1 for alpha in re.findall(r"learned α ([\d.]+)", text))
    assert "with α = 1, more than any DRSN reaches, it is worse than the constant" in words("recap")


def test_read_next_names_every_lesson_on_the_way_to_thresholds():
    text = words("next")
    places = [text.index(f"[{one}") for one in ("Lesson 03", "lesson 04", "lesson 05")]
    assert places == sorted(places)


def test_only_bumps_is_rare_as_it_stands_and_all_four_are_in_wavelets():
    def share(values):
        squares = np.sort(values**2)[::-1]
        return squares[:100].sum() / squares.sum()

    signals = {name: wv.demo_signal(name) for name in wv.SIGNALS}
    assert [name for name, x in signals.items() if share(x) > 0.5] == ["Bumps"]
    assert all(share(wv.analyse(x)) > 0.98 for x in signals.values())
