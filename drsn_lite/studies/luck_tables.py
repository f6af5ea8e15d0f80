"""How far would the course's gains move with other draws? data/results/luck.csv (PLAN.md).

Networks of the base condition, of five draws of the training signals, each with three seeds, are
tested on four fresh draws of test signals with two draws of noise each. Draw 0 of the training is
the course's own: its networks are taken from data/seeds, all five. The other draws are trained; all
of it took 41 minutes on two cores.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np

from drsn_lite import noise
from drsn_lite.datasets import Dataset
from drsn_lite.evaluation import evaluate
from drsn_lite.networks import LITE, Network, build
from drsn_lite.studies import heart_runs
from drsn_lite.studies.engine import Row
from drsn_lite.studies.heart_runs import BASE, CONDITIONS, MIXED
from drsn_lite.studies.study import TORCH, Study, fit_to_end, loaded

NETWORKS = ("resnet-wide", "drsn-cw", "senet-abs", "senet")
DRAWS, SEEDS = range(1, 5), range(3)
TESTS, NOISES = range(4), range(2)
SNR_DB = (-8.0, -5.0, 0.0, 5.0, 10.0, np.inf)
FIRST_TRAIN, FIRST_TEST = 100, 200
"""Seeds of the simulator: of training draw 0 is 0, of draw d is 100 + d, of test draw t 200 + t."""


def training_signals(draw: int) -> Dataset:
    """A draw of the training signals, as many as in the base condition."""
    per_state = CONDITIONS[BASE].per_state
    return loaded("gearbox", train_per_state=per_state, seed=draw and FIRST_TRAIN + draw)


def test_signals(draw: int, like: Dataset) -> Dataset:
    """A draw of the test signals (800), in the unit of the training signals `like`."""
    drawn = loaded("gearbox", train_per_state=CONDITIONS[BASE].per_state, seed=FIRST_TEST + draw)
    return replace(drawn, test_x=drawn.test_x * np.float32(drawn.scale / like.scale))


def trained(draw: int, network: str, seed: int) -> Network:
    """A network of the base condition, on a draw of the training signals."""
    if draw == 0:
        return heart_runs.trained(network, seed)
    data = training_signals(draw)
    made = build(network, LITE, len(data.classes), seed=seed)
    fit_to_end(made, data, CONDITIONS[BASE].epochs, noise=MIXED, seed=seed)
    return made


def luck(draw: int, network: str, seed: int) -> Iterator[Row]:
    """Accuracy of one network on every draw of test signals and of noise."""
    found = trained(draw, network, seed)
    for test in TESTS:
        data = test_signals(test, training_signals(draw))
        for snr, kind, drawn in product(SNR_DB, noise.PAPER_KINDS, NOISES):
            if np.isfinite(snr) or (kind, drawn) == (noise.PAPER_KINDS[0], 0):
                x = noise.add_noise(
                    data.test_x, snr, kind, rng=np.random.default_rng([drawn, test])
                )
                right = evaluate(found, x, data.test_y).accuracy
                what = {"test": test, "drawn": drawn, "noise": kind, "snr_db": snr}
                yield what | {"accuracy": round(right, 5), "torch": TORCH}


STUDY = Study(
    "luck",
    luck,
    (
        *product((0,), NETWORKS, heart_runs.SEEDS),
        *((draw, network, seed) for seed in SEEDS for draw in DRAWS for network in NETWORKS),
    ),
    ("draw", "network", "seed", "test", "drawn", "noise", "snr_db"),
)
