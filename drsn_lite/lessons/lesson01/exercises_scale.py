"""Lesson 01: scaling noise to a wanted SNR."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import Family
from drsn_lite.answers.properties import POSITIVE

Array = NDArray[np.float64]
Scale = Callable[[Array, Array, float], float]


def _power(x: Array) -> float:
    return float(np.mean(x**2))


def _rms(x: Array) -> float:
    return float(np.sqrt(_power(x)))


_LONG = np.random.default_rng(1).standard_normal((3, 40))


def _product(signals: Callable[[Array, Array], float], decibels: Callable[[float], float]) -> Scale:
    return lambda clean, noise, snr_db: signals(clean, noise) * decibels(snr_db)


_FAMILY = Family(
    _product,
    {
        "signals": lambda clean, noise: _rms(clean) / _rms(noise),
        "decibels": lambda snr_db: 10 ** (-snr_db / 20),
    },
    {
        "decibels": (
            (
                "sign-of-decibels",
                lambda snr_db: 10 ** (snr_db / 20),
                "A higher SNR must give *less* noise. The sign of the decibels is turned round.",
            ),
            (
                "power-decibels-on-amplitude",
                lambda snr_db: 10 ** (-snr_db / 10),
                "10^(−SNR/10) is a ratio of powers, and it multiplies an amplitude here: use "
                "10^(−SNR/20), or take the square root.",
            ),
            (
                "amplitude-decibels-on-power",
                lambda snr_db: 10 ** (-snr_db / 40),
                "10^(SNR/20) is a ratio of amplitudes, and you take the root of it once more: "
                "under a root belongs the ratio of powers, 10^(SNR/10).",
            ),
            (
                "sign-of-decibels",
                lambda snr_db: 10 ** (snr_db / 10),
                "A higher SNR must give *less* noise: the sign is turned round. And 10^(SNR/10) is "
                "a ratio of powers: the root is missing.",
            ),
            (
                "decibels-forgotten",
                lambda snr_db: 1.0,
                "This makes noise as strong as the signal, 0 dB, whatever `snr_db` asks for.",
            ),
            (
                "decibels-as-ratio",
                lambda snr_db: np.sqrt(1 / snr_db),
                "This takes the decibels for the ratio itself. The ratio of the powers is "
                "10^(SNR/10).",
            ),
            (
                "decibels-as-ratio",
                lambda snr_db: 1 / snr_db,
                "This takes the decibels for the ratio itself. The ratio of the powers is "
                "10^(SNR/10).",
            ),
            (
                "decibels-as-ratio",
                lambda snr_db: snr_db,
                "This multiplies by the decibels. They are the logarithm of a ratio.",
            ),
            (
                "natural-exponential",
                lambda snr_db: np.exp(-snr_db / 20),
                "Decibels are made with the logarithm to base 10: undo them with 10^…, not e^….",
            ),
            (
                "natural-exponential",
                lambda snr_db: np.exp(-snr_db / 10),
                "Decibels are made with the logarithm to base 10: undo them with 10^…, not e^….",
            ),
            (
                "tenth-forgotten",
                lambda snr_db: 10 ** (-snr_db / 2),
                "10^SNR would be right for bels. A decibel is a tenth of one: SNR/10.",
            ),
            (
                "tenth-forgotten",
                lambda snr_db: 10**-snr_db,
                "10^SNR would be right for bels. A decibel is a tenth of one: SNR/10.",
            ),
        ),
        "signals": (
            (
                "sqrt-of-decibels-only",
                lambda clean, noise: _power(clean) / _power(noise),
                "The decibels became a ratio of amplitudes, but the signals are compared by power. "
                "Take the square root of both, or of neither until the end.",
            ),
            (
                "signal-and-noise-swapped",
                lambda clean, noise: _rms(noise) / _rms(clean),
                "Signal and noise are swapped: the stronger the signal, the larger the factor on "
                "the noise must be.",
            ),
            (
                "noise-of-power-one",
                lambda clean, noise: _rms(clean),
                "This is right for noise whose power is 1. Divide by the RMS value of the noise "
                "that you are given.",
            ),
            (
                "signal-of-power-one",
                lambda clean, noise: 1 / _rms(noise),
                "This is right for a signal whose power is 1. A stronger signal takes more noise "
                "for the same SNR.",
            ),
            (
                "signals-forgotten",
                lambda clean, noise: 1.0,
                "This does not look at the signals. Noise that is weak already needs a larger "
                "factor.",
            ),
            (
                "peak-for-rms",
                lambda clean, noise: float(np.abs(clean).max() / np.abs(noise).max()),
                "This compares peaks. The SNR compares powers, the means of the squares.",
            ),
            (
                "mean-removed",
                lambda clean, noise: float(np.std(clean) / np.std(noise)),
                "A standard deviation leaves out the mean. Power here is the mean of the squares.",
            ),
            (
                "mean-size-for-rms",
                lambda clean, noise: float(np.abs(clean).mean() / np.abs(noise).mean()),
                "This compares mean absolute values. Power is the mean of the *squares*.",
            ),
            (
                "squares-forgotten",
                lambda clean, noise: float(np.mean(clean) / np.mean(noise)),
                "This compares the means, which may be zero. Power is the mean of the *squares*.",
            ),
            (
                "noise-added-to-the-signal",
                lambda clean, noise: _rms(clean) / _rms(clean + noise),
                "This divides by the sum of signal and noise. Divide by the noise alone.",
            ),
            (
                "noise-multiplied",
                lambda clean, noise: _rms(clean) * _rms(noise),
                "Strong noise needs a *smaller* factor: divide by its RMS value.",
            ),
        ),
    },
)


def _scale(clean: Array, noise: Array, snr_db: float) -> float:
    return _rms(clean) / _rms(noise) * float(10 ** (-snr_db / 20))


SCALE = Exercise(
    name="noise-scale",
    properties=(POSITIVE,),
    truth=_scale,
    probes=(
        {
            "clean": np.array([2.0, -2.0, 2.0, -2.0]),
            "noise": np.array([1.0, 0, -1, 0]),
            "snr_db": 6.0,
        },
        {"clean": 1.5 * _LONG[0] + 1, "noise": 0.3 * _LONG[1] + 0.2, "snr_db": 14.0},
        {"clean": 0.2 * _LONG[2], "noise": 4 * _LONG[0], "snr_db": -7.0},
    ),
    misconceptions=(
        Misconception(
            "forgot-sqrt",
            lambda clean, noise, snr_db: _scale(clean, noise, snr_db) ** 2,
            "This is the ratio of the powers. A factor k on the noise multiplies its power by k², "
            "so take the square root.",
        ),
        Misconception(
            "wanted-power-only",
            lambda clean, noise, snr_db: _power(clean) * 10 ** (-snr_db / 10),
            "This is the power that the noise must have. By which factor must you multiply the "
            "noise you are given, to get there?",
        ),
        Misconception(
            "one-over-it",
            lambda clean, noise, snr_db: 1 / _scale(clean, noise, snr_db),
            "This is one over the factor: it would be right on the signal. It is the noise that "
            "is multiplied.",
        ),
        Misconception(
            "noise-itself",
            lambda clean, noise, snr_db: noise * _scale(clean, noise, snr_db),
            "This is the noise after scaling. Return the factor, one number.",
        ),
        Misconception(
            "noisy-signal",
            lambda clean, noise, snr_db: clean + noise * _scale(clean, noise, snr_db),
            "This is the noisy signal. Return the factor on the noise, one number.",
        ),
        *_FAMILY.one,
    ),
    combined=_FAMILY.two,
    praise="Scaled by its own measured power, the noise hits the SNR exactly, in every sample.",
)

EXERCISES = (SCALE,)
