"""data/results/bearings.csv: whole, a row made again, and what lesson 10 says of it in words."""

from pathlib import Path

import numpy as np
import pytest

from drsn_lite.lessons.baseline import spectrum_shape
from drsn_lite.lessons.lesson10 import bearing_results, bearings, traps
from drsn_lite.results import tables
from drsn_lite.results.gains import band, verdict
from drsn_lite.studies import bearings_tables as made

ROOT = Path(__file__).parents[2]

TABLE = tables.read("bearings")
SIZES = {"noise": 18, "leak": 32, "filter": 4, "bearing": 12}


def test_the_table_is_complete() -> None:
    assert not TABLE.duplicated(list(made.STUDY.order)).any()
    sizes = TABLE.groupby(["data", "part", "method", "seed"]).size()
    assert set(sizes.index) == set(made.STUDY.runs)
    assert all(size == SIZES[key[1]] for key, size in sizes.items())
    assert TABLE["accuracy"].between(0, 1).all()


def test_a_row_made_again() -> None:
    noisy = traps.with_noise(bearings.simulated().recordings, -10.0, 2)
    for way, name in ((traps.at_random, "random"), (traps.in_time, "time")):
        options = {"seed": 2} if name == "random" else {}
        again = traps.nearest(way(noisy, hop=256, **options), spectrum_shape)
        theirs = bearing_results.leak("simulated", "nearest").loc[(-10.0, 256, 2), name]
        assert again == pytest.approx(theirs, abs=0.02)


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(ValueError, match="cwru/noise"):
        bearing_results.part("noise", "moon")


@pytest.mark.parametrize("data", bearing_results.DATA)
def test_accuracy_has_five_seeds_everywhere(data: str) -> None:
    table = bearing_results.accuracy(data)
    assert not table.isna().any().any()
    assert len(table) == 3 * len(bearing_results.SNR_DB) * 5


def word(name: str, snr_db: float) -> str:
    here = bearing_results.accuracy("cwru").loc["gaussian"].loc[snr_db]
    return verdict(*band(here[name] - here["resnet-wide"]))


def test_lesson_what_is_said_of_networks_and_baselines() -> None:
    assert {word("drsn-cw", s) for s in bearing_results.SNR_DB} == {"not clear"}
    assert {word("lr-envelope", s) for s in bearing_results.SNR_DB} == {"worse"}
    assert (word("lr-both", -10), word("lr-both", -5)) == ("worse", "better")
    assert "worse" not in {word("lr-both", s) for s in bearing_results.SNR_DB[1:]}


@pytest.mark.parametrize("data", bearing_results.DATA)
def test_lesson_the_leak_is_the_overlap(data: str) -> None:
    mean = bearing_results.leak(data, "nearest").loc[-10.0].groupby("hop").mean()
    assert mean.loc[128, "random"] > 0.99
    assert mean.loc[128, "time"] < 0.25
    assert abs(mean.loc[1024, "random"] - mean.loc[1024, "time"]) < 0.03


def test_lesson_a_bearing_held_out_is_hard() -> None:
    table = bearing_results.part("bearing", "cwru")
    clean = table[np.isinf(table["snr_db"])]
    mean = clean.groupby(["method", "split"])["accuracy"].mean().unstack()
    assert (mean["same"] > 0.95).all()
    assert (mean["held"] < 0.7).all()
