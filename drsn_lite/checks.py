"""Check a learner's answer: `check("soft-threshold", f)`.

`check` never raises, whatever it is given: the learner reads a sentence, not a traceback. An answer
that does not end is stopped. Only the learner's own Ctrl-C goes through. What was right once is
remembered, see `solved.progress`.
"""

from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import Any

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.feedback import Verdict
from drsn_lite.answers.judge import judge
from drsn_lite.answers.memory import remember
from drsn_lite.lessons.lesson00 import exercises as lesson00
from drsn_lite.lessons.lesson01 import exercises as lesson01
from drsn_lite.lessons.lesson01 import exercises_decibels as lesson01_decibels
from drsn_lite.lessons.lesson01 import exercises_envelope as lesson01_envelope
from drsn_lite.lessons.lesson01 import exercises_outer as lesson01_outer
from drsn_lite.lessons.lesson01 import exercises_scale as lesson01_scale
from drsn_lite.lessons.lesson02 import exercises as lesson02
from drsn_lite.lessons.lesson02 import exercises_gradient as lesson02_gradient
from drsn_lite.lessons.lesson02 import exercises_rules as lesson02_rules
from drsn_lite.lessons.lesson02 import exercises_which as lesson02_which
from drsn_lite.lessons.lesson03 import exercises as lesson03
from drsn_lite.lessons.lesson03 import exercises_bug as lesson03_bug
from drsn_lite.lessons.lesson03 import exercises_claims as lesson03_claims
from drsn_lite.lessons.lesson03 import exercises_dense as lesson03_dense
from drsn_lite.lessons.lesson03 import exercises_surface as lesson03_surface
from drsn_lite.lessons.lesson04 import exercises as lesson04
from drsn_lite.lessons.lesson04 import exercises_excite as lesson04_excite
from drsn_lite.lessons.lesson04 import exercises_parameters as lesson04_parameters
from drsn_lite.lessons.lesson04 import exercises_scale as lesson04_scale
from drsn_lite.lessons.lesson04 import exercises_snr as lesson04_snr
from drsn_lite.lessons.lesson05 import exercises as lesson05
from drsn_lite.lessons.lesson05 import exercises_bugs as lesson05_bugs
from drsn_lite.lessons.lesson05 import exercises_cap as lesson05_cap
from drsn_lite.lessons.lesson05 import exercises_gate as lesson05_gate
from drsn_lite.lessons.lesson05 import exercises_shared as lesson05_shared
from drsn_lite.lessons.lesson06 import exercises as lesson06
from drsn_lite.lessons.lesson06 import exercises_band as lesson06_band
from drsn_lite.lessons.lesson06 import exercises_baseline as lesson06_baseline
from drsn_lite.lessons.lesson06 import exercises_matrix as lesson06_matrix
from drsn_lite.lessons.lesson06 import exercises_unit as lesson06_unit
from drsn_lite.lessons.lesson07 import exercises as lesson07
from drsn_lite.lessons.lesson07 import exercises_units as lesson07_units
from drsn_lite.lessons.lesson08 import exercises as lesson08
from drsn_lite.lessons.lesson08 import exercises_gate as lesson08_gate
from drsn_lite.lessons.lesson09 import exercises as lesson09
from drsn_lite.lessons.lesson09 import exercises_confound as lesson09_confound
from drsn_lite.lessons.lesson09 import exercises_counts as lesson09_counts
from drsn_lite.lessons.lesson09 import exercises_pixels as lesson09_pixels
from drsn_lite.lessons.lesson09 import exercises_shrink as lesson09_shrink
from drsn_lite.lessons.lesson10 import exercises as lesson10
from drsn_lite.lessons.lesson10 import exercises_alias as lesson10_alias
from drsn_lite.lessons.lesson10 import exercises_files as lesson10_files
from drsn_lite.lessons.lesson10 import exercises_means as lesson10_means
from drsn_lite.lessons.lesson10 import exercises_rates as lesson10_rates
from drsn_lite.lessons.lesson11 import exercises as lesson11
from drsn_lite.lessons.lesson11 import exercises_balanced as lesson11_balanced
from drsn_lite.lessons.lesson11 import exercises_split as lesson11_split

__all__ = ["Verdict", "by_lesson", "catalogue", "check"]

_SHEETS = (
    lesson00,
    lesson01,
    lesson01_decibels,
    lesson01_envelope,
    lesson01_outer,
    lesson01_scale,
    lesson02,
    lesson02_which,
    lesson02_gradient,
    lesson02_rules,
    lesson03,
    lesson03_bug,
    lesson03_claims,
    lesson03_dense,
    lesson03_surface,
    lesson04,
    lesson04_excite,
    lesson04_scale,
    lesson04_parameters,
    lesson04_snr,
    lesson05,
    lesson05_bugs,
    lesson05_cap,
    lesson05_gate,
    lesson05_shared,
    lesson06,
    lesson06_band,
    lesson06_baseline,
    lesson06_matrix,
    lesson06_unit,
    lesson07,
    lesson07_units,
    lesson08,
    lesson08_gate,
    lesson09,
    lesson09_confound,
    lesson09_counts,
    lesson09_pixels,
    lesson09_shrink,
    lesson10,
    lesson10_alias,
    lesson10_files,
    lesson10_means,
    lesson10_rates,
    lesson11,
    lesson11_balanced,
    lesson11_split,
)


@cache
def catalogue() -> dict[str, Exercise]:
    """Every exercise by name, from the rooms of all lessons.

    Raises
    ------
    ValueError
        If two exercises have the same name.
    """
    found: dict[str, Exercise] = {}
    for sheet in _SHEETS:
        for exercise in sheet.EXERCISES:
            if exercise.name in found:
                raise ValueError(f"two exercises are named {exercise.name!r}")
            found[exercise.name] = exercise
    return found


@cache
def by_lesson() -> dict[str, tuple[str, ...]]:
    """The names of the exercises of each lesson, from "00" on."""
    found: dict[str, tuple[str, ...]] = {}
    for sheet in _SHEETS:
        lesson = sheet.__name__.split(".")[2].removeprefix("lesson")
        names = tuple(exercise.name for exercise in sheet.EXERCISES)
        found[lesson] = (*found.get(lesson, ()), *names)
    return found


def check(name: str, answer: Any) -> Verdict:
    """Compare an answer with the truth of an exercise.

    Parameters
    ----------
    name : str
        The exercise, such as "soft-threshold".
    answer : any
        What the exercise asks for: a function (handed over without calling it), a number, an
        array or tensor, a word, or a dict.

    Returns
    -------
    Verdict
        An unfilled stub (`None`, `...`, or a function that returns either or raises
        NotImplementedError) gives "Not tried yet". If a right answer cannot be noted, a line
        says why, once in a session.
    """
    exercises = catalogue()
    if not isinstance(name, str) or name not in exercises:
        near = get_close_matches(str(name), exercises, 1)
        guess = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(exercises)}."
        return Verdict(False, "unknown-exercise", f"There is no exercise {name!r}. {guess}")
    verdict = judge(exercises[name], answer)
    trouble = remember(name) if verdict.passed else ""
    return replace(verdict, message=f"{verdict.message}\n{trouble}") if trouble else verdict
