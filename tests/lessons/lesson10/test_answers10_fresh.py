"""Lesson 10: answers that were written without a look at the sheets, to measure the checkers."""

import answered
import numpy as np

WRONG = [
    (
        "pick-the-variable",
        "first-drive-end",
        lambda names, number: next(i for i, n in enumerate(names.split()) if n.endswith("DE_time")),
    ),
    (
        "pick-the-variable",
        "number-without-its-zero",
        lambda names, number: names.split().index(f"X{number}_DE_time"),
    ),
    (
        "pick-the-variable",
        "counted-from-one",
        lambda names, number: names.split().index(f"X{number:03d}_DE_time") + 1,
    ),
    (
        "pick-the-variable",
        "counted-in-letters",
        lambda names, number: names.index(f"X{number:03d}_DE_time"),
    ),
    ("pick-the-variable", "name-instead-of-place", lambda names, number: f"X{number:03d}_DE_time"),
    (
        "pick-the-variable",
        "fan-end",
        lambda names, number: names.split().index(f"X{number:03d}_FE_time"),
    ),
    ("window-means", "mean-over-windows", lambda x: x - x.mean(axis=0)),
    ("window-means", "one-mean-for-all", lambda x: x - x.mean()),
    ("window-means", "axis-lost", lambda x: x - x.mean(axis=1)),
    (
        "window-means",
        "standardised",
        lambda x: (x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True),
    ),
    ("window-means", "another-middle", lambda x: x - np.median(x, axis=1, keepdims=True)),
    ("window-means", "the-means-themselves", lambda x: x.mean(axis=1)),
    ("test-starts", "no-gap", lambda n, k: list(range(int(0.7 * n), n - k + 1, k))),
    ("test-starts", "last-window-lost", lambda n, k: np.arange(int(0.7 * n) + k, n - k, k)),
    ("test-starts", "cut-elsewhere", lambda n, k: np.arange(int(0.3 * n) + k, n - k + 1, k)),
    ("test-starts", "overlapping-tests", lambda n, k: np.arange(int(0.7 * n) + k, n - k + 1)),
    ("fold-back", "stays", 10.5),
    ("fold-back", "hertz-instead-of-kilohertz", 1500),
    ("fold-back", "distance-from-half-the-rate", "4.5 kHz"),
    ("window-means", "mean-of-sizes", lambda x: x - np.sqrt((x**2).mean(1, keepdims=True))),
    (
        "pick-the-variable",
        "list-instead-of-place",
        lambda names, number: [n for n in names.split() if str(number) in n and "DE" in n],
    ),
    ("test-starts", "cut-elsewhere", lambda n, k: np.arange(0.7 * n + k, n - k + 1, k)),
    ("test-starts", "how-many-instead-of-where", lambda n, k: (n - int(0.7 * n) - k) // k),
    (
        "pick-the-variable",
        "nothing-found",
        lambda names, number: names.split().index(f"x{number:03d}_de_time"),
    ),
    (
        "pick-the-variable",
        "last-drive-end",
        lambda names, number: max((i for i, n in enumerate(names.split()) if "DE" in n)),
    ),
    ("window-means", "another-middle", lambda x: x - x[:, :1]),
    ("window-means", "mean-of-sizes", lambda x: x - np.abs(x.mean(1, keepdims=True))),
    (
        "fault-rates",
        "diameters-swapped",
        {
            "inner": 4.5 * 29.95 * (1 + 1.537 / 0.3126),
            "outer": 4.5 * 29.95 * (1 - 1.537 / 0.3126),
            "ball": 29.95 * 0.3126 / 1.537 * (1 - (1.537 / 0.3126) ** 2),
        },
    ),
    (
        "fault-rates",
        "another-number-of-balls",
        {"inner": 4 * 29.95 * 1.2034, "outer": 4 * 29.95 * 0.7966, "ball": 141.17},
    ),
]

RIGHT = [
    (
        "pick-the-variable",
        lambda names, number: next(
            (i for i, n in enumerate(names.split(" ")) if "DE" in n and int(n[1:4]) == number)
        ),
    ),
    ("window-means", lambda x: np.array([row - sum(row) / len(row) for row in x])),
    ("window-means", lambda x: (x.T - x.mean(1)).T),
    (
        "test-starts",
        lambda n, length: [s for s in range(int(0.7 * n) + length, n, length) if s + length <= n],
    ),
    ("fold-back", "1500 Hz"),
    ("fold-back", np.float32(1.5)),
    ("fault-rates", {"Inner": "162.2 Hz", "OUTER": 107, "ball": "8470 rpm"}),
    (
        "pick-the-variable",
        lambda names, number: next(
            i for i, n in enumerate(names.split()) if n == "X" + str(number).zfill(3) + "_DE_time"
        ),
    ),
    ("window-means", lambda x: np.apply_along_axis(lambda q: q - q.mean(), 1, x)),
    ("test-starts", lambda n, length: range(int(0.7 * n) + length, n - length + 1, length)),
    (
        "test-starts",
        lambda n, length: np.array(
            [
                int(0.7 * n) + length * (k + 1)
                for k in range(n)
                if int(0.7 * n) + length * (k + 2) <= n
            ]
        ),
    ),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
