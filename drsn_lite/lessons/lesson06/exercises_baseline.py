"""Lesson 06: what must a network be compared with, so that a difference shows what is claimed?"""

from drsn_lite.answers.exercise import Exercise, Misconception

BASELINE = Exercise(
    name="fair-baseline",
    truth={
        "gate": "resnet-wide",
        "zeros": "senet",
        "channels": "drsn-cs",
        "shortcut": "convnet",
    },
    misconceptions=(
        Misconception(
            "smaller-rival",
            {"gate": "resnet"},
            "So does the paper. But DRSN-CW has 37 % more parameters than this ResNet, and may win "
            "for that reason alone. Give the ResNet as many.",
        ),
        Misconception(
            "worst-rival",
            {"gate": "convnet"},
            "The ConvNet has no shortcuts and fewer parameters: three things differ from DRSN-CW, "
            "and a gain may come from any of them.",
        ),
        Misconception(
            "another-gate",
            {"gate": "senet"},
            "SENet has a gate of its own. This pair asks whether thresholds are better than "
            "weights, not whether a gate is worth its parameters.",
        ),
        Misconception(
            "no-attention-at-all",
            {"zeros": "resnet-wide"},
            "The wide ResNet has neither attention nor thresholds. A gain over it may come from "
            "either: take the network that has the attention without the thresholds.",
        ),
        Misconception(
            "thresholds-on-both-sides",
            {"zeros": "drsn-cs"},
            "DRSN-CS has thresholds too. A gain over it says nothing about having them.",
        ),
        Misconception(
            "other-channelwise-gate",
            {"channels": "senet"},
            "SENet is channel-wise as well, and it has no thresholds. To compare one threshold "
            "with C of them, both networks must have some.",
        ),
        Misconception(
            "shortcuts-on-both-sides",
            {"shortcut": "resnet-wide"},
            "The wide ResNet has shortcuts too: this pair compares sizes. Take the network that is "
            "a ResNet without them.",
        ),
    ),
    praise="One thing that differs, one thing that is claimed.",
)

EXERCISES = (BASELINE,)
"""The exercise on baselines."""
