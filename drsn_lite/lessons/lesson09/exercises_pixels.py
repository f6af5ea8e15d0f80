"""Lesson 09: the power of salt and pepper."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways
from drsn_lite.answers.properties import POSITIVE

Pixels = NDArray[np.float64]
Sigma = Callable[[Pixels, float], Any]

INK = np.array([[0.0, 0.0, 0.25], [0.0, 1.0, 0.5]])
GREY = np.linspace(0.1, 0.9, 20).reshape(4, 5)
BRIGHT = np.linspace(0.6, 1.0, 12).reshape(3, 4)


def _power(x: Pixels) -> float:
    """Mean square of what a pixel that is hit changes by: to 0 or to 1, with equal chances."""
    return float(np.mean(_hit(x)))


def _hit(x: Pixels) -> Pixels:
    return (x**2 + (1 - x) ** 2) / 2


def _root(power: Callable[[Pixels, float], Any]) -> Sigma:
    return lambda x, share: np.sqrt(power(x, share))


def _without_root(power: Callable[[Pixels, float], Any]) -> tuple[Sigma, Sigma]:
    """A wrong power, with its root and without it."""
    return _root(power), power


SAME_POWER = Exercise(
    name="same-power",
    properties=(POSITIVE,),
    truth=lambda x, share: np.sqrt(share * _power(x)),
    probes=(
        {"x": INK, "share": 0.1},
        {"x": GREY, "share": 0.4},
        {"x": BRIGHT, "share": 0.8},
    ),
    misconceptions=(
        *ways(
            "power-instead-of-sigma",
            "This is the power, σ². Take its square root.",
            lambda x, share: share * _power(x),
        ),
        *ways(
            "squared-instead-of-root",
            "σ is the *root* of the power. You squared it, or took the root twice.",
            lambda x, share: (share * _power(x)) ** 2,
            lambda x, share: (share * _power(x)) ** 0.25,
        ),
        *ways(
            "share-forgotten",
            "This is for pixels that were all hit. Only a `share` of them is.",
            *_without_root(lambda x, share: _power(x)),
        ),
        *ways(
            "share-not-under-the-root",
            "The *power* is in proportion to the share, so the share belongs under the root, once.",
            lambda x, share: share * np.sqrt(_power(x)),
            lambda x, share: np.sqrt(_power(x)) / share,
            lambda x, share: np.sqrt(_power(x) / share),
            lambda x, share: np.sqrt(_power(x)) * share / 2,
        ),
        *ways(
            "pixels-not-hit",
            "You weighted with 1 − share. That is the share of pixels that are *not* hit.",
            *_without_root(lambda x, share: (1 - share) * _power(x)),
        ),
        *ways(
            "every-hit-changes-by-one",
            "A hit changes a pixel by 1 only from 0 to 1 or back. A black pixel that becomes "
            "black changes by nothing: it depends on x.",
            lambda x, share: np.sqrt(share),
            lambda x, share: share,
            lambda x, share: np.sqrt(share * (1 - share)),
        ),
        *ways(
            "pixels-taken-for-black-and-white",
            "That holds for pixels that are 0 or 1 throughout, or for a change of ½. Grey pixels "
            "change by less: it depends on x.",
            lambda x, share: np.sqrt(share / 2),
            lambda x, share: np.sqrt(share / 3),
            lambda x, share: np.sqrt(share / 12),
        ),
        *ways(
            "salt-alone",
            "This is all salt: every hit pixel becomes 1. Half of them become 0.",
            *_without_root(lambda x, share: share * np.mean((1 - x) ** 2)),
            *_without_root(lambda x, share: share * np.mean((1 - x) ** 2) / 2),
        ),
        *ways(
            "pepper-alone",
            "This is all pepper: every hit pixel becomes 0. Half of them become 1.",
            *_without_root(lambda x, share: share * np.mean(x**2)),
            *_without_root(lambda x, share: share * np.mean(x**2) / 2),
        ),
        *ways(
            "both-at-once",
            "You summed both cases. A hit pixel becomes 0 *or* 1, half of the time each: take "
            "their average.",
            *_without_root(lambda x, share: share * np.mean(x**2 + (1 - x) ** 2)),
        ),
        *ways(
            "halved-twice",
            "Half of the hits are salt and half are pepper: that is *one* factor ½ in the power.",
            *_without_root(lambda x, share: share * _power(x) / 2),
            lambda x, share: np.sqrt(share * _power(x)) / 2,
        ),
        *ways(
            "mean-image",
            "You took the mean of x first. Square first, pixel by pixel, and average after: the "
            "mean of squares is not the square of the mean.",
            *_without_root(lambda x, share: share * _power(np.asarray(np.mean(x)))),
        ),
        *ways(
            "mean-change",
            "This is the mean |change|, or its square. Power is the mean of the *square*.",
            lambda x, share: share * np.mean((x + (1 - x)) / 2),
            lambda x, share: np.sqrt(share) * np.mean((np.sqrt(x**2) + np.sqrt((1 - x) ** 2)) / 2),
            lambda x, share: np.sqrt(share * np.mean(1 - x)),
            lambda x, share: np.sqrt(share * np.mean(x)),
        ),
        *ways(
            "signed-change",
            "Changes up and down cancel when they are added with their signs. Square each of them "
            "first.",
            *_without_root(lambda x, share: share * np.mean(((1 - x) - x) ** 2)),
            *_without_root(lambda x, share: share * np.mean(((1 - x) - x) / 2) ** 2),
            *_without_root(lambda x, share: share * np.mean((0.5 - x) ** 2)),
            lambda x, share: share * np.mean(0.5 - x),
            lambda x, share: np.sqrt(share) * abs(np.mean(0.5 - x)),
            lambda x, share: np.sqrt(share * abs(np.mean(0.5 - x))),
            lambda x, share: share * np.sqrt(np.mean((0.5 - x) ** 2)),
        ),
        *ways(
            "power-of-the-image",
            "That is a measure of the image, or of it after the hits. The power of the *noise* is "
            "that of the changes.",
            *_without_root(lambda x, share: np.mean(x**2)),
            *_without_root(lambda x, share: np.var(x)),
            *_without_root(lambda x, share: share * np.var(x)),
            *_without_root(lambda x, share: (1 - share) * np.mean(x**2) + share / 2),
            lambda x, share: share * np.std(x),
            lambda x, share: share * np.mean(x),
        ),
        *ways(
            "variance-of-the-change",
            "You took the mean of the changes off. Power is the mean of their squares, the mean "
            "included.",
            *_without_root(lambda x, share: share * _power(x) - (share * np.mean(0.5 - x)) ** 2),
            *_without_root(lambda x, share: share * (_power(x) - np.mean(0.5 - x) ** 2)),
            *_without_root(lambda x, share: share * np.mean(x * (1 - x))),
        ),
        *ways(
            "root-before-the-mean",
            "You took the root pixel by pixel and averaged after. Average the power first, then "
            "take the root.",
            lambda x, share: np.sqrt(share) * np.mean(np.sqrt(_hit(x))),
            lambda x, share: share * np.mean(np.sqrt(_hit(x))),
        ),
        *ways(
            "sum-for-mean",
            "You summed over the pixels. Power is a mean: a larger image has no more of it.",
            *_without_root(lambda x, share: share * np.sum(_hit(x))),
            *_without_root(lambda x, share: share * np.sum(2 * _hit(x))),
        ),
        *ways(
            "a-number-for-each-pixel",
            "One σ is asked for. You returned one for each pixel, row or column: average the power "
            "over the whole image.",
            *_without_root(lambda x, share: share * _hit(x)),
            *_without_root(lambda x, share: share * _hit(x).mean(axis=0)),
            *_without_root(lambda x, share: share * _hit(x).mean(axis=1)),
            *_without_root(lambda x, share: share * 2 * _hit(x)),
        ),
        *ways(
            "decibels",
            "That is in decibels. σ is in the units of a pixel.",
            lambda x, share: 10 * np.log10(share * _power(x)),
        ),
    ),
    praise="Now salt and pepper and Gaussian noise can be compared at one SNR.",
    tolerance=8e-3,  # three digits, or what many random hits say
)

EXERCISES = (SAME_POWER,)
