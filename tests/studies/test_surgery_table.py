"""data/results/surgery.csv: whole, in agreement with heart.csv, and some of it made again."""

from pathlib import Path

import numpy as np
import pytest

from drsn_lite import checkpoints
from drsn_lite.lessons.lesson07 import surgery
from drsn_lite.paths import DATA
from drsn_lite.results import tables
from drsn_lite.studies import surgery_table as made

ROOT = Path(__file__).parents[2]

TABLE = tables.read("surgery")
KEY = ["network", "seed", "surgery", "s", "settled", "snr_db"]


def test_the_table_is_complete() -> None:
    assert not TABLE.duplicated(KEY).any()
    sizes = TABLE.groupby(["network", "seed"]).size()
    assert set(sizes.index) == {(n, s) for n in made.NETWORKS for s in made.SEEDS}
    levels, clean_self = len(made.SNR_DB), 2
    for name in made.NETWORKS:
        own = len(made.SCALES) + len(made.ALPHAS) + 2 + (name == "drsn-cw")
        assert set(sizes[name]) == {(2 * own + len(made.LENT)) * levels - clean_self}
    assert TABLE["accuracy"].between(0.05, 1).all()
    assert TABLE["lender"].notna().equals(TABLE["surgery"].str.endswith("of any"))


def test_learned_thresholds_have_the_accuracy_of_the_heart() -> None:
    heart = tables.read("heart").query("condition == 'base' and noise == 'gaussian'")
    key = ["network", "seed", "snr_db"]
    theirs = heart.set_index(key)["accuracy"]
    intact = TABLE[(TABLE["surgery"] == "scale") & (TABLE["s"] == 1) & ~TABLE["settled"]]
    intact = intact.set_index(key)["accuracy"]
    assert len(intact) == 2 * 5 * len(made.SNR_DB)
    assert (intact - theirs.reindex(intact.index)).abs().max() < 0.003


def row(network: str, seed: int, **wanted) -> dict:
    rows = TABLE[(TABLE["network"] == network) & (TABLE["seed"] == seed)]
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    (found,) = rows.to_dict("records")
    return found


def test_surgeries_made_again_give_their_rows() -> None:
    network = checkpoints.load_checkpoint(DATA / "seeds" / "gearbox-drsn-cw-2")
    x, y = made.test_signals("gaussian", 0.0), made.signals(250).test_y
    cut = surgery.scaled(network, 0.5)
    raw = row("drsn-cw", 2, surgery="scale", s=0.5, settled=False, snr_db=0.0)
    assert made.share_right(cut, x, y) == pytest.approx(raw["accuracy"], abs=0.006)
    settled = row("drsn-cw", 2, surgery="scale", s=0.5, settled=True, snr_db=0.0)
    again = surgery.settle(cut, made.train_signals())
    assert made.share_right(again, x, y) == pytest.approx(settled["accuracy"], abs=0.01)
    clean = made.test_signals("gaussian", np.inf)
    for kind in ("alpha of any", "tau of clean self"):
        lent = row("drsn-cw", 2, surgery=kind, snr_db=0.0)
        assert made.borrow(network, kind, x, clean)["accuracy"] == pytest.approx(
            lent["accuracy"], abs=0.006
        )


def test_lenders_are_others() -> None:
    y = np.repeat(np.arange(4), 10)
    same = made.lenders("same state", y)
    assert (y[same] == y).all()
    assert (same != np.arange(40)).all()
    assert sorted(same) == sorted(made.lenders("any", y)) == list(range(40))
    assert (y[made.lenders("any", y)] == y).mean() < 0.6
