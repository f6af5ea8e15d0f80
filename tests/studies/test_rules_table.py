"""data/results/rules.csv: whole, comparable with heart.csv, and the script that made it runs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from drsn_lite.lessons.lesson08.gallery import RULES
from drsn_lite.networks import build, count_parameters
from drsn_lite.noise import add_noise
from drsn_lite.results import tables
from drsn_lite.studies import heart_runs, heart_tables

ROOT = Path(__file__).parents[2]

TABLE = tables.read("rules")


def test_the_table_is_complete_and_has_the_tests_of_the_heart() -> None:
    assert not TABLE.duplicated(["rule", "seed", "noise", "snr_db"]).any()
    assert set(TABLE.groupby(["rule", "seed"]).groups) == {(r, s) for r in RULES for s in range(5)}
    heart = tables.read("heart").query("condition == 'base' and network == 'drsn-cw' and seed == 0")
    wanted = set(zip(heart["noise"], heart["snr_db"], strict=True))
    for _, rows in TABLE.groupby(["rule", "seed"]):
        assert set(zip(rows["noise"], rows["snr_db"], strict=True)) == wanted
    assert TABLE["accuracy"].between(0.1, 1).all()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_the_size_that_the_table_says_and_hardly_more_than_a_resnet(rule: str) -> None:
    size = count_parameters(build("drsn-cw", gate=RULES[rule], seed=0))
    assert set(TABLE.loc[TABLE["rule"] == rule, "parameters"]) == {size}
    assert 0 <= size - count_parameters(build("resnet", seed=0)) <= 80


def test_a_short_run_has_the_rows_of_the_table_and_gives_the_same_twice(monkeypatch) -> None:
    full = heart_runs.signals(50)
    small = replace(full, test_x=full.test_x[::8], test_y=full.test_y[::8])
    noisy = {snr: add_noise(small.test_x, snr, rng=0) for snr in (5.0, np.inf)}
    monkeypatch.setattr(heart_runs, "SNR_DB", tuple(noisy))
    monkeypatch.setattr(heart_runs, "signals", lambda *_: small)
    monkeypatch.setattr(heart_runs, "test_signals", lambda kind, snr: noisy[snr])
    monkeypatch.setitem(heart_runs.CONDITIONS, "base", heart_runs.Condition(epochs=6))
    first, again = (pd.DataFrame(heart_tables.rules("alpha-trained", 1)) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert list(first.columns) == list(TABLE.columns)
    assert len(first) == 3 + 1  # three kinds at 5 dB, and none
    assert first["accuracy"].min() > 0.25  # chance is 0.125
