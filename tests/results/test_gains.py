"""Gains, bands and verdicts against arithmetic done another way."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from drsn_lite.drawing import Bars, Whiskers
from drsn_lite.results.forest import forest
from drsn_lite.results.gains import MISSING, band, by_seed, gains, verdict


@pytest.mark.parametrize("count", [2, 3, 5, 9])
def test_the_band_is_the_interval_of_a_t_test(count: int) -> None:
    values = np.random.default_rng(count).normal(1, 2, count)
    mean, half = band(values)
    low, high = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert (mean - half, mean + half) == pytest.approx((low, high))
    p = stats.ttest_1samp(values, 0).pvalue
    assert (verdict(mean, half) == "not clear") == (p > 0.05)


@pytest.mark.parametrize(
    ("mean", "half", "word"),
    [(2, 1, "better"), (-2, 1, "worse"), (1, 2, "not clear"), (1, 1, "not clear")],
)
def test_verdicts(mean: float, half: float, word: str) -> None:
    assert verdict(mean, half) == word


def test_one_seed_gives_no_verdict() -> None:
    mean, half = band([3.0])
    assert (mean, verdict(mean, half)) == (3.0, MISSING)
    assert math.isnan(half)
    assert verdict(*band([])) == MISSING


def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    rows = [
        {
            "condition": c,
            "network": n,
            "seed": s,
            "noise": k,
            "snr_db": level,
            "accuracy": rng.random(),
        }
        for c in ("base", "other")
        for n in ("new", "old")
        for s in range(5)
        for k in ("gaussian", "pink")
        for level in (0.0, 5.0, np.inf)
        if level < np.inf or k == "gaussian"
    ]
    return pd.DataFrame(rows)


def test_gains_are_paired_by_seed_and_averaged_over_the_levels() -> None:
    rows = table()
    (row,) = (
        gains(rows, "new", "old", ["condition"]).query("condition == 'base'").to_dict("records")
    )
    differences = []
    for seed in range(5):
        mine = rows[(rows["condition"] == "base") & (rows["seed"] == seed)]
        new, old = (mine.loc[mine["network"] == n, "accuracy"].to_numpy() for n in ("new", "old"))
        assert len(new) == 5  # two kinds at two levels, and clean once
        differences.append(100 * (new - old).mean())
    assert (row["gain"], row["half"]) == pytest.approx(band(differences))
    assert row["seeds"] == 5


def test_the_clean_level_counts() -> None:
    levels = by_seed(table(), "new", "old", ["snr_db"])["snr_db"]
    assert set(levels) == {0.0, 5.0, np.inf}


def test_what_one_network_lacks_is_not_compared() -> None:
    rows = table()
    short = rows[
        ~((rows["network"] == "old") & (rows["seed"] > 2) & (rows["condition"] == "other"))
    ]
    found = gains(short, "new", "old", ["condition"])
    assert list(found["condition"]) == ["base"]  # three seeds are too few
    assert list(gains(short, "new", "old", ["condition"], least=3)["seeds"]) == [5, 3]
    assert gains(rows, "new", "nobody", ["condition"]).empty


def test_a_forest_has_a_bar_and_a_band_for_each_row_and_none_where_nothing_was_run() -> None:
    plot = forest(
        "t", ("a", "b", "c"), [1.0, math.nan, -30.0], [2.0, math.nan, 4.0], xlim=(-20, 20)
    )
    bars, bands = plot.marks[0], plot.marks[1]
    assert isinstance(bars, Bars)
    assert isinstance(bands, Whiskers)
    np.testing.assert_array_equal(bars.heights, [1, 0, -30])
    np.testing.assert_array_equal(bands.at, [0, 1, 2])
    np.testing.assert_array_equal(bands.mean, [1, np.nan, -30])
    np.testing.assert_array_equal(bands.half, [2, np.nan, 4])
    assert bands.horizontal
