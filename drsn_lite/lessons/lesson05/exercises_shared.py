"""Lesson 05: the channel-shared threshold. Features are tensors x of shape (N, C, 1, L)."""

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

_FAMILY = Family(
    tau,
    {"share": lambda alpha: alpha, "size": lambda x: mean(x.abs(), 1, 2, 3), "axes": lambda t: t},
    {
        "size": (
            (
                "c-thresholds-called-shared",
                lambda x: mean(x.abs(), 2, 3),
                "One α, but C thresholds: each channel is still multiplied by its own mean. A "
                "shared threshold is one number a sample: average over the channels too.",
            ),
            (
                "signed-mean",
                lambda x: mean(x, 1, 2, 3),
                "You averaged x, not |x|. Positive and negative features cancel, and the threshold "
                "can be negative. Take `x.abs()` first.",
            ),
            (
                "abs-of-mean",
                lambda x: mean(x, 1, 2, 3).abs(),
                "This is |mean x|: positive and negative features have cancelled before. First the "
                "absolute value, then the mean.",
            ),
            (
                "abs-of-mean",
                lambda x: mean(mean(x, 2, 3).abs(), 1),
                "You took the absolute value after the mean over positions, where features have "
                "cancelled already. First the absolute value.",
            ),
            (
                "missing-mean",
                lambda x: torch.ones_like(x[:, :1, :1, :1]),
                "This is α alone. Multiply it by the mean of |x| over channels and positions.",
            ),
            (
                "shared-over-batch",
                lambda x: x.abs().mean().expand(len(x), 1, 1, 1),
                "You averaged over everything, the batch as well. Shared means shared by the "
                "channels of one sample; another sample has its own threshold.",
            ),
            (
                "sum-over-channels",
                lambda x: mean(x.abs(), 2, 3).sum(dim=1, keepdim=True),
                "You added up the channels' means. Average them: with many channels the sum lies "
                "far above every feature.",
            ),
            (
                "max-over-channels",
                lambda x: mean(x.abs(), 2, 3).amax(dim=1, keepdim=True),
                "You took the loudest channel's mean. Eq. 12 averages over the channels.",
            ),
            (
                "max-instead-of-mean",
                lambda x: x.abs().amax(dim=(1, 2, 3), keepdim=True),
                "This takes the largest |x|. One spike would set the threshold; take the mean.",
            ),
            (
                "one-channel-alone",
                lambda x: mean(x[:, :1].abs(), 1, 2, 3),
                "Only the first channel is measured. Average over all of them.",
            ),
            (
                "over-channels-alone",
                lambda x: mean(x.abs(), 1),
                "You averaged over the channels alone, which leaves a threshold for each position. "
                "Average over the positions too.",
            ),
            *wrong_sizes(1, 2, 3),
        ),
        "share": SHARES,
        "axes": (
            (
                "lost-axes",
                lambda tau: tau[:, 0, 0, 0],
                "The numbers are right, the shape is not: (N,) does not broadcast against "
                "(N, C, 1, L). Make it (N, 1, 1, 1).",
            ),
            *AXES,
        ),
    },
)

SHARED = Exercise(
    name="shared-threshold",
    properties=(NOT_NEGATIVE,),
    truth=lambda x, alpha: opened(alpha) * mean(x.abs(), 1, 2, 3),
    probes=(
        {"x": SMALL, "alpha": torch.tensor([[0.5], [0.2]])},
        {"x": WIDE, "alpha": torch.tensor([[0.9], [0.3]])},
        ONE,
    ),
    misconceptions=(
        *_FAMILY.one,
        Misconception(
            "one-for-each-channel",
            lambda x, alpha: (opened(alpha) * mean(x.abs(), 1, 2, 3)).expand(
                -1, x.shape[1], -1, -1
            ),
            "The numbers are right, and repeated for each channel. One a sample is asked: "
            "(N, 1, 1, 1).",
        ),
        Misconception(
            "added-instead-of-multiplied",
            lambda x, alpha: opened(alpha) + mean(x.abs(), 1, 2, 3),
            "You added α. It is a share: multiply by it.",
        ),
        Misconception(
            "every-pair-of-samples",
            lambda x, alpha: (alpha * x.abs().mean(dim=(1, 2, 3)))[:, :, None, None],
            "(N, 1) times (N,) makes (N, N): the samples got mixed. Give the mean its axis back, "
            "`[:, None]`, or keep it.",
        ),
        Misconception(
            "every-pair-of-samples",
            lambda x, alpha: alpha * x.abs().mean(dim=(1, 2, 3)),
            "(N, 1) times (N,) makes (N, N): the samples got mixed. Give the mean its axis back, "
            "`[:, None]`, or keep it.",
        ),
        Misconception(
            "alpha-without-axes",
            lambda x, alpha: alpha * mean(x.abs(), 1, 2, 3),
            "(N, 1) times (N, 1, 1, 1) lines α up with the last axes: the samples got mixed. Give "
            "α its axes, `[:, :, None, None]`.",
        ),
        Misconception(
            "features-instead-of-threshold",
            lambda x, alpha: soft_threshold(x, opened(alpha) * mean(x.abs(), 1, 2, 3)),
            "You went one step too far: these are the features after thresholding. Return τ.",
        ),
        Misconception(
            "se-instead-of-threshold",
            lambda x, alpha: x * opened(alpha),
            "This weights the features, as SENet does. The exercise asks for τ, the threshold.",
        ),
    ),
    combined=_FAMILY.two,
    through=("x", "alpha"),
    praise="That is eq. 12: one threshold a sample, whatever the number of channels.",
)

EXERCISES = (SHARED,)
