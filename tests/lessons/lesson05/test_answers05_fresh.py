"""Lesson 05: answers that were written without a look at the sheets, to measure the checkers."""

import math

import answered
import numpy as np
import torch
import torch.nn.functional as F
from scipy import stats

from drsn_lite.shrinkage import soft_threshold as soft

WRONG = [
    ("channelwise-threshold", "signed-mean", lambda x, a: (a * x.mean((2, 3)))[:, :, None, None]),
    (
        "channelwise-threshold",
        "shared-over-channels",
        lambda x, a: a[:, :, None, None] * x.abs().mean((1, 2, 3), keepdim=True),
    ),
    (
        "channelwise-threshold",
        "cuts-the-gradient",
        lambda x, a: (a.detach() * x.abs().mean((2, 3)))[:, :, None, None],
    ),
    ("channelwise-threshold", "lost-axes", lambda x, a: a * x.abs().mean((2, 3))),
    (
        "channelwise-threshold",
        "shared-over-batch",
        lambda x, a: a[:, :, None, None] * x.abs().mean((0, 2, 3), keepdim=True),
    ),
    ("channelwise-threshold", "missing-mean", lambda x, a: a[:, :, None, None]),
    (
        "channelwise-threshold",
        "features-instead-of-threshold",
        lambda x, a: x.sign() * torch.relu(x.abs() - (a * x.abs().mean((2, 3)))[:, :, None, None]),
    ),
    ("cap", "the-cap-itself", math.sqrt(2 / math.pi)),
    ("cap", "one-sigma", 0.6827),
    ("cap", "one-tail", 0.2125),
    ("cap", "half", 0.5),
    ("cap", "percent-instead-of-fraction", 57.5),
    ("cap", "what-is-kept", 0.425),
    ("cap", "one-sided", 0.7875),
    (
        "fix-the-gate",
        "cuts-the-gradient",
        lambda x, f: (lambda t: x.sign() * torch.relu(x.abs() - t))(
            (torch.sigmoid(f(x.abs().mean((2, 3)))).detach() * x.abs().mean((2, 3)))[
                :, :, None, None
            ]
        ),
    ),
    (
        "fix-the-gate",
        "se-instead-of-shrink",
        lambda x, f: x * torch.sigmoid(f(x.abs().mean((2, 3))))[:, :, None, None],
    ),
    (
        "shared-threshold",
        "c-thresholds-called-shared",
        lambda x, a: a[:, :, None, None] * x.abs().mean((2, 3), keepdim=True),
    ),
    ("shared-threshold", "shared-over-batch", lambda x, a: a[:, :, None, None] * x.abs().mean()),
    (
        "shared-threshold",
        "signed-mean",
        lambda x, a: a[:, :, None, None] * x.mean((1, 2, 3), keepdim=True),
    ),
    ("shared-threshold", "lost-axes", lambda x, a: a * x.abs().mean((1, 2, 3))[:, None]),
    (
        "shared-threshold",
        "every-pair-of-samples",
        lambda x, a: (a * x.abs().mean((1, 2, 3)))[:, :, None, None],
    ),
    (
        "channelwise-threshold",
        "sum-instead-of-mean",
        lambda x, a: (a * x.abs().sum((2, 3)))[:, :, None, None],
    ),
    (
        "shared-threshold",
        "max-over-channels",
        lambda x, a: a[:, :, None, None] * x.abs().mean((2, 3), keepdim=True).amax(1, keepdim=True),
    ),
    (
        "fix-the-gate",
        "softmax-over-batch",
        lambda x, f_: (
            lambda m_: (lambda t: x.sign() * F.relu(x.abs() - t))(
                (torch.softmax(f_(m_), 0) * m_)[..., None, None]
            )
        )(x.abs().mean((2, 3))),
    ),
    (
        "channelwise-threshold",
        "root-mean-square",
        lambda x, a: a[:, :, None, None] * x.square().mean((2, 3), keepdim=True).sqrt(),
    ),
    (
        "channelwise-threshold",
        "wrong-shape",
        lambda x, a: (a * x.abs().mean((2, 3)))[:, :, None, None].expand_as(x),
    ),
    (
        "channelwise-threshold",
        "sigmoid-again",
        lambda x, a: torch.sigmoid(a)[:, :, None, None] * x.abs().mean((2, 3), keepdim=True),
    ),
    (
        "shared-threshold",
        "sum-over-channels",
        lambda x, a: a[:, :, None, None] * x.abs().mean((2, 3)).sum(1)[:, None, None, None],
    ),
    (
        "shared-threshold",
        "one-for-each-channel",
        lambda x, a: (a[:, :, None, None] * x.abs().mean((1, 2, 3), keepdim=True)).expand(
            -1, x.shape[1], -1, -1
        ),
    ),
    ("cap", "all-of-them", 0.997),
    ("cap", "root-of-two-forgotten", math.erf(math.sqrt(2 / math.pi))),
    (
        "fix-the-gate",
        "hard-instead-of-soft",
        lambda x, f: (lambda m: x * (x.abs() > (torch.sigmoid(f(m)) * m)[..., None, None]))(
            x.abs().mean((2, 3))
        ),
    ),
    (
        "fix-the-gate",
        "attention-not-asked",
        lambda x, f: (lambda m: soft(x, (torch.sigmoid(m) * m)[..., None, None]))(
            x.abs().mean((2, 3))
        ),
    ),
    (
        "channelwise-threshold",
        "drops-a-channel-of-one",
        lambda x, a: (a * x.abs().mean((2, 3), keepdim=True).squeeze())[:, :, None, None],
    ),
    (
        "shared-threshold",
        "drops-a-batch-of-one",
        lambda x, a: a.squeeze()[:, None, None, None] * x.abs().mean((1, 2, 3), keepdim=True),
    ),
    (
        "fix-the-gate",
        "drops-a-channel-of-one",
        lambda x, f: (lambda m: soft(x, (torch.sigmoid(f(m)) * m)[..., None, None]))(
            x.abs().mean((2, 3), keepdim=True).squeeze()
        ),
    ),
]

RIGHT = [
    (
        "channelwise-threshold",
        lambda x, a: F.adaptive_avg_pool2d(x.abs(), 1) * a.unsqueeze(-1).unsqueeze(-1),
    ),
    (
        "channelwise-threshold",
        lambda x, a: (
            torch.einsum("nc,ncl->nc", a, torch.maximum(x, -x)[:, :, 0])[..., None, None]
            / x.size(3)
        ),
    ),
    ("cap", "57 %"),
    ("cap", 0.5749),
    ("cap", np.mean(np.abs(np.random.default_rng(0).normal(size=20000)) < math.sqrt(2 / math.pi))),
    (
        "fix-the-gate",
        lambda x, f: (
            torch.relu(
                x - (t := (torch.special.expit(f(m := x.abs().mean((2, 3)))) * m)[:, :, None, None])
            )
            - torch.relu(-x - t)
        ),
    ),
    (
        "fix-the-gate",
        lambda x, f: torch.where(
            x.abs() > (t := (f(m := x.abs().mean((-1, -2))).sigmoid() * m)[..., None, None]),
            x - t * x.sign(),
            0.0,
        ),
    ),
    (
        "shared-threshold",
        lambda x, a: (a.flatten() * x.abs().flatten(1).mean(1)).reshape(-1, 1, 1, 1),
    ),
    (
        "channelwise-threshold",
        lambda x, alpha: (
            x.abs().mean(dim=[2, 3], keepdim=True).mul(alpha.reshape(*alpha.shape, 1, 1))
        ),
    ),
    (
        "shared-threshold",
        lambda x, alpha: (
            alpha.view(-1, 1, 1, 1) * torch.stack([s.abs().mean() for s in x]).view(-1, 1, 1, 1)
        ),
    ),
    ("cap", 2 * stats.norm.cdf(math.sqrt(2 / math.pi)) - 1),
    ("cap", "0.57"),
    ("cap", torch.tensor(0.575)),
    (
        "fix-the-gate",
        lambda x, f: (
            F.relu(
                x.abs()
                - (F.sigmoid(f(m := F.adaptive_avg_pool2d(x.abs(), 1).flatten(1))) * m)[
                    :, :, None, None
                ]
            )
            * x.sign()
        ),
    ),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
