"""What data/results/sound.csv says, as two pictures: accuracies over the noise, and gains."""

import numpy as np
import pandas as pd

from drsn_lite.drawing import Frame, Line, Mark, Plot, Whiskers
from drsn_lite.lessons.differences import picture
from drsn_lite.results.gains import band, level_name
from drsn_lite.results.names import NETWORKS

SETS = {"fsdd": "spoken digits", "tones": "tones"}
SPLITS = {
    "recording": "new recordings",
    "speaker": "a new voice",
}
ROLES = {"drsn-cw": "threshold", "resnet-wide": "before"}
CLEAN_AT = 15.0
"""Where clean stands on an axis of dB."""


def accuracies(runs: pd.DataFrame) -> Frame:
    """Mean accuracy (%) of both networks over the SNR, with bands over the runs.

    Parameters
    ----------
    runs : DataFrame
        data/results/sound.csv.
    """
    plots, clean = [], []
    for (data, split), part in runs.groupby(["data", "split"]):
        marks: list[Mark] = []
        ends = []
        for name, rows in part.groupby("network"):
            found = {snr: band(100 * one) for snr, one in rows.groupby("snr_db")["accuracy"]}
            x = np.array([CLEAN_AT if np.isinf(snr) else snr for snr in found])
            mean, half = np.array(list(found.values())).T
            shift = 0.4 if name == "drsn-cw" else -0.4  # bands side by side
            role = ROLES[str(name)]
            marks.append(Line(mean, x + shift, role=role, label=NETWORKS[str(name)]))
            marks.append(Whiskers(x + shift, mean, half, role=role))
            ends.append(f"{mean[-1]:.0f}")
        clean.append(f"{SETS[data]}, {SPLITS[split]} {' and '.join(ends)} %")
        title = f"{SETS[data].capitalize()}, {SPLITS[split]}"
        plots.append(Plot(title, tuple(marks), "dB (15: clean)", "% right", (-7, 17), (0, 100)))
    return Frame(
        tuple(plots),
        f"Without noise, DRSN-CW and ResNet: {'; '.join(clean)}.",
        "Accuracy of two networks over the signal-to-noise ratio with bands, for two sets of "
        "sounds, each with new recordings of known voices and with new voices.",
        columns=2,
    )


def gains(runs: pd.DataFrame) -> Frame:
    """Points of DRSN-CW over the ResNet, run by run, at every level of each set and split."""
    plots: dict[str, dict[str, pd.Series]] = {}
    for (data, split, snr_db), part in runs.groupby(["data", "split", "snr_db"]):
        pair = 100 * part.pivot_table("accuracy", "seed", "network")
        rows = plots.setdefault(f"{SETS[data].capitalize()}, {SPLITS[split]}", {})
        rows[level_name(float(snr_db))] = pair["drsn-cw"] - pair["resnet-wide"]
    return picture(plots, (-18.0, 18.0), columns=2)
