"""Lesson 00: answers that were written without a look at the sheets, to measure the checkers."""

import numpy as np
import pytest

from drsn_lite.checks import check

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


@pytest.mark.parametrize(("name", "slug", "answer"), WRONG, ids=lambda v: str(v)[:40])
def test_a_wrong_answer_gets_its_name(name, slug, answer) -> None:
    verdict = check(name, answer)
    assert not verdict.passed
    assert verdict.misconception == slug, verdict


@pytest.mark.parametrize(("name", "answer"), RIGHT, ids=lambda v: str(v)[:40])
def test_a_right_answer_passes_in_any_style(name, answer) -> None:
    verdict = check(name, answer)
    assert verdict.passed, verdict
