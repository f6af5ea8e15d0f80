"""data/results/heart.csv and data/seeds: whole, made by the plan, and found again by testing."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import waits

from drsn_lite import checkpoints
from drsn_lite.evaluation import evaluate
from drsn_lite.networks import count_parameters
from drsn_lite.results import tables
from drsn_lite.results.gains import gains
from drsn_lite.studies import heart_runs as runs
from drsn_lite.studies import heart_tables as heart
from drsn_lite.studies.__main__ import STUDIES

ROOT = Path(__file__).parents[2]

TABLE = tables.read("heart")
TESTS = 22  # three kinds of noise at seven levels, and none
SEEDS = sorted(runs.SEEDS)


def test_no_row_is_there_twice_and_every_run_has_all_its_tests() -> None:
    assert not TABLE.duplicated(["condition", "network", "seed", "noise", "snr_db"]).any()
    sizes = TABLE.groupby(["condition", "network", "seed"]).size()
    assert set(sizes) == {TESTS}
    assert set(TABLE.loc[np.isinf(TABLE["snr_db"]), "noise"]) == {"gaussian"}
    assert set(TABLE["snr_db"]) == set(runs.SNR_DB)


def test_all_that_was_planned_was_run_or_the_plan_says_that_it_waits() -> None:
    planned = set(STUDIES["heart"].runs)
    columns = ["condition", "network", "seed"]
    ran = set(TABLE[columns].itertuples(index=False, name=None))
    assert ran <= planned
    assert {run[:2] for run in planned - ran} == waits.RUNS
    assert f"{len(ran)} trainings" in waits.PLAN


@pytest.mark.parametrize("condition", sorted(set(TABLE["condition"])))
def test_the_plan_says_what_came_out(condition: str) -> None:
    mine = TABLE[TABLE["condition"] == condition]
    found = gains(mine, "drsn-cw", "resnet-wide", ["condition"]).iloc[0]
    numbers = f"{found['gain']:+.1f} ± {found['half']:.1f}"
    assert f"| `{condition}` | {numbers} | {found['verdict']} |" in waits.PLAN


def test_senet_is_behind_where_the_plan_says() -> None:
    ahead = gains(TABLE, "drsn-cw", "senet", ["condition"]).set_index("condition")["verdict"]
    assert ahead[ahead != "not clear"].to_dict() == {"data 1000": "better"}


def test_the_plan_names_all_conditions_and_variants() -> None:
    for condition in runs.CONDITIONS:
        assert f"`{condition}`" in waits.PLAN
    for variant in runs.VARIANTS:
        assert f"`{variant}`" in waits.PLAN


def test_one_thing_is_changed_at_a_time_and_the_number_of_steps_stays() -> None:
    base = runs.CONDITIONS[runs.BASE]
    for name, condition in runs.CONDITIONS.items():
        different = {
            f.name for f in fields(base) if getattr(base, f.name) != getattr(condition, f.name)
        }
        if name.startswith("data"):
            assert different == {"per_state", "epochs"}
            assert condition.per_state * condition.epochs == base.per_state * base.epochs
        else:
            assert len(different) == (name != runs.BASE)


@pytest.mark.parametrize(
    ("condition", "network"), sorted(set(TABLE.groupby(["condition", "network"]).groups))
)
def test_sizes_epochs_and_accuracies_are_possible(condition: str, network: str) -> None:
    rows = TABLE[(TABLE["condition"] == condition) & (TABLE["network"] == network)]
    size = count_parameters(runs.make(condition, network, 0))
    assert set(rows["parameters"]) == {size}
    assert set(rows["seed"]) <= set(SEEDS)
    assert rows["best_epoch"].between(0, runs.CONDITIONS[condition].epochs - 1).all()
    assert rows["accuracy"].between(0.1, 1).all()
    if set(rows["seed"]) == set(SEEDS) and condition != "kept at -5 dB":
        mean = rows[rows["noise"] == "gaussian"].groupby("snr_db")["accuracy"].mean()
        assert mean[np.inf] > mean[-2.0] > mean[-8.0]


def test_rivals_have_about_the_same_size() -> None:
    sizes = TABLE.groupby(["condition", "network"])["parameters"].first()
    for condition in sizes.index.unique("condition"):
        cw, wide = sizes[condition, "drsn-cw"], sizes[condition, "resnet-wide"]
        assert abs(cw - wide) < 0.2 * cw, condition


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("network", heart.NETWORKS[runs.BASE])
def test_the_card_of_a_network_repeats_its_rows(network: str, seed: int) -> None:
    card = checkpoints.card(runs.FOLDER / f"gearbox-{network}-{seed}")
    rows = TABLE.query("condition == 'base' and network == @network and seed == @seed")
    assert (card["seed"], card["network"]) == (seed, network)
    assert card["parameters"] == rows["parameters"].iloc[0]
    for row in rows.itertuples():
        said = card["accuracy"][row.noise][card["snr_db"].index(str(row.snr_db))]
        assert said == pytest.approx(row.accuracy, abs=6e-5)


@pytest.mark.parametrize(
    ("network", "seed", "kind"), [("drsn-cw", 3, "pink"), ("resnet", 1, "laplacian")]
)
def test_a_network_tested_again_gives_the_row(network: str, seed: int, kind: str) -> None:
    found = runs.trained(network, seed)
    accuracy = evaluate(found, runs.test_signals(kind, 0.0), runs.signals(250).test_y).accuracy
    (row,) = TABLE.query(
        "condition == 'base' and network == @network and seed == @seed "
        "and noise == @kind and snr_db == 0"
    )["accuracy"]
    assert accuracy == pytest.approx(row, abs=0.005)  # four signals of 800


def test_training_signals_of_the_conditions_are_what_the_plan_says() -> None:
    base = runs.signals(250)
    assert len(base.train_x) == 2000
    assert len(base.test_x) == 800
    kept = runs.kept(250, "kept at -5 dB").train_x
    power = ((kept - base.train_x) ** 2).mean((1, 2, 3)) / (base.train_x**2).mean((1, 2, 3))
    np.testing.assert_allclose(10 * np.log10(power), 5, atol=1e-3)
    assert runs.kept(250, "kept at -5 dB") is runs.kept(250, "kept at -5 dB")
    assert np.array_equal(runs.kept(250, "kept").test_x, base.test_x)
