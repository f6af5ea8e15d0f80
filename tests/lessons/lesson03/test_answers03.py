"""Lesson 03: answers as learners write them, wrong ones with the name that they should get."""

import answered
import numpy as np
import torch
import torch.nn.functional as F

SHORT, NORM, DENSE, WHO = "shortcut", "filter-normalise", "dense-numbers", "who-claimed-what"
CLAIMS = {
    "A": "shown",
    "B": "shown",
    "C": "argued against",
    "D": "not claimed",
    "E": "not claimed",
    "F": "argued against",
}


def by_conv(x, c, s):
    weight = torch.zeros(c, x.shape[1], 1, 1)
    for i in range(x.shape[1]):
        weight[(c - x.shape[1]) // 2 + i, i] = 1
    return F.conv2d(x, weight, stride=s)


def by_filling(x, c, s):
    x = x[..., ::s, ::s]
    n, old, h, w = x.shape
    out = torch.zeros(n, c, h, w, dtype=x.dtype)
    start = (c - old) // 2
    out[:, start : start + old] = x
    return out


def by_numpy(x, c, s):
    x = x.numpy()[:, :, ::s, ::s]
    extra = c - x.shape[1]
    return np.pad(x, ((0, 0), (extra // 2, extra - extra // 2), (0, 0), (0, 0)))


def pad(x, before, behind):
    return F.pad(x, (0, 0, 0, 0, before, behind))


def strided(x, s):
    return x[:, :, ::s, ::s]


def length(w):
    return w.flatten(1).norm(dim=1)[:, None, None, None]


def no_return(d, w):
    d * length(w) / length(d)


WRONG = [
    (name, slug, answer)
    for name, answer, slug in [
        (SHORT, lambda x, c, s: pad(strided(x, s), 0, c - x.shape[1]), "zeros-behind"),
        (SHORT, lambda x, c, s: pad(strided(x, s), c - x.shape[1], 0), "zeros-in-front"),
        (
            SHORT,
            lambda x, c, s: pad(strided(x, s), *2 * [(c - x.shape[1]) // 2]),
            "odd-channel-lost",
        ),
        (SHORT, lambda x, c, s: pad(strided(x, s), *2 * [c - x.shape[1]]), "extra-on-each-side"),
        (SHORT, lambda x, c, s: by_conv(x, c, 1), "stride-forgotten"),
        (SHORT, lambda x, c, s: by_conv(x, c, 2), "stride-fixed-at-two"),
        (SHORT, lambda x, c, s: by_conv(x, c, (1, s)), "width-alone"),
        (SHORT, lambda x, c, s: by_conv(x, c, (s, 1)), "height-alone"),
        (SHORT, lambda x, c, s: strided(x, s), "channels-forgotten"),
        (SHORT, lambda x, c, s: by_conv(x, c, s).squeeze(), "batch-of-one-lost"),
        (SHORT, lambda x, c, s: by_filling(x[:, :, :, 1:], c, s), "wrong-shape"),
        (SHORT, lambda x, c, s: F.avg_pool2d(x, s), "raised"),
        (NORM, lambda d, w: d * w.norm() / d.norm(), "whole-layer"),
        (NORM, lambda d, w: d / length(d), "length-one"),
        (NORM, lambda d, w: d * length(w), "only-multiplied"),
        (NORM, lambda d, w: d * length(d) / length(w), "upside-down"),
        (NORM, lambda d, w: d * (length(w) / length(d)) ** 2, "squared-lengths"),
        (NORM, lambda d, w: w * length(d) / length(w), "arguments-swapped"),
        (NORM, lambda d, w: w / length(w), "weights-of-length-one"),
        (
            NORM,
            lambda d, w: d * w.abs().sum((1, 2, 3))[:, None, None, None] / length(d),
            "other-lengths",
        ),
        (
            NORM,
            lambda d, w: d * w.norm(dim=1, keepdim=True) / d.norm(dim=1, keepdim=True),
            "channels-alone",
        ),
        (
            NORM,
            lambda d, w: d * w.norm(dim=(2, 3), keepdim=True) / d.norm(dim=(2, 3), keepdim=True),
            "single-kernels",
        ),
        (NORM, lambda d, w: d * w.flatten(1).norm(dim=1) / d.flatten(1).norm(dim=1), "raised"),
        (NORM, no_return, "returns-nothing"),
        (DENSE, lambda c, n, k: (n, c + n * k), "chain"),
        (DENSE, lambda c, n, k: (n * (n - 1) // 2, c + n * k), "layers-without-the-input"),
        (DENSE, lambda c, n, k: (n * (n - 1) // 2, n * k), "layers-without-the-input"),
        (DENSE, lambda c, n, k: (sum(range(n + 1)), c + (n - 1) * k), "one-layer-less"),
        (DENSE, lambda c, n, k: (n * (n + 1) // 2, c + k), "last-layer-alone"),
        (DENSE, lambda c, n, k: (n * (n + 1) // 2, c), "added-like-a-residual-unit"),
        (DENSE, lambda c, n, k: (n * n, c * n + k), "square"),
        (DENSE, lambda c, n, k: (c + n * k, n * (n + 1) // 2), "places-changed"),
        (DENSE, lambda c, n, k: ((n + 1) * (n + 2) // 2, c + n * k), "output-counted-too"),
        (DENSE, lambda c, n, k: (n // 2 * (n + 1), c + n * k), "halves-cut-off"),
        (DENSE, lambda c, n, k: n * (n + 1) // 2, "wrong-type"),
        (DENSE, lambda c, n, k: (n * (n + 1) // 2, c + n * k - 1), "off-by-one"),
        (WHO, CLAIMS | {"A": "not claimed"}, "training-error-forgotten"),
        (WHO, CLAIMS | {"A": "argued against"}, "training-error-forgotten"),
        (WHO, CLAIMS | {"B": "not claimed"}, "deeper-residual-left-out"),
        (WHO, CLAIMS | {"C": "shown"}, "overfitting"),
        (WHO, CLAIMS | {"D": "shown"}, "weights-near-zero"),
        (WHO, CLAIMS | {"D": "argued against"}, "weights-near-zero-denied"),
        (WHO, CLAIMS | {"E": "shown"}, "smooth-surface"),
        (WHO, CLAIMS | {"F": "shown"}, "vanishing-gradient"),
        (WHO, CLAIMS | {"F": "maybe"}, "unknown-word"),
        (WHO, dict.fromkeys("ABCDEF", "shown"), "overfitting"),
        (WHO, list(CLAIMS.values()), "wrong-type"),
    ]
]

RIGHT = [
    (SHORT, by_conv),
    (SHORT, by_filling),
    (SHORT, by_numpy),
    (SHORT, lambda x, c, s: pad(F.max_pool2d(x, 1, s), (e := c - x.shape[1]) // 2, e - e // 2)),
    (SHORT, lambda x, c, s: by_filling(x.double(), c, s)),
    (NORM, lambda d, w: d / length(d) * length(w)),
    (NORM, lambda d, w: torch.einsum("fchw,f->fchw", d, (length(w) / length(d)).flatten())),
    (
        NORM,
        lambda d, w: d * ((w**2).mean((1, 2, 3)) / (d**2).mean((1, 2, 3))).sqrt().view(-1, 1, 1, 1),
    ),
    (
        NORM,
        lambda d, w: np.stack(
            [a * np.linalg.norm(b) / np.linalg.norm(a) for a, b in zip(d, w, strict=True)]
        ),
    ),
    (NORM, lambda d, w: F.normalize(d.flatten(1)).view_as(d) * length(w)),
    (NORM, lambda d, w: d * length(w) / (length(d) + 1e-10)),
    (DENSE, lambda c, n, k: [sum(range(1, n + 1)), c + sum(k for _ in range(n))]),
    (DENSE, lambda c, n, k: (int(n * (n + 1) / 2), float(c + n * k))),
    (DENSE, lambda c, n, k: np.array([n * (n + 1) // 2, c + n * k])),
    (DENSE, lambda c, n, k: (torch.arange(1, n + 1).sum(), c + n * k)),
    (WHO, {key.lower(): word.title() for key, word in CLAIMS.items()}),
    (WHO, CLAIMS | {"C": "argued_against", "D": "it was not claimed", "G": "shown"}),
    (WHO, CLAIMS | {"F": "refuted", "A": "demonstrated"}),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
