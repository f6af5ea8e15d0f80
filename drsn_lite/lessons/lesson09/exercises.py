"""Lesson 09: windows of a recording. `n` and `length` are counted in samples."""

import numpy as np

from drsn_lite.answers.exercise import Exercise, Misconception


def _starts(n: int, length: int, gap: int, hop: int | None = None, over: int = 0) -> np.ndarray:
    return np.arange(int(0.7 * n) + gap, n - length + 1 + over, hop or length)


SPLIT = Exercise(
    name="test-starts",
    truth=lambda n, length: _starts(n, length, length),
    probes=({"n": 100, "length": 10}, {"n": 1234, "length": 64}),
    misconceptions=(
        Misconception(
            "no-gap",
            lambda n, length: _starts(n, length, 0),
            "The first test window begins where the training ends. Neighbouring samples of a "
            "ringing machine are alike: leave a gap of one window after the cut.",
        ),
        Misconception(
            "straddles-the-cut",
            lambda n, length: _starts(n, length, -(length // 2)),
            "The first test window begins before the cut: it holds samples of the training.",
        ),
        Misconception(
            "whole-recording",
            lambda n, length: np.arange(0, n - length + 1, length),
            "These windows cover the whole recording, the training part too.",
        ),
        Misconception(
            "overlapping-tests",
            lambda n, length: _starts(n, length, length, length // 2),
            "Your test windows overlap by half. Then the same samples are counted twice, and the "
            "accuracy looks more certain than it is. Step by `length`.",
        ),
        Misconception(
            "runs-over-the-end",
            lambda n, length: _starts(n, length, length, over=length - 1),
            "The last window begins so late that it does not fit: start + length may be at most n.",
        ),
    ),
    praise="No sample is in both parts, and the parts do not touch.",
)

ALIAS = Exercise(
    name="fold-back",
    truth=1.5,
    misconceptions=(
        Misconception(
            "stays",
            10.5,
            "At 12 kHz nothing above 6 kHz can be told apart from something below it.",
        ),
        Misconception(
            "divided-by-four",
            2.625,
            "Frequencies in Hz are not divided: that happens if you keep all samples and misread "
            "the rate. Here samples are dropped, and the rate is right.",
        ),
        Misconception(
            "distance-from-half-the-rate",
            4.5,
            "4.5 kHz is how far the tone lies *above* 6 kHz. It is mirrored there: 6 − 4.5.",
        ),
        Misconception(
            "gone",
            0.0,
            "Without a filter nothing takes the tone away. Its power is still there, elsewhere.",
        ),
    ),
    praise="Whatever lies above half the new rate has to be filtered out first.",
)

MEANS = Exercise(
    name="window-means",
    truth=lambda x: x - x.mean(axis=1, keepdims=True),
    probes=(
        {"x": np.array([[1.0, 3.0, 5.0], [-2.0, 0.0, 8.0]])},
        {"x": np.arange(20.0).reshape(4, 5) ** 2 / 7},
    ),
    misconceptions=(
        Misconception(
            "one-mean-for-all",
            lambda x: x - x.mean(),
            "One mean for all windows. The differences *between* recordings stay, and they leak.",
        ),
        Misconception(
            "mean-over-windows",
            lambda x: x - x.mean(axis=0),
            "You averaged over the windows, sample by sample. The offset of a window is its mean "
            "along axis 1.",
        ),
        Misconception(
            "standardised",
            lambda x: (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True),
            "You divided by the standard deviation as well. How loud a bearing is may be a clue "
            "or a leak, but it is another question: here only take the mean away.",
        ),
        Misconception(
            "the-means-themselves",
            lambda x: x.mean(axis=1, keepdims=True),
            "These are the means. Return the windows without them.",
        ),
    ),
    praise="After this, no window knows the offset of its recording.",
)

EXERCISES = (SPLIT, ALIAS, MEANS)
