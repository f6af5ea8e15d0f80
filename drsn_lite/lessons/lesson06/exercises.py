"""Lesson 06: the parameters of a gate."""

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways
from drsn_lite.answers.properties import WHOLE

SIZE = Exercise(
    name="gate-parameters",
    properties=(WHOLE,),
    truth=lambda channels: 2 * channels**2 + 4 * channels,
    probes=({"channels": 4}, {"channels": 16}, {"channels": 7}),
    misconceptions=(
        *ways(
            "batchnorm-or-biases-forgotten",
            "2C too few: either the scale and the shift of the BatchNorm are missing, or the "
            "biases of the two FC layers. Both are trained.",
            lambda channels: 2 * channels**2 + 2 * channels,
        ),
        *ways(
            "one-of-four-vectors-forgotten",
            "C too few. Beside the weights there are four vectors of C numbers: a bias of each FC "
            "layer, and the scale and the shift of the BatchNorm.",
            lambda channels: 2 * channels**2 + 3 * channels,
            lambda channels: 2 * channels**2 + channels,
        ),
        *ways(
            "one-bias-a-layer",
            "A layer has a bias for each *output*, C of them, and a BatchNorm a scale and a shift "
            "for each input: not one for all.",
            lambda channels: 2 * channels**2 + 2,
            lambda channels: 2 * channels**2 + 4,
            lambda channels: 2 * channels**2 + 2 * channels + 2,
        ),
        *ways(
            "weights-alone",
            "These are the weights of the two FC layers. Each also has C biases, and the "
            "BatchNorm has a scale and a shift for each of its C inputs.",
            lambda channels: 2 * channels**2,
        ),
        *ways(
            "running-statistics-counted",
            "You counted the running mean and variance of the BatchNorm. They are measured, not "
            "trained: `parameters()` does not hold them.",
            lambda channels: 2 * channels**2 + 6 * channels,
            lambda channels: 2 * channels**2 + 6 * channels + 1,
        ),
        *ways(
            "something-untrained-counted",
            "C too many. ReLU and sigmoid have nothing to train, and the thresholds are computed "
            "from each sample: they are no parameters.",
            lambda channels: 2 * channels**2 + 5 * channels,
        ),
        *ways(
            "two-batch-norms",
            "There is one BatchNorm in the gate, between the two FC layers; you counted two. The "
            "sigmoid alone follows the second.",
            lambda channels: 2 * channels**2 + 8 * channels,
        ),
        *ways(
            "shared-gate",
            "This is the gate of DRSN-CS: its second FC layer has one output. Channel-wise it "
            "has C.",
            lambda channels: channels**2 + 4 * channels + 1,
            lambda channels: channels**2 + 4 * channels,
        ),
        *ways(
            "one-layer",
            "There are two FC layers, with the BatchNorm and a ReLU between them.",
            lambda channels: channels**2 + 3 * channels,
            lambda channels: channels**2 + channels,
            lambda channels: channels**2 + 2 * channels,
            lambda channels: channels**2,
        ),
        *ways(
            "weights-added-not-multiplied",
            "Fully connected: each of C outputs has a weight for each of C inputs, so C · C "
            "weights a layer, not C or 2C.",
            *(lambda channels, times=times: times * channels for times in range(1, 11)),
        ),
        *ways(
            "narrow-hidden-layer",
            "The hidden layer of your gate is narrower, as in the authors' later image code (C // "
            "4) or in SENet (C // 16). In the paper's figure it has C.",
            *(
                lambda channels, r=r: (
                    channels * (channels // r) * 2 + channels + 3 * (channels // r)
                )
                for r in (2, 16, 4)
            ),
        ),
        *ways(
            "all-gates-of-the-network",
            "That is the number for several units. One gate is asked for.",
            *(
                lambda channels, n=n: n * (2 * channels**2 + 4 * channels)
                for n in (2, 3, 4, 6, 8, 12)
            ),
        ),
    ),
    praise="12 such gates make the 3,136 parameters by which DRSN-CW is larger than ResNet.",
)


EXERCISES = (SIZE,)
