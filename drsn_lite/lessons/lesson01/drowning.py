"""How a fault drowns: the classical detector, and what its table says of it as the noise grows.

`prominence` measures how far the line of a fault stands out of an envelope spectrum. The table is
data/results/drowning.csv; `drsn_lite/studies/drowning_table.py` makes it and says how.
"""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.gearbox import RATE_HZ, fault_frequency
from drsn_lite.lessons.spectra import envelope_spectrum

if TYPE_CHECKING:
    import pandas as pd

BANDS_HZ = {"outer race": (3_000.0, 5_000.0), "inner race": (1_500.0, 6_000.0)}
"""Where the impacts of a fault ring. A path over fewer contacts passes higher frequencies."""

OTHER_BAND_HZ = (1_000.0, 5_000.0)
BACKGROUND_HZ = (20.0, 1_000.0)
HARMONICS = 2


def band_hz(state: str) -> tuple[float, float]:
    """The resonance band whose envelope is taken in the search for this fault."""
    return BANDS_HZ.get(state, OTHER_BAND_HZ)


def prominence(
    x: np.ndarray, state: str, shaft_hz: float | np.ndarray, rate_hz: float = RATE_HZ
) -> np.ndarray:
    """Height of the fault's lines in the envelope spectrum over the background.

    The lines are the fault frequency and its double; each is the highest value within one
    frequency step or 1 % of the place, as bearings slip. The background is the median between 20
    and 1000 Hz, so the unit and the level of the signal do not matter.

    Parameters
    ----------
    x : ndarray of shape (..., L)
        Signals.
    state : str
        The fault to look for, one of `gearbox.STATES` but not "healthy".
    shaft_hz : float or ndarray of shape (...)
        Speed of the input shaft in Hz, of each signal or of all.
    rate_hz : float
        Sampling rate in Hz.

    Returns
    -------
    float64 ndarray of shape (...)
        Mean height of the two lines, in units of the background.

    Raises
    ------
    ValueError
        If the state has no fault frequency, or a signal is too short for a background.
    """
    f, amplitude = envelope_spectrum(x, rate_hz, band_hz(state))
    background = (f >= BACKGROUND_HZ[0]) & (f <= BACKGROUND_HZ[1])
    if background.sum() < 10:
        raise ValueError(
            f"{np.shape(x)[-1]} samples give {background.sum()} values between 20 and 1000 Hz: "
            "take a longer record"
        )
    at = fault_frequency(state, 1.0) * np.asarray(shaft_hz, dtype=np.float64)[..., None]
    total = 0.0
    for k in range(1, HARMONICS + 1):
        near = np.abs(f - k * at) <= np.maximum(1.001 * f[1], 0.01 * k * at)
        total = total + np.where(near, amplitude, 0).max(axis=-1)
    return total / HARMONICS / np.median(amplitude[..., background], axis=-1)


class Curve(NamedTuple):
    """Share of faults found over the SNR in dB, (n,) each: mean, lowest and highest seed."""

    snr_db: NDArray[np.float64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@cache
def table() -> "pd.DataFrame":
    """One row a method, fault, noise, SNR, torque and seed."""
    from drsn_lite.results import tables  # pandas, slow to import, and only some panels need it

    return tables.read("drowning")


@cache
def found(method: str, fault: str, kind: str, torque: float) -> Curve:
    """How often a fault is found, with 5 % false alarms.

    Parameters
    ----------
    method : {"envelope", "envelope-long", "logistic"}
    fault : {"outer race", "inner race", "ball"}
    kind : {"gaussian", "laplacian", "pink"}
    torque : {1, 6, 18}
        In lbf·ft.

    Raises
    ------
    ValueError
        If there is no such row.
    """
    rows = table()
    wanted = {"method": method, "fault": fault, "noise": kind, "torque": torque}
    for name, value in wanted.items():
        rows = rows[rows[name] == value]
    if rows.empty:
        raise ValueError(f"the table has no rows for {wanted}")
    return curve(rows)


def curve(rows: "pd.DataFrame") -> Curve:
    """The curve of these rows of the table, whatever else they have in common."""
    by_snr = rows.groupby("snr_db")["detected"].agg(["mean", "min", "max"])
    return Curve(by_snr.index.to_numpy(), *by_snr.to_numpy().T)


def alarm(fault: str, kind: str, snr_db: float) -> float:
    """The prominence above which the envelope method raises an alarm, mean over the seeds."""
    return float(np.interp(snr_db, *_alarms(fault, kind)))


@cache
def _alarms(fault: str, kind: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows = table().query("method == 'envelope' and fault == @fault and noise == @kind")
    levels = rows.groupby("snr_db")["alarm"].mean()
    return levels.index.to_numpy(), levels.to_numpy()


def half_point(curve: Curve) -> float:
    """The SNR in dB at which half of the faults are found; NaN if the curve does not cross it.

    The highest crossing, between table points by straight lines.
    """
    below = np.flatnonzero(curve.mean < 0.5)
    if not below.size or below[-1] == len(curve.mean) - 1:
        return float("nan")
    i = below[-1]
    return float(np.interp(0.5, curve.mean[i : i + 2], curve.snr_db[i : i + 2]))
