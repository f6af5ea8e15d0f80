"""Lesson 04: scaling, and counting parameters."""

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.shrinkage import soft_threshold

SQUARE = (torch.arange(16.0) * 1.3).cos().reshape(2, 2, 2, 2) + 0.4
OBLONG = (torch.arange(144.0) * 0.37).sin().reshape(3, 4, 3, 4)
"""N = H and C = W in both, so that a weight in the wrong place does not even raise an error."""


def _open(alpha: Tensor) -> Tensor:
    """(N, C) → (N, C, 1, 1)."""
    return alpha[:, :, None, None]


SCALE = Exercise(
    name="se-scale",
    truth=lambda x, alpha: x * _open(alpha),
    probes=(
        {"x": SQUARE, "alpha": torch.tensor([[0.9, 0.2], [0.6, 0.7]])},
        {"x": OBLONG, "alpha": torch.linspace(0.1, 0.9, 12).reshape(3, 4)},
    ),
    misconceptions=(
        Misconception(
            "added-instead-of-multiplied",
            lambda x, alpha: x + _open(alpha),
            "You added α. That moves every feature by the same amount; a weight multiplies.",
        ),
        Misconception(
            "alpha-per-position",
            lambda x, alpha: x * alpha,
            "x * alpha lines α up with the *last* two axes, so the positions got weights and not "
            "the channels. It ran because the sizes happen to agree; with other sizes it stops. "
            "Make α (N, C, 1, 1).",
        ),
        Misconception(
            "shared-over-channels",
            lambda x, alpha: x * alpha.mean(dim=1)[:, None, None, None],
            "All channels of a sample got the same weight, the mean of α. Each channel has its "
            "own.",
        ),
        Misconception(
            "shared-over-batch",
            lambda x, alpha: x * alpha.mean(dim=0)[None, :, None, None],
            "All samples got the same weights, the mean over the batch. Each sample has its own "
            "row of α.",
        ),
        Misconception(
            "first-sample-for-all",
            lambda x, alpha: x * alpha[0][None, :, None, None],
            "All samples got the weights of the first one.",
        ),
        Misconception(
            "identity-added",
            lambda x, alpha: x * (1 + _open(alpha)),
            "This is x + α · x. In a residual unit the shortcut is added later, outside the gate, "
            "and it is the *input of the unit*, not the features.",
        ),
        Misconception(
            "turned-round",
            lambda x, alpha: x * (1 - _open(alpha)),
            "This multiplies by 1 − α: the channel with the largest weight is turned down most.",
        ),
        Misconception(
            "sigmoid-again",
            lambda x, alpha: x * torch.sigmoid(_open(alpha)),
            "You sent α through a sigmoid. It has been through one: it is a weight already.",
        ),
        Misconception(
            "threshold-instead-of-scale",
            lambda x, alpha: soft_threshold(x, _open(alpha)),
            "This subtracts α, as a soft threshold does. That is the idea of lesson 05; SE "
            "multiplies.",
        ),
        Misconception(
            "weighted-means",
            lambda x, alpha: x.mean(dim=(2, 3)) * alpha,
            "These are the means times α. The weights go back to the features themselves, at "
            "every position.",
        ),
    ),
    praise="One weight a sample and channel, the same at every position.",
)


def _count(channels: int, reduction: int) -> int:
    hidden = channels // reduction
    return 2 * channels * hidden + hidden + channels


PARAMETERS = Exercise(
    name="se-parameters",
    truth=_count,
    probes=(
        {"channels": 4, "reduction": 2},
        {"channels": 16, "reduction": 4},
        {"channels": 10, "reduction": 4},
        {"channels": 8, "reduction": 16},
    ),
    misconceptions=(
        Misconception(
            "forgot-biases",
            lambda channels, reduction: 2 * channels * (channels // reduction),
            "These are the weights of both layers. Each layer also has a bias for each of its "
            "outputs.",
        ),
        Misconception(
            "divided-at-the-end",
            lambda channels, reduction: (
                2 * channels**2 // reduction + channels // reduction + channels
            ),
            "2 · C² // r is not 2 · C · (C // r) where r does not divide C: find the width of the "
            "hidden layer first.",
        ),
        Misconception(
            "divided-at-the-end-and-no-biases",
            lambda channels, reduction: 2 * channels * channels // reduction,
            "The biases are missing: each layer has one for each of its outputs. And divide first: "
            "the hidden layer has C // r units.",
        ),
        Misconception(
            "as-many-biases-twice",
            lambda channels, reduction: 2 * channels * (channels // reduction) + 2 * channels,
            "You gave both layers C biases. A layer has a bias for each of its *outputs*, and the "
            "hidden one has C // r.",
        ),
        Misconception(
            "bias-of-one-layer-forgotten",
            lambda channels, reduction: 2 * channels * (channels // reduction) + channels,
            "The hidden layer's biases are missing: C // r of them.",
        ),
        Misconception(
            "one-layer-only",
            lambda channels, reduction: (channels + 1) * (channels // reduction),
            "This is the first layer only. The second one goes back from C // r to C.",
        ),
        Misconception(
            "reduction-is-the-width",
            lambda channels, reduction: 2 * channels * reduction + reduction + channels,
            "You took r as the width of the hidden layer. It is the factor by which the layer is "
            "narrower: C // r.",
        ),
        Misconception(
            "hidden-times-reduction",
            lambda channels, reduction: 2 * channels**2 * reduction + channels * (reduction + 1),
            "You made the hidden layer r times *wider*. It is r times narrower: C // r.",
        ),
        Misconception(
            "rounded-up",
            lambda channels, reduction: (
                2 * channels * -(-channels // reduction) - (-channels // reduction) + channels
            ),
            "You rounded C / r up. The usual code divides with `//`, which rounds down, even to 0.",
        ),
        Misconception(
            "never-below-one",
            lambda channels, reduction: (
                2 * channels * max(1, channels // reduction)
                + max(1, channels // reduction)
                + channels
            ),
            "You keep at least one hidden unit. That is wise, and some libraries do it; the "
            "plain formula C // r of this exercise does not.",
        ),
        Misconception(
            "fraction-of-a-unit",
            lambda channels, reduction: (
                2 * channels * channels / reduction + channels / reduction + channels
            ),
            "C / r need not be whole, and there is no fraction of a hidden unit: use `//`.",
        ),
    ),
    praise="The last probe, 8 channels with r = 16, has no hidden unit: only C biases are left.",
)


EXERCISES = (SCALE, PARAMETERS)
