"""Lesson 06: answers that were written without a look at the sheets, to measure the checkers."""

import math

import answered
import numpy as np
import torch.nn.functional as F
from scipy import stats
from torch import nn

from drsn_lite.shrinkage import soft_threshold as soft

WRONG = [
    ("gate-parameters", "batchnorm-or-biases-forgotten", lambda c: 2 * (c * c + c)),
    ("gate-parameters", "one-layer", lambda c: c * c + c + 2 * c),
    (
        "gate-parameters",
        "running-statistics-counted",
        lambda channels: sum(
            v.numel()
            for v in nn.Sequential(
                nn.Linear(channels, channels),
                nn.BatchNorm1d(channels),
                nn.Linear(channels, channels),
            )
            .state_dict()
            .values()
        ),
    ),
    ("half-band", "normal-instead-of-t", lambda g: 1.96 * g.std(ddof=1) / math.sqrt(len(g))),
    (
        "half-band",
        "band-of-a-single-seed",
        lambda g: stats.t.ppf(0.975, len(g) - 1) * g.std(ddof=1),
    ),
    (
        "half-band",
        "one-sided-quantile",
        lambda g: stats.t.ppf(0.95, len(g) - 1) * g.std() / math.sqrt(len(g)),
    ),
    (
        "half-band",
        "range-of-the-values",
        lambda g: (np.percentile(g, 97.5) - np.percentile(g, 2.5)) / 2,
    ),
    (
        "rsbu-cw-unit",
        "drops-a-batch-of-one",
        lambda x, branch, attention: (
            lambda b: (lambda m: soft(b, (attention(m) * m)[:, :, None, None]) + x)(
                b.abs().mean((2, 3), keepdim=True).squeeze()
            )
        )(branch(x)),
    ),
    ("gate-parameters", "something-untrained-counted", lambda c: 2 * (c * c + c) + 2 * c + c),
    ("gate-parameters", "one-of-four-vectors-forgotten", lambda c: 2 * (c * c + c) + c),
    (
        "half-band",
        "degrees-of-freedom",
        lambda g: stats.t.ppf(0.975, len(g)) * g.std(ddof=1) / len(g) ** 0.5,
    ),
    ("half-band", "standard-error", lambda g: g.std(ddof=1) / len(g) ** 0.5),
    (
        "read-the-matrix",
        "percent-instead-of-share",
        {"accuracy": 78.3, "cracks found": 60, "alarms right": 90.5},
    ),
    ("read-the-matrix", "wrong-type", {"accuracy": 0.783, "cracks found": 0.6}),
    (
        "rsbu-cw-unit",
        "input-thresholded",
        lambda x, b, a: (
            x + soft(x, (a(x.abs().mean((2, 3))) * x.abs().mean((2, 3)))[:, :, None, None])
        ),
    ),
    (
        "rsbu-cw-unit",
        "signed-mean",
        lambda x, b, a: (
            lambda y: soft(y, (a(y.mean((2, 3))) * y.abs().mean((2, 3)))[:, :, None, None]) + x
        )(b(x)),
    ),
    (
        "rsbu-cw-unit",
        "drops-a-batch-of-one",
        lambda x, b, f: (
            lambda y: (lambda m: soft(y, (f(m) * m)[..., None, None]) + x)(
                y.abs().mean((2, 3), keepdim=True).squeeze()
            )
        )(b(x)),
    ),
]

RIGHT = [
    (
        "half-band",
        lambda g: (
            np.diff(stats.t(len(g) - 1, loc=np.mean(g), scale=stats.sem(g)).interval(0.95))[0] / 2
        ),
    ),
    ("half-band", lambda g: stats.t.isf(0.025, g.size - 1) * np.sqrt(g.var(ddof=1) / g.size)),
    (
        "gate-parameters",
        lambda channels: sum(
            p.numel()
            for p in nn.Sequential(
                nn.Linear(channels, channels),
                nn.BatchNorm1d(channels),
                nn.ReLU(),
                nn.Linear(channels, channels),
                nn.Sigmoid(),
            ).parameters()
        ),
    ),
    (
        "rsbu-cw-unit",
        lambda x, b, a: (
            lambda y: (lambda m: F.relu(y - m) - F.relu(-y - m) + x)(
                (a(y.abs().mean((2, 3))) * y.abs().mean((2, 3))).unsqueeze(-1).unsqueeze(-1)
            )
        )(b(x)),
    ),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
