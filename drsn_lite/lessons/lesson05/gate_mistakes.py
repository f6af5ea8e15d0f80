"""For an exercise of lesson 05: mistakes at each place of the gate, and several at once."""

from itertools import product
from typing import Any

import torch

from drsn_lite.answers.exercise import Misconception
from drsn_lite.answers.families import Family
from drsn_lite.lessons.lesson05 import gate_parts as of
from drsn_lite.shrinkage import hard_threshold, soft_threshold

SIGN = "One bug is left: negative features come out positive. Multiply by `x.sign()`."


RIGHT: dict[str, Any] = {
    "size": of.mean_size,
    "squash": torch.sigmoid,
    "cap": of.mean_size,
    "cut": soft_threshold,
}


FAMILY = Family(
    of.gate,
    RIGHT,
    {
        "size": (
            (
                "signed-mean",
                of.signed,
                "The layers see the mean of x, not of |x|, in which positive and negative features "
                "cancel.",
            ),
            (
                "abs-of-mean",
                lambda x: of.signed(x).abs(),
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
                "softmax-over-batch",
                lambda z: z.softmax(dim=0),
                "With a softmax over axis 0 the samples compete. Use a sigmoid.",
            ),
            (
                "sigmoid-twice",
                lambda z: torch.sigmoid(torch.sigmoid(z)),
                "The sigmoid is there twice: α then lies between 0.5 and 0.73.",
            ),
            (
                "sign-turned-round",
                lambda z: torch.sigmoid(-z),
                "Your α is 1 minus the right one: the sign before the sigmoid is turned round.",
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
                of.one,
                "One bug is left: τ is α alone. Multiply it by mean |x|.",
            ),
            (
                "signed-cap",
                of.signed,
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
            ("lost-sign", of.lost_sign, SIGN),
            ("lost-sign", lambda x, tau: (x.abs() - tau).clamp(min=0) + 0 * x.sign(), SIGN),
            (
                "sub-minus-sub",
                of.sub_minus_sub,
                "One bug is left: `sub - sub` is NaN where sub is infinite, so one infinite "
                "feature spoils its whole channel. Use `torch.relu(sub)`.",
            ),
            (
                "sub-minus-sub",
                of.published,
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


ONE_MEAN = "The mean is of x, not of |x|, so thresholds can be negative."


LEFT: dict[str, tuple[dict[str, Any], ...]] = {
    # what one line of the broken gate left as it was does, with the others mended or not
    "signed-mean": ({}, {"size": of.signed, "cap": of.signed}),
    "unbounded-alpha": ({}, {"squash": torch.relu}),
    "missing-mean": ({}, {"cap": of.one}),
    "lost-sign": ({}, {"cut": of.lost_sign}, {"cut": of.published}),
}


def several_left() -> tuple[Misconception, ...]:
    """Some lines mended, two or more not: named after the first of them."""
    found = []
    for choice in product(*LEFT.values()):
        names = [name for name, part in zip(LEFT, choice, strict=True) if part]
        if len(names) < 2:
            continue
        parts = dict(RIGHT)
        for part in choice:
            parts |= part
        if "missing-mean" in names:
            parts["cap"] = of.one
        why = f"{len(names)} of the bugs are left: {', '.join(names)}. Begin with the first."
        found.append(Misconception(names[0], of.gate(**parts), why))
    return tuple(found)
