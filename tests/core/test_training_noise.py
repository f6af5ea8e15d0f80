"""The noise of a training: anew for each batch, and free to change what a sample looks like."""

from types import SimpleNamespace

import numpy as np
import torch
from torch import nn

from drsn_lite import training
from drsn_lite.networks import LITE, build

DATA = SimpleNamespace(
    train_x=np.random.default_rng(0).standard_normal((72, 1, 1, 128)).astype(np.float32),
    train_y=np.arange(72) % 3,
)


def fit(network: nn.Module, epochs: int, noise: training.Noise) -> training.History:
    return training.fit(network, DATA, epochs, batch_size=16, noise=noise, progress=False)


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

    assert fit(Short(), 1, halves).stopped == ""


def test_each_batch_of_each_epoch_gets_noise_of_its_own() -> None:
    """The central claim of the course's training: what is drawn once can be learned by heart."""
    drawn: list[np.ndarray] = []

    def hiss(batch: torch.Tensor, source: np.random.Generator) -> torch.Tensor:
        drawn.append(source.standard_normal(16))
        return batch

    fit(build("resnet", LITE, 3, seed=0), 3, hiss)
    assert len(drawn) > 3 * 4
    assert len({one.tobytes() for one in drawn}) == len(drawn)
