"""The gain of one network over another by condition of training, noise and SNR: heart.csv.

Nothing is computed here but means and bands; conditions that were not run say so.
"""

from functools import cache

import numpy as np
import pandas as pd

from drsn_lite.drawing import Choice, Frame, Line, Mark, Panel, Plot, Points, Rule
from drsn_lite.results import tables
from drsn_lite.results.forest import forest
from drsn_lite.results.gains import MISSING, gains, level_name
from drsn_lite.results.names import PAPER_NOISES, options

CONDITIONS = {
    "base": "base",
    "data 50": "50 signals a state",
    "data 1000": "1000 signals a state",
    "kept noise": "noise drawn once",
    "kept at -5 dB": "drawn once, -5 dB",
    "no noise": "trained without noise",
    "epochs 10": "10 epochs",
    "epochs 120": "120 epochs",
    "twice as wide": "twice as wide",
    "Table II": "the paper's Table II",
}
"""The conditions of data/results/PLAN.md, and how they are written here."""

PAIRS = {
    "drsn-cw/resnet-wide": "DRSN-CW over ResNet of its size",
    "drsn-cw/senet-abs": "DRSN-CW over SENet-abs, which has its attention",
    "senet-abs/resnet-wide": "SENet-abs over ResNet of its size",
    "drsn-cw/senet": "DRSN-CW over SENet",
    "drsn-cw/drsn-cs": "DRSN-CW over DRSN-CS",
    "drsn-cs/resnet-wide": "DRSN-CS over ResNet of that size",
    "senet/resnet-wide": "SENet over ResNet of that size",
}
LEVELS_DB = (-8.0, -5.0, -2.0, 0.0, 2.0, 5.0, 10.0, np.inf)
ALL = "all"
TOP = 12.0
"""Where the axes of gains end, in points."""


@cache
def _heart() -> pd.DataFrame:
    return tables.read("heart")


@cache
def gain_table(pair: str, noise: str, snr: str) -> pd.DataFrame:
    """Gain, half band, seeds and verdict of each condition, one row each in their order.

    `noise` and `snr` are one of their kinds, or "all": then a seed's gain is the mean over them.
    """
    table = _heart()
    if noise != ALL:  # without noise the kinds are the same, and stand as Gaussian
        table = table[(table["noise"] == noise) | np.isinf(table["snr_db"])]
    if snr != ALL:
        table = table[table["snr_db"].map(level_name) == snr]
    new, old = pair.split("/")
    found = gains(table, new, old, ["condition"]).set_index("condition")
    whole = found.reindex(CONDITIONS)
    return whole.fillna({"seeds": 0, "verdict": MISSING})


@cache
def gain_over_snr(pair: str, condition: str) -> pd.DataFrame:
    """Gain, half band and verdict by noise and SNR in one condition."""
    table = _heart()
    by = ["noise", "snr_db"]
    new, old = pair.split("/")
    return gains(table[table["condition"] == condition], new, old, by).set_index(by)


def frame(pair: str, condition: str, noise: str, snr: str) -> Frame:
    """Gains by condition, and in one condition over the SNR.

    Parameters
    ----------
    pair : str
        One of `PAIRS`.
    condition : str
        One of `CONDITIONS`; the right picture shows it.
    noise : {"all", "gaussian", "laplacian", "pink"}
    snr : str
        "all", or one of `LEVELS_DB` by name.
    """
    found = gain_table(pair, noise, snr)
    names = [
        name if found.loc[key, "verdict"] != MISSING else f"{name}: {MISSING}"
        for key, name in CONDITIONS.items()
    ]
    where = list(CONDITIONS).index(condition)
    left = forest(
        "Mean and 95 % band over seeds",
        names,
        found["gain"],
        found["half"],
        xlim=(-TOP, TOP),
        highlight=where,
    )
    return Frame(
        (left, _over_snr(pair, condition)),
        _sentence(pair, condition, found),
        "Gains in accuracy by condition of training, each with its band, and the gain in one "
        "condition over the signal-to-noise ratio for three kinds of noise.",
        columns=2,
    )


def _over_snr(pair: str, condition: str) -> Plot:
    found = gain_over_snr(pair, condition)
    finite = [snr for snr in LEVELS_DB if np.isfinite(snr)]
    marks: list[Mark] = [Rule(0.0, axis="y", role="muted")]
    for kind, role in zip(PAPER_NOISES, ("threshold", "after", "clean"), strict=True):
        part = found.reindex([(kind, snr) for snr in finite])
        gain, half = part["gain"].to_numpy(float), part["half"].to_numpy(float)
        if np.isnan(gain).all():
            continue
        marks.append(
            Line(np.clip(gain, -TOP, TOP), finite, role=role, label=PAPER_NOISES[kind], width=2.5)
        )
        for side in (gain - half, gain + half):
            marks.append(Line(np.clip(side, -TOP, TOP), finite, role=role, width=0.7, dashed=True))
    if ("gaussian", np.inf) in found.index:
        clean = found.loc[("gaussian", np.inf), "gain"]
        marks.append(Points([13.0], [clean], role="truth", label="clean", size=8))
    title = f"{CONDITIONS[condition][:1].upper()}{CONDITIONS[condition][1:]}"
    if len(marks) == 1:
        title += f": {MISSING}"
    return Plot(title, tuple(marks), "SNR, dB", "gain, points", (-9, 14), (-TOP, TOP))


def _sentence(pair: str, condition: str, found: pd.DataFrame) -> str:
    row = found.loc[condition]
    counts = found["verdict"].value_counts()
    summary = ", ".join(f"{word} in {counts[word]}" for word in counts.index)
    name = PAIRS[pair]
    if row["verdict"] == MISSING:
        return f"{name}, {CONDITIONS[condition]}: {MISSING}. Over the conditions: {summary}."
    return (
        f"{name}, {CONDITIONS[condition]}: {row['gain']:+.1f} ± {row['half']:.1f} points over "
        f"{int(row['seeds'])} seeds, {row['verdict']}. Over the conditions: {summary}."
    )


gain_by_condition = Panel(
    "Who gains, and where?",
    frame,
    (
        Choice("pair", "Comparison", tuple(PAIRS.items()), "drsn-cw/resnet-wide"),
        Choice("condition", "Condition", tuple(CONDITIONS.items()), "base"),
        Choice(
            "snr",
            "SNR (left)",
            ((ALL, "mean of all"), *((level_name(s), level_name(s)) for s in LEVELS_DB)),
            ALL,
        ),
        Choice("noise", "Noise (left)", ((ALL, "mean of all"), *options(PAPER_NOISES)), ALL),
    ),
)
