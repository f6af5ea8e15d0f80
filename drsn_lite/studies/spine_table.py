"""Train the networks of the lessons: `make checkpoints`.

Makes data/results/spine.csv, one tidy row a seed, noise and SNR; networks of seed 0 (never a chosen
seed), but for the wide ResNet, are kept as data/checkpoints/DATA-NETWORK.safetensors with a card.
"""

from typing import Any

import numpy as np

from drsn_lite import checkpoints, noise
from drsn_lite.evaluation import accuracy_over_snr
from drsn_lite.networks import LITE, LITE_2D, build, count_parameters
from drsn_lite.studies.engine import Row
from drsn_lite.studies.study import TORCH, Study, fit_to_end, keep, loaded

NETWORKS = ("resnet", "resnet-wide", "senet", "drsn-cs", "drsn-cw")
SNR_DB = (-10.0, -5.0, 0.0, 5.0, 10.0, np.inf)
TRAINING: dict[str, Any] = {"epochs": 40, "batch_size": 64, "learning_rate": 0.1}
NOISE = noise.mixed(kinds=noise.PAPER_KINDS, low_db=-5, high_db=10, clean=0.1)


def run(data: str, network: str, seed: int) -> list[Row]:
    """Train one network on signals or images, and test it."""
    given = loaded(data)
    plan = LITE if given.train_x.shape[2] == 1 else LITE_2D
    trained = build(network, plan, len(given.classes), seed=seed)
    history = fit_to_end(trained, given, seed=seed, noise=NOISE, **TRAINING)
    accuracy = {
        (kind, snr): value
        for kind in noise.PAPER_KINDS
        for snr, value in zip(
            SNR_DB,
            accuracy_over_snr(trained, given.test_x, given.test_y, SNR_DB, kind, seed=1),
            strict=True,
        )
    }
    if seed == 0 and network != "resnet-wide":
        path, how = checkpoints.FOLDER / f"{data}-{network}", TRAINING | {"noise": repr(NOISE)}
        keep(path, trained, given, history, accuracy, name=network, seed=seed, **how)
    size = {"parameters": count_parameters(trained)}
    about = {"data": data, "network": network} | size | {"seed": seed}
    return [
        about | {"noise": kind, "snr_db": snr, "accuracy": round(value, 4), "torch": TORCH}
        for (kind, snr), value in accuracy.items()
    ]


STUDY = Study(
    "spine",
    run,
    tuple(
        (data, network, seed)
        for data in ("gearbox", "digits", "cwru")
        for seed in range(5)
        for network in NETWORKS
    ),
    ("data", "network", "seed", "noise", "snr_db"),
)
