"""For the exercise of lesson 07: measures of how much signal is left."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Features = NDArray[np.float64]


Share = Callable[[Features, Features], Any]


def signal(s: Features, x: Features) -> Features:
    """The part of x in proportion to s."""
    return s * (x @ s) / (s @ s)


def db(power: float) -> float:
    return float(10 * np.log10(power))


def ratio(s: Features, x: Features) -> float:
    """Signal over noise, as powers, blind to scale."""
    part = signal(s, x)
    return float(np.sum(part**2) / np.sum((x - part) ** 2))


def left(s: Features, x: Features) -> float:
    """SNR in dB of x against s, blind to scale."""
    return db(ratio(s, x))


def plain(s: Features, x: Features) -> float:
    return db(np.sum(s**2) / np.sum((x - s) ** 2))


def gain(clean: Features, noisy: Features, clean_after: Features, noisy_after: Features) -> float:
    return left(clean_after, noisy_after) - left(clean, noisy)


def by(ratio: Share, log: Callable[[float], float] = db) -> Callable[..., float]:
    """The gain by another ratio of signal to noise, or another logarithm."""
    return lambda c, n, ca, na: log(float(abs(ratio(ca, na)))) - log(float(abs(ratio(c, n))))


def features(seed: int) -> dict[str, Features]:
    rng = np.random.default_rng(seed)
    clean = 0.3 + rng.standard_normal(40) * np.linspace(0.1, 2, 40)
    noisy = clean + 0.5 * rng.standard_normal(40)

    def soft(x: Features, tau: float) -> Features:
        return np.sign(x) * np.maximum(np.abs(x) - tau, 0)

    after = (soft(clean, 0.4), 0.5 * soft(noisy, 0.6))
    return {"clean": clean, "noisy": noisy, "clean_after": after[0], "noisy_after": after[1]}


def small() -> dict[str, Features]:
    """Few enough numbers to be shown, and worked through, in a message."""
    clean, noisy = np.array([3.0, -2.0, 1.0, 0.5]), np.array([3.5, -1.5, 1.5, -0.5])
    after = (np.array([2.0, -1.0, 0.0, 0.0]), np.array([1.0, -0.2, 0.2, 0.0]))
    return {"clean": clean, "noisy": noisy, "clean_after": after[0], "noisy_after": after[1]}


def noise(s: Features, x: Features) -> Features:
    return x - signal(s, x)


SCALED: tuple[Callable[[Features, Features], Features], ...] = (
    lambda s, x: s * (x @ s) / (x @ x),
    lambda s, x: s * (x @ s),
    lambda s, x: s * (x @ s) / np.sqrt(s @ s),
    lambda s, x: s * (x @ s) / np.sqrt((s @ s) * (x @ x)),
    lambda s, x: s * np.sqrt((x @ x) / (s @ s)),
    lambda s, x: s * np.abs(x).sum() / np.abs(s).sum(),
    lambda s, x: s * np.abs(x).max() / np.abs(s).max(),
    lambda s, x: s * (x @ s) / len(s),
)


"""The clean features with another factor than that of least squares."""


def scaled(signal: Callable[[Features, Features], Features]) -> Callable[..., float]:
    """The gain with this for the signal."""
    return by(lambda s, x: np.sum(signal(s, x) ** 2) / np.sum((x - signal(s, x)) ** 2))


POWERS: tuple[Share, ...] = (
    lambda s, x: np.sum(x**2),
    lambda s, x: np.sum(s**2),
    lambda s, x: np.sum((x - s) ** 2),
    lambda s, x: np.sum(noise(s, x) ** 2),
    lambda s, x: np.sum(signal(s, x) ** 2),
)


"""One power, and nothing to compare it with."""
