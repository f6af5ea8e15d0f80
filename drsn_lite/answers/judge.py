"""Judge an answer: try it and the truth on the same probes, and name the misconception behind it.

`judge` never raises, whatever it is given: the learner reads a sentence, not a traceback.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from drsn_lite.answers.comparing import same
from drsn_lite.answers.errors import error_line, of_other_library
from drsn_lite.answers.exercise import Exercise, Refusal
from drsn_lite.answers.feedback import Verdict, counterexample, symptom
from drsn_lite.answers.gradients import cut_off
from drsn_lite.answers.naming import alike, close, named
from drsn_lite.answers.reading import read
from drsn_lite.answers.relations import relation
from drsn_lite.answers.sizes import size_fault
from drsn_lite.answers.trying import Raised, not_tried, refuse_other_kinds, try_out

_COPY = "work on a copy, or build a new array."
_CHANGES = (
    "The numbers are right, but your function changes the array it is given.\n"
    f"Whoever calls it loses their data: {_COPY}"
)
_CUT = (
    "The numbers are right, but no gradient passes through {name} as it should.\n"
    "A network could not learn through your function. `.detach()`, `.data`, `torch.no_grad()`, "
    "`torch.tensor(...)` and NumPy cut the gradient.\n"
    "To see it: `{name}.requires_grad_()`, call your function, `.sum().backward()`, and print "
    "`{name}.grad`."
)


def judge(exercise: Exercise, answer: Any) -> Verdict:
    """Compare an answer with the truth of an exercise; see `checks.check`."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return _compare(exercise, answer)
    except Refusal as refusal:
        return Verdict(False, refusal.slug, refusal.message)
    except Exception as error:  # an object that cannot even be compared or printed
        what = f"The check could not read this answer ({type(error).__name__})."
        return Verdict(False, "wrong-type", what)


def _compare(exercise: Exercise, answer: Any) -> Verdict:
    answer = answer if exercise.read is None else exercise.read(answer)
    not_tried(answer)
    refuse_other_kinds(exercise, answer)
    # A value is treated as a function tried once, on nothing.
    probes = exercise.probes if callable(exercise.truth) else ({},)
    truths = [try_out(exercise, exercise.truth, probe)[0] for probe in probes]
    answers, changed = [], False
    for probe, truth in zip(probes, truths, strict=True):
        result, touched = try_out(exercise, answer, probe)
        if not isinstance(result, Raised):
            not_tried(result, of=answer)
            result = read(result, truth, exercise)
        answers.append(result)
        changed |= touched
    truths = [read(truth, truth, exercise) for truth in truths]
    if all(alike(a, t, exercise.tolerance) for a, t in zip(answers, truths, strict=True)):
        return _right(exercise, answer, changed)
    mistake = named(exercise, answers, truths)
    if mistake is None and close(answers, truths, exercise):
        return _right(exercise, answer, changed)
    wrong = [not alike(a, t, exercise.tolerance) for a, t in zip(answers, truths, strict=True)]
    first = wrong.index(True)
    if not isinstance(answers[first], Raised):
        example = counterexample(exercise, probes[first], truths[first], answers[first])
    else:
        example = error_line(answers[first].error, probes[first], _what(exercise))
    if mistake:
        why = f"Not yet: {mistake.slug}.\n{mistake.why}\n{example}"
        return Verdict(False, mistake.slug, why.strip())
    size = size_fault(answers, truths, [not off for off in wrong], probes)
    if size:
        return Verdict(False, size[0], f"Not yet: {size[0]}.\n{size[1]}\n{example}")
    for result, probe in zip(answers, probes, strict=True):
        if isinstance(result, Raised):
            slug = of_other_library(result.error, probe) or "raised"
            return Verdict(False, slug, error_line(result.error, probe, _what(exercise)))
    if changed:
        why = f"Your function changes the array it is given: {_COPY}"
        return Verdict(False, "changes-its-input", f"{why}\n{example}")
    slug, why = symptom(answers[first], truths[first], exercise)
    if slug in ("other", "wrong-shape"):
        found = _related(exercise, answers, truths)
        if found:
            slug, why = found[0], f"Not yet: {found[0]}.\n{found[1]}"
    return Verdict(False, slug, f"{why}\n{example}".strip())


def _what(exercise: Exercise) -> str:
    return "class" if isinstance(exercise.truth, type) else "function"


def _right(exercise: Exercise, answer: Any, changed: bool) -> Verdict:
    if changed:
        return Verdict(False, "changes-its-input", _CHANGES)
    for probe in exercise.probes if exercise.through else ():
        apply = exercise.apply

        def call(*arguments: Any, function: Any = answer, apply: Any = apply) -> Any:
            return apply(function, *arguments) if apply else function(*arguments)

        def truth(*arguments: Any, apply: Any = apply) -> Any:
            return apply(exercise.truth, *arguments) if apply else exercise.truth(*arguments)

        name = cut_off(call, truth, probe, exercise.through, exercise.learns)
        if name is not None:
            return Verdict(False, "cuts-the-gradient", _CUT.format(name=name))
    return Verdict(True, None, f"Right. {exercise.praise}".strip())


def _related(
    exercise: Exercise, answers: Sequence[Any], truths: Sequence[Any]
) -> tuple[str, str] | None:
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
