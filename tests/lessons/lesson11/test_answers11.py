"""Lesson 11: answers as learners write them, wrong ones with the name that they should hear."""

import math
from typing import Any

import answered
import numpy as np
import pandas as pd

WRONG: list[tuple[str, str, Any]] = [
    ("count-windows", slug, answer)
    for slug, answer in [
        ("fencepost", lambda n, t, h: max(0, (n - t) // h)),
        ("fencepost", lambda n, t, h: len(range(0, n - t, h))),
        ("one-too-many", lambda n, t, h: 0 if n < t else (n - t) // h + 2),
        ("short-recording-forgotten", lambda n, t, h: (n - t) // h + 1),
        ("short-recording-forgotten", lambda n, t, h: int((n - t) / h) + 1),
        ("no-overlap", lambda n, t, h: n // t),
        ("a-window-at-every-hop", lambda n, t, h: n // h),
        ("half-empty-windows", lambda n, t, h: math.ceil(n / h)),
        ("not-a-whole-number", lambda n, t, h: 0 if n < t else (n - t) / h + 1),
        ("not-a-whole-number", lambda n, t, h: max(0, round((n - t) / h) + 1)),
        ("hop-of-one", lambda n, t, h: max(0, n - t + 1)),
        ("one-added-before-dividing", lambda n, t, h: max(0, (n - t + 1) // h)),
        ("one-added-before-dividing", lambda n, t, h: 0 if n < t else (n - t + 1) // h + 1),
        ("hop-taken-for-a-gap", lambda n, t, h: n // (t + h)),
        ("exact-fit-refused", lambda n, t, h: (n - t) // h + 1 if n > t else 0),
        ("starts-instead-of-a-number", lambda n, t, h: np.arange(0, n - t + 1, h)),
        ("unnamed", lambda n, t, h: None),
    ]
]
WRONG += [
    ("alias", slug, answer)
    for slug, answer in [
        ("nothing-happens", 5000),
        ("cut-at-half-the-rate", 4000),
        ("remainder", "1 kHz"),
        ("it-vanishes", 0),
        ("in-kilohertz", 3),
        ("sign-kept", -3000),
        ("halved", 2500),
        ("halved", 10_000),
        ("folded-about-another-rate", 11_000),
        ("folded-about-another-rate", 13_000),
        ("wrong-type", "low"),
        ("unnamed", 3100),
    ]
]


def recalls(c):
    return np.diag(c) / c.sum(axis=1)


def precisions(c):
    return np.diag(c) / c.sum(axis=0)


WRONG += [
    ("balanced-accuracy", slug, answer)
    for slug, answer in [
        ("plain-accuracy", lambda c: c.diagonal().sum() / c.sum()),
        ("columns-instead-of-rows", lambda c: precisions(c).mean()),
        ("columns-instead-of-rows", lambda c: np.nanmean(precisions(c))),
        ("sum-not-mean", lambda c: recalls(c).sum()),
        ("share-of-all", lambda c: np.mean(np.diag(c) / np.sum(c))),
        ("percent-instead-of-fraction", lambda c: recalls(c).mean() * 100),
        ("error-instead-of-accuracy", lambda c: 1 - recalls(c).mean()),
        ("shares-not-averaged", recalls),
        ("all-cells-averaged", lambda c: (c / c.sum(1, keepdims=True)).mean()),
        ("counts-not-divided", lambda c: np.diag(c).mean()),
        ("another-average", lambda c: np.median(recalls(c))),
        ("another-average", lambda c: recalls(c).prod() ** (1 / len(c))),
        ("one-class-alone", lambda c: recalls(c)[0]),
        ("wrong-divisor", lambda c: recalls(c).sum() / c.size),
        ("another-measure", lambda c: np.mean(2 * np.diag(c) / (c.sum(0) + c.sum(1)))),
    ]
]


def held(count, names=lambda r: np.unique(r)):
    return lambda r: np.isin(r, names(r)[-count(len(names(r))) :])


WRONG += [
    ("split-by-recording", slug, answer)
    for slug, answer in [
        ("quantile-of-windows", lambda r: r >= np.quantile(r, 0.75)),
        ("quantile-of-windows", lambda r: r > np.percentile(r, 75)),
        ("share-of-the-largest-number", lambda r: r > 0.75 * r.max()),
        ("share-of-the-largest-number", lambda r: r >= r.max() * 0.75),
        ("share-of-the-largest-number", lambda r: r >= len(np.unique(r)) * 0.75),
        ("split-by-window", lambda r: np.arange(len(r)) >= len(r) * 0.75),
        ("every-fourth-window", lambda r: np.arange(len(r)) % 4 == 0),
        ("inverted", lambda r: ~held(lambda n: math.ceil(n / 4))(r)),
        ("rounded-down", held(lambda n: max(1, n // 4))),
        ("rounded-down", held(lambda n: round(n / 4))),
        ("one-too-many", held(lambda n: n // 4 + 1)),
        ("one-recording-only", lambda r: r == np.max(r)),
        ("another-share", held(lambda n: math.ceil(3 * n / 4))),
        ("another-share", held(lambda n: math.ceil(n / 3))),
        ("last-to-occur", held(lambda n: math.ceil(n / 4), pd.unique)),
        ("first-instead-of-last", lambda r: np.isin(r, np.unique(r)[: -(-len(np.unique(r)) // 4)])),
        ("numbers-instead-of-a-mask", lambda r: np.unique(r)[-math.ceil(len(np.unique(r)) / 4) :]),
        ("nothing-held-out", lambda r: r == -1),
        ("every-fourth-recording", lambda r: r % 4 == 3),
    ]
]


def counted(n, t, h):
    count = start = 0
    while start + t <= n:
        count, start = count + 1, start + h
    return count


def split_by_set(recording):
    names = sorted(set(recording))
    test = set(names[len(names) - math.ceil(len(names) / 4) :])
    return [int(r) in test for r in recording]


def split_by_cut(recording):
    names = np.unique(recording)
    return recording >= names[-math.ceil(0.25 * len(names))]


def split_by_rank(recording):
    names, rank = np.unique(recording, return_inverse=True)
    return (rank >= len(names) - -(-len(names) // 4)).astype(int)


def split_by_pandas(recording):
    ranks = pd.Series(recording).rank(method="dense", ascending=False)
    return (ranks <= np.ceil(pd.Series(recording).nunique() / 4)).to_numpy()


def balanced_by_loop(confusion):
    found = 0.0
    for i, row in enumerate(confusion):
        found += row[i] / sum(row)
    return found / len(confusion)


RIGHT: list[tuple[str, Any]] = [
    ("count-windows", counted),
    ("count-windows", lambda n, t, h: max(0, (n - t) // h + 1)),
    ("count-windows", lambda n, t, h: max(0, (n - t + h) // h)),
    ("count-windows", lambda n, t, h: len([s for s in range(0, n, h) if s + t <= n])),
    ("count-windows", lambda n, t, h: 0 if n < t else np.floor((n - t) / h) + 1),
    ("count-windows", lambda n, t, h: sum(1 for _ in range(0, n - t + 1, h))),
    ("alias", "3 kHz"),
    ("alias", "3000 Hz"),
    ("alias", np.int64(3000)),
    ("alias", "3,000"),
    ("balanced-accuracy", balanced_by_loop),
    ("balanced-accuracy", lambda c: np.trace(c / c.sum(1, keepdims=True)) / len(c)),
    ("balanced-accuracy", lambda c: np.einsum("ii->i", c).dot(1 / c.sum(1)) / c.shape[0]),
    ("balanced-accuracy", lambda c: round(float(recalls(c).mean()), 3)),
    ("split-by-recording", split_by_set),
    ("split-by-recording", split_by_cut),
    ("split-by-recording", split_by_rank),
    ("split-by-recording", split_by_pandas),
    ("split-by-recording", lambda r: r >= np.quantile(np.unique(r), 0.75)),
]


test_a_wrong_answer_hears_the_name_of_its_idea = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
