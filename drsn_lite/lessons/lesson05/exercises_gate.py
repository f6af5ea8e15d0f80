"""Lesson 05: a gate with five faults, to be mended."""

import math
from typing import Any

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.properties import KEEPS_SIGN, NEVER_LARGER
from drsn_lite.lessons.lesson05 import gate_mistakes as mistakes
from drsn_lite.lessons.lesson05 import gate_parts as of
from drsn_lite.lessons.lesson05.threshold_parts import SMALL, WIDE
from drsn_lite.shrinkage import soft_threshold


def _where_finite(gate: of.Gate, x: Tensor, attention: of.Layer) -> Any:
    """The output, without the places where x is infinite: there inf − inf may give anything."""
    y = gate(x, attention)
    infinite = x.isinf()
    if isinstance(y, Tensor) and y.shape == x.shape and infinite.any():
        return torch.where(infinite, torch.zeros_like(y), y)
    return y


FIX = Exercise(
    name="fix-the-gate",
    properties=(
        NEVER_LARGER,
        KEEPS_SIGN,
    ),
    truth=of.gate(**mistakes.RIGHT),
    apply=_where_finite,
    probes=(
        {"x": SMALL, "attention": of.Attention()},
        {"x": WIDE / 3, "attention": of.Attention()},
        {"x": WIDE[:, :1], "attention": of.Attention()},
        {"x": torch.tensor([[[[1.0, math.inf, -2.0]]]]), "attention": of.Attention()},
    ),
    misconceptions=(
        Misconception(
            "nothing-mended",
            lambda x, attention: of.published(
                x, torch.relu(attention(x.mean(dim=(2, 3))))[:, :, None, None]
            ),
            "This still does what the broken gate does.",
        ),
        Misconception(
            "signed-mean",
            of.gate(of.signed, torch.sigmoid, of.signed, soft_threshold),
            f"One bug is left. {mistakes.ONE_MEAN}",
        ),
        *mistakes.FAMILY.one,
        Misconception(
            "max-instead-of-mean",
            of.gate(
                lambda x: x.abs().amax(dim=(2, 3), keepdim=True),
                torch.sigmoid,
                lambda x: x.abs().amax(dim=(2, 3), keepdim=True),
                soft_threshold,
            ),
            "This takes the largest |x| of a channel. One spike would set the threshold.",
        ),
        Misconception(
            "attention-not-asked",
            lambda x, attention: soft_threshold(
                x, (a := x.abs().mean((2, 3), keepdim=True)) * torch.sigmoid(a)
            ),
            "`attention` is never called: nothing learned says how much of mean |x| to take. α is "
            "the sigmoid of what it returns.",
        ),
        Misconception(
            "attention-not-asked",
            lambda x, attention: soft_threshold(x, x.abs().mean((2, 3), keepdim=True)),
            "`attention` is never called, or its answer is not used: your τ is mean |x| alone.",
        ),
        Misconception(
            "se-instead-of-shrink",
            lambda x, attention: (
                x * torch.sigmoid(attention(x.abs().mean((2, 3))))[..., None, None]
            ),
            "This multiplies by α, which is SENet. Subtract a threshold from |x| instead.",
        ),
    ),
    combined=(*mistakes.several_left(), *mistakes.FAMILY.two),
    through=("x",),
    praise="Your gate equals the package's ShrinkChannelwise, but for its two layers.",
)


EXERCISES = (FIX,)
