"""Lesson 08: answers that were written without a look at the sheets, to measure the checkers."""

import answered

WRONG = [
    ("which-unit-is-right", "several-taken-for-right", ["A", "E"]),
    (
        "where-it-fails",
        "zeros-remove-any-noise",
        {"uniform": "gain", "narrow": "gain", "burst": "gain", "impulses": "gain"},
    ),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
