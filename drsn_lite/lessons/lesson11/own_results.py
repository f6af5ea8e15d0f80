"""Two tables of data/results as lesson 11 shows them: scales.csv and strangers.csv."""

import numpy as np
import pandas as pd

from drsn_lite.results.gains import band, verdict

SETS = {"rig": "rig", "cwru": "CWRU", "fsdd": "spoken digits", "tones": "tones"}
SPLITS = {
    "recording": "new recordings",
    "machine": "new machine",
    "speed": "new speed",
    "bearing": "new bearing",
    "speaker": "new speaker",
}
CASES = {
    "new": "new recordings (false alarms)",
    "0 dB": "the same at 0 dB",
    "group": "a new machine, bearing, voice",
    "class": "a class left out of the training",
    "white": "white noise alone",
    "pink": "pink noise alone",
    "quiet": "new recordings × 0.001",
    "fast": "played 1.5 times too fast",
    "sensor": "another sensor",
    "others": "recordings of the other sets",
}


def scales(runs: pd.DataFrame, snr_db: float) -> pd.DataFrame:
    """Accuracy (%) with each scale, mean and half the 95 % band over the runs.

    Parameters
    ----------
    runs : DataFrame
        data/results/scales.csv.
    snr_db : float
        inf is clean.

    Returns
    -------
    DataFrame
        Rows are set, what is new in the test, and method; columns the rules.
    """
    here = runs[runs["snr_db"] == snr_db]
    found = here.groupby(["data", "split", "method", "scale"])["accuracy"].agg(
        lambda shares: "{:.0f} ± {:.0f}".format(*band(100 * shares))
    )
    table = found.unstack()[["training", "recording", "window"]]
    return table.rename(index=SETS, level=0).rename(index=SPLITS, level=1)


def scale_gain(runs: pd.DataFrame, rule: str, method: str = "drsn-cw") -> pd.DataFrame:
    """Points that a rule gains over one RMS of the training, run by run, on clean windows.

    Returns
    -------
    DataFrame
        A row for each set and split: points, half of the band, verdict of it alone.
    """
    clean = runs[(runs["snr_db"] == float("inf")) & (runs["method"] == method)]
    rows = {}
    for (data, split), part in clean.groupby(["data", "split"]):
        pair = 100 * part.pivot_table("accuracy", "seed", "scale")
        mean, half = band(pair[rule] - pair["training"])
        place = SETS[str(data)], SPLITS[str(split)]
        rows[place] = {"points": round(mean, 1), "±": round(half, 1), "alone": verdict(mean, half)}
    return pd.DataFrame(rows).T


def strangers(runs: pd.DataFrame, limits: str) -> pd.DataFrame:
    """Recordings marked by what the card knows, and refused by a bar on softmax, in %.

    Parameters
    ----------
    runs : DataFrame
        data/results/strangers.csv.
    limits : {"clean", "noise"}
        What the held-out windows were that the limits come from.

    Returns
    -------
    DataFrame
        Rows are cases; of each set "marked" and "softmax", means over the runs.
    """
    here = runs[runs["limits"] == limits].copy()
    here["case"] = here["case"].where(~here["case"].isin(list(SETS)), "others")
    mean = 100 * here.groupby(["case", "data"])[["marked", "softmax"]].mean().unstack()
    mean = mean.swaplevel(axis=1).sort_index(axis=1)
    order = [case for case in CASES if case in mean.index]
    kept = [name for name in SETS if name in mean.columns.get_level_values(0)]
    shown = mean.loc[order, kept].rename(index=CASES, columns=SETS)
    return shown.map(lambda share: "–" if np.isnan(share) else f"{share:.0f}")
