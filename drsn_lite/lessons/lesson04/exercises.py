"""Lesson 04, first half: squeeze and excite. Features are tensors x of shape (N, C, H, W)."""

import math

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception

SMALL = torch.tensor(
    [[[[1.0, -3.0, 5.0]], [[0.5, -0.5, 0.3]]], [[[4.0, 2.0, 0.0]], [[0.0, -1.0, 7.0]]]]
)
"""Two samples, two channels, three positions: numbers to follow by hand."""

MAPS = (torch.arange(48.0) * 0.37).sin().reshape(2, 3, 4, 2) + torch.tensor([0.3, -0.2, 0.1])[
    :, None, None
]
SQUEEZE = Exercise(
    name="se-squeeze",
    truth=lambda x: x.mean(dim=(2, 3)),
    probes=({"x": SMALL}, {"x": MAPS}),
    misconceptions=(
        Misconception(
            "abs-instead-of-signed",
            lambda x: x.abs().mean(dim=(2, 3)),
            "You averaged |x|. That is what the thresholds of lesson 05 do; squeeze and excitation "
            "averages x with its sign.",
        ),
        Misconception(
            "max-instead-of-mean",
            lambda x: x.amax(dim=(2, 3)),
            "You took the largest value of each channel. Squeeze is the mean: global *average* "
            "pooling.",
        ),
        Misconception(
            "sum-instead-of-mean",
            lambda x: x.sum(dim=(2, 3)),
            "This is the sum. It grows with the size of the map, so weights learned on one size "
            "would not fit another: divide by the number of positions.",
        ),
        Misconception(
            "squeezed-over-channels",
            lambda x: x.mean(dim=1),
            "You averaged over the channels (axis 1), which leaves a map. Squeeze leaves the "
            "channels and averages over the positions, axes 2 and 3.",
        ),
        Misconception(
            "squeezed-over-channels-too",
            lambda x: x.mean(dim=(1, 2, 3)),
            "One number a sample: the channels are averaged as well. Squeeze gives C numbers a "
            "sample; leave axis 1 alone.",
        ),
        Misconception(
            "squeezed-over-batch",
            lambda x: x.mean(dim=(0, 2, 3)),
            "You averaged over the batch as well (axis 0), so that all samples share one "
            "description. Each sample must get its own.",
        ),
        Misconception(
            "one-axis-only",
            lambda x: x.mean(dim=3),
            "You averaged over the last axis only. An image has positions in two: axes 2 and 3.",
        ),
        Misconception(
            "kept-axes",
            lambda x: x.mean(dim=(2, 3), keepdim=True),
            "The numbers are right, the shape is (N, C, 1, 1). The layers that follow take "
            "(N, C): leave `keepdim` out.",
        ),
    ),
    praise="C numbers a sample, whatever the size of the map.",
)


def _excite(z: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    return torch.sigmoid(torch.relu(z @ w1.T + b1) @ w2.T + b2)


def _layers(channels: int, hidden: int, samples: int) -> dict[str, Tensor]:
    def wave(*shape: int, step: float) -> Tensor:
        return 2 * (torch.arange(1.0, 1 + math.prod(shape)) * step).sin().reshape(shape)

    return {
        "z": wave(samples, channels, step=1.1),
        "w1": wave(hidden, channels, step=0.7),
        "b1": wave(hidden, step=2.3),
        "w2": wave(channels, hidden, step=1.7),
        "b2": wave(channels, step=0.9),
    }


EXCITE = Exercise(
    name="se-excite",
    truth=_excite,
    probes=(_layers(3, 2, 1), _layers(4, 4, 3)),
    misconceptions=(
        Misconception(
            "softmax-instead-of-sigmoid",
            lambda z, w1, b1, w2, b2: (torch.relu(z @ w1.T + b1) @ w2.T + b2).softmax(dim=-1),
            "A softmax makes the weights add up to 1: one channel's gain is another's loss. The "
            "gates of SE are independent, so that several channels can be open at once: use a "
            "sigmoid.",
        ),
        Misconception(
            "softmax-over-batch",
            lambda z, w1, b1, w2, b2: (torch.relu(z @ w1.T + b1) @ w2.T + b2).softmax(dim=0),
            "A softmax over axis 0 lets the samples of a batch compete. Use a sigmoid, which "
            "treats each number by itself.",
        ),
        Misconception(
            "missing-relu",
            lambda z, w1, b1, w2, b2: torch.sigmoid((z @ w1.T + b1) @ w2.T + b2),
            "There is no ReLU between the two layers. Two linear layers in a row are one linear "
            "layer, so the hidden one adds nothing.",
        ),
        Misconception(
            "missing-sigmoid",
            lambda z, w1, b1, w2, b2: torch.relu(z @ w1.T + b1) @ w2.T + b2,
            "The weights are not between 0 and 1: they may be negative or large. A sigmoid is "
            "missing at the end.",
        ),
        Misconception(
            "relu-instead-of-sigmoid",
            lambda z, w1, b1, w2, b2: torch.relu(torch.relu(z @ w1.T + b1) @ w2.T + b2),
            "A ReLU at the end has no upper limit, and it shuts a channel for good. SE ends in a "
            "sigmoid.",
        ),
        Misconception(
            "tanh-instead-of-sigmoid",
            lambda z, w1, b1, w2, b2: torch.tanh(torch.relu(z @ w1.T + b1) @ w2.T + b2),
            "tanh lies between −1 and 1, so a weight could flip a channel's sign. SE ends "
            "in a sigmoid, between 0 and 1.",
        ),
        Misconception(
            "sigmoid-in-the-middle",
            lambda z, w1, b1, w2, b2: torch.sigmoid(torch.sigmoid(z @ w1.T + b1) @ w2.T + b2),
            "The hidden layer has a sigmoid; SE has a ReLU there. The sigmoid comes once, at the "
            "end.",
        ),
        Misconception(
            "relu-and-sigmoid-swapped",
            lambda z, w1, b1, w2, b2: torch.relu(torch.sigmoid(z @ w1.T + b1) @ w2.T + b2),
            "The two are swapped: the ReLU comes after the first layer, the sigmoid at the end.",
        ),
        Misconception(
            "relu-before-sigmoid",
            lambda z, w1, b1, w2, b2: torch.sigmoid(
                torch.relu(torch.relu(z @ w1.T + b1) @ w2.T + b2)
            ),
            "With a ReLU just before the sigmoid no weight can be below ½. The ReLU belongs after "
            "the first layer only.",
        ),
        Misconception(
            "forgot-biases",
            lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(z @ w1.T) @ w2.T),
            "The biases are missing: add b1 after the first layer and b2 after the second.",
        ),
        Misconception(
            "one-layer-only",
            lambda z, w1, b1, w2, b2: torch.relu(z @ w1.T + b1),
            "This is the hidden layer. The second one, with the sigmoid, turns it into C weights.",
        ),
    ),
    praise="Two small layers: the first looks for patterns among the channels, the second answers.",
)

EXERCISES = (SQUEEZE, EXCITE)
