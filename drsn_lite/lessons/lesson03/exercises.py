"""Lesson 03: the shortcut, and the numbers of a dense block."""

import torch
import torch.nn.functional as F
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.blocks import identity_shortcut
from drsn_lite.lessons.lesson03.relatives import connections


def _padded(x: Tensor, out_channels: int, stride: int, before: float, value: float = 0.0) -> Tensor:
    """Every stride-th position, with a share `before` of the new channels in front."""
    x = x[:, :, ::stride, ::stride]
    extra = out_channels - x.shape[1]
    front = int(extra * before)
    return F.pad(x, (0, 0, 0, 0, front, extra - front), value=value)


def _repeated(x: Tensor, out_channels: int, stride: int) -> Tensor:
    x = x[:, :, ::stride, ::stride]
    return x[:, torch.arange(out_channels) % x.shape[1]]


def _averaged(x: Tensor, out_channels: int, stride: int) -> Tensor:
    x = F.avg_pool2d(x, (min(stride, x.shape[2]), stride), ceil_mode=True)
    return identity_shortcut(x, out_channels)


def _image(*shape: int) -> Tensor:
    return torch.arange(1.0, 1 + torch.Size(shape).numel()).reshape(shape)


SHORTCUT = Exercise(
    name="shortcut",
    truth=identity_shortcut,
    probes=(
        {"x": _image(1, 1, 1, 5), "out_channels": 3, "stride": 2},
        {"x": _image(2, 2, 4, 6), "out_channels": 6, "stride": 2},
        {"x": _image(2, 3, 1, 7), "out_channels": 3, "stride": 1},
    ),
    misconceptions=(
        Misconception(
            "zeros-behind",
            lambda x, out_channels, stride: _padded(x, out_channels, stride, 0),
            "All new channels stand behind the old ones. Put half of them in front.",
        ),
        Misconception(
            "zeros-in-front",
            lambda x, out_channels, stride: _padded(x, out_channels, stride, 1),
            "All new channels stand in front of the old ones. Put half of them behind.",
        ),
        Misconception(
            "ones-instead-of-zeros",
            lambda x, out_channels, stride: _padded(x, out_channels, stride, 0.5, 1.0),
            "The new channels hold ones. Then the shortcut adds something that was not in x.",
        ),
        Misconception(
            "repeated-channels",
            _repeated,
            "The new channels are copies of the old ones. The shortcut should carry x once: fill "
            "up with zeros.",
        ),
        Misconception(
            "average-over-neighbours",
            _averaged,
            "This averages neighbouring positions. Pooling of size 1 with stride 2 keeps every "
            "second position as it is.",
        ),
        Misconception(
            "starts-at-the-second",
            lambda x, out_channels, stride: identity_shortcut(
                x[:, :, (stride - 1) % x.shape[2] :, stride - 1 :], out_channels, stride
            ),
            "You keep positions 1, 3, 5, … A strided convolution starts at position 0, and the "
            "two must match.",
        ),
        Misconception(
            "width-alone",
            lambda x, out_channels, stride: identity_shortcut(x[:, :, :, ::stride], out_channels),
            "The stride acts on the width alone. An image is strided in height as well; for a "
            "signal of height one both are the same.",
        ),
        Misconception(
            "cut-instead-of-strided",
            lambda x, out_channels, stride: identity_shortcut(
                x[:, :, : -(-x.shape[2] // stride), : -(-x.shape[3] // stride)], out_channels
            ),
            "You keep the first half of the positions, so the end of the signal is lost. Keep "
            "every second one, `[::stride]`.",
        ),
    ),
    praise="No weights: what the unit adds is x itself, and where x has no channel, nothing.",
)

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
            "chain",
            lambda in_channels, layers, growth: (layers, in_channels + layers * growth),
            "L connections make a chain, where a layer sees only the one before it. Here the l-th "
            "layer sees l things: the input and l − 1 layers.",
        ),
        Misconception(
            "layers-without-the-input",
            lambda in_channels, layers, growth: (
                layers * (layers - 1) // 2,
                in_channels + layers * growth,
            ),
            "You counted the pairs of layers, L(L − 1)/2. The block's input feeds every layer too: "
            "L more.",
        ),
        Misconception(
            "both-directions",
            lambda in_channels, layers, growth: (
                layers * (layers + 1),
                in_channels + layers * growth,
            ),
            "Each connection is counted twice. It leads only forwards.",
        ),
        Misconception(
            "square",
            lambda in_channels, layers, growth: (layers**2, in_channels + layers * growth),
            "L² would let every layer see every layer, itself and later ones too.",
        ),
        Misconception(
            "added-like-a-residual-unit",
            lambda in_channels, layers, growth: (connections(layers), in_channels),
            "The connections are right. The channels stay the same only where features are added; "
            "here they are put side by side.",
        ),
        Misconception(
            "places-changed",
            lambda in_channels, layers, growth: (
                in_channels + layers * growth,
                connections(layers),
            ),
            "Both numbers are right but swapped: the connections come first.",
        ),
        Misconception(
            "input-left-out",
            lambda in_channels, layers, growth: (connections(layers), layers * growth),
            "The connections are right. The block's own input is part of what comes out: "
            "in_channels more.",
        ),
        Misconception(
            "last-layer-alone",
            lambda in_channels, layers, growth: (connections(layers), growth),
            "The connections are right. `growth` is what one layer makes; the block returns the "
            "whole pile.",
        ),
    ),
    praise="Six layers of growth 32 on 64 channels: 21 connections and 256 channels.",
)

EXERCISES = (SHORTCUT, DENSE)
