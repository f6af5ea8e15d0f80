"""What does squeeze and excitation buy? The table of lesson 04: data/results/attention.csv.

Small networks on the digits, with and without SE gates, beside plain ones of the same size; each
network with gates is tested a second time with every weight *frozen* at its mean, so that all
samples get the same. One tidy row a network, seed and SNR (for two sensors, that of the worse
one).
"""

from typing import Any

import numpy as np
import torch
from torch import nn

from drsn_lite import datasets, noise
from drsn_lite.evaluation import accuracy_over_snr, evaluate
from drsn_lite.networks import count_parameters
from drsn_lite.studies.attention_networks import RUNS, WORSE_DB, frozen, make, seen_twice
from drsn_lite.studies.engine import Row
from drsn_lite.studies.study import TORCH, Study, fit_to_end, loaded

SNR_DB = (-5.0, 0.0, 5.0, 10.0, np.inf)
TRAINING: dict[str, Any] = {"epochs": 25, "batch_size": 64, "learning_rate": 0.1}
NOISE = noise.mixed(kinds=("gaussian",), low_db=-5, high_db=10, clean=0.1)


def accuracies(body: str, network: nn.Module, data: datasets.Dataset) -> dict[float, float]:
    """Test accuracy for each SNR."""
    if body == "two-sensors":
        x = seen_twice(torch.from_numpy(data.test_x), np.random.default_rng(1))
        return {WORSE_DB: evaluate(network, x, data.test_y).accuracy}
    values = accuracy_over_snr(network, data.test_x, data.test_y, SNR_DB, seed=1)
    return dict(zip(SNR_DB, values.tolist(), strict=True))


def run(body: str, gate: str, seed: int, **training: Any) -> list[Row]:
    """Train one network and test it."""
    data = loaded("digits")
    network = make(body, gate, len(data.classes), seed)
    noisy = seen_twice if body == "two-sensors" else NOISE
    fit_to_end(network, data, seed=seed, noise=noisy, **TRAINING | training)
    accuracy, constant = accuracies(body, network, data), {}
    if gate not in ("none", "wide"):
        seen = noisy(torch.from_numpy(data.train_x), np.random.default_rng(seed))
        constant = accuracies(body, frozen(network, seen), data)
    return [
        {
            "body": body,
            "gate": gate,
            "parameters": count_parameters(network),
            "seed": seed,
            "snr_db": snr,
            "accuracy": round(value, 4),
            "accuracy_frozen": round(constant.get(snr, np.nan), 4),
            "torch": TORCH,
        }
        for snr, value in accuracy.items()
    ]


STUDY = Study(
    "attention",
    run,
    tuple((body, gate, seed) for seed in range(5) for body, gate in RUNS),
    ("body", "gate", "seed", "snr_db"),
)
