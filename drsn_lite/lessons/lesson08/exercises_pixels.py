"""Lesson 08: the power of salt and pepper, and the shrinkage gate on images (N, C, H, W)."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.shrinkage import soft_threshold

Pixels = NDArray[np.float64]

INK = np.array([[0.0, 0.0, 0.25], [0.0, 1.0, 0.5]])
GREY = np.linspace(0.1, 0.9, 20).reshape(4, 5)


def _power(x: Pixels) -> float:
    """Mean square of what a pixel that is hit changes by: to 0 or to 1, with equal chances."""
    return float(np.mean((x**2 + (1 - x) ** 2) / 2))


SAME_POWER = Exercise(
    name="same-power",
    truth=lambda x, share: np.sqrt(share * _power(x)),
    probes=({"x": INK, "share": 0.1}, {"x": GREY, "share": 0.4}),
    misconceptions=(
        Misconception(
            "power-instead-of-sigma",
            lambda x, share: share * _power(x),
            "This is the power, σ². Take its square root.",
        ),
        Misconception(
            "share-forgotten",
            lambda x, share: np.sqrt(_power(x)),
            "This is for pixels that were all hit. Only a `share` of them is.",
        ),
        Misconception(
            "share-not-under-the-root",
            lambda x, share: share * np.sqrt(_power(x)),
            "The *power* is in proportion to the share, so the share belongs under the root.",
        ),
        Misconception(
            "every-hit-changes-by-one",
            lambda x, share: np.sqrt(share),
            "A hit changes a pixel by 1 only from 0 to 1 or back. A black pixel that becomes "
            "black changes by nothing: it depends on x.",
        ),
        Misconception(
            "salt-alone",
            lambda x, share: np.sqrt(share * np.mean((1 - x) ** 2)),
            "This is all salt: every hit pixel becomes 1. Half of them become 0.",
        ),
        Misconception(
            "pepper-alone",
            lambda x, share: np.sqrt(share * np.mean(x**2)),
            "This is all pepper: every hit pixel becomes 0. Half of them become 1.",
        ),
        Misconception(
            "both-at-once",
            lambda x, share: np.sqrt(share * np.mean(x**2 + (1 - x) ** 2)),
            "You summed both cases. A hit pixel becomes 0 *or* 1, half of the time each: take "
            "their average.",
        ),
        Misconception(
            "mean-image",
            lambda x, share: np.sqrt(share * _power(np.asarray(np.mean(x)))),
            "You took the mean of x first. Square first, pixel by pixel, and average after: the "
            "mean of squares is not the square of the mean.",
        ),
        Misconception(
            "mean-change",
            lambda x, share: share * np.mean((x + (1 - x)) / 2),
            "This is the mean |change|. Power is the mean of the *square*.",
        ),
    ),
    praise="Now salt and pepper and Gaussian noise can be compared at one SNR.",
)

FEATURES = torch.tensor(
    [[[[1.0, -3.0], [0.5, 1.5]], [[0.2, 0.6], [-0.2, -1.0]]], [[[4.0, 0.0], [0.0, -1.0]]] * 2]
)
ALPHA = torch.tensor([[0.5, 0.25], [1.0, 0.8]])
WIDE = torch.linspace(-2.0, 3.0, 2 * 3 * 4 * 5).reshape(2, 3, 4, 5).sin()
WIDE_ALPHA = torch.linspace(0.2, 0.9, 6).reshape(2, 3)


def _tau(x: Tensor, alpha: Tensor, *over: int) -> Tensor:
    return alpha[:, :, None, None] * x.abs().mean(dim=over, keepdim=True)


SHRINK_2D = Exercise(
    name="shrink-2d",
    truth=lambda x, alpha: soft_threshold(x, _tau(x, alpha, 2, 3)),
    probes=({"x": FEATURES, "alpha": ALPHA}, {"x": WIDE, "alpha": WIDE_ALPHA}),
    misconceptions=(
        Misconception(
            "mean-over-width-alone",
            lambda x, alpha: soft_threshold(x, _tau(x, alpha, 3)),
            "You averaged over the last axis alone, which would do for a signal of height one. In "
            "an image each row then gets its own threshold. Average over both: `dim=(2, 3)`.",
        ),
        Misconception(
            "mean-over-height-alone",
            lambda x, alpha: soft_threshold(x, _tau(x, alpha, 2)),
            "You averaged over the height alone, so each column has its own threshold: "
            "`dim=(2, 3)`.",
        ),
        Misconception(
            "shared-over-channels",
            lambda x, alpha: soft_threshold(x, _tau(x, alpha, 1, 2, 3)),
            "You averaged over the channels as well, as DRSN-CS does. Channel-wise, each channel "
            "has a mean of its own.",
        ),
        Misconception(
            "shared-over-batch",
            lambda x, alpha: soft_threshold(x, _tau(x, alpha, 0, 2, 3)),
            "You averaged over the batch: an image's threshold then depends on its neighbours.",
        ),
        Misconception(
            "signed-mean",
            lambda x, alpha: (
                torch.sign(x)
                * torch.relu(x.abs() - alpha[:, :, None, None] * x.mean((2, 3), keepdim=True))
            ),
            "You averaged x, not |x|: where the mean is negative, features grow.",
        ),
        Misconception(
            "missing-mean",
            lambda x, alpha: soft_threshold(x, alpha[:, :, None, None]),
            "You took α itself for the threshold. τ = α · mean |x|.",
        ),
        Misconception(
            "missing-alpha",
            lambda x, alpha: soft_threshold(x, x.abs().mean((2, 3), keepdim=True)),
            "You shrink by the cap, mean |x|. Multiply it by α.",
        ),
        Misconception(
            "lost-sign",
            lambda x, alpha: torch.relu(x.abs() - _tau(x, alpha, 2, 3)),
            "The sizes are right, and every feature came out positive: multiply by sign(x).",
        ),
        Misconception(
            "relu-instead-of-soft",
            lambda x, alpha: torch.relu(x - _tau(x, alpha, 2, 3)),
            "This is a ReLU with an offset: negative features are lost. Soft thresholding is "
            "sign(x) · max(|x| − τ, 0).",
        ),
        Misconception(
            "hard-instead-of-soft",
            lambda x, alpha: x * (x.abs() > _tau(x, alpha, 2, 3)),
            "This is hard thresholding: what is kept has to shrink by τ as well.",
        ),
        Misconception(
            "threshold-instead-of-features",
            lambda x, alpha: _tau(x, alpha, 2, 3),
            "This is τ, and it is right. Go one step on: shrink x by it.",
        ),
        Misconception(
            "se-instead-of-shrinkage",
            lambda x, alpha: x * alpha[:, :, None, None],
            "This is squeeze and excitation: x · α. Here α makes a threshold.",
        ),
    ),
    praise="The same line serves signals and images: only the axes of the mean are named.",
)

EXERCISES = (SAME_POWER, SHRINK_2D)
