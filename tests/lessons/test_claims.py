"""What lessons say in words of numbers that their own cells compute, as they came out just now."""

import re

import nbformat
import pytest
from runs import NOTEBOOKS, stubs

NUMBER = r"([−+-]?\d+(?:\.\d+)?)"


def printed(lesson: str, cell: str) -> str:
    """What a cell prints in the run with stubs."""
    outputs = stubs(lesson)[cell].outputs
    return "".join(o.text for o in outputs if o.get("name") == "stdout")


def numbers(text: str, pattern: str) -> list[tuple[float, ...]]:
    """The groups of every match, as numbers."""
    found = re.findall(pattern, text)
    rows = [one if isinstance(one, tuple) else (one,) for one in found]
    return [tuple(float(value.replace("−", "-")) for value in row) for row in rows]


def words(lesson: str, cell: str) -> str:
    """The text of a cell."""
    cells = nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells
    [found] = [c.source for c in cells if c.id == cell]
    return " ".join(found.split())


def test_the_rule_that_a_drsn_can_follow_is_worse_than_a_constant() -> None:
    text = printed("02-soft-thresholding", "rule-verdict")
    costs = numbers(text, rf"α = 1 it has {NUMBER} ± {NUMBER} % more error")
    assert len(costs) == 2
    assert all(mean > half for mean, half in costs)
    assert costs[0][0] > 33, "on Doppler by more than a third"
    assert all(alpha > 1 for (alpha,) in numbers(text, rf"learned α {NUMBER}"))


def test_the_universal_threshold_is_passed_in_one_draw_of_six() -> None:
    text = printed("02-soft-thresholding", "universal")
    [(share,)] = numbers(text, rf"in {NUMBER}% of 2000 draws")
    assert 12 < share < 22
    assert "seldom" not in words("02-soft-thresholding", "universal-words")


def test_one_batchnorm_in_two_places_starts_right_and_parts() -> None:
    found = numbers(
        printed("03-residual-networks", "shared"), rf"{NUMBER} steps .* off by {NUMBER}%"
    )
    assert [steps for steps, _ in found] == [0, 1, 20, 100]
    off = [percent for _, percent in found]
    assert off[0] == 0
    assert off[1] < off[2]
    assert min(off[2:]) > 5


def test_the_damage_is_shown_before_anything_names_the_bugs() -> None:
    text = printed("03-residual-networks", "damage")
    assert "evaluation off by %" in text
    assert "downsample(" not in text
    assert "statistics" not in text
    [(off,)] = numbers(text, rf"evaluation off by %: {NUMBER}")
    assert off > 20


def test_unequal_fixed_weights_beat_equal_ones_and_chosen_ones_beat_both() -> None:
    text = printed("04-squeeze-and-excitation", "changes")
    values = numbers(text, rf"{NUMBER} dB")
    equal, fixed, chosen = (value for (value,) in values)
    assert equal < fixed < chosen - 3


def test_a_gate_that_starts_near_zero_disturbs_a_network_less() -> None:
    found = numbers(printed("05-thresholds-by-attention", "own-try"), rf"moves by {NUMBER}%")
    [(half,), (small,)] = found
    assert small < half / 5


def test_the_signs_of_rank_correlations_in_lesson_07() -> None:
    rows = printed("07-what-thresholds-zero", "rank").splitlines()
    noise, loud = ([value for (value,) in numbers(row.split(":")[1], NUMBER)] for row in rows)
    assert len(noise) == len(loud) == 6
    assert max(abs(a - b) for a, b in zip(noise[:2], loud[:2], strict=True)) < 0.15
    assert all(a - b > 0.2 for a, b in zip(noise[3:], loud[3:], strict=True))


@pytest.mark.files("cwru")
def test_the_healthy_recording_fits_the_others_at_48_khz() -> None:
    text = printed("10-real-bearings", "rates")
    at_12, at_48 = text.split("read at")[1:]
    everywhere = [f for f, count in numbers(at_48, rf"{NUMBER} Hz \((\d) of 9\)") if count == 9]
    assert everywhere == pytest.approx([147.75, 161.75, 191.5], abs=0.3)
    assert not [f for f, count in numbers(at_12, rf"{NUMBER} Hz \((\d) of 9\)") if count == 9]


def test_along_the_path_a_drsn_is_behind_a_senet_where_there_is_noise() -> None:
    lines = printed("07-what-thresholds-zero", "path-linear-table").splitlines()
    [line] = [one for one in lines if "drsn-cw over senet" in one]
    better, worse = re.findall(r"\[(.*?)\]", line)
    assert better == ""
    assert numbers(worse, NUMBER) == [(-8,), (-6,), (-4,), (-2,), (0,), (2,)]


def test_energy_tells_the_important_channels_better_than_attention() -> None:
    lines = printed("07-what-thresholds-zero", "important-verdict").splitlines()
    rivals = [one for one in lines if "than energy" in one]
    assert len(rivals) == 2
    assert all(one.endswith("the opposite") for one in rivals)


def test_a_burst_misleads_alpha_and_not_the_whole_threshold() -> None:
    text = printed("08-is-it-worth-it", "fails-why")
    for kind in ("burst", "impulses"):
        [(gain, half)] = numbers(text, rf"{kind}: .*α without noise .*%: {NUMBER} ± {NUMBER}")
        assert gain > half
    [(gain, half)] = numbers(text, rf"burst: .*τ without noise .*%: {NUMBER} ± {NUMBER}")
    assert gain < -half
