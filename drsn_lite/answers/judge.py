"""Judge an answer: try it and the truth on the same probes, and name the misconception behind it.

`judge` never raises, whatever it is given: the learner reads a sentence, not a traceback.
"""

import copy
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
from torch import Tensor

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.feedback import (
    Verdict,
    as_array,
    counterexample,
    error_line,
    kind,
    same,
    symptom,
)


class _Problem(Exception):
    """Something that ends a check early: a misconception's name and a message."""

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(message)
        self.verdict = Verdict(False, slug, message)


def judge(exercise: Exercise, answer: Any) -> Verdict:
    """Compare an answer with the truth of an exercise; see `checks.check`."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return _compare(exercise, answer)
    except _Problem as problem:
        return problem.verdict
    except Exception as error:  # an object that cannot even be compared or printed
        what = f"The check could not read this answer ({type(error).__name__})."
        return Verdict(False, "wrong-type", what)


def _compare(exercise: Exercise, answer: Any) -> Verdict:
    _not_tried(answer)
    if callable(exercise.truth) and not callable(answer):
        raise _Problem(
            "wrong-type",
            f"This exercise asks for a function, and got {kind(answer)}.\n"
            f'Hand over the function itself, without calling it: `check("{exercise.name}", f)`.',
        )
    if callable(answer) and not callable(exercise.truth):
        raise _Problem(
            "wrong-type", "This exercise asks for a value, and got a function: call it first."
        )
    # A value is treated as a function tried once, on nothing.
    probes = exercise.probes if callable(exercise.truth) else ({},)
    truths = [_try(exercise, exercise.truth, probe)[0] for probe in probes]
    answers, changed = [], False
    for probe, truth in zip(probes, truths, strict=True):
        result, touched = _try(exercise, answer, probe)
        _not_tried(result, returned=callable(answer))
        answers.append(_read(result, truth))
        changed |= touched
    truths = [_read(truth, truth) for truth in truths]
    wrong = [
        i
        for i, pair in enumerate(zip(answers, truths, strict=True))
        if not same(*pair, exercise.tolerance)
    ]
    if not wrong and not changed:
        return Verdict(True, None, f"Right. {exercise.praise}".strip())
    if not wrong:
        return Verdict(
            False,
            "changes-its-input",
            "The numbers are right, but your function changes the array it is given.\n"
            "Whoever calls it loses their data: work on a copy, or build a new array.",
        )
    first = wrong[0]
    example = counterexample(exercise, probes[first], truths[first], answers[first])
    for misconception in exercise.misconceptions:
        theirs = [_try(exercise, misconception.wrong, probe)[0] for probe in probes]
        theirs = [_read(t, truth, strict=False) for t, truth in zip(theirs, truths, strict=True)]
        if all(same(a, t, exercise.tolerance) for a, t in zip(answers, theirs, strict=True)):
            why = f"Not yet: {misconception.slug}.\n{misconception.why}\n{example}"
            return Verdict(False, misconception.slug, why.strip())
    if changed:
        why = "Your function changes the array it is given: work on a copy, or build a new array."
        return Verdict(False, "changes-its-input", f"{why}\n{example}")
    slug, why = symptom(answers[first], truths[first], exercise)
    return Verdict(False, slug, f"{why}\n{example}".strip())


def _try(exercise: Exercise, answer: Any, probe: Mapping[str, Any]) -> tuple[Any, bool]:
    """The answer's result on a copy of the probe, and whether that copy was changed."""
    if not callable(exercise.truth):
        return answer, False
    given = {name: copy.deepcopy(value) for name, value in probe.items()}
    try:
        if exercise.apply is None:
            result = answer(*given.values())
        else:
            result = exercise.apply(answer, *given.values())
    except NotImplementedError:
        return None, False
    except (Exception, SystemExit) as error:
        raise _Problem("raised", error_line(error, probe)) from None
    changed = any(
        isinstance(value, np.ndarray | Tensor)
        and not np.array_equal(as_array(value), as_array(given[name]), equal_nan=True)
        for name, value in probe.items()
    )
    return result, changed


def _not_tried(value: Any, returned: bool = False) -> None:
    parts = value.values() if isinstance(value, Mapping) else value
    parts = list(parts) if isinstance(value, Mapping | list | tuple) and value else [value]
    if any(part is None or part is Ellipsis for part in parts):
        hint = " If you have: is a `return` missing?" if returned and value is None else ""
        if isinstance(value, Mapping):
            missing = [str(key) for key, part in value.items() if part is None or part is Ellipsis]
            hint = f" Still to fill in: {', '.join(missing)}." if len(missing) < len(parts) else ""
        raise _Problem("not-tried", f"Not tried yet.{hint}")


def _read(value: Any, like: Any, strict: bool = True) -> Any:
    """`value` as the kind of thing that `like` is: words, dict, tuple, or an array of numbers."""
    if isinstance(like, str):
        if not isinstance(value, str):
            raise _Problem("wrong-type", f"The answer is a word in quotes, got {kind(value)}.")
        return " ".join(value.casefold().replace("_", " ").replace("-", " ").split())
    if isinstance(like, Mapping):
        if not isinstance(value, Mapping):
            raise _Problem("wrong-type", f"The answer is a dict, got {kind(value)}.")
        if strict and set(value) != set(like):
            raise _Problem(
                "wrong-type", f"The dict has these entries: {', '.join(map(str, like))}."
            )
        return {key: _read(part, like[key]) for key, part in value.items()}
    if isinstance(like, tuple):
        try:
            parts = list(value)
        except TypeError:
            parts = []
        if isinstance(value, str) or len(parts) != len(like):
            raise _Problem(
                "wrong-type", f"The answer has {len(like)} parts, (a, b, …); got {kind(value)}."
            )
        return tuple(_read(part, one) for part, one in zip(parts, like, strict=True))
    try:
        array = as_array(value)
    except Exception:  # whatever a stranger's __array__ raises, it is not numbers
        array = np.array(None)
    if array.dtype.kind not in "biufc":
        raise _Problem("wrong-type", f"The answer is a number or an array, got {kind(value)}.")
    return array.astype(np.result_type(array, np.float64))
