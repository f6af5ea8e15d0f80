"""Gains: how many points one network is above another, seed by seed, with a band and a verdict.

The rules are those of data/results/PLAN.md: the 95 % band of the mean over seeds (Student's t),
and a verdict that is read off from it.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import stdtrit  # scipy.stats has it as t.ppf, and takes a second to import

BETTER, WORSE, UNCLEAR, MISSING = "better", "worse", "not clear", "not run"


def band(values: ArrayLike) -> tuple[float, float]:
    """Mean, and half the width of its 95 % band; the half is NaN for fewer than two values."""
    values = np.asarray(values, dtype=np.float64)
    if len(values) < 2:
        return float(values.mean()) if len(values) else math.nan, math.nan
    half = stdtrit(len(values) - 1, 0.975) * values.std(ddof=1) / math.sqrt(len(values))
    return float(values.mean()), float(half)


def verdict(mean: float, half: float) -> str:
    """One of four words: is the gain above 0, below 0, or does its band hold 0?

    "better", "worse", "not clear"; "not run" if there were too few seeds for a band.
    """
    if math.isnan(mean) or math.isnan(half):
        return MISSING
    return UNCLEAR if abs(mean) <= half else BETTER if mean > 0 else WORSE


def level_name(snr_db: float) -> str:
    """An SNR in words: "clean" where it is infinite."""
    return "clean" if math.isinf(snr_db) else f"{snr_db:g} dB"


def by_seed(table: pd.DataFrame, new: str, old: str, by: Sequence[str]) -> pd.DataFrame:
    """The gain of network `new` over `old` in points (%), one row a group and seed.

    Parameters
    ----------
    table : DataFrame
        With the columns network, seed, accuracy (0 to 1) and those in `by`.
    new, old : str
        Names in the column network. Only seeds, noises and levels that both have are compared.
    by : sequence of str
        The groups. Rows of one seed that agree in them are averaged: leave out "snr_db", and
        a gain is a mean over the levels.

    Returns
    -------
    DataFrame
        Columns `by`, seed and gain; empty if the two have nothing in common.
    """
    where = [c for c in ("condition", "noise", "snr_db", "group", "what", "level") if c in table]
    pair = table[table["network"].isin([new, old])].pivot_table(
        index=[*where, "seed"], columns="network", values="accuracy"
    )
    if not {new, old} <= set(pair.columns):
        return pd.DataFrame(columns=[*by, "seed", "gain"])
    gain = (100 * (pair[new] - pair[old])).dropna().rename("gain").reset_index()
    return gain.groupby([*by, "seed"], as_index=False)["gain"].mean()


def gains(
    table: pd.DataFrame, new: str, old: str, by: Sequence[str], least: int = 5
) -> pd.DataFrame:
    """Mean gain in points, half its 95 % band, number of seeds and verdict for each group.

    Parameters as in `by_seed`; `by` names at least one column. A group of fewer than `least` seeds
    is left out: it was not run to its end.
    """
    rows = []
    for key, part in by_seed(table, new, old, by).groupby(list(by), sort=True):
        if len(part) < least:
            continue
        mean, half = band(part["gain"])
        rows.append([*key, mean, half, len(part), verdict(mean, half)])
    return pd.DataFrame(rows, columns=[*by, "gain", "half", "seeds", "verdict"])
