"""Lesson 09: answers as learners write them, wrong ones with the name that they should hear."""

from typing import Any

import answered
import numpy as np
import torch
import torch.nn.functional as F

from drsn_lite.shrinkage import soft_threshold


def sigma(change, mean=np.mean, root=np.sqrt, share=lambda s: s):
    return lambda x, s: root(share(s) * mean(change(x)))


def both(x):
    return (x**2 + (1 - x) ** 2) / 2


WRONG: list[tuple[str, str, Any]] = [
    ("same-power", slug, answer)
    for slug, answer in [
        ("power-instead-of-sigma", sigma(both, root=lambda p: p)),
        ("share-forgotten", sigma(both, share=lambda s: 1)),
        ("share-not-under-the-root", lambda x, s: s * np.sqrt(both(x).mean())),
        ("pixels-not-hit", sigma(both, share=lambda s: 1 - s)),
        ("salt-alone", sigma(lambda x: (1 - x) ** 2)),
        ("pepper-alone", sigma(lambda x: x**2)),
        ("both-at-once", sigma(lambda x: x**2 + (1 - x) ** 2)),
        ("sum-for-mean", sigma(both, mean=np.sum)),
        ("mean-image", lambda x, s: np.sqrt(s * both(x.mean()))),
        ("root-before-the-mean", lambda x, s: np.sqrt(s) * np.mean(np.sqrt(both(x)))),
        ("power-of-the-image", lambda x, s: s * np.std(x)),
        ("pixels-taken-for-black-and-white", lambda x, s: np.sqrt(s / 2)),
        ("every-hit-changes-by-one", lambda x, s: np.sqrt(s)),
        ("a-number-for-each-pixel", lambda x, s: np.sqrt(s * both(x))),
        ("mean-change", lambda x, s: s * 0.5),
        ("raised", lambda x, s: np.sqrt(s * hit)),  # noqa: F821
    ]
]


def shrink(tau=None, curve=soft_threshold):
    right = lambda x, alpha: alpha[..., None, None] * x.abs().mean((2, 3), keepdim=True)  # noqa: E731
    return lambda x, alpha: curve(x, (tau or right)(x, alpha))


def squeezed(x, alpha):
    m = x.abs().mean((2, 3), keepdim=True).squeeze()
    return soft_threshold(x, (alpha.squeeze() * m)[:, :, None, None])


def with_numpy(x, alpha):
    x, alpha = x.numpy(), alpha.numpy()
    tau = alpha[:, :, None, None] * np.abs(x).mean(axis=(2, 3), keepdims=True)
    return np.sign(x) * np.maximum(np.abs(x) - tau, 0)


def over(*axes):
    return lambda x, alpha: alpha[..., None, None] * x.abs().mean(axes, keepdim=True)


WRONG += [
    ("shrink-2d", slug, answer)
    for slug, answer in [
        ("mean-over-width-alone", shrink(over(3))),
        ("mean-over-height-alone", shrink(over(2))),
        ("shared-over-channels", shrink(over(1, 2, 3))),
        ("shared-over-batch", shrink(over(0, 2, 3))),
        ("one-mean-for-all", shrink(over(0, 1, 2, 3))),
        ("missing-mean", shrink(lambda x, a: a[..., None, None])),
        ("missing-alpha", shrink(lambda x, a: x.abs().mean((2, 3), keepdim=True))),
        ("axes-not-lined-up", shrink(lambda x, a: a * x.abs().mean((2, 3)))),
        ("axes-not-lined-up", shrink(lambda x, a: a * x.abs().mean((2, 3), keepdim=True))),
        ("lost-sign", shrink(curve=lambda x, t: F.relu(x.abs() - t))),
        ("relu-instead-of-soft", shrink(curve=lambda x, t: F.relu(x - t))),
        ("hard-instead-of-soft", shrink(curve=lambda x, t: torch.where(x.abs() > t, x, 0.0))),
        ("nothing-set-to-zero", shrink(curve=lambda x, t: x - t * x.sign())),
        ("clipped-instead-of-shrunk", shrink(curve=lambda x, t: x.clamp(-t, t))),
        ("threshold-instead-of-features", shrink(curve=lambda x, t: t)),
        ("drops-a-batch-of-one", squeezed),
        ("cuts-the-gradient", shrink(curve=lambda x, t: soft_threshold(x, t.detach()))),
        ("cuts-the-gradient", with_numpy),
        ("unnamed", lambda x, alpha: None),
    ]
]


def by_chance(x, share):
    rng = np.random.default_rng(0)
    hits = rng.random((20_000, *x.shape))
    noisy = np.where(hits < share / 2, 0.0, np.where(hits < share, 1.0, x))
    return np.sqrt(np.mean((noisy - x) ** 2))


def pixel_by_pixel(x, share):
    total = 0.0
    for value in x.ravel():
        total += share / 2 * value**2 + share / 2 * (1 - value) ** 2
    return (total / x.size) ** 0.5


def loops(x, alpha):
    out = torch.empty_like(x)
    for n, sample in enumerate(x):
        for c, picture in enumerate(sample):
            t = alpha[n, c] * picture.abs().mean()
            out[n, c] = torch.sign(picture) * torch.clamp(picture.abs() - t, min=0)
    return out


def wheres(x, alpha):
    t = (alpha * x.abs().mean(dim=(-1, -2)))[..., None, None]
    return torch.where(x > t, x - t, torch.where(x < -t, x + t, torch.zeros_like(x)))


def pooled(x, alpha):
    t = F.adaptive_avg_pool2d(x.abs(), 1) * alpha.view(*alpha.shape, 1, 1)
    return F.relu(x - t) - F.relu(-x - t)


def summed(x, alpha):
    n, c, h, w = x.shape
    t = torch.einsum("nc,nchw->nc", alpha, x.abs()).reshape(n, c, 1, 1) / (h * w)
    return x - torch.maximum(torch.minimum(x, t), -t)


RIGHT: list[tuple[str, Any]] = [
    ("same-power", by_chance),
    ("same-power", pixel_by_pixel),
    ("same-power", lambda x, s: float(np.sqrt(s * (np.mean(x**2) - np.mean(x) + 0.5)))),
    ("same-power", lambda x, s: np.sqrt(s * np.mean([x**2, (x - 1) ** 2]))),
    ("same-power", lambda x, s: round(float(np.sqrt(s * both(x).mean())), 3)),
    ("shrink-2d", loops),
    ("shrink-2d", wheres),
    ("shrink-2d", pooled),
    ("shrink-2d", summed),
    ("shrink-2d", lambda x, alpha: wheres(x.double(), alpha.double())),
]


test_a_wrong_answer_hears_the_name_of_its_idea = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
