"""SNR gained at every gate, signal and noise run apart: data/results/dissection.csv, 2 minutes.

    python scripts/dissection_table.py

One row a network of data/seeds, seed, kind of noise, SNR and unit; unit 0 is the stem, which has
no gate. Every eighth test signal of the gearbox, 100 in all; means over them. Columns: the share
of the energy of signal part and noise part that the gate removes; the SNR before it, and gained at
it (dB); the gain of two controls: `scaled`, one factor a channel with the same energy left, and
`shuffled`, the α of other channels (DRSN-CW) or other signals (DRSN-CS); the SNR of the path after
the unit. Nothing is trained. Networks that are there are not dissected again.
"""

import time

import torch
from heart_runs import signals
from heart_tables import FOLDER
from torch import Tensor

from drsn_lite import checkpoints, noise, tables
from drsn_lite.dissection import Cut, dissect, energy, gained_db, multiplier, same_energy
from drsn_lite.gates import mean_abs
from drsn_lite.heart import SNR_DB
from drsn_lite.networks import Network, evaluating
from drsn_lite.shrinkage import soft_threshold

TABLE = "dissection"
NETWORKS = ("drsn-cw", "drsn-cs", "senet", "resnet-wide")
SEEDS = range(5)
ORDER = ["network", "seed", "noise", "snr_db", "unit"]


def shuffled(gate: torch.nn.Module, x: Tensor, seed: int = 0) -> Tensor:
    """What the gate would multiply x by with α dealt out anew: over channels, or over samples."""
    generator = torch.Generator().manual_seed(seed)
    alpha = gate.weights(x).flatten(1)
    if alpha.shape[1] > 1:
        alpha = alpha.gather(1, torch.rand(alpha.shape, generator=generator).argsort(1))
    else:
        alpha = alpha[torch.randperm(len(alpha), generator=generator)]
    tau = (alpha * gate.scale(mean_abs(x)))[:, :, None, None]
    return multiplier(x, soft_threshold(x, tau))


def measure(trained: Network, cut: Cut) -> dict[str, float]:
    """What one gate does, mean over samples."""
    before, after = cut.before, cut.after
    row = {
        "signal_removed": 1 - energy(after.signal) / energy(before.signal),
        "noise_removed": 1 - energy(after.noise) / energy(before.noise),
        "snr_before": before.snr_db(),
        "gain": gained_db(before, cut.gain),
        "scaled": gained_db(before, same_energy(cut.gain, before.x)),
        "path_snr": cut.path.snr_db(),
    }
    gate = trained.units[cut.unit - 1].gate
    if hasattr(gate, "threshold"):
        with evaluating(trained):
            row["shuffled"] = gained_db(before, shuffled(gate, before.x))
    return {name: round(float(values.mean()), 4) for name, values in row.items()}


def rows(network: str, seed: int, kind: str, levels: tuple[float, ...] = SNR_DB) -> list[dict]:
    """All units of one trained network at all levels of one kind of noise."""
    trained = checkpoints.load(FOLDER / f"gearbox-{network}-{seed}")
    clean = signals(250).test_x[::8]
    made = []
    for snr in levels:
        start, cuts = dissect(trained, clean, noise.add_noise(clean, snr, kind, rng=1))
        here = {"network": network, "seed": seed, "noise": kind, "snr_db": snr}
        made.append(here | {"unit": 0, "path_snr": round(float(start.snr_db().mean()), 4)})
        made += [here | {"unit": cut.unit} | measure(trained, cut) for cut in cuts]
    return made


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
