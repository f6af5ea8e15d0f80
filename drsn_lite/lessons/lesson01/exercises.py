"""Lesson 01: measuring an SNR, and scaling noise to a wanted one."""

import numpy as np
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise, Misconception

Array = NDArray[np.float64]


def _power(x: Array) -> float:
    return float(np.mean(x**2))


def _rms(x: Array) -> float:
    return float(np.sqrt(_power(x)))


_LONG = np.random.default_rng(1).standard_normal((3, 40))
_PAIRS = (
    # offsets everywhere: the mean is part of the power here
    {"clean": np.array([3.0, -1.0, 3.0, -1.0]), "noisy": np.array([3.5, 0.0, 2.0, -1.5])},
    {"clean": 2 + _LONG[0], "noisy": 2.3 + _LONG[0] + 0.5 * _LONG[1]},
    {"clean": 0.5 * _LONG[2], "noisy": 0.5 * _LONG[2] + 1.5 * _LONG[1] - 0.4},
)


def _snr(clean: Array, noisy: Array) -> float:
    return 10 * np.log10(_power(clean) / _power(noisy - clean))


SNR = Exercise(
    name="snr-db",
    truth=_snr,
    probes=_PAIRS,
    misconceptions=(
        Misconception(
            "twenty-log-of-power",
            lambda clean, noisy: 2 * _snr(clean, noisy),
            "20 · log₁₀ belongs to a ratio of amplitudes. For a ratio of powers it is 10 · log₁₀.",
        ),
        Misconception(
            "ten-log-of-amplitude",
            lambda clean, noisy: _snr(clean, noisy) / 2,
            "10 · log₁₀ belongs to a ratio of powers. Here it stands before a ratio of amplitudes.",
        ),
        Misconception(
            "natural-logarithm",
            lambda clean, noisy: _snr(clean, noisy) * np.log(10),
            "A decibel is made with the logarithm to base 10, `np.log10`; `np.log` is the natural "
            "one.",
        ),
        Misconception(
            "signal-and-noise-swapped",
            lambda clean, noisy: -_snr(clean, noisy),
            "The sign is turned round: the signal's power goes above the line, the noise's below.",
        ),
        Misconception(
            "noisy-taken-for-noise",
            lambda clean, noisy: 10 * np.log10(_power(clean) / _power(noisy)),
            "This divides by the power of the noisy signal. The noise alone is noisy − clean.",
        ),
        Misconception(
            "noisy-taken-for-signal",
            lambda clean, noisy: 10 * np.log10(_power(noisy) / _power(noisy - clean)),
            "This takes the power of the noisy signal. Above the line goes that of the clean one.",
        ),
        Misconception(
            "mean-removed",
            lambda clean, noisy: 10 * np.log10(np.var(clean) / np.var(noisy - clean)),
            "A variance or standard deviation leaves out the mean. Power here is the mean of the "
            "squares, which includes it.",
        ),
        Misconception(
            "mean-size-for-power",
            lambda clean, noisy: 20 * np.log10(np.abs(clean).mean() / np.abs(noisy - clean).mean()),
            "This compares mean absolute values. Power is the mean of the *squares*.",
        ),
        Misconception(
            "squares-forgotten",
            lambda clean, noisy: 10 * np.log10(np.mean(clean) / np.mean(noisy - clean)),
            "This compares the means, which may be zero or negative. Power is the mean of the "
            "*squares*.",
        ),
        Misconception(
            "bel-instead-of-decibel",
            lambda clean, noisy: _snr(clean, noisy) / 10,
            "This is in bels. A decibel is a tenth of a bel: multiply by 10.",
        ),
        Misconception(
            "logarithm-forgotten",
            lambda clean, noisy: _power(clean) / _power(noisy - clean),
            "This is the ratio itself. In decibels it is 10 · log₁₀ of that.",
        ),
    ),
    praise="`noise.snr_db` of the package does the same, sample by sample.",
)


def _scale(clean: Array, noise: Array, snr_db: float) -> float:
    return _rms(clean) / _rms(noise) * 10 ** (-snr_db / 20)


SCALE = Exercise(
    name="noise-scale",
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
            "signal-and-noise-swapped",
            lambda clean, noise, snr_db: _rms(noise) / _rms(clean) * 10 ** (-snr_db / 20),
            "Signal and noise are swapped: the stronger the signal, the larger the factor on the "
            "noise must be.",
        ),
        Misconception(
            "sign-of-decibels",
            lambda clean, noise, snr_db: _scale(clean, noise, -snr_db),
            "A higher SNR must give *less* noise. The sign before the decibels is turned round.",
        ),
        Misconception(
            "power-decibels-on-amplitude",
            lambda clean, noise, snr_db: _rms(clean) / _rms(noise) * 10 ** (-snr_db / 10),
            "10^(−SNR/10) is a ratio of powers, and it multiplies an amplitude here: use "
            "10^(−SNR/20), or take the square root.",
        ),
        Misconception(
            "wanted-power-only",
            lambda clean, noise, snr_db: _power(clean) * 10 ** (-snr_db / 10),
            "This is the power that the noise must have. By which factor must you multiply the "
            "noise you are given, to get there?",
        ),
        Misconception(
            "decibels-forgotten",
            lambda clean, noise, snr_db: _rms(clean) / _rms(noise),
            "This makes noise as strong as the signal, 0 dB, whatever `snr_db` asks for.",
        ),
        Misconception(
            "sqrt-of-decibels-only",
            lambda clean, noise, snr_db: _power(clean) / _power(noise) * 10 ** (-snr_db / 20),
            "The decibels became a ratio of amplitudes, but the signals are compared by power. "
            "Take the square root of both, or of neither until the end.",
        ),
        Misconception(
            "noise-of-power-one",
            lambda clean, noise, snr_db: _rms(clean) * 10 ** (-snr_db / 20),
            "This is right for noise whose power is 1. Divide by the RMS value of the noise that "
            "you are given.",
        ),
        Misconception(
            "signal-of-power-one",
            lambda clean, noise, snr_db: 10 ** (-snr_db / 20) / _rms(noise),
            "This is right for a signal whose power is 1. A stronger signal takes more noise for "
            "the same SNR.",
        ),
        Misconception(
            "peak-for-rms",
            lambda clean, noise, snr_db: (
                np.abs(clean).max() / np.abs(noise).max() * 10 ** (-snr_db / 20)
            ),
            "This compares peaks. The SNR compares powers, the means of the squares.",
        ),
        Misconception(
            "mean-removed",
            lambda clean, noise, snr_db: np.std(clean) / np.std(noise) * 10 ** (-snr_db / 20),
            "A standard deviation leaves out the mean. Power here is the mean of the squares.",
        ),
    ),
    praise="Scaled by its own measured power, the noise hits the SNR exactly, in every sample.",
)

EXERCISES = (SNR, SCALE)
