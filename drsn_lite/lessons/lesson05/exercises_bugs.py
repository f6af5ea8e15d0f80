"""Lesson 05, the broken gates: to be told apart by their symptoms, and one to be mended."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.lessons.lesson05.exercises import SMALL, WIDE
from drsn_lite.shrinkage import hard_threshold, soft_threshold

Layer = Callable[[Tensor], Tensor]

SYMPTOMS = {
    "A": "grows",
    "B": "leaks",
    "C": "never-zero",
    "D": "wrong-scale",
    "E": "one-sided",
    "F": "nan",
    "G": "jumps",
    "H": "not-shared",
}

SPOT = Exercise(
    name="spot-the-bug",
    truth=SYMPTOMS,
    misconceptions=(
        Misconception(
            "signed-mean-called-lost-sign",
            {"A": "one-sided"},
            "Gate A takes the mean of x instead of |x|, but it keeps the sign of every feature. "
            "Ask what `relu(|x| − τ)` is when τ is negative.",
        ),
        Misconception(
            "batch-called-channels",
            {"B": "not-shared"},
            "Look at the axes of the mean in gate B: 0 is the batch. Its thresholds differ between "
            "channels, as they should; ask what another sample in the batch does to them.",
        ),
        Misconception(
            "reweighting-called-shrinking",
            {"C": "wrong-scale"},
            "Gate C multiplies. Whatever the scale of x, can x · α with α > 0 ever be exactly 0?",
        ),
        Misconception(
            "missing-mean-called-negative",
            {"D": "grows"},
            "α is never negative, so gate D never makes a feature larger. Multiply x by 1000: does "
            "its threshold follow?",
        ),
        Misconception(
            "lost-sign-called-growth",
            {"E": "grows"},
            "Gate E returns max(|x| − τ, 0), which is never larger than |x|. What became of −2?",
        ),
        Misconception(
            "sub-minus-sub-called-harmless",
            {"F": "jumps"},
            "For finite features gate F is right. Feed it one infinite feature: inf − inf.",
        ),
        Misconception(
            "hard-called-reweighting",
            {"G": "never-zero"},
            "Gate G does zero what is below τ. Look at what it does to a feature just above τ.",
        ),
        Misconception(
            "channels-called-batch",
            {"H": "leaks"},
            "Gate H averages over positions alone, so no other sample comes in. Count the "
            "thresholds of one sample, and read the name of the function.",
        ),
    ),
    praise="All eight. Six of these faults have been published in working code.",
)


class Attention:
    """A stand-in for the two FC layers: (N, C) → (N, C), any real number comes out."""

    def __call__(self, a: Tensor) -> Tensor:
        return 2.0 * a - 2.5

    def __repr__(self) -> str:
        return "(a ↦ 2a − 2.5)"


def _gate(
    x: Tensor,
    attention: Layer,
    size: Layer = torch.abs,
    squash: Layer = torch.sigmoid,
    scaled: bool = True,
    cut: Callable[[Tensor, Tensor], Tensor] = soft_threshold,
) -> Tensor:
    """Eqs. 13 and 14 with places to break."""
    a = size(x).mean(dim=(2, 3), keepdim=True)
    alpha = squash(attention(a[:, :, 0, 0]))[:, :, None, None]
    return cut(x, alpha * a if scaled else alpha)


def _lost_sign(x: Tensor, tau: Tensor) -> Tensor:
    return torch.relu(x.abs() - tau)


def _sub_minus_sub(x: Tensor, tau: Tensor) -> Tensor:
    sub = x.abs() - tau
    return x.sign() * torch.maximum(sub, sub - sub)


FIX = Exercise(
    name="fix-the-gate",
    truth=_gate,
    probes=(
        {"x": SMALL, "attention": Attention()},
        {"x": WIDE / 3, "attention": Attention()},
        {"x": torch.tensor([[[[1.0, math.inf, -2.0]]]]), "attention": Attention()},
    ),
    misconceptions=(
        Misconception(
            "nothing-mended",
            lambda x, attention: torch.relu(
                x.abs() - torch.relu(attention(x.mean(dim=(2, 3))))[:, :, None, None]
            ),
            "This still does what the broken gate does.",
        ),
        Misconception(
            "signed-mean",
            lambda x, attention: _gate(x, attention, size=lambda x: x),
            "One bug is left: the mean is of x, not of |x|, so thresholds can be negative.",
        ),
        Misconception(
            "unbounded-alpha",
            lambda x, attention: _gate(x, attention, squash=torch.relu),
            "One bug is left: nothing keeps α below 1, so τ can pass the largest feature and the "
            "whole channel is zero. Use a sigmoid.",
        ),
        Misconception(
            "negative-threshold",
            lambda x, attention: _gate(x, attention, squash=lambda z: z),
            "One bug is left: without a sigmoid α can be negative, and then features grow.",
        ),
        Misconception(
            "missing-mean",
            lambda x, attention: _gate(x, attention, scaled=False),
            "One bug is left: τ is α alone. Multiply it by mean |x|.",
        ),
        Misconception(
            "lost-sign",
            lambda x, attention: _gate(x, attention, cut=_lost_sign),
            "One bug is left: negative features come out positive. Multiply by `x.sign()`.",
        ),
        Misconception(
            "sub-minus-sub",
            lambda x, attention: _gate(x, attention, cut=_sub_minus_sub),
            "One bug is left: `sub - sub` is NaN where sub is infinite, so one infinite feature "
            "spoils its whole channel. Use `torch.relu(sub)`.",
        ),
        Misconception(
            "hard-instead-of-soft",
            lambda x, attention: _gate(x, attention, cut=hard_threshold),
            "This keeps the survivors as they are: hard thresholding. No gradient would reach τ.",
        ),
        Misconception(
            "se-instead-of-shrink",
            lambda x, attention: (
                x * torch.sigmoid(attention(x.abs().mean((2, 3))))[..., None, None]
            ),
            "This multiplies by α, which is SENet. Subtract a threshold from |x| instead.",
        ),
    ),
    praise="Your gate equals the package's ShrinkChannelwise, but for its two layers.",
)

EXERCISES = (SPOT, FIX)
