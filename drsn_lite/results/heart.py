"""Accuracy and confusion of the networks of data/results/PLAN.md, for the panels of lesson 06."""

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from drsn_lite.results import tables

SNR_DB = tuple(float(snr) for snr in range(-8, 12, 2))
"""SNR of the confusion matrices, dB."""

TRAINED = ("convnet", "resnet", "resnet-wide", "senet", "senet-abs", "drsn-cs", "drsn-cw")
"""The networks that were run in the base condition; those that are kept in data/seeds."""


@cache
def accuracy(condition: str = "base") -> pd.DataFrame:
    """Test accuracy (0 to 1) by (noise, snr_db, seed); a column for each network that was run.

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
    rows = tables.clean_under_each_noise(rows)
    wide = rows.pivot_table("accuracy", ["noise", "snr_db", "seed"], "network")
    return wide[[name for name in TRAINED if name in wide]]


@cache
def confusion(network: str, kind: str) -> NDArray[np.int64]:
    """Confusion counts, summed over the five seeds: (levels of `SNR_DB`, 8, 8).

    Rows are true classes, columns predicted ones; a row adds up to 500.
    """
    with np.load(tables.FOLDER / "confusion.npz") as file:
        return file[f"{network}/{kind}"].sum(axis=0, dtype=np.int64)
