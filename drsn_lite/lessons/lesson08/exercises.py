"""Lesson 08: digits and MNIST. Counting the layout, the authors' noise, and what else differs."""

import math

from drsn_lite.answers.exercise import Exercise, Misconception

PARAMETERS = Exercise(
    name="one-unit-parameters",
    truth={"resnet": 1386, "drsn-cw": 1432},
    misconceptions=(
        Misconception(
            "no-biases",
            {"resnet": 1362},
            "You left out the biases of the three convolutions, 8 each. A BatchNorm makes them "
            "superfluous, but the text has them: `bias=True`.",
        ),
        Misconception(
            "running-statistics-counted",
            {"resnet": 1434},
            "You counted four numbers a channel for each BatchNorm. Two of them, the running mean "
            "and variance, are measured and not trained: they are no parameters.",
        ),
        Misconception(
            "batch-norm-forgotten",
            {"resnet": 1338},
            "The three BatchNorms are missing: a scale and a shift for each of 8 channels.",
        ),
        Misconception(
            "last-batch-norm-forgotten",
            {"resnet": 1370},
            "The unit has two BatchNorms, and a third stands after it, before the averaging.",
        ),
        Misconception(
            "flattened-instead-of-averaged",
            {"resnet": 16986},
            "The classifier does not see all 8 × 14 × 14 numbers of an MNIST image: the average "
            "over positions leaves 8.",
        ),
        Misconception(
            "one-convolution-in-the-unit",
            {"resnet": 802},
            "The unit has two convolutions of 8 × 8 × 3 × 3 weights and 8 biases.",
        ),
        Misconception(
            "hidden-layer-of-c",
            {"drsn-cw": 1546},
            "That gate has a first layer of C = 8 units, as in the paper's figure. This text has "
            "`out_channels//4`, which is 2.",
        ),
        Misconception(
            "gate-without-batch-norm",
            {"drsn-cw": 1428},
            "Between the gate's two layers stands a BatchNorm over 2 numbers: 4 parameters. "
            "(Without it you have counted the SENet of this size.)",
        ),
        Misconception(
            "gate-without-biases",
            {"drsn-cw": 1422},
            "The gate's two layers have biases: 2 and 8.",
        ),
        Misconception(
            "one-threshold-output",
            {"drsn-cw": 1411},
            "One output is channel-shared, DRSN-CS. Channel-wise, the gate's last layer has 8.",
        ),
        Misconception(
            "thresholds-are-parameters",
            {"drsn-cw": 1440},
            "The thresholds themselves are no parameters: they are computed from each image.",
        ),
    ),
    praise="46 more, or 3 %: here the two are nearly of one size, unlike those of the paper.",
)

SPREAD = 0.5 / math.sqrt(12)

UNIFORM = Exercise(
    name="uniform-noise",
    truth={"mean": 0.25, "standard deviation": SPREAD},
    tolerance=0.01,
    misconceptions=(
        Misconception(
            "no-mean",
            {"mean": 0.0},
            "Noise between 0 and 0.5 is never negative, so it cannot average out: every pixel "
            "gets brighter.",
        ),
        Misconception(
            "end-for-mean",
            {"mean": 0.5},
            "0.5 is the largest value. The mean lies in the middle, between 0 and 0.5.",
        ),
        Misconception(
            "rms-instead-of-standard-deviation",
            {"standard deviation": 0.5 / math.sqrt(3)},
            "That is the RMS value of U(0, 0.5), which holds the mean as well (or the standard "
            "deviation of U(0, 1)). Measure from the mean, with a width of 0.5.",
        ),
        Misconception(
            "variance-instead-of-standard-deviation",
            {"standard deviation": 0.25 / 12},
            "That is the variance. Take its square root.",
        ),
        Misconception(
            "half-width-instead-of-standard-deviation",
            {"standard deviation": 0.25},
            "That is how far the values reach from their mean. Most lie nearer.",
        ),
    ),
    praise="The mean is larger than the spread: three quarters of this noise's power is a shift.",
)

CONFOUND = Exercise(
    name="spot-the-confound",
    truth={
        "A": "intended",
        "B": "confound",
        "C": "shared",
        "D": "shared",
        "E": "shared",
        "F": "confound",
    },
    misconceptions=(
        Misconception(
            "the-thing-under-test",
            {"A": "confound"},
            "The threshold is what the comparison is about: it is *meant* to differ.",
        ),
        Misconception(
            "shortcut-overlooked",
            {"B": "shared"},
            "Look at B again: the ResNet comes ready-made from TFLearn, and its shortcut averages "
            "2 × 2 pixels. The DRSN is written out and keeps every second pixel.",
        ),
        Misconception(
            "shortcut-thought-part-of-the-method",
            {"B": "intended"},
            "The paper's shortcut is the same in ResNet and DRSN. That they differ in B is an "
            "accident of the library, not part of the method.",
        ),
        Misconception(
            "flaw-in-both-called-confound",
            {"C": "confound"},
            "`img_prep` reaches neither program's `input_data`. A flaw in both is a flaw, but it "
            "cannot favour one of them by itself.",
        ),
        Misconception(
            "wrong-name-called-confound",
            {"D": "confound"},
            "Both programs call the test set validation. The name is wrong in both.",
        ),
        Misconception(
            "fewer-images-called-confound",
            {"E": "confound"},
            "Both train on the 55,000 images that TFLearn's loader gives: neither has more.",
        ),
        Misconception(
            "parameters-overlooked",
            {"F": "shared"},
            "1,432 is not 1,386. It is a small confound, and it is one: a gain of a network with "
            "more parameters may come from the parameters.",
        ),
        Misconception(
            "parameters-intended",
            {"F": "intended"},
            "The threshold is meant to differ, the number of parameters is not: it comes along. "
            "So a careful comparison has a ResNet of that size beside it.",
        ),
    ),
    praise="What differs besides the thing under test is a confound; a flaw in both is not one.",
)

EXERCISES = (PARAMETERS, UNIFORM, CONFOUND)
