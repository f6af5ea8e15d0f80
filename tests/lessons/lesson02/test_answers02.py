"""Lesson 02: answers as learners write them, wrong ones with the name that they should get."""

import math

import answered
import numpy as np
import torch
import torch.nn.functional as F


def no_grad(x, tau):
    with torch.no_grad():
        return F.relu(x - tau) - F.relu(-x - tau)


def no_return(x, tau):
    y = F.relu(x - tau) - F.relu(-x - tau)
    print(y.shape, end="")


def in_place(x, tau):
    x[x.abs() <= tau] = 0
    return x


def loop(x, tau):
    tau = (torch.zeros_like(x) + tau).ravel()
    out = torch.zeros_like(x).ravel()
    for i, v in enumerate(x.ravel()):
        if v > tau[i]:
            out[i] = v - tau[i]
        elif v < -tau[i]:
            out[i] = v + tau[i]
    return out.reshape(x.shape)


def plain_numbers(x, tau):
    taus = (torch.zeros_like(x) + tau).flatten().tolist()
    numbers = [
        math.copysign(max(abs(v) - t, 0), v)
        for v, t in zip(x.flatten().tolist(), taus, strict=True)
    ]
    return torch.tensor(numbers).reshape(x.shape)


def slopes(x, tau):
    dx = torch.zeros_like(x)
    dx[x > tau] = 1
    dx[x < -tau] = 1
    dt = torch.where(x > tau, -1.0, torch.where(x < -tau, 1.0, 0.0))
    return dx, dt


def mad(f):
    return np.median(np.abs(f)) / 0.6745


SOFT, GRAD, UNIV, WHICH = (
    "soft-threshold",
    "soft-threshold-gradient",
    "universal-threshold",
    "which-tau",
)

WRONG = [
    (name, slug, answer)
    for name, answer, slug in [
        (SOFT, lambda x, t: F.relu(x) - t, "tau-after-the-relu"),
        (SOFT, lambda x, t: F.relu(x), "tau-forgotten"),
        (SOFT, lambda x, t: F.relu(x) - F.relu(-x), "nothing-done"),
        (SOFT, lambda x, t: F.relu(x) - F.relu(-x) - t, "tau-off-everything"),
        (SOFT, lambda x, t: F.relu(x - t) - F.relu(t - x), "tau-off-everything"),
        (SOFT, lambda x, t: F.relu(x - t) + F.relu(x + t), "plus-for-minus"),
        (SOFT, lambda x, t: x.abs() - t, "no-dead-zone"),
        (
            SOFT,
            lambda x, t: torch.where(x.abs() > t, x - t, torch.zeros_like(x)),
            "same-shift-on-both-sides",
        ),
        (
            SOFT,
            lambda x, t: torch.where(x.abs() > t, x + t * x.sign(), 0 * x),
            "pushed-away-from-zero",
        ),
        (SOFT, lambda x, t: torch.where(x.abs() < t, x, 0 * x), "inside-out"),
        (SOFT, lambda x, t: x * (x > t), "hard-and-one-sided"),
        (SOFT, lambda x, t: x * F.relu(x.abs() - t), "times-x"),
        (SOFT, lambda x, t: F.relu(x - 2 * t) - F.relu(-x - 2 * t), "tau-twice"),
        (SOFT, lambda x, t: F.relu(x) - F.relu(-x - t), "first-threshold-forgotten"),
        (SOFT, lambda x, t: F.relu(x - t).detach() - F.relu(-x - t).detach(), "cuts-the-gradient"),
        (
            SOFT,
            lambda x, t: x.sign() * F.relu(x.abs() - torch.as_tensor(t).detach()),
            "cuts-the-gradient",
        ),
        (SOFT, lambda x, t: (F.relu(x - t) - F.relu(-x - t)).data, "cuts-the-gradient"),
        (SOFT, no_grad, "cuts-the-gradient"),
        (SOFT, no_return, "returns-nothing"),
        (SOFT, in_place, "hard-instead-of-soft"),
        (SOFT, lambda x, t: max(x - t, 0) - max(-x - t, 0), "raised"),
        (SOFT, torch.nn.Softshrink, "wrong-type"),
        (GRAD, lambda x, t: (x.abs() < t, -x.sign() * (x.abs() > t)), "places-of-the-dead-zone"),
        (GRAD, lambda x, t: (x.sign() * (x.abs() > t), x.sign() * (x.abs() > t)), "sign-in-dy-dx"),
        (GRAD, lambda x, t: (F.softshrink(x, 0.2), 0 * x), "gradient-of-hard"),
        (GRAD, lambda x, t: (x.abs() > t, -torch.ones_like(x)), "tau-gradient-in-dead-zone"),
        (GRAD, lambda x, t: (x.abs() > t, x.sign()), "tau-gradient-in-dead-zone"),
        (GRAD, lambda x, t: (x > t, -x.sign() * (x.abs() > t)), "one-sided"),
        (GRAD, lambda x, t: (x.abs() > t, x.abs() > t), "wrong-gradient-sign"),
        (GRAD, lambda x, t: (-x.sign() * (x.abs() > t), x.abs() > t), "parts-swapped"),
        (GRAD, lambda x, t: (x.abs() > t, (-x.sign() * (x.abs() > t)).sum()), "summed-over-x"),
        (
            GRAD,
            lambda x, t: (torch.ones_like(x), -x.sign() * (x.abs() > t)),
            "gradient-in-dead-zone",
        ),
        (GRAD, lambda x, t: (loop(x, t), -x.sign() * (x.abs() > t)), "value-instead-of-slope"),
        (UNIV, lambda f, n: np.median(f) / 0.6745 * np.sqrt(2 * np.log(n)), "signed-median"),
        (UNIV, lambda f, n: mad(f) * np.sqrt(2) * np.log(n), "logarithm-outside-the-root"),
        (UNIV, lambda f, n: mad(f) * 2 * np.sqrt(np.log(n)), "two-outside-the-root"),
        (UNIV, lambda f, n: mad(f) * np.sqrt(2 * np.log(len(f))), "wrong-n"),
        (UNIV, lambda f, n: np.mean(np.abs(f)) * np.sqrt(2 * np.log(n)), "mean-instead-of-median"),
        (UNIV, lambda f, n: f.std(ddof=1) * np.sqrt(2 * np.log(n)), "std-instead-of-mad"),
        (UNIV, lambda f, n: f.std() / 0.6745 * np.sqrt(2 * np.log(n)), "std-instead-of-mad"),
        (UNIV, lambda f, n: np.median(abs(f)) * np.sqrt(2 * np.log10(n)), "log10-instead-of-ln"),
        (UNIV, lambda f, n: mad(f), "sigma-alone"),
        (
            UNIV,
            lambda f, n: np.max(abs(f)) / 0.6745 * np.sqrt(2 * np.log(n)),
            "largest-instead-of-median",
        ),
        (UNIV, lambda f, n: mad(f) ** 2 * np.sqrt(2 * np.log(n)), "variance-instead-of-sigma"),
        (UNIV, lambda f, n: np.abs(f) / 0.6745 * np.sqrt(2 * np.log(n)), "wrong-shape"),
        (
            UNIV,
            lambda f, n: f.abs().median() / 0.6745 * (2 * math.log(n)) ** 0.5,
            "torch-for-numpy",
        ),
        (WHICH, {"sample": "A", "factor": 2}, "less-noise-larger-threshold"),
        (WHICH, {"sample": "B", "factor": 4}, "variance-scaling"),
        (WHICH, {"sample": "B", "factor": 1.41}, "square-root-scaling"),
        (WHICH, {"sample": "B", "factor": 0.5}, "factor-turned-round"),
        (WHICH, {"sample": "equal", "factor": 1}, "same-threshold"),
        (WHICH, {"sample": "B", "factor": 1}, "factor-one"),
        (WHICH, {"sample": "B", "factor": 6}, "decibels-for-a-factor"),
        (WHICH, {"sample": "C", "factor": 2}, "unknown-word"),
        (WHICH, {"sample": 2, "factor": "B"}, "wrong-type"),
        (WHICH, ("B", 2), "wrong-type"),
    ]
]

RIGHT = [
    (SOFT, loop),
    (SOFT, plain_numbers),
    (SOFT, lambda x, t: x - x.clamp(-torch.as_tensor(t), torch.as_tensor(t))),
    (SOFT, lambda x, t: torch.where(x.abs() > t, x - x.sign() * t, torch.zeros_like(x))),
    (SOFT, lambda x, t: x.sign() * (x.abs() - t).clamp(min=0)),
    (SOFT, lambda x, t: np.sign(x.numpy()) * np.maximum(np.abs(x.numpy()) - np.asarray(t), 0)),
    (SOFT, lambda x, t: x.float().sign() * F.relu(x.float().abs() - t)),
    (SOFT, lambda x, t: torch.maximum(x - t, 0 * x) + torch.minimum(x + t, 0 * x)),
    (SOFT, lambda x, t: (y := F.relu(x - t)) + -(F.relu(-x - t)) + 0 * y),
    (SOFT, lambda x, t: x * F.relu(1 - t / x.abs())),
    (GRAD, slopes),
    (GRAD, lambda x, t: [(x.abs() > t).float(), -(x.abs() > t).float() * x.sign()]),
    (GRAD, lambda x, t: ((x.abs() > t).int(), (x < -t).int() - (x > t).int())),
    (GRAD, lambda x, t: (1.0 * (abs(x) > t), torch.where(abs(x) > t, -x / abs(x), 0.0))),
    (UNIV, lambda f, n: 1.4826 * np.median(np.abs(f)) * math.sqrt(2 * math.log(n))),
    (UNIV, lambda f, n: sorted(abs(f))[len(f) // 2] / 0.6745 * (2 * np.log(n)) ** 0.5),
    (UNIV, lambda f, n: round(mad(f) * np.sqrt(2 * np.log(n)), 3)),
    (UNIV, lambda f, n: np.float32(mad(f) * np.sqrt(np.log(n**2)))),
    (WHICH, {"sample": "sample B", "factor": 2}),
    (WHICH, {"sample": "b", "factor": "2x"}),
    (WHICH, {"Sample": "B", "Factor": np.float32(2), "why": "σ doubles"}),
    (WHICH, {"factor": "2 times", "sample": "B."}),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
