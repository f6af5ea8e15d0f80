"""Lesson 09: answers that were written without a look at the sheets, to measure the checkers."""

import math

import answered
import numpy as np
import torch

from drsn_lite.shrinkage import soft_threshold as soft

WRONG = [
    ("same-power", "power-instead-of-sigma", lambda x, s: s * ((x**2 + (1 - x) ** 2) / 2).mean()),
    ("same-power", "share-forgotten", lambda x, s: np.sqrt(((x**2 + (1 - x) ** 2) / 2).mean())),
    ("same-power", "both-at-once", lambda x, s: np.sqrt(s * (x**2 + (1 - x) ** 2).mean())),
    ("same-power", "salt-alone", lambda x, s: np.sqrt(s * ((1 - x) ** 2).mean())),
    ("same-power", "mean-change", lambda x, s: s * ((x + (1 - x)) / 2).mean()),
    ("one-unit-parameters", "classifier-bias-forgotten", {"resnet": 1376, "drsn-cw": 1422}),
    (
        "one-unit-parameters",
        "running-statistics-counted",
        {"resnet": 1386 + 48, "drsn-cw": 1432 + 52},
    ),
    ("one-unit-parameters", "gate-alone", {"resnet": 1386, "drsn-cw": 46}),
    ("one-unit-parameters", "wrong-type", {"resent": 1386, "drsn-cw": 1432}),
    (
        "uniform-noise",
        "variance-instead-of-standard-deviation",
        {"mean": 0.25, "standard deviation": 0.0208},
    ),
    ("uniform-noise", "width-one", {"mean": 0.5, "standard deviation": 0.2887}),
    (
        "shrink-2d",
        "axes-not-lined-up",
        lambda x, a: (
            soft(x, a * x.abs().mean((2, 3)))
            if x.shape[2:] == x.shape[:2]
            else soft(x, (a * x.abs().mean((2, 3)))[:, :, None, None])
        ),
    ),
    (
        "same-power",
        "pixels-taken-for-black-and-white",
        lambda x, s: np.sqrt(s * np.mean(x**2 / 2 + (1 - x**2) / 2)),
    ),
    (
        "spot-the-confound",
        "flaw-in-both-called-confound",
        {
            "A": "intended",
            "B": "confound",
            "C": "confound",
            "D": "shared",
            "E": "shared",
            "F": "confound",
        },
    ),
    ("one-unit-parameters", "two-gates", {"resnet": 1386, "drsn-cw": 1478}),
    (
        "same-power",
        "share-not-under-the-root",
        lambda x, s: s * np.sqrt(((x**2 + (1 - x) ** 2) / 2).mean()),
    ),
    ("same-power", "a-number-for-each-pixel", lambda x, s: np.sqrt(s * (x**2 + (1 - x) ** 2) / 2)),
    (
        "shrink-2d",
        "threshold-instead-of-features",
        lambda x, a: (x.abs() > a[..., None, None] * x.abs().mean((2, 3), keepdim=True)).float(),
    ),
    (
        "shrink-2d",
        "drops-a-channel-of-one",
        lambda x, a: soft(x, (a * x.abs().mean((2, 3), keepdim=True).squeeze())[..., None, None]),
    ),
    (
        "shrink-2d",
        "drops-a-channel-of-one",
        lambda x, a: soft(x, (a * x.abs().mean((2, 3), keepdim=True).squeeze())[..., None, None]),
    ),
]

RIGHT = [
    (
        "same-power",
        lambda x, s: math.sqrt(
            sum(s * 0.5 * v * v + s * 0.5 * (v - 1) ** 2 for v in x.ravel()) / x.size
        ),
    ),
    ("one-unit-parameters", {"ResNet": "1,386", "DRSN_CW": "1 432 parameters"}),
    ("uniform-noise", {"Mean": "1/4", "standard_deviation": 0.144}),
    (
        "shrink-2d",
        lambda x, alpha: torch.stack(
            [
                torch.stack([soft(p, k * p.abs().mean()) for p, k in zip(im, al, strict=False)])
                for im, al in zip(x, alpha, strict=False)
            ]
        ),
    ),
    (
        "same-power",
        lambda x, share: (share * np.mean([np.mean((x - 0) ** 2), np.mean((x - 1) ** 2)])) ** 0.5,
    ),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
