"""Lesson 04: answers as learners write them, wrong ones with the name that they should get."""

import math

import answered
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from drsn_lite.gates import SqueezeExcite
from drsn_lite.lessons.lesson04.exercises_snr import WEIGHTS

SQ, EX, SC, PA, SNR = "se-squeeze", "se-excite", "se-scale", "se-parameters", "se-snr"
DB = WEIGHTS.truth


def loop(x):
    out = torch.zeros(x.shape[:2])
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            out[n, c] = x[n, c].sum() / x[n, c].numel()
    return out


def by_layers(z, w1, b1, w2, b2):
    fc1, fc2 = nn.Linear(*reversed(w1.shape)), nn.Linear(*reversed(w2.shape))
    with torch.no_grad():
        fc1.weight.copy_(w1), fc1.bias.copy_(b1), fc2.weight.copy_(w2), fc2.bias.copy_(b2)
        return nn.Sequential(fc1, nn.ReLU(), fc2, nn.Sigmoid())(z)


def by_numpy(z, w1, b1, w2, b2):
    z, w1, b1, w2, b2 = (part.numpy() for part in (z, w1, b1, w2, b2))
    return 1 / (1 + np.exp(-(np.maximum(z @ w1.T + b1, 0) @ w2.T + b2)))


def excite(z, w1, b1, w2, b2, middle=torch.relu, end=torch.sigmoid):
    return end(middle(z @ w1.T + b1) @ w2.T + b2)


def weighted(x, alpha):
    y = x.clone()
    for n in range(len(x)):
        for c in range(x.shape[1]):
            y[n, c] *= alpha[n, c]
    return y


def in_place(x, alpha):
    x *= alpha[:, :, None, None]
    return x


def built(c, r):
    gate = nn.Sequential(nn.Linear(c, c // r), nn.ReLU(), nn.Linear(c // r, c))
    return sum(p.numel() for p in gate.parameters())


def package(c, r):
    return sum(p.numel() for p in SqueezeExcite(c, r).parameters())


WRONG = [
    (name, slug, answer)
    for name, answer, slug in [
        (SQ, lambda x: x.mean(), "everything-averaged"),
        (SQ, lambda x: x.mean(dim=(1, 2)), "squeezed-over-channels"),
        (SQ, lambda x: x.mean(dim=(2, 3)).squeeze(), "batch-of-one-lost"),
        (SQ, lambda x: F.adaptive_avg_pool2d(x, 1), "kept-axes"),
        (SQ, lambda x: F.adaptive_avg_pool2d(x, 1).squeeze(), "batch-of-one-lost"),
        (SQ, lambda x: F.adaptive_max_pool2d(x, 1).flatten(1), "max-instead-of-mean"),
        (SQ, lambda x: x.flatten(2).sum(-1), "sum-instead-of-mean"),
        (SQ, lambda x: x.abs().mean((2, 3)), "abs-instead-of-signed"),
        (SQ, lambda x: x.relu().mean((2, 3)), "relu-first"),
        (SQ, lambda x: x.mean(-1), "one-axis-only"),
        (SQ, lambda x: x.flatten(2).median(2).values, "median-instead-of-mean"),
        (SQ, lambda x: (x**2).mean((2, 3)), "squares-averaged"),
        (SQ, lambda x: x.mean((2, 3)).int(), "whole-numbers"),
        (SQ, lambda x: x.mean(axis=(2, 3), keepdims=True)[:, :, 0], "wrong-shape"),
        (EX, lambda *a: excite(*a, end=lambda y: y.softmax(1)), "softmax-instead-of-sigmoid"),
        (EX, lambda *a: excite(*a, middle=lambda h: h), "missing-relu"),
        (EX, lambda *a: excite(*a, middle=torch.tanh), "tanh-in-the-middle"),
        (EX, lambda *a: excite(*a, end=torch.tanh, middle=torch.sigmoid), "sigmoid-in-the-middle"),
        (EX, lambda *a: excite(*a, end=lambda y: y), "missing-sigmoid"),
        (
            EX,
            lambda z, w1, b1, w2, b2: torch.sigmoid((z @ w1.T).relu() @ w2.T + b2),
            "first-bias-forgotten",
        ),
        (
            EX,
            lambda z, w1, b1, w2, b2: torch.sigmoid((z @ w1.T + b1).relu() @ w2.T),
            "second-bias-forgotten",
        ),
        (EX, lambda z, w1, b1, w2, b2: (z @ w1.T + b1) @ w2.T + b2, "missing-relu"),
        (EX, lambda z, w1, b1, w2, b2: torch.sigmoid((z @ w1 + b1).relu() @ w2 + b2), "transposed"),
        (EX, lambda z, w1, b1, w2, b2: (z @ w1.T + b1).sigmoid(), "one-layer-only"),
        (EX, lambda z, w1, b1, w2, b2: z * excite(z, w1, b1, w2, b2), "weights-times-z"),
        (EX, lambda z, w1, b1, w2, b2: excite(z, w1, b2, w2, b1), "biases-swapped"),
        (EX, lambda *a: excite(*a).round(), "other"),
        (SC, lambda x, a: x * a, "alpha-per-position"),
        (SC, lambda x, a: x * a[:, None, :, None], "alpha-along-height"),
        (SC, lambda x, a: x * a[:, None, None, :], "alpha-along-width"),
        (SC, lambda x, a: x + a[:, :, None, None], "added-instead-of-multiplied"),
        (SC, lambda x, a: x + x * a[..., None, None], "identity-added"),
        (SC, lambda x, a: x * (1 - a)[..., None, None], "turned-round"),
        (SC, lambda x, a: x / a[..., None, None], "divided-instead-of-multiplied"),
        (SC, lambda x, a: x * a.sigmoid()[..., None, None], "sigmoid-again"),
        (SC, lambda x, a: x * a.mean(), "shared-over-everything"),
        (SC, lambda x, a: (x * a[..., None, None]).sum(1), "channels-added"),
        (SC, lambda x, a: torch.einsum("nchw,nc->nhw", x, a), "channels-added"),
        (SC, in_place, "changes-its-input"),
        (SC, lambda x, a: x, "argument-returned"),
        (PA, lambda c, r: 2 * c * (c // r), "forgot-biases"),
        (PA, lambda c, r: 2 * c * (c // r) + c, "bias-of-one-layer-forgotten"),
        (PA, lambda c, r: 2 * c * (c // r) + c // r, "output-biases-forgotten"),
        (PA, lambda c, r: 2 * c * (c // r) + 2 * c, "as-many-biases-twice"),
        (PA, lambda c, r: c * (c // r) + c // r, "one-layer-only"),
        (PA, lambda c, r: c * (c // r), "one-layer-only"),
        (PA, lambda c, r: 2 * c * c // r + c // r + c, "divided-at-the-end"),
        (PA, lambda c, r: 2 * c * c / r + c / r + c, "fraction-of-a-unit"),
        (PA, lambda c, r: 2 * c * math.ceil(c / r) + math.ceil(c / r) + c, "rounded-up"),
        (PA, lambda c, r: 2 * c * r + r + c, "reduction-is-the-width"),
        (PA, lambda c, r: 2 * c * c + 2 * c, "no-reduction"),
        (PA, lambda c, r: 2 * c * (c // r) + 2, "one-bias-a-layer"),
        (PA, lambda c, r: 2 * c * (c // r) + c // r + c + 1, "off-by-one"),
        (PA, lambda c, r: 2 * (2 * c * (c // r) + c // r + c), "factor-two"),
        (SNR, DB | {"channel": -20}, "noise-left-as-it-was"),
        (SNR, DB | {"channel": -10}, "alpha-in-decibels"),
        (SNR, DB | {"channel": 1}, "ratio-without-decibels"),
        (SNR, DB | {"channel": 20.0}, "noise-alone-scaled"),
        (SNR, DB | {"plain sum": 2.6}, "signal-powers-added"),
        (SNR, DB | {"plain sum": 4 / 1.1}, "ratio-without-decibels"),
        (SNR, DB | {"plain sum": 5}, "mean-of-decibels"),
        (SNR, DB | {"plain sum": 11.2}, "twenty-log"),
        (SNR, DB | {"plain sum": 6.02}, "noise-of-b-forgotten"),
        (SNR, DB | {"plain sum": -5.6}, "sign-turned-round"),
        (SNR, DB | {"weighted sum": 11}, "ratio-without-decibels"),
        (SNR, DB | {"weighted sum": 10}, "square-forgotten"),
        (SNR, DB | {"weighted sum": 7.82}, "weight-not-squared"),
        (SNR, DB | {"weighted sum": 9.63}, "signal-powers-added"),
        (SNR, DB | {"weighted sum": 10.8}, "noise-left-out"),
        (SNR, {"channel": 0, "plain sum": 5.6}, "wrong-type"),
    ]
]

RIGHT = [
    (SQ, loop),
    (SQ, lambda x: torch.einsum("nchw->nc", x) / (x.shape[2] * x.shape[3])),
    (SQ, lambda x: x.mean(3).mean(2)),
    (SQ, lambda x: nn.AdaptiveAvgPool2d(1)(x)[:, :, 0, 0]),
    (SQ, lambda x: x.numpy().mean(axis=(2, 3))),
    (SQ, lambda x: x.double().mean((-2, -1))),
    (SQ, lambda x: x.half().mean((-2, -1))),
    (EX, by_layers),
    (EX, by_numpy),
    (EX, lambda *a: excite(*a, middle=lambda h: torch.where(h > 0, h, 0.0))),
    (EX, lambda z, w1, b1, w2, b2: torch.sigmoid(b2 + (w2 @ (b1 + (w1 @ z.T).T).relu().T).T)),
    (EX, lambda z, w1, b1, w2, b2: ((F.linear(z, w1, b1).relu() @ w2.T + b2) / 2).tanh() / 2 + 0.5),
    (SC, lambda x, a: (x.permute(2, 3, 0, 1) * a).permute(2, 3, 0, 1)),
    (SC, weighted),
    (SC, lambda x, a: x.numpy() * a.numpy()[:, :, None, None]),
    (SC, lambda x, a: a.view(*a.shape, 1, 1).mul(x)),
    (PA, built),
    (PA, package),
    (PA, lambda c, r: np.int64(c // r * (2 * c + 1) + c)),
    (PA, lambda c, r: float(c * (c // r) + (c // r) + (c // r) * c + c)),
    (PA, lambda c, r: torch.tensor(2 * c * (c // r) + c // r + c)),
    (SNR, {"channel": 0.0, "plain sum": 5.61, "weighted sum": 10.41}),
    (SNR, {"channel": "0 dB", "plain sum": "5.6 dB", "weighted sum": "10.4 dB"}),
    (SNR, {"Channel": -0.0, "plain_sum": np.float32(5.607), "weighted-sum": 10.414, "x": 1}),
    (SNR, {"channel": 1e-15, "plain sum": 10 * math.log10(4 / 1.1), "weighted sum": 10.4}),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
