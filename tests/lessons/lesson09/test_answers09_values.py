"""Lesson 09, numbers and words: wrong answers with the name that they should hear, right ones."""

from typing import Any

import answered
import numpy as np

from drsn_lite.lessons.lesson09 import one_unit
from drsn_lite.networks import count_parameters


def parameters(resnet=1386, drsn=None):
    return {"resnet": resnet, "drsn-cw": resnet + 46 if drsn is None else drsn}


def noise(mean=0.25, deviation=0.1443):
    return {"mean": mean, "standard deviation": deviation}


def facts(**other):
    return dict(zip("ABCDEF", "icsssc", strict=True)) | other


def said(**other):
    words = {"i": "intended", "c": "confound", "s": "shared"}
    return {key: words.get(value, value) for key, value in facts(**other).items()}


WRONG: list[tuple[str, str, Any]] = [
    ("one-unit-parameters", slug, answer)
    for slug, answer in [
        ("classifier-bias-forgotten", parameters(1376)),
        ("no-biases", parameters(1362)),
        ("all-biases-forgotten", parameters(1352)),
        ("running-statistics-counted", parameters(1434, 1484)),
        ("batch-norm-forgotten", parameters(1338)),
        ("last-batch-norm-forgotten", parameters(1370)),
        ("one-convolution-in-the-unit", parameters(802)),
        ("stem-forgotten", parameters(1306)),
        ("classifier-forgotten", parameters(1296)),
        ("flattened-instead-of-averaged", parameters(8 * 9 + 8 + 2 * 584 + 48 + 15680 + 10)),
        ("hidden-layer-of-c", parameters(drsn=1386 + 160)),
        ("gate-without-batch-norm", parameters(drsn=1428)),
        ("gate-without-biases", parameters(drsn=1422)),
        ("one-bias-of-the-gate-forgotten", parameters(drsn=1424)),
        ("gate-alone", parameters(drsn=46)),
        ("no-gate", parameters(drsn=1386)),
        ("swapped", parameters(1432, 1386)),
        ("colour-image", parameters(1386 + 144)),
        ("wrong-type", parameters("many", 3)),
    ]
]
WRONG += [
    ("uniform-noise", slug, answer)
    for slug, answer in [
        ("no-mean", noise(mean=0)),
        ("end-for-mean", noise(mean=0.5)),
        ("halved-twice", noise(mean=0.125)),
        ("rms-instead-of-standard-deviation", noise(deviation=0.289)),
        ("variance-instead-of-standard-deviation", noise(deviation=0.0208)),
        ("mean-square-instead-of-standard-deviation", noise(deviation=0.0833)),
        ("width-not-squared", noise(deviation=0.0417)),
        ("width-not-squared", noise(deviation=0.204)),
        ("half-width-instead-of-standard-deviation", noise(deviation=0.25)),
        ("half-width-in-the-formula", noise(deviation=0.0722)),
        ("mean-deviation", noise(deviation=0.125)),
        ("swapped", noise(0.1443, 0.25)),
        ("unnamed", noise(deviation=0.15)),
    ]
]
WRONG += [
    ("spot-the-confound", slug, answer)
    for slug, answer in [
        ("the-thing-under-test", said(A="c")),
        ("thresholds-in-both", said(A="s")),
        ("shortcut-overlooked", said(B="s")),
        ("shortcut-thought-part-of-the-method", said(B="i")),
        ("flaw-in-both-called-confound", said(C="confounder")),
        ("same-in-both-called-intended", said(C="i")),
        ("wrong-name-called-confound", said(D="c")),
        ("fewer-images-called-confound", said(E="c")),
        ("parameters-overlooked", said(F="same")),
        ("parameters-intended", said(F="i")),
        ("unknown-word", said(F="bad")),
    ]
]


DRAWN = np.random.default_rng(1).uniform(0, 0.5, 5000)
RIGHT: list[tuple[str, Any]] = [
    (
        "one-unit-parameters",
        {name: count_parameters(one_unit.build(name)) for name in ("resnet", "drsn-cw")},
    ),
    ("one-unit-parameters", {"ResNet": 1386.0, "DRSN-CW": np.int64(1432), "senet": 1428}),
    ("one-unit-parameters", {"resnet": "1,386", "drsn_cw": "1,432 parameters"}),
    ("one-unit-parameters", parameters(72 + 8 + 2 * (576 + 8) + 3 * 16 + 90)),
    ("uniform-noise", noise(0.25, 0.144)),
    ("uniform-noise", noise(1 / 4, 0.14)),
    ("uniform-noise", noise(DRAWN.mean(), DRAWN.std())),
    ("uniform-noise", {"Mean": "0.25", "Standard_Deviation": np.float32(0.1443)}),
    ("spot-the-confound", said(B="confounder", F="Confounding")),
    ("spot-the-confound", {key.lower(): value for key, value in said().items()}),
    ("spot-the-confound", said(C="same", D="the same", G="shared")),
    ("spot-the-confound", {key: value.upper() for key, value in said().items()}),
]


test_a_wrong_answer_hears_the_name_of_its_idea = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
