"""Lesson 11: your own data. Windows, sampling rates, classes of any size."""

from collections.abc import Callable
from typing import Any

import numpy as np

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways
from drsn_lite.answers.properties import NOT_NEGATIVE, WHOLE

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
    properties=(
        WHOLE,
        NOT_NEGATIVE,
    ),
    truth=_windows,
    probes=(
        {"n": 10, "length": 4, "hop": 2},
        {"n": 11, "length": 4, "hop": 3},
        {"n": 20, "length": 3, "hop": 5},
        {"n": 2, "length": 4, "hop": 1},
        {"n": 2, "length": 4, "hop": 3},
        {"n": 6, "length": 6, "hop": 4},  # one window that just fits
        {"n": 4, "length": 4, "hop": 7},
        {"n": 23, "length": 3, "hop": 5},  # a gap after each window, and the last one just fits
        {"n": 21, "length": 3, "hop": 5},  # … or lacks two samples
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


EXERCISES = (WINDOWS, ALIAS)
