"""Lesson 10: windows of a recording. `n` and `length` are counted in samples."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise, Property
from drsn_lite.answers.families import ways

Starts = NDArray[np.float64]


def _starts(
    n: int,
    length: int,
    gap: float = 1,
    hop: float = 1,
    over: int = 0,
    cut: Callable[[int], float] = lambda n: int(0.7 * n),
) -> Starts:
    """Starts with a gap and a hop in window lengths, up to `over` samples past the last one."""
    return np.arange(
        cut(n) + int(gap * length), n - length + 1 + over, max(1, int(hop * length)), dtype=float
    )


def _way(**slip: Any) -> Callable[[int, int], Starts]:
    return lambda n, length: _starts(n, length, **slip)


def _listed(answer: Callable[..., Any], *arguments: Any) -> Any:
    """What an answer returns; a generator (of whatever length), set or range as a list."""
    found = answer(*arguments)
    found = islice(found, 10_000) if isinstance(found, Iterator) else found
    return sorted(found) if isinstance(found, Iterator | set | frozenset) else found


SPLIT = Exercise(
    name="test-starts",
    truth=_starts,
    apply=_listed,
    probes=(
        {"n": 100, "length": 10},
        {"n": 1234, "length": 64},
        {"n": 999, "length": 7},
        {"n": 60, "length": 8},
        {"n": 20, "length": 3},  # one window, which just fits
    ),
    properties=(
        Property(
            "in-the-training-part",
            lambda s, n, length: bool((s >= int(0.7 * n)).all()),
            "Some of your test windows begin before the cut: they hold samples of the training.",
            any_shape=True,
        ),
        Property(
            "runs-over-the-end",
            lambda s, n, length: bool((s + length <= n).all()),
            "Some of your windows run over the end: start + length may be at most n.",
            any_shape=True,
        ),
        Property(
            "overlapping-tests",
            lambda s, n, length: bool((np.diff(s) >= length).all()),
            "Some of your test windows overlap: the next begins `length` samples later.",
            any_shape=True,
        ),
    ),
    misconceptions=(
        *ways(
            "no-gap",
            "The first test window begins where the training ends. Neighbouring samples of a "
            "ringing machine are alike: leave a gap of one window after the cut.",
            _way(gap=0),
            _way(gap=0, over=-1),
            lambda n, length: np.arange(int(0.7 * n), n, length),
            lambda n, length: _starts(n, length, gap=0) + 1,
        ),
        *ways(
            "last-window-lost",
            "The last window that fits is missing: a start of n − length is allowed, and `stop` is "
            "left out by range and arange.",
            _way(over=-1),
            lambda n, length: _starts(n, length)[:-1],
            lambda n, length: np.arange(int(0.7 * n) + length, n - 2 * length + 1, length),
        ),
        *ways(
            "gap-of-another-length",
            "The gap is one window, no more and no less: the first test window begins `length` "
            "samples after the cut.",
            _way(gap=2),
            _way(gap=0.5),
            lambda n, length: np.arange(int(0.7 * n) + 1, n - length + 1, length),
            lambda n, length: np.arange(int(0.7 * n) + length + 1, n - length + 1, length),
            lambda n, length: np.arange(int(0.7 * n) + length - 1, n - length + 1, length),
        ),
        *ways(
            "straddles-the-cut",
            "The first test window begins before the cut: it holds samples of the training.",
            _way(gap=-0.5),
            _way(gap=-1),
            lambda n, length: np.arange((int(0.7 * n) // length) * length, n - length + 1, length),
        ),
        *ways(
            "whole-recording",
            "These windows cover the whole recording, the training part too.",
            lambda n, length: np.arange(0, n - length + 1, length),
            lambda n, length: np.arange(length, n - length + 1, length),
            lambda n, length: np.arange(0, n, length),
        ),
        *ways(
            "training-part",
            "These windows lie in the training part. Test windows come after the cut.",
            lambda n, length: np.arange(0, int(0.7 * n) - length + 1, length),
            lambda n, length: np.arange(0, int(0.7 * n), length),
            lambda n, length: np.arange(length, int(0.7 * n), length),
        ),
        *ways(
            "cut-elsewhere",
            "The cut is at `int(0.7 * n)`, a whole number rounded down: 70 % of the recording are "
            "for training.",
            _way(cut=lambda n: 0.7 * n),
            _way(cut=lambda n: round(0.7 * n)),
            _way(cut=lambda n: int(np.ceil(0.7 * n))),
            _way(cut=lambda n: int(0.3 * n)),
            _way(cut=lambda n: int(0.8 * n)),
            _way(cut=lambda n: int(0.75 * n)),
            _way(cut=lambda n: int(0.5 * n)),
            lambda n, length: np.arange(
                -(-(int(0.7 * n) + length) // length) * length, n - length + 1, length
            ),
            lambda n, length: np.arange(int(0.7 * n) // length + 1, n // length) * length,
            lambda n, length: np.arange(int(0.7 * n) // length + 2, n // length) * length,
        ),
        *ways(
            "overlapping-tests",
            "Your test windows overlap. Then the same samples are counted twice, and the "
            "accuracy looks more certain than it is. Step by `length`.",
            _way(hop=0.5),
            _way(hop=0),
            _way(hop=0.25),
            lambda n, length: np.arange(int(0.7 * n) + length, n, 1),
            lambda n, length: np.arange(int(0.7 * n) + length, n - length, 1),
        ),
        *ways(
            "gaps-between-tests",
            "You leave a gap after every window. One gap, after the cut, is enough: step by "
            "`length`.",
            _way(hop=2),
        ),
        *ways(
            "runs-over-the-end",
            "The last window begins so late that it does not fit: start + length may be at most n.",
            lambda n, length: _starts(n, length, over=length - 1),
            _way(over=1),
            lambda n, length: np.arange(int(0.7 * n) + length, n + 1, length),
            lambda n, length: np.append(s := _starts(n, length), s[-1:] + length),
        ),
        *ways(
            "places-instead-of-samples",
            "You counted from the cut, or in windows. Starts are counted in samples, from the "
            "beginning of the recording.",
            lambda n, length: _starts(n, length) - int(0.7 * n),
            lambda n, length: _starts(n, length) - int(0.7 * n) - length,
            lambda n, length: _starts(n, length) / length,
            lambda n, length: _starts(n, length) // length,
            lambda n, length: np.arange(len(_starts(n, length))),
        ),
        *ways(
            "ends-instead-of-starts",
            "These are the ends of the windows, or starts and ends. Return where each begins.",
            lambda n, length: _starts(n, length) + length,
            lambda n, length: _starts(n, length) + length - 1,
            lambda n, length: np.stack([s := _starts(n, length), s + length], axis=1),
        ),
        *ways(
            "how-many-instead-of-where",
            "That is one number. Return the first samples of *all* test windows, as an array.",
            lambda n, length: len(_starts(n, length)),
            lambda n, length: int(0.7 * n) + length,
            lambda n, length: int(0.7 * n),
        ),
        *ways(
            "samples-instead-of-starts",
            "These are all samples of the windows. Return the first sample of each only.",
            lambda n, length: _starts(n, length)[:, None] + np.arange(length),
        ),
    ),
    praise="No sample is in both parts, and the parts do not touch.",
)


EXERCISES = (SPLIT,)
