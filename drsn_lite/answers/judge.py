"""Judge an answer: try it and the truth on the same probes, and name the misconception behind it.

`judge` never raises, whatever it is given: the learner reads a sentence, not a traceback.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from drsn_lite.answers.comparing import same
from drsn_lite.answers.errors import error_line, of_other_library
from drsn_lite.answers.exercise import Exercise, Misconception, Refusal
from drsn_lite.answers.feedback import Verdict, counterexample, symptom
from drsn_lite.answers.gradients import cut_off
from drsn_lite.answers.reading import read
from drsn_lite.answers.relations import relation
from drsn_lite.answers.trying import Raised, not_tried, refuse_other_kinds, try_out

_COPY = "work on a copy, or build a new array."
_CHANGES = (
    "The numbers are right, but your function changes the array it is given.\n"
    f"Whoever calls it loses their data: {_COPY}"
)
_CUT = (
    "The numbers are right, but no gradient passes through {name} as it should.\n"
    "A network could not learn through your function. `.detach()`, `.data`, `torch.no_grad()` and "
    "`torch.tensor(...)` cut the gradient.\n"
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
    if all(_same(a, t, exercise.tolerance) for a, t in zip(answers, truths, strict=True)):
        return _right(exercise, answer, changed)
    named = _named(exercise, answers, truths)
    if named is None and _close(answers, truths, exercise):
        return _right(exercise, answer, changed)
    wrong = [not _same(a, t, exercise.tolerance) for a, t in zip(answers, truths, strict=True)]
    first = wrong.index(True)
    if not isinstance(answers[first], Raised):
        example = counterexample(exercise, probes[first], truths[first], answers[first])
    else:
        example = error_line(answers[first].error, probes[first], _what(exercise))
    if named:
        why = f"Not yet: {named.slug}.\n{named.why}\n{example}"
        return Verdict(False, named.slug, why.strip())
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
        if found and not (slug == "other" and "is no word" in why):
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

        name = cut_off(call, truth, probe, exercise.through)
        if name is not None:
            return Verdict(False, "cuts-the-gradient", _CUT.format(name=name))
    return Verdict(True, None, f"Right. {exercise.praise}".strip())


def _same(a: Any, b: Any, tolerance: float, digits: int | None = None) -> bool:
    if isinstance(a, Raised) or isinstance(b, Raised):
        return isinstance(a, Raised) and isinstance(b, Raised) and a.text == b.text
    return same(a, b, tolerance, digits)


def _digits(exercise: Exercise) -> int:
    return 3 if callable(exercise.truth) else 2


def _close(answers: Sequence[Any], truths: Sequence[Any], exercise: Exercise) -> bool:
    """Whether the answers are the truths, honestly rounded."""
    pairs = zip(answers, truths, strict=True)
    return all(_same(a, t, exercise.tolerance, _digits(exercise)) for a, t in pairs)


def _named(
    exercise: Exercise, answers: Sequence[Any], truths: Sequence[Any]
) -> Misconception | None:
    """The first misconception that does the same on every probe."""
    theirs: dict[int, list[Any] | None] = {}
    fine = min(exercise.tolerance, 1e-3)
    for tolerance, digits in (
        (fine / 100, None),  # several may be near: the nearest is meant
        (fine, None),
        (fine, _digits(exercise)),
        (exercise.tolerance, None),
    ):
        if digits is not None and _close(answers, truths, exercise):
            return None
        for number, misconception in enumerate((*exercise.misconceptions, *exercise.combined)):
            if number not in theirs:
                theirs[number] = _theirs(exercise, misconception, truths)
            outcomes = theirs[number]
            if outcomes is not None and all(
                _same(a, t, tolerance, digits) for a, t in zip(answers, outcomes, strict=True)
            ):
                return misconception
    return None


def _theirs(
    exercise: Exercise, misconception: Misconception, truths: Sequence[Any]
) -> list[Any] | None:
    """What a misconception gives on each probe, as far as it can be read."""
    outcomes: list[Any] = []
    probes = exercise.probes if callable(exercise.truth) else ({},)
    for probe, truth in zip(probes, truths, strict=True):
        wrong = misconception.wrong
        result, _ = try_out(exercise, wrong, probe)
        if isinstance(result, Raised):
            outcomes.append(result)
            continue
        try:
            outcomes.append(_partly(result, truth, exercise))
        except Refusal:
            return None
    return outcomes


def _partly(result: Any, truth: Any, exercise: Exercise) -> Any:
    """A misconception may tell some entries of a dict, or some parts of a tuple, alone."""
    if isinstance(truth, dict):
        known = {key: part for key, part in result.items() if key in truth}
        return {key: read(part, truth[key], exercise, key) for key, part in known.items()}
    if isinstance(truth, tuple) and isinstance(result, tuple):
        pairs = zip(result, truth, strict=True)
        return tuple(p if p is Ellipsis else read(p, t, exercise) for p, t in pairs)
    return read(result, truth, exercise)


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
