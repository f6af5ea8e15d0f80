"""data/results/spine.csv, on which lessons 00, 04 and 05 build: complete, and true to the cards."""

import pandas as pd
import pytest

from drsn_lite import checkpoints
from drsn_lite.networks import build, count_parameters
from drsn_lite.paths import DATA

RUNS = pd.read_csv(DATA / "results" / "spine.csv")
NETWORKS = ("drsn-cs", "drsn-cw", "resnet", "resnet-wide", "senet")


def test_every_run_is_there_once_with_five_seeds() -> None:
    columns = ["data", "network", "noise", "snr_db", "seed"]
    assert not RUNS.duplicated(columns).any()
    assert len(RUNS) == 3 * len(NETWORKS) * 3 * 6 * 5
    assert set(RUNS["network"]) == set(NETWORKS)
    assert (RUNS.groupby(columns[:-1])["seed"].nunique() == 5).all()
    assert RUNS["accuracy"].between(0, 1).all()


@pytest.mark.parametrize("data", ["gearbox", "digits", "cwru"])
@pytest.mark.parametrize("network", NETWORKS)
def test_the_networks_have_the_size_that_the_table_says(data: str, network: str) -> None:
    preset = "lite-2d" if data == "digits" else "lite"
    classes = 8 if data == "gearbox" else 10
    rows = RUNS.query("data == @data and network == @network")
    assert set(rows["parameters"]) == {count_parameters(build(network, preset, classes))}


@pytest.mark.parametrize("name", checkpoints.names())
def test_a_card_repeats_the_rows_of_seed_0(name: str) -> None:
    card = checkpoints.card(name)
    rows = RUNS.query("data == @card['data'] and network == @card['network'] and seed == 0")
    for kind, accuracy in card["accuracy"].items():
        of_kind = rows[rows["noise"] == kind].sort_values("snr_db")
        assert of_kind["snr_db"].tolist() == [float(level) for level in card["snr_db"]]
        assert of_kind["accuracy"].tolist() == pytest.approx(accuracy, abs=1e-3)
