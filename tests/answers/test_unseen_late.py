"""Answers to lessons 06 to 11, written without a look at the sheets, to measure the checkers."""

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy import stats

from drsn_lite.checks import check
from drsn_lite.shrinkage import soft_threshold as soft

WRONG = [
    ("half-band", "normal-instead-of-t", lambda g: 2 * g.std(ddof=1) / math.sqrt(len(g))),
    (
        "half-band",
        "corrected-twice",
        lambda g: stats.t.ppf(0.975, len(g) - 1) * g.std(ddof=1) / math.sqrt(len(g) - 1),
    ),
    (
        "read-the-matrix",
        "one-class-for-all",
        {"accuracy": 0.6, "cracks found": 0.783, "alarms right": 0.905},
    ),
    (
        "read-the-matrix",
        "errors-instead-of-accuracy",
        {"accuracy": "21.7 %", "cracks found": 0.6, "alarms right": 0.905},
    ),
    (
        "rsbu-cw-unit",
        "alpha-and-mean-put-together-wrongly",
        lambda x, b, a: (
            lambda y: (
                soft(y, 2 * (a(y.abs().mean((2, 3))) * y.abs().mean((2, 3)))[..., None, None]) + x
            )
        )(b(x)),
    ),
    (
        "rsbu-cw-unit",
        "shortcut-not-added",
        lambda x, b, a: (
            lambda y: soft(y, (a(y.abs().mean((2, 3))) * y.abs().mean((2, 3)))[..., None, None]) - x
        )(b(x)),
    ),
    (
        "gate-gain",
        "other-logarithm",
        lambda c, n, ca, na: (lambda q: q(ca, na) - q(c, n))(
            lambda s, x: (lambda p: 10 * np.log(p @ p / ((x - p) @ (x - p))))(s * (x @ s) / (s @ s))
        ),
    ),
    (
        "uniform-noise",
        "width-instead-of-standard-deviation",
        {"mean": 0.25, "standard deviation": 0.5},
    ),
    ("one-unit-parameters", "no-biases", {"resnet": 1362, "drsn-cw": 1408}),
    ("same-power", "pepper-alone", lambda x, s: np.sqrt(s * np.mean(x**2))),
    (
        "shrink-2d",
        "sum-for-mean",
        lambda x, a: soft(x, a[..., None, None] * x.abs().sum((2, 3), keepdim=True)),
    ),
    (
        "shrink-2d",
        "alpha-changed",
        lambda x, a: soft(
            x, torch.sigmoid(a)[..., None, None] * x.abs().mean((2, 3), keepdim=True)
        ),
    ),
    ("test-starts", "runs-over-the-end", lambda n, k: np.arange(int(0.7 * n) + k, n, k)),
    (
        "test-starts",
        "ends-instead-of-starts",
        lambda n, k: np.arange(int(0.7 * n) + 2 * k, n + 1, k),
    ),
    ("window-means", "divided-by-the-mean", lambda x: x / x.mean(1, keepdims=True)),
    (
        "window-means",
        "another-middle",
        lambda x: x - x[:, : max(1, x.shape[1] // 2)].mean(1, keepdims=True),
    ),
    (
        "pick-the-variable",
        "number-without-its-zero",
        lambda names, number: names.split().index(f"X{number:02d}_DE_time"),
    ),
    ("fold-back", "sign-kept", "-1.5 kHz"),
    ("fold-back", "divided-by-four", 10.5 / 4),
    ("fault-rates", "in-orders", {"inner": 5.415, "outer": 3.585, "ball": 4.714}),
    ("alias", "it-vanishes", "0 Hz"),
    ("count-windows", "fencepost", lambda n, length, hop: max(0, (n - length - hop) // hop + 1)),
    (
        "count-windows",
        "short-recording-forgotten",
        lambda n, length, hop: int((n - length) / hop) + 1,
    ),
    ("balanced-accuracy", "one-class-alone", lambda c: c[0, 0] / c[0].sum()),
    (
        "balanced-accuracy",
        "percent-instead-of-fraction",
        lambda c: 100 * np.mean(c.diagonal() / c.sum(1)),
    ),
    (
        "split-by-recording",
        "one-too-many",
        lambda q: np.isin(q, np.unique(q)[-(len(np.unique(q)) // 4 + 1) :]),
    ),
    ("split-by-recording", "other-recordings", lambda q: (q < np.median(q)).astype(int)),
]

RIGHT = [
    ("read-the-matrix", {"accuracy": "235/300", "cracks found": "60 %", "alarms right": "190/210"}),
    (
        "half-band",
        lambda g: (lambda ci: (ci.high - ci.low) / 2)(
            stats.ttest_1samp(g, 0).confidence_interval()
        ),
    ),
    (
        "shrink-2d",
        lambda x, alpha: (
            F.hardtanh(x, 0, 0)
            + torch.where(
                x.abs()
                > (t := (alpha[..., None, None] * x.abs().flatten(2).mean(2)[..., None, None])),
                x - x.sign() * t,
                0.0,
            )
        ),
    ),
    ("test-starts", lambda n, length: np.arange(int(0.7 * n), n - length + 1, length)[1:]),
    (
        "pick-the-variable",
        lambda names, number: {n: i for i, n in enumerate(names.split())}[f"X{number:03d}_DE_time"],
    ),
    ("window-means", lambda x: x - np.einsum("ij->i", x)[:, None] / x.shape[1]),
    ("fold-back", "1.5kHz"),
    ("count-windows", lambda n, length, hop: max(0, (n - length + hop) // hop)),
    ("alias", 3000.0),
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
