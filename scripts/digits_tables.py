"""Small networks on images with noise: data/results/digits.csv and the networks of data/one_unit.

    python scripts/digits_tables.py [digits|mnist]

scikit-learn's digits: networks of one unit, ten seeds; of three units, five seeds. A seed has a
split, initial weights and an order of its own. MNIST, if its files are there: four networks, five
seeds, each on 10,000 training and 2,000 test images that the seed draws. Networks that are in the
table are not trained again. About 7 minutes on one core for the digits, 15 for MNIST.

How long to train on MNIST was settled once, by a ResNet of one seed, on held-out training images
and before any comparison was looked at. After 5 epochs with batches of 50 it had 0.90 of them
right, with batches of 20 0.93; 8 epochs with batches of 20 took 60 % longer and reached 0.938 at
best. So: 5 epochs, batches of 20. The text this layout is from has 55,000 images, 200 epochs.
"""

import datetime
import sys
import time
from collections.abc import Iterator
from functools import cache

import torch

from drsn_lite import datasets, one_unit, pixel_noise, tables
from drsn_lite.evaluation import evaluate
from drsn_lite.networks import Network, count_parameters
from drsn_lite.training import fit

TABLE = "digits"
ORDER = ["data", "training", "network", "seed", "noise", "level"]
EPOCHS = {"digits": 30, "mnist": 5}
BATCH = {"digits": 100, "mnist": 20}
LEVELS = {"digits": (0.1, 0.2, 0.3, 0.5, 0.7, 1.0), "mnist": (0.3, 0.5, 1.0)}
ON_MNIST = ("resnet", "resnet-pool", "resnet-wide", "drsn-cw")


def runs(only: str | None = None) -> Iterator[tuple[str, str, str, int]]:
    """Data, training, network and seed of every run."""
    for data in EPOCHS:
        if only in (None, data):
            for seed in range(10 if data == "digits" else 5):
                for training in pixel_noise.TRAINING:
                    for network in one_unit.NAMES if data == "digits" else ON_MNIST:
                        if wanted(data, training, network, seed):
                            yield data, training, network, seed


def wanted(data: str, training: str, network: str, seed: int) -> bool:
    """Whether a run is in the plan; MNIST with mixed noise is there for a panel alone."""
    if data == "mnist" and training == "mixed":
        return seed == 0 and network in ("resnet", "drsn-cw")
    return seed < 5 or "-3" not in network


@cache
def images(data: str, seed: int) -> datasets.Dataset:
    """The training and test images of a seed."""
    counts = {"train_count": 10_000, "test_count": 2_000} if data == "mnist" else {}
    return one_unit.images(data, seed, **counts)


def train(data: str, training: str, name: str, seed: int) -> tuple[Network, int]:
    """A trained network and its best epoch."""
    network = one_unit.build(name, seed)
    history = fit(
        network,
        images(data, seed),
        EPOCHS[data],
        batch_size=BATCH[data],
        noise=pixel_noise.TRAINING[training],
        seed=seed,
        progress=False,
        device="cpu",
    )
    assert history.best_epoch is not None
    return network, history.best_epoch


def accuracy(network: Network, data: str, seed: int) -> list[dict[str, object]]:
    """Test accuracy without noise and at every level of each kind."""
    x, y = images(data, seed).test_x, images(data, seed).test_y
    cases = [("none", 0.0, x)] + [
        (kind, level, pixel_noise.add(x, kind, level, rng=seed))
        for kind in pixel_noise.KINDS
        for level in LEVELS[data]
    ]
    return [
        {"noise": kind, "level": level, "accuracy": round(evaluate(network, noisy, y).accuracy, 5)}
        for kind, level, noisy in cases
    ]


def main() -> None:
    torch.set_num_threads(1)
    only = sys.argv[1] if len(sys.argv) > 1 else None
    for data, training, name, seed in runs(only):
        key = {"data": data, "training": training, "network": name, "seed": seed}
        if tables.has(TABLE, key):
            continue
        if data == "mnist" and not datasets.available("mnist"):
            print("MNIST is not here: left out. `python -m drsn_lite data get mnist` brings it.")
            return
        start = time.perf_counter()
        network, best = train(data, training, name, seed)
        rows = accuracy(network, data, seed)
        if seed == 0:
            card = key | {
                "parameters": count_parameters(network),
                "epochs": EPOCHS[data],
                "best_epoch": best,
                "accuracy_clean": rows[0]["accuracy"],
                "made_by": "scripts/digits_tables.py",
                "date": datetime.date.today().isoformat(),
                "torch": torch.__version__,
            }
            one_unit.save(network, f"{data}-{training}-{name}", card)
        about = key | {"parameters": count_parameters(network), "best_epoch": best}
        tables.add(TABLE, [about | row for row in rows], ORDER)
        print(*key.values(), f"{time.perf_counter() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
