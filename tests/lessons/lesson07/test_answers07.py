"""Lesson 07: answers as learners write them, wrong ones with the name that they should hear."""

from typing import Any

import answered
import numpy as np


def snr(s, x, log=lambda r: 10 * np.log10(r), power=lambda v: np.sum(v**2)):
    signal = s * (x @ s) / (s @ s)
    return log(power(signal) / power(x - signal))


def gain(**how):
    return lambda c, n, ca, na: snr(ca, na, **how) - snr(c, n, **how)


def plain(s, x):
    return 10 * np.log10(np.mean(s**2) / np.mean((x - s) ** 2))


def unscaled(c, n, ca, na):
    def one(s, x):
        signal = s * np.dot(x, s)
        return 10 * np.log10(np.sum(signal**2) / np.sum((x - signal) ** 2))

    return one(ca, na) - one(c, n)


WRONG: list[tuple[str, str, Any]] = [
    ("gate-gain", slug, answer)
    for slug, answer in [
        ("not-blind-to-scale", lambda c, n, ca, na: plain(ca, na) - plain(c, n)),
        ("before-minus-after", lambda c, n, ca, na: snr(c, n) - snr(ca, na)),
        ("after-alone", lambda c, n, ca, na: snr(ca, na)),
        ("amplitudes-for-powers", gain(log=lambda r: 20 * np.log10(r))),
        ("powers-for-amplitudes", gain(power=np.linalg.norm)),
        ("other-logarithm", gain(log=np.log)),
        ("other-logarithm", gain(log=lambda r: 10 * np.log(r))),
        ("other-logarithm", gain(log=np.log10)),
        ("square-forgotten", gain(power=lambda v: np.sum(np.abs(v)))),
        ("variance-for-power", gain(power=np.var)),
        ("no-logarithm", gain(log=lambda r: r)),
        ("ratio-of-decibels", lambda c, n, ca, na: snr(ca, na) / snr(c, n)),
        ("clean-before-on-both-sides", lambda c, n, ca, na: snr(c, na) - snr(c, n)),
        ("sum-for-difference", lambda c, n, ca, na: snr(c, n) + snr(ca, na)),
        ("scale-not-of-least-squares", unscaled),
        ("wrong-type", 3.0),
    ]
]


def tau(**other):
    right = {"unit 1": "rises", "unit 6": "falls", "moves more in unit 1": "mean |x|"}
    return right | {key.replace("_", " "): value for key, value in other.items()}


WRONG += [
    ("where-tau-goes", slug, answer)
    for slug, answer in [
        ("one-answer-for-all-units", tau(unit_6="rises")),
        ("swapped", tau(unit_1="falls")),
        ("the-two-units-swapped", tau(unit_1="falls", unit_6="rises")),
        ("normalised-away", tau(unit_1="stays")),
        ("nothing-moves-in-the-end", tau(unit_6="stays the same")),
        ("attention-does-it", tau(moves_more_in_unit_1="alpha")),
        ("both-factors-alike", tau(moves_more_in_unit_1="both")),
        ("product-for-factor", tau(moves_more_in_unit_1="tau")),
        ("unknown-word", tau(unit_1="wobbles")),
        ("unknown-word", tau(moves_more_in_unit_1="the convolution")),
        ("unknown-word", tau(unit_1="")),
    ]
]


def by_loop(c, n, ca, na):
    def one(s, x):
        k = sum(a * b for a, b in zip(x, s, strict=True)) / sum(a * a for a in s)
        good = sum((k * a) ** 2 for a in s)
        return 10 * np.log10(good / sum((b - k * a) ** 2 for a, b in zip(s, x, strict=True)))

    return one(ca, na) - one(c, n)


def by_cosine(c, n, ca, na):
    def one(s, x):
        r = (s @ x) ** 2 / ((s @ s) * (x @ x))
        return r / (1 - r)

    return 10 * (np.log10(one(ca, na)) - np.log10(one(c, n)))


def by_lstsq(c, n, ca, na):
    def one(s, x):
        k, rest, *_ = np.linalg.lstsq(s[:, None], x, rcond=None)
        return 20 * np.log10(np.linalg.norm(k * s) / np.sqrt(rest[0]))

    return one(ca, na) - one(c, n)


RIGHT: list[tuple[str, Any]] = [
    ("gate-gain", gain()),
    ("gate-gain", by_loop),
    ("gate-gain", by_cosine),
    ("gate-gain", by_lstsq),
    ("where-tau-goes", tau(moves_more_in_unit_1="mean|x|")),
    ("where-tau-goes", tau(moves_more_in_unit_1="mean of |x|", unit_1="up", unit_6="down")),
    ("where-tau-goes", {"Unit 1": "Rises", "UNIT_6": "FALLS", "moves more in unit 1": "Mean |x|"}),
    ("where-tau-goes", tau(moves_more_in_unit_1="mean abs x", unit_2="rises")),
]


test_a_wrong_answer_hears_the_name_of_its_idea = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
