"""The trainings of lessons 06 and 07 (data/results/PLAN.md), and what they came to.

heart      all runs of the plan, in its order; networks of the base condition are kept in data/seeds
rules      thresholds without attention (`drsn_lite.lessons.lesson08.gallery.RULES`), trained and
           tested exactly as the base condition, so its rows stand beside those; 11 minutes on one
           core
shapes     the same with attention and other curves than the soft threshold (`gallery.CURVES`)
curves     error after each epoch, as in the paper's Fig. 10, in the condition "kept at -5 dB":
           Gaussian noise of −5 dB, drawn once; 20 minutes
confusion  of the networks in data/seeds, (seeds, levels, 8, 8) for each kind of noise: how many
           test signals of a class (row) were taken for a class (column) at each SNR; 8 minutes
"""

import time
from itertools import product

import numpy as np
from numpy.typing import NDArray
from torch import nn

from drsn_lite import noise
from drsn_lite.blocks import Gate
from drsn_lite.evaluation import evaluate
from drsn_lite.lessons.lesson08.gallery import CURVES, RULES
from drsn_lite.networks import count_parameters
from drsn_lite.results.heart import SNR_DB as CONFUSION_SNR_DB
from drsn_lite.results.heart import TRAINED
from drsn_lite.studies import heart_runs
from drsn_lite.studies.engine import Row
from drsn_lite.studies.heart_runs import BASE, CONDITIONS, MIXED, SEEDS, signals
from drsn_lite.studies.study import TORCH, Arrays, Study, keep
from drsn_lite.training import History

TRIO = ("resnet-wide", "drsn-cw", "senet-abs")  # the last, and SENet, were planned later: PLAN.md
RIVALS = (*TRIO, "senet")
NETWORKS = {
    BASE: TRAINED,
    "kept at -5 dB": ("convnet", "resnet", "resnet-wide", "drsn-cs", "drsn-cw", "senet-abs"),
    "data 50": RIVALS,
    "data 1000": RIVALS,
    "kept noise": RIVALS,
    "variants": ("drsn-cw-detached", "drsn-cw-narrow"),
    "no noise": ("resnet-wide", "drsn-cs", "drsn-cw", "senet-abs"),
    "epochs 10": TRIO,
    "Table II": RIVALS,
    "twice as wide": TRIO,
    "epochs 120": TRIO,
    "epochs 720": RIVALS,
}
"""What is run first stands first: if time runs out, the last ones are missing."""

CURVES_CONDITION, CURVES_NETWORKS = "kept at -5 dB", ("resnet", "resnet-wide", "drsn-cs", "drsn-cw")


def tested(history: History, accuracy: dict[tuple[str, float], float]) -> list[Row]:
    """A row a test, with what came of the training."""
    came = {"train_loss": round(history.train_loss[-1], 5), "best_epoch": history.best_epoch}
    return [
        {"noise": kind, "snr_db": snr, "accuracy": round(value, 5)} | came
        for (kind, snr), value in accuracy.items()
    ]


def heart(condition: str, network: str, seed: int) -> list[Row]:
    """Train and test one network."""
    start = time.perf_counter()
    trained, history = heart_runs.train(condition, network, seed)
    end = {"seconds": round(time.perf_counter() - start, 1), "torch": TORCH}
    accuracy = heart_runs.accuracies(trained)
    if condition == BASE and network in NETWORKS[BASE]:
        path = heart_runs.FOLDER / f"gearbox-{network}-{seed}"
        data = signals(CONDITIONS[BASE].per_state)
        keep(path, trained, data, history, accuracy, name=network, seed=seed, noise=repr(MIXED))
    size = {"parameters": count_parameters(trained)}
    about = {"condition": condition, "network": network} | size | {"seed": seed}
    return [about | row | end for row in tested(history, accuracy)]


def rules(rule: str, seed: int) -> list[Row]:
    """Train a network with one rule and test it."""
    return with_gate("rule", rule, seed, RULES[rule])


def shapes(shape: str, seed: int) -> list[Row]:
    """Train a network with one curve and test it."""
    return with_gate("shape", shape, seed, CURVES[shape])


def with_gate(column: str, name: str, seed: int, gate: Gate) -> list[Row]:
    """Train and test in the base condition with a gate that has no name in `networks`."""
    network, history = heart_runs.train(BASE, "drsn-cw", seed, gate=gate)
    about = {column: name, "parameters": count_parameters(network), "seed": seed}
    rows = tested(history, heart_runs.accuracies(network))
    return [about | row | {"torch": TORCH} for row in rows]


def curves(network: str, seed: int) -> list[Row]:
    """Train, and test after each epoch: one row an epoch."""
    x, y = heart_runs.test_signals("gaussian", -5.0), signals().test_y
    seen = heart_runs.kept(250, CURVES_CONDITION)
    rows: list[Row] = []

    def test(trained: nn.Module, history: History) -> None:
        right = evaluate(trained, seen.train_x, seen.train_y).accuracy
        rows.append(
            {
                "epoch": len(history.train_loss),
                "train_error": round(1 - right, 5),
                "test_error": round(1 - evaluate(trained, x, y).accuracy, 5),
                "train_loss": round(history.train_loss[-1], 5),
                "torch": TORCH,
            }
        )

    heart_runs.train(CURVES_CONDITION, network, seed, on_epoch=test)
    return rows


def matrices(
    network: str, kind: str, seed: int, levels: tuple[float, ...] = CONFUSION_SNR_DB
) -> NDArray[np.int64]:
    """Confusion counts of one trained network: (levels, 8, 8)."""
    data, trained = signals(), heart_runs.trained(network, seed)
    noisy = (noise.add_noise(data.test_x, snr, kind, rng=1) for snr in levels)
    return np.stack([evaluate(trained, x, data.test_y).confusion for x in noisy])


def confusion(network: str, kind: str) -> NDArray[np.uint8]:
    """Of all seeds; there are at most 100 signals of a class."""
    return np.stack([matrices(network, kind, seed) for seed in SEEDS]).astype(np.uint8)


STUDIES = (
    Study(
        "heart",
        heart,
        tuple(
            (BASE if group == "variants" else group, network, seed)
            for group, networks in NETWORKS.items()
            for seed in SEEDS
            for network in networks
        ),
        ("condition", "network", "seed", "noise", "snr_db"),
    ),
    Study(
        "rules",
        rules,
        tuple((rule, seed) for seed in SEEDS for rule in RULES),
        ("rule", "seed", "noise", "snr_db"),
    ),
    Study(
        "shapes",
        shapes,
        tuple((shape, seed) for seed in SEEDS for shape in CURVES),
        ("shape", "seed", "noise", "snr_db"),
    ),
    Study(
        "curves",
        curves,
        tuple((network, seed) for seed in SEEDS for network in CURVES_NETWORKS),
        ("network", "seed", "epoch"),
    ),
    Arrays("confusion", confusion, tuple(product(NETWORKS[BASE], noise.PAPER_KINDS))),
)
