"""Lesson 04, second half: scaling, counting parameters, and what weights do to the SNR."""

import math

import torch
from torch import Tensor

from drsn_lite.exercises import Exercise, Misconception
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
            "threshold-instead-of-scale",
            lambda x, alpha: soft_threshold(x, _open(alpha)),
            "This takes α off as a soft threshold. That is the idea of lesson 05; SE multiplies.",
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


def _db(signal: float, noise: float) -> float:
    return 10 * math.log10(signal / noise)


WEIGHTS = Exercise(
    name="se-snr",
    truth={"channel": 0.0, "plain sum": _db(4, 1.1), "weighted sum": _db(1.21, 0.11)},
    misconceptions=(
        Misconception(
            "noise-left-as-it-was",
            {"channel": _db(0.01, 1)},
            "You scaled the signal and not the noise. α multiplies the whole channel, so both "
            "powers fall by α², and their ratio stays.",
        ),
        Misconception(
            "noise-alone-scaled",
            {"channel": _db(1, 0.01)},
            "You scaled the noise and not the signal. α cannot tell them apart: it multiplies "
            "the whole channel.",
        ),
        Misconception(
            "alpha-in-decibels",
            {"channel": _db(0.1, 1)},
            "That is α in decibels. The ratio of signal to noise does not see it: both are scaled.",
        ),
        Misconception(
            "mean-of-decibels",
            {"plain sum": 5.0},
            "Decibels do not average. Add the signals, add the noise powers, and then take the "
            "ratio.",
        ),
        Misconception(
            "signal-powers-added",
            {"plain sum": _db(2, 1.1)},
            "The two signals are the same, so their *amplitudes* add: 1 + 1 = 2, power 4. Only "
            "the noises, which are independent, add in power.",
        ),
        Misconception(
            "noise-amplitudes-added",
            {"plain sum": _db(4, (1 + math.sqrt(0.1)) ** 2)},
            "The noises are independent: their powers add, not their amplitudes.",
        ),
        Misconception(
            "weight-not-squared",
            {"weighted sum": _db(1.21, 0.1 + 0.1)},
            "A weight of 0.1 multiplies the noise's amplitude. Its power falls by 0.1² = 0.01.",
        ),
        Misconception(
            "no-better-than-the-best",
            {"weighted sum": 10.0},
            "So it would be if the noisy channel were shut off. Turned down but not off, it still "
            "adds a little signal.",
        ),
    ),
    praise="Within a channel a weight changes nothing; between channels it can.",
    tolerance=0.01,
)

EXERCISES = (SCALE, PARAMETERS, WEIGHTS)
