"""Train the networks of lessons 06 and 07, and test them: data/results/heart.csv.

    python scripts/heart_tables.py              all runs of data/results/PLAN.md, in its order
    python scripts/heart_tables.py base         one condition
    python scripts/heart_tables.py --share 0/2  every second run: start 0/2 and 1/2 side by side

Rows that are there are not made again: an interrupted run goes on where it was. The networks of
the base condition are kept in data/seeds, each with a card.
"""

import argparse
import datetime
import platform
import time
from pathlib import Path

import numpy as np
import torch
from heart_runs import BASE, CONDITIONS, MIXED, SNR_DB, Run, signals, test_signals, train

from drsn_lite import checkpoints, tables
from drsn_lite.networks import Network, count_parameters
from drsn_lite.noise import KINDS
from drsn_lite.paths import DATA
from drsn_lite.training import History, evaluate

TABLE = "heart"
SEEDS = range(5)
ORDER = ["condition", "network", "seed", "noise", "snr_db"]
FOLDER = DATA / "seeds"
PAIR = ("resnet-wide", "drsn-cw")
WITH_SENET = (*PAIR, "senet")  # added when the first results were there: PLAN.md, "Added later"
NETWORKS = {
    BASE: ("convnet", "resnet", "resnet-wide", "senet", "drsn-cs", "drsn-cw"),
    "variants": ("drsn-cw-detached", "drsn-cw-narrow"),
    "kept at -5 dB": ("convnet", "resnet", "resnet-wide", "drsn-cs", "drsn-cw"),
    "no noise": ("resnet-wide", "drsn-cs", "drsn-cw"),
    "data 50": WITH_SENET,
    "data 1000": WITH_SENET,
    "kept noise": WITH_SENET,
    "Table II": WITH_SENET,
}
QUEUE = (
    BASE,
    "kept at -5 dB",
    "data 50",
    "data 1000",
    "kept noise",
    "variants",
    "no noise",
    "epochs 10",
    "Table II",
    "twice as wide",
    "epochs 120",
)
"""What is run first stands first: if time runs out, the last ones are missing."""


def plan(groups: tuple[str, ...] = QUEUE) -> list[Run]:
    """The runs of some groups, seed by seed."""
    return [
        Run(network, BASE if group == "variants" else group, seed)
        for group in groups
        for seed in SEEDS
        for network in NETWORKS.get(group, PAIR)
    ]


def carry_out(run: Run) -> None:
    """Train and test one network; its rows go into the table."""
    start = time.perf_counter()
    network, history = train(run)
    seconds = time.perf_counter() - start
    y = signals(250).test_y
    accuracy = {
        (kind, snr): evaluate(network, test_signals(kind, snr), y).accuracy
        for kind in KINDS
        for snr in SNR_DB
        if np.isfinite(snr) or kind == KINDS[0]  # without noise the kinds are the same
    }
    if run.condition == BASE and run.network in NETWORKS[BASE]:
        keep(run, network, history, accuracy)
    rows = [
        {
            "condition": run.condition,
            "network": run.network,
            "parameters": count_parameters(network),
            "seed": run.seed,
            "noise": kind,
            "snr_db": snr,
            "accuracy": round(value, 5),
            "train_loss": round(history.train_loss[-1], 5),
            "best_epoch": history.best_epoch,
            "seconds": round(seconds, 1),
            "torch": torch.__version__.split("+")[0],
        }
        for (kind, snr), value in accuracy.items()
    ]
    tables.add(TABLE, rows, ORDER)
    print(f"{run.condition}, {run.network}, seed {run.seed}: {seconds:.0f} s", flush=True)


def keep(
    run: Run, network: Network, history: History, accuracy: dict[tuple[str, float], float]
) -> Path:
    """Save a network of the base condition with its card."""
    condition = CONDITIONS[run.condition]
    card = {
        "network": run.network,
        "parameters": count_parameters(network),
        "data": "gearbox",
        "note": signals(condition.per_state).note,
        "classes": list(signals(condition.per_state).classes),
        "seed": run.seed,
        "training": {
            "epochs": condition.epochs,
            "best_epoch": history.best_epoch,
            "noise": repr(MIXED),
        },
        "snr_db": [str(snr) for snr in SNR_DB],
        "accuracy": {
            kind: [round(accuracy.get((kind, snr), accuracy[KINDS[0], snr]), 4) for snr in SNR_DB]
            for kind in KINDS
        },
        "noise_seed": 1,
        "date": datetime.date.today().isoformat(),
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__.split("+")[0],
            "numpy": np.__version__,
        },
    }
    return checkpoints.save(network, FOLDER / f"gearbox-{run.network}-{run.seed}", card)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(QUEUE)}")
    parser.add_argument("--share", default="0/1", help="this process does run k of n: k/n")
    options = parser.parse_args()
    if unknown := set(options.groups) - set(QUEUE):
        parser.error(f"no group is called {', '.join(unknown)}")
    mine, of = map(int, options.share.split("/"))
    torch.set_num_threads(1)
    for run in plan(tuple(options.groups) or QUEUE)[mine::of]:
        key = {"condition": run.condition, "network": run.network, "seed": run.seed}
        if not tables.has(TABLE, key):
            carry_out(run)


if __name__ == "__main__":
    main()
