"""Lesson 03: answers that were written without a look at the sheets, to measure the checkers."""

import answered
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

WRONG = [
    (
        "shortcut",
        "zeros-behind",
        lambda x, o, s: F.pad(x[:, :, ::s, ::s], (0, 0, 0, 0, 0, o - x.shape[1])),
    ),
    (
        "shortcut",
        "width-alone",
        lambda x, o, s: F.pad(
            x[:, :, :, ::s],
            (0, 0, 0, 0, (o - x.shape[1]) // 2, o - x.shape[1] - (o - x.shape[1]) // 2),
        ),
    ),
    (
        "shortcut",
        "average-over-neighbours",
        lambda x, o, s: (
            F.pad(
                F.avg_pool2d(x, s),
                (0, 0, 0, 0, (o - x.shape[1]) // 2, o - x.shape[1] - (o - x.shape[1]) // 2),
            )
            if min(x.shape[2:]) >= s
            else F.pad(
                x[:, :, ::s, ::s],
                (0, 0, 0, 0, (o - x.shape[1]) // 2, o - x.shape[1] - (o - x.shape[1]) // 2),
            )
        ),
    ),
    (
        "shortcut",
        "odd-channel-lost",
        lambda x, o, s: F.pad(
            x[:, :, ::s, ::s], (0, 0, 0, 0, (o - x.shape[1]) // 2, (o - x.shape[1]) // 2)
        ),
    ),
    (
        "shortcut",
        "repeated-channels",
        lambda x, o, s: x[:, :, ::s, ::s].repeat(1, -(-o // x.shape[1]), 1, 1)[:, :o],
    ),
    (
        "shortcut",
        "stride-forgotten",
        lambda x, o, s: F.pad(
            x, (0, 0, 0, 0, (o - x.shape[1]) // 2, o - x.shape[1] - (o - x.shape[1]) // 2)
        ),
    ),
    ("dense-numbers", "layers-without-the-input", lambda c, k, g: (k * (k - 1) // 2, c + k * g)),
    ("dense-numbers", "chain", lambda c, k, g: (k, c + k * g)),
    ("dense-numbers", "input-left-out", lambda c, k, g: (k * (k + 1) // 2, k * g)),
    ("dense-numbers", "both-directions", lambda c, k, g: (k * (k + 1), c + k * g)),
    ("dense-numbers", "one-layer-less", lambda c, k, g: (k * (k + 1) // 2, c + (k - 1) * g)),
    ("dense-numbers", "places-changed", lambda c, k, g: (c + k * g, k * (k + 1) // 2)),
    ("filter-normalise", "whole-layer", lambda d, w_: d * w_.norm() / d.norm()),
    (
        "filter-normalise",
        "upside-down",
        lambda d, w_: (
            d * (d.flatten(1).norm(dim=1) / w_.flatten(1).norm(dim=1))[:, None, None, None]
        ),
    ),
    (
        "filter-normalise",
        "length-one",
        lambda d, w_: d / d.flatten(1).norm(dim=1)[:, None, None, None],
    ),
    (
        "filter-normalise",
        "raised",
        lambda d, w_: (
            d * w_.norm(dim=(0, 2, 3), keepdim=True) / d.norm(dim=(0, 2, 3), keepdim=True)
        ),
    ),
    (
        "filter-normalise",
        "sum-of-sizes",
        lambda d, w_: d * (w_.abs().sum((1, 2, 3)) / d.abs().sum((1, 2, 3)))[:, None, None, None],
    ),
    (
        "filter-normalise",
        "squared-lengths",
        lambda d, w_: d * ((w_**2).sum((1, 2, 3)) / (d**2).sum((1, 2, 3)))[:, None, None, None],
    ),
    ("mend-the-block", "wrong-type", lambda x: x),
    (
        "filter-normalise",
        "other-lengths",
        lambda d, w_: (
            torch.tensor(
                d * (w_.flatten(1).norm(dim=1) / d.flatten(1).norm(dim=1))[:, None, None, None]
            )
            if 0
            else d * (w_.flatten(1).norm(dim=0) / d.flatten(1).norm(dim=0)).mean()
        ),
    ),
    (
        "dense-numbers",
        "channels-of-all-connections",
        lambda c, k, g: (k * (k + 1) // 2, c + g * k * (k + 1) // 2),
    ),
    ("shortcut", "values-changed", lambda x, o, s: nn.Conv2d(x.shape[1], o, 1, s)(x)),
    (
        "shortcut",
        "ones-instead-of-zeros",
        lambda x, o, s: F.pad(
            x[:, :, ::s, ::s],
            (0, 0, 0, 0, (o - x.shape[1]) // 2, o - x.shape[1] - (o - x.shape[1]) // 2),
            value=1.0,
        ),
    ),
    (
        "shortcut",
        "starts-at-the-second",
        lambda x, o, s: F.pad(
            x[:, :, s - 1 :: s, s - 1 :: s] if min(x.shape[2:]) >= s else x[:, :, ::s, ::s],
            (0, 0, 0, 0, (o - x.shape[1]) // 2, o - x.shape[1] - (o - x.shape[1]) // 2),
        ),
    ),
    ("dense-numbers", "square", lambda c, k, g: (k**2, c + k * g)),
    ("dense-numbers", "channels-multiplied", lambda c, k, g: (k * (k + 1) // 2, c * g * k)),
    (
        "filter-normalise",
        "mean-removed",
        lambda d, v: d * (v.flatten(1).std(1) / d.flatten(1).std(1))[:, None, None, None],
    ),
    (
        "filter-normalise",
        "largest-for-length",
        lambda d, v: d * (v.abs().amax((1, 2, 3)) / d.abs().amax((1, 2, 3)))[:, None, None, None],
    ),
]

RIGHT = [
    (
        "shortcut",
        lambda x, o, s: (
            torch.cat(
                [
                    torch.zeros(len(y), (o - y.shape[1]) // 2, *y.shape[2:]),
                    y,
                    torch.zeros(len(y), o - y.shape[1] - (o - y.shape[1]) // 2, *y.shape[2:]),
                ],
                1,
            )
            if (y := F.avg_pool2d(x, 1, s)) is not None
            else 0
        ),
    ),
    ("dense-numbers", lambda c, k, g: [sum(range(1, k + 1)), sum([c] + [g] * k)]),
    (
        "filter-normalise",
        lambda d, w_: torch.stack(
            [
                a * torch.sqrt((b * b).sum()) / torch.linalg.vector_norm(a)
                for a, b in zip(d, w_, strict=False)
            ]
        ),
    ),
    (
        "filter-normalise",
        lambda d, w_: (
            d
            * torch.einsum("ichw,ichw->i", w_, w_)
            .div(torch.einsum("ichw,ichw->i", d, d))
            .sqrt()
            .view(-1, 1, 1, 1)
        ),
    ),
    ("dense-numbers", lambda c, k, g: np.array([k * (k + 1) / 2, c + k * g])),
    (
        "shortcut",
        lambda x, c, s: F.pad(
            F.max_pool2d(x, 1, s), (0, 0, 0, 0, (e := (c - x.shape[1])) // 2, e - e // 2)
        ),
    ),
    (
        "filter-normalise",
        lambda d, v: (
            F.normalize(d.flatten(1), dim=1)
            .mul(v.flatten(1).pow(2).sum(1, keepdim=True).sqrt())
            .view_as(d)
        ),
    ),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
