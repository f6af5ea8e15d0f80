"""Lesson 01: measuring an SNR."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import Family

Array = NDArray[np.float64]


def _power(x: Array) -> float:
    return float(np.mean(x**2))


_LONG = np.random.default_rng(1).standard_normal((3, 40))
_PAIRS = (
    # offsets everywhere: the mean is part of the power here
    {"clean": np.array([3.0, -1.0, 3.0, -1.0]), "noisy": np.array([3.5, 0.0, 2.0, -1.5])},
    {"clean": 2 + _LONG[0], "noisy": 2.3 + _LONG[0] + 0.5 * _LONG[1]},
    {"clean": 0.5 * _LONG[2], "noisy": 0.5 * _LONG[2] + 1.5 * _LONG[1] - 0.4},
)


Ratio = Callable[[Array, Array], float]


def _of_power(measure: Callable[[Array], float]) -> Ratio:
    """The ratio of a measure of the clean signal to that of the noise."""
    return lambda clean, noisy: float(np.divide(measure(clean), measure(noisy - clean)))


def _in_db(ratio: Ratio, loud: Callable[[float], float]) -> Ratio:
    return lambda clean, noisy: loud(ratio(clean, noisy))


def _decibels(ratio: float) -> float:
    return 10 * np.log10(ratio)


_FAMILY = Family(
    _in_db,
    {"ratio": _of_power(_power), "loud": _decibels},
    {
        "ratio": (
            (
                "noisy-taken-for-noise",
                lambda clean, noisy: _power(clean) / _power(noisy),
                "This divides by the power of the noisy signal. The noise alone is noisy − clean.",
            ),
            (
                "noisy-taken-for-signal",
                lambda clean, noisy: _power(noisy) / _power(noisy - clean),
                "This takes the power of the noisy signal. Above the line goes that of the clean "
                "one.",
            ),
            (
                "mean-removed",
                _of_power(lambda x: float(np.var(x))),
                "A variance or standard deviation leaves out the mean. Power here is the mean of "
                "the squares, which includes it.",
            ),
            (
                "mean-size-for-power",
                _of_power(lambda x: float(np.abs(x).mean() ** 2)),
                "This compares mean absolute values. Power is the mean of the *squares*.",
            ),
            (
                "squares-forgotten",
                _of_power(lambda x: float(np.mean(x))),
                "This compares the means, which may be zero or negative. Power is the mean of the "
                "*squares*.",
            ),
            (
                "square-of-the-mean",
                _of_power(lambda x: float(np.mean(x) ** 2)),
                "This squares the mean. Power is the mean of the squares: first square, then "
                "average.",
            ),
            (
                "peak-for-power",
                _of_power(lambda x: float(np.abs(x).max() ** 2)),
                "This compares the largest values. Power is the *mean* of the squares.",
            ),
            (
                "peak-for-power",
                _of_power(lambda x: float(np.ptp(x) ** 2)),
                "This compares the distances from peak to peak. Power is the mean of the squares.",
            ),
            (
                "median-for-mean",
                _of_power(lambda x: float(np.median(x**2))),
                "This takes the median of the squares. Power is their mean.",
            ),
            (
                "noisy-taken-for-noise",
                lambda clean, noisy: float(np.var(clean) / np.var(noisy)),
                "This divides by the variance of the noisy signal. The noise alone is noisy − "
                "clean, and a variance leaves out the mean.",
            ),
            (
                "sum-against-mean",
                lambda clean, noisy: float(np.sum(clean**2) / np.mean((noisy - clean) ** 2)),
                "A sum stands above the line and a mean below. Take the mean of both.",
            ),
            (
                "mean-of-ratios",
                lambda clean, noisy: float(np.mean(clean**2 / (noisy - clean) ** 2)),
                "This averages the ratio place by place. Average each power first, then divide.",
            ),
            (
                "added-for-subtracted",
                lambda clean, noisy: _power(clean) / _power(noisy + clean),
                "The noise is what is left of the noisy signal without the clean one: subtract.",
            ),
            (
                "powers-subtracted",
                lambda clean, noisy: _power(clean) / (_power(noisy) - _power(clean)),
                "This subtracts powers. In a sample signal and noise are not exactly uncorrelated: "
                "subtract the signals, then take the power.",
            ),
        ),
        "loud": (
            (
                "twenty-log-of-power",
                lambda ratio: 20 * np.log10(ratio),
                "20 · log₁₀ belongs to a ratio of amplitudes. For a ratio of powers it is "
                "10 · log₁₀.",
            ),
            (
                "ten-log-of-amplitude",
                lambda ratio: 5 * np.log10(ratio),
                "10 · log₁₀ belongs to a ratio of powers. Here it stands before a ratio of "
                "amplitudes.",
            ),
            (
                "natural-logarithm",
                lambda ratio: 10 * np.log(ratio),
                "A decibel is made with the logarithm to base 10, `np.log10`; `np.log` is the "
                "natural one.",
            ),
            (
                "natural-logarithm",
                lambda ratio: 20 * np.log(ratio),
                "A decibel is made with the logarithm to base 10, `np.log10`. And 10 of it belong "
                "to a ratio of powers, 20 to one of amplitudes.",
            ),
            (
                "natural-logarithm",
                np.log,
                "This is the natural logarithm of the ratio. A decibel is 10 · log₁₀ of it.",
            ),
            (
                "logarithm-to-base-2",
                lambda ratio: 10 * np.log2(ratio),
                "A decibel is made with the logarithm to base 10, not 2.",
            ),
            (
                "signal-and-noise-swapped",
                lambda ratio: -10 * np.log10(ratio),
                "The sign is turned round: the signal's power goes above the line, the noise's "
                "below.",
            ),
            (
                "signal-and-noise-swapped",
                lambda ratio: -20 * np.log10(ratio),
                "The signal's power goes above the line, the noise's below. And 20 · log₁₀ belongs "
                "to amplitudes.",
            ),
            (
                "bel-instead-of-decibel",
                np.log10,
                "This is in bels. A decibel is a tenth of a bel: multiply by 10.",
            ),
            (
                "logarithm-forgotten",
                lambda ratio: ratio,
                "This is the ratio itself. In decibels it is 10 · log₁₀ of that.",
            ),
            (
                "logarithm-forgotten",
                np.sqrt,
                "This is the ratio of the amplitudes. In decibels it is 20 · log₁₀ of that.",
            ),
            (
                "logarithm-forgotten",
                lambda ratio: 10 * ratio,
                "There is no logarithm in this. In decibels it is 10 · log₁₀ of the ratio.",
            ),
        ),
    },
)

SNR = Exercise(
    name="snr-db",
    truth=_in_db(_of_power(_power), _decibels),
    probes=_PAIRS,
    misconceptions=_FAMILY.one,
    combined=_FAMILY.two,
    praise="`noise.snr_db` of the package does the same, sample by sample.",
)

EXERCISES = (SNR,)
