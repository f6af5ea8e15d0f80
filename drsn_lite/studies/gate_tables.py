"""What the gates of the networks in data/seeds do to signal and noise; nothing is trained.

One row a network, seed, kind of noise, SNR and unit; unit 0 is the stem, which has no gate.

anatomy     what each gate takes from signal and noise: every fourth test signal of the gearbox, 200
            in all; about 6 minutes
dissection  signal and noise run apart, every eighth test signal, means over them: the share of the
            energy of both that the gate removes; the SNR before it, and gained at it (dB); the gain
            of two controls: `scaled`, one factor a channel with the same energy left, and
            `shuffled`, the α of other channels (DRSN-CW) or other signals (DRSN-CS); the SNR of the
            path after the unit; 2 minutes
gate_work   what of a gate gains the SNR: at the τ that the network sets, each of
            `dissection.CURVES`, and one factor a channel that leaves the energy of the gate. By
            both rulers, dB: `apart`, signal and noise run apart; `through`, the noisy features
            against the clean ones, both through the curve; `denoised`, against the clean ones
            before it. Every eighth test signal; 6 minutes
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import torch
from torch import Tensor

from drsn_lite.gates import mean_abs
from drsn_lite.lessons.lesson07.anatomy import gates, path, random_zeros, removed, snr_left
from drsn_lite.lessons.lesson07.dissection import (
    CURVES,
    Dissected,
    dissect,
    energy,
    gained_db,
    multiplier,
    same_energy,
)
from drsn_lite.networks import Network, evaluating
from drsn_lite.noise import PAPER_KINDS, add_noise
from drsn_lite.results.heart import SNR_DB
from drsn_lite.shrinkage import soft_threshold
from drsn_lite.studies.engine import Row
from drsn_lite.studies.heart_runs import SEEDS, signals, trained
from drsn_lite.studies.study import Study

ANATOMY = ("drsn-cw", "drsn-cs", "resnet-wide")
DISSECTION = ("drsn-cw", "drsn-cs", "senet", "resnet-wide")


def anatomy(
    network: str, seed: int, noise: str, levels: tuple[float, ...] = SNR_DB
) -> Iterator[Row]:
    """All units of one trained network at all levels of one kind of noise."""
    found, clean = trained(network, seed), signals().test_x[::4]
    carried = path(found, clean)
    for snr in levels:
        noisy = add_noise(clean, snr, noise, rng=1)
        along = [
            round(float(snr_left(*pair).mean()), 5)
            for pair in zip(carried, path(found, noisy), strict=True)
        ]
        yield {"snr_db": snr, "unit": 0, "path_snr": along[0]}
        for unit, (before, after) in enumerate(gates(found, clean, noisy), 1):
            row = {"snr_db": snr, "unit": unit, "path_snr": along[unit]}
            if after.tau is not None and after.alpha is not None:
                taken = removed(before, after) | {"random": random_zeros(before, after)}
                means = {"tau": after.tau, "alpha": after.alpha, "mean_abs": after.mean_abs}
                taken |= {name: float(values.mean()) for name, values in means.items()}
                row |= {name: round(value, 5) for name, value in taken.items()}
            yield row


def dissection(
    network: str, seed: int, noise: str, levels: tuple[float, ...] = SNR_DB
) -> Iterator[Row]:
    """All units of one trained network at all levels of one kind of noise."""
    found, clean = trained(network, seed), signals().test_x[::8]
    for snr in levels:
        start, cuts = dissect(found, clean, add_noise(clean, snr, noise, rng=1))
        yield {"snr_db": snr, "unit": 0, "path_snr": round(float(start.snr_db().mean()), 4)}
        for cut in cuts:
            yield {"snr_db": snr, "unit": cut.unit} | measure(found, cut)


def measure(network: Network, cut: Dissected) -> dict[str, float]:
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
    gate = network.units[cut.unit - 1].gate
    if hasattr(gate, "threshold"):
        with evaluating(network):
            row["shuffled"] = gained_db(before, shuffled(gate, before.x))
    return {name: round(float(values.mean()), 4) for name, values in row.items()}


def shuffled(gate: Any, x: Tensor, seed: int = 0) -> Tensor:
    """What the gate would multiply x by with α shuffled: over channels, or over samples."""
    generator = torch.Generator().manual_seed(seed)
    alpha = gate.weights(x).flatten(1)
    if alpha.shape[1] > 1:
        alpha = alpha.gather(1, torch.rand(alpha.shape, generator=generator).argsort(1))
    else:
        alpha = alpha[torch.randperm(len(alpha), generator=generator)]
    tau = (alpha * gate.scale(mean_abs(x)))[:, :, None, None]
    return multiplier(x, soft_threshold(x, tau))


def gate_work(
    network: str, seed: int, noise: str, levels: tuple[float, ...] = SNR_DB
) -> Iterator[Row]:
    """All units of one trained network at all levels of one kind of noise, curve by curve."""
    found, clean = trained(network, seed), signals().test_x[::8]
    for snr in levels:
        noisy = add_noise(clean, snr, noise, rng=1)
        _, cuts = dissect(found, clean, noisy)
        for cut, (quiet, loud) in zip(cuts, gates(found, clean, noisy), strict=True):
            assert quiet.tau is not None
            assert loud.tau is not None
            x, start = cut.before.x, snr_left(quiet.before, loud.before)
            for curve, shrink in CURVES.items():
                before, after = shrink(quiet.before, quiet.tau), shrink(x, loud.tau)
                row = {
                    "apart": gained_db(cut.before, multiplier(x, after)),
                    "through": snr_left(before, after) - start,
                    "denoised": snr_left(quiet.before, after) - start,
                }
                what = {"snr_db": snr, "unit": cut.unit, "curve": curve}
                yield what | {name: round(float(v.mean()), 4) for name, v in row.items()}
            gain = gained_db(cut.before, same_energy(cut.gain, x))
            what = {"snr_db": snr, "unit": cut.unit, "curve": "a factor a channel"}
            yield what | {"apart": round(float(gain.mean()), 4)}


ORDER = ("network", "seed", "noise", "snr_db", "unit")
STUDIES = (
    Study("anatomy", anatomy, tuple(product(ANATOMY, SEEDS, PAPER_KINDS)), ORDER),
    Study("dissection", dissection, tuple(product(DISSECTION, SEEDS, PAPER_KINDS)), ORDER),
    Study(
        "gate_work",
        gate_work,
        tuple(product(("drsn-cw", "drsn-cs"), SEEDS, PAPER_KINDS)),
        (*ORDER, "curve"),
    ),
)
