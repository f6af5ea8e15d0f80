"""Lesson 09: the authors' noise, and what else differs between two programs."""

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

WORDS = {
    "intended": (
        "intentional",
        "under test",
        "the thing under test",
        "meant",
        "intend",
        "intention",
        "on purpose",
        "tested",
        "treatment",
    ),
    "confound": (
        "confounder",
        "confounding",
        "confounded",
        "a confound",
        "confounders",
        "confounds",
        "a confounder",
        "confounding factor",
        "confounding variable",
    ),
    "shared": (
        "same",
        "the same",
        "both",
        "in both",
        "share",
        "common",
        "the same in both",
        "same in both",
        "identical",
        "is shared",
    ),
}
_FACTS = {
    "A": "intended",
    "B": "confound",
    "C": "shared",
    "D": "shared",
    "E": "shared",
    "F": "confound",
}

CONFOUND = Exercise(
    name="spot-the-confound",
    truth=_FACTS,
    synonyms=WORDS,
    misconceptions=(
        Misconception(
            "the-thing-under-test",
            {"A": "confound"},
            "The threshold is what the comparison is about: it is *meant* to differ.",
        ),
        Misconception(
            "thresholds-in-both",
            {"A": "shared"},
            "A says that one network has thresholds and the other has none: that is not the same "
            "in both.",
        ),
        Misconception(
            "shortcut-overlooked",
            {"B": "shared"},
            "Look at B again: the ResNet comes ready-made from TFLearn, and its shortcut averages "
            "2 × 2 pixels. The DRSN is written out and keeps every second pixel.",
        ),
        Misconception(
            "shortcut-thought-part-of-the-method",
            {"B": "intended"},
            "The paper's shortcut is the same in ResNet and DRSN. That they differ in B is an "
            "accident of the library, not part of the method.",
        ),
        Misconception(
            "flaw-in-both-called-confound",
            {"C": "confound"},
            "`img_prep` reaches neither program's `input_data`. A flaw in both is a flaw, but it "
            "cannot favour one of them by itself.",
        ),
        Misconception(
            "wrong-name-called-confound",
            {"D": "confound"},
            "Both programs call the test set validation. The name is wrong in both.",
        ),
        Misconception(
            "fewer-images-called-confound",
            {"E": "confound"},
            "Both train on the 55,000 images that TFLearn's loader gives: neither has more.",
        ),
        *ways(
            "same-in-both-called-intended",
            "That is the same in both programs. *Intended* is for what differs, and is what the "
            "comparison asks about.",
            {"C": "intended"},
            {"D": "intended"},
            {"E": "intended"},
        ),
        Misconception(
            "parameters-overlooked",
            {"F": "shared"},
            "1,432 is not 1,386. It is a small confound, and it is one: a gain of a network with "
            "more parameters may come from the parameters.",
        ),
        Misconception(
            "parameters-intended",
            {"F": "intended"},
            "The threshold is meant to differ, the number of parameters is not: it comes along. "
            "So a careful comparison has a ResNet of that size beside it.",
        ),
    ),
    praise="What differs besides the thing under test is a confound; a flaw in both is not one.",
)

EXERCISES = (UNIFORM, CONFOUND)
