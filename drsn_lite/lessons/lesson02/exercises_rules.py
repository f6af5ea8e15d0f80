"""Lesson 02: the universal threshold, and which sample needs which τ."""

from collections.abc import Callable

import numpy as np

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import Family
from drsn_lite.answers.properties import POSITIVE
from drsn_lite.lessons.lesson02.wavelets import universal_threshold


def _mad(finest: np.ndarray) -> float:
    return float(np.median(np.abs(finest)) / 0.6745)


_FINEST = np.random.default_rng(2).standard_normal(255)  # made symmetric: its median is 0


_FINEST = np.concatenate([_FINEST, -_FINEST, [9.0, 0.0, -9.0]])


def _universal(
    spread: Callable[[np.ndarray], float], root: Callable[[np.ndarray, int], float]
) -> Callable[[np.ndarray, int], float]:
    return lambda finest, n: spread(finest) * root(finest, n)


_FAMILY = Family(
    _universal,
    {"spread": _mad, "root": lambda finest, n: np.sqrt(2 * np.log(n))},
    {
        "root": (
            (
                "log10-instead-of-ln",
                lambda finest, n: np.sqrt(2 * np.log10(n)),
                "This takes the logarithm to base 10. The formula has the natural one, `np.log`.",
            ),
            (
                "log2-instead-of-ln",
                lambda finest, n: np.sqrt(2 * np.log2(n)),
                "This takes the logarithm to base 2. The formula has the natural one, `np.log`.",
            ),
            (
                "forgot-sqrt",
                lambda finest, n: 2 * np.log(n),
                "The square root of 2 ln n is missing.",
            ),
            (
                "two-outside-the-root",
                lambda finest, n: 2 * np.sqrt(np.log(n)),
                "The 2 belongs under the root: √(2 ln n), not 2 √(ln n).",
            ),
            (
                "two-forgotten",
                lambda finest, n: np.sqrt(np.log(n)),
                "The 2 under the root is missing: √(2 ln n).",
            ),
            (
                "logarithm-outside-the-root",
                lambda finest, n: np.sqrt(2) * np.log(n),
                "The root stands over 2 ln n as a whole, not over the 2 alone.",
            ),
            (
                "wrong-n",
                lambda finest, n: np.sqrt(2 * np.log(len(finest))),
                "Here n is the number of the finest coefficients only, half of what it should be. "
                "It is the length of the signal, given as `n`.",
            ),
            (
                "logarithm-forgotten",
                lambda finest, n: np.sqrt(2 * n),
                "The logarithm is missing: √(2 ln n) grows very slowly with n.",
            ),
            (
                "two-n-in-the-logarithm",
                lambda finest, n: np.sqrt(np.log(2 * n)),
                "The 2 stands before the logarithm, not in it: √(2 ln n).",
            ),
            (
                "sigma-alone",
                lambda finest, n: 1.0,
                "This is σ, as estimated. The universal threshold is √(2 ln n) times that.",
            ),
            (
                "divided-by-n",
                lambda finest, n: np.sqrt(2 * np.log(n) / n),
                "There is no n below the line: the universal threshold is σ√(2 ln n).",
            ),
        ),
        "spread": (
            (
                "forgot-sigma",
                lambda finest: 1.0,
                "This is the threshold for noise of σ = 1. Multiply by the σ that you estimated.",
            ),
            (
                "forgot-0.6745",
                lambda finest: 0.6745 * _mad(finest),
                "The median of |x| is only 0.6745 σ for Gaussian noise: divide by 0.6745.",
            ),
            (
                "multiplied-by-0.6745",
                lambda finest: 0.6745**2 * _mad(finest),
                "The median of |x| is 0.6745 σ: to get σ, divide by 0.6745.",
            ),
            (
                "mean-instead-of-median",
                lambda finest: float(np.mean(np.abs(finest)) / 0.6745),
                "This takes the mean of |x|. A few large values belong to the signal and push it "
                "up; the median does not mind them.",
            ),
            (
                "mean-instead-of-median",
                lambda finest: float(np.mean(np.abs(finest))),
                "This takes the mean of |x|, which a few large values push up. Take the median, "
                "and divide by 0.6745.",
            ),
            (
                "largest-instead-of-median",
                lambda finest: float(np.max(np.abs(finest)) / 0.6745),
                "This takes the largest |x|: that is a value of the signal. Take the median.",
            ),
            (
                "std-instead-of-mad",
                lambda finest: float(np.std(finest)),
                "This takes the standard deviation of the coefficients. A few large ones belong to "
                "the signal and push it up; the median does not mind them.",
            ),
            (
                "std-instead-of-mad",
                lambda finest: float(np.std(finest, ddof=1)),
                "This takes the standard deviation of the coefficients. A few large ones belong to "
                "the signal and push it up; the median does not mind them.",
            ),
            (
                "std-instead-of-mad",
                lambda finest: float(np.std(finest) / 0.6745),
                "This takes the standard deviation, which large coefficients push up. 0.6745 "
                "belongs to the median of |x|.",
            ),
            (
                "rms-instead-of-mad",
                lambda finest: float(np.sqrt(np.mean(finest**2))),
                "This takes the root of the mean square, which large coefficients push up. Take "
                "the median of |x|.",
            ),
            (
                "squares-for-sizes",
                lambda finest: float(np.median(finest**2) / 0.6745),
                "This takes the median of the squares, a power. Take that of |x|.",
            ),
            (
                "mean-taken-off",
                lambda finest: float(np.median(np.abs(finest - np.mean(finest))) / 0.6745),
                "The mean was taken off first, and a few large values push it. Take |x| as it is.",
            ),
            (
                "signed-median",
                lambda finest: float(np.median(finest) / 0.6745),
                "The median of signed coefficients is near 0. Take the median of |x|.",
            ),
            (
                "variance-instead-of-sigma",
                lambda finest: _mad(finest) ** 2,
                "This multiplies by σ². A threshold has the unit of the signal, and so has σ.",
            ),
            (
                "root-of-sigma",
                lambda finest: np.sqrt(_mad(finest)),
                "σ stands before the root, not under it: σ√(2 ln n).",
            ),
            (
                "divided-by-sigma",
                lambda finest: float(np.divide(1, _mad(finest))),
                "This divides by σ: more noise would get a smaller threshold.",
            ),
        ),
    },
)


UNIVERSAL = Exercise(
    name="universal-threshold",
    properties=(POSITIVE,),
    truth=lambda finest, n: universal_threshold(_mad(finest), n),
    probes=(
        {"finest": np.array([-0.4, -0.2, 0.0, 0.2, 5.0]), "n": 10},
        {"finest": _FINEST, "n": 1026},
    ),
    misconceptions=_FAMILY.one,
    combined=_FAMILY.two,
    praise="No truth was needed for it, only the noisy signal and an assumption about the noise.",
    tolerance=1e-3,
)


EXERCISES = (UNIVERSAL,)
