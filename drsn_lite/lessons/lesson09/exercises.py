"""Lesson 09: the authors' noise."""

import math

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import ways

SPREAD = 0.5 / math.sqrt(12)


_SPREAD = "standard deviation"


def _mean(slug: str, why: str, *values: float) -> tuple[Misconception, ...]:
    return ways(slug, why, *({"mean": value} for value in values))


def _deviation(slug: str, why: str, *values: float) -> tuple[Misconception, ...]:
    return ways(slug, why, *({_SPREAD: value} for value in values))


UNIFORM = Exercise(
    name="uniform-noise",
    truth={"mean": 0.25, _SPREAD: SPREAD},
    tolerance=0.031,  # 0.14, and what a thousand random numbers say
    misconceptions=(
        *ways(
            "swapped",
            "The two are swapped: the mean is the middle of 0 and 0.5, the deviation is smaller.",
            *({"mean": round(SPREAD, digits), _SPREAD: 0.25} for digits in (16, 4, 3, 2)),
        ),
        *ways(
            "width-one",
            "These belong to U(0, 1). The noise here is half as wide: both are half as large.",
            *({"mean": 0.5, _SPREAD: round(2 * SPREAD, digits)} for digits in (16, 4, 3, 2)),
        ),
        *_mean(
            "no-mean",
            "Noise between 0 and 0.5 is never negative, so it cannot average out: every pixel "
            "gets brighter.",
            0.0,
        ),
        *_mean(
            "end-for-mean",
            "0.5 is the largest value. The mean lies in the middle, between 0 and 0.5.",
            0.5,
        ),
        *_mean(
            "mean-of-another-width",
            "The noise lies between 0 and 0.5, not between 0 and 1: its mean is in the middle.",
            1.0,
            0.75,
        ),
        *_mean(
            "halved-twice",
            "You halved once too often: the mean is in the middle of 0 and 0.5.",
            0.125,
            0.0625,
        ),
        *_mean(
            "square-for-mean",
            "That is the mean of the *squares*, or its root. The mean itself is asked for.",
            0.25 / 3,
            0.5 / math.sqrt(3),
        ),
        *ways(
            "percent",
            "Pixels go from 0 to 1 here: leave the factor 100 out.",
            {"mean": 25},
            {_SPREAD: 100 * SPREAD},
        ),
        *_deviation(
            "rms-instead-of-standard-deviation",
            "That is the RMS value of U(0, 0.5), which holds the mean as well (or the standard "
            "deviation of U(0, 1)). Measure from the mean, with a width of 0.5.",
            0.5 / math.sqrt(3),
        ),
        *_deviation(
            "mean-square-instead-of-standard-deviation",
            "That is the mean square (or the variance of U(0, 1)). Measure from the mean, with a "
            "width of 0.5, and take the root.",
            1 / 12,
        ),
        *_deviation(
            "variance-instead-of-standard-deviation",
            "That is the variance. Take its square root.",
            0.25 / 12,
        ),
        *_deviation(
            "width-not-squared",
            "The variance is w²/12. You left out the square of the width, 0.5.",
            math.sqrt(0.5 / 12),
            0.5 / 12,
        ),
        *_deviation(
            "half-width-in-the-formula",
            "w is the whole width, from 0 to 0.5. You put half of it into the formula.",
            0.25 / math.sqrt(12),
            0.0625 / 12,
        ),
        *_deviation(
            "half-width-instead-of-standard-deviation",
            "That is how far the values reach from their mean. Most lie nearer.",
            0.25,
        ),
        *_deviation(
            "width-instead-of-standard-deviation",
            "That is the whole width. Values lie nearer to their mean than that.",
            0.5,
        ),
        *_deviation(
            "mean-deviation",
            "That is the mean of |x − mean|. For the standard deviation square first, average, and "
            "take the root.",
            0.125,
        ),
        *_deviation(
            "another-distribution",
            "The factor belongs to another distribution: w/√12 is for a uniform one.",
            0.5 / math.sqrt(2),
            0.5 / 3,
            0.25 / math.sqrt(2),
            0.5 / 4 / math.sqrt(2),
            1.0,
        ),
        *_deviation("no-spread", "The values differ, so they have a spread above 0.", 0.0),
    ),
    praise="The mean is larger than the spread: three quarters of this noise's power is a shift.",
)


EXERCISES = (UNIFORM,)
