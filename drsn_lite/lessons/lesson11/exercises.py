"""Lesson 11: your own data. Windows, sampling rates, classes of any size."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways

Array = NDArray[np.float64]
Count = Callable[[int, int, int], Any]


def _windows(n: int, length: int, hop: int) -> int:
    return 0 if n < length else 1 + (n - length) // hop


def _long(count: Count) -> tuple[Count, Count, Count]:
    """A wrong count, as it is, with 0 for short recordings, and never below 0."""
    return (
        count,
        lambda n, length, hop: 0 if n < length else count(n, length, hop),
        lambda n, length, hop: max(0, count(n, length, hop)),
    )


WINDOWS = Exercise(
    name="count-windows",
    truth=_windows,
    probes=(
        {"n": 10, "length": 4, "hop": 2},
        {"n": 11, "length": 4, "hop": 3},
        {"n": 20, "length": 3, "hop": 5},
        {"n": 2, "length": 4, "hop": 1},
        {"n": 2, "length": 4, "hop": 3},
        {"n": 6, "length": 6, "hop": 4},
        {"n": 9, "length": 4, "hop": 3},
        {"n": 31, "length": 7, "hop": 5},
        {"n": 4000, "length": 1024, "hop": 512},
    ),
    misconceptions=(
        *ways(
            "fencepost",
            "You counted the steps from the first window to the last. There is one window more "
            "than there are steps.",
            *_long(lambda n, length, hop: (n - length) // hop),
            *_long(lambda n, length, hop: len(range(0, n - length, hop))),
        ),
        *ways(
            "one-too-many",
            "One window too many: one more than the steps is enough.",
            *_long(lambda n, length, hop: (n - length) // hop + 2),
            *_long(lambda n, length, hop: -(-(n - length) // hop) + 1),
        ),
        *ways(
            "short-recording-forgotten",
            "A recording shorter than a window has none, and this says otherwise: n − length is "
            "negative there. Return 0.",
            lambda n, length, hop: 1 + (n - length) // hop,
            lambda n, length, hop: 1 + int((n - length) / hop),
            lambda n, length, hop: max(0, 1 + int((n - length) / hop)),
            lambda n, length, hop: 1 + max(0, n - length) // hop,
            lambda n, length, hop: max(1, 1 + (n - length) // hop),
            lambda n, length, hop: 1 + abs(n - length) // hop,
            lambda n, length, hop: 1 if n < length else _windows(n, length, hop),
        ),
        *ways(
            "exact-fit-refused",
            "A recording that is as long as a window has one window, and a last window may end "
            "where the recording ends.",
            lambda n, length, hop: 0 if n <= length else _windows(n, length, hop),
        ),
        *ways(
            "not-a-whole-number",
            "This can come out with a fraction, or rounded up. Only whole windows count: round "
            "down.",
            *_long(lambda n, length, hop: 1 + (n - length) / hop),
            *_long(lambda n, length, hop: (n - length) / hop),
            *_long(lambda n, length, hop: 1 + round((n - length) / hop)),
            *_long(lambda n, length, hop: n / hop),
            *_long(lambda n, length, hop: n / length),
            *_long(lambda n, length, hop: (n - length + hop) / hop),
            *_long(lambda n, length, hop: (n - length + 1) / hop),
            *_long(lambda n, length, hop: n // hop - length // hop + 1),
        ),
        *ways(
            "no-overlap",
            "You laid the windows side by side. They begin every `hop` samples, so they overlap "
            "where hop is smaller than length.",
            *_long(lambda n, length, hop: n // length),
            *_long(lambda n, length, hop: 1 + (n - length) // length),
            *_long(lambda n, length, hop: -(-n // length)),
        ),
        *ways(
            "a-window-at-every-hop",
            "A window may begin at every hop, but the last ones would reach past the end of the "
            "recording: its start can be n − length at most.",
            *_long(lambda n, length, hop: n // hop),
            *_long(lambda n, length, hop: n // hop + 1),
            *_long(lambda n, length, hop: n // hop - 1),
        ),
        *ways(
            "half-empty-windows",
            "You counted windows that hang over the end as well. Only whole ones count here.",
            *_long(lambda n, length, hop: -(-n // hop)),
        ),
        *ways(
            "hop-of-one",
            "That is for a hop of one sample. Windows begin every `hop` samples.",
            *_long(lambda n, length, hop: n - length + 1),
            *_long(lambda n, length, hop: n - length),
        ),
        *ways(
            "one-added-before-dividing",
            "You added the one before dividing. Count the steps, (n − length) over hop, and add "
            "one window after that.",
            *_long(lambda n, length, hop: (n - length + 1) // hop),
            *_long(lambda n, length, hop: (n - length + 1) // hop + 1),
        ),
        *ways(
            "hop-taken-for-a-gap",
            "hop is from start to start. You took it for a gap between windows, or for their "
            "overlap.",
            *_long(lambda n, length, hop: n // (length + hop)),
            *_long(lambda n, length, hop: (n + hop) // (length + hop)),
            *_long(lambda n, length, hop: 1 + (n - length) // (length + hop)),
            *_long(lambda n, length, hop: 1 + (n - length) // max(1, length - hop)),
            *_long(lambda n, length, hop: n // max(1, length - hop)),
            *_long(lambda n, length, hop: (n - hop) // max(1, length - hop)),
        ),
        *ways(
            "hop-and-length-swapped",
            "Hop and length are the other way round: the first window takes `length`, and each "
            "further one begins `hop` later.",
            *_long(lambda n, length, hop: 1 + (n - hop) // length),
            *_long(lambda n, length, hop: (n - hop) // length),
        ),
        *ways(
            "starts-instead-of-a-number",
            "You returned where the windows begin. How many are there?",
            lambda n, length, hop: np.arange(0, n - length + 1, hop),
            lambda n, length, hop: (_windows(n, length, hop) - 1) * hop,
        ),
    ),
    praise="Count before you train: few recordings with many windows are still few recordings.",
)

ALIAS = Exercise(
    name="alias",
    truth=3000.0,
    unit="Hz",
    tolerance=1e-3,
    misconceptions=(
        *ways(
            "nothing-happens",
            "5000 Hz cannot be told apart at 8000 samples a second: the highest frequency "
            "that can is half of that, 4000 Hz.",
            5000.0,
        ),
        *ways(
            "cut-at-half-the-rate",
            "It does not stop at half the rate: it is folded back about it, by as much as it "
            "lies above.",
            4000.0,
            8000.0,
        ),
        *ways(
            "remainder",
            "1000 Hz is how far it lies above 4000 Hz. It is folded back: that far *below* it.",
            1000.0,
            -1000.0,
        ),
        *ways(
            "it-vanishes",
            "Leaving samples out removes no tone. Without a low-pass filter before, the tone "
            "comes back at another frequency.",
            0.0,
        ),
        *ways(
            "in-kilohertz",
            "The place is right, the unit is not: the answer is in Hz.",
            3.0,
            3e6,
        ),
        *ways(
            "sign-kept",
            "A tone at a negative frequency is the same as one at the positive: give that.",
            -3000.0,
        ),
        *ways(
            "halved",
            "Dropping samples does not divide a frequency: the rate is halved as well, and it is "
            "known. The tone folds back.",
            2500.0,
            10000.0,
            1250.0,
        ),
        *ways(
            "folded-about-another-rate",
            "You folded about the wrong frequency. The mirror stands at half of the *new* rate.",
            11000.0,
            6000.0,
            13000.0,
            9000.0,
            21000.0,
            1500.0,
        ),
    ),
    praise="So a recording at another rate is filtered and resampled, or refused, never thinned.",
)


def _shares(confusion: Array) -> Array:
    """The share that is right in each true class."""
    found: Array = np.diag(confusion) / confusion.sum(axis=1)
    return found


def _balanced(confusion: Array) -> float:
    return float(np.mean(_shares(confusion)))


def _precisions(confusion: Array) -> Array:
    found: Array = np.diag(confusion) / confusion.sum(axis=0)
    return found


def _f1(confusion: Array) -> Array:
    return 2 * np.diag(confusion) / (confusion.sum(axis=0) + confusion.sum(axis=1))


BALANCED = Exercise(
    name="balanced-accuracy",
    truth=_balanced,
    probes=(
        {"confusion": np.array([[90.0, 0.0], [10.0, 0.0]])},
        {"confusion": np.array([[50.0, 4.0, 6.0], [3.0, 7.0, 0.0], [1.0, 1.0, 18.0]])},
        {"confusion": np.array([[4.0, 2.0], [3.0, 9.0]])},
    ),
    misconceptions=(
        *ways(
            "plain-accuracy",
            "This is plain accuracy: a class with many samples counts more. Take the share that is "
            "right in each class first, then the mean of these shares.",
            lambda confusion: np.trace(confusion) / confusion.sum(),
            lambda confusion: np.average(_shares(confusion), weights=confusion.sum(axis=1)),
        ),
        *ways(
            "columns-instead-of-rows",
            "You divided by the columns: of all that was *called* a class, how much is. The "
            "true classes are the rows.",
            lambda confusion: np.mean(_precisions(confusion)),
            lambda confusion: np.nanmean(_precisions(confusion)),
            lambda confusion: np.nan_to_num(_precisions(confusion)).mean(),
            lambda confusion: np.mean(np.diag(confusion) / (confusion.sum(axis=0) + 1e-12)),
        ),
        *ways(
            "sum-not-mean",
            "You added up the shares: divide by the number of classes.",
            lambda confusion: np.sum(_shares(confusion)),
        ),
        *ways(
            "share-of-all",
            "You divided by all samples. Each class is to be divided by its own samples.",
            lambda confusion: np.mean(np.diag(confusion) / confusion.sum()),
        ),
        *ways(
            "percent-instead-of-fraction",
            "That is a percentage. An accuracy here lies between 0 and 1.",
            lambda confusion: 100 * _balanced(confusion),
        ),
        *ways(
            "error-instead-of-accuracy",
            "That is the share that is *wrong*. Accuracy counts what is right: the diagonal.",
            lambda confusion: 1 - _balanced(confusion),
            lambda confusion: 1 - np.trace(confusion) / confusion.sum(),
            lambda confusion: (confusion.sum() - np.trace(confusion)) / confusion.sum(),
        ),
        *ways(
            "shares-not-averaged",
            "These are the shares, class by class. One number is asked for: their mean.",
            _shares,
            _precisions,
            lambda confusion: confusion / confusion.sum(axis=1, keepdims=True),
        ),
        *ways(
            "all-cells-averaged",
            "You averaged over all cells of the table, right and wrong ones. Right answers are on "
            "the diagonal alone.",
            lambda confusion: np.mean(confusion / confusion.sum(axis=1, keepdims=True)),
            lambda confusion: np.mean(confusion.mean(axis=1)),
            lambda confusion: np.mean(confusion),
            lambda confusion: np.mean(confusion / confusion.sum()),
            lambda confusion: np.mean(confusion.mean(axis=1) / confusion.sum(axis=1)),
        ),
        *ways(
            "counts-not-divided",
            "You averaged or added counts. Divide the right ones of each class by its samples "
            "first.",
            lambda confusion: np.mean(np.diag(confusion)),
            lambda confusion: np.trace(confusion),
            lambda confusion: np.trace(confusion) / len(confusion) / confusion.sum(axis=1),
        ),
        *ways(
            "another-average",
            "Balanced accuracy is the plain mean of the shares, each class alike: not their "
            "median, product, root of a product, smallest or largest.",
            lambda confusion: np.median(_shares(confusion)),
            lambda confusion: np.prod(_shares(confusion)),
            lambda confusion: np.prod(_shares(confusion)) ** (1 / len(confusion)),
            lambda confusion: np.min(_shares(confusion)),
            lambda confusion: np.max(_shares(confusion)),
        ),
        *ways(
            "another-measure",
            "That is an F1 score or another measure that needs the columns. Here only the rows "
            "count: what becomes of each true class?",
            lambda confusion: np.mean(_f1(confusion)),
            lambda confusion: np.mean(
                2 * _shares(confusion) * (p := _precisions(confusion)) / (_shares(confusion) + p)
            ),
            lambda confusion: (_balanced(confusion) + np.nanmean(_precisions(confusion))) / 2,
        ),
        *ways(
            "one-class-alone",
            "That is the share of one class. Average over all of them.",
            lambda confusion: _shares(confusion)[0],
            lambda confusion: _shares(confusion)[1],
            lambda confusion: _shares(confusion)[-1],
        ),
        *ways(
            "right-over-wrong",
            "You divided what is right by what is wrong. A class has both: divide by all of its "
            "samples.",
            lambda confusion: np.mean(
                np.diag(confusion) / (confusion.sum(axis=1) - np.diag(confusion))
            ),
        ),
        *ways(
            "largest-cell",
            "You took the largest number of a row. It need not be the right answer: that one is on "
            "the diagonal, and the row's *sum* is the size of the class.",
            lambda confusion: np.mean(confusion.max(axis=1) / confusion.sum(axis=1)),
            lambda confusion: np.mean(np.diag(confusion) / confusion.max(axis=1)),
        ),
        *ways(
            "wrong-divisor",
            "The number of classes is the length of the table. You divided the sum of the shares "
            "by something else.",
            lambda confusion: np.sum(_shares(confusion)) / confusion.size,
            lambda confusion: np.sum(_shares(confusion)) / 2,
            lambda confusion: np.sum(_shares(confusion)) / (len(confusion) - 1),
            lambda confusion: np.sum(_shares(confusion)) / confusion.sum(),
            lambda confusion: np.trace(confusion) / len(confusion) / 100,
        ),
    ),
    praise="A network that always gives one answer has 1 / classes, however lopsided the data are.",
    tolerance=2e-3,
)

EXERCISES = (WINDOWS, ALIAS, BALANCED)
