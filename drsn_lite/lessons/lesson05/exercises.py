"""Lesson 05: the channel-wise threshold. Features are tensors x of shape (N, C, 1, L)."""

from collections.abc import Callable

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import Family, Mistake
from drsn_lite.shrinkage import soft_threshold

SMALL = torch.tensor([[[[1.0, -3.0]], [[0.5, -0.5]]], [[[4.0, 4.0]], [[0.0, -1.0]]]])
"""Two samples, two channels, two positions: numbers to follow by hand."""

WIDE = torch.arange(-14.0, 16.0).reshape(2, 3, 1, 5) * torch.tensor([0.1, 1.0, 3.0])[:, None, None]


def mean(x: Tensor, *over: int) -> Tensor:
    return x.mean(dim=over, keepdim=True)


Mistakes = tuple[Mistake, ...]


def wrong_sizes(*over: int) -> Mistakes:
    """Ways to measure the size of features otherwise than by the mean of |x|, over some axes."""
    return (
        (
            "sum-instead-of-mean",
            lambda x: x.abs().sum(dim=over, keepdim=True),
            "This is the sum of |x|. It grows with the length of the signal: divide by the number "
            "of values.",
        ),
        (
            "root-mean-square",
            lambda x: mean(x**2, *over).sqrt(),
            "This is the root of the mean square. The paper's cap is the mean of |x|.",
        ),
        (
            "squares-instead-of-sizes",
            lambda x: mean(x**2, *over),
            "This is the mean of the squares, a power. A threshold has the units of x: take |x|.",
        ),
        (
            "length-instead-of-mean",
            lambda x: (x**2).sum(dim=over, keepdim=True).sqrt(),
            "This is the length of the vector, which grows with the number of values. Take the "
            "mean of |x|.",
        ),
        (
            "spread-instead-of-size",
            lambda x: x.std(dim=over, keepdim=True),
            "A standard deviation leaves out the mean. The cap is the mean of |x|.",
        ),
        (
            "spread-instead-of-size",
            lambda x: x.std(dim=over, keepdim=True, unbiased=False),
            "A standard deviation leaves out the mean. The cap is the mean of |x|.",
        ),
        (
            "cut-off-negatives",
            lambda x: mean(x.relu(), *over),
            "Negative features count as 0 here. Their size belongs to the mean: take |x|.",
        ),
        (
            "largest-signed",
            lambda x: x.amax(dim=over, keepdim=True),
            "This takes the largest x. The cap is the mean of |x|.",
        ),
    )


def opened(alpha: Tensor) -> Tensor:
    """(N, K) → (N, K, 1, 1)."""
    return alpha[:, :, None, None]


Part = Callable[[Tensor], Tensor]


def tau(share: Part, size: Part, axes: Part) -> Callable[[Tensor, Tensor], Tensor]:
    """τ = α · mean |x|, from a share made of α, a size made of x, and the axes of the result."""
    return lambda x, alpha: axes(share(opened(alpha)) * size(x))


ONE = {"x": SMALL[:1, :1], "alpha": torch.tensor([[0.5]])}
"""A batch of one sample and one channel: `.squeeze()` takes their axes too."""

SHARES = (
    (
        "missing-alpha",
        torch.ones_like,
        "This is mean |x|, the cap itself. The attention is missing: multiply by α.",
    ),
    (
        "sigmoid-again",
        torch.sigmoid,
        "You sent α through a sigmoid. It has been through one: it lies between 0 and 1 already.",
    ),
    (
        "turned-round",
        lambda alpha: 1 - alpha,
        "This is 1 − α: where the attention asks for the largest threshold, there would be none.",
    ),
    ("divided-by-alpha", lambda alpha: 1 / alpha, "Multiply by α: it is a share of the cap."),
    ("alpha-squared", lambda alpha: alpha**2, "α comes in twice. τ is α times mean |x|."),
    (
        "alpha-of-the-first-sample",
        lambda alpha: alpha[:1].expand_as(alpha),
        "All samples got the α of the first one. Each has its own.",
    ),
    (
        "alpha-shared-over-batch",
        lambda alpha: alpha.mean(0, keepdim=True).expand_as(alpha),
        "α was averaged over the batch. Each sample has its own.",
    ),
)

AXES = (
    (
        "lost-axes",
        lambda tau: tau[:, :, 0, 0],
        "The numbers are right, the shape is not: without the last two axes τ does not broadcast "
        "against (N, C, 1, L). Keep them, with `keepdim=True` or `[:, :, None, None]`.",
    ),
    (
        "batch-of-one-lost",
        torch.squeeze,
        "`.squeeze()` drops every axis of length 1, a batch of one too. Leave it out.",
    ),
    (
        "lost-axes",
        lambda tau: tau[:, :, :, 0],
        "The numbers are right, the shape is not: an axis is missing at the end.",
    ),
    (
        "minus-tau",
        lambda tau: -tau,
        "The threshold has the wrong sign: τ is a size, and never negative.",
    ),
)

_CHANNELS = Family(
    tau,
    {"share": lambda alpha: alpha, "size": lambda x: mean(x.abs(), 2, 3), "axes": lambda t: t},
    {
        "size": (
            (
                "signed-mean",
                lambda x: mean(x, 2, 3),
                "You averaged x, not |x|. Positive and negative features cancel, and where the "
                "mean is negative the threshold is too: features would grow. Take `x.abs()` first.",
            ),
            (
                "abs-of-mean",
                lambda x: mean(x, 2, 3).abs(),
                "This is |mean x|, which is near zero for features that swing about zero. The size "
                "of a channel is mean |x|: first the absolute value, then the mean.",
            ),
            (
                "mean-over-everything",
                lambda x: x.abs().mean().expand(*x.shape[:2], 1, 1),
                "You averaged over samples and channels as well, so all of them share one mean. "
                "Each channel of each sample has its own: `dim=(2, 3)`.",
            ),
            (
                "missing-mean",
                lambda x: torch.ones_like(x[:, :, :1, :1]),
                "This is α alone. α only says which *fraction* of the cap to take: multiply it by "
                "the mean of |x|, so that τ has the units of the features.",
            ),
            (
                "shared-over-channels",
                lambda x: mean(x.abs(), 1, 2, 3).expand(-1, x.shape[1], -1, -1),
                "You averaged over the channels as well, as DRSN-CS does. Channel-wise, each "
                "channel has a mean of its own: average over the last two axes alone.",
            ),
            (
                "shared-over-batch",
                lambda x: mean(x.abs(), 0, 2, 3).expand(len(x), -1, -1, -1),
                "You averaged over the batch, so a sample's threshold depends on its neighbours. "
                "Each sample must get its own: leave axis 0 alone.",
            ),
            (
                "max-instead-of-mean",
                lambda x: x.abs().amax(dim=(2, 3), keepdim=True),
                "This takes the largest |x|. One spike would set the threshold; the paper's cap is "
                "the mean of |x|.",
            ),
            (
                "median-instead-of-mean",
                lambda x: x.abs().flatten(2).median(dim=2).values[:, :, None, None],
                "This takes the median of |x|. The paper's cap is the mean.",
            ),
            *wrong_sizes(2, 3),
        ),
        "share": (
            *SHARES,
            (
                "alpha-shared-over-channels",
                lambda alpha: alpha.mean(1, keepdim=True).expand_as(alpha),
                "α was averaged over the channels. Each channel has its own.",
            ),
            (
                "alpha-shared-over-everything",
                lambda alpha: alpha.mean().expand_as(alpha),
                "α was averaged over everything. Each channel of each sample has its own.",
            ),
            (
                "softmax-over-channels",
                lambda alpha: alpha.softmax(dim=1),
                "You sent α through a softmax, so the channels compete. It is ready as it comes.",
            ),
        ),
        "axes": AXES,
    },
)

CHANNELWISE = Exercise(
    name="channelwise-threshold",
    truth=lambda x, alpha: opened(alpha) * mean(x.abs(), 2, 3),
    probes=(
        {"x": SMALL, "alpha": torch.tensor([[0.5, 0.1], [0.25, 1.0]])},
        {"x": WIDE, "alpha": torch.linspace(0.1, 0.9, 6).reshape(2, 3)},
        ONE,
    ),
    misconceptions=(
        *_CHANNELS.one,
        Misconception(
            "added-instead-of-multiplied",
            lambda x, alpha: opened(alpha) + mean(x.abs(), 2, 3),
            "You added α. It is a share: multiply by it.",
        ),
        Misconception(
            "alpha-without-axes",
            lambda x, alpha: alpha * mean(x.abs(), 2, 3),
            "(N, C) times (N, C, 1, 1) lines α up with the last axes: (N, C, N, C) comes out. Give "
            "α its axes, `[:, :, None, None]`.",
        ),
        Misconception(
            "every-position",
            lambda x, alpha: opened(alpha) * x.abs(),
            "This is α · |x| at each position. The threshold is one number a channel: average.",
        ),
        Misconception(
            "se-instead-of-threshold",
            lambda x, alpha: x * opened(alpha),
            "This is what SENet does: features times weights. The exercise asks for τ, the "
            "threshold of each channel, not for the new features.",
        ),
        Misconception(
            "features-instead-of-threshold",
            lambda x, alpha: soft_threshold(x, opened(alpha) * mean(x.abs(), 2, 3)),
            "You went one step too far: these are the features after thresholding. Return τ.",
        ),
    ),
    combined=_CHANNELS.two,
    through=("x", "alpha"),
    praise="That is eq. 14, and the whole of what is new in RSBU-CW.",
)

EXERCISES = (CHANNELWISE,)
