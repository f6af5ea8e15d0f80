"""Lesson 04: counting the parameters of a gate."""

from collections.abc import Callable
from typing import Any

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.properties import WHOLE


def _count(channels: int, reduction: int) -> int:
    hidden = channels // reduction
    return 2 * channels * hidden + hidden + channels


def _by_building(count: Callable[[int, int], Any], channels: int, reduction: int) -> Any:
    """A gate without a hidden unit cannot be built everywhere: whoever builds it is let off."""
    try:
        return count(channels, reduction)
    except (ValueError, RuntimeError, ZeroDivisionError):
        if channels // reduction:
            raise
        return _count(channels, reduction)


PARAMETERS = Exercise(
    name="se-parameters",
    properties=(WHOLE,),
    truth=_count,
    apply=_by_building,
    probes=(
        {"channels": 4, "reduction": 2},
        {"channels": 16, "reduction": 4},
        {"channels": 10, "reduction": 4},
        {"channels": 15, "reduction": 4},
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
            "divided-at-the-end",
            lambda channels, reduction: (
                2 * channels**2 // reduction + channels // reduction + channels
            ),
            "2 · C² // r is not 2 · C · (C // r) where r does not divide C: find the width of the "
            "hidden layer first.",
        ),
        Misconception(
            "divided-at-the-end-and-no-biases",
            lambda channels, reduction: 2 * channels * channels // reduction,
            "The biases are missing: each layer has one for each of its outputs. And divide first: "
            "the hidden layer has C // r units.",
        ),
        Misconception(
            "as-many-biases-twice",
            lambda channels, reduction: 2 * channels * (channels // reduction) + 2 * channels,
            "You gave both layers C biases. A layer has a bias for each of its *outputs*, and the "
            "hidden one has C // r.",
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
            "You rounded C / r up, or to the nearest. The usual code divides with "
            "`//`, which rounds down, even to 0.",
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
        Misconception(
            "output-biases-forgotten",
            lambda channels, reduction: (
                2 * channels * (channels // reduction) + channels // reduction
            ),
            "The second layer's biases are missing: C of them.",
        ),
        Misconception(
            "hidden-biases-twice",
            lambda channels, reduction: (
                2 * channels * (channels // reduction) + 2 * (channels // reduction)
            ),
            "You gave both layers C // r biases. A layer has a bias for each of its *outputs*, "
            "and the last one has C.",
        ),
        Misconception(
            "one-layer-only",
            lambda channels, reduction: channels * (channels // reduction),
            "This is the weights of one layer. There are two, and each has biases.",
        ),
        Misconception(
            "one-layer-only",
            lambda channels, reduction: channels * (channels // reduction) + channels,
            "This is the second layer only. The first goes from C to C // r.",
        ),
        Misconception(
            "one-layer-only",
            lambda channels, reduction: (
                channels * (channels // reduction) + channels // reduction + channels
            ),
            "The weights of one layer are missing: there are two layers.",
        ),
        Misconception(
            "one-bias-a-layer",
            lambda channels, reduction: 2 * channels * (channels // reduction) + 2,
            "A layer has a bias for each of its outputs, not one for all.",
        ),
        Misconception(
            "biases-multiplied",
            lambda channels, reduction: (
                2 * channels * (channels // reduction) + channels * (channels // reduction)
            ),
            "Biases are one for each output: C // r and C. They are added, not multiplied.",
        ),
        Misconception(
            "no-reduction",
            lambda channels, reduction: 2 * channels**2 + 2 * channels,
            "The hidden layer is as wide as the others here. It has C // r units.",
        ),
        Misconception(
            "hidden-alone",
            lambda channels, reduction: channels // reduction,
            "This is the width of the hidden layer. Count the weights and biases of both layers.",
        ),
        Misconception(
            "units-counted",
            lambda channels, reduction: 2 * channels + channels // reduction,
            "This counts units. A layer from a to b has a · b weights.",
        ),
        Misconception(
            "convolutions",
            lambda channels, reduction: (
                9 * 2 * channels * (channels // reduction) + channels // reduction + channels
            ),
            "That would be 3×3 convolutions. The layers are linear: no factor of 9.",
        ),
        Misconception(
            "hidden-squared",
            lambda channels, reduction: (
                2 * (channels // reduction) ** 2 + channels // reduction + channels
            ),
            "One side of each layer has C units, not C // r.",
        ),
        Misconception(
            "batchnorm-counted",
            lambda channels, reduction: (
                2 * channels * (channels // reduction) + 3 * (channels // reduction) + channels
            ),
            "You counted a BatchNorm of the hidden layer. SE has none.",
        ),
        Misconception(
            "reduction-twice",
            lambda channels, reduction: (
                2 * channels * (channels // reduction**2) + channels // reduction + channels
            ),
            "The reduction comes in twice.",
        ),
        Misconception(
            "fraction-of-a-unit",
            lambda channels, reduction: int(
                2 * channels * channels / reduction + channels / reduction + channels
            ),
            "C / r need not be whole. Round the hidden layer down first, with `//`, not the sum.",
        ),
        Misconception(
            "fraction-of-a-unit",
            lambda channels, reduction: round(
                2 * channels * channels / reduction + channels / reduction + channels
            ),
            "C / r need not be whole. Round the hidden layer down first, with `//`, not the sum.",
        ),
        Misconception(
            "one-layer-only",
            lambda channels, reduction: channels**2 // reduction + channels,
            "That is about one layer. There are two, and the hidden one has biases too.",
        ),
    ),
    praise="The last probe, 8 channels with r = 16, has no hidden unit: only C biases are left.",
)


EXERCISES = (PARAMETERS,)
