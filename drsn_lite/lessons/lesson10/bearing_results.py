"""What lesson 10 reads: accuracy in noise, leaks of splits and filters, bearings held out.

From data/results/bearings.csv and, for the networks on CWRU, data/results/spine.csv. Both were made
with the same windows, the same noise in training, and the same noise in the test.
"""

from functools import cache

import numpy as np
import pandas as pd

from drsn_lite.results import tables
from drsn_lite.results.names import NETWORKS

NAMES = {
    "lr-both": "LR, both spectra",
    "lr-spectrum": "LR, spectrum",
    "lr-envelope": "LR, envelope",
    **{name: NETWORKS[name] for name in ("resnet-wide", "drsn-cw")},
}
"""Methods and how they are written: logistic regressions (LR), and networks of one size."""

DATA = {"cwru": "CWRU, real", "simulated": "simulated"}
SNR_DB = (-10.0, -5.0, 0.0, 5.0, 10.0, np.inf)


def part(name: str, data: str) -> pd.DataFrame:
    """The rows of one part of bearings.csv: "noise", "leak", "filter" or "bearing".

    Raises
    ------
    ValueError
        If there are none: says which there are.
    """
    table = tables.read("bearings")
    rows = table[(table["part"] == name) & (table["data"] == data)]
    if rows.empty:
        there = table[["data", "part"]].drop_duplicates().agg("/".join, axis=1)
        raise ValueError(f"there is no {data}/{name}; there are: {', '.join(there)}")
    return rows


@cache
def accuracy(data: str) -> pd.DataFrame:
    """Test accuracy (0 to 1): rows (noise, snr_db, seed), columns those of `NAMES`."""
    rows = part("noise", data)
    if data == "cwru":
        spine = tables.read("spine").rename(columns={"network": "method"})
        spine = spine[(spine["data"] == "cwru") & spine["seed"].isin(rows["seed"].unique())]
        rows = pd.concat([rows, spine])
    rows = tables.clean_under_each_noise(rows)
    return rows.pivot_table("accuracy", ["noise", "snr_db", "seed"], "method")[list(NAMES)]


@cache
def leak(data: str, method: str) -> pd.DataFrame:
    """Accuracy (0 to 1) by split: rows (snr_db, hop, seed), columns "random" and "time"."""
    rows = part("leak", data)
    rows = rows[rows["method"] == method]
    return rows.pivot_table("accuracy", ["snr_db", "hop", "seed"], "split")


def filters(data: str) -> pd.DataFrame:
    """Accuracy (0 to 1) over ten classes at −5 dB: rows seeds, columns the filters of "normal".

    The last column, "matched filter", is the way without the trap.
    """
    table = part("filter", data).pivot_table("accuracy", "seed", "split")
    return table[["as in the file", "every fourth sample", "usual filter", "matched filter"]]


def rivals(new: str = "drsn-cw") -> pd.DataFrame:
    """Points that a network is above others on CWRU: rows (noise, snr_db, seed), columns others.

    From spine.csv, whose networks were trained and tested alike. Seeds are paired.
    """
    spine = tables.read("spine")
    table = spine[spine["data"] == "cwru"].pivot_table(
        "accuracy", ["noise", "snr_db", "seed"], "network"
    )
    return 100 * table.drop(columns=new).rsub(table[new], axis=0)
