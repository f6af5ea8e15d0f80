"""Lesson 05: the channel-wise threshold. Features are tensors x of shape (N, C, 1, L)."""

import torch

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import Family
from drsn_lite.answers.properties import NOT_NEGATIVE
from drsn_lite.lessons.lesson05.threshold_parts import (
    AXES,
    ONE,
    SHARES,
    SMALL,
    WIDE,
    mean,
    opened,
    tau,
    wrong_sizes,
)
from drsn_lite.shrinkage import soft_threshold

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
    properties=(NOT_NEGATIVE,),
    truth=lambda x, alpha: opened(alpha) * mean(x.abs(), 2, 3),
    probes=(
        {"x": SMALL, "alpha": torch.tensor([[0.5, 0.1], [0.25, 1.0]])},
        {"x": WIDE, "alpha": torch.linspace(0.1, 0.9, 6).reshape(2, 3)},
        {"x": WIDE[:, :1], "alpha": torch.tensor([[0.5], [0.2]])},
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
