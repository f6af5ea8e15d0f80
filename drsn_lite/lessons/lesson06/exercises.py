"""Lesson 06: the unit of the paper, its parameters, a confusion matrix, a band over seeds."""

from collections.abc import Callable

import numpy as np
import torch
from scipy.special import stdtrit
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.shrinkage import soft_threshold

Layer = Callable[[Tensor], Tensor]


def _branch(x: Tensor) -> Tensor:
    """Stands for BN, ReLU, Conv, BN, ReLU, Conv: mixes channels and neighbours."""
    return 0.8 * x.roll(1, dims=1) - 0.5 * x.roll(1, dims=3) + 0.3


def _attention(a: Tensor) -> Tensor:
    """Stands for FC, BN, ReLU, FC, sigmoid: (N, C) → (N, C) in (0, 1)."""
    return torch.sigmoid(a - a.mean(dim=1, keepdim=True))


def _tau(b: Tensor, attention: Layer) -> Tensor:
    a = b.abs().mean(dim=(2, 3))
    return (attention(a) * a)[:, :, None, None]


def _unit(x: Tensor, branch: Layer, attention: Layer) -> Tensor:
    b = branch(x)
    return soft_threshold(b, _tau(b, attention)) + x


def _wrong(shrink: Callable[[Tensor, Layer], Tensor]) -> Callable[..., Tensor]:
    """A unit with another way of thresholding, and the shortcut where it belongs."""
    return lambda x, branch, attention: shrink(branch(x), attention) + x


X = torch.randn(2, 3, 1, 9, generator=torch.Generator().manual_seed(6))

UNIT = Exercise(
    name="rsbu-cw-unit",
    truth=_unit,
    probes=({"x": X, "branch": _branch, "attention": _attention},),
    misconceptions=(
        Misconception(
            "no-shortcut",
            lambda x, branch, attention: _unit(x, branch, attention) - x,
            "The branch is right, but it stands alone: add x. Without the shortcut this is the "
            "unit of a ConvNet with thresholds.",
        ),
        Misconception(
            "threshold-after-the-addition",
            lambda x, branch, attention: soft_threshold(
                branch(x) + x, _tau(branch(x) + x, attention)
            ),
            "You shrink the sum. In the paper's unit the threshold stands in the branch, before "
            "the addition: what the shortcut carries is never shrunk.",
        ),
        Misconception(
            "relu-after-the-addition",
            lambda x, branch, attention: torch.relu(_unit(x, branch, attention)),
            "A ReLU follows your addition. It kills the negative values that soft thresholding "
            "has kept; in a pre-activation unit the next unit begins with BN and ReLU.",
        ),
        Misconception(
            "threshold-from-the-input",
            lambda x, branch, attention: soft_threshold(branch(x), _tau(x, attention)) + x,
            "Your threshold is computed from x. It belongs to the features that it shrinks: "
            "compute it from what the branch returns.",
        ),
        Misconception(
            "signed-mean",
            _wrong(
                lambda b, attention: soft_threshold(
                    b, (attention(b.mean((2, 3))) * b.mean((2, 3)))[:, :, None, None]
                )
            ),
            "You averaged the signed features. The squeeze of DRSN is of |x|: where a mean is "
            "negative, your threshold is too, and features grow.",
        ),
        Misconception(
            "missing-mean",
            _wrong(
                lambda b, attention: soft_threshold(
                    b, attention(b.abs().mean((2, 3)))[:, :, None, None]
                )
            ),
            "This takes α for the threshold. Eq. 14: τ = α · mean |x|, channel by channel.",
        ),
        Misconception(
            "scaled-as-in-senet",
            _wrong(lambda b, attention: b * attention(b.abs().mean((2, 3)))[:, :, None, None]),
            "You multiply by α, as SENet does. Then nothing is ever set to zero: use "
            "`soft_threshold` with τ = α · mean |x|.",
        ),
        Misconception(
            "hard-threshold",
            _wrong(lambda b, attention: b * (b.abs() > _tau(b, attention))),
            "This is hard thresholding: what lies above τ is not moved towards zero.",
        ),
    ),
    praise="Branch, threshold, shortcut: that is RSBU-CW, and the network is twelve of them.",
)

SIZE = Exercise(
    name="gate-parameters",
    truth=lambda channels: 2 * channels**2 + 4 * channels,
    probes=({"channels": 4}, {"channels": 16}),
    misconceptions=(
        Misconception(
            "batchnorm-or-biases-forgotten",
            lambda channels: 2 * channels**2 + 2 * channels,
            "2C too few: either the scale and the shift of the BatchNorm are missing, or the "
            "biases of the two FC layers. Both are trained.",
        ),
        Misconception(
            "weights-alone",
            lambda channels: 2 * channels**2,
            "These are the weights of the two FC layers. Each also has C biases, and the "
            "BatchNorm has a scale and a shift for each of its C inputs.",
        ),
        Misconception(
            "running-statistics-counted",
            lambda channels: 2 * channels**2 + 6 * channels,
            "You counted the running mean and variance of the BatchNorm. They are measured, not "
            "trained: `parameters()` does not hold them.",
        ),
        Misconception(
            "shared-gate",
            lambda channels: channels**2 + 4 * channels + 1,
            "This is the gate of DRSN-CS: its second FC layer has one output. Channel-wise it "
            "has C.",
        ),
        Misconception(
            "one-layer",
            lambda channels: channels**2 + 3 * channels,
            "There are two FC layers, with the BatchNorm and a ReLU between them.",
        ),
        Misconception(
            "narrow-hidden-layer",
            lambda channels: channels * (channels // 4) * 2 + channels + 3 * (channels // 4),
            "That is the gate of the authors' later image code, whose hidden layer has C // 4 "
            "units. In the paper's figure it has C.",
        ),
    ),
    praise="12 such gates make the 3,136 parameters by which DRSN-CW is larger than ResNet.",
)


def _half(
    gains: np.ndarray, factor: float | None = None, ddof: int = 1, root: bool = True
) -> float:
    n = len(gains)
    factor = stdtrit(n - 1, 0.975) if factor is None else factor
    return factor * np.std(gains, ddof=ddof) / (np.sqrt(n) if root else 1)


BAND = Exercise(
    name="half-band",
    truth=_half,
    probes=(
        {"gains": np.array([1.0, 2.5, 3.0, -0.5, 2.0])},
        {"gains": np.array([4.0, 1.0, 7.0])},
    ),
    misconceptions=(
        Misconception(
            "normal-instead-of-t",
            lambda gains: _half(gains, 1.96),
            "1.96 holds where the spread is known, or for many seeds. With five, estimated from "
            "the same five, Student's t gives 2.78: `t.ppf(0.975, n - 1)`.",
        ),
        Misconception(
            "one-sided-quantile",
            lambda gains: _half(gains, stdtrit(len(gains) - 1, 0.95)),
            "The 0.95 quantile leaves 5 % on *each* side, which makes a 90 % band. Take 0.975.",
        ),
        Misconception(
            "degrees-of-freedom",
            lambda gains: _half(gains, stdtrit(len(gains), 0.975)),
            "The mean comes from the same values, which takes one degree of freedom: n − 1.",
        ),
        Misconception(
            "population-deviation",
            lambda gains: _half(gains, ddof=0),
            "`np.std` divides by n. For a sample use `ddof=1`, which divides by n − 1.",
        ),
        Misconception(
            "band-of-a-single-seed",
            lambda gains: _half(gains, root=False),
            "You left out √n. This is how far one more seed may lie; the band of the *mean* is "
            "narrower by √n.",
        ),
        Misconception(
            "standard-error",
            lambda gains: _half(gains, 1.0),
            "This is the standard error of the mean. Multiply it by the quantile of Student's t.",
        ),
        Misconception(
            "whole-width",
            lambda gains: 2 * _half(gains),
            "That is the whole width, from end to end. Half of it stands after the ±.",
        ),
    ),
    praise="All ± in these lessons are this number.",
    tolerance=1e-3,
)

COUNTS = np.array([[80, 15, 5], [10, 60, 30], [0, 5, 95]])
"""Rows: truly healthy, crack, broken. Columns: what the network said, in the same order."""

MATRIX = Exercise(
    name="read-the-matrix",
    truth={"accuracy": 235 / 300, "cracks found": 0.6, "alarms right": 190 / 210},
    misconceptions=(
        Misconception(
            "precision-for-recall",
            {"cracks found": 60 / 80},
            "You divided by the *column*: of what was called a crack, 75 % was one. Of the real "
            "cracks (a row) fewer are found.",
        ),
        Misconception(
            "found-by-any-alarm",
            {"cracks found": 0.9},
            "90 of 100 cracked gears raise some alarm, but 30 of them are called broken. Found "
            "as a crack are fewer.",
        ),
        Misconception(
            "alarms-by-row",
            {"alarms right": 190 / 200},
            "You divided by the 200 faulty gears: that is the share of faults that raise an "
            "alarm. The question is about the share of *alarms* behind which there is a fault: "
            "divide by all that was called crack or broken.",
        ),
        Misconception(
            "exact-alarms",
            {"alarms right": 155 / 210},
            "You asked that crack and broken are told apart as well. An alarm is right if the "
            "gear has any fault.",
        ),
        Misconception(
            "mean-of-precisions",
            {"accuracy": float(np.mean(np.diag(COUNTS) / COUNTS.sum(axis=0)))},
            "This averages over columns. Accuracy is the sum of the diagonal over all 300.",
        ),
    ),
    praise="Rows ask: what becomes of a true class? Columns ask: what is an answer worth?",
    tolerance=2e-3,
)

EXERCISES = (UNIT, SIZE, BAND, MATRIX)
