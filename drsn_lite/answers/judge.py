"""Judge an answer: try it and the truth on the same probes, and name the misconception behind it.

`judge` never raises, whatever it is given: the learner reads a sentence, not a traceback. Only
the learner's own Ctrl-C goes through.
"""

import warnings
from typing import Any

import numpy as np

from drsn_lite.answers.diagnosis import COPY, diagnosis
from drsn_lite.answers.exercise import Exercise, Refusal
from drsn_lite.answers.feedback import Verdict
from drsn_lite.answers.gradients import cut_off
from drsn_lite.answers.limits import CtrlC, Guard, TimeUp
from drsn_lite.answers.naming import alike, close, named
from drsn_lite.answers.reading import read
from drsn_lite.answers.trying import ENDLESS, Raised, not_tried, refuse_other_kinds, try_out

_CHANGES = (
    "The numbers are right, but your function changes the array it is given.\n"
    f"Whoever calls it loses their data: {COPY}"
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
    guard = Guard()
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), guard:
            warnings.simplefilter("ignore")
            verdict = _compare(exercise, answer)
    except Refusal as refusal:
        verdict = Verdict(False, refusal.slug, refusal.message)
    except TimeUp:
        verdict = Verdict(False, "endless", ENDLESS.format(what="answer"))
    except CtrlC:
        raise KeyboardInterrupt from None
    except BaseException as error:  # an object that cannot even be compared or printed
        what = f"The check could not read this answer ({type(error).__name__})."
        verdict = Verdict(False, "wrong-type", what)
    if guard.pressed:  # and the answer caught it
        raise KeyboardInterrupt
    return verdict


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
    return diagnosis(exercise, mistake, answers, truths, probes, changed)


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
