"""NumPy arrays and torch tensors alike, without importing torch for those who only use arrays."""

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor
    from typing_extensions import TypeIs

Signal = TypeVar("Signal", np.ndarray, "Tensor")


TOLERANCE = 2e-7
"""Relative error of the noise power, just below 1e-6 dB, that is left alone."""


def is_tensor(x: object) -> "TypeIs[Tensor]":
    """Whether x is a torch tensor."""
    return hasattr(x, "detach")


def numpy_dtype(x: Signal) -> np.dtype:
    """The NumPy dtype of x; float32 stands in for bfloat16, which NumPy lacks."""
    name = str(x.dtype).removeprefix("torch.")
    return np.dtype("float32" if name == "bfloat16" else name)


def unmasked(x: object, name: str) -> np.ndarray:
    """x as an array; a ValueError that calls it `name` if some of it is masked out."""
    if np.ma.is_masked(x):
        raise ValueError(
            f"{name} has masked values, which would count as numbers: leave those samples out, or "
            f"fill them in with {name}.filled(…)"
        )
    return np.asarray(x)


def rows(x: Signal, name: str) -> np.ndarray:
    """Copy the samples into a float64 array of shape (n, ...); a 1-D x is one sample.

    Raises a ValueError that calls x `name` if it is empty, not of floats, or not finite.
    """
    if x.ndim == 0 or 0 in x.shape:
        raise ValueError(
            f"{name} is empty or not a signal: its shape is {tuple(x.shape)}, "
            "it takes (L,) or (n, L)"
        )
    if numpy_dtype(x).kind != "f":
        raise ValueError(f"{name} has dtype {x.dtype}, which cannot hold noise: pass floats")
    values = x.detach().cpu().double().numpy() if is_tensor(x) else x
    samples = np.array(values, dtype=np.float64, ndmin=2)
    finite = np.isfinite(samples).reshape(len(samples), -1).all(axis=1)
    if not finite.all():
        raise ValueError(
            f"row {np.flatnonzero(~finite)[0]} of {name} has NaN or infinite values: "
            "repair or leave out that sample"
        )
    return samples


def column(values: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Reshape (n,) to (n, 1, ...) so that it multiplies the rows of `like`."""
    return values.reshape(-1, *[1] * (like.ndim - 1))


def rms(samples: np.ndarray, name: str | None = None) -> np.ndarray:
    """Root mean square of each row: (n, ...) → (n,).

    Raises a ValueError that names the row if it is zero there and `name` is given.
    """
    flat = samples.reshape(len(samples), -1).astype(np.float64, copy=False)
    peak = np.abs(flat).max(axis=1)
    if name and not peak.all():
        raise ValueError(
            f"row {np.flatnonzero(peak == 0)[0]} of {name} has zero power, so no noise has an SNR "
            "to it: leave out that sample"
        )
    safe = np.where(peak > 0, peak, 1.0)  # dividing by the peak keeps the squares in range
    scaled = flat / safe[:, None]
    return peak * np.sqrt(np.einsum("nl,nl->n", scaled, scaled) / flat.shape[1])


def plus(x: Signal, noise: np.ndarray) -> Signal:
    """x + noise, with the type, dtype and device of x; noise is (n, ...) as `rows` made it."""
    noise = noise.reshape(x.shape)
    if is_tensor(x):
        return x + x.new_tensor(noise, dtype=x.dtype)
    return (x + noise.astype(x.dtype)).astype(x.dtype, copy=False)  # keeps the order of bytes


def fit_to_dtype(
    clean: np.ndarray, noise: np.ndarray, wanted: np.ndarray, dtype: np.dtype
) -> np.ndarray:
    """Correct the noise so that clean + noise, rounded to dtype, has noise of the RMS wanted.

    Of a row that is off, one value takes up the difference: the one which changes the power in
    the finest steps, a small noise on a small sum.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        total = clean.astype(dtype) + noise.astype(dtype)
        added = rms(total - clean)
    out_of_range = ~np.isfinite(added) | ((wanted > 0) & (added == 0))
    if out_of_range.any():
        row = np.flatnonzero(out_of_range)[0]
        raise ValueError(
            f"the SNR of row {row} is too far from 0 dB for {dtype}: the noise would be infinite "
            "or vanish"
        )
    _, power = np.frexp(wanted)  # in units of 2^power squares neither overflow nor vanish
    added, wanted = np.ldexp(added, -power), np.ldexp(wanted, -power)
    off = np.flatnonzero(np.abs(added**2 - wanted**2) > TOLERANCE * wanted**2)
    if not off.size:
        return noise
    total, power = total[off].reshape(len(off), -1), power[off, None]
    # float64, as the sum was rounded
    rounded = np.ldexp(total - clean[off].reshape(total.shape), -power)
    missing = (wanted[off] ** 2 - added[off] ** 2) * total.shape[1]
    step = np.spacing(np.abs(total)) * np.abs(rounded)
    step[rounded**2 < 4 * np.abs(missing)[:, None]] = np.inf
    best = np.arange(len(off)), step.argmin(axis=1)
    corrected = rounded.copy()
    corrected[best] = np.copysign(
        np.sqrt(np.maximum(rounded[best] ** 2 + missing, 0)), rounded[best]
    )
    noise[off] = np.ldexp(corrected, power).reshape(noise[off].shape)
    return noise
