"""Lesson 04: excite, two layers from means to weights."""

import torch
import torch.nn.functional as F

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.properties import A_SHARE
from drsn_lite.lessons.lesson04 import excite_mistakes as of

EXCITE = Exercise(
    name="se-excite",
    properties=(A_SHARE,),
    truth=of.excite(torch.relu, torch.sigmoid, 1.0, 1.0),
    probes=(of.layers(3, 2, 1), of.layers(4, 4, 3)),
    misconceptions=(
        Misconception(
            "forgot-biases",
            of.excite(torch.relu, torch.sigmoid, 0.0, 0.0),
            "The biases are missing: add b1 after the first layer and b2 after the second.",
        ),
        Misconception(
            "relu-and-sigmoid-swapped",
            of.excite(torch.sigmoid, torch.relu, 1.0, 1.0),
            "The two are swapped: the ReLU comes after the first layer, the sigmoid at the end.",
        ),
        *of.FAMILY.one,
        Misconception(
            "one-layer-only",
            lambda z, w1, b1, w2, b2: torch.relu(z @ w1.T + b1),
            "This is the hidden layer. The second one, with the sigmoid, turns it into C weights.",
        ),
        Misconception(
            "one-layer-only",
            lambda z, w1, b1, w2, b2: torch.sigmoid(z @ w1.T + b1),
            "This is one layer. A second one turns its hidden units into C weights.",
        ),
        Misconception(
            "layers-swapped",
            lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(z @ w2 + b1) @ w1 + b2),
            "The weights are those of the other layer: `w1` makes the hidden units out of z, `w2` "
            "makes C weights out of them. A layer of `nn.Linear` is `z @ w.T + b`.",
        ),
        Misconception(
            "bias-after-the-relu",
            lambda z, w1, b1, w2, b2: torch.sigmoid((torch.relu(z @ w1.T) + b1) @ w2.T + b2),
            "b1 comes after the ReLU here. It belongs to the layer: add it before.",
        ),
        Misconception(
            "bias-after-the-sigmoid",
            lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(z @ w1.T + b1) @ w2.T) + b2,
            "b2 comes after the sigmoid here. It belongs to the layer: add it before.",
        ),
        Misconception(
            "weights-times-z",
            lambda z, w1, b1, w2, b2: z * torch.sigmoid(torch.relu(z @ w1.T + b1) @ w2.T + b2),
            "You multiplied z by the weights. Return the weights; they go to the features later.",
        ),
    ),
    combined=(
        *of.FAMILY.two,
        Misconception(
            "transposed",
            lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(z @ w1 + b1) @ w2 + b2),
            of.TRANSPOSED,
        ),
        Misconception(
            "transposed",
            lambda z, w1, b1, w2, b2: torch.sigmoid(F.linear(F.linear(z, w1.T, b1).relu(), w2, b2)),
            of.TRANSPOSED,
        ),
        Misconception(
            "transposed",
            lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(z @ w1.T + b1) @ w2 + b2),
            of.TRANSPOSED,
        ),
        Misconception(
            "transposed",
            lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(w1 @ z + b1) @ w2 + b2),
            of.TRANSPOSED,
        ),
        Misconception(
            "biases-swapped",
            lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(z @ w1.T + b2) @ w2.T + b1),
            "The biases are swapped: b1 belongs to the first layer.",
        ),
    ),
    praise="Two small layers: the first looks for patterns among the channels, the second answers.",
)


EXERCISES = (EXCITE,)
