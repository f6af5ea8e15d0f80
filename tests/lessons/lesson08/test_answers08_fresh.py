"""Lesson 08: answers that were written without a look at the sheets, to measure the checkers."""

import pytest

from drsn_lite.checks import check

WRONG = [
    ("which-unit-is-right", "several-taken-for-right", ["A", "E"]),
    (
        "where-it-fails",
        "zeros-remove-any-noise",
        {"uniform": "gain", "narrow": "gain", "burst": "gain", "impulses": "gain"},
    ),
]


@pytest.mark.parametrize(("name", "slug", "answer"), WRONG, ids=lambda v: str(v)[:40])
def test_a_wrong_answer_gets_its_name(name, slug, answer) -> None:
    verdict = check(name, answer)
    assert not verdict.passed
    assert verdict.misconception == slug, verdict
