"""Lesson 03: the numbers of a dense block."""

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.lessons.lesson03.relatives import connections

DENSE = Exercise(
    name="dense-numbers",
    truth=lambda in_channels, layers, growth: (connections(layers), in_channels + layers * growth),
    probes=(
        {"in_channels": 64, "layers": 6, "growth": 32},
        {"in_channels": 16, "layers": 12, "growth": 12},
        {"in_channels": 5, "layers": 1, "growth": 3},
    ),
    misconceptions=(
        Misconception(
            "places-changed",
            lambda in_channels, layers, growth: (
                in_channels + layers * growth,
                connections(layers),
            ),
            "Both numbers are right but swapped: the connections come first.",
        ),
        Misconception(
            "chain",
            lambda in_channels, layers, growth: (layers, ...),
            "L connections make a chain, where a layer sees only the one before it. Here the l-th "
            "layer sees l things: the input and l − 1 layers.",
        ),
        Misconception(
            "chain",
            lambda in_channels, layers, growth: (layers + 1, ...),
            "L + 1 arrows make a chain with an output. Here the l-th layer sees l things.",
        ),
        Misconception(
            "chain",
            lambda in_channels, layers, growth: (layers - 1, ...),
            "L − 1 arrows make a chain of layers. Here the l-th layer sees l things: the input "
            "and l − 1 layers.",
        ),
        Misconception(
            "layers-without-the-input",
            lambda in_channels, layers, growth: (layers * (layers - 1) // 2, ...),
            "You counted the pairs of layers, L(L − 1)/2. The block's input feeds every layer "
            "too: L more.",
        ),
        Misconception(
            "both-directions",
            lambda in_channels, layers, growth: (layers * (layers + 1), ...),
            "Each connection is counted twice. It leads only forwards.",
        ),
        Misconception(
            "both-directions",
            lambda in_channels, layers, growth: (layers * (layers - 1), ...),
            "These are ordered pairs of layers: each is counted twice, and the input is left out.",
        ),
        Misconception(
            "square",
            lambda in_channels, layers, growth: (layers**2, ...),
            "L² would let every layer see every layer, itself and later ones too.",
        ),
        Misconception(
            "output-counted-too",
            lambda in_channels, layers, growth: ((layers + 1) * (layers + 2) // 2, ...),
            "You counted the block's output as a layer. An arrow leads from a source to a *layer* "
            "that sees it.",
        ),
        Misconception(
            "doubling",
            lambda in_channels, layers, growth: (2**layers, ...),
            "2^L would be the number of paths. Count arrows: 1 + 2 + 3 + … + L.",
        ),
        Misconception(
            "doubling",
            lambda in_channels, layers, growth: (2**layers - 1, ...),
            "That is about the number of paths. Count arrows: 1 + 2 + 3 + … + L.",
        ),
        Misconception(
            "halves-cut-off",
            lambda in_channels, layers, growth: (layers // 2 * (layers + 1), ...),
            "L // 2 cuts a half off where L is odd: divide after the product.",
        ),
        Misconception(
            "channels-counted",
            lambda in_channels, layers, growth: (
                sum(in_channels + i * growth for i in range(layers)),
                ...,
            ),
            "You added up channels. A connection is one arrow, however many channels it carries.",
        ),
        Misconception(
            "added-like-a-residual-unit",
            lambda in_channels, layers, growth: (..., in_channels),
            "The channels stay the same only where features are added; here they are put side by "
            "side.",
        ),
        Misconception(
            "input-left-out",
            lambda in_channels, layers, growth: (..., layers * growth),
            "The block's own input is part of what comes out: in_channels more.",
        ),
        Misconception(
            "last-layer-alone",
            lambda in_channels, layers, growth: (..., growth),
            "`growth` is what one layer makes; the block returns the whole pile.",
        ),
        Misconception(
            "last-layer-alone",
            lambda in_channels, layers, growth: (..., in_channels + growth),
            "This is the pile after one layer. Each of the L layers adds `growth` channels.",
        ),
        Misconception(
            "one-layer-less",
            lambda in_channels, layers, growth: (..., in_channels + (layers - 1) * growth),
            "This is what the last layer *sees*. What it makes belongs to the output too.",
        ),
        Misconception(
            "one-layer-more",
            lambda in_channels, layers, growth: (..., in_channels + (layers + 1) * growth),
            "L layers add L times `growth` channels, not L + 1 times.",
        ),
        Misconception(
            "channels-multiplied",
            lambda in_channels, layers, growth: (..., in_channels * growth**layers),
            "Each layer *adds* `growth` channels to the pile; it does not multiply them.",
        ),
        Misconception(
            "channels-multiplied",
            lambda in_channels, layers, growth: (..., in_channels * layers * growth),
            "Each layer *adds* `growth` channels to the pile; it does not multiply them.",
        ),
        Misconception(
            "channels-multiplied",
            lambda in_channels, layers, growth: (..., (in_channels + growth) * layers),
            "The input is there once, not once for each layer.",
        ),
        Misconception(
            "channels-multiplied",
            lambda in_channels, layers, growth: (..., in_channels * layers + growth),
            "in_channels and growth have changed places: the input is there once, and each layer "
            "adds `growth`.",
        ),
        Misconception(
            "channels-of-all-connections",
            lambda in_channels, layers, growth: (..., in_channels + connections(layers) * growth),
            "A layer's channels are counted once in the output, however many layers see them.",
        ),
        Misconception(
            "doubled-each-time",
            lambda in_channels, layers, growth: (..., in_channels * 2**layers),
            "The pile grows by `growth` in each layer. It does not double.",
        ),
    ),
    praise="Six layers of growth 32 on 64 channels: 21 connections and 256 channels.",
)

EXERCISES = (DENSE,)
