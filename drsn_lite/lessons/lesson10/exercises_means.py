"""Lesson 10: take the offset of each window away."""

import numpy as np
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise, Property
from drsn_lite.answers.families import ways

Windows = NDArray[np.float64]


def _means(x: Windows) -> Windows:
    return x.mean(axis=1, keepdims=True)


def _over(x: Windows, spread: Windows) -> Windows:
    """Windows without their means, over something of each."""
    return (x - _means(x)) / spread


MEANS = Exercise(
    name="window-means",
    truth=lambda x: x - _means(x),
    # As many windows as samples: what does not line up gives wrong numbers, and no error.
    probes=(
        {"x": np.array([[1.0, 3.0, 5.0], [-2.0, 0.0, 8.0], [4.0, 4.5, -1.0]])},
        {"x": (np.arange(16.0).reshape(4, 4) ** 2 / 7 - 9) * np.array([1, -1, 2, 0.5])},
    ),
    properties=(
        Property(
            "windows-bent",
            lambda y, x: bool(np.allclose(np.diff(y, axis=1), np.diff(x, axis=1), atol=1e-5)),
            "More than an offset was taken away: within a window the steps from sample to sample "
            "are to stay as they were.",
        ),
        Property(
            "means-left",
            lambda y, x: bool(np.allclose(y.mean(axis=1), 0, atol=1e-5)),
            "Something was taken from each window, and its mean is still not 0.",
        ),
    ),
    misconceptions=(
        *ways(
            "one-mean-for-all",
            "One mean for all windows. The differences *between* recordings stay, and they leak.",
            lambda x: x - x.mean(),
        ),
        *ways(
            "mean-over-windows",
            "You averaged over the windows, sample by sample. The offset of a window is its mean "
            "over its own samples: the other axis.",
            lambda x: x - x.mean(axis=0),
            lambda x: x - x.mean(axis=0)[:, None],
            lambda x: x - x.mean(axis=0) - _means(x),
        ),
        *ways(
            "axis-lost",
            "The means are right, and they met the wrong axis: a mean over an axis drops it, and "
            "each row then lost other rows' means. Keep the axis, with length one.",
            lambda x: x - x.mean(axis=1),
        ),
        *ways(
            "transposed",
            "The numbers are right, the axes are swapped: turn the result back.",
            lambda x: (x - _means(x)).T,
            lambda x: x.T - x.mean(axis=1),
        ),
        *ways(
            "standardised",
            "You divided by the spread or the size as well. How loud a bearing is may be a clue "
            "or a leak, but it is another question: here only take the mean away.",
            lambda x: _over(x, x.std(axis=1, keepdims=True)),
            lambda x: _over(x, x.std(axis=1, keepdims=True, ddof=1)),
            lambda x: _over(x, x.std()),
            lambda x: (x - x.mean()) / x.std(),
            lambda x: _over(x, x.std(axis=1, keepdims=True) + 1e-8),
            lambda x: _over(x, np.abs(x).max(axis=1, keepdims=True)),
            lambda x: _over(x, np.abs(x - _means(x)).max(axis=1, keepdims=True)),
            lambda x: _over(x, np.ptp(x, axis=1, keepdims=True)),
            lambda x: (x - x.mean(axis=0)) / x.std(axis=0),
            lambda x: x / x.std(axis=1, keepdims=True),
            lambda x: _over(x, np.linalg.norm(x, axis=1, keepdims=True)),
        ),
        *ways(
            "divided-by-the-mean",
            "You divided by the mean. An offset is *added* to a window: subtract it.",
            lambda x: x / _means(x),
            lambda x: x / x.mean(),
            lambda x: _over(x, _means(x)),
        ),
        *ways(
            "mean-added",
            "The sign is turned round: subtract the mean from the window.",
            lambda x: x + _means(x),
            lambda x: _means(x) - x,
        ),
        *ways(
            "sum-for-mean",
            "You took the sum away. Divide it by the number of samples first.",
            lambda x: x - x.sum(axis=1, keepdims=True),
            lambda x: x - x.sum(axis=1, keepdims=True) / (x.shape[1] - 1),
        ),
        *ways(
            "mean-of-sizes",
            "You averaged |x|, or its square, or took |·| of the mean. An offset has a sign: take "
            "the mean of x itself away.",
            lambda x: x - np.abs(x).mean(axis=1, keepdims=True),
            lambda x: x - np.abs(_means(x)),
            lambda x: x - np.sqrt((x**2).mean(axis=1, keepdims=True)),
        ),
        *ways(
            "another-middle",
            "You took another number of the window away: a median, an end, its first sample. Its "
            "mean is asked for.",
            lambda x: x - np.median(x, axis=1, keepdims=True),
            lambda x: x - x.min(axis=1, keepdims=True),
            lambda x: x - x.max(axis=1, keepdims=True),
            lambda x: x - x[:, :1],
            lambda x: x - (x.min(axis=1, keepdims=True) + x.max(axis=1, keepdims=True)) / 2,
            lambda x: x - x.std(axis=1, keepdims=True),
        ),
        *ways(
            "sizes-alone",
            "Signs are lost: return the windows without their means, not |x| or squares.",
            lambda x: np.abs(x - _means(x)),
            lambda x: (x - _means(x)) ** 2,
        ),
        *ways(
            "the-means-themselves",
            "These are the means. Return the windows without them.",
            _means,
            lambda x: x.mean(axis=1),
            lambda x: x.mean(axis=0),
            lambda x: x.mean(),
            lambda x: np.ones_like(x) * _means(x),
        ),
        *ways(
            "nothing-taken",
            "The windows came back as they were.",
            lambda x: x,
        ),
        *ways(
            "one-window-alone",
            "Only one window came back, or only one was changed. All of them are asked for.",
            lambda x: x[0] - x[0].mean(),
            lambda x: x[-1] - x[-1].mean(),
            lambda x: np.concatenate([x[:1] - x[0].mean(), x[1:]]),
            lambda x: np.concatenate([x[:-1], x[-1:] - x[-1].mean()]),
            lambda x: x - x[0].mean(),
        ),
        *ways(
            "flattened",
            "The numbers are right, in one long row. Keep the shape (windows, samples).",
            lambda x: (x - _means(x)).ravel(),
        ),
    ),
    praise="After this, no window knows the offset of its recording.",
    tolerance=1e-4,
)

EXERCISES = (MEANS,)
