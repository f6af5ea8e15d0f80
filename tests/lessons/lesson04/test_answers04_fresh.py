"""Lesson 04: answers that were written without a look at the sheets, to measure the checkers."""

import answered
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

WRONG = [
    ("se-squeeze", "sum-instead-of-mean", lambda x: x.sum((2, 3))),
    ("se-squeeze", "abs-instead-of-signed", lambda x: x.abs().mean((2, 3))),
    ("se-squeeze", "squeezed-over-batch", lambda x: x.mean((0, 2, 3))),
    ("se-squeeze", "max-instead-of-mean", lambda x: x.amax((2, 3))),
    ("se-squeeze", "kept-axes", lambda x: F.adaptive_avg_pool2d(x, 1)),
    ("se-squeeze", "one-axis-only", lambda x: x.mean(-1)),
    ("se-squeeze", "numpy-for-torch", lambda x: np.mean(x, axis=(2, 3))),
    (
        "se-excite",
        "missing-sigmoid",
        lambda z, w1, b1, w2, b2: torch.relu(z @ w1.T + b1) @ w2.T + b2,
    ),
    (
        "se-excite",
        "missing-relu",
        lambda z, w1, b1, w2, b2: torch.sigmoid((z @ w1.T + b1) @ w2.T + b2),
    ),
    (
        "se-excite",
        "second-bias-forgotten",
        lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(z @ w1.T + b1) @ w2.T),
    ),
    (
        "se-excite",
        "transposed",
        lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(z @ w1 + b1) @ w2 + b2),
    ),
    (
        "se-excite",
        "softmax-instead-of-sigmoid",
        lambda z, w1, b1, w2, b2: torch.softmax(torch.relu(z @ w1.T + b1) @ w2.T + b2, 1),
    ),
    ("se-excite", "one-layer-only", lambda z, w1, b1, w2, b2: torch.relu(z @ w1.T + b1)),
    ("se-scale", "alpha-per-position", lambda x, a: x * a),
    ("se-scale", "added-instead-of-multiplied", lambda x, a: x + a[:, :, None, None]),
    ("se-scale", "identity-added", lambda x, a: x + x * a[:, :, None, None]),
    ("se-scale", "shared-over-batch", lambda x, a: x * a.mean(0)[None, :, None, None]),
    ("se-scale", "sigmoid-again", lambda x, a: x * torch.sigmoid(a)[:, :, None, None]),
    ("se-scale", "changes-its-input", lambda x, a: x.mul_(a[:, :, None, None])),
    (
        "se-scale",
        "alpha-per-position",
        lambda x, a: x * a[None, None, :, :] if a.shape == x.shape[2:] else x * a[:, :, None, None],
    ),
    ("se-parameters", "forgot-biases", lambda c, r_: 2 * c * (c // r_)),
    ("se-parameters", "bias-of-one-layer-forgotten", lambda c, r_: 2 * c * (c // r_) + c),
    ("se-parameters", "fraction-of-a-unit", lambda c, r_: 2 * c * c / r_ + c / r_ + c),
    ("se-parameters", "one-layer-only", lambda c, r_: c * (c // r_) + c // r_),
    ("se-parameters", "no-reduction", lambda c, r_: 2 * c * c + 2 * c),
    ("se-parameters", "wrong-type", "2*C*C//r"),
    ("se-squeeze", "squeezed-over-channels", lambda x: x.mean(1)),
    ("se-squeeze", "median-instead-of-mean", lambda x: x.flatten(2).median(-1).values),
    ("se-squeeze", "everything-averaged", lambda x: x.mean()),
    (
        "se-excite",
        "first-bias-forgotten",
        lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(z @ w1.T) @ w2.T + b2),
    ),
    (
        "se-excite",
        "relu-instead-of-sigmoid",
        lambda z, w1, b1, w2, b2: torch.relu(torch.relu(z @ w1.T + b1) @ w2.T + b2),
    ),
    (
        "se-excite",
        "layers-swapped",
        lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(z @ w2 + b1) @ w1 + b2),
    ),
    ("se-scale", "divided-instead-of-multiplied", lambda x, a: x / a[:, :, None, None]),
    ("se-scale", "turned-round", lambda x, a: x * (1 - a)[:, :, None, None]),
    ("se-scale", "first-sample-for-all", lambda x, a: x * a[0][None, :, None, None]),
    ("se-parameters", "hidden-times-reduction", lambda c, q: 2 * c * c * q + c * q + c),
    ("se-parameters", "rounded-up", lambda c, q: (_h := (-(-c // q))) * (2 * c + 1) + c),
    ("se-snr", "ratios-added", {"channel": 0, "plain sum": 10.0, "weighted sum": 10.41}),
    ("se-snr", "ratio-without-decibels", {"channel": 1, "plain sum": 3.636, "weighted sum": 11}),
    ("se-squeeze", "batch-of-one-lost", lambda x: x.mean((2, 3), keepdim=True).squeeze()),
    (
        "se-squeeze",
        "batch-of-one-lost",
        lambda x: torch.nn.functional.adaptive_avg_pool2d(x, 1).squeeze(),
    ),
    ("se-scale", "drops-a-batch-of-one", lambda x, a: x * a.squeeze()[:, :, None, None]),
    (
        "se-excite",
        "drops-a-batch-of-one",
        lambda z, w1, b1, w2, b2: torch.sigmoid(torch.relu(z @ w1.T + b1) @ w2.T + b2).squeeze(),
    ),
]

RIGHT = [
    ("se-squeeze", lambda x: x.flatten(2).mean(-1)),
    ("se-squeeze", lambda x: torch.einsum("nchw->nc", x) / (x.shape[2] * x.shape[3])),
    (
        "se-excite",
        lambda z, w1, b1, w2, b2: F.linear(F.relu(F.linear(z, w1, b1)), w2, b2).sigmoid(),
    ),
    (
        "se-excite",
        lambda z, w1, b1, w2, b2: (
            1
            / (
                1
                + torch.exp(
                    -(
                        torch.einsum(
                            "nh,ch->nc", (torch.einsum("nc,hc->nh", z, w1) + b1).clamp(0), w2
                        )
                        + b2
                    )
                )
            )
        ),
    ),
    ("se-scale", lambda x, a: torch.einsum("nchw,nc->nchw", x, a)),
    ("se-scale", lambda x, a: (x.permute(2, 3, 0, 1) * a).permute(2, 3, 0, 1)),
    (
        "se-parameters",
        lambda c, r_: sum(
            p.numel()
            for p in nn.Sequential(nn.Linear(c, c // r_), nn.Linear(c // r_, c)).parameters()
        ),
    ),
    ("se-squeeze", lambda x: torch.stack([torch.stack([c.mean() for c in s]) for s in x])),
    ("se-squeeze", lambda x: F.avg_pool2d(x, x.shape[2:]).flatten(1)),
    (
        "se-parameters",
        lambda channels, reduction: (
            (h := (channels // reduction)) * (channels + 1) + channels * (h + 1)
        ),
    ),
    (
        "se-excite",
        lambda z, w1, b1, w2, b2: torch.addmm(
            b2, torch.addmm(b1, z, w1.t()).relu(), w2.t()
        ).sigmoid(),
    ),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
