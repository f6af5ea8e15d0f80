"""The paper's Figs. 6 to 8: accuracy over SNR, a figure for each kind of noise."""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from drsn_lite.gains import band
from drsn_lite.noise import KINDS

STYLES = {
    "convnet": ("#7f7f7f", "v", ":"),
    "resnet": ("#0072b2", "o", "--"),
    "resnet-wide": ("#56b4e9", "s", "--"),
    "senet": ("#009e73", "^", "-."),
    "drsn-cs": ("#e69f00", "D", "-"),
    "drsn-cw": ("#d55e00", "P", "-"),
}
"""Colour, marker and line of each network: to be told apart without colour, too."""

NUMBERS = dict(zip(KINDS, (6, 7, 8), strict=True))


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
    for kind, number in NUMBERS.items():
        part = table[table["noise"] == kind]
        if len(part):
            files.append(folder / f"figure{number}-{kind}.svg")
            aside = files[-1].with_suffix(".part")
            figure(part, f"As Fig. {number}: {kind} noise").savefig(
                aside, format="svg", metadata={"Date": None}
            )
            aside.replace(files[-1])
    return files


def figure(table: pd.DataFrame, title: str) -> Figure:
    """Training and test accuracy over SNR, mean and 95 % band over folds or seeds."""
    canvas = Figure(figsize=(9, 3.8), layout="constrained")
    left, right = canvas.subplots(1, 2, sharey=True)
    for axes, column, name in (
        (left, "train_accuracy", "training"),
        (right, "test_accuracy", "test"),
    ):
        for network, (colour, marker, line) in STYLES.items():
            part = table[table["network"] == network]
            if part.empty:
                continue
            levels, bands = zip(
                *((snr, band(100 * rows[column])) for snr, rows in part.groupby("snr_db")),
                strict=True,
            )
            mean, half = np.nan_to_num(np.array(bands)).T
            style = {"color": colour, "marker": marker, "linestyle": line, "markersize": 4}
            axes.plot(levels, mean, label=network, **style)
            axes.fill_between(levels, mean - half, mean + half, color=colour, alpha=0.12, lw=0)
        axes.set(xlabel="SNR, dB", title=f"{title}, {name}")
        axes.grid(alpha=0.3)
    left.set_ylabel("accuracy, %")
    right.legend(fontsize="small")
    return canvas
