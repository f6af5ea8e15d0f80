"""The tables of lesson 03, one tidy row a run; all of it takes about 15 minutes on one core.

degradation  plain and residual networks, 1 to 32 units, on digits; plain ones of 16 units also
             with lower learning rates, in case the rate is to blame
landscape    the loss around networks of 8 and 16 units, along two random directions
dense        DenseNets and ResNets of three sizes each, on digits
unet         U-Nets with and without long skips, SNR in and out; those of seed 0 are kept
gradients    gradient norms of untrained networks over depth: one array a network and normalisation,
             (seeds, 560). A row holds the norms of the network with 1 unit, then of that with 2, up
             to `MOST_UNITS`; each has units + 1 of them, stem first, so that of n units begins at
             (n − 1)(n + 2) / 2
"""

from functools import cache
from itertools import product
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from drsn_lite import datasets
from drsn_lite.checkpoints import cards
from drsn_lite.evaluation import evaluate
from drsn_lite.lessons.lesson03 import landscape, unet
from drsn_lite.lessons.lesson03.depth import deep_plan, gradient_norms, without_batchnorm
from drsn_lite.lessons.lesson03.gradient_depth import LIMITS, MOST_UNITS
from drsn_lite.lessons.lesson03.gradient_depth import SEEDS as GRADIENT_SEEDS
from drsn_lite.lessons.lesson03.relatives import DenseNetwork
from drsn_lite.networks import Network, Plan, build, count_parameters
from drsn_lite.noise import add_noise
from drsn_lite.studies.engine import Row
from drsn_lite.studies.study import TORCH, Arrays, Study, fit_to_end, loaded
from drsn_lite.training import History

SEEDS = range(5)
NETWORKS = ("convnet", "resnet")  # plain and residual
UNITS = (1, 2, 4, 8, 16, 32)
RATES = ((0.1, UNITS, NETWORKS), (0.03, (16,), ("convnet",)), (0.01, (16,), ("convnet",)))
SURFACE_UNITS, SURFACE_POINTS, SURFACE_SAMPLES = (8, 16), 21, 300
TRAINING: dict[str, Any] = {"epochs": 30, "batch_size": 128}
STEPS = 300
SNR_DB = (-5, 0, 5, 10, 15, 20)
DENOISERS = {"unet-skips": (6, True), "unet-plain": (7, False)}  # width; plain has more parameters
SIZES = {"densenet": (3, 4, 6), "resnet": (4, 6, 8)}  # growth rate; channels of the first stage
DENOISED = {
    "data": "ringing blows",
    "note": "Slow sines with blows that ring down, RMS 1, made from a seed "
    "(drsn_lite.lessons.lesson03.unet.signals); the noise is added to them.",
    "input": {"length": unet.LENGTH, "rate_hz": None, "scale": 1.0},
}
"""What the cards of the denoisers say of their signals, which have no sampling rate."""


def digits() -> datasets.Dataset:
    return loaded("digits")


@cache
def trained(name: str, units: int, rate: float, seed: int) -> tuple[Network, History]:
    """A network of some depth, trained on digits."""
    network = build(name, deep_plan(units), 10, seed=seed)
    return network, fit_to_end(network, digits(), seed=seed, learning_rate=rate, **TRAINING)


def accuracies(network: torch.nn.Module) -> Row:
    data = digits()
    return {
        "train_accuracy": round(evaluate(network, data.train_x, data.train_y).accuracy, 4),
        "test_accuracy": round(evaluate(network, data.test_x, data.test_y).accuracy, 4),
    }


def degradation(network: str, units: int, learning_rate: float, seed: int) -> list[Row]:
    found, history = trained(network, units, learning_rate, seed)
    sizes = {"layers": 2 * units + 2, "parameters": count_parameters(found)}
    loss = {"train_loss": round(history.train_loss[-1], 4), "best_epoch": history.best_epoch}
    return [sizes | loss | accuracies(found) | {"torch": TORCH}]


def dense(network: str, size: int, seed: int) -> list[Row]:
    if network == "densenet":
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            made: torch.nn.Module = DenseNetwork(10, layers=4, growth=size, stem=(3, 2))
    else:
        plan = Plan(stem=(3, 2), stages=((size, 2, 1), (2 * size, 2, 2)), dims=2)
        made = build("resnet", plan, 10, seed=seed)
    fit_to_end(made, digits(), seed=seed, learning_rate=0.1, **TRAINING)
    sizes = {"parameters": count_parameters(made)}
    return [sizes | accuracies(made) | {"torch": TORCH}]


def denoiser(network: str, seed: int) -> list[Row]:
    width, skips = DENOISERS[network]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        made = unet.UNet(width, skips=skips)
    unet.train(made, STEPS, seed=seed)
    clean, size = unet.signals(200, seed=999), count_parameters(made)
    rows: list[Row] = []
    for level in SNR_DB:
        out = round(unet.snr_out(made, clean, add_noise(clean, level, rng=1)), 3)
        rows.append({"parameters": size, "snr_in": level, "snr_out": out, "torch": TORCH})
    if seed == 0:  # never a chosen seed
        card = {"network": "unet", "parameters": size, **DENOISED}
        card["training"] = {"steps": STEPS, "noise": repr(unet.NOISE)}
        card |= {"seed": seed, "snr_out": {str(row["snr_in"]): row["snr_out"] for row in rows}}
        unet.save(made, network, card | cards.stamp())
    return rows


def surface(network: str, units: int, seed: int) -> NDArray[np.float32]:
    """The loss at each point of the square [−1, 1]²."""
    found, _ = trained(network, units, 0.1, seed)
    x, y = digits().train_x[:SURFACE_SAMPLES], digits().train_y[:SURFACE_SAMPLES]
    losses = landscape.surface(found, x, y, points=SURFACE_POINTS, seed=seed)
    return losses.astype(np.float32)


def norms(name: str, units: int, normalisation: str, seed: int) -> NDArray[np.float64]:
    """Gradient norms of a new network on the first 64 digits, stem first: (units + 1,).

    `normalisation` is "batchnorm" (units as they are), "none" (without BatchNorm) or "he" (without
    it and with He's initial weights).
    """
    network = build(name, deep_plan(units), 10, seed=seed)
    if normalisation != "batchnorm":
        without_batchnorm(network, seed if normalisation == "he" else None)
    x, y = (torch.from_numpy(values[:64]) for values in (digits().train_x, digits().train_y))
    return gradient_norms(network, x, y)


def gradients(network: str, normalisation: str) -> NDArray[np.float64]:
    """Norms of the networks of every depth, one after the other: (seeds, 560)."""
    depths = range(1, MOST_UNITS + 1)
    rows = [
        [norms(network, units, normalisation, seed) for units in depths]
        for seed in range(GRADIENT_SEEDS)
    ]
    return np.stack([np.concatenate(row) for row in rows])


STUDIES = (
    Study(
        "degradation",
        degradation,
        tuple(
            (name, units, rate, seed)
            for rate, depths, names in RATES
            for seed, units, name in product(SEEDS, depths, names)
        ),
        ("network", "units", "learning_rate", "seed"),
    ),
    Arrays(
        "landscape",
        surface,
        tuple((name, units, s) for s, units, name in product(SEEDS, SURFACE_UNITS, NETWORKS)),
        between="-",
    ),
    Study(
        "dense",
        dense,
        tuple((n, size, s) for s in SEEDS for n, sizes in SIZES.items() for size in sizes),
        ("network", "size", "seed"),
    ),
    Study("unet", denoiser, tuple((n, s) for s in SEEDS for n in DENOISERS), ("network", "seed")),
    Arrays("gradients", gradients, tuple(product(NETWORKS, LIMITS))),
)
