"""Whatever a learner hands over, no check raises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drsn_lite import checks
from drsn_lite.answers.exercise import Exercise
from drsn_lite.checks import Verdict, catalogue, check

ARRAY = ({"x": np.array([1.0, -2.0, 0.5])},)


@pytest.fixture
def toy(monkeypatch):
    """Add exercises to the catalogue for one test."""

    def add(truth, *mistakes, probes=(), **more):
        exercise = Exercise("toy", truth, mistakes, probes, **more)
        monkeypatch.setattr(checks, "catalogue", lambda: {"toy": exercise})
        return lambda answer: check("toy", answer)

    return add


class _Hostile:
    def __array__(self, *args, **kwargs):
        raise RuntimeError("no")

    def __eq__(self, other):
        raise RuntimeError("no")

    def __call__(self, *args):
        return self


class _Broken(list):
    def __len__(self):
        raise RuntimeError("no")


class _Wordless(Exception):
    def __str__(self):
        raise RuntimeError("no")


def test_what_cannot_even_be_read_or_printed_does_not_make_it_raise(toy):
    def answer(x):
        raise _Wordless

    for value in (answer, lambda x: _Broken([1])):
        verdict = toy(lambda x: -x, probes=ARRAY)(value)
        assert not verdict.passed
        assert verdict.misconception == "wrong-type"
        assert "RuntimeError" in verdict.message
    assert not toy(1.0)(_Broken([1])).passed


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=5),
    st.binary(max_size=5),
    st.lists(st.one_of(st.floats(), st.text(max_size=2), st.none()), max_size=4),
    st.dictionaries(st.text(max_size=2), st.floats(), max_size=3),
    st.sampled_from([_Hostile(), object(), int, np.zeros((0, 3)), np.array("a"), {...}, range(3)]),
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(junk=JUNK)
def test_nothing_makes_it_raise(junk):
    for exercise in catalogue().values():
        for answer in (junk, lambda *arguments: junk):
            verdict = check(exercise.name, answer)
            assert isinstance(verdict, Verdict)
            verdict._repr_html_()
