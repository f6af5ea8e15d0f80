"""Answers to exercises, a row each, and the tests that they make."""

from collections.abc import Callable, Sequence

import pytest

from drsn_lite import check

RAW = ("<function", " at 0x", "FloatTensor", "size of tensor")
"""Words of Python and torch that tell a learner nothing."""


def _short(value: object) -> str | None:
    return value if isinstance(value, str) else None


def named(rows: Sequence[tuple[str, str, object]]) -> Callable[..., None]:
    """A test of wrong answers: (exercise, slug of the idea behind it, answer) a row.

    The slug "unnamed" stands for an answer that is refused, whatever the idea that is named.
    """

    @pytest.mark.parametrize(("name", "slug", "answer"), rows, ids=_short)
    def test(name: str, slug: str, answer: object) -> None:
        verdict = check(name, answer)
        assert not verdict.passed
        assert slug in ("unnamed", verdict.misconception), verdict
        assert not [word for word in RAW if word in verdict.message], verdict.message
        *_, expected, yours = ("", "", *verdict.message.split("\n"))
        if expected.startswith("  expected"):
            assert expected.split()[1:] != yours.split()[1:], verdict.message

    return test


def passing(rows: Sequence[tuple[str, object]]) -> Callable[..., None]:
    """A test of right answers: (exercise, answer) a row."""

    @pytest.mark.parametrize(("name", "answer"), rows, ids=_short)
    def test(name: str, answer: object) -> None:
        verdict = check(name, answer)
        assert verdict.passed, verdict

    return test
