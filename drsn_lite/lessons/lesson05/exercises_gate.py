"""Lesson 05: a gate with five faults, to be mended."""

import math
from collections.abc import Callable
from itertools import product
from typing import Any

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import Family
from drsn_lite.lessons.lesson05.exercises import SMALL, WIDE
from drsn_lite.shrinkage import hard_threshold, soft_threshold

Layer = Callable[[Tensor], Tensor]
Gate = Callable[[Tensor, Layer], Tensor]


class Attention:
    """A stand-in for the two FC layers: (N, C) → (N, C), any real number comes out."""

    def __call__(self, a: Tensor) -> Tensor:
        return 2.0 * a - 2.5

    def __repr__(self) -> str:
        return "(a ↦ 2a − 2.5)"


def _gate(size: Layer, squash: Layer, cap: Layer, cut: Callable[[Tensor, Tensor], Tensor]) -> Gate:
    """Eqs. 13 and 14 with places to break: `size` and `cap` make (N, C, 1, 1) of x."""

    def gate(x: Tensor, attention: Layer) -> Tensor:
        alpha = squash(attention(size(x)[:, :, 0, 0]))[:, :, None, None]
        return cut(x, alpha * cap(x))

    return gate


def _mean_size(x: Tensor) -> Tensor:
    return x.abs().mean(dim=(2, 3), keepdim=True)


def _signed(x: Tensor) -> Tensor:
    return x.mean(dim=(2, 3), keepdim=True)


def _one(x: Tensor) -> Tensor:
    return torch.ones_like(x[:, :, :1, :1])


def _lost_sign(x: Tensor, tau: Tensor) -> Tensor:
    return torch.relu(x.abs() - tau)


def _sub_minus_sub(x: Tensor, tau: Tensor) -> Tensor:
    sub = x.abs() - tau
    return x.sign() * torch.maximum(sub, sub - sub)


def _published(x: Tensor, tau: Tensor) -> Tensor:
    sub = x.abs() - tau
    return torch.maximum(sub, sub - sub)


_SIGN = "One bug is left: negative features come out positive. Multiply by `x.sign()`."

_RIGHT: dict[str, Any] = {
    "size": _mean_size,
    "squash": torch.sigmoid,
    "cap": _mean_size,
    "cut": soft_threshold,
}

_FAMILY = Family(
    _gate,
    _RIGHT,
    {
        "size": (
            (
                "signed-mean",
                _signed,
                "The layers see the mean of x, not of |x|, in which positive and negative features "
                "cancel.",
            ),
            (
                "abs-of-mean",
                lambda x: _signed(x).abs(),
                "This is |mean x|, where features have cancelled already. First the absolute "
                "value.",
            ),
            (
                "max-instead-of-mean",
                lambda x: x.abs().amax(dim=(2, 3), keepdim=True),
                "The layers see the largest |x|. Take the mean.",
            ),
            (
                "sum-instead-of-mean",
                lambda x: x.abs().sum(dim=(2, 3), keepdim=True),
                "The layers see a sum, which grows with the length of the signal. Take the mean.",
            ),
        ),
        "squash": (
            (
                "unbounded-alpha",
                torch.relu,
                "One bug is left: nothing keeps α below 1, so τ can pass the largest feature and "
                "the whole channel is zero. Use a sigmoid.",
            ),
            (
                "negative-threshold",
                lambda z: z,
                "One bug is left: without a sigmoid α can be negative, and then features grow.",
            ),
            (
                "tanh-instead-of-sigmoid",
                torch.tanh,
                "tanh lies between −1 and 1: a negative α makes features grow. Use a sigmoid.",
            ),
            (
                "clamped-alpha",
                lambda z: z.clamp(0, 1),
                "A clamp keeps α between 0 and 1, and no gradient passes outside. The gate has a "
                "sigmoid.",
            ),
            (
                "softmax-instead-of-sigmoid",
                lambda z: z.softmax(dim=1),
                "With a softmax the channels compete. Each α stands for itself: use a sigmoid.",
            ),
            (
                "sigmoid-twice",
                lambda z: torch.sigmoid(torch.sigmoid(z)),
                "The sigmoid is there twice: α then lies between 0.5 and 0.73.",
            ),
            (
                "relu-before-sigmoid",
                lambda z: torch.sigmoid(torch.relu(z)),
                "A ReLU before the sigmoid keeps α above ½. Leave it out.",
            ),
        ),
        "cap": (
            (
                "missing-mean",
                _one,
                "One bug is left: τ is α alone. Multiply it by mean |x|.",
            ),
            (
                "signed-cap",
                _signed,
                "α is multiplied by the mean of x, which can be negative: features would grow. "
                "Multiply by the mean of |x|.",
            ),
            (
                "max-instead-of-mean",
                lambda x: x.abs().amax(dim=(2, 3), keepdim=True),
                "α is multiplied by the largest |x|. The cap is the mean of |x|.",
            ),
            (
                "shared-over-channels",
                lambda x: x.abs().mean(dim=(1, 2, 3), keepdim=True),
                "α is multiplied by one mean for all channels. Channel-wise, each has its own.",
            ),
            (
                "shared-over-batch",
                lambda x: x.abs().mean(dim=(0, 2, 3), keepdim=True),
                "The mean goes over the batch as well. Each sample has its own.",
            ),
            (
                "every-position",
                torch.abs,
                "α is multiplied by |x| at each position, so all features shrink by one factor. "
                "Multiply by the mean.",
            ),
        ),
        "cut": (
            ("lost-sign", _lost_sign, _SIGN),
            ("lost-sign", lambda x, tau: (x.abs() - tau).clamp(min=0) + 0 * x.sign(), _SIGN),
            (
                "sub-minus-sub",
                _sub_minus_sub,
                "One bug is left: `sub - sub` is NaN where sub is infinite, so one infinite "
                "feature spoils its whole channel. Use `torch.relu(sub)`.",
            ),
            (
                "sub-minus-sub",
                _published,
                "Two bugs are left: `sub - sub` is NaN where sub is infinite, and negative "
                "features come out positive.",
            ),
            (
                "hard-instead-of-soft",
                hard_threshold,
                "This keeps the survivors as they are: hard thresholding. No gradient would reach "
                "τ.",
            ),
            (
                "se-instead-of-shrink",
                lambda x, tau: x * tau,
                "This multiplies by τ, as SENet does. Subtract it from |x| instead.",
            ),
            (
                "one-sided",
                lambda x, tau: torch.relu(x - tau),
                "Every negative feature became 0. A threshold works on |x|, on both sides.",
            ),
            (
                "no-dead-zone",
                lambda x, tau: x.sign() * (x.abs() - tau),
                "Features below τ cross zero and come out with the other sign. They stop at 0: a "
                "ReLU is missing.",
            ),
            (
                "times-x",
                lambda x, tau: x * torch.relu(x.abs() - tau),
                "This multiplies by x, size and all. Only its sign is wanted.",
            ),
            (
                "tau-added",
                lambda x, tau: x.sign() * torch.relu(x.abs() + tau),
                "τ is added: features grow. Subtract it.",
            ),
            (
                "what-was-removed",
                lambda x, tau: x - soft_threshold(x, tau),
                "This is what thresholding takes away. Return what is left.",
            ),
        ),
    },
)

_ONE_MEAN = "The mean is of x, not of |x|, so thresholds can be negative."

_LEFT: dict[str, tuple[dict[str, Any], ...]] = {
    # what one line of the broken gate left as it was does, with the others mended or not
    "signed-mean": ({}, {"size": _signed, "cap": _signed}),
    "unbounded-alpha": ({}, {"squash": torch.relu}),
    "missing-mean": ({}, {"cap": _one}),
    "lost-sign": ({}, {"cut": _lost_sign}, {"cut": _published}),
}


def _several_left() -> tuple[Misconception, ...]:
    """Some lines mended, two or more not: named after the first of them."""
    found = []
    for choice in product(*_LEFT.values()):
        names = [name for name, part in zip(_LEFT, choice, strict=True) if part]
        if len(names) < 2:
            continue
        parts = dict(_RIGHT)
        for part in choice:
            parts |= part
        if "missing-mean" in names:
            parts["cap"] = _one
        why = f"{len(names)} of the bugs are left: {', '.join(names)}. Begin with the first."
        found.append(Misconception(names[0], _gate(**parts), why))
    return tuple(found)


def _where_finite(gate: Gate, x: Tensor, attention: Layer) -> Any:
    """The output, without the places where x is infinite: there inf − inf may give anything."""
    y = gate(x, attention)
    infinite = x.isinf()
    if isinstance(y, Tensor) and y.shape == x.shape and infinite.any():
        return torch.where(infinite, torch.zeros_like(y), y)
    return y


FIX = Exercise(
    name="fix-the-gate",
    truth=_gate(**_RIGHT),
    apply=_where_finite,
    probes=(
        {"x": SMALL, "attention": Attention()},
        {"x": WIDE / 3, "attention": Attention()},
        {"x": torch.tensor([[[[1.0, math.inf, -2.0]]]]), "attention": Attention()},
    ),
    misconceptions=(
        Misconception(
            "nothing-mended",
            lambda x, attention: _published(
                x, torch.relu(attention(x.mean(dim=(2, 3))))[:, :, None, None]
            ),
            "This still does what the broken gate does.",
        ),
        Misconception(
            "signed-mean",
            _gate(_signed, torch.sigmoid, _signed, soft_threshold),
            f"One bug is left. {_ONE_MEAN}",
        ),
        *_FAMILY.one,
        Misconception(
            "max-instead-of-mean",
            _gate(
                lambda x: x.abs().amax(dim=(2, 3), keepdim=True),
                torch.sigmoid,
                lambda x: x.abs().amax(dim=(2, 3), keepdim=True),
                soft_threshold,
            ),
            "This takes the largest |x| of a channel. One spike would set the threshold.",
        ),
        Misconception(
            "se-instead-of-shrink",
            lambda x, attention: (
                x * torch.sigmoid(attention(x.abs().mean((2, 3))))[..., None, None]
            ),
            "This multiplies by α, which is SENet. Subtract a threshold from |x| instead.",
        ),
    ),
    combined=(*_several_left(), *_FAMILY.two),
    through=("x",),
    praise="Your gate equals the package's ShrinkChannelwise, but for its two layers.",
)

EXERCISES = (FIX,)
