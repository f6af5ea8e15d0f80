"""Threshold surgery: every learned τ times s, other surgeries beside it, and what is zeroed.

Accuracies come from data/results/surgery.csv: five seeds, 800 test signals, Gaussian noise. The
share of zeroed features is computed when asked for, with the network of the first seed.
"""

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from drsn_lite.drawing import (
    Bars,
    Choice,
    Frame,
    Line,
    Mark,
    Panel,
    Plot,
    Points,
    Rule,
    Slider,
    Whiskers,
)
from drsn_lite.lessons import lab
from drsn_lite.lessons.lesson07 import surgery
from drsn_lite.microscope import look
from drsn_lite.noise import add_noise
from drsn_lite.results import tables
from drsn_lite.results.gains import band
from drsn_lite.results.names import NETWORKS, options

LEVELS = {"-8": -8.0, "-5": -5.0, "0": 0.0, "5": 5.0, "10": 10.0, "clean": np.inf}

_trained = cache(lab.trained)


@cache
def curves(network: str, settled: bool) -> pd.DataFrame:
    """Mean accuracy in % and half its 95 % band: columns mean, half; index (surgery, s, SNR)."""
    table = tables.read("surgery")
    table = table[(table["network"] == network) & (table["settled"] == settled)]
    found = (100 * table.set_index(["surgery", "s", "snr_db"])["accuracy"]).groupby(level=[0, 1, 2])
    return pd.DataFrame(
        {key: band(values) for key, values in found}, index=["mean", "half"]
    ).T.rename_axis(["surgery", "s", "snr_db"])


@cache
def zeroed(network: str, s: float, snr_db: float) -> NDArray[np.float64]:
    """Share of features set to zero in each unit, in %: the first seed, 40 test signals."""
    x = add_noise(lab.samples("gearbox")[0], snr_db, rng=0)
    records = look(surgery.scaled(_trained(network, 0), s), x)
    return np.array([100 * float(record.zeroed.mean()) for record in records])


def frame(s: float, network: str, level: str) -> Frame:
    """Accuracy after surgery on the thresholds.

    Parameters
    ----------
    s : float
        What every τ is multiplied with; the nearest value of the table is shown.
    network : {"drsn-cw", "drsn-cs"}
    level : str
        SNR of the test signals, one of `LEVELS`.
    """
    raw, settled = curves(network, False), curves(network, True)
    scales = np.array(sorted(raw.loc["scale"].index.unique("s")))
    s, snr = float(scales[np.abs(scales - s).argmin()]), LEVELS[level]
    where = "clean signals" if np.isinf(snr) else f"{snr:g} dB"
    now, control, whole = (t.loc[("scale", a, snr), "mean"] for t, a in _three(raw, settled, s))
    return Frame(
        (
            _over_s(raw, settled, scales, s, snr, where),
            _over_snr(raw, settled, s),
            _others(raw, snr, where),
            _zeroed(network, s, snr, where),
        ),
        f"{NETWORKS[network]}, {where}: with every τ × {s:g} the accuracy is {now:.1f} %, and "
        f"{control:.1f} % once BatchNorm is measured anew; with the learned thresholds "
        f"{whole:.1f} %.",
        "Accuracy over the factor on the thresholds and over the signal-to-noise ratio, other "
        "surgeries side by side, and the share of features set to zero by unit.",
        columns=2,
    )


def _three(
    raw: pd.DataFrame, settled: pd.DataFrame, s: float
) -> tuple[tuple[pd.DataFrame, float], ...]:
    return (raw, s), (settled, s), (raw, 1.0)


def _banded(
    table: pd.DataFrame, x: NDArray[np.float64], role: str, label: str, dashed: bool = False
) -> list[Mark]:
    mean, half = table["mean"].to_numpy(), table["half"].to_numpy()
    sides = [Line(side, x, role=role, width=0.7) for side in (mean - half, mean + half)]
    return [*sides, Line(mean, x, role=role, label=label, width=2.5, dashed=dashed)]


def _over_s(
    raw: pd.DataFrame,
    settled: pd.DataFrame,
    scales: NDArray[np.float64],
    s: float,
    snr: float,
    where: str,
) -> Plot:
    marks: list[Mark] = []
    for table, role, label in ((raw, "after", "cut"), (settled, "clean", "BatchNorm anew")):
        rows = table.loc[[("scale", a, snr) for a in scales]]
        marks += _banded(rows, scales, role, label)
    marks.append(Rule(s, label="s"))
    return Plot(f"Every τ times s, {where}", tuple(marks), "s", "accuracy, %", (0, 3), (0, 100))


def _over_snr(raw: pd.DataFrame, settled: pd.DataFrame, s: float) -> Plot:
    finite = np.array([snr for snr in LEVELS.values() if np.isfinite(snr)])
    marks: list[Mark] = []
    for (table, a), role, label in zip(
        _three(raw, settled, s),
        ("after", "clean", "muted"),
        ("cut", "BatchNorm anew", "learned"),
        strict=True,
    ):
        rows = table.loc[[("scale", a, snr) for snr in finite]]
        marks += _banded(rows, finite, role, label, dashed=role == "muted")
        clean = table.loc[("scale", a, np.inf), "mean"]
        marks.append(Points([13.0], [clean], role=role, size=8))
    return Plot(
        f"τ × {s:g} (points: clean)", tuple(marks), "SNR, dB", "accuracy, %", (-9, 14), (0, 100)
    )


def _others(raw: pd.DataFrame, snr: float, where: str) -> Plot:
    names = {key: name for key, name in surgery.OTHERS.items() if (key, 1.0, snr) in raw.index}
    rows = raw.loc[[(key, 1.0, snr) for key in names]]
    at = np.arange(len(names))
    marks: tuple[Mark, ...] = (
        Bars(rows["mean"], role="muted", names=tuple(names.values()), horizontal=True),
        Whiskers(at, rows["mean"], rows["half"], label="95 % band", horizontal=True),
        Rule(float(raw.loc[("scale", 1.0, snr), "mean"]), role="threshold", label="own"),
    )
    return Plot(f"Whose threshold? {where}", marks, "accuracy, %", "", (0, 100))


def _zeroed(network: str, s: float, snr: float, where: str) -> Plot:
    marks: tuple[Mark, ...] = (
        Bars(zeroed(network, s, snr), label=f"τ × {s:g}", names=tuple("123456")),
        Points(np.arange(6), zeroed(network, 1.0, snr), role="muted", label="learned", size=8),
    )
    return Plot(f"Set to zero, {where}, first seed", marks, "unit", "%", None, (0, 100))


threshold_surgery = Panel(
    "Threshold surgery",
    frame,
    (
        Slider("s", "Multiply every τ by", 0.0, 3.0, 0.25, 0.5),
        Choice(
            "level",
            "SNR",
            tuple((key, "no noise" if key == "clean" else f"{key} dB") for key in LEVELS),
            "0",
        ),
        Choice("network", "Network", options(NETWORKS, "drsn-cw", "drsn-cs"), "drsn-cw"),
    ),
)
