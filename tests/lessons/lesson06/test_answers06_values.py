"""Lesson 06, numbers and words: wrong answers with the name that they should hear, right ones."""

import statistics
from typing import Any

import answered
import numpy as np
import torch
from scipy import stats

from drsn_lite.checks import check


def half(s=lambda g: np.std(g, ddof=1), p=0.975, df=-1, n=lambda n: n**0.5):
    return lambda gains: stats.t.ppf(p, len(gains) + df) * s(gains) / n(len(gains))


WRONG: list[tuple[str, str, Any]] = [
    ("half-band", slug, answer)
    for slug, answer in [
        ("normal-instead-of-t", lambda g: 1.96 * np.std(g, ddof=1) / np.sqrt(len(g))),
        ("normal-instead-of-t", lambda g: stats.norm.ppf(0.975) * stats.sem(g)),
        ("one-sided-quantile", half(p=0.95)),
        ("sign-of-the-quantile", half(p=0.025)),
        ("degrees-of-freedom", half(df=0)),
        ("degrees-of-freedom", half(df=0, s=np.std)),
        ("population-deviation", half(s=np.std)),
        ("band-of-a-single-seed", half(n=lambda n: 1)),
        ("n-not-under-the-root", half(n=lambda n: n)),
        ("variance-for-deviation", half(s=lambda g: np.var(g, ddof=1))),
        ("standard-error", lambda g: stats.sem(g)),
        ("whole-width", lambda g: 2 * half()(g)),
        ("both-ends", lambda g: stats.t.interval(0.95, len(g) - 1, np.mean(g), stats.sem(g))),
        ("corrected-twice", half(n=lambda n: (n - 1) ** 0.5)),
        ("another-level", half(p=0.995)),
    ]
]


def matrix(**other):
    right = {"accuracy": 235 / 300, "cracks found": 0.6, "alarms right": 190 / 210}
    return right | {key.replace("_", " "): value for key, value in other.items()}


def rivals(**other):
    return {
        "gate": "resnet-wide",
        "zeros": "senet-abs",
        "channels": "drsn-cs",
        "shortcut": "convnet",
    } | other


WRONG += [
    ("read-the-matrix", slug, answer)
    for slug, answer in [
        ("percent-instead-of-share", matrix(accuracy=78.3, cracks_found=60, alarms_right=90.5)),
        ("counts-instead-of-shares", matrix(accuracy=235)),
        ("errors-instead-of-accuracy", matrix(accuracy=0.217)),
        ("mean-of-precisions", matrix(accuracy=0.79)),
        ("precision-for-recall", matrix(cracks_found=0.75)),
        ("found-by-any-alarm", matrix(cracks_found=0.9)),
        ("cracks-over-all", matrix(cracks_found=0.2)),
        ("cracks-missed", matrix(cracks_found=0.4)),
        ("alarms-by-row", matrix(alarms_right=0.95)),
        ("exact-alarms", matrix(alarms_right=0.738)),
        ("false-alarms", matrix(alarms_right=0.095)),
        ("alarms-over-all", matrix(alarms_right=0.7)),
        ("one-alarm-alone", matrix(alarms_right=0.75)),
        ("wrong-type", matrix(accuracy="most")),
        ("unnamed", matrix(alarms_right=0.91)),
    ]
] + [
    ("fair-baseline", slug, answer)
    for slug, answer in [
        ("smaller-rival", rivals(gate="ResNet")),
        ("another-gate", rivals(gate="drsn-cs")),
        ("against-itself", rivals(gate="drsn-cw")),
        ("against-itself", rivals(shortcut="resnet")),
        ("another-attention", rivals(zeros="SENet")),
        ("another-gate", rivals(gate="senet-abs")),
        ("other-channelwise-gate", rivals(channels="senet-abs")),
        ("shortcuts-on-both-sides", rivals(shortcut="senet-abs")),
        ("no-attention-at-all", rivals(zeros="resnet")),
        ("no-attention-at-all", rivals(zeros="convnet")),
        ("no-threshold-to-compare", rivals(channels="resnet-wide")),
        ("other-channelwise-gate", rivals(channels="SENet")),
        ("shortcuts-on-both-sides", rivals(shortcut="senet")),
        ("thresholds-on-both-sides", rivals(zeros="drsn_cs")),
        ("unknown-word", rivals(zeros="vgg")),
    ]
]


RIGHT: list[tuple[str, Any]] = [
    ("half-band", lambda g: stats.t.interval(0.95, len(g) - 1, 0, stats.sem(g))[1]),
    ("half-band", lambda g: round(half()(g), 2)),
    ("half-band", lambda g: half(s=lambda g: statistics.stdev(g.tolist()))(g)),
    ("half-band", lambda g: {4: 2.776, 2: 4.303, 6: 2.447}[len(g) - 1] * stats.sem(g)),
    ("half-band", lambda g: half(s=lambda g: (sum((g - g.mean()) ** 2) / (len(g) - 1)) ** 0.5)(g)),
    ("read-the-matrix", matrix(accuracy=0.78, alarms_right=0.9)),
    ("read-the-matrix", matrix(accuracy="78.3 %", cracks_found="60%", alarms_right="190/210")),
    ("read-the-matrix", matrix(accuracy=np.float32(0.783), alarms_right=torch.tensor(0.905))),
    ("read-the-matrix", {"Accuracy": 0.783, "Cracks_found": 0.6, "ALARMS RIGHT": 0.905, "n": 3}),
    ("fair-baseline", rivals(gate="wide ResNet", zeros="SENet-abs")),
    ("fair-baseline", {key.upper(): value.upper() for key, value in rivals().items()}),
    ("fair-baseline", rivals(channels="DRSN_CS", note="none is perfect")),
    ("fair-baseline", rivals(gate="resnet_wide", shortcut="ConvNet")),
]


test_a_wrong_answer_hears_the_name_of_its_idea = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)


def test_a_word_that_is_not_known_is_told_the_others() -> None:
    message = check("fair-baseline", rivals(zeros="vgg")).message
    assert '"vgg"' in message
    assert all(word in message for word in ("senet", "convnet", "resnet-wide", "drsn-cs"))
