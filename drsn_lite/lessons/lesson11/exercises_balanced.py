"""Lesson 11: balanced accuracy."""

import numpy as np
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways
from drsn_lite.answers.properties import A_SHARE

Array = NDArray[np.float64]


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
    properties=(A_SHARE,),
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


EXERCISES = (BALANCED,)
