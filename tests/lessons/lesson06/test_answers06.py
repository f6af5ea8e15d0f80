"""Lesson 06: answers as learners write them, wrong ones with the name that they should hear."""

from typing import Any

import answered
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from drsn_lite.shrinkage import soft_threshold


def unit(tau=None, shrink=soft_threshold, join=lambda y, x: y + x):
    """A unit with another τ, curve or shortcut."""
    right = lambda b, attention: attention(b.abs().mean((2, 3))) * b.abs().mean((2, 3))  # noqa: E731

    def answer(x, branch, attention):
        b = branch(x)
        return join(shrink(b, (tau or right)(b, attention)[:, :, None, None]), x)

    return answer


def attended(squeeze):
    return lambda b, attention: attention(squeeze(b)) * squeeze(b)


def forgot_axes(x, branch, attention):
    b = branch(x)
    a = b.abs().mean(dim=(2, 3))
    return soft_threshold(b, attention(a) * a) + x


def squeezes(x, branch, attention):
    b = branch(x)
    a = b.abs().mean(dim=3).squeeze()
    return soft_threshold(b, (attention(a) * a)[:, :, None, None]) + x


def without_grad(x, branch, attention):
    b = branch(x)
    with torch.no_grad():
        a = b.abs().mean(dim=(2, 3))
        tau = attention(a) * a
    return soft_threshold(b, tau[..., None, None]) + x


def from_data(x, branch, attention):
    b = branch(x)
    a = b.data.abs().mean(dim=(2, 3))
    return soft_threshold(b, (attention(a) * a)[..., None, None]) + x


def in_numpy(x, branch, attention):
    b = branch(x).numpy()
    a = np.abs(b).mean(axis=(2, 3))
    tau = (attention(torch.from_numpy(a)).numpy() * a)[:, :, None, None]
    return np.sign(b) * np.maximum(np.abs(b) - tau, 0) + x.numpy()


WRONG: list[tuple[str, str, Any]] = [
    ("rsbu-cw-unit", slug, answer)
    for slug, answer in [
        ("no-shortcut", unit(join=lambda y, x: y)),
        ("relu-after-the-addition", unit(join=lambda y, x: F.relu(y + x))),
        ("signed-mean", unit(attended(lambda b: b.mean((2, 3))), lambda b, t: _soft(b, t))),
        ("sum-for-mean", unit(attended(lambda b: b.abs().sum((2, 3))))),
        ("another-average", unit(attended(lambda b: b.abs().amax((2, 3))))),
        ("abs-after-the-mean", unit(attended(lambda b: b.mean((2, 3)).abs()))),
        ("missing-mean", unit(lambda b, attention: attention(b.abs().mean((2, 3))))),
        ("missing-alpha", unit(lambda b, attention: b.abs().mean((2, 3)))),
        ("lost-sign", unit(shrink=lambda b, t: F.relu(b.abs() - t))),
        ("relu-instead-of-soft", unit(shrink=lambda b, t: F.relu(b - t))),
        ("hard-threshold", unit(shrink=lambda b, t: torch.where(b.abs() > t, b, 0.0))),
        ("nothing-set-to-zero", unit(shrink=lambda b, t: b - b.sign() * t)),
        ("clipped-instead-of-shrunk", unit(shrink=lambda b, t: b.clamp(-t, t))),
        ("scaled-as-in-senet", unit(shrink=lambda b, t: b * t)),
        ("shortcut-not-added", unit(join=lambda y, x: torch.cat([y, x], dim=1))),
        ("axes-not-lined-up", forgot_axes),
        ("drops-a-batch-of-one", squeezes),
        ("cuts-the-gradient", without_grad),
        ("cuts-the-gradient", from_data),
        ("cuts-the-gradient", in_numpy),
        ("cuts-the-gradient", unit(shrink=lambda b, t: soft_threshold(b, t.detach()))),
        ("branch-not-thresholded", lambda x, branch, attention: x + branch(x)),
        ("unfinished", lambda x, branch, attention: branch(x)),
        ("raised", lambda x, branch, attention: attention(branch(x)) + x),
    ]
]


def _soft(b, tau):
    return b.sign() * F.relu(b.abs() - tau)


def built(channels, *layers):
    return sum(p.numel() for p in nn.Sequential(*layers).parameters())


WRONG += [
    ("gate-parameters", slug, answer)
    for slug, answer in [
        ("weights-alone", lambda c: c * c + c * c),
        ("batchnorm-or-biases-forgotten", lambda c: built(c, nn.Linear(c, c), nn.Linear(c, c))),
        ("one-of-four-vectors-forgotten", lambda c: 2 * c * c + 3 * c),
        ("running-statistics-counted", lambda c: 2 * (c * c + c) + 4 * c),
        ("something-untrained-counted", lambda c: 2 * (c * c + c) + 3 * c),
        ("shared-gate", lambda c: (c * c + c) + 2 * c + (c + 1)),
        ("one-layer", lambda c: (c + 1) * c + 2 * c),
        ("weights-added-not-multiplied", lambda c: 2 * (c + c) + 2 * c),
        ("narrow-hidden-layer", lambda c: 2 * c * (c // 4) + c + 3 * (c // 4)),
        ("one-bias-a-layer", lambda c: 2 * (c * c + 1) + 2 * c),
        ("all-gates-of-the-network", lambda c: 12 * (2 * c * c + 4 * c)),
        ("two-batch-norms", lambda c: 2 * (c * c + c + 2 * c + c)),
    ]
]


def by_loop(x, branch, attention):
    y = branch(x)
    a = torch.stack([torch.stack([c.abs().mean() for c in sample]) for sample in y])
    tau = attention(a) * a
    rows = [
        torch.stack([F.relu(c - t) - F.relu(-c - t) for c, t in zip(s, ts, strict=True)])
        for s, ts in zip(y, tau, strict=True)
    ]
    return torch.stack(rows) + x


def by_walrus(x, branch, attention):
    tau = (attention(a := (b := branch(x)).abs().flatten(2).mean(-1)) * a).view(*a.shape, 1, 1)
    return torch.where(b > tau, b - tau, torch.where(b < -tau, b + tau, 0 * b)) + x


def by_einsum(x, branch, attention):
    b = branch(x.double())
    a = torch.einsum("nchw->nc", b.abs()) / (b.shape[2] * b.shape[3])
    tau = torch.einsum("nc,nc->nc", attention(a), a)[..., None, None]
    return torch.sign(b) * torch.clamp(b.abs() - tau, min=0) + x


def by_functional(x, branch, attention):
    identity = x
    out = branch(x)
    gap = F.adaptive_avg_pool2d(out.abs(), 1).flatten(1)
    tau = (attention(gap) * gap).unsqueeze(-1).unsqueeze(-1)
    return torch.add(identity, out - torch.maximum(torch.minimum(out, tau), -tau))


def gate_by_building(channels):
    layers = nn.Linear(channels, channels), nn.BatchNorm1d(channels), nn.ReLU()
    gate = nn.Sequential(*layers, nn.Linear(channels, channels), nn.Sigmoid())
    return sum(p.numel() for p in gate.parameters() if p.requires_grad)


RIGHT: list[tuple[str, Any]] = [
    ("rsbu-cw-unit", by_loop),
    ("rsbu-cw-unit", by_walrus),
    ("rsbu-cw-unit", by_einsum),
    ("rsbu-cw-unit", by_functional),
    ("gate-parameters", gate_by_building),
    ("gate-parameters", lambda c: 2 * c * (c + 2)),
    ("gate-parameters", lambda c: float((c + 1) * c + c + c + (c + 1) * c)),
    ("gate-parameters", lambda c: torch.tensor(2 * c**2 + 4 * c)),
]


test_a_wrong_answer_hears_the_name_of_its_idea = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
