"""What a sweep found: the paper's Table III with bands, the gains, and what it cost."""

from collections import Counter
from collections.abc import Collection, Iterable

import pandas as pd

from drsn_lite.results.paper import PUBLISHED, accuracies, gains, grid, in_order
from drsn_lite.studies.sweep.plan import CLEAN, Run

FAILURE = ["network", "noise", "snr_db", "repeat", "reason"]
"""What is told of a run that failed."""


def complete(table: pd.DataFrame, runs: Iterable[Run]) -> pd.DataFrame:
    """The rows of the folds (or seeds) in which every planned run is done.

    Only they can be compared: a fold that is half done may have had the easy half.
    """
    planned, done = Counter(run.repeat for run in runs), Counter(table["repeat"])
    return table[table["repeat"].isin([one for one in planned if done[one] == planned[one]])]


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


def times(table: pd.DataFrame) -> str:
    """Time of a training (of the CPU, if it did the work) over the ResNet's, as a Markdown table.

    Beside the paper's Table V.
    """
    name, unit = ("cpu_seconds", "CPU s") if set(table["device"]) == {"cpu"} else ("seconds", "s")
    seconds = table.groupby("network")[name].median()
    rows = []
    for network in in_order(seconds.index):
        cells = [f"{seconds[network]:.1f}"]
        if "resnet" in seconds:
            cells.append(f"{seconds[network] / seconds['resnet']:.2f}")
            paper = PUBLISHED.get(network)
            cells.append(f"{paper.seconds / PUBLISHED['resnet'].seconds:.2f}" if paper else "")
        rows.append([network, *cells])
    heads = ["network", f"{unit} a training (median)", "over ResNet", "paper, over ResNet"]
    return grid(heads[: len(rows[0])], rows)


def _unit(runs: Collection[Run]) -> str:
    return "folds" if next(iter(runs)).folds else "seeds"


def _shared(runs: Collection[Run]) -> str:
    if next(iter(runs)).folds:
        return "Folds share training signals, so the true band is somewhat wider. "
    return ""


def _list(levels: list[float]) -> str:
    return ", ".join(f"{level:g}".replace("-", "−") for level in levels)
