"""Watching a training: every epoch is there, and the watcher changes nothing."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
import torch

from drsn_lite import datasets
from drsn_lite.lessons.lesson06.watch import Watch
from drsn_lite.microscope import look
from drsn_lite.networks import LITE_2D, build
from drsn_lite.training import fit


@pytest.fixture(scope="module")
def digits() -> datasets.Dataset:
    data = datasets.load("digits")
    return replace(data, train_x=data.train_x[:200], train_y=data.train_y[:200])


def test_it_sees_every_epoch_as_it_was(digits) -> None:
    shown = []
    watch = Watch(digits.test_x[:20], show=shown.append)
    network = build("drsn-cw", LITE_2D, 10, seed=0)
    history = fit(network, digits, epochs=3, progress=False, on_epoch=watch)
    assert watch.history is history
    series = (watch.tau, watch.alpha, watch.spread, watch.zeroed, shown)
    assert [len(one) for one in series] == [3] * 5
    network_after = look(network, digits.test_x[:20])  # the weights of the best epoch
    best = history.best_epoch
    expected = [float(record.tau.mean()) for record in network_after]
    assert watch.tau[best] == pytest.approx(expected, rel=1e-4)
    assert all(0 < value < 1 for alpha in watch.alpha for value in alpha)
    low, high = np.quantile(network_after[0].alpha.flatten(), [0.05, 0.95])
    assert watch.spread[best][0] == pytest.approx(high - low, rel=1e-4)
    assert shown[-1].plots[4].marks[0].y.tolist() == pytest.approx([tau[0] for tau in watch.tau])


def test_it_leaves_the_training_as_it_would_have_been(digits) -> None:
    weights = []
    for on_epoch in (None, Watch(digits.test_x[:5])):
        network = build("drsn-cs", LITE_2D, 10, seed=1)
        fit(network, digits, epochs=2, progress=False, on_epoch=on_epoch)
        weights.append(torch.cat([p.detach().flatten() for p in network.parameters()]))
    assert torch.equal(*weights)


def test_it_may_draw_less_often_than_it_looks(digits) -> None:
    shown = []
    watch = Watch(digits.test_x[:5], show=shown.append, every=2)
    network = build("drsn-cw", LITE_2D, 10, seed=0)
    fit(network, digits, epochs=4, progress=False, on_epoch=watch)
    assert len(watch.tau) == 4
    assert [len(frame.plots[4].marks[0].y) for frame in shown] == [2, 4]


def test_a_network_without_thresholds_has_none(digits) -> None:
    watch = Watch(digits.test_x[:5])
    fit(build("resnet", LITE_2D, 10, seed=0), digits, epochs=1, progress=False, on_epoch=watch)
    assert np.isnan(watch.tau[0]).all()
    assert not watch.zeroed[0].any()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sentence = watch.frame().sentence
    assert "no attention" in sentence
    assert "nan" not in sentence


def test_before_the_first_epoch_there_is_nothing_to_draw(digits) -> None:
    with pytest.raises(ValueError, match="on_epoch"):
        Watch(digits.test_x[:5]).frame()
