"""The classical detector: how far does the line of a fault stand out of an envelope spectrum?"""

import numpy as np

from drsn_lite.gearbox import RATE_HZ, fault_frequency
from drsn_lite.spectra import envelope_spectrum

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
