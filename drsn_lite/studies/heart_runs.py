"""The trainings behind lessons 06 and 07: what varies, and how one of them is run and tested.

Which runs there are, and why, was written down first: data/results/PLAN.md.
"""

from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
import torch
from torch import Tensor

from drsn_lite import checkpoints, datasets, noise
from drsn_lite.blocks import Gate
from drsn_lite.evaluation import evaluate
from drsn_lite.gates import ShrinkChannelwise
from drsn_lite.networks import LITE, PRESETS, Network, Plan, build
from drsn_lite.paths import DATA
from drsn_lite.studies.study import fit_to_end, loaded
from drsn_lite.training import History, OnEpoch

WIDE = replace(LITE, stages=tuple((2 * channels, n, s) for channels, n, s in LITE.stages))


@dataclass(frozen=True)
class Condition:
    """How a network is trained: amount of data, passes, size, and the protocol of the noise.

    `noise` is "fresh" (drawn in every epoch), "kept" (drawn once), "kept at −5 dB" (drawn once,
    Gaussian, one level for all, as the paper does) or "none".
    """

    per_state: int = 250
    epochs: int = 40
    plan: Plan = LITE
    noise: str = "fresh"


BASE = "base"
CONDITIONS: dict[str, Condition] = {
    BASE: Condition(),
    "data 50": Condition(per_state=50, epochs=200),
    "data 1000": Condition(per_state=1000, epochs=10),
    "epochs 10": Condition(epochs=10),
    "epochs 120": Condition(epochs=120),
    "epochs 720": Condition(epochs=720),
    "kept noise": Condition(noise="kept"),
    "kept at -5 dB": Condition(noise="kept at -5 dB"),
    "no noise": Condition(noise="none"),
    "twice as wide": Condition(plan=WIDE),
    "Table II": Condition(plan=PRESETS["paper"]),
}
"""The base, and what differs from it, one thing at a time. Passes × data stays the same.

720 epochs are the paper's number of steps, 20,250 (28,800 signals, nine tenths of them trained on
100 times in batches of 128), within half a percent.
"""

MIXED = noise.mixed(kinds=noise.PAPER_KINDS, low_db=-5, high_db=10, clean=0.1)
VARIANTS: dict[str, Gate] = {
    "drsn-cw-detached": partial(ShrinkChannelwise, detach_scale=True),
    "drsn-cw-narrow": lambda channels: ShrinkChannelwise(channels, hidden=channels // 4),
}
"""DRSN-CW whose scale has no gradient, or whose first fully connected layer has C // 4 units."""

SEEDS = range(5)
"""Of the initial weights, the order of the samples and the noise."""

FOLDER = DATA / "seeds"
"""Where the networks of the base condition lie."""

SNR_DB = (-8.0, -5.0, -2.0, 0.0, 2.0, 5.0, 10.0, np.inf)


def signals(per_state: int = 250) -> datasets.Dataset:
    """The data set: the same test signals whatever the amount of training signals."""
    return loaded("gearbox", train_per_state=per_state)


@cache
def kept(per_state: int, protocol: str) -> datasets.Dataset:
    """The data set with noise that was drawn once."""
    data = signals(per_state)
    rng = np.random.default_rng(11)
    if protocol == "kept":
        return replace(data, train_x=MIXED(data.train_x, rng))
    return replace(data, train_x=noise.add_noise(data.train_x, -5, "gaussian", rng))


@cache
def test_signals(kind: str, snr_db: float) -> Tensor:
    """The 800 test signals with noise: the same noise for every network."""
    return torch.from_numpy(noise.add_noise(signals().test_x, snr_db, kind, rng=1))


def make(condition: str, network: str, seed: int, gate: Gate | None = None) -> Network:
    """The network of a run, untrained: a name of `networks.build`, or one of `VARIANTS`."""
    gate = gate or VARIANTS.get(network)
    name = "drsn-cw" if gate else network
    return build(name, CONDITIONS[condition].plan, len(signals().classes), gate=gate, seed=seed)


def train(
    condition: str,
    network: str,
    seed: int,
    *,
    gate: Gate | None = None,
    on_epoch: OnEpoch | None = None,
) -> tuple[Network, History]:
    """Train the network of a run; `on_epoch` as in `fit`."""
    how = CONDITIONS[condition]
    fresh = how.noise == "fresh"
    plain = fresh or how.noise == "none"
    data = signals(how.per_state) if plain else kept(how.per_state, how.noise)
    made = make(condition, network, seed, gate)
    noisy = MIXED if fresh else None
    return made, fit_to_end(made, data, how.epochs, noise=noisy, seed=seed, on_epoch=on_epoch)


def accuracies(network: Network) -> dict[tuple[str, float], float]:
    """Test accuracy for each kind of noise and SNR; without noise the kinds are the same."""
    return {
        (kind, snr): evaluate(network, test_signals(kind, snr), signals().test_y).accuracy
        for kind in noise.PAPER_KINDS
        for snr in SNR_DB
        if np.isfinite(snr) or kind == noise.PAPER_KINDS[0]
    }


def trained(network: str, seed: int) -> Network:
    """A network of the base condition, as it was kept."""
    return checkpoints.load_checkpoint(FOLDER / f"gearbox-{network}-{seed}")
