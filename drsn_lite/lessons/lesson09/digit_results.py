"""What lesson 09 reads of data/results/digits.csv: accuracies, and differences with their bands."""

from functools import cache

import pandas as pd

from drsn_lite.results import tables
from drsn_lite.results.gains import band, verdict

NO_NOISE = "none"

COMPARISONS = {
    "DRSN-CW − ResNet": ("drsn-cw", "resnet"),
    "DRSN-CW − ResNet, 9 channels": ("drsn-cw", "resnet-wide"),
    "DRSN-CW − SENet": ("drsn-cw", "senet"),
    "as in the text: DRSN-CW − ResNet, 2×2": ("drsn-cw", "resnet-pool"),
    "both 2×2: DRSN-CW − ResNet": ("drsn-cw-pool", "resnet-pool"),
    "shortcut alone: ResNet − ResNet, 2×2": ("resnet", "resnet-pool"),
}
"""What is taken from what. The first three and the fifth differ in the gate alone."""

TWO_BY_TWO = {
    "gate, every second pixel": ("drsn-cw", "resnet"),
    "gate, 2×2": ("drsn-cw-pool", "resnet-pool"),
    "shortcut, ResNet": ("resnet", "resnet-pool"),
    "shortcut, DRSN-CW": ("drsn-cw", "drsn-cw-pool"),
    "both at once, as in the text": ("drsn-cw", "resnet-pool"),
}
"""One thing changed at a time, and both at once as in the first text."""


@cache
def accuracy(data: str, training: str) -> pd.DataFrame:
    """Test accuracy in %: rows (noise, level, seed), one column a network; NaN if not run.

    Parameters
    ----------
    data : {"digits", "mnist"}
    training : {"clean", "uniform", "mixed"}

    Raises
    ------
    ValueError
        If there are no such rows: says which there are.
    """
    table = tables.read("digits")
    rows = table[(table["data"] == data) & (table["training"] == training)]
    if rows.empty:
        there = table[["data", "training"]].drop_duplicates().agg("/".join, axis=1)
        raise ValueError(f"nothing about {data}/{training}; there are: {', '.join(there)}")
    return 100 * rows.pivot_table("accuracy", ["noise", "level", "seed"], "network")


def at(data: str, training: str, noise: str, level: float) -> pd.DataFrame:
    """The rows of one noise and level, (seeds, networks); level 0 is without noise."""
    table = accuracy(data, training)
    return table.loc[(NO_NOISE, 0.0) if level == 0 else (noise, level)]


def difference(here: pd.DataFrame, new: str, old: str) -> tuple[float, float, int, str]:
    """Points that `new` is above `old`: mean, half the 95 % band, seeds, verdict.

    `here` is what `at` returns. Seeds are paired: both saw the same images in the same order.
    """
    if not {new, old} <= set(here.columns):
        return (*band([]), 0, verdict(*band([])))
    gain = (here[new] - here[old]).dropna()
    mean, half = band(gain)
    return mean, half, len(gain), verdict(mean, half)
