"""Lesson 00: answers that were written without a look at the sheets, to measure the checkers."""

import answered
import numpy as np

WRONG = [
    ("first-check", "count-instead-of-fraction", lambda x: int((x == 0).sum())),
    (
        "first-check",
        "percent-instead-of-fraction",
        lambda x: 100 * np.count_nonzero(x == 0) / x.size,
    ),
    ("first-check", "at-most-zero", lambda x: np.mean(x <= 0)),
    ("first-check", "small-counted-as-zero", lambda x: np.mean(np.abs(x) < 0.001)),
    ("first-check", "mean-of-the-values", lambda x: np.sum(x) / x.size),
    ("first-check", "true-and-false", lambda x: x == 0),
]

RIGHT = [
    ("first-check", lambda x: 1 - np.count_nonzero(x) / np.size(x)),
    ("first-check", lambda x: np.count_nonzero(np.logical_not(x)) / np.prod(x.shape)),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
