"""Answers to lessons 00 to 05, written without a look at the sheets, to measure the checkers."""

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy.signal import hilbert

from drsn_lite.checks import check
from drsn_lite.shrinkage import soft_threshold as soft

WRONG = [
    (
        "snr-db",
        "mean-size-for-power",
        lambda c, n: 10 * np.log10(np.mean(np.abs(c)) / np.mean(np.abs(n - c))),
    ),
    ("snr-db", "mean-removed", lambda c, n: 10 * np.log10(np.var(c) / np.var(n - c))),
    ("snr-db", "wrong-shape", lambda c, n: 10 * np.log10(c**2 / (n - c) ** 2)),
    (
        "decibels",
        "amplitude-at-minus-10",
        {
            "power ratio at 20 dB": 100,
            "amplitude ratio at 20 dB": 10,
            "noise power at 0 dB": 1,
            "noise power at -10 dB": 3.16,
        },
    ),
    (
        "decibels",
        "decibel-as-ratio",
        {
            "power ratio at 20 dB": "20 dB",
            "amplitude ratio at 20 dB": 10,
            "noise power at 0 dB": 1,
            "noise power at -10 dB": 10,
        },
    ),
    ("outer-race-frequency", "one-left-out", lambda f, n, d, D: n * f / 2 * (d / D)),
    (
        "noise-scale",
        "not-positive",
        lambda c, n, s: np.sqrt((c**2).mean() / (n**2).mean()) / 10 * s,
    ),
    (
        "soft-threshold",
        "makes-larger",
        lambda x, t: x.sign() * torch.minimum(x.abs() - t, torch.zeros_like(x)),
    ),
    ("soft-threshold", "times-x", lambda x, t: x * torch.relu(x.abs() - t)),
    ("soft-threshold", "nothing-set-to-zero", lambda x, t: x * torch.sigmoid(x.abs() - t)),
    ("soft-threshold-gradient", "one-sided", lambda x, t: ((x > 0).float(), -(x > 0).float())),
    (
        "soft-threshold-gradient",
        "summed-over-x",
        lambda x, t: ((x.abs() > t).float().sum(), (-x.sign() * (x.abs() > t)).sum()),
    ),
    (
        "universal-threshold",
        "logarithm-forgotten",
        lambda f, n: np.median(abs(f)) / 0.6745 * math.sqrt(2 * n),
    ),
    (
        "universal-threshold",
        "log2-instead-of-ln",
        lambda f, n: np.median(abs(f)) / 0.6745 * math.sqrt(2 * math.log2(n)),
    ),
    (
        "shortcut",
        "zeros-in-front",
        lambda x, o, s: F.pad(x[:, :, ::s, ::s], (0, 0, 0, 0, o - x.shape[1], 0)),
    ),
    (
        "shortcut",
        "wrong-shape",
        lambda x, o, s: (
            F.interpolate(x, scale_factor=1 / s, mode="bilinear")
            if s > 1 and min(x.shape[2:]) > 1
            else F.pad(
                x[:, :, ::s, ::s],
                (0, 0, 0, 0, (o - x.shape[1]) // 2, o - x.shape[1] - (o - x.shape[1]) // 2),
            )
        ),
    ),
    ("dense-numbers", "wrong-type", lambda c, k, g: k * (k + 1) // 2),
    (
        "filter-normalise",
        "arguments-swapped",
        lambda d, v: v * (d.flatten(1).norm(dim=1) / v.flatten(1).norm(dim=1))[:, None, None, None],
    ),
    ("filter-normalise", "single-weights", lambda d, v: d * v.abs() / d.abs().clamp(min=1e-09)),
    ("se-squeeze", "squares-averaged", lambda x: x.square().mean((2, 3)).sqrt()),
    ("se-squeeze", "one-axis-only", lambda x: x.sum((2, 3)) / x.shape[3]),
    (
        "se-excite",
        "clamp-instead-of-sigmoid",
        lambda z, w1, b1, w2, b2: torch.clamp(torch.relu(z @ w1.T + b1) @ w2.T + b2, 0, 1),
    ),
    (
        "se-excite",
        "sigmoid-in-the-middle",
        lambda z, w1, b1, w2, b2: torch.sigmoid(torch.sigmoid(z @ w1.T + b1) @ w2.T + b2),
    ),
    ("se-scale", "shared-over-batch", lambda x, a: x * a.sum(0)[None, :, None, None]),
    (
        "se-scale",
        "first-sample-for-all",
        lambda x, a: torch.stack([x[0] * a[0][:, None, None]] * len(x)),
    ),
    ("se-scale", "rounded-to-a-switch", lambda x, a: x * (a > 0.5)[:, :, None, None]),
    ("se-parameters", "hidden-biases-twice", lambda c, q: 2 * c * (c // q) + 2 * (c // q)),
    ("se-parameters", "hidden-squared", lambda c, q: 2 * (c // q) ** 2 + c // q + c),
    (
        "channelwise-threshold",
        "cut-off-negatives",
        lambda x, a: (a * torch.relu(x).mean((2, 3)))[:, :, None, None],
    ),
    (
        "channelwise-threshold",
        "median-instead-of-mean",
        lambda x, a: (a * x.abs().flatten(2).median(2).values)[:, :, None, None],
    ),
    (
        "channelwise-threshold",
        "added-instead-of-multiplied",
        lambda x, a: (a + x.abs().mean((2, 3)))[:, :, None, None],
    ),
    (
        "shared-threshold",
        "abs-of-mean",
        lambda x, a: a[:, :, None, None] * x.mean((2, 3)).abs().mean(1)[:, None, None, None],
    ),
    (
        "shared-threshold",
        "root-mean-square",
        lambda x, a: a[:, :, None, None] * x.square().mean((1, 2, 3), keepdim=True).sqrt(),
    ),
    (
        "fix-the-gate",
        "tau-added",
        lambda x, f: (lambda t: x.sign() * torch.relu(x.abs() + t))(
            (torch.sigmoid(f(x.abs().mean((2, 3)))) * x.abs().mean((2, 3)))[..., None, None]
        ),
    ),
    (
        "fix-the-gate",
        "sign-turned-round",
        lambda x, f: (lambda m: soft(x, ((1 - torch.sigmoid(f(m))) * m)[..., None, None]))(
            x.abs().mean((2, 3))
        ),
    ),
    ("cap", "laplacian", 1 - 1 / math.e),
    ("cap", "all-of-them", 1.0),
    ("cap", "one-sided", "78.8%"),
]

RIGHT = [
    ("envelope", lambda x: abs(hilbert(x)).astype(np.float32)),
    (
        "noise-scale",
        lambda clean, noise, snr_db: float(
            np.sqrt(np.sum(clean**2) / np.sum(noise**2) * 10 ** (-0.1 * snr_db))
        ),
    ),
    ("soft-threshold", lambda x, tau: torch.relu(x - tau) - torch.relu(-(x + tau))),
    ("universal-threshold", lambda f, n: np.sqrt(2 * np.log(n)) * np.median(np.abs(f)) / 0.6745),
    ("which-tau", {"sample": "B, the noisier one", "factor": "2"}),
    ("dense-numbers", lambda c, n, g: (math.comb(n + 1, 2), c + g * n)),
    ("se-scale", lambda x, alpha: x.mul(alpha.unsqueeze(2).unsqueeze(3))),
    ("se-snr", {"channel": "0", "plain sum": "5.61 dB", "weighted sum": 10.4}),
    (
        "channelwise-threshold",
        lambda x, alpha: (x.abs().sum((2, 3)) / (x.shape[2] * x.shape[3]) * alpha).unflatten(
            1, (-1, 1, 1)
        ),
    ),
]


@pytest.mark.parametrize(
    ("name", "slug", "answer"), WRONG, ids=lambda v: v if isinstance(v, str) else None
)
def test_a_wrong_answer_gets_its_name(name, slug, answer) -> None:
    verdict = check(name, answer)
    assert not verdict.passed
    assert verdict.misconception == slug, verdict


@pytest.mark.parametrize(("name", "answer"), RIGHT, ids=lambda v: v if isinstance(v, str) else None)
def test_a_right_answer_passes_in_any_style(name, answer) -> None:
    verdict = check(name, answer)
    assert verdict.passed, verdict
