"""Lesson 10: answers as learners write them, wrong ones with the name that they should hear."""

import re
from typing import Any

import answered
import numpy as np
import scipy.signal
import torch


def starts(first=lambda n, length: int(0.7 * n) + length, stop=lambda n, length: n - length + 1):
    return lambda n, length: np.arange(first(n, length), stop(n, length), length)


WRONG: list[tuple[str, str, Any]] = [
    ("test-starts", slug, answer)
    for slug, answer in [
        ("no-gap", starts(lambda n, length: int(0.7 * n))),
        ("last-window-lost", starts(stop=lambda n, length: n - length)),
        ("runs-over-the-end", starts(stop=lambda n, length: n)),
        ("cut-elsewhere", starts(lambda n, length: 0.7 * n + length)),
        ("cut-elsewhere", starts(lambda n, length: round(0.7 * n) + length)),
        ("cut-elsewhere", starts(lambda n, length: int(0.8 * n) + length)),
        ("whole-recording", starts(lambda n, length: 0)),
        ("training-part", lambda n, length: np.arange(0, int(0.7 * n), length)),
        ("overlapping-tests", lambda n, t: np.arange(int(0.7 * n) + t, n - t + 1, t // 2)),
        ("gap-of-another-length", starts(lambda n, length: int(0.7 * n) + 2 * length)),
        ("how-many-instead-of-where", lambda n, length: len(starts()(n, length))),
        ("ends-instead-of-starts", lambda n, length: starts()(n, length) + length),
        ("places-instead-of-samples", lambda n, t: starts()(n, t) - int(0.7 * n)),
        ("straddles-the-cut", starts(lambda n, length: int(0.7 * n) - length)),
    ]
]
WRONG += [
    ("fold-back", slug, answer)
    for slug, answer in [
        ("stays", 10.5),
        ("distance-from-half-the-rate", 4.5),
        ("hertz-instead-of-kilohertz", 1500),
        ("divided-by-four", 2.625),
        ("gone", 0),
        ("cut-at-half-the-rate", "6 kHz"),
        ("sign-kept", -1.5),
        ("added-instead-of-mirrored", 22.5),
        ("mirrored-at-another-rate", 13.5),
        ("mirrored-at-another-rate", 37.5),
        ("unknown-unit", "1.5 seconds"),
        ("unnamed", 1.6),
    ]
]
WRONG += [
    ("window-means", slug, answer)
    for slug, answer in [
        ("one-mean-for-all", lambda x: x - x.mean()),
        ("mean-over-windows", lambda x: x - x.mean(axis=0, keepdims=True)),
        ("axis-lost", lambda x: x - x.mean(axis=1)),
        ("standardised", lambda x: (x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True)),
        ("divided-by-the-mean", lambda x: x / x.mean(axis=1, keepdims=True)),
        ("mean-added", lambda x: x + x.mean(axis=1, keepdims=True)),
        ("sum-for-mean", lambda x: x - x.sum(axis=1, keepdims=True)),
        ("mean-of-sizes", lambda x: x - np.abs(x).mean(axis=1, keepdims=True)),
        ("another-middle", lambda x: x - np.median(x, axis=1, keepdims=True)),
        ("the-means-themselves", lambda x: x.mean(axis=1)),
        ("transposed", lambda x: x.T - x.mean(axis=1)),
        ("one-window-alone", lambda x: x[0] - x[0].mean()),
        ("changes-its-input", lambda x: np.subtract(x, x.mean(1, keepdims=True), out=x)),
        ("unnamed", lambda x: None),
    ]
]


def listed(pick):
    return lambda names, number: pick(names.split(), number)


def named(names, number, sensor="DE"):
    return names.index(f"X{number:03d}_{sensor}_time")


WRONG += [
    ("pick-the-variable", slug, answer)
    for slug, answer in [
        ("always-the-same-place", lambda names, number: 2),
        ("always-the-same-place", lambda names, number: 0),
        ("first-drive-end", listed(lambda n, k: next(i for i, v in enumerate(n) if "DE" in v))),
        ("last-drive-end", listed(lambda n, k: max(i for i, v in enumerate(n) if "_DE_" in v))),
        ("fan-end", listed(lambda n, k: named(n, k, "FE"))),
        ("base-plate", listed(lambda n, k: named(n, k, "BA"))),
        ("counted-from-one", listed(lambda n, k: named(n, k) + 1)),
        ("counted-in-letters", lambda names, k: names.find(f"X{k:03d}_DE_time")),
        ("number-without-its-zero", listed(lambda n, k: n.index(f"X{k}_DE_time"))),
        ("number-without-its-zero", listed(lambda n, k: n.index("X" + str(k) + "_DE_time"))),
        ("nothing-found", listed(lambda n, k: n.index(f"X{k:03d}_DE"))),
        ("nothing-found", lambda names, k: names.split(",").index(f"X{k:03d}_DE_time")),
        ("name-instead-of-place", lambda names, k: f"X{k:03d}_DE_time"),
        ("any-of-that-number", listed(lambda n, k: [f"{k:03d}" in v for v in n].index(True))),
        ("number-instead-of-place", lambda names, number: number),
        ("counted-among-drive-ends", listed(lambda n, k: named([v for v in n if "DE" in v], k))),
    ]
]

F_HZ, Q = 1797 / 60, 0.3126 / 1.537


def rates(n=4.5, f=F_HZ, q=Q, **other):
    found = {"inner": n * f * (1 + q), "outer": n * f * (1 - q), "ball": f / q * (1 - q**2)}
    return found | other


WRONG += [
    ("fault-rates", slug, answer)
    for slug, answer in [
        ("per-minute", rates(f=1797)),
        ("races-swapped", rates(inner=107.4, outer=162.2)),
        ("one-hit-a-spin", rates(ball=70.58)),
        ("forgot-the-half", rates(n=9)),
        ("in-orders", rates(f=1)),
        ("square-forgotten", rates(ball=F_HZ / Q * (1 - Q))),
        ("bracket-forgotten", rates(ball=F_HZ / Q)),
        ("plus-for-minus", rates(ball=F_HZ / Q * (1 + Q**2))),
        ("diameters-swapped", rates(inner=4.5 * F_HZ * (1 + 1 / Q))),
        ("another-number-of-balls", rates(n=4)),
        ("forgot-the-balls", rates(n=0.5)),
        ("geometry-forgotten", rates(inner=134.8, outer=134.8)),
        ("radians", rates(f=2 * np.pi * F_HZ)),
        ("periods-instead-of-rates", {key: 1 / value for key, value in rates().items()}),
        ("shaft-at-the-wrong-rate", rates(f=1750 / 60)),
        ("wrong-type", rates(ball="often")),
    ]
]


def by_while(n, length):
    found, start = [], int(0.7 * n) + length
    while start + length <= n:
        found.append(start)
        start += length
    return found


def by_yield(n, length):
    cut = int(n * 0.7)
    for k in range(1, n):
        if cut + (k + 1) * length <= n:
            yield cut + k * length


def by_rows(x):
    out = np.empty_like(x)
    for i in range(len(x)):
        out[i] = x[i] - sum(x[i]) / x.shape[1]
    return out


def by_pattern(names, number):
    for place, name in enumerate(names.split(" ")):
        found = re.match(r"X(\d+)_DE_time$", name)
        if found and int(found[1]) == number:
            return place
    raise KeyError(number)


RIGHT: list[tuple[str, Any]] = [
    ("test-starts", by_while),
    ("test-starts", by_yield),
    ("test-starts", lambda n, t: range(int(0.7 * n) + t, n - t + 1, t)),
    ("test-starts", lambda n, t: torch.arange(int(0.7 * n) + t, n - t + 1, t)),
    ("test-starts", lambda n, t: [s for s in range(int(0.7 * n) + t, n, t) if s + t <= n]),
    ("fold-back", "1.5 kHz"),
    ("fold-back", "1500 Hz"),
    ("fold-back", "1.5"),
    ("fold-back", np.float64(12 - 10.5)),
    ("fold-back", abs(10.5 - 12)),
    ("window-means", by_rows),
    ("window-means", lambda x: x - x.mean(axis=1)[:, None]),
    ("window-means", lambda x: x - np.mean(x, axis=-1).reshape(-1, 1)),
    ("window-means", lambda x: scipy.signal.detrend(x, axis=1, type="constant")),
    ("window-means", lambda x: [row - row.mean() for row in x]),
    ("pick-the-variable", by_pattern),
    ("pick-the-variable", listed(lambda n, k: n.index("X%03d_DE_time" % k))),  # noqa: UP031
    ("pick-the-variable", listed(lambda n, k: n.index("X" + str(k).zfill(3) + "_DE_time"))),
    ("pick-the-variable", listed(lambda n, k: np.flatnonzero([f"{k}_DE" in v for v in n])[0])),
    ("pick-the-variable", lambda names, k: names[: names.index(f"X{k:03}_DE_time")].count(" ")),
    ("fault-rates", {"inner": 162, "outer": 107, "ball": 141}),
    ("fault-rates", {"Inner": 162.2, "Outer": 107.4, "Ball": 141.2, "cage": 11.9}),
    ("fault-rates", rates(f=29.95, q=0.2034)),
    ("fault-rates", {"inner": "162.2 Hz", "outer": "107.4 Hz", "ball": "0.1412 kHz"}),
]


test_a_wrong_answer_hears_the_name_of_its_idea = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
