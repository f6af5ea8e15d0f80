"""What is behind a wrong answer: a misconception, a fault of size, a relation, a lack."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from drsn_lite.answers.comparing import same
from drsn_lite.answers.errors import error_line, of_other_library
from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.feedback import Verdict, counterexample, symptom
from drsn_lite.answers.naming import alike, mostly
from drsn_lite.answers.properties import lacking
from drsn_lite.answers.relations import relation
from drsn_lite.answers.sizes import size_fault
from drsn_lite.answers.trying import Raised

COPY = "work on a copy, or build a new array."
_NOT_ALL = "That is not all: for other inputs yours differs from that, too."

Found = tuple[str, str]
"""A name, and what to say."""


def diagnosis(
    exercise: Exercise,
    mistake: Misconception | None,
    answers: Sequence[Any],
    truths: Sequence[Any],
    probes: Sequence[Mapping[str, Any]],
    changed: bool,
) -> Verdict:
    """The verdict on a wrong answer; `mistake` is the misconception that does the same, if any."""
    right = [alike(a, t, exercise.tolerance) for a, t in zip(answers, truths, strict=True)]
    first = right.index(False)

    def example(at: int) -> str:
        if isinstance(answers[at], Raised):
            what = "class" if isinstance(exercise.truth, type) else "function"
            return error_line(answers[at].error, probes[at], what)
        return counterexample(exercise, probes[at], truths[at], answers[at])

    def not_yet(found: Found, at: int = first) -> Verdict:
        slug, why = found
        return Verdict(False, slug, f"Not yet: {slug}.\n{why}\n{example(at)}".strip())

    crossed = None if callable(exercise.truth) else _crossed(answers[0], truths[0], exercise)
    if mistake:
        whys = [crossed[1]] if crossed else []
        return not_yet((mistake.slug, "\n".join([*whys, mistake.why])))
    if crossed:
        return not_yet(crossed)
    size = size_fault(answers, truths, right, probes)
    if size:
        return not_yet(size)
    shared = mostly(exercise, answers, truths)
    in_part = (shared.slug, f"{shared.why}\n{_NOT_ALL}") if shared else None
    raised = next((i for i, result in enumerate(answers) if isinstance(result, Raised)), None)
    if raised is not None:
        library = of_other_library(answers[raised].error, probes[raised])
        if in_part and not library:
            return not_yet(in_part)
        return Verdict(False, library or "raised", example(raised))
    if changed:
        why = f"Your function changes the array it is given: {COPY}"
        return Verdict(False, "changes-its-input", f"{why}\n{example(first)}")
    slug, why = symptom(answers[first], truths[first], exercise)
    if slug in ("other", "wrong-shape"):
        found = _related(exercise, answers, truths) or (in_part if slug == "other" else None)
        if found:
            return not_yet(found)
        lacks = lacking(exercise.properties, answers, truths, probes)
        if lacks:
            return not_yet(lacks[:2], lacks[2])
    return Verdict(False, slug, f"{why}\n{example(first)}".strip())


def _crossed(answer: Any, truth: Any, exercise: Exercise) -> Found | None:
    """Whether two numbers of a dict stand in each other's entry."""
    if not isinstance(truth, dict):
        return None
    numbers = [key for key, part in truth.items() if isinstance(part, np.ndarray)]
    for one, other in combinations(numbers, 2):
        pairs = (answer[one], truth[other]), (answer[other], truth[one])
        if all(alike(a, t, exercise.tolerance, 3) for a, t in pairs) and not alike(
            truth[one], truth[other], exercise.tolerance
        ):
            return "entries-swapped", f"The numbers of {one} and {other} are swapped."
    return None


def _related(exercise: Exercise, answers: Sequence[Any], truths: Sequence[Any]) -> Found | None:
    """A simple relation to the truth; of a dict or a tuple, that of the first part that is off."""
    pairs = list(zip(answers, truths, strict=True))
    if all(isinstance(t, np.ndarray) for t in truths):
        probes = exercise.probes if callable(exercise.truth) else ()
        return relation(pairs, probes)
    readings = callable(exercise.truth) and isinstance(truths[0], dict)
    if not readings and all(isinstance(t, dict | tuple) for t in truths):
        if isinstance(truths[0], tuple):
            swapped = len(truths[0]) > 1 and all(
                same(a[::-1], t, exercise.tolerance) for a, t in pairs
            )
            if swapped:
                return "parts-swapped", "The parts are right, but in the reverse order."
        keys = truths[0] if isinstance(truths[0], dict) else range(len(truths[0]))
        for number, key in enumerate(keys, start=1):
            parts = [(a[key], t[key]) for a, t in pairs]
            if all(same(a, t, exercise.tolerance) for a, t in parts):
                continue
            if not all(isinstance(t, np.ndarray) for _, t in parts):
                continue
            found = relation(parts, exercise.probes if callable(exercise.truth) else ())
            if found:
                name = key if isinstance(truths[0], dict) else f"Part {number}"
                return found[0], f"{name}: {found[1]}"
    return None
