"""What does squeeze and excitation buy? The table of lesson 04: data/results/attention.csv.

Small networks on the digits, with and without SE gates, beside plain ones of the same size; each
network with gates is tested a second time with every weight *frozen* at its mean, so that all
samples get the same. One tidy row a network, seed and SNR (for two sensors, that of the worse
one). Rows that are there are not made again: an interrupted run goes on where it was. Delete the
CSV to start over.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from attention_networks import RUNS, WORSE_DB, frozen, make, seen_twice
from torch import nn

from drsn_lite import datasets, noise, tables
from drsn_lite.networks import count_parameters
from drsn_lite.training import Samples, accuracy_over_snr, evaluate, fit

TABLE = "attention"
ORDER = ["body", "gate", "seed", "snr_db"]
SNR_DB = (-5.0, 0.0, 5.0, 10.0, np.inf)
TRAINING = {"epochs": 25, "batch_size": 64, "learning_rate": 0.1}
NOISE = noise.mixed(kinds=("gaussian",), low_db=-5, high_db=10, clean=0.1)


def accuracies(body: str, network: nn.Module, data: datasets.Dataset) -> dict[float, float]:
    """Test accuracy for each SNR."""
    if body == "two-sensors":
        x = seen_twice(torch.from_numpy(data.test_x), np.random.default_rng(1))
        return {WORSE_DB: evaluate(network, x, data.test_y).accuracy}
    values = accuracy_over_snr(network, data.test_x, data.test_y, SNR_DB, seed=1)
    return dict(zip(SNR_DB, values.tolist(), strict=True))


def run(body: str, gate: str, data: datasets.Dataset, seed: int, **training: int | float) -> list:
    """Train one network; its rows for the table."""
    start = time.perf_counter()
    network = make(body, gate, len(data.classes), seed)
    noisy = seen_twice if body == "two-sensors" else NOISE
    history = fit(network, data, seed=seed, noise=noisy, progress=False, **TRAINING | training)
    if history.stopped:
        raise RuntimeError(f"{body} {gate} seed {seed}: {history.stopped}")
    accuracy, constant = accuracies(body, network, data), {}
    if gate not in ("none", "wide"):
        seen = noisy(torch.from_numpy(data.train_x), np.random.default_rng(seed))
        constant = accuracies(body, frozen(network, seen), data)
    print(f"{body} {gate} seed {seed}: {time.perf_counter() - start:.0f} s", flush=True)
    return [
        {
            "body": body,
            "gate": gate,
            "parameters": count_parameters(network),
            "seed": seed,
            "snr_db": snr,
            "accuracy": round(value, 4),
            "accuracy_frozen": round(constant.get(snr, np.nan), 4),
            "torch": torch.__version__.split("+")[0],
        }
        for snr, value in accuracy.items()
    ]


def complete(
    data: Samples, seeds: int, folder: Path = tables.FOLDER, **training: int | float
) -> int:
    """Make every run that the table lacks; how many that were."""
    made = 0
    for seed in range(seeds):
        for body, gate in RUNS:
            if not tables.has(TABLE, {"body": body, "gate": gate, "seed": seed}, folder):
                tables.add(TABLE, run(body, gate, data, seed, **training), ORDER, folder)
                made += 1
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    torch.set_num_threads(1)
    complete(datasets.load("digits"), parser.parse_args().seeds)


if __name__ == "__main__":
    main()
