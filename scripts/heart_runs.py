"""The trainings behind lessons 06 and 07: what varies, and how one of them is run and tested.

Which runs there are, and why, was written down first: data/results/PLAN.md.
"""

from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
import torch
from torch import Tensor

from drsn_lite import datasets, noise
from drsn_lite.blocks import Gate
from drsn_lite.gates import ShrinkChannelwise
from drsn_lite.networks import LITE, PRESETS, Network, Plan, build
from drsn_lite.training import History, OnEpoch, fit

STEPS = 1250
"""Gradient steps of a base run: 40 epochs of 1,800 signals in batches of 64, less the held-out."""

WIDE = replace(LITE, stages=tuple((2 * channels, n, s) for channels, n, s in LITE.stages))


@dataclass(frozen=True)
class Run:
    """One training on the simulated gearbox.

    Attributes
    ----------
    network : str
        A name of `networks.build`, or a variant of DRSN-CW: "drsn-cw-detached", whose scale has
        no gradient, or "drsn-cw-narrow", whose first fully connected layer has C // 4 units.
    condition : str
        One of `CONDITIONS`.
    seed : int
        Of the initial weights, the order of the samples and the noise.
    """

    network: str
    condition: str
    seed: int


@dataclass(frozen=True)
class Condition:
    """How a network is trained: amount of data, passes, size, and the protocol of the noise.

    `noise` is "fresh" (drawn anew in every epoch), "kept" (drawn once), "kept at −5 dB" (drawn
    once, Gaussian, one level for all, as the paper does) or "none".
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
    "kept noise": Condition(noise="kept"),
    "kept at -5 dB": Condition(noise="kept at -5 dB"),
    "no noise": Condition(noise="none"),
    "twice as wide": Condition(plan=WIDE),
    "Table II": Condition(plan=PRESETS["paper"]),
}
"""The base, and what differs from it, one thing at a time. Passes × data stays the same."""

MIXED = noise.mixed(kinds=noise.KINDS, low_db=-5, high_db=10, clean=0.1)
VARIANTS: dict[str, Gate] = {
    "drsn-cw-detached": partial(ShrinkChannelwise, detach_scale=True),
    "drsn-cw-narrow": lambda channels: ShrinkChannelwise(channels, hidden=channels // 4),
}


@cache
def signals(per_state: int) -> datasets.Dataset:
    """The data set: the same test signals whatever the amount of training signals."""
    return datasets.load("gearbox", train_per_state=per_state)


@cache
def kept(per_state: int, protocol: str) -> datasets.Dataset:
    """The data set with noise that was drawn once."""
    data = signals(per_state)
    rng = np.random.default_rng(11)
    if protocol == "kept":
        return replace(data, train_x=MIXED(data.train_x, rng))
    return replace(data, train_x=noise.add_noise(data.train_x, -5, "gaussian", rng))


def make(run: Run, classes: int = 8) -> Network:
    """The network of a run, untrained."""
    plan = CONDITIONS[run.condition].plan
    gate = VARIANTS.get(run.network)
    return build("drsn-cw" if gate else run.network, plan, classes, gate=gate, seed=run.seed)


def train(run: Run, on_epoch: OnEpoch | None = None) -> tuple[Network, History]:
    """Train the network of a run; `on_epoch` as in `fit`.

    Raises
    ------
    RuntimeError
        If the training stopped early.
    """
    condition = CONDITIONS[run.condition]
    fresh = condition.noise == "fresh"
    if fresh or condition.noise == "none":
        data = signals(condition.per_state)
    else:
        data = kept(condition.per_state, condition.noise)
    network = make(run, len(data.classes))
    history = fit(
        network,
        data,
        condition.epochs,
        noise=MIXED if fresh else None,
        seed=run.seed,
        progress=False,
        device="cpu",
        on_epoch=on_epoch,
    )
    if history.stopped:
        raise RuntimeError(f"{run}: {history.stopped}")
    return network, history


SNR_DB = (-8.0, -5.0, -2.0, 0.0, 2.0, 5.0, 10.0, np.inf)


@cache
def test_signals(kind: str, snr_db: float) -> Tensor:
    """The 800 test signals with noise: the same noise for every network."""
    return torch.from_numpy(noise.add_noise(signals(250).test_x, snr_db, kind, rng=1))
