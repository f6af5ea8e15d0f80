"""Lesson 06: a band over seeds."""

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import ways
from drsn_lite.answers.properties import POSITIVE

Gains = NDArray[np.float64]


def _half(
    gains: Gains, factor: Callable[[int], float] | None = None, ddof: int = 1, root: float = 0.5
) -> float:
    n = len(gains)
    quantile = stdtrit(n - 1, 0.975) if factor is None else factor(n)
    return float(quantile * np.std(gains, ddof=ddof) / n**root)


_FACTORS: dict[str, tuple[Callable[[int], float], ...]] = {
    "normal-instead-of-t": (lambda n: ndtri(0.975), lambda n: ndtri(0.95), lambda n: 2.0),
    "one-sided-quantile": (lambda n: stdtrit(n - 1, 0.95), lambda n: stdtrit(n, 0.95)),
    "degrees-of-freedom": (
        lambda n: stdtrit(n, 0.975),
        lambda n: stdtrit(n - 2, 0.975),
        lambda n: stdtrit(n + 1, 0.975),
    ),
    "another-level": (
        lambda n: stdtrit(n - 1, 0.995),
        lambda n: stdtrit(n - 1, 0.99),
        lambda n: stdtrit(n - 1, 0.9),
        lambda n: stdtrit(n - 1, 0.9875),
    ),
    "sign-of-the-quantile": (lambda n: stdtrit(n - 1, 0.025), lambda n: stdtrit(n - 1, 0.05)),
    "standard-error": (lambda n: 1.0,),
    "factor-of-five-seeds": (lambda n: 2.776, lambda n: 2.571),
    "probability-for-quantile": (lambda n: 0.975, lambda n: 0.95, lambda n: 0.025),
}


_WHY = {
    "normal-instead-of-t": "That number holds where the spread is known, or for many seeds. With "
    "five, estimated from the same five, Student's t gives 2.78.",
    "one-sided-quantile": "The 0.95 quantile leaves 5 % on *each* side, which makes a 90 % band. "
    "2.5 % are to lie above it.",
    "degrees-of-freedom": "The quantile has the wrong degrees of freedom. The mean comes from the "
    "same values, which takes one of the n.",
    "another-level": "This is a band of another level. 95 % lie in the middle: 2.5 % on each side.",
    "sign-of-the-quantile": "Half a width is positive. You took the quantile at the lower end.",
    "standard-error": "This is the standard error of the mean, or the deviation alone. Multiply "
    "it by the quantile of Student's t.",
    "factor-of-five-seeds": "Your factor is a fixed number, that of one n. The quantile of t "
    "depends on how many gains there are: take it from `len(gains)`.",
    "probability-for-quantile": "You multiplied by the probability. The factor is the *quantile* "
    "that belongs to it, as `t.ppf` gives it.",
    "population-deviation": "You divided by n inside the deviation, as `np.std` does by itself. "
    "The mean was estimated from the same values: divide by n − 1.",
    "band-of-a-single-seed": "You left out √n. This is how far one more seed may lie; the band of "
    "the *mean* is narrower by √n.",
    "n-not-under-the-root": "You divided by n. The deviation of a mean falls with √n.",
}


def _slips() -> tuple[Misconception, ...]:
    """Every wrong factor, deviation and root, alone and together; named by the first of them."""
    found: list[Misconception] = []
    factors = [("", None), *((slug, f) for slug, fs in _FACTORS.items() for f in fs)]
    roots = [("", 0.5), ("band-of-a-single-seed", 0.0), ("n-not-under-the-root", 1.0)]
    deviations = [("", 1), ("population-deviation", 0)]
    everything = product(factors, roots, deviations)
    for (one, factor), (two, root), (three, ddof) in sorted(
        everything, key=lambda way: sum(bool(part[0]) for part in way)
    ):
        if slug := one or two or three:
            wrong = _band(factor, ddof, root)
            found.append(Misconception(slug, wrong, _WHY[slug]))
    return tuple(found)


def _band(factor: Any, ddof: int, root: float) -> Callable[[Gains], float]:
    return lambda gains: _half(gains, factor, ddof, root)


BAND = Exercise(
    name="half-band",
    properties=(POSITIVE,),
    truth=_half,
    probes=(
        {"gains": np.array([1.0, 2.5, 3.0, -0.5, 2.0])},
        {"gains": np.array([4.0, 1.0, 7.0])},
        {"gains": np.array([0.3, 1.2, -2.0, 0.4, 1.9, 0.8, -0.7])},
    ),
    misconceptions=(
        *ways(
            "whole-width",
            "That is the whole width, from end to end. Half of it stands after the ±.",
            lambda gains: 2 * _half(gains),
        ),
        *ways(
            "halved-twice",
            "Half as large as it should be: t · s / √n is half of the band already.",
            lambda gains: _half(gains) / 2,
        ),
        *ways(
            "both-ends",
            "You returned the ends of the band. Asked is how far they are from the mean.",
            lambda gains: gains.mean() + np.array([-1, 1]) * _half(gains),
            lambda gains: np.array([-1, 1]) * _half(gains),
            lambda gains: gains.mean() + _half(gains),
            lambda gains: gains.mean() - _half(gains),
        ),
        *ways(
            "variance-for-deviation",
            "You took the variance. s is the standard deviation, its root.",
            lambda gains: stdtrit(len(gains) - 1, 0.975) * gains.var(ddof=1) / len(gains) ** 0.5,
            lambda gains: stdtrit(len(gains) - 1, 0.975) * gains.var() / len(gains) ** 0.5,
            lambda gains: stdtrit(len(gains) - 1, 0.975) * gains.var(ddof=1) / len(gains),
        ),
        *ways(
            "corrected-twice",
            "n − 1 belongs into the deviation alone. The root is that of n.",
            lambda gains: _half(gains) * (len(gains) / (len(gains) - 1)) ** 0.5,
        ),
        *ways(
            "mean-for-deviation",
            "You put the mean of the gains where their standard deviation belongs.",
            lambda gains: stdtrit(len(gains) - 1, 0.975) * gains.mean() / len(gains) ** 0.5,
            lambda gains: np.mean(gains),
        ),
        *ways(
            "range-of-the-values",
            "This is how far the values lie apart. A band comes from their standard deviation, "
            "the quantile of t and √n.",
            lambda gains: np.ptp(gains),
            lambda gains: np.ptp(gains) / 2,
            lambda gains: np.ptp(np.percentile(gains, [2.5, 97.5])) / 2,
            lambda gains: np.ptp(np.percentile(gains, [2.5, 97.5])),
        ),
        *_slips(),
    ),
    praise="All ± in these lessons are this number.",
    tolerance=3e-3,
)


EXERCISES = (BAND,)
