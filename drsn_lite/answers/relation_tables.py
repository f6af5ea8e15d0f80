"""The simple relations by name: what was done to the right numbers, and what to say of it."""

from collections.abc import Callable

import numpy as np

Array = np.ndarray

FACTORS = {
    "percent-instead-of-fraction": (100, "Yours is 100 times too large: is it in percent?"),
    "fraction-instead-of-percent": (0.01, "Yours is 100 times too small: is it a fraction?"),
    "unit-slip": (1000, "Yours is 1000 times too large. Look at the units: kHz or Hz, ms or s?"),
    "unit-slip-down": (0.001, "Yours is 1000 times too small. Look at the units: kHz, Hz?"),
    "factor-two": (2, "Yours is twice the right one. Is something counted twice, or a half lost?"),
    "half": (0.5, "Yours is half the right one. Is one of two parts missing, or a factor of 2?"),
    "factor-ten": (10, "Yours is ten times too large."),
    "tenth": (0.1, "Yours is ten times too small."),
    "natural-logarithm": (np.log(10), "Yours is ln 10 = 2.303 times too large: which logarithm?"),
    "radians-and-degrees": (180 / np.pi, "Yours is 180/π times too large: degrees or radians?"),
    "per-minute": (60, "Yours is 60 times too large: per minute or per second?"),
    "per-second": (1 / 60, "Yours is 60 times too small: per minute or per second?"),
    "two-pi": (2 * np.pi, "Yours is 2π times too large: radians or whole turns?"),
    "root-of-two": (np.sqrt(2), "Yours is √2 times too large: look at what is under the root."),
    "root-of-a-half": (
        np.sqrt(0.5),
        "Yours is √2 times too small: look at what is under the root.",
    ),
}

CHANGES: dict[str, tuple[Callable[[Array], Array], str]] = {
    "sign-turned-round": (np.negative, "Every number is right but for its sign."),
    "sign-lost": (np.abs, "The sizes are right, and every sign is a plus."),
    "reciprocal": (np.reciprocal, "Yours is one over the right one: a ratio is upside down."),
    "squared": (np.square, "Yours is the square of the right one: is a square root missing?"),
    "root-taken": (np.sqrt, "Yours is the square root of the right one."),
    "whole-numbers": (np.trunc, "The fractions are cut off: look at `//`, `int` and the dtype."),
    "one-minus": (lambda b: 1 - b, "Yours is 1 minus the right one: the other part was taken."),
    "exponential": (np.exp, "Yours is e to the power of the right one: a logarithm is missing."),
    "power-of-ten": (lambda b: 10**b, "Yours is 10 to the power of the right one."),
    "in-decibels": (
        lambda b: 20 * np.log10(b),
        "Yours is the right one in decibels: the logarithm has to be undone.",
    ),
    "in-decibels-of-power": (
        lambda b: 10 * np.log10(b),
        "Yours is 10 times the logarithm of the right one: it has to be undone.",
    ),
    "negative-cut-off": (
        lambda b: np.maximum(b, 0),
        "The positive numbers are right, the negative ones came out as 0.",
    ),
}

PLACES: dict[str, tuple[Callable[[Array], Array], str]] = {
    "transposed": (np.transpose, "Rows and columns are changed round."),
    "reversed": (np.flip, "The right numbers, in the reverse order."),
    "shifted-by-one": (lambda b: np.roll(b, 1, -1), "Each number stands one place too late."),
    "shifted-by-one-back": (lambda b: np.roll(b, -1, -1), "Each number stands one place early."),
    "axes-changed-round": (lambda b: np.swapaxes(b, 0, 1), "The first two axes are swapped."),
    "last-axes-changed-round": (lambda b: np.swapaxes(b, -1, -2), "The last two axes are swapped."),
}
