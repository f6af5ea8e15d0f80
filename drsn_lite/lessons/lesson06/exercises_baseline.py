"""Lesson 06: what must a network be compared with, so that a difference shows what is claimed?"""

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import ways

NETWORKS = {
    "convnet": ("conv net", "cnn", "plain convnet"),
    "resnet": ("plain resnet", "res net"),
    "resnet-wide": ("wide resnet", "wider resnet", "resnet wide", "wideresnet", "wide"),
    "senet": ("se", "se-net"),
    "senet-abs": ("se-abs", "senet abs", "abs senet", "se-net-abs"),
    "drsn-cs": ("cs", "drsn cs"),
    "drsn-cw": ("cw", "drsn cw"),
}
TRUTH = {
    "gate": "resnet-wide",
    "zeros": "senet-abs",
    "channels": "drsn-cs",
    "shortcut": "convnet",
}


def _said(key: str, slug: str, why: str, *rivals: str) -> tuple[Misconception, ...]:
    return ways(slug, why, *({key: rival} for rival in rivals))


BASELINE = Exercise(
    name="fair-baseline",
    truth=TRUTH,
    synonyms=NETWORKS,
    misconceptions=(
        *_said(
            "gate",
            "smaller-rival",
            "So does the paper. But DRSN-CW has 37 % more parameters than this ResNet, and may win "
            "for that reason alone. Give the ResNet as many.",
            "resnet",
        ),
        *_said(
            "gate",
            "worst-rival",
            "The ConvNet has no shortcuts and fewer parameters: three things differ from DRSN-CW, "
            "and a gain may come from any of them.",
            "convnet",
        ),
        *_said(
            "gate",
            "another-gate",
            "That network has a gate of its own. This pair asks whether a gate is worth its "
            "parameters: the rival has none, and as many parameters.",
            "senet",
            "senet-abs",
            "drsn-cs",
        ),
        *ways(
            "against-itself",
            "B is the same network as A. The difference is then always 0, and shows nothing.",
            {"gate": "drsn-cw"},
            {"zeros": "drsn-cw"},
            {"channels": "drsn-cw"},
            {"shortcut": "resnet"},
        ),
        *_said(
            "zeros",
            "no-attention-at-all",
            "This rival has neither attention nor thresholds. A gain over it may come from "
            "either: take the network that has the attention without the thresholds.",
            "resnet-wide",
            "resnet",
            "convnet",
        ),
        *_said(
            "zeros",
            "another-attention",
            "SENet has attention and no thresholds, but its attention is another one: it looks at "
            "the mean of x in place of mean |x|, and has no BatchNorm. Three things differ from "
            "DRSN-CW. One network in the table differs in the threshold alone.",
            "senet",
        ),
        *_said(
            "zeros",
            "thresholds-on-both-sides",
            "DRSN-CS has thresholds too. A gain over it says nothing about having them.",
            "drsn-cs",
        ),
        *_said(
            "channels",
            "other-channelwise-gate",
            "That gate is channel-wise as well, and it has no thresholds. To compare one threshold "
            "with C of them, both networks must have some.",
            "senet",
            "senet-abs",
        ),
        *_said(
            "channels",
            "no-threshold-to-compare",
            "This rival has no threshold at all. The claim is about one threshold against C of "
            "them: both networks must have some.",
            "resnet-wide",
            "resnet",
            "convnet",
        ),
        *_said(
            "shortcut",
            "shortcuts-on-both-sides",
            "That network has shortcuts too. Take the one that is a ResNet without them.",
            "resnet-wide",
            "senet",
            "senet-abs",
            "drsn-cs",
            "drsn-cw",
        ),
    ),
    praise="One thing that differs, one thing that is claimed.",
)

EXERCISES = (BASELINE,)
"""The exercise on baselines."""
