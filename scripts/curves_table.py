"""Error on training and test signals after each epoch, as in the paper's Fig. 10: curves.csv.

    python scripts/curves_table.py              about 20 minutes on one core
    python scripts/curves_table.py --share 0/2  every second run: start 0/2 and 1/2 side by side

The trainings are those of the condition "kept at -5 dB" of data/results/PLAN.md: Gaussian noise of
−5 dB, drawn once for the training signals and once for the test signals. Runs that are in the
table are not made again.
"""

import argparse
import time

import torch
from heart_runs import Run, kept, signals, test_signals, train
from torch import nn

from drsn_lite import tables
from drsn_lite.training import History, evaluate

TABLE = "curves"
CONDITION = "kept at -5 dB"
NETWORKS = ("resnet", "resnet-wide", "drsn-cs", "drsn-cw")
SEEDS = range(5)
ORDER = ["network", "seed", "epoch"]


def curve(run: Run) -> list[dict[str, object]]:
    """Train, and test after each epoch: one row an epoch."""
    x, y = test_signals("gaussian", -5.0), signals(250).test_y
    seen = kept(250, CONDITION)
    rows: list[dict[str, object]] = []

    def test(network: nn.Module, history: History) -> None:
        rows.append(
            {
                "network": run.network,
                "seed": run.seed,
                "epoch": len(history.train_loss),
                "train_error": round(1 - evaluate(network, seen.train_x, seen.train_y).accuracy, 5),
                "test_error": round(1 - evaluate(network, x, y).accuracy, 5),
                "train_loss": round(history.train_loss[-1], 5),
                "torch": torch.__version__.split("+")[0],
            }
        )

    train(run, test)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--share", default="0/1", help="this process does run k of n: k/n")
    mine, of = map(int, parser.parse_args().share.split("/"))
    torch.set_num_threads(1)
    for run in [Run(n, CONDITION, seed) for seed in SEEDS for n in NETWORKS][mine::of]:
        if not tables.has(TABLE, {"network": run.network, "seed": run.seed}):
            start = time.perf_counter()
            tables.add(TABLE, curve(run), ORDER)
            print(run.network, run.seed, f"{time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
