"""Noise or signal: what the zeros of each unit take from either, with bands over five seeds.

All numbers come from data/results/anatomy.csv and gate_work.csv: `anatomy.removed` says how those
of the zeros are made, `studies.gate_tables` those of the curves that could stand in the gate.
"""

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from drsn_lite.drawing import (
    Bars,
    Choice,
    Frame,
    Mark,
    Panel,
    Plot,
    Points,
    Rule,
    Slider,
    Whiskers,
)
from drsn_lite.results import tables
from drsn_lite.results.gains import band
from drsn_lite.results.heart import SNR_DB
from drsn_lite.results.names import NETWORKS, PAPER_NOISES, options

UNITS = 6
RULERS = (
    ("through", "between noisy and clean, both through the gate"),
    ("denoised", "as a denoiser: against the clean features before it"),
    ("apart", "signal and noise run apart"),
)
CURVES = (
    ("gate", "as it is: soft threshold"),
    ("zeros only", "its zeros alone: no shift"),
    ("no zeros", "no zeros: |x| / (|x| + τ)"),
    ("garrote", "garrote"),
)
"""What stands in the gate, with the τ that the network sets."""

Array = NDArray[np.float64]


@cache
def measured(network: str, kind: str, snr_db: float) -> dict[str, tuple[Array, Array]]:
    """For each column of the table the mean over seeds and half its 95 % band, both (units,)."""
    table = tables.read("anatomy")
    rows = table[(table["network"] == network) & (table["noise"] == kind) & (table["unit"] > 0)]
    rows = rows[rows["snr_db"] == snr_db]
    return {name: _bands(rows, name) for name in rows.columns if rows[name].dtype.kind == "f"}


@cache
def gained(network: str, kind: str, snr_db: float, curve: str, ruler: str) -> tuple[Array, Array]:
    """The change of the SNR at the gates (dB): mean over seeds and half its band, both (units,)."""
    table = tables.read("gate_work")
    rows = table[(table["network"] == network) & (table["noise"] == kind)]
    return _bands(rows[(rows["snr_db"] == snr_db) & (rows["curve"] == curve)], ruler)


def _bands(rows: pd.DataFrame, name: str) -> tuple[Array, Array]:
    pairs = [band(values) for _, values in rows.groupby("unit")[name]]
    return tuple(np.array(pairs).T)


def frame(snr_db: float, kind: str, network: str, ruler: str, curve: str) -> Frame:
    """What the zeros take in each unit, what lies under them, and the SNR gained at the gate.

    Parameters
    ----------
    snr_db : float
        −8 to 10 dB in steps of 2.
    kind : {"gaussian", "laplacian", "pink"}
    network : {"drsn-cw", "drsn-cs"}
    ruler : {"through", "denoised", "apart"}
        How the SNR after the gate is measured: see `studies.gate_tables`.
    curve : {"gate", "zeros only", "no zeros", "garrote"}
        What stands in the gate, for the last plot.
    """
    found = measured(network, kind, float(snr_db))
    at = np.arange(UNITS, dtype=float)
    names = tuple(str(unit + 1) for unit in range(UNITS))
    noise, signal, zeroed, kept = (
        100 * np.array(found[name])  # %
        for name in ("noise_removed", "signal_removed", "noise_in_zeroed", "noise_in_kept")
    )
    energy: tuple[Mark, ...] = (
        Bars(noise[0], role="threshold", label="noise", names=names),
        Whiskers(at, noise[0], noise[1], "before", "95 % band"),
        Whiskers(at, signal[0], signal[1], "clean"),
        Points(at, signal[0], role="clean", label="signal", size=8),
        Points(at, 100 * found["zeroed"][0], role="after", label="features", size=5),
    )
    under: tuple[Mark, ...] = (
        Bars(zeroed[0], role="zeroed", label="among the zeroed", names=names),
        Whiskers(at, zeroed[0], zeroed[1], "before"),
        Whiskers(at, *kept),
        Points(at, kept[0], role="after", label="among the kept", size=8),
    )
    change, own = (gained(network, kind, float(snr_db), c, ruler) for c in (curve, "gate"))
    gains: tuple[Mark, ...] = (
        Rule(0.0, axis="y", role="muted"),
        Whiskers(at + 1, *change),
        Points(at + 1, change[0], role="after", label=dict(CURVES)[curve], size=8),
    )
    if curve != "gate":
        gains += (Points(at + 1, own[0], role="muted", label="the gate as it is", size=6),)
    more = [names[u] for u in range(UNITS) if noise[0][u] - noise[1][u] > signal[0][u]]
    return Frame(
        (
            Plot("Energy that fell on zeros", energy, "unit", "%", None, (0, 60)),
            Plot("Features with more noise than signal", under, "unit", "%", None, (0, 100)),
            Plot("SNR gained at the gate", gains, "unit", "dB", (0.4, UNITS + 0.6), (-8, 4)),
        ),
        f"At {snr_db:g} dB the zeros take {noise[0].min():.0f} to {noise[0].max():.0f} "
        f"% of the noise energy and {signal[0].min():.0f} to {signal[0].max():.0f} % "
        f"of the signal's, clearly more of the noise in units {', '.join(more) or 'none'}. The "
        f"SNR changes by {change[0].min():+.1f} to {change[0].max():+.1f} dB, on average by "
        f"{change[0].mean():+.2f}{_beside(curve, own)}.",
        "For each unit, with bands over five seeds: the share of noise energy and of signal energy "
        "that was set to zero, the share of features with more noise than signal among zeroed and "
        "kept ones, and the change of the signal-to-noise ratio at the gate.",
        columns=3,
    )


def _beside(curve: str, own: tuple[Array, Array]) -> str:
    return "" if curve == "gate" else f" (with the gate as it is by {own[0].mean():+.2f})"


noise_or_signal = Panel(
    "Noise or signal?",
    frame,
    (
        Slider("snr_db", "Signal-to-noise ratio", SNR_DB[0], SNR_DB[-1], 2.0, 0.0, "dB"),
        Choice("kind", "Noise", options(PAPER_NOISES), "gaussian"),
        Choice("network", "Network", options(NETWORKS, "drsn-cw", "drsn-cs"), "drsn-cw"),
        Choice("ruler", "SNR after the gate", RULERS, "through"),
        Choice("curve", "In the gate", CURVES, "gate"),
    ),
)
