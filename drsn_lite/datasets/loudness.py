"""How loud signals are, and by what they are divided before a network sees them."""

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Rule = Literal["training", "recording", "window"]
"""Whose RMS signals are divided by: of all training windows, of their recording, their own."""

RULES: tuple[Rule, ...] = ("training", "recording", "window")


def rms(x: NDArray[np.float32]) -> float:
    """Root mean square of all numbers, computed in float64."""
    flat = np.ravel(x)
    return math.sqrt(np.einsum("i,i->", flat, flat, dtype=np.float64) / flat.size)


def rms_each(x: NDArray[np.float32]) -> NDArray[np.float64]:
    """Root mean square of each row of x (n, L): (n,)."""
    return np.array([rms(row) for row in x], np.float64)


def of_recordings(which: NDArray[np.int64], loud: NDArray[np.float64]) -> NDArray[np.float64]:
    """RMS of each recording from that of its windows.

    Parameters
    ----------
    which : ndarray (n,)
        The number of each window's recording.
    loud : ndarray (n,)
        RMS of each window.

    Returns
    -------
    ndarray (recordings,)
    """
    return np.sqrt(np.bincount(which, loud**2) / np.bincount(which))


def divided(x: NDArray[np.float32], scale: float | str) -> NDArray[np.float32]:
    """The windows x (n, L) of one recording, divided.

    Parameters
    ----------
    x : ndarray (n, L)
        Of mean 0 each.
    scale : float, "recording" or "window"
        A number in their unit; the RMS of them all; or of each its own.
    """
    if scale == "window":
        return np.divide(x, rms_each(x)[:, None], dtype=np.float32)
    return np.divide(x, rms(x) if scale == "recording" else float(scale), dtype=np.float32)
