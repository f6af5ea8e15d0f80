"""Lesson 03: directions for a loss surface."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception, Property
from drsn_lite.lessons.lesson03.landscape import normalise_filters


def _scaled(direction: Tensor, weights: Tensor, over: tuple[int, ...]) -> Tensor:
    size = [(part**2).sum(over, keepdim=True).sqrt() for part in (weights, direction)]
    return direction * size[0] / size[1]


def _lengths(filters: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.sqrt((filters**2).sum((1, 2, 3), keepdims=True))
    return found


def _along(y: NDArray[np.float64], d: NDArray[np.float64], _: object) -> bool:
    """Whether each filter is the old one times a number."""
    factor = (y * d).sum((1, 2, 3), keepdims=True) / (d * d).sum((1, 2, 3), keepdims=True)
    return bool(np.allclose(y, factor * d, rtol=1e-3, atol=1e-5))


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
    properties=(
        Property(
            "direction-turned",
            _along,
            "The filters do not point where they did: each is to be multiplied by *one* number.",
        ),
        Property(
            "other-lengths",
            lambda y, d, w: bool(np.allclose(_lengths(y), _lengths(w), rtol=1e-3)),
            "Each filter has kept its direction, and not got the length of the filter in "
            "`weights`: sum over all axes but the first, and take the root.",
        ),
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
        Misconception(
            "single-kernels",
            lambda direction, weights: _scaled(direction, weights, (2, 3)),
            "Each kernel, one input channel of a filter, got its own length. A filter is all of "
            "`weights[i]`: sum over axes 1, 2 and 3.",
        ),
        Misconception(
            "arguments-swapped",
            lambda direction, weights: _scaled(weights, direction, (1, 2, 3)),
            "Direction and weights are swapped: this gives the weights the length of the "
            "direction.",
        ),
        Misconception(
            "weights-of-length-one",
            lambda direction, weights: (
                weights / weights.flatten(1).norm(dim=1)[:, None, None, None]
            ),
            "These are the weights, made to length 1. It is the direction that changes.",
        ),
        Misconception(
            "sum-of-sizes",
            lambda direction, weights: (
                direction
                * (weights.abs().sum((1, 2, 3)) / direction.abs().sum((1, 2, 3)))[
                    :, None, None, None
                ]
            ),
            "This compares sums of |w|. A length is the root of the sum of the squares.",
        ),
        Misconception(
            "largest-for-length",
            lambda direction, weights: (
                direction
                * (weights.abs().amax((1, 2, 3)) / direction.abs().amax((1, 2, 3)))[
                    :, None, None, None
                ]
            ),
            "This compares the largest values. A length is the root of the sum of the squares.",
        ),
        Misconception(
            "mean-removed",
            lambda direction, weights: (
                direction
                * (weights.flatten(1).std(1) / direction.flatten(1).std(1))[:, None, None, None]
            ),
            "A standard deviation leaves the mean out. The length of a filter includes it: the "
            "root of the sum of the squares.",
        ),
        Misconception(
            "signed-sums",
            lambda direction, weights: (
                direction * (weights.sum((1, 2, 3)) / direction.sum((1, 2, 3)))[:, None, None, None]
            ),
            "This compares sums with their signs. A length is the root of the sum of the "
            "*squares*.",
        ),
        Misconception(
            "root-of-the-ratio",
            lambda direction, weights: (
                direction
                * (weights.flatten(1).norm(dim=1) / direction.flatten(1).norm(dim=1)).sqrt()[
                    :, None, None, None
                ]
            ),
            "One square root too many: `norm` has taken it already.",
        ),
        Misconception(
            "ratio-alone",
            lambda direction, weights: (
                weights.flatten(1).norm(dim=1) / direction.flatten(1).norm(dim=1)
            ),
            "This is the ratio of the lengths. Multiply the direction by it.",
        ),
        Misconception(
            "whole-layer",
            lambda direction, weights: (
                direction * weights.norm() / direction.flatten(1).norm(dim=1)[:, None, None, None]
            ),
            "Each filter got the length of the whole layer. It is its own filter's.",
        ),
        Misconception(
            "whole-layer",
            lambda direction, weights: (
                direction * weights.flatten(1).norm(dim=1)[:, None, None, None] / direction.norm()
            ),
            "The direction was divided by the length of the whole layer. Divide each filter by "
            "its own.",
        ),
        Misconception(
            "step-added",
            lambda direction, weights: weights + _scaled(direction, weights, (1, 2, 3)),
            "This goes a step from the weights. Return the direction alone.",
        ),
        Misconception(
            "upside-down",
            lambda direction, weights: direction * direction.norm() / weights.norm(),
            "The ratio is upside down, and it is that of the whole layer: ‖w‖ / ‖d‖, filter by "
            "filter.",
        ),
        Misconception(
            "channels-alone",
            lambda direction, weights: _scaled(direction, weights, (1,)),
            "This sums over the input channels alone. A filter is all of `weights[i]`: sum over "
            "axes 1, 2 and 3.",
        ),
    ),
    praise="Now a step of 1 means the same in every layer: as long as the weights themselves.",
)

EXERCISES = (FILTERS,)
