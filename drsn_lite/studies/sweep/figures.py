"""The paper's Figs. 6 to 8: accuracy over SNR, a figure for each kind of noise."""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from drsn_lite.drawing.painter import without_tex
from drsn_lite.noise import KINDS, PAPER_KINDS
from drsn_lite.results import paper
from drsn_lite.results.gains import band
from drsn_lite.results.names import NETWORKS

STYLES = {
    "convnet": ("#7f7f7f", "v", ":"),
    "resnet": ("#0072b2", "o", "--"),
    "resnet-wide": ("#56b4e9", "s", "--"),
    "senet": ("#009e73", "^", "-."),
    "drsn-cs": ("#e69f00", "D", "-"),
    "drsn-cw": ("#d55e00", "P", "-"),
}
"""Colour, marker and line of each network: to be told apart without colour, too."""

ASIDE = 0.06
"""dB between the bars of two networks at one level."""

OTHERS = ("#404040", "x", ":")
"""Of a network that has none of its own."""

NUMBERS = dict(zip(PAPER_KINDS, (6, 7, 8), strict=True))
"""Kind of noise → the figure of the paper."""


def draw(table: pd.DataFrame, folder: Path) -> list[Path]:
    """Draw a figure for each kind of noise in the table, as SVG files in the folder.

    Parameters
    ----------
    table : DataFrame
        The rows that can be compared, as `report.complete` gives them.
    folder : path

    Returns
    -------
    list of path
        The files; none for an empty table.
    """
    files = []
    for kind in KINDS:
        part = table[table["noise"] == kind]
        if len(part):
            number = NUMBERS.get(kind)
            title = f"{kind} noise"
            files.append(folder / f"figure{number or ''}-{kind}.svg")
            aside = files[-1].with_suffix(".part")
            figure(part, f"As Fig. {number}: {title}" if number else title.capitalize()).savefig(
                aside, format="svg", metadata={"Date": None}
            )
            aside.replace(files[-1])
    return files


def figure(table: pd.DataFrame, title: str) -> Figure:
    """Training and test accuracy over SNR, mean and 95 % band over folds or seeds."""
    networks = paper.in_order(table["network"].unique())
    canvas = Figure(figsize=(9, 3.8), layout="constrained")
    left, right = canvas.subplots(1, 2, sharey=True)
    for axes, column, name in (
        (left, "train_accuracy", "training"),
        (right, "test_accuracy", "test"),
    ):
        for place, network in enumerate(networks):
            part = table[table["network"] == network]
            colour, marker, line = STYLES.get(network, OTHERS)
            levels, bands = zip(
                *((snr, band(100 * rows[column])) for snr, rows in part.groupby("snr_db")),
                strict=True,
            )
            mean, half = np.nan_to_num(np.array(bands)).T
            at = np.array(levels) + ASIDE * (
                place - (len(networks) - 1) / 2
            )  # bars of one level stand side by side
            style = {"color": colour, "marker": marker, "linestyle": line, "markersize": 4}
            axes.errorbar(
                at, mean, half, label=NETWORKS.get(network, network), elinewidth=1, lw=1.2, **style
            )
        axes.set(xlabel="SNR, dB", title=f"{title}, {name}")
        axes.grid(alpha=0.3)
    left.set(ylabel="accuracy, %", ylim=(max(0, left.get_ylim()[0]), min(100, left.get_ylim()[1])))
    right.legend(fontsize="small")
    return without_tex(canvas)
