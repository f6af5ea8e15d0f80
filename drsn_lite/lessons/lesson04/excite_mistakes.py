"""For an exercise of lesson 04: mistakes at each place of the two layers."""

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from drsn_lite.answers.families import Family

Gate = Callable[[Tensor, Tensor, Tensor, Tensor, Tensor], Tensor]


Part = Callable[[Tensor], Tensor]


def excite(middle: Part, end: Part, first: float, second: float) -> Gate:
    """Two layers: what comes after each, and how much of each bias is added."""
    return lambda z, w1, b1, w2, b2: end(middle(z @ w1.T + first * b1) @ w2.T + second * b2)


def layers(channels: int, hidden: int, samples: int) -> dict[str, Tensor]:
    def wave(*shape: int, step: float) -> Tensor:
        return 2 * (torch.arange(1.0, 1 + math.prod(shape)) * step).sin().reshape(shape)

    return {
        "z": wave(samples, channels, step=1.1),
        "w1": wave(hidden, channels, step=0.7),
        "b1": wave(hidden, step=2.3),
        "w2": wave(channels, hidden, step=1.7),
        "b2": wave(channels, step=0.9),
    }


SIGMOID = (
    "A ReLU at the end has no upper limit, and it shuts a channel for good. SE ends in a sigmoid."
)


FAMILY = Family(
    excite,
    {"middle": torch.relu, "end": torch.sigmoid, "first": 1.0, "second": 1.0},
    {
        "middle": (
            (
                "missing-relu",
                lambda h: h,
                "There is no ReLU between the two layers. Two linear layers in a row are one "
                "linear layer, so the hidden one adds nothing.",
            ),
            (
                "sigmoid-in-the-middle",
                torch.sigmoid,
                "The hidden layer has a sigmoid; SE has a ReLU there. The sigmoid comes once, at "
                "the end.",
            ),
            (
                "tanh-in-the-middle",
                torch.tanh,
                "The hidden layer has a tanh; SE has a ReLU there.",
            ),
            (
                "absolute-value-in-the-middle",
                torch.abs,
                "The hidden layer has an absolute value; SE has a ReLU there, which drops what is "
                "negative.",
            ),
            (
                "other-relu",
                F.leaky_relu,
                "This is a leaky ReLU. SE has a plain one: nothing negative passes.",
            ),
            ("other-relu", F.gelu, "This is a GELU. SE has a plain ReLU between its layers."),
            ("other-relu", F.silu, "This is a SiLU. SE has a plain ReLU between its layers."),
            (
                "softmax-in-the-middle",
                lambda h: h.softmax(dim=-1),
                "The hidden layer has a softmax; SE has a ReLU there.",
            ),
        ),
        "end": (
            (
                "softmax-instead-of-sigmoid",
                lambda y: y.softmax(dim=-1),
                "A softmax makes the weights add up to 1: one channel's gain is another's loss. "
                "The gates of SE are independent, so that several channels can be open at once: "
                "use a sigmoid.",
            ),
            (
                "softmax-over-batch",
                lambda y: y.softmax(dim=0),
                "A softmax over axis 0 lets the samples of a batch compete. Use a sigmoid, which "
                "treats each number by itself.",
            ),
            (
                "missing-sigmoid",
                lambda y: y,
                "The weights are not between 0 and 1: they may be negative or large. A sigmoid is "
                "missing at the end.",
            ),
            ("relu-instead-of-sigmoid", torch.relu, SIGMOID),
            (
                "tanh-instead-of-sigmoid",
                torch.tanh,
                "tanh lies between −1 and 1, so a weight could flip a channel's sign. SE ends in a "
                "sigmoid, between 0 and 1.",
            ),
            (
                "relu-before-sigmoid",
                lambda y: torch.sigmoid(torch.relu(y)),
                "With a ReLU just before the sigmoid no weight can be below ½. The ReLU belongs "
                "after the first layer only.",
            ),
            (
                "sigmoid-twice",
                lambda y: torch.sigmoid(torch.sigmoid(y)),
                "The sigmoid is there twice: the weights then lie between 0.5 and 0.73.",
            ),
            (
                "clamp-instead-of-sigmoid",
                lambda y: y.clamp(0, 1),
                "A clamp passes no gradient outside 0 and 1. SE ends in a sigmoid.",
            ),
            (
                "clamp-instead-of-sigmoid",
                F.hardsigmoid,
                "This is a hard sigmoid, made of straight lines. SE ends in a sigmoid.",
            ),
            (
                "sign-turned-round",
                lambda y: torch.sigmoid(-y),
                "The sign before the sigmoid is turned round: open channels come out shut.",
            ),
            (
                "exponential-instead-of-sigmoid",
                torch.exp,
                "An exponential has no upper limit. SE ends in a sigmoid: 1 / (1 + e^−y).",
            ),
            (
                "twice-the-sigmoid",
                lambda y: torch.sigmoid(y) * 2,
                "The weights go up to 2. SE's lie between 0 and 1.",
            ),
        ),
        "first": (
            (
                "first-bias-forgotten",
                0.0,
                "The bias of the first layer is missing: add b1 before the ReLU.",
            ),
            ("first-bias-subtracted", -1.0, "b1 is subtracted. A bias is added."),
        ),
        "second": (
            (
                "second-bias-forgotten",
                0.0,
                "The bias of the second layer is missing: add b2 before the sigmoid.",
            ),
            ("second-bias-subtracted", -1.0, "b2 is subtracted. A bias is added."),
        ),
    },
)


TRANSPOSED = (
    "The weights are on the wrong side. `nn.Linear` stores them as (out, in), so a layer is "
    "`z @ w.T + b`."
)
