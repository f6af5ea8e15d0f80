"""Lesson 09: what else differs between two programs."""

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import ways

WORDS = {
    "intended": (
        "intentional",
        "under test",
        "the thing under test",
        "meant",
        "intend",
        "intention",
        "on purpose",
        "tested",
        "treatment",
    ),
    "confound": (
        "confounder",
        "confounding",
        "confounded",
        "a confound",
        "confounders",
        "confounds",
        "a confounder",
        "confounding factor",
        "confounding variable",
    ),
    "shared": (
        "same",
        "the same",
        "both",
        "in both",
        "share",
        "common",
        "the same in both",
        "same in both",
        "identical",
        "is shared",
    ),
}


_FACTS = {
    "A": "intended",
    "B": "confound",
    "C": "shared",
    "D": "shared",
    "E": "shared",
    "F": "confound",
}


CONFOUND = Exercise(
    name="spot-the-confound",
    truth=_FACTS,
    synonyms=WORDS,
    misconceptions=(
        Misconception(
            "the-thing-under-test",
            {"A": "confound"},
            "The threshold is what the comparison is about: it is *meant* to differ.",
        ),
        Misconception(
            "thresholds-in-both",
            {"A": "shared"},
            "A says that one network has thresholds and the other has none: that is not the same "
            "in both.",
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
        *ways(
            "same-in-both-called-intended",
            "That is the same in both programs. *Intended* is for what differs, and is what the "
            "comparison asks about.",
            {"C": "intended"},
            {"D": "intended"},
            {"E": "intended"},
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


EXERCISES = (CONFOUND,)
