"""Every exercise of every lesson: truths pass, stubs wait, each misconception is named."""

import pytest

from drsn_lite.answers.exercise import Exercise
from drsn_lite.checks import catalogue, check

EXERCISES = list(catalogue().values())
NAMED = [(e, m) for e in EXERCISES for m in e.misconceptions]


def _filled(exercise: Exercise, wrong):
    """A misconception as a whole answer: a dict or tuple may hold only its telling parts."""
    if isinstance(exercise.truth, dict):
        return {**exercise.truth, **wrong}
    if not callable(wrong) or exercise.apply is not None:
        return wrong

    def whole(*arguments):
        mine = wrong(*arguments)
        if not isinstance(mine, tuple):
            return mine
        right = exercise.truth(*arguments)
        return tuple(r if m is ... else m for m, r in zip(mine, right, strict=True))

    return whole


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_the_truth_passes(exercise):
    verdict = check(exercise.name, exercise.truth)
    assert (verdict.passed, verdict.misconception) == (True, None), verdict
    assert exercise.praise in verdict.message


@pytest.mark.parametrize(
    ("exercise", "mistake"), NAMED, ids=lambda v: getattr(v, "slug", None) or v.name
)
def test_every_misconception_is_named_and_shown(exercise, mistake):
    verdict = check(exercise.name, _filled(exercise, mistake.wrong))
    assert not verdict.passed
    assert verdict.misconception == mistake.slug, verdict
    assert mistake.why in verdict.message
    if callable(exercise.truth):
        assert "Example: " in verdict.message
        assert "expected" in verdict.message
        assert "yours" in verdict.message


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_an_unfilled_stub_is_not_tried(exercise):
    def refuses(*arguments):
        raise NotImplementedError

    stubs = [None, ..., {"a": ...}, (None, 1)]
    if callable(exercise.truth) and exercise.apply is None:
        stubs += [lambda *arguments: None, lambda *arguments: ..., refuses]
    for stub in stubs:
        verdict = check(exercise.name, stub)
        assert verdict.misconception == "not-tried"
        assert verdict.message.startswith("Not tried yet")


def test_exercises_name_enough_misconceptions():
    counts = {exercise.name: len(exercise.misconceptions) for exercise in EXERCISES}
    few = {name for name, count in counts.items() if count < 4}
    assert few <= {"noise-and-threshold"}  # a choice of three answers has two wrong ones
    assert len(counts) >= 25
