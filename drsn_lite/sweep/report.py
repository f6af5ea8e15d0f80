"""What a sweep found: the paper's Table III with bands, the gains, and what it cost."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from drsn_lite.gains import band, verdict
from drsn_lite.heart import NAMES
from drsn_lite.sweep.plan import CLEAN, Run


class Published(NamedTuple):
    """What Zhao et al. 2020 print of a network, in %, ± as there.

    `train` and `test` with noise (Table III), `clean` without added noise, test (Table IV), and
    `seconds` (Table V).
    """

    train: str
    test: str
    clean: str
    seconds: float


PAPER = {
    "convnet": Published("82.06", "77.62 ± 4.22", "96.67", 961.81),
    "resnet": Published("91.96", "86.25 ± 1.34", "99.54", 978.04),
    "drsn-cs": Published("93.61", "88.55 ± 1.02", "99.65", 1585.33),
    "drsn-cw": Published("94.84", "89.57 ± 0.87", "99.70", 1511.11),
}
"""By network."""

FAILURE = ["network", "noise", "snr_db", "repeat", "reason"]
"""What is told of a run that failed."""

PAIRS = (
    ("drsn-cw", "resnet"),
    ("drsn-cw", "resnet-wide"),
    ("drsn-cw", "senet"),
    ("drsn-cw", "drsn-cs"),
    ("drsn-cs", "resnet"),
)
"""The gains that are reported, where both networks were run."""


def complete(table: pd.DataFrame, runs: Iterable[Run]) -> pd.DataFrame:
    """The rows of the folds (or seeds) in which every planned run is done.

    Only they can be compared: a fold that is half done may have had the easy half.
    """
    planned, done = Counter(run.repeat for run in runs), Counter(table["repeat"])
    return table[table["repeat"].isin([one for one in planned if done[one] == planned[one]])]


def means(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """The mean of a column over noises and SNRs, in %: a row a repeat, a column a network."""
    return 100 * table.pivot_table(index="repeat", columns="network", values=column)


def text(table: pd.DataFrame, failed: pd.DataFrame, runs: Collection[Run]) -> str:
    """The report in Markdown.

    Parameters
    ----------
    table, failed : DataFrame
        The runs that are done and those that failed, as `store.table` gives them.
    runs : collection of Run
        The whole plan.
    """
    whole = complete(table, runs)
    noisy, clean = whole[whole["noise"] != CLEAN], whole[whole["noise"] == CLEAN]
    parts = [
        f"{len(table)} of {len(runs)} runs are done; {len(whole)} of them lie in whole "
        f"{_unit(runs)}, which alone are compared."
    ]
    if len(noisy):
        levels = sorted(noisy["snr_db"].unique())
        parts += [
            "## Table III: the average over noises and SNRs",
            f"Noise: {', '.join(sorted(noisy['noise'].unique()))}; SNR {_list(levels)} dB. Mean "
            f"± half the 95 % band (Student's t) over {noisy['repeat'].nunique()} {_unit(runs)}. "
            f"{_shared(runs)}The paper's columns are its means over three noises and SNRs from "
            "−5 to 5 dB, on its own rig: 28,800 signals of 2048 samples, networks of Table II, "
            "100 epochs.",
            accuracies(noisy),
            "## Gains",
            f"Points of test accuracy, differences within {_unit(runs)}; the last column says "
            "whether the band lies clear of 0.",
            gains(noisy),
        ]
    if len(clean):
        parts += ["## Table IV: without added noise", accuracies(clean, with_train=False)]
    if len(whole):
        parts += ["## Table V: time", times(whole)]
    if len(failed):
        rows = [[str(getattr(row, name)) for name in FAILURE] for row in failed.itertuples()]
        parts += ["## Failed", grid(FAILURE, rows)]
    return "\n\n".join(parts) + "\n"


def accuracies(table: pd.DataFrame, *, with_train: bool = True) -> str:
    """Training and test accuracy with bands beside the paper's Table III, as a Markdown table.

    Without `with_train`: test accuracy beside the paper's Table IV, for runs without noise.
    """
    train, test = means(table, "train_accuracy"), means(table, "test_accuracy")
    rows = []
    for network in _order(test.columns):
        paper = PAPER.get(network)
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
    test = means(table, "test_accuracy")
    rows = []
    for new, old in PAIRS:
        if {new, old} <= set(test.columns):
            gain = test[new] - test[old]
            rows.append([f"{new} over {old}", _with_band(gain, "+"), verdict(*band(gain))])
    return grid(["", "points", "verdict"], rows)


def times(table: pd.DataFrame) -> str:
    """Time of a training (of the CPU, if it did the work) over the ResNet's, as a Markdown table.

    Beside the paper's Table V.
    """
    name, unit = ("cpu_seconds", "CPU s") if set(table["device"]) == {"cpu"} else ("seconds", "s")
    seconds = table.groupby("network")[name].median()
    rows = []
    for network in _order(seconds.index):
        cells = [f"{seconds[network]:.1f}"]
        if "resnet" in seconds:
            cells.append(f"{seconds[network] / seconds['resnet']:.2f}")
            paper = PAPER.get(network)
            cells.append(f"{paper.seconds / PAPER['resnet'].seconds:.2f}" if paper else "")
        rows.append([network, *cells])
    heads = ["network", f"{unit} a training (median)", "over ResNet", "paper, over ResNet"]
    return grid(heads[: len(rows[0])], rows)


def grid(heads: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown, its columns in line."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [heads, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |"
        for line in lines
    )


def _order(networks: Iterable[str]) -> list[str]:
    return sorted(networks, key=list(NAMES).index)


def _with_band(values: pd.Series, sign: str = "") -> str:
    mean, half = band(values.dropna())
    return f"{mean:{sign}.2f}" + ("" if np.isnan(half) else f" ± {half:.2f}")


def _unit(runs: Collection[Run]) -> str:
    return "folds" if next(iter(runs)).folds else "seeds"


def _shared(runs: Collection[Run]) -> str:
    if next(iter(runs)).folds:
        return "Folds share training signals, so the true band is somewhat wider. "
    return ""


def _list(levels: list[float]) -> str:
    return ", ".join(f"{level:g}".replace("-", "−") for level in levels)
