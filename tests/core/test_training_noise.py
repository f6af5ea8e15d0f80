"""Noise in training is drawn anew for each batch, and what else `fit` promises of a batch."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from drsn_lite import training
from drsn_lite.networks import LITE, build

RNG = np.random.default_rng(0)
DATA = SimpleNamespace(
    train_x=RNG.standard_normal((72, 1, 1, 128)).astype(np.float32), train_y=np.arange(72) % 3
)


def fit(network: nn.Module, **options: object) -> training.History:
    return training.fit(
        network, DATA, **{"epochs": 6, "progress": False, "batch_size": 16} | options
    )


def test_noise_may_change_the_shape_of_a_sample() -> None:
    def halves(x: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
        return x[..., ::2]

    class Short(nn.Module):
        """Knows only signals of 64 samples; the data have 128."""

        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(64, 3)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.layer(x.flatten(1))

    assert fit(Short(), noise=halves, epochs=1).stopped == ""


def test_each_batch_of_each_epoch_gets_noise_of_its_own() -> None:
    """The central claim of the course's training: what is drawn once can be learned by heart."""
    drawn: list[np.ndarray] = []

    def hiss(batch: torch.Tensor, source: np.random.Generator) -> torch.Tensor:
        drawn.append(source.standard_normal(16))
        return batch

    fit(build("resnet", LITE, 3, seed=0), epochs=3, noise=hiss)
    assert len(drawn) > 3 * 4
    assert len({one.tobytes() for one in drawn}) == len(drawn)


def test_a_network_is_given_back_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a second device: all moves are written down, and go nowhere."""
    network, moved = build("resnet", LITE, 3, seed=0), []
    monkeypatch.setattr(network, "to", lambda where: moved.append(torch.device(where)))
    fit(network, epochs=1, device="cpu:0")
    assert moved == [torch.device("cpu:0"), torch.device("cpu")]
