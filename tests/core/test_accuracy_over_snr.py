"""Accuracy over the SNR: whose noise it is, and of which kind."""

import numpy as np
import pytest
import torch
from torch import nn

from drsn_lite.evaluation import accuracy_over_snr
from drsn_lite.noise import KINDS, add_noise

RNG = np.random.default_rng(0)
X = RNG.standard_normal((9, 1, 1, 64)).astype(np.float32)
Y = np.arange(9) % 3

heard: list[torch.Tensor] = []


class Listener(nn.Module):
    """Keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(64, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        heard.append(x)
        return self.layer(x.flatten(1))


def listen(*snr_db: float, **options: object) -> list[torch.Tensor]:
    """What a network is given at each SNR."""
    heard.clear()
    accuracy_over_snr(Listener(), X, Y, snr_db, **options)
    return list(heard)


def test_the_levels_share_their_noise() -> None:
    clean, loud, quiet = (x.double() for x in listen(np.inf, 0, 20))
    assert torch.equal(clean.float(), torch.from_numpy(X))
    torch.testing.assert_close(loud - clean, 10 * (quiet - clean), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_the_noise_is_of_the_kind_and_the_seed_asked_for(kind: str) -> None:
    (noisy,) = listen(0.0, kind=kind, seed=3)
    np.testing.assert_array_equal(noisy, add_noise(X, 0.0, kind, rng=3))
