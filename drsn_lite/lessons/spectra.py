"""Spectra of vibration signals: the envelope spectrum, in which repeated impacts become lines."""

import numpy as np


def envelope_spectrum(
    x: np.ndarray, rate_hz: float, band_hz: tuple[float, float] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Amplitude spectrum of the envelope, by the analytic signal (Hilbert transform).

    Impacts that excite a resonance at some kHz show up at the rate at which they repeat, which
    the plain spectrum hides (Randall & Antoni 2011, Mech. Syst. Signal Process. 25(2):485-520).

    Parameters
    ----------
    x : ndarray of shape (..., L)
        Signals.
    rate_hz : float
        Sampling rate in Hz.
    band_hz : (float, float), optional
        Take the envelope of this band only, in Hz: the resonance. By default of everything.

    Returns
    -------
    frequencies_hz : ndarray of shape (L // 2 + 1,)
    amplitude : float64 ndarray of shape (..., L // 2 + 1)
        In the unit of `x`; a sine in the envelope gives its amplitude (Hann window).

    Raises
    ------
    ValueError
        If a signal has fewer than 4 samples, the rate is not positive, or the band is not inside
        0 to half the sampling rate.
    """
    x = np.asarray(x, dtype=np.float64)
    if x.ndim == 0 or x.shape[-1] < 4:
        raise ValueError(f"signals need at least 4 samples along the last axis, got {x.shape}")
    if not 0 < rate_hz < np.inf:
        raise ValueError(f"rate_hz must be above 0, got {rate_hz}")
    low, high = (0.0, rate_hz / 2) if band_hz is None else band_hz
    if not 0 <= low < high <= rate_hz / 2:
        raise ValueError(f"band_hz must lie within 0 to {rate_hz / 2:g} Hz, got {band_hz}")
    length = x.shape[-1]
    f = np.fft.fftfreq(length, 1 / rate_hz)
    # no negative frequencies, so |analytic| is the envelope; without f = 0 an offset is no carrier
    keep = (f > 0) & (f >= low) & (f <= high)
    envelope = np.abs(np.fft.ifft(2 * keep * np.fft.fft(x)))
    window = np.hanning(length)
    centred = envelope - np.average(envelope, axis=-1, weights=window)[..., None]
    amplitude = np.abs(np.fft.rfft(centred * window)) * (2 / window.sum())
    return np.fft.rfftfreq(length, 1 / rate_hz), amplitude
