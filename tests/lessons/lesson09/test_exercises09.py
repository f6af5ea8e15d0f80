"""The exercises of lesson 09: right answers in other words pass, each wrong one gets its name."""

import numpy as np
import pytest

from drsn_lite.checks import check
from drsn_lite.datasets import cwru
from drsn_lite.lessons.lesson09 import exercises as lesson09
from drsn_lite.lessons.lesson09 import exercises_files as lesson09_files

ALL = [*lesson09.EXERCISES, *lesson09_files.EXERCISES]
WRONG = [pytest.param(e, m, id=f"{e.name}-{m.slug}") for e in ALL for m in e.misconceptions]


@pytest.mark.parametrize(("exercise", "misconception"), WRONG)
def test_each_misconception_hears_its_own_name(exercise, misconception) -> None:
    answer = misconception.wrong
    if isinstance(exercise.truth, dict):
        answer = exercise.truth | answer
    verdict = check(exercise.name, answer)
    assert not verdict.passed
    assert verdict.misconception == misconception.slug


def test_the_starts_are_those_of_the_windows() -> None:
    def starts(n: int, length: int):
        return cwru.windows(np.arange(n), length)[1][:, 0]

    assert check("test-starts", starts)


def test_right_answers_in_other_words() -> None:
    assert check("fold-back", 12 - 10.5)
    assert check("window-means", lambda x: (x.T - x.mean(axis=1)).T)
    assert check("fault-rates", {"inner": 162.19, "outer": 107.36, "ball": 141.17})

    def by_loop(names, number):
        ends = (f"{number:03d}", "DE")
        return next(i for i, n in enumerate(names.split()) if (n[1:4], n[5:7]) == ends)

    assert check("pick-the-variable", by_loop)
