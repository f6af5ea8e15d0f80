"""Confusion matrices of the networks in data/seeds: data/results/confusion.npz, about 8 minutes.

One array a network and kind of noise, `NETWORK/KIND`: (seeds, levels, 8, 8), how many test signals
of a class (row) were taken for a class (column) at each SNR of `SNR_DB`. Arrays that are there are
not made again.
"""

import os
import time

import numpy as np
import torch
from heart_runs import signals
from heart_tables import FOLDER, NETWORKS, SEEDS

from drsn_lite import checkpoints, noise, tables
from drsn_lite.heart import SNR_DB
from drsn_lite.training import evaluate

PATH = tables.FOLDER / "confusion.npz"


def matrices(network: str, kind: str, seed: int, levels: tuple[float, ...] = SNR_DB) -> np.ndarray:
    """(levels, 8, 8) of one trained network."""
    data, trained = signals(250), checkpoints.load(FOLDER / f"gearbox-{network}-{seed}")
    noisy = (noise.add_noise(data.test_x, snr, kind, rng=1) for snr in levels)
    return np.stack([evaluate(trained, x, data.test_y).confusion for x in noisy])


def main() -> None:
    torch.set_num_threads(1)
    done = dict(np.load(PATH)) if PATH.exists() else {}
    for network in NETWORKS["base"]:
        for kind in noise.KINDS:
            if f"{network}/{kind}" in done:
                continue
            start = time.perf_counter()
            found = np.stack([matrices(network, kind, seed) for seed in SEEDS])
            done[f"{network}/{kind}"] = found.astype(np.uint8)  # at most 100 signals a class
            aside = PATH.with_suffix(".npz.part")
            with aside.open("wb") as file:
                np.savez_compressed(file, **done)
            os.replace(aside, PATH)
            print(network, kind, f"{time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
