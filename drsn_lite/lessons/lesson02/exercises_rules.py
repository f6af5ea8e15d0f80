"""Lesson 02: the universal threshold, and which sample needs which τ."""

import numpy as np

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.lessons.lesson02.wavelets import universal_threshold


def _mad(finest: np.ndarray) -> float:
    return float(np.median(np.abs(finest)) / 0.6745)


_FINEST = np.random.default_rng(2).standard_normal(255)  # made symmetric: its median is 0
_FINEST = np.concatenate([_FINEST, -_FINEST, [9.0, 0.0, -9.0]])

UNIVERSAL = Exercise(
    name="universal-threshold",
    truth=lambda finest, n: universal_threshold(_mad(finest), n),
    probes=(
        {"finest": np.array([-0.4, -0.2, 0.0, 0.2, 5.0]), "n": 10},
        {"finest": _FINEST, "n": 1026},
    ),
    misconceptions=(
        Misconception(
            "log10-instead-of-ln",
            lambda finest, n: _mad(finest) * np.sqrt(2 * np.log10(n)),
            "This takes the logarithm to base 10. The formula has the natural one, `np.log`.",
        ),
        Misconception(
            "log2-instead-of-ln",
            lambda finest, n: _mad(finest) * np.sqrt(2 * np.log2(n)),
            "This takes the logarithm to base 2. The formula has the natural one, `np.log`.",
        ),
        Misconception(
            "forgot-sigma",
            lambda finest, n: np.sqrt(2 * np.log(n)),
            "This is the threshold for noise of σ = 1. Multiply by the σ that you estimated.",
        ),
        Misconception(
            "forgot-sqrt",
            lambda finest, n: _mad(finest) * 2 * np.log(n),
            "The square root of 2 ln n is missing.",
        ),
        Misconception(
            "forgot-0.6745",
            lambda finest, n: universal_threshold(0.6745 * _mad(finest), n),
            "The median of |x| is only 0.6745 σ for Gaussian noise: divide by 0.6745.",
        ),
        Misconception(
            "multiplied-by-0.6745",
            lambda finest, n: universal_threshold(0.6745**2 * _mad(finest), n),
            "The median of |x| is 0.6745 σ: to get σ, divide by 0.6745.",
        ),
        Misconception(
            "two-outside-the-root",
            lambda finest, n: np.sqrt(2) * universal_threshold(_mad(finest), n),
            "The 2 belongs under the root: √(2 ln n), not 2 √(ln n).",
        ),
        Misconception(
            "two-forgotten",
            lambda finest, n: universal_threshold(_mad(finest), n) / np.sqrt(2),
            "The 2 under the root is missing: √(2 ln n).",
        ),
        Misconception(
            "mean-instead-of-median",
            lambda finest, n: universal_threshold(float(np.mean(np.abs(finest)) / 0.6745), n),
            "This takes the mean of |x|. A few large values belong to the signal and push it up; "
            "the median does not mind them.",
        ),
        Misconception(
            "std-instead-of-mad",
            lambda finest, n: universal_threshold(float(np.std(finest)), n),
            "This takes the standard deviation of the coefficients. A few large ones belong to "
            "the signal and push it up; the median does not mind them.",
        ),
        Misconception(
            "signed-median",
            lambda finest, n: universal_threshold(float(np.median(finest) / 0.6745), n),
            "The median of signed coefficients is near 0. Take the median of |x|.",
        ),
        Misconception(
            "variance-instead-of-sigma",
            lambda finest, n: universal_threshold(_mad(finest) ** 2, n),
            "This multiplies by σ². A threshold has the unit of the signal, and so has σ.",
        ),
        Misconception(
            "wrong-n",
            lambda finest, n: universal_threshold(_mad(finest), len(finest)),
            "Here n is the number of the finest coefficients only, half of what it should be. It "
            "is the length of the signal, given as `n`.",
        ),
    ),
    praise="No truth was needed for it, only the noisy signal and an assumption about the noise.",
    tolerance=1e-3,
)

WHICH = Exercise(
    name="which-tau",
    truth={"sample": "B", "factor": 2.0},
    misconceptions=(
        Misconception(
            "less-noise-larger-threshold",
            {"sample": "A"},
            "That is the wrong way round, a mistake found in print too. A threshold has to be "
            "above the noise, so the noisier sample needs the larger one.",
        ),
        Misconception(
            "same-threshold",
            {"sample": "same"},
            "One τ for both leaves noise in B or takes signal from A. Look again at the two error "
            "curves of the first panel.",
        ),
        Misconception(
            "variance-scaling",
            {"factor": 4.0},
            "That is the ratio of the noise *powers*, σ². The threshold is a size, not a power: "
            "τ = σ√(2 ln n).",
        ),
        Misconception(
            "square-root-scaling",
            {"factor": float(np.sqrt(2))},
            "In τ = σ√(2 ln n) the square root is taken of 2 ln n, not of σ.",
        ),
        Misconception(
            "factor-turned-round",
            {"factor": 0.5},
            "That is τ of A over τ of B. The question is how many times larger the larger one is.",
        ),
    ),
    praise="τ ∝ σ: a network that sees samples with different noise needs a τ for each of them.",
    tolerance=0.02,
)

EXERCISES = (UNIVERSAL, WHICH)
