"""Does τ follow the noise, or how loud the signal is? data/results/PLAN.md.

loudness   the rank correlation ρ, over 200 test signals, of a signal's SNR (drawn from −8 to 10 dB)
           with its mean τ and mean α in each unit, for four ways to change the signals (`WAYS`);
           networks of data/seeds, nothing is trained; a minute
same_rms   the base condition with the loudness taken out: every signal is brought to an RMS of 1
           after its noise is added, in training and in tests; 10 minutes on one core
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr
from torch import Tensor

from drsn_lite import noise
from drsn_lite.blocks import Gate
from drsn_lite.evaluation import evaluate
from drsn_lite.lessons.lesson08.gallery import RULES
from drsn_lite.microscope import look
from drsn_lite.networks import build, count_parameters
from drsn_lite.studies.engine import Row
from drsn_lite.studies.heart_runs import (
    BASE,
    CONDITIONS,
    MIXED,
    SEEDS,
    signals,
    test_signals,
    trained,
)
from drsn_lite.studies.study import TORCH, Study, fit_to_end
from drsn_lite.training import Noise

Array = NDArray[np.float32]
NETWORKS = ("drsn-cw", "drsn-cs")
WAYS = ("noise", "noise, RMS kept", "no noise, turned down", "no noise, as loud")
"""Noise on the signal as it is; the same, then brought back to the RMS without noise, which turns
the signal down; what that does to the signal, without the noise; and the signal turned up to the
RMS that it has with noise."""

RIVALS: dict[str, Gate] = {name: RULES[name] for name in ("alpha-trained", "tau-trained")}
SNR_DB = (-8.0, -5.0, 0.0, 5.0, 10.0, np.inf)


@cache
def changed(kind: str) -> tuple[NDArray[np.float64], dict[str, Array]]:
    """The SNR of every fourth test signal, and the signals after each of `WAYS`."""
    rng = np.random.default_rng(0)
    clean = signals().test_x[::4]
    snr = rng.uniform(-8, 10, len(clean))
    noisy = noise.add_noise(clean, snr, kind, rng=rng)
    louder = rms(noisy) / rms(clean)
    ways = (noisy, noisy / louder, clean / louder, clean * louder)
    return snr, dict(zip(WAYS, ways, strict=True))


def rms(x: Array) -> Array:
    """Of each signal, (N, 1, 1, 1)."""
    return np.sqrt((x**2).mean((1, 2, 3), keepdims=True))


def loudness(network: str, seed: int, noise: str) -> Iterator[Row]:
    """ρ of one trained network, unit by unit."""
    found = trained(network, seed)
    snr, ways = changed(noise)
    for way, x in ways.items():
        for record in look(found, x):
            assert record.tau is not None
            assert record.alpha is not None
            means = {"tau": record.tau, "alpha": record.alpha, "mean_abs": record.mean_abs}
            rho = {
                name: round(float(spearmanr(snr, v.flatten(1).mean(1)).statistic), 4)
                for name, v in means.items()
            }
            yield {"way": way, "unit": record.unit} | rho


def at_rms_1(batch: Tensor, rng: np.random.Generator) -> Tensor:
    """The noise of the base condition, then every signal at an RMS of 1."""
    noisy = MIXED(batch, rng)
    return noisy / noisy.square().mean((1, 2, 3), keepdim=True).sqrt()


def same_rms(rule: str, seed: int) -> Iterator[Row]:
    """Train and test one network without loudness."""
    data, gate = signals(), RIVALS.get(rule)
    made = build("drsn-cw" if gate else rule, CONDITIONS[BASE].plan, gate=gate, seed=seed)
    how: Noise = at_rms_1
    history = fit_to_end(made, data, CONDITIONS[BASE].epochs, noise=how, seed=seed)
    about = {"rule": rule, "parameters": count_parameters(made), "seed": seed}
    for snr, kind in product(SNR_DB, noise.PAPER_KINDS):
        if np.isfinite(snr) or kind == noise.PAPER_KINDS[0]:
            x = test_signals(kind, snr)
            x = x / x.square().mean((1, 2, 3), keepdim=True).sqrt()
            right = evaluate(made, x, data.test_y).accuracy
            row = {"noise": kind, "snr_db": snr, "accuracy": round(right, 5)}
            yield about | row | {"best_epoch": history.best_epoch, "torch": TORCH}


STUDIES = (
    Study(
        "loudness",
        loudness,
        tuple(product(NETWORKS, SEEDS, noise.PAPER_KINDS)),
        ("network", "seed", "noise", "way", "unit"),
    ),
    Study(
        "same_rms",
        same_rms,
        tuple((rule, seed) for seed in SEEDS for rule in ("resnet-wide", "drsn-cw", *RIVALS)),
        ("rule", "seed", "noise", "snr_db"),
    ),
)
