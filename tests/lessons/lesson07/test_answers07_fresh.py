"""Lesson 07: answers that were written without a look at the sheets, to measure the checkers."""

import answered
import numpy as np

WRONG = [
    (
        "gate-gain",
        "not-blind-to-scale",
        lambda c, n, ca, na: (
            10 * np.log10(ca @ ca / ((na - ca) @ (na - ca)))
            - 10 * np.log10(c @ c / ((n - c) @ (n - c)))
        ),
    ),
    (
        "where-tau-goes",
        "one-answer-for-all-units",
        {"unit 1": "rises", "unit 6": "rises", "moves more in unit 1": "mean |x|"},
    ),
    (
        "where-tau-goes",
        "attention-does-it",
        {"unit 1": "up", "unit 6": "down", "moves more in unit 1": "alpha"},
    ),
    (
        "gate-gain",
        "signal-over-everything",
        lambda c, n, ca, na: (
            10 * np.log10(np.sum(ca**2) / np.sum(na**2))
            - 10 * np.log10(np.sum(c**2) / np.sum(n**2))
        ),
    ),
]

RIGHT = [
    (
        "where-tau-goes",
        {"Unit 1": "it goes up", "unit_6": "falls a little", "moves more in unit 1": "mean abs(x)"},
    ),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
