"""Lesson 00: answers as learners write them, wrong ones with the name that they should get."""

import answered
import numpy as np


def counted(x):
    zeros = 0
    for value in x.ravel():
        if value == 0:
            zeros += 1
    return zeros / x.size


def early_return(x):
    zeros = 0
    for value in x.ravel():
        if value == 0:
            zeros += 1
        return zeros / x.size


def no_return(x):
    share = np.mean(x == 0)
    print(share, end="")


def sets_to_one(x):
    x[x == 0] = 1
    return np.mean(x == 1)


WRONG = [
    ("first-check", slug, answer)
    for answer, slug in [
        (lambda x: np.sum(x == 0), "count-instead-of-fraction"),
        (lambda x: len(x[x == 0]), "count-instead-of-fraction"),
        (lambda x: np.count_nonzero(x), "count-of-nonzeros"),
        (lambda x: np.count_nonzero(x) / x.size, "fraction-of-nonzeros"),
        (lambda x: np.mean(x), "mean-of-the-values"),
        (lambda x: np.mean(x < 0), "negatives-counted"),
        (lambda x: np.mean(x > 0), "positives-counted"),
        (lambda x: np.mean(x <= 0), "at-most-zero"),
        (lambda x: np.mean(x >= 0), "at-least-zero"),
        (lambda x: x == 0, "true-and-false"),
        (lambda x: x[x == 0], "zeros-themselves"),
        (lambda x: np.mean(np.isclose(x, 0)), "small-counted-as-zero"),
        (lambda x: np.mean(np.abs(x) < 1e-6), "small-counted-as-zero"),
        (lambda x: np.mean(np.round(x) == 0), "small-counted-as-zero"),
        (lambda x: np.mean(x.astype(int) == 0), "small-counted-as-zero"),
        (lambda x: 100 * np.mean(x == 0), "percent-instead-of-fraction"),
        (lambda x: np.sum(x == 0) / len(x), "rows-instead-of-values"),
        (lambda x: np.mean(x == 0, axis=0), "one-axis-only"),
        (lambda x: np.sum(x == 0) / np.sum(x != 0), "zeros-over-nonzeros"),
        (lambda x: x.size / np.sum(x == 0), "reciprocal"),
        (lambda x: np.sum(x == 0) // x.size, "whole-numbers"),
        (lambda x: 1.0 - (x == 0).sum() / x.size, "fraction-of-nonzeros"),
        (lambda x: -np.mean(x == 0), "sign-turned-round"),
        (lambda x: 0.4, "constant"),
        (lambda x: x.count(0) / len(x), "raised"),
        (lambda x: (x == 0).float().mean(), "torch-for-numpy"),
        (no_return, "returns-nothing"),
        (sets_to_one, "changes-its-input"),
        (early_return, "other"),
        (np.mean(np.array([0.0, 1.0]) == 0), "wrong-type"),
    ]
]

RIGHT = [
    counted,
    lambda x: 1 - np.count_nonzero(x) / x.size,
    lambda x: (x == 0).mean(),
    lambda x: float(np.sum(x == 0)) / float(np.prod(x.shape)),
    lambda x: np.float32(np.mean(x == 0)),
    lambda x: sum(1 for v in x.flatten() if v == 0) / len(x.flatten()),
    lambda x: round(np.mean(x == 0), 3),
    lambda x: np.where(x == 0, 1.0, 0.0).mean(),
    lambda x: (len(flat := x.ravel()) - np.count_nonzero(flat)) / len(flat),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(
    [("first-check", answer) for answer in RIGHT]
)
