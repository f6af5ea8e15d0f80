"""The paper's tables beside ours: test accuracy and gains with bands, as Markdown."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from drsn_lite.results.gains import band, verdict
from drsn_lite.results.names import NETWORKS


class Published(NamedTuple):
    """What Zhao et al. 2020 print of a network, in %, ± as there.

    `train` and `test` with noise (Table III), `clean` without added noise, test (Table IV), and
    `seconds` (Table V).
    """

    train: str
    test: str
    clean: str
    seconds: float


PUBLISHED = {
    "convnet": Published("82.06", "77.62 ± 4.22", "96.67", 961.81),
    "resnet": Published("91.96", "86.25 ± 1.34", "99.54", 978.04),
    "drsn-cs": Published("93.61", "88.55 ± 1.02", "99.65", 1585.33),
    "drsn-cw": Published("94.84", "89.57 ± 0.87", "99.70", 1511.11),
}
"""By network."""

PAIRS = (
    ("drsn-cw", "resnet"),
    ("drsn-cw", "resnet-wide"),
    ("drsn-cw", "senet"),
    ("drsn-cw", "drsn-cs"),
    ("drsn-cs", "resnet"),
)
"""The gains that are reported, where both networks were run."""


def _means(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """The mean of a column over noises and SNRs, in %: a row a repeat, a column a network."""
    return 100 * table.pivot_table(index="repeat", columns="network", values=column)


def accuracies(table: pd.DataFrame, *, with_train: bool = True) -> str:
    """Training and test accuracy with bands beside the paper's Table III, as a Markdown table.

    Without `with_train`: test accuracy beside the paper's Table IV, for runs without noise.
    """
    train, test = _means(table, "train_accuracy"), _means(table, "test_accuracy")
    rows = []
    for network in in_order(test.columns):
        paper = PUBLISHED.get(network)
        size = int(table.loc[table["network"] == network, "parameters"].iloc[0])
        ours = [f"{train[network].mean():.2f}", _with_band(test[network])]
        if with_train:
            cells = [*ours, *((paper.train, paper.test) if paper else ("", ""))]
        else:
            cells = [ours[1], paper.clean if paper else ""]
        rows.append([network, f"{size:,}", *cells])
    train_test = ["train %", "test %", "paper, train %", "paper, test %"]
    return grid(
        ["network", "parameters", *(train_test if with_train else ["test %", "paper, test %"])],
        rows,
    )


def gains(table: pd.DataFrame) -> str:
    """The gains of `PAIRS` in points, with bands and verdicts, as a Markdown table."""
    test = _means(table, "test_accuracy")
    rows = []
    for new, old in PAIRS:
        if {new, old} <= set(test.columns):
            gain = test[new] - test[old]
            rows.append([f"{new} over {old}", _with_band(gain, "+"), verdict(*band(gain))])
    return grid(["", "points", "verdict"], rows)


def grid(heads: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown, its columns in line."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [heads, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |"
        for line in lines
    )


def in_order(networks: Iterable[str]) -> list[str]:
    """The names in the order of `names.NETWORKS`; those that it lacks come last."""
    order = list(NETWORKS)
    return sorted(
        networks, key=lambda name: (order.index(name) if name in order else len(order), name)
    )


def _with_band(values: pd.Series, sign: str = "") -> str:
    mean, half = band(values.dropna())
    return f"{mean:{sign}.2f}" + ("" if np.isnan(half) else f" ± {half:.2f}")
