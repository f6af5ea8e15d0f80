"""Lesson 06: read a confusion matrix."""

import numpy as np

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import ways

COUNTS = np.array([[80, 15, 5], [10, 60, 30], [0, 5, 95]])
"""Rows: truly healthy, crack, broken. Columns: what the network said, in the same order."""

TRUTH = {"accuracy": 235 / 300, "cracks found": 60 / 100, "alarms right": 190 / 210}


def _entry(key: str, slug: str, why: str, *values: float) -> tuple[Misconception, ...]:
    return ways(slug, why, *({key: value} for value in values))


def _all(slug: str, why: str, times: float) -> tuple[Misconception, ...]:
    """All three, or one of them, in another unit."""
    whole = {key: times * value for key, value in TRUTH.items()}
    return ways(slug, why, whole, *({key: value} for key, value in whole.items()))


MATRIX = Exercise(
    name="read-the-matrix",
    truth=TRUTH,
    misconceptions=(
        *_all(
            "percent-instead-of-share",
            'That is in percent. Write shares between 0 and 1, or put the sign: "60 %".',
            100,
        ),
        *ways(
            "counts-instead-of-shares",
            "That is a number of gears. Divide it by all those that were asked about.",
            {"accuracy": 235},
            {"alarms right": 190},
            {"alarms right": 155},
            {"alarms right": 210},
        ),
        *_entry(
            "accuracy",
            "errors-instead-of-accuracy",
            "This is the share of wrong answers. Accuracy counts the right ones: the diagonal.",
            65 / 300,
            65,
        ),
        *_entry(
            "accuracy",
            "mean-of-precisions",
            "This averages over columns. Accuracy is the sum of the diagonal over all gears.",
            float(np.mean(np.diag(COUNTS) / COUNTS.sum(axis=0))),
        ),
        *_entry(
            "accuracy",
            "one-class-for-all",
            "This is one state alone. Accuracy is about all three: the whole diagonal over all "
            "gears.",
            0.8,
            0.95,
            0.6,
            80 / 90,
            0.75,
            95 / 130,
            80 / 300,
            95 / 300,
            60 / 300,
        ),
        *_entry(
            "accuracy",
            "crack-and-broken-as-one",
            "You counted crack and broken as one state. Here accuracy asks for the exact state.",
            270 / 300,
        ),
        *_entry(
            "accuracy",
            "divided-by-a-row",
            "The diagonal holds gears of all three rows. Divide by all 300, not by 100 or by 3.",
            2.35,
            235 / 200,
            235 / 210,
        ),
        *_entry(
            "cracks found",
            "precision-for-recall",
            "You divided by the *column*: of what was called a crack, that share was one. Of the "
            "real cracks (a row) another share is found.",
            60 / 80,
        ),
        *_entry(
            "cracks found",
            "found-by-any-alarm",
            "90 of 100 cracked gears raise some alarm, but 30 of them are called broken. Found "
            "as a crack are fewer.",
            0.9,
        ),
        *_entry(
            "cracks found",
            "cracks-over-all",
            "You divided by more than the cracks. Of the *cracks* means: of their row.",
            60 / 300,
            80 / 300,
            60 / 235,
            60 / 210,
            0.8,
        ),
        *_entry(
            "cracks found",
            "cracks-missed",
            "That is a share of the cracks that was missed, or called something else. Found as a "
            "crack are those on the diagonal.",
            0.4,
            0.3,
            0.1,
        ),
        *_entry(
            "cracks found",
            "another-state",
            "That is another state's row or column. The cracks are the second row.",
            0.95,
            80 / 90,
            95 / 130,
            0.05,
            0.15,
        ),
        *_entry(
            "alarms right",
            "alarms-by-row",
            "You divided by the 200 faulty gears: that is the share of faults that raise an "
            "alarm. The question is about the share of *alarms* behind which there is a fault: "
            "divide by all that was called crack or broken.",
            190 / 200,
        ),
        *_entry(
            "alarms right",
            "exact-alarms",
            "You asked that crack and broken are told apart as well. An alarm is right if the "
            "gear has any fault.",
            155 / 210,
            155 / 200,
            155 / 300,
            (60 / 80 + 95 / 130) / 2,
            (60 + 95) / 235,
        ),
        *_entry(
            "alarms right",
            "false-alarms",
            "That is about the false alarms, the healthy gears that raise one. Asked is the share "
            "of alarms that are right.",
            20 / 210,
            20 / 100,
            20 / 300,
            0.8,
        ),
        *_entry(
            "alarms right",
            "alarms-over-all",
            "You divided by all gears, or counted all alarms. Of the *alarms* means: of what was "
            "called crack or broken.",
            190 / 300,
            210 / 300,
            210 / 200,
        ),
        *_entry(
            "alarms right",
            "one-alarm-alone",
            "That is one kind of alarm alone. Crack *and* broken raise one: add the two columns "
            "first.",
            60 / 80,
            95 / 130,
            65 / 80,
            125 / 130,
            (65 / 80 + 125 / 130) / 2,
            0.6,
        ),
    ),
    praise="Rows ask: what becomes of a true class? Columns ask: what is an answer worth?",
    tolerance=5.4e-3,  # 0.90 stands for 190/210, and 0.91 does not
)

EXERCISES = (MATRIX,)
