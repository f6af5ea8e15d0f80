"""Lesson 05: thresholds by attention. Features are tensors x of shape (N, C, 1, L)."""

import math

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.shrinkage import soft_threshold

SMALL = torch.tensor([[[[1.0, -3.0]], [[0.5, -0.5]]], [[[4.0, 4.0]], [[0.0, -1.0]]]])
"""Two samples, two channels, two positions: numbers to follow by hand."""

WIDE = torch.arange(-14.0, 16.0).reshape(2, 3, 1, 5) * torch.tensor([0.1, 1.0, 3.0])[:, None, None]


def _mean(x: Tensor, *over: int) -> Tensor:
    return x.mean(dim=over, keepdim=True)


def _open(alpha: Tensor) -> Tensor:
    """(N, K) → (N, K, 1, 1)."""
    return alpha[:, :, None, None]


CHANNELWISE = Exercise(
    name="channelwise-threshold",
    truth=lambda x, alpha: _open(alpha) * _mean(x.abs(), 2, 3),
    probes=(
        {"x": SMALL, "alpha": torch.tensor([[0.5, 0.1], [0.25, 1.0]])},
        {"x": WIDE, "alpha": torch.linspace(0.1, 0.9, 6).reshape(2, 3)},
    ),
    misconceptions=(
        Misconception(
            "signed-mean",
            lambda x, alpha: _open(alpha) * _mean(x, 2, 3),
            "You averaged x, not |x|. Positive and negative features cancel, and where the mean is "
            "negative the threshold is too: features would grow. Take `x.abs()` first.",
        ),
        Misconception(
            "abs-of-mean",
            lambda x, alpha: _open(alpha) * _mean(x, 2, 3).abs(),
            "This is |mean x|, which is near zero for features that swing about zero. The size of "
            "a channel is mean |x|: first the absolute value, then the mean.",
        ),
        Misconception(
            "mean-over-everything",
            lambda x, alpha: _open(alpha) * x.abs().mean(),
            "You averaged over samples and channels as well, so all of them share one mean. Each "
            "channel of each sample has its own: `dim=(2, 3)`.",
        ),
        Misconception(
            "missing-mean",
            lambda x, alpha: _open(alpha),
            "This is α alone. α only says which *fraction* of the cap to take: multiply it by the "
            "mean of |x|, so that τ has the units of the features.",
        ),
        Misconception(
            "missing-alpha",
            lambda x, alpha: _mean(x.abs(), 2, 3),
            "This is mean |x|, the cap itself. The attention is missing: multiply by α.",
        ),
        Misconception(
            "shared-over-channels",
            lambda x, alpha: _open(alpha) * _mean(x.abs(), 1, 2, 3),
            "You averaged over the channels as well, as DRSN-CS does. Channel-wise, each channel "
            "has a mean of its own: average over the last two axes alone.",
        ),
        Misconception(
            "shared-over-batch",
            lambda x, alpha: _open(alpha) * _mean(x.abs(), 0, 2, 3),
            "You averaged over the batch, so a sample's threshold depends on its neighbours. "
            "Each sample must get its own: leave axis 0 alone.",
        ),
        Misconception(
            "max-instead-of-mean",
            lambda x, alpha: _open(alpha) * x.abs().amax(dim=(2, 3), keepdim=True),
            "This takes the largest |x|. One spike would set the threshold; the paper's cap is the "
            "mean of |x|.",
        ),
        Misconception(
            "lost-axes",
            lambda x, alpha: alpha * x.abs().mean(dim=(2, 3)),
            "The numbers are right, the shape is not: (N, C) does not broadcast against "
            "(N, C, 1, L). Make it (N, C, 1, 1), with `keepdim=True` or `[:, :, None, None]`.",
        ),
        Misconception(
            "se-instead-of-threshold",
            lambda x, alpha: x * _open(alpha),
            "This is what SENet does: features times weights. The exercise asks for τ, the "
            "threshold of each channel, not for the new features.",
        ),
        Misconception(
            "features-instead-of-threshold",
            lambda x, alpha: soft_threshold(x, _open(alpha) * _mean(x.abs(), 2, 3)),
            "You went one step too far: these are the features after thresholding. Return τ.",
        ),
    ),
    praise="That is eq. 14, and the whole of what is new in RSBU-CW.",
)

SHARED = Exercise(
    name="shared-threshold",
    truth=lambda x, alpha: _open(alpha) * _mean(x.abs(), 1, 2, 3),
    probes=(
        {"x": SMALL, "alpha": torch.tensor([[0.5], [0.2]])},
        {"x": WIDE, "alpha": torch.tensor([[0.9], [0.3]])},
    ),
    misconceptions=(
        Misconception(
            "c-thresholds-called-shared",
            lambda x, alpha: _open(alpha) * _mean(x.abs(), 2, 3),
            "One α, but C thresholds: each channel is still multiplied by its own mean. A shared "
            "threshold is one number a sample: average over the channels too.",
        ),
        Misconception(
            "signed-mean",
            lambda x, alpha: _open(alpha) * _mean(x, 1, 2, 3),
            "You averaged x, not |x|. Positive and negative features cancel, and the threshold can "
            "be negative. Take `x.abs()` first.",
        ),
        Misconception(
            "missing-mean",
            lambda x, alpha: _open(alpha),
            "This is α alone. Multiply it by the mean of |x| over channels and positions.",
        ),
        Misconception(
            "missing-alpha",
            lambda x, alpha: _mean(x.abs(), 1, 2, 3),
            "This is mean |x|, the cap itself. The attention is missing: multiply by α.",
        ),
        Misconception(
            "shared-over-batch",
            lambda x, alpha: _open(alpha) * x.abs().mean(),
            "You averaged over everything, the batch as well. Shared means shared by the channels "
            "of one sample; another sample has its own threshold.",
        ),
        Misconception(
            "sum-over-channels",
            lambda x, alpha: _open(alpha) * _mean(x.abs(), 2, 3).sum(dim=1, keepdim=True),
            "You added up the channels' means. Average them: with many channels the sum lies far "
            "above every feature.",
        ),
        Misconception(
            "max-over-channels",
            lambda x, alpha: _open(alpha) * _mean(x.abs(), 2, 3).amax(dim=1, keepdim=True),
            "You took the loudest channel's mean. Eq. 12 averages over the channels.",
        ),
        Misconception(
            "lost-axes",
            lambda x, alpha: alpha * x.abs().mean(dim=(1, 2, 3))[:, None],
            "The numbers are right, the shape is not: (N, 1) does not broadcast against "
            "(N, C, 1, L). Make it (N, 1, 1, 1), with `keepdim=True` or `[:, :, None, None]`.",
        ),
    ),
    praise="That is eq. 12: one threshold a sample, whatever the number of channels.",
)

CAP = Exercise(
    name="cap",
    truth=math.erf(1 / math.sqrt(math.pi)),
    tolerance=0.01,
    misconceptions=(
        Misconception(
            "half",
            0.5,
            "Half of the values lie below the *median* of |x|. The cap is the mean of |x|, which "
            "lies above the median here.",
        ),
        Misconception(
            "all-of-them",
            1.0,
            "τ cannot pass mean |x|, and the largest |x| lies above the mean, so something stays.",
        ),
        Misconception(
            "the-cap-itself",
            math.sqrt(2 / math.pi),
            "That is the cap, 0.80 σ. Which share of the values has an |x| below it?",
        ),
        Misconception(
            "one-sigma",
            math.erf(1 / math.sqrt(2)),
            "That is the share within one σ. The cap is mean |x| = √(2/π) σ ≈ 0.80 σ.",
        ),
        Misconception(
            "laplacian",
            1 - math.exp(-1),
            "That is the answer for Laplacian features. Here they are Gaussian.",
        ),
        Misconception(
            "one-sided",
            (1 + math.erf(1 / math.sqrt(math.pi))) / 2,
            "You counted x < mean |x|, which takes in all negative values. It is |x| that must "
            "lie below the cap: two-sided.",
        ),
        Misconception(
            "half-the-interval",
            math.erf(1 / math.sqrt(math.pi)) / 2,
            "You counted 0 < x < mean |x| only. Negative features are zeroed as well.",
        ),
        Misconception(
            "percent-instead-of-fraction",
            100 * math.erf(1 / math.sqrt(math.pi)),
            "That is a percentage. A fraction lies between 0 and 1.",
        ),
    ),
    praise="However large α is trained, one such unit keeps at least 42 % of Gaussian features.",
)

DIRECTION = Exercise(
    name="noise-and-threshold",
    truth="B",
    misconceptions=(
        Misconception(
            "swapped-sentence",
            "A",
            "The text that this lesson grew from says so, and it is a slip of the pen. A threshold "
            "has to lie above the noise, and B has more of it: τ is in proportion to σ.",
        ),
        Misconception(
            "one-threshold-for-all",
            "same",
            "One threshold for both would leave B's noise in, or cut into A's signal. That is why "
            "every sample gets its own.",
        ),
    ),
    praise="More noise, larger threshold: the universal threshold, too, is in proportion to σ.",
)

EXERCISES = (CHANNELWISE, SHARED, CAP, DIRECTION)
