"""What lesson 09 reads of data/results: accuracies, and differences with their bands.

digits.csv holds the digits and a short training on MNIST, with noise; mnist.csv a longer one
without noise.
"""

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from drsn_lite.results import tables
from drsn_lite.results.gains import band, verdict

NO_NOISE = "none"

Case = tuple[str, str, float]
"""Training, noise in the test, and its level; level 0 is without noise."""

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


LONGER = {
    "over ResNet": ("drsn-cw", "resnet"),
    "over ResNet, 9 channels": ("drsn-cw", "resnet-wide"),
    "over the text's ResNet": ("drsn-cw", "resnet-pool"),
}
"""What PLAN.md compares on MNIST after the longer training ("4b")."""


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


def gain(data: str, case: Case, new: str, old: str) -> NDArray[np.float64]:
    """Points that `new` is above `old`, seed by seed, (seeds,); those that both have."""
    here = at(data, *case)
    return (here[new] - here[old]).dropna().to_numpy()


def name_of(case: Case, with_training: bool = True) -> str:
    """A case in words, such as "mixed; gaussian 0.5"."""
    training, noise, level = case
    short = {"salt and pepper": "s. and p."}.get(noise, noise)
    tested = f"{short} {level:g}" if level else "no noise"
    return f"{training}; {tested}" if with_training else tested


def cases(data: str, trainings: tuple[str, ...]) -> list[Case]:
    """Everything that was measured after these trainings."""
    return [
        (training, noise, level)
        for training in trainings
        for noise, level in accuracy(data, training).index.droplevel("seed").unique()
    ]


def whole_mnist() -> pd.DataFrame:
    """Test accuracy in % on clean MNIST after 12 epochs on 55,000 images: (seeds, networks)."""
    return 100 * tables.read("mnist").pivot_table("accuracy", "seed", "network")
