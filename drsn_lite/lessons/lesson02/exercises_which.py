"""Lesson 02: which of two recordings gets the larger threshold."""

import numpy as np

from drsn_lite.answers.exercise import Exercise, Misconception

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
        Misconception(
            "factor-one",
            {"factor": 1.0},
            "That would be the same threshold for both. τ grows with σ.",
        ),
        Misconception(
            "variance-scaling",
            {"factor": 0.25},
            "That is the ratio of the noise *powers*, and turned round. The threshold is a size.",
        ),
        Misconception(
            "square-root-scaling",
            {"factor": float(np.sqrt(0.5))},
            "The square root is taken of 2 ln n, not of σ. And asked is the larger over the "
            "smaller.",
        ),
        Misconception(
            "logarithm-of-the-factor",
            {"factor": float(np.sqrt(2 * np.log(2)))},
            "The 2 is in σ, not under the root: both recordings have the same length n.",
        ),
        Misconception(
            "n-doubled",
            {"factor": 2 * float(np.sqrt(2))},
            "σ is twice as large, and nothing else: both recordings have the same length.",
        ),
        Misconception(
            "decibels-for-a-factor",
            {"factor": 6.0},
            "6 dB is the ratio in decibels. Asked is how many times larger.",
        ),
        Misconception(
            "percent-for-a-factor",
            {"factor": 100.0},
            "100 % more is twice as much. Asked is how many times larger it is.",
        ),
        Misconception(
            "percent-for-a-factor",
            {"factor": 200.0},
            "That is in percent. Asked is how many times larger.",
        ),
    ),
    praise="τ ∝ σ: a network that sees samples with different noise needs a τ for each of them.",
    tolerance=0.02,
    synonyms={"same": ("equal", "both", "neither", "identical")},
)


EXERCISES = (WHICH,)
