"""The general messages: what a learner reads, whatever the exercise."""

import numpy as np
import pytest
import torch
from torch import nn

from drsn_lite import checks
from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import Family
from drsn_lite.answers.modules import made, passed_through
from drsn_lite.answers.showing import show
from drsn_lite.checks import check

ARRAYS = ({"x": np.array([1.0, -2.0, 0.5])}, {"x": np.array([4.0, 3.0, 2.0, 0.7])})
TENSORS = ({"x": torch.tensor([[1.0, -2.0, 0.5]])}, {"x": torch.tensor([[4.0, 3.0], [2.0, -0.7]])})


@pytest.fixture
def toy(monkeypatch):
    def add(truth, *mistakes, probes=(), **more):
        exercise = Exercise("toy", truth, mistakes, probes, **more)
        monkeypatch.setattr(checks, "catalogue", lambda: {"toy": exercise})
        return lambda answer: check("toy", answer)

    return add


def nothing(x):
    np.abs(x)


@pytest.mark.parametrize(
    ("answer", "slug", "words"),
    [
        (nothing, "returns-nothing", "`return` missing"),
        (lambda x: None, "not-tried", "Not tried yet"),
        (lambda x: x.relu(), "torch-for-numpy", "NumPy array"),
        (lambda x: torch.relu(x), "torch-for-numpy", "no tensor"),
        (lambda x: x if x > 0 else -x, "raised", "np.where"),
        (lambda x, y: x, "raised", "arguments"),
        (lambda x: x[7], "raised", "count from 0"),
        (lambda x: undefined(x), "raised", "no value here"),  # noqa: F821
        (lambda x: float(x), "raised", "One number"),
        (lambda x: np.abs(x).astype(int), "whole-numbers", "cut off"),
        (lambda x: np.abs(x)[::-1], "reversed", "reverse order"),
        (lambda x: 2 * np.abs(x), "factor-two", "twice"),
        (lambda x: np.abs(x) * len(x), "sum-instead-of-mean", "divide"),
        (lambda x: np.abs(x)[:, None], "wrong-shape", "numbers are right"),
        (lambda x: (abs(v) for v in x), "wrong-type", "generator"),
        (lambda x: np.abs(x) + 0j + 1j, "complex", "complex"),
        (np.ndarray, "wrong-type", "the class ndarray"),
        (nn.ReLU, "wrong-type", "the class ReLU"),
    ],
)
def test_each_kind_of_mistake_has_a_sentence_of_its_own(toy, answer, slug, words):
    verdict = toy(np.abs, probes=ARRAYS)(answer)
    assert verdict.misconception == slug, verdict
    assert words in verdict.message


@pytest.mark.parametrize(
    ("answer", "slug"),
    [
        (lambda x: x.copy(), "numpy-for-torch"),
        (lambda x: np.mean(x, axis=0), "numpy-for-torch"),
        (lambda x: x @ x, "raised"),
        (lambda x: torch.abs(x).detach(), "cuts-the-gradient"),
        (lambda x: torch.tensor(x.abs()), "cuts-the-gradient"),
    ],
)
def test_tensors_have_theirs(toy, answer, slug):
    verdict = toy(torch.abs, probes=TENSORS, through=("x",))(answer)
    assert verdict.misconception == slug, verdict
    assert "Traceback" not in verdict.message
    assert "signature" not in verdict.message


@pytest.mark.parametrize(
    "answer",
    [
        torch.abs,
        lambda x: np.abs(x.numpy()),
        lambda x: torch.tensor([[abs(v) for v in row] for row in x.tolist()]),
        lambda x: x.half().abs(),
        lambda x: x.bfloat16().abs(),
        lambda x: [[abs(v) for v in row] for row in x],
    ],
)
def test_numpy_and_plain_numbers_have_no_gradient_to_lose(toy, answer):
    assert toy(torch.abs, probes=TENSORS, through=("x",))(answer).passed


def test_a_rounding_passes_and_one_too_coarse_does_not(toy):
    ask = toy(lambda x: x / 7, probes=ARRAYS)
    assert ask(lambda x: np.round(x / 7, 3)).passed
    assert not ask(lambda x: np.round(x / 7, 1)).passed
    ask = toy(1234.5)
    assert ask(1234).passed
    assert ask("1.2345 kHz").passed
    assert not ask(1300).passed


def test_the_nearest_misconception_is_named_and_a_rounding_of_the_truth_still_passes(toy):
    ask = toy(10.41, Misconception("ten", 10.0, "Ten."), tolerance=0.005)
    assert ask(10.4).passed
    assert ask(10).misconception == "ten"


def test_a_misconception_may_raise_as_the_answer_does(toy):
    mistake = Misconception("first-of-many", lambda x: x[3], "There are not so many.")
    ask = toy(np.abs, mistake, probes=ARRAYS[:1])
    assert ask(lambda x: x[3]).misconception == "first-of-many"
    assert ask(lambda x: x[5]).misconception == "raised"


def test_parts_of_a_tuple_have_misconceptions_of_their_own(toy):
    half = Misconception("half", lambda x: (..., x / 2), "The second is a half.")
    ask = toy(lambda x: (x, 2 * x), half, probes=ARRAYS)
    assert ask(lambda x: (x + np.sin(x), x / 2)).misconception == "half"
    assert ask(lambda x: (2 * x, x)).misconception == "parts-swapped"


def test_a_class_and_its_instance_are_told_apart(toy):
    class Double(nn.Module):
        def forward(self, x):
            return 2 * x

    ask = toy(Double, probes=TENSORS, apply=lambda build, x: build()(x))
    assert ask(Double).passed
    assert "without brackets" in ask(Double()).message
    assert ask(3).misconception == "wrong-type"


def test_two_mistakes_are_named_after_the_first():
    family = Family(
        lambda scale, shift: lambda x: scale * x + shift,
        {"scale": 2, "shift": 1},
        {"scale": (("triple", 3, "Three."),), "shift": (("no-shift", 0, "None."),)},
    )
    assert [m.slug for m in family.one] == ["triple", "no-shift"]
    assert family.two[0].slug == "triple"
    assert family.two[0].wrong(5) == 15
    assert "no-shift" in family.two[0].why


def test_what_works_for_some_sizes_alone_is_told_so(toy):
    rows = {"x": np.arange(12.0).reshape(3, 4)}, {"x": np.arange(4.0).reshape(1, 4)}
    mean = toy(lambda x: x.mean(1), probes=rows)
    assert mean(lambda x: x.squeeze().mean(1)).misconception == "drops-a-batch-of-one"
    assert mean(lambda x: (x.squeeze() @ np.ones(4)) / 4).misconception == "drops-a-batch-of-one"
    other = toy(np.abs, probes=ARRAYS)(lambda x: np.abs(x) * np.ones(3))
    assert other.misconception == "one-size-only"


def test_what_a_network_learns_through_may_not_be_worked_out_with_numpy(toy):
    ask = toy(torch.abs, probes=TENSORS, through=("x",), learns=True)
    assert ask(torch.abs).passed
    assert ask(lambda x: np.abs(x.numpy())).misconception == "cuts-the-gradient"
    assert ask(lambda x: torch.from_numpy(np.abs(x.numpy()))).misconception == "cuts-the-gradient"


class Silent(nn.Module):
    def forward(self, x):
        x.abs()


class Pair(nn.Module):
    def forward(self, x):
        return x, x


class Plain:
    def __call__(self, x):
        return x


@pytest.mark.parametrize(
    ("of", "slug"), [(Silent, "returns-nothing"), (Pair, "no-tensor"), (Plain, "no-module")]
)
def test_a_class_is_told_what_it_lacks(toy, of, slug):
    ask = toy(nn.Identity, probes=TENSORS, apply=lambda build, x: passed_through(made(build), x))
    assert ask(nn.Identity).passed
    assert ask(of).misconception == slug


def test_nothing_is_shown_as_an_address():
    assert "0x" not in show(lambda x: x)
    assert "0x" not in show(nn.Linear(2, 2).forward)
    long = show(np.arange(40.0))
    assert long.startswith("[0, 1, 2, 3, …]")
    assert "(40,)" in long
