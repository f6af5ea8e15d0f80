"""Families of gains: many looks at once, with verdicts that know how many there were."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from drsn_lite.results.gains import band, by_seed, verdict
from drsn_lite.results.luck import holm

SEEDS = 5


def looks(
    table: pd.DataFrame, new: str, old: str, by: str = "condition"
) -> dict[str, NDArray[np.float64]]:
    """The gain of network `new` over `old` in points, seed by seed, for each value of a column.

    Parameters
    ----------
    table : DataFrame
        As in `gains.by_seed`; what was not run with all five seeds is left out.
    """
    found = by_seed(table, new, old, [by])
    each = {str(key): part["gain"].to_numpy() for key, part in found.groupby(by, sort=False)}
    return {key: gain for key, gain in each.items() if len(gain) == SEEDS}


def verdicts(family: Mapping[str, ArrayLike]) -> pd.DataFrame:
    """Mean gain, half its 95 % band, the verdict alone and that after Holm; a row a look."""
    rows = []
    for (name, gain), after in zip(family.items(), holm(list(family.values())), strict=True):
        mean, half = band(gain)
        rows.append((name, mean, half, verdict(mean, half), after))
    return pd.DataFrame(rows, columns=["look", "gain", "half", "alone", "after Holm"])
