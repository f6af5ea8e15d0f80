"""Lesson 10: your own data. Windows, a split by recording, sampling rates, classes of any size."""

import numpy as np
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise, Misconception

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def _windows(n: int, length: int, hop: int) -> int:
    return 0 if n < length else 1 + (n - length) // hop


WINDOWS = Exercise(
    name="count-windows",
    truth=_windows,
    probes=(
        {"n": 10, "length": 4, "hop": 2},
        {"n": 11, "length": 4, "hop": 3},
        {"n": 2, "length": 4, "hop": 1},
        {"n": 4000, "length": 1024, "hop": 512},
    ),
    misconceptions=(
        Misconception(
            "fencepost",
            lambda n, length, hop: 0 if n < length else (n - length) // hop,
            "You counted the steps from the first window to the last. There is one window more "
            "than there are steps.",
        ),
        Misconception(
            "short-recording-forgotten",
            lambda n, length, hop: 1 + (n - length) // hop,
            "A recording shorter than a window has none, and this says otherwise: n − length is "
            "negative there. Return 0.",
        ),
        Misconception(
            "no-overlap",
            lambda n, length, hop: n // length,
            "You laid the windows side by side. They begin every `hop` samples, so they overlap "
            "where hop is smaller than length.",
        ),
        Misconception(
            "a-window-at-every-hop",
            lambda n, length, hop: n // hop,
            "A window may begin at every hop, but the last ones would reach past the end of the "
            "recording: its start can be n − length at most.",
        ),
        Misconception(
            "half-empty-windows",
            lambda n, length, hop: -(-n // hop),
            "You counted windows that hang over the end as well. Only whole ones count here.",
        ),
    ),
    praise="Count before you train: few recordings with many windows are still few recordings.",
)


def _mask(recording: Labels) -> NDArray[np.bool_]:
    names = np.unique(recording)
    return np.isin(recording, names[len(names) - (len(names) + 3) // 4 :])


def _last_windows(recording: Labels) -> NDArray[np.bool_]:
    count = len(recording)
    return np.arange(count) >= count - (count + 3) // 4


def _each_recordings_end(recording: Labels) -> NDArray[np.bool_]:
    test = np.zeros(len(recording), dtype=bool)
    for name in np.unique(recording):
        mine = np.flatnonzero(recording == name)
        test[mine[len(mine) - (len(mine) + 3) // 4 :]] = True
    return test


SPLIT = Exercise(
    name="split-by-recording",
    truth=_mask,
    probes=(
        {"recording": np.array([0, 0, 0, 1, 1, 2, 2, 3, 3, 3])},
        {"recording": np.array([7, 2, 2, 9, 7, 2, 9, 4, 4, 2, 7, 5])},
        {"recording": np.repeat(np.arange(8), [5, 1, 4, 2, 6, 3, 2, 7])},
    ),
    misconceptions=(
        Misconception(
            "split-by-window",
            _last_windows,
            "You took the last quarter of the *windows*. Where the cut falls within a recording, "
            "its windows are on both sides. Choose recordings, then take all their windows.",
        ),
        Misconception(
            "every-fourth-window",
            lambda recording: np.arange(len(recording)) % 4 == 3,
            "Every fourth window: nearly each recording has windows on both sides. Choose "
            "recordings, then take all their windows.",
        ),
        Misconception(
            "end-of-each-recording",
            _each_recordings_end,
            "You took the end of each recording. That keeps time apart, but the same "
            "machine, microphone and day are on both sides. Hold whole recordings out.",
        ),
        Misconception(
            "inverted",
            lambda recording: ~_mask(recording),
            "This is True for training windows. The mask is to be True for *test* windows.",
        ),
        Misconception(
            "first-instead-of-last",
            lambda recording: np.isin(
                recording, np.unique(recording)[: (len(np.unique(recording)) + 3) // 4]
            ),
            "You held the first recordings out; the exercise asks for those with the largest "
            "numbers.",
        ),
        Misconception(
            "one-recording-only",
            lambda recording: recording == recording.max(),
            "This holds a single recording out. A quarter of them, rounded up, is asked for.",
        ),
    ),
    praise="No recording is on both sides, so the test asks about a recording it has not heard.",
)

ALIAS = Exercise(
    name="alias",
    truth=3000.0,
    tolerance=1e-3,
    misconceptions=(
        Misconception(
            "nothing-happens",
            5000.0,
            "5000 Hz cannot be told apart at 8000 samples a second: the highest frequency "
            "that can is half of that, 4000 Hz.",
        ),
        Misconception(
            "cut-at-half-the-rate",
            4000.0,
            "It does not stop at half the rate: it is folded back about it, by as much as it "
            "lies above.",
        ),
        Misconception(
            "remainder",
            1000.0,
            "1000 Hz is how far it lies above 4000 Hz. It is folded back: that far *below* it.",
        ),
        Misconception(
            "it-vanishes",
            0.0,
            "Leaving samples out removes no tone. Without a low-pass filter before, the tone "
            "comes back at another frequency.",
        ),
        Misconception(
            "in-kilohertz", 3.0, "The place is right, the unit is not: the answer is in Hz."
        ),
    ),
    praise="So a recording at another rate is filtered and resampled, or refused, never thinned.",
)


def _balanced(confusion: Array) -> float:
    return float(np.mean(np.diag(confusion) / confusion.sum(axis=1)))


BALANCED = Exercise(
    name="balanced-accuracy",
    truth=_balanced,
    probes=(
        {"confusion": np.array([[90.0, 0.0], [10.0, 0.0]])},
        {"confusion": np.array([[50.0, 4.0, 6.0], [3.0, 7.0, 0.0], [1.0, 1.0, 18.0]])},
    ),
    misconceptions=(
        Misconception(
            "plain-accuracy",
            lambda confusion: np.trace(confusion) / confusion.sum(),
            "This is plain accuracy: a class with many samples counts more. Take the share that is "
            "right in each class first, then the mean of these shares.",
        ),
        Misconception(
            "columns-instead-of-rows",
            lambda confusion: np.mean(np.diag(confusion) / confusion.sum(axis=0)),
            "You divided by the columns: of all that was *called* a class, how much is. The "
            "true classes are the rows: `sum(axis=1)`.",
        ),
        Misconception(
            "sum-not-mean",
            lambda confusion: np.sum(np.diag(confusion) / confusion.sum(axis=1)),
            "You added up the shares: divide by the number of classes.",
        ),
        Misconception(
            "share-of-all",
            lambda confusion: np.mean(np.diag(confusion) / confusion.sum()),
            "You divided by all samples. Each class is to be divided by its own samples.",
        ),
        Misconception(
            "percent-instead-of-fraction",
            lambda confusion: 100 * _balanced(confusion),
            "That is a percentage. An accuracy here lies between 0 and 1.",
        ),
    ),
    praise="A network that always gives one answer has 1 / classes, however lopsided the data are.",
)

EXERCISES = (WINDOWS, SPLIT, ALIAS, BALANCED)
