"""Ctrl-C at any moment of a training: history and weights are those of the same epoch."""

import copy
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from drsn_lite import training
from drsn_lite.networks import Plan, build

EPOCHS = 3
RNG = np.random.default_rng(4)
DATA = SimpleNamespace(
    train_x=RNG.standard_normal((20, 1, 1, 32)).astype(np.float32), train_y=RNG.integers(2, size=20)
)


def network() -> nn.Module:
    return build("drsn-cs", Plan((3, 2), ((2, 1, 1),)), 2, seed=0).train()


def fit(made: nn.Module, on_epoch: training.OnEpoch | None = None) -> training.History:
    return training.fit(
        made, DATA, EPOCHS, batch_size=16, learning_rate=2.0, progress=False, on_epoch=on_epoch
    )


@contextmanager
def ctrl_c(at: int, counts: Callable[[FrameType], bool]) -> Iterator[list[int]]:
    """Raise KeyboardInterrupt at the line number `at` of those that count; how many there were."""
    lines = [0]

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            lines[0] += 1
            if lines[0] == at:
                raise KeyboardInterrupt
        return trace if event != "call" or counts(frame) else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield lines
    finally:
        sys.settrace(before)


def in_fit(frame: FrameType) -> bool:
    names = {"fit", "then", "_give_back", "answers"}
    return frame.f_code.co_name in names and "drsn_lite" in frame.f_code.co_filename


def while_given_back(frame: FrameType) -> bool:
    """In `_give_back`, or in what it calls."""
    found: FrameType | None = frame
    while found is not None and found.f_code is not training._give_back.__code__:
        found = found.f_back
    return found is not None


@pytest.fixture(scope="module")
def states() -> list[dict[str, Tensor]]:
    """The weights before the training, then after each epoch."""
    found = [copy.deepcopy(network().state_dict())]
    history = fit(network(), lambda made, _: found.append(copy.deepcopy(made.state_dict())))
    assert history.best_epoch not in (None, EPOCHS - 1)  # the last is not the best
    return found


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return all(torch.equal(one[key], other[key]) for key in one)


@pytest.mark.parametrize(("counts", "tries"), [(in_fit, 70), (while_given_back, 20)])
def test_history_and_weights_belong_together(
    counts: Callable[[FrameType], bool], tries: int, states: list[dict[str, Tensor]]
) -> None:
    with ctrl_c(0, counts) as lines:
        fit(network())
    ended = 0
    for at in np.linspace(1, lines[0], tries).astype(int):
        made = network()
        with ctrl_c(at, counts):
            try:
                history = fit(made)
            except KeyboardInterrupt:  # before the first epoch, or behind all that matters
                assert any(same(made.state_dict(), state) for state in states)
                continue
        ended += 1
        assert history.stopped == "interrupted"
        lengths = {len(history.train_loss), len(history.valid_loss), len(history.valid_accuracy)}
        assert len(lengths) == 1
        best = history.best_epoch
        assert best == (int(np.argmin(history.valid_loss)) if history.valid_loss else None)
        assert same(made.state_dict(), states[0 if best is None else best + 1]), at
        assert not made.training
        assert torch.is_grad_enabled()
    assert ended > 0.7 * tries
