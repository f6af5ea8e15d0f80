"""Noisy test signals in an orthonormal wavelet basis: the ground for thresholds chosen by hand.

The signals are Donoho & Johnstone's (1994, Biometrika 81(3)), as PyWavelets has them. The basis is
sym8, periodic, down to 32 coarse coefficients, which no threshold touches. Being orthonormal it
keeps sums of squares, so an error among coefficients is the error of the signal, and white noise
of standard deviation σ stays just that.
"""

import numpy as np
import pywt
import torch
from numpy.typing import NDArray

from drsn_lite import shrinkage

Array = NDArray[np.float64]

SIGNALS = ("Blocks", "Bumps", "HeaviSine", "Doppler")
COARSE = 32
"""The first coefficients describe the coarse shape; thresholding starts after them."""

SHRINK = {
    "soft": shrinkage.soft_threshold,
    "hard": shrinkage.hard_threshold,
    "garrote": shrinkage.garrote_threshold,
}


def demo_signal(name: str, n: int = 2048) -> Array:
    """One of `SIGNALS`, n numbers, scaled to a standard deviation of 1."""
    if name not in SIGNALS:
        raise ValueError(f"there is no signal {name!r}: choose one of {', '.join(SIGNALS)}")
    x = pywt.data.demo_signal(name, n)
    return x / x.std()


def analyse(x: Array) -> Array:
    """The wavelet coefficients of x, coarse ones first: (n,) → (n,).

    Raises
    ------
    ValueError
        If n is not a power of two of at least 64: the lengths would not halve down to 32.
    """
    return np.concatenate(pywt.wavedec(x, "sym8", "periodization", _levels(len(x))))


def synthesise(w: Array) -> Array:
    """The signal with coefficients w, the inverse of `analyse`: (n,) → (n,)."""
    cuts = COARSE * 2 ** np.arange(_levels(len(w)))
    return pywt.waverec(np.split(w, cuts), "sym8", "periodization")


def _levels(n: int) -> int:
    levels = round(np.log2(max(n, 1) / COARSE))
    if levels < 1 or n != COARSE * 2**levels:
        raise ValueError(f"the length must be a power of two and at least 64, got {n}")
    return levels


def shrink(w: Array, tau: float | Array, kind: str = "soft") -> Array:
    """Threshold the detail coefficients of w, (n,), at one τ → (n,) or at k of them → (k, n)."""
    taus = torch.as_tensor(np.asarray(tau, dtype=np.float64))[..., None]
    details = SHRINK[kind](torch.from_numpy(w[COARSE:]), taus).numpy()
    coarse = np.broadcast_to(w[:COARSE], (*details.shape[:-1], COARSE))
    return np.concatenate([coarse, details], axis=-1)


def rms_error(clean: Array, estimate: Array) -> Array:
    """Root of the mean squared difference over the last axis; the same for signals as for w."""
    return np.sqrt(np.mean((estimate - clean) ** 2, axis=-1))


def sigma_by_mad(w: Array) -> float:
    """Estimate the noise σ from the finest coefficients: median |w| / 0.6745.

    Half of them are noise and little else for most signals, and the median does not mind the few
    large ones (Donoho & Johnstone 1994). 0.6745 is the median of |z| for a standard normal z.
    """
    return float(np.median(np.abs(w[len(w) // 2 :])) / 0.6745)


def universal_threshold(sigma: float, n: int) -> float:
    """σ√(2 ln n): pure noise of n values stays below it with high probability."""
    return float(sigma * np.sqrt(2 * np.log(n)))
