"""Noise at an exact signal-to-noise ratio: Gaussian, Laplacian and pink.

The SNR of a sample in dB is 10 log₁₀(power of the signal / power of the noise); power is the mean
square, and the mean is not removed. A 1-D `x` is one signal. Otherwise axis 0 counts the samples
and a sample's power is over all its other axes. Arrays and tensors are treated alike: what comes
back has the type, dtype and device of what went in, and the caller's `x` is never changed.

Pink noise has a power spectrum ∝ 1/f, no mean, and falls 10 dB a decade along the last axis. The
exception is an image, by which we mean a 4-D shape (N, C, H, W) with H > 1: there f is the radial
frequency √(f_h² + f_w²), so no direction is preferred. A 3-D shape is (N, C, L), never an image.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np

from drsn_lite.arrays import (
    Signal,
    column,
    fit_to_dtype,
    is_tensor,
    numpy_dtype,
    plus,
    rms,
    rows,
    unmasked,
)

if TYPE_CHECKING:
    from torch import Tensor

Seed = int | np.random.Generator | None

PAPER_KINDS = ("gaussian", "laplacian", "pink")
"""The kinds of noise of the paper: the course's networks were trained and tested with these."""

KINDS = PAPER_KINDS
"""All kinds of noise that there are."""

FARTHEST = 300
"""dB: beyond, the noise or the signal would be lost in the rounding even of float64."""


def add_noise(
    x: Signal, snr_db: float | np.ndarray, kind: str = "gaussian", rng: Seed = None
) -> Signal:
    """Add noise whose measured SNR is exactly the one asked for, sample by sample.

    The drawn noise is scaled by its own measured power, not by the expected one. The arithmetic is
    float64; where a float32 `x` rounds the sum by more than 1e-6 dB, one value per row makes up
    for it.

    Parameters
    ----------
    x : ndarray or Tensor of floats, shape (L,) or (n, ...)
        The signals, in any unit.
    snr_db : float or array of shape (n,)
        SNR in dB, for all samples or for each; `inf` leaves a sample as it is.
    kind : {"gaussian", "laplacian", "pink"}
    rng : None, int or numpy Generator
        The source of randomness; an int is a seed.

    Returns
    -------
    ndarray or Tensor
        A new one like `x`. For a tensor, the gradient with respect to `x` is 1.

    Raises
    ------
    ValueError
        If `x` is empty, masked, not of floats, or has a row with zero power, NaN or infinite
        values (it is named); if an SNR is no number, NaN, −inf or so far from 0 dB that the dtype
        of `x` cannot hold the noise; if their number is not n; if `kind` is unknown.
    """
    x = x if is_tensor(x) else unmasked(x, "x")
    clean = rows(x, "x")
    snr = _snr_per_row(snr_db, len(clean))
    with np.errstate(over="ignore"):
        wanted = rms(clean, "x") * 10 ** (-snr / 20)  # RMS of the noise of each row
    wanted[(wanted == 0) & (snr < np.inf)] = np.finfo(np.float64).smallest_subnormal
    noise = draw(kind, clean.shape, np.random.default_rng(rng))
    noise *= column(wanted / rms(noise, "the noise"), noise)
    return plus(x, fit_to_dtype(clean, noise, wanted, numpy_dtype(x)))


def snr_db(clean: Signal, noisy: Signal) -> "float | np.ndarray | Tensor":
    """Measure the SNR in dB, computed in float64.

    Parameters
    ----------
    clean, noisy : ndarray or Tensor, shape (L,) or (n, ...)
        The noise is `noisy − clean`.

    Returns
    -------
    float, or float64 ndarray or Tensor of shape (n,)
        A float for a 1-D signal; `inf` where `noisy` equals `clean`.

    Raises
    ------
    ValueError
        As in `add_noise`; if the two differ in shape.
    """
    pairs = ((clean, "clean"), (noisy, "noisy"))
    clean, noisy = (x if is_tensor(x) else unmasked(x, name) for x, name in pairs)
    if clean.shape != noisy.shape:
        raise ValueError(
            f"clean has shape {tuple(clean.shape)} and noisy {tuple(noisy.shape)}: "
            "pass the same samples with and without noise"
        )
    before, after = rows(clean, "clean"), rows(noisy, "noisy")
    with np.errstate(divide="ignore"):
        decibels = 20 * np.log10(rms(before, "clean") / rms(after - before))
    if clean.ndim == 1:
        return float(decibels[0])
    return clean.detach().cpu().double().new_tensor(decibels) if is_tensor(clean) else decibels


def draw(kind: str, shape: Sequence[int], rng: Seed = None) -> np.ndarray:
    """Draw noise of zero mean and an expected power of one.

    Parameters
    ----------
    kind : {"gaussian", "laplacian", "pink"}
        Laplacian noise is the difference of two exponential variables, divided by √2.
    shape : sequence of int
        As the `x` of `add_noise`; every row is drawn by itself.
    rng : None, int or numpy Generator

    Returns
    -------
    float64 ndarray of the given shape
    """
    rng, shape = np.random.default_rng(rng), tuple(shape)
    if kind == "gaussian":
        return rng.standard_normal(shape)
    if kind == "laplacian":
        noise = rng.standard_exponential(shape)
        noise -= rng.standard_exponential(shape)
        noise *= 0.5**0.5
        return noise
    if kind == "pink":
        axes = (-2, -1) if len(shape) == 4 and shape[2] > 1 else (-1,)
        size = [shape[axis] for axis in axes]
        gain = _pink_gain(tuple(size))
        spectrum = np.fft.rfftn(rng.standard_normal(shape), axes=axes)
        spectrum *= gain[..., : size[-1] // 2 + 1]
        return np.fft.irfftn(spectrum, size, axes=axes)
    raise ValueError(f"no noise is called {kind!r}: choose one of {', '.join(KINDS)}")


def _pink_gain(size: tuple[int, ...]) -> np.ndarray:
    """1/√f at every frequency of an FFT of this size, 0 at f = 0, mean square 1."""
    grid = np.meshgrid(*(np.fft.fftfreq(length) for length in size), indexing="ij")
    f = np.sqrt(sum(axis**2 for axis in grid))
    if f.size < 2:
        raise ValueError("pink noise has no mean, so a row of one value cannot hold any: use two")
    f.flat[0] = np.inf
    gain = f**-0.5
    return gain / np.sqrt(np.mean(gain**2))


def _snr_per_row(snr_db: float | np.ndarray, count: int) -> np.ndarray:
    """The SNR in dB of each row, (count,), from one number or as many as there are rows."""
    snr = unmasked(snr_db, "snr_db")
    if snr.dtype.kind not in "iuf":
        raise ValueError(f"snr_db is a number of dB, or one for each sample, got {snr_db!r:.60}")
    snr = snr.astype(np.float64)
    if snr.shape not in ((), (count,)):
        raise ValueError(
            f"snr_db has shape {snr.shape} but there are {count} samples: "
            f"pass one number or an array of shape ({count},)"
        )
    snr = np.broadcast_to(snr, count)
    bad = np.isnan(snr) | (snr == -np.inf)
    if bad.any():
        row = np.flatnonzero(bad)[0]
        raise ValueError(
            f"the SNR of row {row} is {snr[row]} dB: use a number, or inf for no noise"
        )
    return snr


@dataclass(frozen=True)
class Mixed:
    """Draws a kind of noise and an SNR for every sample of a batch: see `mixed`."""

    kinds: tuple[str, ...]
    low_db: float
    high_db: float
    clean: float

    def __call__(self, x: Signal, rng: Seed = None) -> Signal:
        """Add to each sample its own kind of noise; `x` and what comes back as in `add_noise`.

        Unlike there, a float32 sum is not corrected for rounding (some 1e-7 dB at these SNRs).
        """
        rng = np.random.default_rng(rng)
        samples: np.ndarray = rows(x, "x")
        snr = rng.uniform(self.low_db, self.high_db, len(samples))
        snr[rng.random(len(samples)) < self.clean] = np.inf
        which = rng.integers(len(self.kinds), size=len(samples))
        noise = np.empty_like(samples)
        for index, kind in enumerate(self.kinds):
            mine = which == index
            noise[mine] = draw(kind, (mine.sum(), *samples.shape[1:]), rng)
        noise *= column(rms(samples, "x") * 10 ** (-snr / 20) / rms(noise, "the noise"), noise)
        return plus(x, noise)


def mixed(
    kinds: Sequence[str] = ("gaussian",),
    low_db: float = -5.0,
    high_db: float = 10.0,
    clean: float = 0.0,
) -> Mixed:
    """Noise for training: for every sample a kind and an SNR, drawn anew at each call.

    Parameters
    ----------
    kinds : sequence of str
        Drawn with equal chances.
    low_db, high_db : float
        The SNR in dB is uniform between them.
    clean : float
        Chance, 0 to 1, that a sample gets no noise at all.

    Returns
    -------
    Mixed
        Call it as `noisy = noise(x, rng)`.

    Raises
    ------
    ValueError
        If a kind is unknown, or a number is out of range.
    """
    kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    for kind in kinds:
        draw(kind, (1, 2), 0)  # an unknown name fails here, not in the middle of a training run
    if not kinds:
        raise ValueError(f"name at least one kind of noise: {', '.join(KINDS)}")
    if not all(isinstance(given, Real) for given in (low_db, high_db, clean)):
        raise ValueError(f"low_db, high_db and clean are numbers, got {low_db, high_db, clean!r}")
    if not -FARTHEST <= low_db <= high_db <= FARTHEST:
        raise ValueError(
            f"low_db must not exceed high_db, and both lie within ±{FARTHEST} dB; got {low_db} to "
            f"{high_db} dB"
        )
    if not 0 <= clean <= 1:
        raise ValueError(f"clean is a chance between 0 and 1, got {clean}")
    return Mixed(kinds, float(low_db), float(high_db), float(clean))
