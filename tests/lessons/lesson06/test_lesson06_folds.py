"""What lesson 06 says of folds, with noise kept, is what table3.csv and fig6.csv say."""

import math

import pytest
from test_claims import NUMBER, numbers, printed

from drsn_lite.results import tables
from drsn_lite.results.gains import band, verdict
from drsn_lite.results.luck import holm
from drsn_lite.results.paper import PUBLISHED
from drsn_lite.studies.sweep import plan

LESSON = "06-the-full-network"
FACTOR = math.sqrt(1 + 5 / 9)
"""Nadeau and Bengio: √(1 + k · n_test / n_train), for five of ten folds."""


def kept():
    """Test accuracy in % of table3.csv with noise: rows noise, SNR and fold, columns networks."""
    table = tables.read("table3")
    noisy = table[table["noise"] != "none"]
    return 100 * noisy.pivot_table("test_accuracy", ["noise", "snr_db", "repeat"], "network")


def over(table, new: str, old: str) -> tuple[float, float]:
    return band((table[new] - table[old]).groupby("repeat").mean())


def test_all_levels_a_part_of_the_papers_order_comes_back_and_what_is_clear() -> None:
    table = kept()
    mean = table.mean()
    order = ["convnet", "resnet", "resnet-wide"]
    assert mean[order].is_monotonic_increasing
    assert mean["resnet-wide"] < mean[["senet", "drsn-cs", "drsn-cw"]].min(), "gates in front"
    assert verdict(*over(table, "drsn-cs", "resnet")) == "better"
    assert verdict(*over(table, "drsn-cw", "resnet")) == "not clear"
    gain = over(table, "drsn-cw", "resnet-wide")
    assert verdict(*gain) == "not clear"
    assert 0 < gain[0] < 1, "less than a point"
    gain = over(table, "drsn-cw", "senet")
    assert verdict(*gain) == "not clear"
    assert gain[0] < 0, "nothing"


def test_one_star_in_nine_cells() -> None:
    lead = kept()["drsn-cw"] - kept()["resnet-wide"]
    words = {key: verdict(*band(values)) for key, values in lead.groupby(["noise", "snr_db"])}
    assert len(words) == 9
    assert {key for key, word in words.items() if word != "not clear"} == {("gaussian", 0.0)}
    assert lead.loc["gaussian", 0.0].mean() > 3, "several points"


def test_holm_keeps_the_star_until_the_bands_are_widened() -> None:
    lead = kept()["drsn-cw"] - kept()["resnet-wide"]
    cells = [values.to_numpy() for _, values in lead.groupby(["noise", "snr_db"])]
    assert holm(cells).count("better") == 1
    wider = [values.mean() + FACTOR * (values - values.mean()) for values in cells]
    assert set(holm(wider)) == {"not clear"}


def test_the_factor_is_that_of_five_of_ten_folds() -> None:
    assert {run.folds for name in ("table3", "fig6") for run in plan.read(name).runs} == {10}
    here = 100 * tables.read("fig6").pivot_table("test_accuracy", "repeat", "network")
    assert len(here) == len(kept().groupby("repeat")) == 5
    found = numbers(printed(LESSON, "sweep-others"), rf": {NUMBER} ± {NUMBER} points")
    gains = [here["drsn-cw"] - here[rival] for rival in ("resnet", "resnet-wide")]
    for shown, gain in zip(found[::2], gains, strict=True):
        mean, half = band(gain)
        assert shown == pytest.approx((mean, FACTOR * half), abs=0.06)


def test_training_and_test_lie_further_apart_than_in_the_paper() -> None:
    table = tables.read("table3")
    table = table[table["noise"] != "none"]
    apart = 100 * (table["train_accuracy"] - table["test_accuracy"])
    assert apart.groupby(table["network"]).mean().between(10, 14).all()
    paper = {name: float(one.train) - float(one.test[:5]) for name, one in PUBLISHED.items()}
    assert all(4 < gap < 6 for gap in paper.values())


def test_at_one_point_with_table_ii_no_lead_is_clear() -> None:
    table = tables.read("fig6")
    here = 100 * table.pivot_table("test_accuracy", "repeat", "network")
    assert here.mean().idxmax() == "drsn-cw"
    for rival in here.columns.drop("drsn-cw"):
        mean, half = band(here["drsn-cw"] - here[rival])
        assert mean > 0
        assert (verdict(mean, half) == "not clear") == (rival != "convnet"), rival
    assert (here["drsn-cw"] - here["resnet-wide"]).mean() == pytest.approx(5, abs=0.5)
    lead = here["drsn-cw"] - here["resnet"]
    assert (lead[0], lead.mean()) == pytest.approx((15, 7), abs=0.5)
    assert len(here) == 5


def test_without_the_fold_that_chose_the_point_less_is_left() -> None:
    found = numbers(printed(LESSON, "sweep-others"), rf": {NUMBER} ± {NUMBER} points")
    assert [round(mean) for mean, _ in found[:2]] == [7, 5]
    assert all(mean < half for mean, half in found)
