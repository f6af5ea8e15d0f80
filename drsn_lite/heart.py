"""What lessons 06 and 07 read: accuracy and confusion of the networks of data/results/PLAN.md."""

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from drsn_lite import tables

SNR_DB = tuple(float(snr) for snr in range(-8, 12, 2))
"""SNR of the confusion matrices, dB."""

NAMES = {
    "convnet": "ConvNet",
    "resnet": "ResNet",
    "resnet-wide": "ResNet, wide",
    "senet": "SENet",
    "drsn-cs": "DRSN-CS",
    "drsn-cw": "DRSN-CW",
}
"""The networks and how they are written; the wide ResNet has the parameters of DRSN-CW."""


@cache
def accuracy(condition: str = "base") -> pd.DataFrame:
    """Test accuracy (0 to 1): rows (noise, snr_db, seed), columns those of `NAMES` that were run.

    Clean signals, snr_db = inf, stand under each kind of noise.

    Raises
    ------
    ValueError
        If there is no such condition: says which there are.
    """
    table = tables.read("heart")
    rows = table[table["condition"] == condition]
    if rows.empty:
        there = ", ".join(sorted(table["condition"].unique()))
        raise ValueError(f"there is no condition {condition!r}; there are: {there}")
    clean = rows[np.isinf(rows["snr_db"])]
    copies = [clean.assign(noise=kind) for kind in ("laplacian", "pink")]
    both = pd.concat([rows, *copies])
    wide = both.pivot_table("accuracy", ["noise", "snr_db", "seed"], "network")
    return wide[[name for name in NAMES if name in wide]]


@cache
def confusion(network: str, kind: str) -> NDArray[np.int64]:
    """Confusion counts, summed over the five seeds: (levels of `SNR_DB`, 8, 8).

    Rows are true classes, columns predicted ones; a row adds up to 500.
    """
    with np.load(tables.FOLDER / "confusion.npz") as file:
        return file[f"{network}/{kind}"].sum(axis=0, dtype=np.int64)
