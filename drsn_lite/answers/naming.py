"""Which misconception is behind an answer: the one that does the same on every probe."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from drsn_lite.answers.comparing import same
from drsn_lite.answers.exercise import Exercise, Misconception, Refusal
from drsn_lite.answers.reading import read
from drsn_lite.answers.trying import Raised, try_out

_FINE = 1e-3
_MANY = 4  # so many numbers do not agree by chance


def alike(a: Any, b: Any, tolerance: float, digits: int | None = None) -> bool:
    """Whether two outcomes are the same: values, or the same exception."""
    if isinstance(a, Raised) or isinstance(b, Raised):
        return isinstance(a, Raised) and isinstance(b, Raised) and a.text == b.text
    return same(a, b, tolerance, digits)


def close(answers: Sequence[Any], truths: Sequence[Any], exercise: Exercise) -> bool:
    """Whether the answers are the truths, honestly rounded."""
    pairs = zip(answers, truths, strict=True)
    return all(alike(a, t, exercise.tolerance, _digits(exercise)) for a, t in pairs)


def _digits(exercise: Exercise) -> int:
    return 3 if callable(exercise.truth) else 2


def named(
    exercise: Exercise, answers: Sequence[Any], truths: Sequence[Any]
) -> Misconception | None:
    """The nearest misconception, and of equally near ones the first; None if there is none.

    None too where the answers are the truths, honestly rounded, and no misconception is nearer.
    """
    fine, tolerance, digits = min(exercise.tolerance, _FINE), exercise.tolerance, _digits(exercise)
    # from near to far: several may be near
    steps: list[tuple[float, int | None]] = [
        (fine / 100, None),
        (fine, None),
        (fine, digits),
        (tolerance, digits),
    ]
    if close(answers, truths, exercise):
        steps = steps[:2]
    best, found = len(steps), None
    for misconception in (*exercise.misconceptions, *exercise.combined):
        outcomes: list[Any] = []
        for step in reversed(range(best)):  # only what is nearer than the best so far
            if not _matches(exercise, misconception, answers, truths, outcomes, *steps[step]):
                break
            best, found = step, misconception
        if best == 0:
            break
    return found


def mostly(
    exercise: Exercise, answers: Sequence[Any], truths: Sequence[Any]
) -> Misconception | None:
    """The misconception that an answer shares on most of the probes that it fails, if one.

    It has to be so on the first one that gives a result, and in many numbers: a few agree by
    chance.
    """
    tolerance = exercise.tolerance
    pairs = list(zip(answers, truths, strict=True))
    wrong = [i for i, (a, t) in enumerate(pairs) if not alike(a, t, tolerance)]
    ran = [i for i in wrong if not isinstance(answers[i], Raised) and np.size(answers[i]) >= _MANY]
    best, found = (len(wrong) - 1) / 2, None
    if not callable(exercise.truth) or not ran or len(wrong) < 2:
        return None
    for misconception in exercise.misconceptions:
        shared = 0
        for i in ran:
            try:
                outcome = _outcome(exercise, misconception, exercise.probes[i], truths[i])
            except Refusal:
                break
            if alike(answers[i], outcome, min(tolerance, _FINE)):
                shared += 1
            elif i == ran[0]:
                break
        if shared > best:
            best, found = shared, misconception
    return found


def _matches(
    exercise: Exercise,
    misconception: Misconception,
    answers: Sequence[Any],
    truths: Sequence[Any],
    outcomes: list[Any],
    tolerance: float,
    digits: int | None,
) -> bool:
    """Whether a misconception does what the answer does; `outcomes` keeps what it did so far."""
    probes: Sequence[Mapping[str, Any]] = exercise.probes if callable(exercise.truth) else ({},)
    for i, (probe, answer, truth) in enumerate(zip(probes, answers, truths, strict=True)):
        if i == len(outcomes):
            try:
                outcomes.append(_outcome(exercise, misconception, probe, truth))
            except Refusal:
                return False
        if not alike(answer, outcomes[i], tolerance, digits):
            return False
    return True


def _outcome(
    exercise: Exercise, misconception: Misconception, probe: Mapping[str, Any], truth: Any
) -> Any:
    """What a misconception gives: some entries of a dict, or some parts of a tuple, may do."""
    result, _ = try_out(exercise, misconception.wrong, probe)
    if isinstance(result, Raised):
        return result
    if isinstance(truth, dict):
        known = {key: part for key, part in result.items() if key in truth}
        return {key: read(part, truth[key], exercise, key) for key, part in known.items()}
    if isinstance(truth, tuple) and isinstance(result, tuple):
        pairs = zip(result, truth, strict=True)
        return tuple(p if p is Ellipsis else read(p, t, exercise) for p, t in pairs)
    return read(result, truth, exercise)
