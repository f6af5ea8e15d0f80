"""What the panels and lessons look at: the shipped networks and samples none of them has seen.

Everything is loaded once and kept, so that a slider finds it ready.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drsn_lite import checkpoints, datasets
from drsn_lite.microscope import look
from drsn_lite.networks import Network
from drsn_lite.noise import add_noise
from drsn_lite.paths import DATA

SAMPLES = 40
NETWORKS = ("resnet", "senet", "drsn-cs", "drsn-cw")
"""Names of the shipped networks."""


@cache
def network(data: str, name: str) -> Network:
    """The shipped network of a data set, as in `checkpoints.load_checkpoint`."""
    return checkpoints.load_checkpoint(f"{data}-{name}")


def trained(name: str, seed: int) -> Network:
    """A gearbox network of data/seeds, where each has five, from the seeds 0 to 4."""
    return checkpoints.load_checkpoint(DATA / "seeds" / f"gearbox-{name}-{seed}")


@cache
def samples(data: str) -> tuple[NDArray[np.float32], NDArray[np.int64], tuple[str, ...]]:
    """40 test samples (40, 1, H, W), their labels (40,), and the class names.

    Classes take turns: 0, 1, 2, …, 0, 1, 2, …

    Raises
    ------
    DataError
        If the data set has files of its own (CWRU) and they are not here; it says what to do.
    """
    options: dict[str, Any] = {}
    if data == "gearbox":  # a smaller set is made faster; its test signals are new ones as well
        options = {"train_per_state": 50, "test_per_state": 5}
    if data == "cwru":
        options = {"download": False}
    loaded = datasets.load(data, **options)
    count = SAMPLES // len(loaded.classes)
    rows = [np.flatnonzero(loaded.test_y == k)[:count] for k in range(len(loaded.classes))]
    order = np.stack(rows).T.ravel()
    return loaded.test_x[order], loaded.test_y[order], loaded.classes


@cache
def zeroed_by_unit(
    data: str, name: str, snr_db: float, kind: str = "gaussian"
) -> NDArray[np.float32]:
    """Mean share of features set to zero in each unit, over the 40 samples: (units,)."""
    noisy = add_noise(samples(data)[0], snr_db, kind, rng=0)
    return np.array([float(record.zeroed.mean()) for record in look(network(data, name), noisy)])
