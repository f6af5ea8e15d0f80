"""Lesson 04: scaling."""

import numpy as np
import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception, Property
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
        {"x": OBLONG[:1], "alpha": torch.linspace(0.2, 0.8, 4).reshape(1, 4)},
        {"x": OBLONG[:, :1], "alpha": torch.tensor([[0.2], [0.5], [0.9]])},
    ),
    properties=(
        Property(
            "not-one-factor-a-channel",
            lambda y, x, a: bool(
                np.allclose(
                    y * x.mean((2, 3), keepdims=True), y.mean((2, 3), keepdims=True) * x, atol=1e-4
                )
            ),
            "Within a channel of a sample every feature is to be multiplied by the same number.",
        ),
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
            "shared-over-batch",
            lambda x, alpha: x * alpha.sum(dim=0)[None, :, None, None],
            "All samples got the same weights, the sum over the batch. Each sample has its own row "
            "of α.",
        ),
        Misconception(
            "first-sample-for-all",
            lambda x, alpha: (x * alpha[:, :, None, None])[:1].expand_as(x),
            "All that came out belongs to the first sample: look at where the batch is left.",
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
        Misconception(
            "alpha-along-height",
            lambda x, alpha: x * alpha[:, None, :, None],
            "α lies along the height here, axis 2. Channels are axis 1: `[:, :, None, None]`.",
        ),
        Misconception(
            "alpha-along-width",
            lambda x, alpha: x * alpha[:, None, None, :],
            "α lies along the width here, axis 3. Channels are axis 1: `[:, :, None, None]`.",
        ),
        Misconception(
            "alpha-transposed",
            lambda x, alpha: x * _open(alpha.reshape(alpha.shape[::-1]).T),
            "Samples and channels of α are mixed up: a `reshape` does not swap axes, and none is "
            "needed.",
        ),
        Misconception(
            "divided-instead-of-multiplied",
            lambda x, alpha: x / _open(alpha),
            "You divided by α: the channel with the largest weight is turned down most.",
        ),
        Misconception(
            "subtracted-instead-of-multiplied",
            lambda x, alpha: x - _open(alpha),
            "You subtracted α. A weight multiplies.",
        ),
        Misconception(
            "alpha-squared",
            lambda x, alpha: x * _open(alpha) ** 2,
            "α comes in twice. Multiply once.",
        ),
        Misconception(
            "alpha-root",
            lambda x, alpha: x * _open(alpha).sqrt(),
            "You took the root of α. Multiply by α itself.",
        ),
        Misconception(
            "softmax-over-channels",
            lambda x, alpha: x * _open(alpha.softmax(dim=1)),
            "You sent α through a softmax, so the channels compete. It is ready as it comes.",
        ),
        Misconception(
            "normalised-alpha",
            lambda x, alpha: x * _open(alpha / alpha.sum(dim=1, keepdim=True)),
            "You made the weights add up to 1. SE's are independent: take them as they are.",
        ),
        Misconception(
            "shared-over-everything",
            lambda x, alpha: x * alpha.mean(),
            "Everything got one weight. Each channel of each sample has its own.",
        ),
        Misconception(
            "rounded-to-a-switch",
            lambda x, alpha: x * (_open(alpha) > 0.5),
            "This opens or shuts a channel. A weight in between turns it down in part.",
        ),
        Misconception(
            "channels-added",
            lambda x, alpha: (x * _open(alpha)).sum(dim=1),
            "The channels were added up. They stay apart: (N, C, H, W) comes out.",
        ),
        Misconception(
            "channels-added",
            lambda x, alpha: (x * _open(alpha)).sum(dim=1, keepdim=True),
            "The channels were added up. They stay apart: (N, C, H, W) comes out.",
        ),
        Misconception(
            "channels-averaged",
            lambda x, alpha: (x * _open(alpha)).mean(dim=1, keepdim=True),
            "The channels were averaged. They stay apart: (N, C, H, W) comes out.",
        ),
        Misconception(
            "positions-averaged",
            lambda x, alpha: (x * _open(alpha)).mean(dim=(2, 3), keepdim=True),
            "The positions were averaged. The weights go back to the features at every position.",
        ),
        Misconception(
            "relu-added",
            lambda x, alpha: (x * _open(alpha)).relu(),
            "A ReLU dropped the negative features. Only multiply.",
        ),
        Misconception(
            "identity-added",
            lambda x, alpha: x + x.abs() * _open(alpha),
            "Something is added to x here. A weight multiplies it, and that is all.",
        ),
        Misconception(
            "absolute-values",
            lambda x, alpha: x.abs() * _open(alpha),
            "The signs of the features are lost. Multiply x as it is.",
        ),
        Misconception(
            "weights-alone",
            lambda x, alpha: _open(alpha).expand_as(x),
            "These are the weights, spread over the positions. Multiply the features by them.",
        ),
        Misconception(
            "largest-for-all",
            lambda x, alpha: x * alpha.max(),
            "Everything got the largest weight. Each channel of each sample has its own.",
        ),
    ),
    combined=(
        Misconception(
            "axis-missing",
            lambda x, alpha: x * alpha[:, :, None],
            "α has one axis too few, so the samples line up with the channels. Make it "
            "(N, C, 1, 1): `[:, :, None, None]`.",
        ),
        Misconception(
            "alpha-transposed",
            lambda x, alpha: x * alpha.T[:, :, None, None],
            "Samples and channels of α are swapped: no transpose is needed.",
        ),
    ),
    praise="One weight a sample and channel, the same at every position.",
)

EXERCISES = (SCALE,)
