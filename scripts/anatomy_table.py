"""What each gate takes from signal and noise: data/results/anatomy.csv, about 6 minutes.

One row a network of data/seeds, seed, kind of noise, SNR and unit; unit 0 is the stem, which has no
gate. Every fourth test signal of the gearbox, 200 in all. Rows that are there are not made again.
"""

import time

import torch
from heart_runs import signals
from heart_tables import FOLDER

from drsn_lite import checkpoints, noise, tables
from drsn_lite.anatomy import gates, path, random_zeros, removed, snr_left
from drsn_lite.heart import SNR_DB

TABLE = "anatomy"
NETWORKS = ("drsn-cw", "drsn-cs", "resnet-wide")
SEEDS = range(5)
ORDER = ["network", "seed", "noise", "snr_db", "unit"]


def rows(network: str, seed: int, kind: str, levels: tuple[float, ...] = SNR_DB) -> list[dict]:
    """All units of one trained network at all levels of one kind of noise."""
    trained = checkpoints.load(FOLDER / f"gearbox-{network}-{seed}")
    clean = signals(250).test_x[::4]
    carried = path(trained, clean)
    made = []
    for snr in levels:
        noisy = noise.add_noise(clean, snr, kind, rng=1)
        here = {"network": network, "seed": seed, "noise": kind, "snr_db": snr}
        along = [
            float(snr_left(*pair).mean())
            for pair in zip(carried, path(trained, noisy), strict=True)
        ]
        made.append(here | {"unit": 0, "path_snr": along[0]})
        for unit, (before, after) in enumerate(gates(trained, clean, noisy), 1):
            row = here | {"unit": unit, "path_snr": along[unit]}
            if after.tau is not None:
                row |= removed(before, after) | {"random": random_zeros(before, after)}
                row |= {"tau": float(after.tau.mean()), "alpha": float(after.alpha.mean())}
                row |= {"mean_abs": float(after.mean_abs.mean())}
            made.append(row)
    return [{k: round(v, 5) if isinstance(v, float) else v for k, v in r.items()} for r in made]


def main() -> None:
    torch.set_num_threads(1)
    for network in NETWORKS:
        for seed in SEEDS:
            for kind in noise.KINDS:
                if not tables.has(TABLE, {"network": network, "seed": seed, "noise": kind}):
                    start = time.perf_counter()
                    tables.add(TABLE, rows(network, seed, kind), ORDER)
                    print(network, seed, kind, f"{time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
