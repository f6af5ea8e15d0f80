"""What holds on some probes only, near zero, or with its sign turned round, is seen and said."""

import threading
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from drsn_lite import checks
from drsn_lite.answers import limits
from drsn_lite.answers.exercise import Exercise
from drsn_lite.checks import check

ARRAYS = ({"x": np.array([1.0, -2.0, 0.5])}, {"x": np.array([4.0, 3.0, 2.0, 0.7])})
TENSORS = ({"x": torch.tensor([[1.0, -2.0, 0.5]])}, {"x": torch.tensor([[4.0, -3.0], [2.0, 1.0]])})


@pytest.fixture
def toy(monkeypatch):
    def add(truth, probes, **more):
        exercise = Exercise("toy", truth, (), probes, **more)
        monkeypatch.setattr(checks, "catalogue", lambda: {"toy": exercise})
        return lambda answer: check("toy", answer)

    return add


@pytest.mark.parametrize(
    ("answer", "slug", "words"),
    [
        (lambda x: np.abs(x) + 1, "off-by-one", "always one more than"),
        (lambda x: np.abs(x) - 1, "off-by-one", "always one less than"),
        (lambda x: np.abs(x) / len(x), "divided-too-often", "too small"),
        (lambda x: -2 * np.abs(x), "factor-two", "its sign is turned round"),
    ],
)
def test_which_way_it_is_wrong_is_said(toy, answer, slug, words):
    verdict = toy(np.abs, ARRAYS)(answer)
    assert verdict.misconception == slug, verdict
    assert words in verdict.message


def test_of_two_constants_none_is_told_to_use_its_arguments(toy):
    """Where the right answer is the same on all probes, too."""
    ask = toy(lambda x: np.float64(3), ARRAYS)
    assert ask(lambda x: 5.0).misconception == "constant-factor"


def test_zero_is_not_the_answer_where_numbers_are_small(toy):
    ask = toy(lambda x: 1e-4 * x, ARRAYS)
    assert ask(lambda x: 1e-4 * x).passed
    assert not ask(lambda x: 0 * x).passed


def test_a_change_of_the_first_input_alone_is_seen(toy):
    def answer(x):
        found = np.abs(x)
        x[: 4 - len(x)] = 9.0  # of three values, not of four
        return found

    assert toy(np.abs, ARRAYS)(answer).misconception == "changes-its-input"


def test_a_change_of_a_list_is_seen(toy):
    def answer(x):
        x.sort()
        return x[0]

    ask = toy(min, ({"x": [3, 1, 2]}, {"x": [5, 6, 4]}))
    assert ask(lambda x: sorted(x)[0]).passed
    assert ask(answer).misconception == "changes-its-input"


@pytest.mark.parametrize(
    "answer",
    [
        lambda x: x.abs().detach() if len(x) == 2 else x.abs(),
        lambda x: torch.where(x > 0, x, x.detach().abs()),
    ],
    ids=["on the second probe", "where x is negative"],
)
def test_a_gradient_that_is_cut_in_one_place_is_missed(toy, answer):
    verdict = toy(torch.abs, TENSORS, through=("x",))(answer)
    assert verdict.misconception == "cuts-the-gradient", verdict


def test_only_what_an_answer_computes_itself_counts(toy, monkeypatch):
    """A notebook may have computed for hours before."""
    looks, looked = [], threading.Event()

    def computed():
        looks.append(1)
        if len(looks) > 2:
            looked.set()
        return 1000.0

    clock = SimpleNamespace(monotonic=lambda: 0.0, process_time=computed)
    monkeypatch.setattr(limits, "time", clock)
    monkeypatch.setattr(limits, "EACH_S", 0.001)

    def answer(x):
        assert looked.wait(60)
        return np.abs(x)

    assert toy(np.abs, ARRAYS)(answer).passed
