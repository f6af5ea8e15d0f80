"""A race of gates: small residual networks on noisy digits that differ only in the gate.

It is meant for trying ideas in half a minute, not for deciding between them: few images, short
training. The table says how wide the bands are.
"""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from drsn_lite import datasets
from drsn_lite.answers.feedback import Verdict
from drsn_lite.answers.judge import judge
from drsn_lite.blocks import Gate
from drsn_lite.evaluation import evaluate
from drsn_lite.gates import Identity, ShrinkChannelwise
from drsn_lite.lessons.lesson08.exercises_gate import OWN
from drsn_lite.networks import Plan, build, count_parameters, matched
from drsn_lite.noise import add_noise, mixed
from drsn_lite.results.gains import band, verdict
from drsn_lite.training import fit

PLAN = Plan(stem=(3, 2), stages=((8, 1, 1), (16, 1, 2)), dims=2)
TEST_DB = 0.0
NOISE = mixed(low_db=-5, high_db=10)


@cache
def _digits() -> datasets.Dataset:
    """Half the digits to train on; the other half with Gaussian noise."""
    data = datasets.load("digits", test_fraction=0.5)
    return replace(data, test_x=add_noise(data.test_x, TEST_DB, rng=1))


def train(gate: Gate, plan: Plan, seed: int, epochs: int) -> tuple[float, int]:
    """Test accuracy in %, and the number of parameters, of one network."""
    data = _digits()
    network = build("resnet", plan, len(data.classes), gate=gate, seed=seed)
    fit(network, data, epochs, noise=NOISE, seed=seed, progress=False, device="cpu")
    accuracy = 100 * evaluate(network, data.test_x, data.test_y).accuracy
    return accuracy, count_parameters(network)


@cache
def rivals(seeds: int, epochs: int) -> dict[str, list[tuple[float, int]]]:
    """The plain ResNet of the size of DRSN-CW, and DRSN-CW."""
    wide = matched(PLAN, len(_digits().classes))
    plans = {"resnet-wide": (Identity, wide), "drsn-cw": (ShrinkChannelwise, PLAN)}
    return {
        name: [train(gate, plan, seed, epochs) for seed in range(seeds)]
        for name, (gate, plan) in plans.items()
    }


def race(gate: Any, seeds: int = 5, epochs: int = 8) -> pd.DataFrame | Verdict:
    """Train networks with a gate of your own, with DRSN-CW's, and with none; compare them.

    Parameters
    ----------
    gate : class
        An `nn.Module` made from a number of channels, as `check("own-gate", gate)` wants it.
    seeds : int
        Networks of each kind.
    epochs : int
        Passes over 898 digits.

    Returns
    -------
    DataFrame or Verdict
        One row a network: parameters, mean accuracy in % with half its 95 % band, and the gain
        over `resnet-wide`, seed by seed. The verdict instead, if the gate does not pass the check.
    """
    passed = judge(OWN, gate)
    if not passed:
        return passed
    runs = rivals(seeds, epochs) | {"yours": [train(gate, PLAN, s, epochs) for s in range(seeds)]}
    accuracy = {name: np.array([value for value, _ in run]) for name, run in runs.items()}
    rows = []
    for name, run in runs.items():
        mean, half = band(accuracy[name])
        gain, around = band(accuracy[name] - accuracy["resnet-wide"])
        row = {"network": name, "parameters": run[0][1], "accuracy": f"{mean:.1f} ± {half:.1f} %"}
        if name != "resnet-wide":
            row |= {"gain": f"{gain:+.1f} ± {around:.1f}", "verdict": verdict(gain, around)}
        rows.append(row)
    return pd.DataFrame(rows).set_index("network").fillna("")
