"""What lesson 08 says of the luck of draws is what luck.csv says."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import f_oneway
from test_claims import words

from drsn_lite.drawing import Bars, Whiskers
from drsn_lite.lessons.lesson08 import draws
from drsn_lite.results import tables
from drsn_lite.results.gains import band
from drsn_lite.results.luck import at_most, crossed_band, sources

LESSON = "08-is-it-worth-it"
OVER_RESNET, OVER_RIVAL = ("drsn-cw", "resnet-wide"), ("drsn-cw", "senet-abs")


@pytest.fixture(scope="module")
def luck():
    return tables.read("luck")


def test_the_table_of_draws_holds_the_gains_by_hand(luck):
    gains = draws.by_draw(luck, *OVER_RIVAL, -5.0)
    assert gains.shape == (5, 3, 4, 2)
    here = luck[(luck["snr_db"] == -5) & (luck["draw"] == 3) & (luck["seed"] == 2)]
    here = here[(here["test"] == 1) & (here["drawn"] == 1)]
    new, old = (here[here["network"] == name]["accuracy"].mean() for name in OVER_RIVAL)
    assert gains[3, 2, 1, 1] == pytest.approx(100 * (new - old))
    each = [draws.by_draw(luck, *OVER_RIVAL, snr) for snr in draws.LEVELS_DB]
    np.testing.assert_allclose(draws.by_draw(luck, *OVER_RIVAL), np.mean(each, axis=0))


def test_the_picture_has_a_row_for_each_draw_and_one_for_all(luck):
    (plot,) = draws.picture(luck, {"gain": OVER_RESNET}).plots
    bars = next(mark for mark in plot.marks if isinstance(mark, Bars))
    whiskers = next(mark for mark in plot.marks if isinstance(mark, Whiskers))
    gains = draws.by_draw(luck, *OVER_RESNET)
    assert len(bars.names) == 5 + 4 + 1
    assert bars.heights[2] == pytest.approx(gains[2].mean())
    assert bars.heights[6] == pytest.approx(gains[:, :, 1].mean())
    mean, half = crossed_band(gains.mean(axis=(1, 3)))
    assert (bars.heights[9], whiskers.half[9]) == pytest.approx((mean, half))


def test_the_seed_is_the_luck_that_is_seen(luck):
    for pair in (OVER_RESNET, OVER_RIVAL):
        share = sources(draws.by_draw(luck, *pair))
        assert 1 < share["seed"] < 2
        assert max(share["test signals"], share["noise"]) < 0.2
        gains = draws.by_draw(luck, *pair)
        seeds = gains.mean(axis=(2, 3))
        assert f_oneway(*seeds).pvalue > 0.3, "no more than their seeds explain"
        assert 1 < at_most(seeds) < 2.05, "up to 2 points open"
        assert 0.4 < at_most(gains.mean(axis=(0, 1))) < 0.7, "half a point or so"
    assert "Another seed moves a gain by 1 to 2 points" in words(LESSON, "luck-after")


def test_over_all_draws_the_gain_stands_and_nothing_is_left_for_shrinking(luck):
    said = words(LESSON, "luck-after")
    for pair, text in ((OVER_RESNET, "3.0 ± 0.9"), (OVER_RIVAL, "−0.1 ± 0.8")):
        mean, half = crossed_band(draws.by_draw(luck, *pair).mean(axis=(1, 3)))
        assert f"{mean:.1f} ± {half:.1f}".replace("-", "−") == text
        assert text in said
    assert mean + half < 1, "less than a point"


def test_at_0_db_the_course_s_own_test_draw_is_the_lowest_of_five(luck):
    heart = tables.read("heart").query(
        "condition == 'base' and noise == 'gaussian' and snr_db == 0"
    )
    own = 100 * heart.pivot_table("accuracy", "seed", "network")
    fresh = luck.query("draw == 0 and noise == 'gaussian' and snr_db == 0")
    each = 100 * fresh.pivot_table("accuracy", ["test", "seed"], "network")
    gain = (each["drsn-cw"] - each["resnet-wide"]).groupby("test").mean()
    lowest = (own["drsn-cw"] - own["resnet-wide"]).mean()
    assert lowest == pytest.approx(1.6, abs=0.05)
    assert (gain.min(), gain.max()) == pytest.approx((2.4, 3.4), abs=0.05)
    assert "1.6 points over the ResNet, and four other draws 2.4 to 3.4" in words(
        LESSON, "luck-after"
    )


def test_neighbouring_levels_are_one_observation(luck):
    for pair in (OVER_RESNET, OVER_RIVAL):
        each = [draws.by_draw(luck, *pair, snr).ravel() for snr in draws.LEVELS_DB]
        assert min(np.corrcoef(a, b)[0, 1] for a, b in pairwise(each)) > 0.5
    assert band(draws.by_draw(luck, *OVER_RIVAL).ravel())[1] < 0.5, "as if all were independent"
