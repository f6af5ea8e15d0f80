"""Lesson 02: answers that were written without a look at the sheets, to measure the checkers."""

import math

import answered
import numpy as np
import torch
import torch.nn.functional as F
from scipy import stats

WRONG = [
    ("soft-threshold", "one-sided", lambda x, t: torch.relu(x - t)),
    ("soft-threshold", "lost-sign", lambda x, t: torch.relu(x - t) + torch.relu(-x - t)),
    (
        "soft-threshold",
        "hard-instead-of-soft",
        lambda x, t: torch.where(x.abs() > t, x, torch.zeros_like(x)),
    ),
    (
        "soft-threshold",
        "cuts-the-gradient",
        lambda x, t: (
            torch.relu(x - torch.as_tensor(t).detach())
            - torch.relu(-x - torch.as_tensor(t).detach())
        ),
    ),
    ("soft-threshold", "no-dead-zone", lambda x, t: x - t * torch.sign(x)),
    ("soft-threshold", "what-was-removed", lambda x, t: torch.relu(x + t) - torch.relu(x - t) - t),
    (
        "soft-threshold-gradient",
        "wrong-gradient-sign",
        lambda x, t: ((x.abs() > t).float(), x.sign() * (x.abs() > t)),
    ),
    (
        "soft-threshold-gradient",
        "sign-of-x-forgotten",
        lambda x, t: ((x.abs() > t).float(), -(x.abs() > t).float()),
    ),
    (
        "soft-threshold-gradient",
        "places-of-the-dead-zone",
        lambda x, t: ((x.abs() < t).float(), -x.sign() * (x.abs() < t).float()),
    ),
    (
        "soft-threshold-gradient",
        "parts-swapped",
        lambda x, t: (-x.sign() * (x.abs() > t), (x.abs() > t).float()),
    ),
    ("soft-threshold-gradient", "one-sided", lambda x, t: ((x > t).float(), -(x > t).float())),
    ("soft-threshold-gradient", "wrong-type", lambda x, t: (x.abs() > t).float()),
    ("universal-threshold", "std-instead-of-mad", lambda f, n: f.std() * np.sqrt(2 * np.log(n))),
    (
        "universal-threshold",
        "log10-instead-of-ln",
        lambda f, n: np.median(np.abs(f)) / 0.6745 * np.sqrt(2 * np.log10(n)),
    ),
    (
        "universal-threshold",
        "signed-median",
        lambda f, n: np.median(f) / 0.6745 * np.sqrt(2 * np.log(n)),
    ),
    (
        "universal-threshold",
        "multiplied-by-0.6745",
        lambda f, n: np.median(np.abs(f)) * 0.6745 * np.sqrt(2 * np.log(n)),
    ),
    (
        "universal-threshold",
        "wrong-n",
        lambda f, n: np.median(np.abs(f)) / 0.6745 * np.sqrt(2 * np.log(len(f))),
    ),
    (
        "universal-threshold",
        "forgot-sqrt",
        lambda f, n: np.median(np.abs(f)) / 0.6745 * 2 * np.log(n),
    ),
    ("which-tau", "variance-scaling", {"sample": "B", "factor": 4}),
    ("which-tau", "square-root-scaling", {"sample": "B", "factor": 1.414}),
    ("which-tau", "less-noise-larger-threshold", {"sample": "A", "factor": 2}),
    ("which-tau", "same-threshold", {"sample": "same", "factor": 1}),
    ("which-tau", "factor-turned-round", {"sample": "B", "factor": 0.5}),
    ("soft-threshold", "wrong-shape", lambda x, t: (torch.relu(x - t) - torch.relu(-x - t)).sum()),
    (
        "universal-threshold",
        "mean-instead-of-median",
        lambda f_, n: np.mean(np.abs(f_)) / 0.6745 * np.sqrt(2 * np.log(n)),
    ),
    (
        "soft-threshold",
        "pushed-away-from-zero",
        lambda x, t: torch.relu(x + t) - torch.relu(-x + t),
    ),
    (
        "soft-threshold",
        "garrote-instead",
        lambda x, t: torch.where(x.abs() > t, x - t**2 / x, 0 * x),
    ),
    (
        "soft-threshold-gradient",
        "gradient-in-dead-zone",
        lambda x, t: (torch.ones_like(x), -x.sign() * (x.abs() > t)),
    ),
    (
        "soft-threshold-gradient",
        "value-instead-of-slope",
        lambda x, t: (x.sign() * torch.relu(x.abs() - t), -x.sign() * (x.abs() > t)),
    ),
    (
        "universal-threshold",
        "two-forgotten",
        lambda f, n: np.median(abs(f)) / 0.6745 * math.sqrt(math.log(n)),
    ),
    (
        "universal-threshold",
        "std-instead-of-mad",
        lambda f, n: np.std(f, ddof=1) * math.sqrt(2 * math.log(n)),
    ),
    ("which-tau", "wrong-type", {"sample": "B", "factor": "sqrt(2)"}),
    ("which-tau", "decibels-for-a-factor", {"sample": "B", "factor": 6.02}),
]

RIGHT = [
    (
        "soft-threshold",
        lambda x, t: (
            F.softshrink(x, float(t))
            if not isinstance(t, torch.Tensor)
            else x.sign() * (x.abs() - t).clamp(min=0)
        ),
    ),
    ("soft-threshold", lambda x, t: x - torch.maximum(torch.minimum(x, t + 0 * x), -t + 0 * x)),
    (
        "soft-threshold-gradient",
        lambda x, t: [
            torch.where((x > t) | (x < -t), 1.0, 0.0),
            torch.where(x > t, -1.0, torch.where(x < -t, 1.0, 0.0)),
        ],
    ),
    (
        "universal-threshold",
        lambda f, n: (
            1.4826 * sorted(abs(f))[len(f) // 2] * math.sqrt(2 * math.log(n))
            if len(f) % 2
            else 1.4826 * np.median(abs(f)) * math.sqrt(2 * math.log(n))
        ),
    ),
    ("which-tau", {"Sample": "sample B", "factor": "2x"}),
    ("which-tau", {"sample": "b", "factor": "two times" if 0 else 2}),
    (
        "soft-threshold-gradient",
        lambda x, t: (
            x.abs().gt(t).double(),
            torch.where(x.abs() > t, -torch.sgn(x), torch.zeros_like(x)),
        ),
    ),
    (
        "universal-threshold",
        lambda f_, n: (
            stats.median_abs_deviation(f_, center=lambda a, axis=None: 0 * np.mean(a, axis=axis))
            / 0.6745
            * math.sqrt(2 * math.log(n))
        ),
    ),
    ("soft-threshold", lambda x, tau: x.sign() * (x.abs() - tau).clamp_min(0)),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
