"""Lesson 05: answers as learners write them, wrong ones with the name that they should get."""

import math

import answered
import numpy as np
import torch
import torch.nn.functional as F

from drsn_lite.lessons.lesson05.exercises_bugs import SYMPTOMS

CW, CS, CAP, WAY, SPOT, FIX = (
    "channelwise-threshold",
    "shared-threshold",
    "cap",
    "noise-and-threshold",
    "spot-the-bug",
    "fix-the-gate",
)


def opened(a):
    return a[:, :, None, None]


def size(x):
    return x.abs().mean(dim=(2, 3), keepdim=True)


def soft(x, tau):
    return x.sign() * F.relu(x.abs() - tau)


def loop(x, alpha):
    tau = torch.zeros(*x.shape[:2], 1, 1)
    for n in range(len(x)):
        for c in range(x.shape[1]):
            tau[n, c] = alpha[n, c] * x[n, c].abs().mean()
    return tau


def no_grad(x, alpha):
    with torch.no_grad():
        return opened(alpha) * size(x)


def gate(x, f, mean=size, squash=torch.sigmoid, cap=size, cut=soft):
    alpha = squash(f(mean(x)[:, :, 0, 0]))
    return cut(x, opened(alpha) * cap(x))


def signed(x):
    return x.mean(dim=(2, 3), keepdim=True)


def one(x):
    return torch.ones_like(x[:, :, :1, :1])


def where(x, tau):
    return torch.where(x > tau, x - tau, torch.where(x < -tau, x + tau, torch.zeros_like(x)))


def by_where(x, tau):
    return torch.where(x.abs() > tau, x - tau * x.sign(), 0 * x)


def published(x, tau):
    sub = x.abs() - tau
    return torch.maximum(sub, sub - sub)


def no_return(x, f):
    a = size(x)
    soft(x, opened(torch.sigmoid(f(a[:, :, 0, 0]))) * a)


WRONG = [
    (name, slug, answer)
    for name, answer, slug in [
        (CW, lambda x, a: opened(a) * signed(x), "signed-mean"),
        (CW, lambda x, a: opened(a) * signed(x).abs(), "abs-of-mean"),
        (CW, lambda x, a: opened(a) * x.abs().mean(), "mean-over-everything"),
        (CW, lambda x, a: opened(a), "missing-mean"),
        (CW, lambda x, a: size(x), "missing-alpha"),
        (CW, lambda x, a: a * x.abs().mean((2, 3)), "lost-axes"),
        (CW, lambda x, a: (opened(a) * size(x)).squeeze(), "batch-of-one-lost"),
        (CW, lambda x, a: opened(a) * x.abs().sum((2, 3), keepdim=True), "sum-instead-of-mean"),
        (
            CW,
            lambda x, a: opened(a) * (x**2).mean((2, 3), keepdim=True),
            "squares-instead-of-sizes",
        ),
        (
            CW,
            lambda x, a: opened(a) * x.pow(2).mean((2, 3), keepdim=True).sqrt(),
            "root-mean-square",
        ),
        (CW, lambda x, a: opened(a.sigmoid()) * size(x), "sigmoid-again"),
        (CW, lambda x, a: opened(1 - a) * size(x), "turned-round"),
        (CW, lambda x, a: opened(a) + size(x), "added-instead-of-multiplied"),
        (CW, lambda x, a: opened(a) * x.abs(), "every-position"),
        (CW, lambda x, a: soft(x, opened(a) * size(x)), "features-instead-of-threshold"),
        (CW, lambda x, a: opened(a) * size(x).detach(), "cuts-the-gradient"),
        (CW, lambda x, a: (opened(a) * size(x)).detach(), "cuts-the-gradient"),
        (CW, lambda x, a: opened(a.data) * size(x), "cuts-the-gradient"),
        (CW, no_grad, "cuts-the-gradient"),
        (CW, lambda x, a: a * size(x), "alpha-without-axes"),
        (CS, lambda x, a: opened(a) * size(x), "c-thresholds-called-shared"),
        (CS, lambda x, a: opened(a) * x.mean((1, 2, 3), keepdim=True), "signed-mean"),
        (CS, lambda x, a: opened(a) * x.abs().mean(), "shared-over-batch"),
        (CS, lambda x, a: a * x.abs().mean((1, 2, 3)), "every-pair-of-samples"),
        (CS, lambda x, a: a[:, 0] * x.abs().mean((1, 2, 3)), "lost-axes"),
        (CS, lambda x, a: a * x.abs().mean((1, 2, 3))[:, None], "lost-axes"),
        (CS, lambda x, a: opened(a) * x.abs().sum((1, 2, 3), keepdim=True), "sum-instead-of-mean"),
        (CS, lambda x, a: opened(a) * size(x).sum(1, keepdim=True), "sum-over-channels"),
        (CS, lambda x, a: opened(a) * x.abs().amax((1, 2, 3), keepdim=True), "max-instead-of-mean"),
        (CS, lambda x, a: opened(a), "missing-mean"),
        (CS, lambda x, a: x.abs().mean((1, 2, 3), keepdim=True), "missing-alpha"),
        (
            CS,
            lambda x, a: (opened(a) * size(x).mean(1, keepdim=True)).detach(),
            "cuts-the-gradient",
        ),
        (CAP, 0.5, "half"),
        (CAP, 1, "all-of-them"),
        (CAP, 0.8, "the-cap-itself"),
        (CAP, 0.79, "one-sided"),
        (CAP, 0.68, "one-sigma"),
        (CAP, 0.425, "what-is-kept"),
        (CAP, 0.288, "half-the-interval"),
        (CAP, 57.5, "percent-instead-of-fraction"),
        (CAP, 0.74, "root-of-two-forgotten"),
        (CAP, 1 / math.sqrt(math.pi), "the-cap-in-other-units"),
        (CAP, 0.632, "laplacian"),
        (CAP, 0, "none-of-them"),
        (WAY, "A", "swapped-sentence"),
        (WAY, "same", "one-threshold-for-all"),
        (WAY, "equal", "one-threshold-for-all"),
        (WAY, "sample A", "swapped-sentence"),
        (WAY, "not A", "unknown-word"),
        (WAY, "C", "unknown-word"),
        (WAY, 2, "wrong-type"),
        (SPOT, SYMPTOMS | {"A": "one-sided"}, "signed-mean-called-lost-sign"),
        (SPOT, SYMPTOMS | {"A": "leaks"}, "a-is-not-leaks"),
        (SPOT, SYMPTOMS | {"B": "not-shared"}, "batch-called-channels"),
        (SPOT, SYMPTOMS | {"C": "jumps"}, "c-is-not-jumps"),
        (SPOT, SYMPTOMS | {"D": "nan"}, "d-is-not-nan"),
        (SPOT, SYMPTOMS | {"E": "never zero"}, "e-is-not-never-zero"),
        (SPOT, SYMPTOMS | {"F": "leaks"}, "f-is-not-leaks"),
        (SPOT, SYMPTOMS | {"G": "one-sided"}, "g-is-not-one-sided"),
        (SPOT, SYMPTOMS | {"H": "leaks"}, "channels-called-batch"),
        (SPOT, SYMPTOMS | {"H": "explodes"}, "unknown-word"),
        (FIX, lambda x, f: gate(x, f, signed, torch.sigmoid, signed), "signed-mean"),
        (FIX, lambda x, f: gate(x, f, squash=torch.relu), "unbounded-alpha"),
        (FIX, lambda x, f: gate(x, f, squash=torch.tanh), "tanh-instead-of-sigmoid"),
        (FIX, lambda x, f: gate(x, f, cap=one), "missing-mean"),
        (FIX, lambda x, f: gate(x, f, signed, torch.sigmoid, one, published), "signed-mean"),
        (FIX, lambda x, f: gate(x, f, size, torch.relu, one, published), "unbounded-alpha"),
        (FIX, lambda x, f: gate(x, f, cut=published), "sub-minus-sub"),
        (FIX, lambda x, f: gate(x, f, cut=lambda x, t: F.relu(x.abs() - t)), "lost-sign"),
        (FIX, lambda x, f: gate(x, f, cut=lambda x, t: F.relu(x - t)), "one-sided"),
        (FIX, lambda x, f: gate(x, f, cut=lambda x, t: x * (x.abs() > t)), "hard-instead-of-soft"),
        (FIX, lambda x, f: gate(x, f, cut=lambda x, t: x.sign() * (x.abs() - t)), "no-dead-zone"),
        (FIX, lambda x, f: gate(x, f, cut=lambda x, t: soft(x, t.detach())), "cuts-the-gradient"),
        (FIX, lambda x, f: gate(x, f, lambda x: size(x).detach()), "cuts-the-gradient"),
        (FIX, lambda x, f: gate(x, f, cap=lambda x: size(x).data), "cuts-the-gradient"),
        (FIX, no_return, "returns-nothing"),
        (FIX, lambda x, f: f(x), "makes-larger"),
    ]
]

RIGHT = [
    (CW, loop),
    (CW, lambda x, a: torch.einsum("nc,ncij->nc", a, x.abs())[..., None, None] / x[0, 0].numel()),
    (CW, lambda x, a: opened(a * (F.relu(x) + F.relu(-x)).mean((2, 3)))),
    (CW, lambda x, a: opened(a) * torch.where(x > 0, x, -x).mean((2, 3), keepdim=True)),
    (CW, lambda x, a: np.abs(x.numpy()).mean((2, 3), keepdims=True) * a.numpy()[..., None, None]),
    (CW, lambda x, a: (x.norm(p=1, dim=(2, 3)) / x[0, 0].numel() * a)[:, :, None, None]),
    (CW, lambda x, a: opened(a.double()) * F.adaptive_avg_pool2d(x.abs().double(), 1)),
    (CS, lambda x, a: opened(a) * size(x).mean(1, keepdim=True)),
    (CS, lambda x, a: (a[:, 0] * x.abs().flatten(1).mean(1)).reshape(-1, 1, 1, 1)),
    (CS, lambda x, a: opened(torch.stack([a[i] * x[i].abs().mean() for i in range(len(x))]))),
    (CS, lambda x, a: opened(a) * (x * x.sign()).mean(dim=[1, 2, 3], keepdim=True)),
    (CAP, 0.57),
    (CAP, 0.58),
    (CAP, "57.5 %"),
    (CAP, "about 0.575"),
    (CAP, torch.tensor(0.5722)),
    (CAP, 0.5691),
    (WAY, "sample B"),
    (WAY, "B (more noise)"),
    (WAY, "b."),
    (WAY, ["B"]),
    (SPOT, {key.lower(): word.upper() for key, word in SYMPTOMS.items()}),
    (SPOT, SYMPTOMS | {"C": "never zero", "H": "not_shared", "D": "wrong scale", "I": "?"}),
    (SPOT, {f"gate {key}": f'"{word}"' for key, word in SYMPTOMS.items()}),
    (SPOT, SYMPTOMS | {"F": "NaN"}),
    (FIX, lambda x, f: gate(x, f, cut=where)),
    (FIX, lambda x, f: gate(x, f, cut=lambda x, t: F.relu(x - t) - F.relu(-x - t))),
    (FIX, lambda x, f: gate(x, f, cut=by_where)),
    (FIX, lambda x, f: gate(x, f, cut=lambda x, t: x.sign() * (x.abs() - t).clamp(min=0))),
    (FIX, lambda x, f: gate(x, f, squash=lambda z: 1 / (1 + (-z).exp()))),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
