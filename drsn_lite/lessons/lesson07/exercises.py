"""Lesson 07: by how much a gate raises the SNR of features."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways

Features = NDArray[np.float64]
Share = Callable[[Features, Features], Any]


def _signal(s: Features, x: Features) -> Features:
    """The part of x in proportion to s."""
    return s * (x @ s) / (s @ s)


def _db(power: float) -> float:
    return float(10 * np.log10(power))


def _ratio(s: Features, x: Features) -> float:
    """Signal over noise, as powers, blind to scale."""
    signal = _signal(s, x)
    return float(np.sum(signal**2) / np.sum((x - signal) ** 2))


def _left(s: Features, x: Features) -> float:
    """SNR in dB of x against s, blind to scale."""
    return _db(_ratio(s, x))


def _plain(s: Features, x: Features) -> float:
    return _db(np.sum(s**2) / np.sum((x - s) ** 2))


def _gain(clean: Features, noisy: Features, clean_after: Features, noisy_after: Features) -> float:
    return _left(clean_after, noisy_after) - _left(clean, noisy)


def _by(ratio: Share, log: Callable[[float], float] = _db) -> Callable[..., float]:
    """The gain by another ratio of signal to noise, or another logarithm."""
    return lambda c, n, ca, na: log(float(abs(ratio(ca, na)))) - log(float(abs(ratio(c, n))))


def _features(seed: int) -> dict[str, Features]:
    rng = np.random.default_rng(seed)
    clean = 0.3 + rng.standard_normal(40) * np.linspace(0.1, 2, 40)
    noisy = clean + 0.5 * rng.standard_normal(40)

    def soft(x: Features, tau: float) -> Features:
        return np.sign(x) * np.maximum(np.abs(x) - tau, 0)

    after = (soft(clean, 0.4), 0.5 * soft(noisy, 0.6))
    return {"clean": clean, "noisy": noisy, "clean_after": after[0], "noisy_after": after[1]}


def _small() -> dict[str, Features]:
    """Few enough numbers to be shown, and worked through, in a message."""
    clean, noisy = np.array([3.0, -2.0, 1.0, 0.5]), np.array([3.5, -1.5, 1.5, -0.5])
    after = (np.array([2.0, -1.0, 0.0, 0.0]), np.array([1.0, -0.2, 0.2, 0.0]))
    return {"clean": clean, "noisy": noisy, "clean_after": after[0], "noisy_after": after[1]}


def _noise(s: Features, x: Features) -> Features:
    return x - _signal(s, x)


_SCALED: tuple[Callable[[Features, Features], Features], ...] = (
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


def _scaled(signal: Callable[[Features, Features], Features]) -> Callable[..., float]:
    """The gain with this for the signal."""
    return _by(lambda s, x: np.sum(signal(s, x) ** 2) / np.sum((x - signal(s, x)) ** 2))


_POWERS: tuple[Share, ...] = (
    lambda s, x: np.sum(x**2),
    lambda s, x: np.sum(s**2),
    lambda s, x: np.sum((x - s) ** 2),
    lambda s, x: np.sum(_noise(s, x) ** 2),
    lambda s, x: np.sum(_signal(s, x) ** 2),
)
"""One power, and nothing to compare it with."""


GAIN = Exercise(
    name="gate-gain",
    truth=_gain,
    probes=(_small(), _features(0), _features(1)),
    misconceptions=(
        *ways(
            "not-blind-to-scale",
            "You took noisy − clean for the noise. If the gate merely makes everything smaller, "
            "that changes, though no noise was removed: compare with the part in proportion to "
            "the clean.",
            lambda c, n, ca, na: _plain(ca, na) - _plain(c, n),
            lambda c, n, ca, na: _plain(ca, na) - _left(c, n),
            lambda c, n, ca, na: _left(ca, na) - _plain(c, n),
            _by(lambda s, x: np.sum(_signal(s, x) ** 2) / np.sum((x - s) ** 2)),
            _by(lambda s, x: np.sum(s**2) / np.sum((x - _signal(s, x)) ** 2)),
            _by(lambda s, x: np.sum(x**2) / np.sum((x - s) ** 2)),
        ),
        *ways(
            "before-minus-after",
            "The sign is turned round: a gain is *after* minus *before*, and an SNR is signal "
            "over noise.",
            lambda c, n, ca, na: -_gain(c, n, ca, na),
        ),
        *ways(
            "after-alone",
            "This is the SNR after the gate. A gain is what it is above the SNR before the gate.",
            lambda c, n, ca, na: _left(ca, na),
            lambda c, n, ca, na: _plain(ca, na),
        ),
        *ways(
            "before-alone",
            "This is the SNR before the gate. Take it off the SNR after the gate.",
            lambda c, n, ca, na: _left(c, n),
            lambda c, n, ca, na: _plain(c, n),
        ),
        *ways(
            "sum-for-difference",
            "You added the two SNRs. The gain is their difference.",
            lambda c, n, ca, na: _left(ca, na) + _left(c, n),
        ),
        *ways(
            "amplitudes-for-powers",
            "Twice too large: sums of squares are powers, and powers take 10 · log₁₀.",
            lambda c, n, ca, na: 2 * _gain(c, n, ca, na),
        ),
        *ways(
            "powers-for-amplitudes",
            "Half as large as it should be: a ratio of amplitudes (norms, RMS values) takes "
            "20 · log₁₀, a ratio of powers 10.",
            lambda c, n, ca, na: _gain(c, n, ca, na) / 2,
        ),
        *ways(
            "square-forgotten",
            "You summed amplitudes, |x|, where a power sums their squares.",
            _by(lambda s, x: np.abs(_signal(s, x)).sum() / np.abs(_noise(s, x)).sum()),
            _by(
                lambda s, x: np.abs(_signal(s, x)).sum() / np.abs(_noise(s, x)).sum(),
                lambda r: 2 * _db(r),
            ),
            _by(lambda s, x: _signal(s, x).sum() / _noise(s, x).sum()),
        ),
        *ways(
            "other-logarithm",
            "Decibels are 10 times the logarithm to base 10: `np.log` is to base e, and without "
            "the 10 it is bels.",
            lambda c, n, ca, na: _gain(c, n, ca, na) * np.log(10),
            lambda c, n, ca, na: _gain(c, n, ca, na) * np.log(10) / 10,
            lambda c, n, ca, na: _gain(c, n, ca, na) * np.log(10) * 2,
            lambda c, n, ca, na: _gain(c, n, ca, na) * np.log2(10),
            lambda c, n, ca, na: _gain(c, n, ca, na) * np.log2(10) / 10,
            lambda c, n, ca, na: _gain(c, n, ca, na) / 10,
        ),
        *ways(
            "no-logarithm",
            "These are plain ratios. The answer is in dB: take 10 · log₁₀ of each ratio first.",
            lambda c, n, ca, na: _ratio(ca, na) - _ratio(c, n),
            lambda c, n, ca, na: _ratio(ca, na) / _ratio(c, n),
            lambda c, n, ca, na: _ratio(c, n) / _ratio(ca, na),
            lambda c, n, ca, na: _ratio(ca, na),
        ),
        *ways(
            "logarithm-of-a-difference",
            "You took the logarithm of a difference. Take it of each ratio, then the difference.",
            lambda c, n, ca, na: _db(_ratio(ca, na) - _ratio(c, n)),
            lambda c, n, ca, na: _db(abs(_ratio(ca, na) - _ratio(c, n))),
        ),
        *ways(
            "ratio-of-decibels",
            "Decibels are logarithms already: their *difference* is the gain.",
            lambda c, n, ca, na: _left(ca, na) / _left(c, n),
            lambda c, n, ca, na: _db(abs(_left(ca, na) / _left(c, n))),
        ),
        *ways(
            "one-power-alone",
            "You compare one power after the gate with the same before it. An SNR has two: signal "
            "over noise, each measured at the same place.",
            *(_by(power) for power in _POWERS),
            *(_by(power, lambda r: -_db(r)) for power in _POWERS),
        ),
        *ways(
            "noise-in-the-signal",
            "Above the bar stand all noisy features, signal and noise together. Only the part in "
            "proportion to the clean ones is signal.",
            _by(lambda s, x: np.sum(x**2) / np.sum(_noise(s, x) ** 2)),
        ),
        *ways(
            "signal-over-everything",
            "Below the bar stand all noisy features. Noise is what is left without the signal.",
            _by(lambda s, x: np.sum(_signal(s, x) ** 2) / np.sum(x**2)),
        ),
        *ways(
            "scale-not-of-least-squares",
            "The part in proportion to s has the factor (x @ s) / (s @ s). Look at what you "
            "divide by: another factor leaves signal in the noise.",
            *map(_scaled, _SCALED),
        ),
        *ways(
            "projected-the-other-way",
            "You measured the clean features against the noisy ones. The part of the *noisy* ones "
            "in proportion to the *clean* is asked for.",
            _by(lambda s, x: np.sum(_signal(x, s) ** 2) / np.sum((x - _signal(x, s)) ** 2)),
        ),
        *ways(
            "variance-for-power",
            "A variance takes the mean off first. The power of features is the mean of their "
            "squares, offset and all.",
            _by(lambda s, x: np.var(_signal(s, x)) / np.var(_noise(s, x))),
            _by(lambda s, x: np.corrcoef(s, x)[0, 1] ** 2 / (1 - np.corrcoef(s, x)[0, 1] ** 2)),
        ),
        *ways(
            "squared-after-the-sum",
            "Square each feature first, and add up after: the square of a sum is not the sum of "
            "squares.",
            _by(lambda s, x: np.sum(_signal(s, x)) ** 2 / np.sum(_noise(s, x)) ** 2),
        ),
        *ways(
            "clean-before-on-both-sides",
            "You compare the noisy features after the gate with the clean ones *before* it. That "
            "is how a denoiser is judged. The question here is the other one: both have gone "
            "through the gate.",
            lambda c, n, ca, na: _left(c, na) - _left(c, n),
            lambda c, n, ca, na: _left(ca, na) - _left(ca, n),
            lambda c, n, ca, na: _plain(c, na) - _plain(c, n),
        ),
        *ways(
            "inputs-mixed-up",
            "The pairs are mixed up: clean goes with noisy, before the gate and after it.",
            lambda c, n, ca, na: _left(n, na) - _left(c, ca),
            lambda c, n, ca, na: _left(c, ca) - _left(n, na),
        ),
    ),
    praise="Negative for most gates of a trained network: see the right picture of the panel.",
    tolerance=1e-3,
)

EXERCISES = (GAIN,)
