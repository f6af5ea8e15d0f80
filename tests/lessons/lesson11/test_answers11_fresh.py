"""Lesson 11: answers that were written without a look at the sheets, to measure the checkers."""

import math

import answered
import numpy as np

WRONG = [
    ("split-by-recording", "split-by-window", lambda rec: np.arange(len(rec)) >= 0.75 * len(rec)),
    (
        "split-by-recording",
        "first-instead-of-last",
        lambda rec: np.isin(rec, np.unique(rec)[: int(np.ceil(len(np.unique(rec)) / 4))]),
    ),
    (
        "split-by-recording",
        "rounded-down",
        lambda rec: np.isin(rec, np.unique(rec)[-max(1, len(np.unique(rec)) // 4) :]),
    ),
    (
        "split-by-recording",
        "inverted",
        lambda rec: ~np.isin(rec, np.unique(rec)[-int(np.ceil(len(np.unique(rec)) / 4)) :]),
    ),
    ("split-by-recording", "quantile-of-windows", lambda rec: rec >= np.quantile(rec, 0.75)),
    (
        "split-by-recording",
        "numbers-instead-of-a-mask",
        lambda rec: np.where(
            np.isin(rec, np.unique(rec)[-int(np.ceil(len(np.unique(rec)) / 4)) :])
        )[0],
    ),
    ("alias", "in-kilohertz", 3),
    ("alias", "remainder", 1000),
    ("alias", "unknown-unit", "3 s"),
    ("count-windows", "fencepost", lambda n, length, hop: max(0, (n - length) // hop)),
    (
        "count-windows",
        "not-a-whole-number",
        lambda n, length, hop: 0 if n < length else 1 + (n - length) / hop,
    ),
    ("count-windows", "no-overlap", lambda n, length, hop: n // length),
    ("count-windows", "short-recording-forgotten", lambda n, length, hop: (n - length) // hop + 1),
    ("balanced-accuracy", "plain-accuracy", lambda c: c.trace() / c.sum()),
    ("balanced-accuracy", "columns-instead-of-rows", lambda c: (c.diagonal() / c.sum(0)).mean()),
    (
        "balanced-accuracy",
        "wrong-divisor",
        lambda c: (c.diagonal() / c.sum(1)).sum() / (len(c) - 1),
    ),
    ("balanced-accuracy", "shares-not-averaged", lambda c: c.diagonal() / c.sum(1)),
    ("count-windows", "hop-of-one", lambda n, length, hop: max(0, n - length + 1)),
    (
        "count-windows",
        "one-too-many",
        lambda n, length, hop: max(0, math.ceil((n - length) / hop) + 1),
    ),
    (
        "balanced-accuracy",
        "plain-accuracy",
        lambda c: np.average(c.diagonal() / c.sum(1), weights=c.sum(1)),
    ),
    ("balanced-accuracy", "columns-instead-of-rows", lambda c: np.mean(np.diag(c.T) / c.T.sum(1))),
    (
        "split-by-recording",
        "first-instead-of-last",
        lambda q: np.isin(q, np.unique(q)[: max(1, len(np.unique(q)) // 4)]),
    ),
    (
        "split-by-recording",
        "wrong-type",
        lambda q: ["test" if v >= q.max() else "train" for v in q],
    ),
    ("split-by-recording", "one-recording-only", lambda q: q == q.max()),
]

RIGHT = [
    (
        "split-by-recording",
        lambda rec: [
            v in sorted(set(rec.tolist()))[-math.ceil(len(set(rec.tolist())) / 4) :]
            for v in rec.tolist()
        ],
    ),
    (
        "split-by-recording",
        lambda rec: rec >= np.unique(rec)[::-1][math.ceil(len(np.unique(rec)) / 4) - 1],
    ),
    ("alias", "3 kHz"),
    ("count-windows", lambda n, length, hop: sum(1 for s in range(0, n, hop) if s + length <= n)),
    (
        "balanced-accuracy",
        lambda c: sum((row[i] / sum(row) for i, row in enumerate(c.tolist()))) / len(c),
    ),
    (
        "split-by-recording",
        lambda q: (lambda u: q >= u[len(u) - math.ceil(len(u) / 4)])(np.unique(q)),
    ),
    ("balanced-accuracy", lambda c: float((np.diagonal(c) / c.sum(axis=-1)).sum() / c.shape[0])),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
