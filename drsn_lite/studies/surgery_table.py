"""What do the thresholds do? Surgery on trained networks: data/results/surgery.csv.

The DRSN-CS and DRSN-CW of five seeds in data/seeds, with altered thresholds
(`drsn_lite.lessons.lesson07.surgery`), tested on the 800 signals of heart.csv with Gaussian noise;
each once as it is, and once `settled`: with the BatchNorm statistics of the altered network,
measured on training signals. Nothing is trained. About 8 minutes on one core.
"""

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from drsn_lite.evaluation import predict
from drsn_lite.lessons.lesson07 import surgery
from drsn_lite.networks import Network
from drsn_lite.studies.engine import Row
from drsn_lite.studies.heart_runs import MIXED, SEEDS, signals, test_signals, trained
from drsn_lite.studies.study import Study

NETWORKS = ("drsn-cs", "drsn-cw")
SNR_DB = (-8.0, -5.0, 0.0, 5.0, 10.0, np.inf)
SCALES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
ALPHAS = (0.3, 0.5, 0.7)
LENT = tuple(
    f"{what} of {whom}" for what in ("tau", "alpha") for whom in ("any", "same state", "clean self")
)
"""Whose τ or α a test signal gets: of any other signal at the same SNR, of one of the same state,
or what it would have itself without noise."""


def train_signals() -> Tensor:
    """The 2000 training signals with the noise of training, drawn once."""
    return torch.from_numpy(MIXED(signals().train_x, np.random.default_rng(3)))


def surgeries(network: Network, seen: Tensor) -> Iterator[tuple[str, float, Network]]:
    """Name, number and network of every surgery that does not depend on the test signals."""
    for s in SCALES:
        yield "scale", s, surgery.scaled(network, s)
    for alpha in ALPHAS:
        yield "alpha by hand", alpha, surgery.constant(network, alpha)
    yield "freeze tau", 1.0, surgery.frozen(network, seen, "tau")
    yield "freeze alpha", 1.0, surgery.frozen(network, seen, "alpha")
    if network.name == "drsn-cw":
        yield "shuffle channels", 1.0, surgery.shuffled(network, seed=0)


def lenders(whom: str, y: NDArray[np.int64], seed: int = 7) -> NDArray[np.int64]:
    """For each test signal the number of another one, of any state or of the same."""
    rng = np.random.default_rng(seed)
    if whom == "any":
        return rng.permutation(len(y))
    other = np.empty(len(y), np.int64)
    for state in np.unique(y):
        mine = rng.permutation(np.flatnonzero(y == state))
        other[mine] = np.roll(mine, 1)  # never itself
    return other


def share_right(network: Network, x: Tensor, y: NDArray[np.int64]) -> float:
    """Share of the test signals whose state the network says."""
    return round(float((predict(network, x, 200).argmax(1).numpy() == y).mean()), 5)


def borrow(network: Network, kind: str, x: Tensor, clean: Tensor) -> dict[str, float]:
    """Accuracy with the τ or α of others, and how often the answer is the *lender's* state.

    The second is counted where the two states differ; NaN if they never do.
    """
    y = signals().test_y
    what, whom = kind.split(" of ")
    other = np.arange(len(y)) if whom == "clean self" else lenders(whom, y)
    lent = surgery.lent(network, clean if whom == "clean self" else x[other], what)
    said = predict(lent, x, len(x)).argmax(1).numpy()
    differ = y != y[other]
    follows = float((said == y[other])[differ].mean()) if differ.any() else np.nan
    return {"accuracy": round(float((said == y).mean()), 5), "lender": round(follows, 5)}


def run(network: str, seed: int) -> Iterator[Row]:
    """All rows of one network."""
    found = trained(network, seed)
    y, seen = signals().test_y, train_signals()
    tests = {snr: test_signals("gaussian", snr) for snr in SNR_DB}
    for kind, s, changed in surgeries(found, seen):
        for settled in (False, True):
            tried = surgery.settle(changed, seen) if settled else changed
            what = {"surgery": kind, "s": s, "settled": settled}
            for snr, x in tests.items():
                yield what | {"snr_db": snr, "accuracy": share_right(tried, x, y)}
    for kind in LENT:
        what = {"surgery": kind, "s": 1.0, "settled": False}
        for snr, x in tests.items():
            if np.isfinite(snr) or "clean" not in kind:  # there it would be its own
                yield what | {"snr_db": snr} | borrow(found, kind, x, tests[np.inf])


STUDY = Study(
    "surgery",
    run,
    tuple((network, seed) for seed in SEEDS for network in NETWORKS),
    ("network", "seed", "surgery", "s", "settled", "snr_db"),
)
