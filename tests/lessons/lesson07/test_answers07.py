"""Lesson 07: answers as learners write them, wrong ones with the name that they should hear."""

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from drsn_lite.checks import check
from drsn_lite.gates import ShrinkChannelwise, ShrinkShared
from drsn_lite.shrinkage import soft_threshold


def snr(s, x, log=lambda r: 10 * np.log10(r), power=lambda v: np.sum(v**2)):
    signal = s * (x @ s) / (s @ s)
    return log(power(signal) / power(x - signal))


def gain(**how):
    return lambda c, n, ca, na: snr(ca, na, **how) - snr(c, n, **how)


def plain(s, x):
    return 10 * np.log10(np.mean(s**2) / np.mean((x - s) ** 2))


def unscaled(c, n, ca, na):
    def one(s, x):
        signal = s * np.dot(x, s)
        return 10 * np.log10(np.sum(signal**2) / np.sum((x - signal) ** 2))

    return one(ca, na) - one(c, n)


WRONG: list[tuple[str, str, Any]] = [
    ("gate-gain", slug, answer)
    for slug, answer in [
        ("not-blind-to-scale", lambda c, n, ca, na: plain(ca, na) - plain(c, n)),
        ("before-minus-after", lambda c, n, ca, na: snr(c, n) - snr(ca, na)),
        ("after-alone", lambda c, n, ca, na: snr(ca, na)),
        ("amplitudes-for-powers", gain(log=lambda r: 20 * np.log10(r))),
        ("powers-for-amplitudes", gain(power=np.linalg.norm)),
        ("other-logarithm", gain(log=np.log)),
        ("other-logarithm", gain(log=lambda r: 10 * np.log(r))),
        ("other-logarithm", gain(log=np.log10)),
        ("square-forgotten", gain(power=lambda v: np.sum(np.abs(v)))),
        ("variance-for-power", gain(power=np.var)),
        ("no-logarithm", gain(log=lambda r: r)),
        ("ratio-of-decibels", lambda c, n, ca, na: snr(ca, na) / snr(c, n)),
        ("clean-before-on-both-sides", lambda c, n, ca, na: snr(c, na) - snr(c, n)),
        ("sum-for-difference", lambda c, n, ca, na: snr(c, n) + snr(ca, na)),
        ("scale-not-of-least-squares", unscaled),
        ("wrong-type", 3.0),
    ]
]


def tau(**other):
    right = {"unit 1": "rises", "unit 6": "falls", "moves more in unit 1": "mean |x|"}
    return right | {key.replace("_", " "): value for key, value in other.items()}


WRONG += [
    ("where-tau-goes", slug, answer)
    for slug, answer in [
        ("one-answer-for-all-units", tau(unit_6="rises")),
        ("swapped", tau(unit_1="falls")),
        ("the-two-units-swapped", tau(unit_1="falls", unit_6="rises")),
        ("normalised-away", tau(unit_1="stays")),
        ("nothing-moves-in-the-end", tau(unit_6="stays the same")),
        ("attention-does-it", tau(moves_more_in_unit_1="alpha")),
        ("both-factors-alike", tau(moves_more_in_unit_1="both")),
        ("product-for-factor", tau(moves_more_in_unit_1="tau")),
        ("unknown-word", tau(unit_1="wobbles")),
        ("unknown-word", tau(moves_more_in_unit_1="the convolution")),
        ("unknown-word", tau(unit_1="")),
    ]
] + [
    ("which-unit-is-right", slug, answer)
    for slug, answer in [
        ("shared-over-batch", "unit A"),
        ("kernel-along-the-wrong-axis", "b"),
        ("relu-after-the-addition", "C."),
        ("signed-mean", "Unit D"),
        ("no-sigmoid", ["F"]),
        ("several-taken-for-right", "all"),
        ("several-taken-for-right", ["E", "F"]),
        ("unusual-taken-for-wrong", "none"),
        ("unknown-word", "G"),
        ("wrong-type", 5),
    ]
]


def bent(curve, base=ShrinkChannelwise):
    """A gate with a learned τ and another curve."""
    return type("Mine", (base,), {"forward": lambda self, x: curve(x, self.threshold(x))})


class Learned(nn.Module):
    """A τ for each channel that is trained, and nothing else."""

    def __init__(self, channels, start=0.2):
        super().__init__()
        self.raw = nn.Parameter(torch.full((1, channels, 1, 1), start))

    def threshold(self, x):
        return self.raw.abs()

    def forward(self, x):
        return soft_threshold(x, self.threshold(x))


class Detached(ShrinkChannelwise):
    def forward(self, x):
        return soft_threshold(x, self.threshold(x).detach())


class NoGrad(ShrinkChannelwise):
    def forward(self, x):
        with torch.no_grad():
            return soft_threshold(x, self.threshold(x))


class TrainingShares(ShrinkChannelwise):
    def forward(self, x):
        t = self.threshold(x)
        if self.training:
            t = t.mean(dim=0, keepdim=True)
        return soft_threshold(x, t)


class Squeezes(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.fc = nn.Linear(channels, channels)

    def forward(self, x):
        a = x.abs().mean((2, 3), keepdim=True).squeeze()
        t = torch.sigmoid(self.fc(a)) * a
        return soft_threshold(x, t[:, :, None, None])


class Raises(ShrinkChannelwise):
    def forward(self, x):
        return x @ self.no_such_weight


WRONG += [
    ("own-gate", slug, answer)
    for slug, answer in [
        ("does-nothing", bent(lambda x, t: x)),
        ("kills-all", bent(lambda x, t: soft_threshold(x, 10 * t))),
        ("kills-all", bent(lambda x, t: torch.zeros_like(x))),
        ("reweights-instead-of-shrinking", bent(lambda x, t: x * torch.sigmoid(t))),
        ("jumps", bent(lambda x, t: torch.where(x.abs() > t, x, 0.0))),
        ("grows", bent(lambda x, t: 2 * soft_threshold(x, t))),
        ("grows", bent(lambda x, t: x + t * x.sign())),
        ("lost-sign", bent(lambda x, t: F.relu(x.abs() - t))),
        ("lost-sign", bent(lambda x, t: -soft_threshold(x, t))),
        ("past-zero", bent(lambda x, t: x - t * x.sign())),
        ("one-sided", bent(lambda x, t: F.relu(x - t))),
        ("one-sided", bent(lambda x, t: torch.where(x > 0, soft_threshold(x, t), x))),
        ("one-sided", bent(lambda x, t: F.relu(soft_threshold(x, t)))),
        ("takes-from-the-large", bent(lambda x, t: x.clamp(-t, t))),
        ("takes-from-the-large", bent(lambda x, t: torch.tanh(x))),
        ("shared-over-batch", bent(lambda x, t: soft_threshold(x, t.mean(0, keepdim=True)))),
        ("shared-in-training", TrainingShares),
        ("nothing-to-learn", Detached),
        ("nothing-to-learn", bent(lambda x, t: soft_threshold(x, 0.3))),
        ("cuts-the-gradient", NoGrad),
        ("drops-a-batch-of-one", Squeezes),
        ("lost-axes", bent(lambda x, t: soft_threshold(x, t).squeeze(2))),
        ("lost-axes", bent(lambda x, t: t)),
        ("no-tensor", bent(lambda x, t: (x, t))),
        ("no-tensor", bent(lambda x, t: soft_threshold(x, t).detach().numpy())),
        ("not-finite", bent(lambda x, t: x / x.abs() * F.relu(x.abs() - t))),
        ("unnamed", ShrinkChannelwise(4)),
        ("unnamed", bent(lambda x, t: None)),
        ("raised", Raises),
    ]
]


def by_loop(c, n, ca, na):
    def one(s, x):
        k = sum(a * b for a, b in zip(x, s, strict=True)) / sum(a * a for a in s)
        good = sum((k * a) ** 2 for a in s)
        return 10 * np.log10(good / sum((b - k * a) ** 2 for a, b in zip(s, x, strict=True)))

    return one(ca, na) - one(c, n)


def by_cosine(c, n, ca, na):
    def one(s, x):
        r = (s @ x) ** 2 / ((s @ s) * (x @ x))
        return r / (1 - r)

    return 10 * (np.log10(one(ca, na)) - np.log10(one(c, n)))


def by_lstsq(c, n, ca, na):
    def one(s, x):
        k, rest, *_ = np.linalg.lstsq(s[:, None], x, rcond=None)
        return 20 * np.log10(np.linalg.norm(k * s) / np.sqrt(rest[0]))

    return one(ca, na) - one(c, n)


class Sparse(Learned):
    """Garrote, by torch.where."""

    def forward(self, x):
        t = self.threshold(x)
        kept = x.abs() > t
        return torch.where(kept, x - t**2 / torch.where(kept, x, torch.ones_like(x)), 0 * x)


class Smooth(nn.Module):
    """x · |x| / (|x| + τ): no zeros, no jump."""

    def __init__(self, channels):
        super().__init__()
        self.fc = nn.Sequential(nn.Linear(channels, channels), nn.Sigmoid())

    def forward(self, x):
        m = x.abs().mean(dim=(-2, -1))
        t = (self.fc(m) * m)[..., None, None]
        return x * x.abs() / (x.abs() + t + 1e-6)


RIGHT: list[tuple[str, Any]] = [
    ("gate-gain", gain()),
    ("gate-gain", by_loop),
    ("gate-gain", by_cosine),
    ("gate-gain", by_lstsq),
    ("where-tau-goes", tau(moves_more_in_unit_1="mean|x|")),
    ("where-tau-goes", tau(moves_more_in_unit_1="mean of |x|", unit_1="up", unit_6="down")),
    ("where-tau-goes", {"Unit 1": "Rises", "UNIT_6": "FALLS", "moves more in unit 1": "Mean |x|"}),
    ("where-tau-goes", tau(moves_more_in_unit_1="mean abs x", unit_2="rises")),
    ("which-unit-is-right", "unit E"),
    ("which-unit-is-right", "E."),
    ("which-unit-is-right", "e"),
    ("which-unit-is-right", type("E", (nn.Module,), {})),
    ("own-gate", Learned),
    ("own-gate", lambda channels: Learned(channels, start=0.0)),
    ("own-gate", Sparse),
    ("own-gate", Smooth),
    ("own-gate", ShrinkShared),
    ("own-gate", bent(lambda x, t: F.relu(x - t) - F.relu(-x - t))),
    ("own-gate", bent(lambda x, t: torch.where(x.abs() > t, x - t * x.sign(), 0.0))),
    ("own-gate", bent(lambda x, t: x - torch.minimum(torch.maximum(x, -t), t))),
    ("own-gate", bent(lambda x, t: x * F.relu(1 - t / x.abs().clamp(min=1e-6)))),
    ("own-gate", bent(lambda x, t: x * torch.sigmoid(5 * (x.abs() - t)))),
]


@pytest.mark.parametrize(("name", "slug", "answer"), WRONG, ids=lambda v: str(v)[:40])
def test_a_wrong_answer_hears_the_name_of_its_idea(name: str, slug: str, answer: Any) -> None:
    verdict = check(name, answer)
    assert not verdict.passed
    assert slug in ("unnamed", verdict.misconception), verdict.message


@pytest.mark.parametrize(("name", "answer"), RIGHT, ids=lambda v: str(v)[:40])
def test_a_right_answer_passes_in_any_style(name: str, answer: Any) -> None:
    verdict = check(name, answer)
    assert verdict.passed, verdict.message
