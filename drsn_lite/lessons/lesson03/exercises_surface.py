"""Lesson 03: directions for a loss surface, and who claimed what about residual networks."""

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.lessons.lesson03.landscape import normalise_filters


def _scaled(direction: Tensor, weights: Tensor, over: tuple[int, ...]) -> Tensor:
    size = [(part**2).sum(over, keepdim=True).sqrt() for part in (weights, direction)]
    return direction * size[0] / size[1]


_RNG = torch.Generator().manual_seed(3)
_WEIGHTS = torch.tensor([[[[3.0, 4.0]]], [[[0.0, 1.0]]]])
_DIRECTION = torch.tensor([[[[1.0, 0.0]]], [[[2.0, 2.0]]]])

FILTERS = Exercise(
    name="filter-normalise",
    truth=normalise_filters,
    probes=(
        {"direction": _DIRECTION, "weights": _WEIGHTS},
        {
            "direction": torch.randn(4, 3, 1, 3, generator=_RNG),
            "weights": 0.2 * torch.randn(4, 3, 1, 3, generator=_RNG),
        },
    ),
    misconceptions=(
        Misconception(
            "whole-layer",
            lambda direction, weights: _scaled(direction, weights, (0, 1, 2, 3)),
            "The layer as a whole has the right length, but its filters do not. Sum over all axes "
            "but the first.",
        ),
        Misconception(
            "length-one",
            lambda direction, weights: (
                direction / direction.flatten(1).norm(dim=1)[:, None, None, None]
            ),
            "Each filter has the length 1. It should be as long as the filter of the weights: "
            "multiply by ‖w‖.",
        ),
        Misconception(
            "only-multiplied",
            lambda direction, weights: (
                direction * weights.flatten(1).norm(dim=1)[:, None, None, None]
            ),
            "You multiplied by ‖w‖ and left the direction's own length in. Divide by ‖d‖ too.",
        ),
        Misconception(
            "input-channels",
            lambda direction, weights: _scaled(direction, weights, (0, 2, 3)),
            "You went by input channels, axis 1. A filter makes one *output* channel: axis 0.",
        ),
        Misconception(
            "single-weights",
            lambda direction, weights: direction.sign() * weights.abs(),
            "Each single weight got the size of its own. Only the length of the filter as a whole "
            "is fixed; its direction stays random.",
        ),
        Misconception(
            "upside-down",
            lambda direction, weights: (
                direction
                * (direction.flatten(1).norm(dim=1) / weights.flatten(1).norm(dim=1))[
                    :, None, None, None
                ]
            ),
            "The ratio is upside down: it is ‖w‖ / ‖d‖.",
        ),
        Misconception(
            "squared-lengths",
            lambda direction, weights: (
                direction
                * ((weights**2).sum((1, 2, 3)) / (direction**2).sum((1, 2, 3)))[:, None, None, None]
            ),
            "These are squared lengths. The square root is missing.",
        ),
    ),
    praise="Now a step of 1 means the same in every layer: as long as the weights themselves.",
)

CLAIMS = {
    "A": "shown",
    "B": "shown",
    "C": "argued against",
    "D": "not claimed",
    "E": "not claimed",
    "F": "argued against",
}

CLAIMED = Exercise(
    name="who-claimed-what",
    truth=CLAIMS,
    misconceptions=(
        Misconception(
            "training-error-forgotten",
            {"A": "not claimed"},
            "A is what degradation means, and their first figure: the *training* error of the "
            "plain network of 56 layers is higher than that of 20.",
        ),
        Misconception(
            "deeper-residual-overlooked",
            {"B": "argued against"},
            "B: on ImageNet the residual network of 34 layers beats the one of 18, where the plain "
            "one of 34 loses to 18.",
        ),
        Misconception(
            "deeper-residual-left-out",
            {"B": "not claimed"},
            "B is the main result: look at the residual column for ImageNet, 27.88 and 25.03.",
        ),
        Misconception(
            "overfitting",
            {"C": "shown"},
            "C: an overfitted network has a *low* training error. Theirs was high, so overfitting "
            "cannot be the cause, and they say so.",
        ),
        Misconception(
            "overfitting-left-open",
            {"C": "not claimed"},
            "C: they did say something about it. Overfitting does not raise the training error.",
        ),
        Misconception(
            "weights-near-zero",
            {"D": "shown"},
            "D is in a text that this lesson grew from, not in the paper. They call the cause "
            "unknown and suspect a slow convergence.",
        ),
        Misconception(
            "smooth-surface",
            {"E": "shown"},
            "E: that picture is of Li et al., three years later.",
        ),
        Misconception(
            "smooth-surface-denied",
            {"E": "argued against"},
            "E: they neither draw a loss surface nor say anything about one.",
        ),
        Misconception(
            "vanishing-gradient",
            {"F": "shown"},
            "F: they looked. With BatchNorm neither the forward nor the backward signals vanish. "
            "Your panel shows the same for the networks here.",
        ),
        Misconception(
            "vanishing-gradient-left-open",
            {"F": "not claimed"},
            "F: they did look at it, and call vanishing gradients unlikely, since their plain "
            "networks have BatchNorm.",
        ),
    ),
    praise="A result and the explanations that others hang on it are two things.",
)

EXERCISES = (FILTERS, CLAIMED)
