"""Properties that every right answer has: the truths have them, and who lacks one is told."""

import numpy as np
import pytest

from drsn_lite.answers.exercise import Property
from drsn_lite.answers.properties import NEVER_LARGER, lacking
from drsn_lite.answers.reading import read
from drsn_lite.answers.trying import try_out
from drsn_lite.checks import catalogue, check

WITH = [exercise for exercise in catalogue().values() if exercise.properties]


@pytest.mark.parametrize("exercise", WITH, ids=lambda exercise: exercise.name)
def test_the_truth_has_all_properties(exercise):
    found = [try_out(exercise, exercise.truth, probe)[0] for probe in exercise.probes]
    truths = [read(one, one, exercise) for one in found]
    assert lacking(exercise.properties, truths, truths, exercise.probes) is None


def test_a_property_is_asked_where_nothing_else_has_a_name():
    x = np.array([1.0, -2.0])
    assert lacking((NEVER_LARGER,), [3 * x], [x], [{"x": x}])[:1] == ("makes-larger",)
    assert lacking((NEVER_LARGER,), [x / 3], [x], [{"x": x}]) is None
    assert lacking((NEVER_LARGER,), [np.ones(3)], [x], [{"x": x}]) is None  # another shape
    short = Property("too-short", lambda y, *_: len(y) > 2, "Longer.", any_shape=True)
    assert lacking((short,), [np.ones(1)], [x], [{"x": x}]) == ("too-short", "Longer.", 0)


@pytest.mark.parametrize(
    ("name", "slug", "answer"),
    [
        (
            "split-by-recording",
            "recording-on-both-sides",
            lambda r: np.random.default_rng(0).random(len(r)) < 0.25,
        ),
        ("window-means", "windows-bent", lambda x: np.tanh(x - x.mean(1, keepdims=True))),
        ("soft-threshold", "changes-signs", lambda x, tau: -x / 3),
        ("se-excite", "outside-0-and-1", lambda z, w1, b1, w2, b2: 1.5 + z.cos()),
    ],
)
def test_an_unseen_mistake_is_told_what_it_lacks(name, slug, answer):
    verdict = check(name, answer)
    assert verdict.misconception == slug, verdict
    assert "expected" in verdict.message
