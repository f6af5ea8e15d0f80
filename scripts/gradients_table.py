"""Gradient norms of untrained networks over depth: data/results/gradients.npz, about a minute.

One array a network and normalisation, `NETWORK/NORMALISATION`: (seeds, 560). A row holds the norms
of the network with 1 unit, then of that with 2, up to `MOST_UNITS`; each has units + 1 of them,
stem first, so that of n units begins at (n − 1)(n + 2) / 2. Arrays that are there are kept.
"""

import os
import time
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from drsn_lite import datasets
from drsn_lite.depth import deep_plan, gradient_norms, without_batchnorm
from drsn_lite.networks import build
from drsn_lite.panels.gradient_depth import LIMITS, MOST_UNITS, NAMES, PATH, SEEDS

SAMPLES = 64


@cache
def batch() -> tuple[Tensor, Tensor]:
    """The first training digits and their labels: (64, 1, 8, 8) and (64,)."""
    data = datasets.load("digits")
    return torch.from_numpy(data.train_x[:SAMPLES]), torch.from_numpy(data.train_y[:SAMPLES])


def norms(name: str, units: int, normalisation: str, seed: int) -> NDArray[np.float64]:
    """Gradient norms of a new network, stem first: (units + 1,).

    Parameters
    ----------
    name : {"convnet", "resnet"}
    units : int
    normalisation : {"batchnorm", "none", "he"}
        Units as they are; without BatchNorm; without it and with He's initial weights.
    seed : int
        Of the initial weights.
    """
    network = build(name, deep_plan(units), 10, seed=seed)
    if normalisation != "batchnorm":
        without_batchnorm(network, seed if normalisation == "he" else None)
    return gradient_norms(network, *batch())


def row(name: str, normalisation: str, seed: int) -> NDArray[np.float64]:
    """Norms of the networks of every depth, one after the other: (560,)."""
    depths = range(1, MOST_UNITS + 1)
    return np.concatenate([norms(name, units, normalisation, seed) for units in depths])


def main() -> None:
    torch.set_num_threads(1)
    done = dict(np.load(PATH)) if PATH.exists() else {}
    for name in NAMES:
        for normalisation in LIMITS:
            key = f"{name}/{normalisation}"
            if key in done:
                continue
            start = time.perf_counter()
            done[key] = np.stack([row(name, normalisation, seed) for seed in range(SEEDS)])
            aside = PATH.with_suffix(".npz.part")
            with aside.open("wb") as file:
                np.savez_compressed(file, **done)
            os.replace(aside, PATH)
            print(key, f"{time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
