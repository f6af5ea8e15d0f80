"""Lesson 08: answers as learners write them, wrong ones with the name that they should hear."""

from typing import Any

import answered
import torch
import torch.nn.functional as F
from torch import nn

from drsn_lite.gates import ShrinkChannelwise, ShrinkShared
from drsn_lite.shrinkage import soft_threshold

WRONG: list[tuple[str, str, Any]] = [
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


def kinds(**other):
    return {"uniform": "gain", "narrow": "gain", "burst": "loss", "impulses": "loss"} | other


WRONG += [
    ("where-it-fails", slug, answer)
    for slug, answer in [
        ("zeros-remove-any-noise", kinds(burst="gain", impulses="gain")),
        (
            "spikes-look-like-outliers",
            kinds(uniform="gain", narrow="loss", burst="gain", impulses="gain"),
        ),
        ("one-kind-of-spikes", kinds(burst="gain")),
        ("one-kind-of-spikes", kinds(impulses="better")),
        ("never-ahead", kinds(uniform="loss", narrow="loss")),
        ("narrow-is-a-signal", kinds(narrow="worse")),
        ("must-have-been-trained", kinds(uniform="loss")),
        ("all-too-small-to-see", dict.fromkeys(kinds(), "not clear")),
        ("band-misread", kinds(narrow="not clear")),
        ("unknown-word", kinds(narrow="sometimes")),
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
    ("where-it-fails", kinds()),
    ("where-it-fails", kinds(narrow="Better", burst="worse")),
]


test_a_wrong_answer_hears_the_name_of_its_idea = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
