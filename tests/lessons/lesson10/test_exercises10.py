"""The exercises of lesson 10: right answers in other words pass."""

import numpy as np

from drsn_lite.checks import check
from drsn_lite.datasets import cwru


def test_the_starts_are_those_of_the_windows() -> None:
    def starts(n: int, length: int):
        return cwru.windows(np.arange(n), length)[1][:, 0]

    assert check("test-starts", starts)


def test_a_single_window_that_just_fits_is_asked_for() -> None:
    def starts(n: int, length: int) -> list[int]:
        found = list(range(int(0.7 * n) + length, n - length + 1, length))
        return found if len(found) > 1 else []

    assert not check("test-starts", starts)


def test_right_answers_in_other_words() -> None:
    assert check("fold-back", 12 - 10.5)
    assert check("window-means", lambda x: (x.T - x.mean(axis=1)).T)
    assert check("fault-rates", {"inner": 162.19, "outer": 107.36, "ball": 141.17})

    def by_loop(names, number):
        ends = (f"{number:03d}", "DE")
        return next(i for i, n in enumerate(names.split()) if (n[1:4], n[5:7]) == ends)

    assert check("pick-the-variable", by_loop)
