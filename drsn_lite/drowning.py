"""What data/results/drowning.csv says: how much of a fault is found as the noise grows.

`scripts/drowning_table.py` makes the table and says how.
"""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from drsn_lite.paths import DATA

if TYPE_CHECKING:
    import pandas as pd

TABLE = DATA / "results" / "drowning.csv"


class Curve(NamedTuple):
    """Share of faults found over the SNR in dB, (n,) each: mean, lowest and highest seed."""

    snr_db: NDArray[np.float64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@cache
def table() -> "pd.DataFrame":
    """One row a method, fault, noise, SNR, torque and seed.

    Raises
    ------
    ValueError
        If the file is missing.
    """
    import pandas as pd  # slow to import, and only some panels need it

    if not TABLE.exists():
        raise ValueError(f"{TABLE} is missing: run `python scripts/drowning_table.py`")
    return pd.read_csv(TABLE)


@cache
def found(method: str, fault: str, kind: str, torque: float) -> Curve:
    """How often a fault is found, with 5 % false alarms.

    Parameters
    ----------
    method : {"envelope", "envelope-long", "logistic"}
    fault : {"outer race", "inner race", "ball"}
    kind : {"gaussian", "laplacian", "pink"}
    torque : {1, 6, 18}
        In lbf·ft.

    Raises
    ------
    ValueError
        If there is no such row.
    """
    rows = table()
    wanted = {"method": method, "fault": fault, "noise": kind, "torque": torque}
    for name, value in wanted.items():
        rows = rows[rows[name] == value]
    if rows.empty:
        raise ValueError(f"the table has no rows for {wanted}")
    return curve(rows)


def curve(rows: "pd.DataFrame") -> Curve:
    """The curve of these rows of the table, whatever else they have in common."""
    by_snr = rows.groupby("snr_db")["detected"].agg(["mean", "min", "max"])
    return Curve(by_snr.index.to_numpy(), *by_snr.to_numpy().T)


def alarm(fault: str, kind: str, snr_db: float) -> float:
    """The prominence above which the envelope method raises an alarm, mean over the seeds."""
    return float(np.interp(snr_db, *_alarms(fault, kind)))


@cache
def _alarms(fault: str, kind: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows = table().query("method == 'envelope' and fault == @fault and noise == @kind")
    levels = rows.groupby("snr_db")["alarm"].mean()
    return levels.index.to_numpy(), levels.to_numpy()


def half_point(curve: Curve) -> float:
    """The SNR in dB at which half of the faults are found; NaN if the curve does not cross it.

    The highest crossing, between table points by straight lines.
    """
    below = np.flatnonzero(curve.mean < 0.5)
    if not below.size or below[-1] == len(curve.mean) - 1:
        return float("nan")
    i = below[-1]
    return float(np.interp(0.5, curve.mean[i : i + 2], curve.snr_db[i : i + 2]))
