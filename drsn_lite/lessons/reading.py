"""Answers as people write them: "1.5 kHz", "unit E", "confounder", keys in any case.

An exercise whose answer is a value may come with a reader. `check` lets it read the answer first;
what comes out is judged as any other answer.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from drsn_lite.answers.exercise import Exercise, Misconception

Reader = Callable[[Any], Any]


class Unclear(Exception):
    """An answer that cannot be understood; the message says what can."""


@dataclass(frozen=True)
class ReadExercise(Exercise):
    """An exercise with a reader of its answers.

    Attributes
    ----------
    read : callable
        From what was handed in to a word, number or dict as the truth is. What it does not know
        it gives back as it is, or raises `Unclear`.
    """

    read: Reader = lambda answer: answer


def prepared(exercise: Exercise, answer: Any) -> Any:
    """The answer as its exercise reads it.

    Raises
    ------
    Unclear
        If a word or a unit is not known.
    """
    if not isinstance(exercise, ReadExercise):
        return answer
    try:
        return exercise.read(answer)
    except Unclear:
        raise
    except Exception:  # something that cannot even be looked at: the judge has a sentence for it
        return answer


def ways(slug: str, why: str, *wrongs: Any) -> tuple[Misconception, ...]:
    """One misconception that shows itself in several wrong answers."""
    return tuple(Misconception(slug, wrong, why) for wrong in wrongs)


_NUMBER = re.compile(r"([-+]?(?:\d[\d,_']*\.?\d*|\.\d+)(?:e[-+]?\d+)?(?:\s*/\s*\d+)?)\s*(.*)")


def number(**units: float) -> Reader:
    """A reader of numbers in words; each unit says how much of it is one of the answer's.

    `number(khz=1, hz=0.001)` reads "1.5 kHz" and "1500 Hz" as 1.5. "percent" is for %.
    """
    known = {"": 1.0} | {_plain(unit): factor for unit, factor in units.items()}

    def read(answer: Any) -> Any:
        if not isinstance(answer, str):
            return answer
        text = answer.strip().replace("−", "-").replace("%", "percent").lstrip("≈~=about ")
        found = _NUMBER.fullmatch(text.lower())
        if not found:
            raise Unclear(f"The answer is a number, and {answer!r} is not one.")
        unit = _plain(found[2])
        if unit not in known:
            asked = ", ".join(name for name in units)
            hint = f"Units that are understood: {asked}." if asked else "Leave the unit out."
            raise Unclear(f"The unit {found[2]!r} is not understood. {hint}")
        digits = re.sub(r"[,_'\s]", "", found[1])
        return float(Fraction(digits)) * known[unit]

    return read


def words(choices: Mapping[str, tuple[str, ...]]) -> Reader:
    """A reader of words: each choice with other ways to write it; case and hyphens do not count."""
    known = {_plain(one): choice for choice, others in choices.items() for one in (choice, *others)}

    def read(answer: Any) -> Any:
        if not isinstance(answer, str):
            return answer
        if _plain(answer) not in known:
            raise Unclear(f"{answer!r} is not one of the words to choose from: {_list(choices)}.")
        return known[_plain(answer)]

    return read


def table(readers: Mapping[str, Reader]) -> Reader:
    """A reader of dicts: for each key of the truth the reader of its entry.

    Keys may be written in any case; entries that were not asked for do not count.
    """
    known = {_plain(key): key for key in readers}

    def read(answer: Any) -> Any:
        if not isinstance(answer, Mapping):
            return answer
        found = {}
        for name, value in answer.items():
            key = known.get(_plain(str(name)))
            if key is None:
                continue
            try:
                found[key] = readers[key](value)
            except Unclear as unclear:
                raise Unclear(f"At {key!r}: {unclear}") from None
        return found or answer

    return read


def _plain(text: str) -> str:
    """A word without case, blanks and signs: "mean |x|" and "Mean_|X|" are one."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _list(choices: Mapping[str, Any]) -> str:
    return ", ".join(map(repr, choices))
