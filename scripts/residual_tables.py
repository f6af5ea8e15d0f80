"""Make the tables of lesson 03 again: `python scripts/residual_tables.py [table ...]`.

Each table goes to data/results/, one tidy row a run; the loss surfaces to landscape.npz, the two
denoisers to data/denoisers/. What is there is not made again: an interrupted run goes on where it
was. Delete a file to start it over. All of it takes about 15 minutes on one core.

    degradation  plain and residual networks, 1 to 32 units, on digits: 5 seeds; plain
                 ones of 16 units also with lower learning rates, lest the rate be to blame
    landscape    the loss around networks of 8 and 16 units, along two random directions: 5 seeds
    dense        DenseNets and ResNets of three sizes each, on digits: 5 seeds
    unet         U-Nets with and without long skips, SNR in and out: 5 seeds
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import torch

from drsn_lite import datasets, landscape, tables, unet
from drsn_lite.depth import deep_plan
from drsn_lite.networks import Network, Plan, build, count_parameters
from drsn_lite.noise import add_noise
from drsn_lite.relatives import DenseNetwork
from drsn_lite.training import History, evaluate, fit

SEEDS = range(5)
NETWORKS = ("convnet", "resnet")  # plain and residual
UNITS = (1, 2, 4, 8, 16, 32)
RATES = ((0.1, UNITS, NETWORKS), (0.03, (16,), ("convnet",)), (0.01, (16,), ("convnet",)))
SURFACE_UNITS, SURFACE_POINTS, SURFACE_SAMPLES = (8, 16), 21, 300
TRAINING = {"epochs": 30, "batch_size": 128}
STEPS = 300
SNR_DB = (-5, 0, 5, 10, 15, 20)
DENOISERS = {"unet-skips": (6, True), "unet-plain": (7, False)}  # width; plain has more parameters
SIZES = {"densenet": (3, 4, 6), "resnet": (4, 6, 8)}  # growth rate; channels of the first stage

Row = dict[str, object]


@cache
def digits() -> datasets.Dataset:
    return datasets.load("digits")


@cache
def trained(name: str, units: int, rate: float, seed: int) -> tuple[Network, History]:
    """A network of some depth, trained on digits."""
    network = build(name, deep_plan(units), 10, seed=seed)
    options = TRAINING | {"learning_rate": rate}
    return network, fit(network, digits(), seed=seed, progress=False, **options)


def accuracies(network: torch.nn.Module) -> Row:
    data = digits()
    return {
        "train_accuracy": round(evaluate(network, data.train_x, data.train_y).accuracy, 4),
        "test_accuracy": round(evaluate(network, data.test_x, data.test_y).accuracy, 4),
    }


def degradation(name: str, units: int, rate: float, seed: int) -> list[Row]:
    network, history = trained(name, units, rate, seed)
    sizes = {"layers": 2 * units + 2, "parameters": count_parameters(network)}
    loss = {"train_loss": round(history.train_loss[-1], 4), "best_epoch": history.best_epoch}
    return [sizes | loss | accuracies(network)]


def dense(name: str, size: int, seed: int) -> list[Row]:
    if name == "densenet":
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            network: torch.nn.Module = DenseNetwork(10, layers=4, growth=size, stem=(3, 2))
    else:
        plan = Plan(stem=(3, 2), stages=((size, 2, 1), (2 * size, 2, 2)), dims=2)
        network = build("resnet", plan, 10, seed=seed)
    fit(network, digits(), seed=seed, progress=False, learning_rate=0.1, **TRAINING)
    return [{"parameters": count_parameters(network)} | accuracies(network)]


def denoiser(name: str, seed: int) -> list[Row]:
    width, skips = DENOISERS[name]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = unet.UNet(width, skips=skips)
    unet.train(network, STEPS, seed=seed)
    clean = unet.signals(200, seed=999)
    rows: list[Row] = []
    for level in SNR_DB:
        noisy = add_noise(clean, level, rng=1)
        out = round(unet.snr_out(network, clean, noisy), 3)
        rows.append({"parameters": count_parameters(network), "snr_in": level, "snr_out": out})
    if seed == 0:  # never a chosen seed
        training = {"seed": seed, "steps": STEPS, "noise": repr(unet.NOISE)}
        measured = {str(row["snr_in"]): row["snr_out"] for row in rows}
        unet.save(network, name, training | {"torch": version(), "snr_out": measured})
    return rows


def version() -> str:
    return torch.__version__.split("+")[0]


def fill(
    name: str,
    key: tuple[str, ...],
    keys: Iterator[tuple],
    make: Callable[..., list[Row]],
    folder: Path = tables.FOLDER,
) -> None:
    """Make the rows that a table does not have yet."""
    for values in keys:
        mine = dict(zip(key, values, strict=True))
        if tables.has(name, mine, folder):
            continue
        start = time.process_time()
        rows = [mine | row | {"torch": version()} for row in make(*values)]
        tables.add(name, rows, list(key), folder)
        print(name, *values, f"{time.process_time() - start:.0f} s", flush=True)


def fill_surfaces(path: Path) -> None:
    """One array a run, `NETWORK-UNITS-SEED`, with the loss at each point of the square [−1, 1]²."""
    data = digits()
    x, y = data.train_x[:SURFACE_SAMPLES], data.train_y[:SURFACE_SAMPLES]
    done = dict(np.load(path)) if path.exists() else {}
    for seed, units, name in product(SEEDS, SURFACE_UNITS, NETWORKS):
        key = f"{name}-{units}-{seed}"
        if key in done:
            continue
        network, _ = trained(name, units, 0.1, seed)
        losses = landscape.surface(network, x, y, points=SURFACE_POINTS, seed=seed)
        done[key] = losses.astype(np.float32)
        aside = path.with_suffix(".npz.part")
        with aside.open("wb") as file:
            np.savez_compressed(file, **done)
        os.replace(aside, path)
        print(path.stem, key, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = ["degradation", "landscape", "dense", "unet"]
    parser.add_argument("tables", nargs="*", default=names, help=f"of {', '.join(names)}")
    chosen = parser.parse_args().tables
    torch.set_num_threads(1)
    if "degradation" in chosen:
        keys = (
            (name, units, rate, seed)
            for rate, depths, names in RATES
            for seed, units, name in product(SEEDS, depths, names)
        )
        columns = ("network", "units", "learning_rate", "seed")
        fill("degradation", columns, keys, degradation)
    if "landscape" in chosen:
        fill_surfaces(tables.FOLDER / "landscape.npz")
    if "dense" in chosen:
        keys = ((n, size, s) for s in SEEDS for n, sizes in SIZES.items() for size in sizes)
        fill("dense", ("network", "size", "seed"), keys, dense)
    if "unet" in chosen:
        keys = ((name, seed) for seed in SEEDS for name in DENOISERS)
        fill("unet", ("network", "seed"), keys, denoiser)


if __name__ == "__main__":
    main()
