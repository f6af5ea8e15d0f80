"""The checker: truths pass, wrong answers are named, nothing a learner passes makes it raise."""

import html
import re

import numpy as np
import pytest
import torch
from nbconvert.filters import markdown2html

from drsn_lite import checks
from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.feedback import show
from drsn_lite.checks import Verdict, catalogue, check


@pytest.fixture
def toy(monkeypatch):
    """Add exercises to the catalogue for one test."""

    def add(truth, *mistakes, probes=(), **more):
        exercise = Exercise("toy", truth, mistakes, probes, **more)
        monkeypatch.setattr(checks, "catalogue", lambda: {"toy": exercise})
        return lambda answer: check("toy", answer)

    return add


ARRAY = ({"x": np.array([1.0, -2.0, 0.5])},)


def test_an_exception_becomes_a_sentence_with_type_and_line(toy):
    def answer(x):
        y = x + 1
        return y[17]

    verdict = toy(lambda x: -x, probes=ARRAY)(answer)
    assert verdict.misconception == "raised"
    assert "IndexError" in verdict.message
    assert "return y[17]" in verdict.message
    assert "Traceback" not in verdict.message
    assert toy(lambda x: -x, probes=ARRAY)(lambda: 3).misconception == "raised"
    assert toy(lambda x: -x, probes=ARRAY)(lambda x: exit()).misconception == "raised"


@pytest.mark.parametrize(
    ("answer", "slug"),
    [
        (lambda x: x[:2], "wrong-shape"),
        (lambda x: x * np.nan, "not-finite"),
        (lambda x: np.sin(x), "other"),
        (lambda x: -x + 1, "off-by-one"),
        (lambda x: "minus x", "wrong-type"),
        (lambda x: {1: 2}, "wrong-type"),
        (lambda x: [[1], [1, 2]], "wrong-type"),
        (lambda x: np.negative(x, out=x), "changes-its-input"),
        (lambda x: np.add(x, 1, out=x), "changes-its-input"),
        (-1.0, "wrong-type"),
    ],
)
def test_an_unknown_mistake_is_described(toy, answer, slug):
    verdict = toy(lambda x: -x, probes=ARRAY)(answer)
    assert not verdict.passed
    assert verdict.misconception == slug


def test_the_counterexample_is_the_first_probe_that_fails(toy):
    probes = ({"x": np.array([1.0])}, {"x": np.array([-3.0])}, {"x": np.array([-7.0])})
    message = toy(np.abs, probes=probes)(lambda x: x).message
    assert "x = [-3]" in message
    assert "expected [3]" in message
    assert "yours    [-3]" in message


def test_the_counterexample_of_a_long_answer_is_its_worst_place(toy):
    x = np.arange(40.0).reshape(4, 10)
    message = toy(lambda x: x, probes=({"x": x},))(lambda x: np.where(x == 23, 99, x)).message
    assert "(2, 3)" in message
    assert "expected 23" in message
    assert "yours    99" in message


def test_tensors_and_arrays_are_accepted_for_one_another(toy):
    ask = toy(lambda x: -x, probes=({"x": torch.tensor([1.0, -2.0], requires_grad=True)},))
    assert ask(lambda x: -x).passed
    assert ask(lambda x: -x.detach().numpy()).passed
    assert ask(lambda x: [-float(v) for v in x]).passed


def test_a_misconception_must_hold_on_every_probe(toy):
    probes = ({"x": np.array([-2.0])}, {"x": np.array([5.0])})
    mistake = Misconception("absolute", np.abs, "No sign.")
    ask = toy(lambda x: x, mistake, probes=probes)
    assert ask(np.abs).misconception == "absolute"
    assert ask(lambda x: -x).misconception == "sign-turned-round"


def test_numbers_have_a_tolerance_and_a_nudge_that_does_not_tell(toy):
    ask = toy(3.14159, Misconception("half", 1.5708, "This is a half."), tolerance=1e-3)
    assert ask(3.1416).passed
    assert ask(torch.tensor(3.1416)).passed
    assert ask(np.array([3.1416])).passed
    assert ask(1.5708).misconception == "half"
    assert "too large" in ask(9).message
    assert "3.14" not in ask(9).message
    assert ask(float("nan")).misconception == "not-finite"
    assert ask("three").misconception == "wrong-type"
    assert ask(lambda: 3.14159).misconception == "wrong-type"


def test_words_ignore_case_and_hyphens_and_list_the_choices(toy):
    ask = toy("DRSN-CW", Misconception("shared", "DRSN-CS", "That one shares its threshold."))
    assert ask(" drsn cw ").passed
    assert "shares" in ask("drsn_cs").message
    other = ask("senet")
    assert other.misconception == "unknown-word"
    assert "DRSN-CS" in other.message
    assert "DRSN-CW" in other.message


def test_a_dict_names_the_misconception_of_an_entry_and_where_to_look(toy):
    truth = {"a": "up", "b": "down", "c": 2}
    ask = toy(truth, Misconception("a-down", {"a": "down"}, "a does not fall."))
    assert ask({"a": "Up", "b": "down", "c": 2.0}).passed
    named = ask({"a": "down", "b": "up", "c": 2})
    assert named.misconception == "a-down"
    assert "1 of 3" in named.message
    assert ask({"a": "up", "b": "up", "c": 2}).misconception == "other"
    assert ask({"a": "up"}).misconception == "wrong-type"
    assert ask({"a": "up", "b": ..., "c": 2}).misconception == "not-tried"


def test_apply_says_how_an_answer_is_tried(toy):
    class Double:
        def __init__(self, by):
            self.by = by

        def run(self, x):
            return x * self.by

    ask = toy(Double, probes=ARRAY, apply=lambda build, x: build(2).run(x))
    assert ask(Double).passed
    broken = ask(type("Broken", (Double,), {"run": lambda self, x: x + no_such_name}))  # noqa: F821
    assert broken.misconception == "raised"
    assert "x + no_such_name" in broken.message


def test_an_unknown_name_gets_a_suggestion_or_the_list():
    close, far = check("first-chek", 1), check("zzz", 1)
    assert close.misconception == far.misconception == "unknown-exercise"
    assert "first-check" in close.message
    assert all(name in far.message for name in catalogue())
    for junk in (None, [], {}, np.zeros(2)):
        assert check(junk, 1).misconception == "unknown-exercise"


def test_every_exercise_is_suggested_for_a_name_with_a_slip():
    for name in catalogue():
        assert f"Did you mean '{name}'?" in check(f"{name}x", 1).message


def test_a_verdict_shows_itself():
    verdict = Verdict(False, "lost-sign", "Not yet: lost-sign.\n`x < 0` is lost & gone.")
    assert not verdict
    assert str(verdict) == repr(verdict)
    assert str(verdict).startswith("✗ Not yet")
    page = verdict._repr_html_()
    assert "<code>x &lt; 0</code> is lost &amp; gone" in page
    assert "background" not in page  # both themes: the page's own colours
    assert verdict._repr_markdown_().startswith("**✗ Not yet: lost-sign.**")
    assert str(Verdict(True, None, "Right.")).startswith("✓")


def test_what_an_answer_says_is_no_markdown():
    told = (
        "<b>*x*</b> $a$ [l](u) `<i>` lone ` here\n- one\n1. two\n# three\n---\n  yours    -3\n> q"
    )
    page = markdown2html(Verdict(False, "other", told)._repr_markdown_())
    seen = html.unescape(re.sub(r"</?(?:p|strong|code)>|<br ?/?>", "", page))
    assert "<" not in re.sub(r"</?(?:p|strong|code)>|<br ?/?>", "", page)
    assert [line.strip() for line in seen.split("\n") if line.strip()] == [
        "✗ <b>*x*</b> $a$ [l](u) <i> lone ` here",
        *("- one", "1. two", "# three", "---", "yours    -3", "> q"),
    ]
    assert "<code>&lt;i&gt;</code>" in page


def test_words_in_a_list_are_shown_as_they_are():
    assert show(["a", "b"]) == "['a', 'b']"
    assert show([1, 2.5]) == "[1, 2.5]"
