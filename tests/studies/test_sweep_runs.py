"""One run of a sweep: the numbers of a training by hand, and failures with their reasons."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from drsn_lite import datasets
from drsn_lite.evaluation import evaluate
from drsn_lite.networks import build, count_parameters
from drsn_lite.studies.engine import attempt
from drsn_lite.studies.sweep.plan import CLEAN, Run
from drsn_lite.studies.sweep.runs import row, split, train
from drsn_lite.studies.sweep.store import COLUMNS
from drsn_lite.training import fit

RUN = Run(
    network="drsn-cw", noise="laplacian", snr_db=2.0, repeat=1, folds=0, preset="lite",
    data="gearbox", data_seed=5, options=(("length", 128), ("train_per_state", 8)), epochs=2,
    batch_size=16, learning_rate=0.1, device="cpu",
)  # fmt: skip


def done(run):
    """The row of a run that was tried."""
    return row(run, attempt(train, run))


def test_a_run_is_the_training_by_hand():
    found = done(RUN)
    torch.set_num_threads(1)
    data = datasets.load(
        "gearbox", seed=5, snr_db=2.0, kind="laplacian", length=128, train_per_state=8
    )
    network = build("drsn-cw", "lite", 8, seed=1)
    history = fit(network, data, 2, batch_size=16, seed=1, progress=False, device="cpu")
    assert found["status"] == "done"
    assert found["train_accuracy"] == evaluate(network, data.train_x, data.train_y).accuracy
    assert found["test_accuracy"] == evaluate(network, data.test_x, data.test_y).accuracy
    assert found["best_epoch"] == history.best_epoch
    assert found["parameters"] == count_parameters(network)
    assert 0 < found["test_loss"] < 20
    assert set(found) == set(COLUMNS), "each column of the table is there, and no other"


def test_threads_are_left_as_they_were():
    torch.set_num_threads(2)
    try:
        attempt(train, replace(RUN, epochs=1))
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(1)


def test_folds_test_each_signal_once_and_keep_its_noise():
    whole = split(replace(RUN, folds=0))
    every = np.concatenate([whole.train_x, whole.test_x])
    seen = []
    for fold in range(4):
        data = split(replace(RUN, folds=4, repeat=fold))
        assert len(data.train_x) + len(data.test_x) == len(every)
        assert set(np.bincount(data.test_y)) == {len(every) // 8 // 4}, "equal shares of a class"
        seen += [row.tobytes() for row in data.test_x]
        mine = {row.tobytes() for row in data.train_x}
        assert mine.isdisjoint(row.tobytes() for row in data.test_x)
    assert sorted(seen) == sorted(row.tobytes() for row in every)


def test_a_run_without_noise_has_the_clean_signals():
    clean = datasets.load("gearbox", seed=5, length=128, train_per_state=8)
    found = split(replace(RUN, noise=CLEAN, snr_db=float("inf")))
    assert np.array_equal(found.test_x, clean.test_x)
    assert not np.array_equal(found.test_x, split(RUN).test_x)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"learning_rate": 1e30}, "the loss became"),
        ({"options": (("train_per_state", -1),)}, "ValueError: "),
        ({"network": "no such network"}, "ValueError: no network is called"),
    ],
)
def test_what_goes_wrong_becomes_the_reason(change, reason):
    found = done(replace(RUN, **change))
    assert found["status"] == "failed"
    assert found["reason"].startswith(reason)
    assert "test_accuracy" not in found
    assert found["id"] == replace(RUN, **change).id
