"""Train the networks of the lessons again: `make checkpoints`.

Writes data/checkpoints/DATA-NETWORK.safetensors with a card (seed 0: never a chosen seed) and one
tidy row a seed, noise and SNR in data/results/spine.csv. Rows that are there are not made again:
an interrupted run goes on where it was. Delete the CSV to start over.
"""

import argparse
import datetime
import platform
import time

import numpy as np
import torch

from drsn_lite import checkpoints, datasets, noise, tables
from drsn_lite.networks import LITE, LITE_2D, Network, build, count_parameters
from drsn_lite.training import accuracy_over_snr, fit

TABLE = "spine"
NETWORKS = ("resnet", "resnet-wide", "senet", "drsn-cs", "drsn-cw")
KINDS = ("gaussian", "laplacian", "pink")
ORDER = ["data", "network", "seed", "noise", "snr_db"]
SNR_DB = (-10.0, -5.0, 0.0, 5.0, 10.0, np.inf)
TRAINING = {"epochs": 40, "batch_size": 64, "learning_rate": 0.1}
NOISE = noise.mixed(kinds=KINDS, low_db=-5, high_db=10, clean=0.1)


def make(name: str, data: datasets.Dataset, seed: int) -> Network:
    """A network for this data: signals or images."""
    plan = LITE if data.train_x.shape[2] == 1 else LITE_2D
    return build(name, plan, len(data.classes), seed=seed)


def run(name: str, data: datasets.Dataset, seed: int) -> list[dict[str, object]]:
    """Train one network; its rows for the table. Seed 0 is kept as the checkpoint."""
    start = time.perf_counter()
    network = make(name, data, seed)
    history = fit(network, data, seed=seed, noise=NOISE, progress=False, **TRAINING)
    if history.stopped:
        raise RuntimeError(f"{data.name} {name} seed {seed}: {history.stopped}")
    accuracy = {
        kind: accuracy_over_snr(network, data.test_x, data.test_y, SNR_DB, kind, seed=1)
        for kind in KINDS
    }
    if seed == 0 and name != "resnet-wide":
        card = {
            "network": name,
            "parameters": count_parameters(network),
            "data": data.name,
            "note": data.note,
            "classes": list(data.classes),
            "seed": seed,
            "training": TRAINING | {"best_epoch": history.best_epoch, "noise": repr(NOISE)},
            "snr_db": [str(snr) for snr in SNR_DB],
            "accuracy": {kind: np.round(values, 4).tolist() for kind, values in accuracy.items()},
            "noise_seed": 1,
            "date": datetime.date.today().isoformat(),
            "versions": {
                "python": platform.python_version(),
                "torch": torch.__version__.split("+")[0],
                "numpy": np.__version__,
            },
        }
        checkpoints.save(network, checkpoints.FOLDER / f"{data.name}-{name}", card)
    print(f"{data.name} {name} seed {seed}: {time.perf_counter() - start:.0f} s", flush=True)
    return [
        {
            "data": data.name,
            "network": name,
            "parameters": count_parameters(network),
            "seed": seed,
            "noise": kind,
            "snr_db": snr,
            "accuracy": round(value, 4),
            "torch": torch.__version__.split("+")[0],
        }
        for kind, values in accuracy.items()
        for snr, value in zip(SNR_DB, values, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", nargs="+", default=["gearbox", "digits", "cwru"])
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    for data_name in options.data:
        if not datasets.available(data_name):
            print(f"{data_name}: its files are not here, left out")
            continue
        data = datasets.load(data_name)
        for seed in range(options.seeds):
            for name in NETWORKS:
                if not tables.has(TABLE, {"data": data_name, "network": name, "seed": seed}):
                    tables.add(TABLE, run(name, data, seed), ORDER)


if __name__ == "__main__":
    main()
