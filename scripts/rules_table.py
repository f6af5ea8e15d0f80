"""Do thresholds need attention? The table of lesson 07: data/results/rules.csv.

    python scripts/rules_table.py

The rules of `drsn_lite.gallery` that choose τ without attention, trained and tested exactly as
the base condition of heart.csv (same seeds, data, noise and test signals), so its rows stand
beside those. Seeds that are there are not made again. About 8 minutes on one core.
"""

import time

import torch
from heart_runs import BASE, CONDITIONS, MIXED, SNR_DB, signals, test_signals

from drsn_lite import tables
from drsn_lite.gallery import RULES
from drsn_lite.networks import build, count_parameters
from drsn_lite.noise import KINDS
from drsn_lite.training import evaluate, fit

TABLE = "rules"
ORDER = ["rule", "seed", "noise", "snr_db"]
SEEDS = range(5)


def run(rule: str, seed: int, epochs: int | None = None) -> list[dict[str, object]]:
    """Train a network with one rule and test it; its rows for the table.

    Raises
    ------
    RuntimeError
        If the training stopped early.
    """
    base, data = CONDITIONS[BASE], signals(250)
    network = build("drsn-cw", base.plan, len(data.classes), gate=RULES[rule], seed=seed)
    epochs = epochs or base.epochs
    history = fit(network, data, epochs, noise=MIXED, seed=seed, progress=False, device="cpu")
    if history.stopped:
        raise RuntimeError(f"{rule}, seed {seed}: {history.stopped}")
    return [
        {
            "rule": rule,
            "parameters": count_parameters(network),
            "seed": seed,
            "noise": kind,
            "snr_db": snr,
            "accuracy": round(evaluate(network, test_signals(kind, snr), data.test_y).accuracy, 5),
            "train_loss": round(history.train_loss[-1], 5),
            "best_epoch": history.best_epoch,
            "torch": torch.__version__.split("+")[0],
        }
        for kind in KINDS
        for snr in SNR_DB
        if snr < float("inf") or kind == KINDS[0]  # without noise the kinds are the same
    ]


def main() -> None:
    torch.set_num_threads(1)
    for seed in SEEDS:
        for rule in RULES:
            if not tables.has(TABLE, {"rule": rule, "seed": seed}):
                start = time.perf_counter()
                tables.add(TABLE, run(rule, seed), ORDER)
                print(f"{rule}, seed {seed}: {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
