"""Words, keys and numbers with units, as learners write them."""

import pytest

from drsn_lite import checks
from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.words import meant, number
from drsn_lite.checks import check


@pytest.fixture
def toy(monkeypatch):
    def add(truth, *mistakes, probes=(), **more):
        exercise = Exercise("toy", truth, mistakes, probes, **more)
        monkeypatch.setattr(checks, "catalogue", lambda: {"toy": exercise})
        return lambda answer: check("toy", answer)

    return add


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("unit E", "e"),
        ("E", "e"),
        ("e.", "e"),
        ("not E", None),
        ("A or E", None),
        ("a rise in E", "e"),
        ("mean abs", "mean |x|"),
        ("it is never_zero", "never zero"),
        ("", None),
    ],
)
def test_a_word_is_found_among_others(text, word):
    assert meant(text, ["A", "E", "never-zero", "mean |x|"], {"mean |x|": ("mean abs",)}) == word


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5 kHz", 1500),
        ("57 %", 0.57),
        ("2x", 2),
        ("1/4", 0.25),
        ("1,024", 1024),
        ("≈ 0.58", 0.58),
        ("−3 dB", -3),
        ("1e3 Hz", 1000),
        ("two", None),
        ("", None),
    ],
)
def test_numbers_with_units(text, value):
    assert number(text) == (value if value is None else pytest.approx(value))


def test_two_numbers_in_each_others_entry_are_told(toy):
    mistake = Misconception("five", {"a": 5.0}, "Five is b.")
    ask = toy({"a": 3.0, "b": 5.0, "c": "up"}, mistake)
    named = ask({"a": 5, "b": 3, "c": "up"})
    assert named.misconception == "five"
    assert "a and b are swapped" in named.message
    assert "swapped" not in ask({"a": 5, "b": 5, "c": "up"}).message
    assert toy({"a": 3.0, "b": 5.0})({"a": 5, "b": 3}).misconception == "entries-swapped"


def test_a_number_is_read_in_the_unit_of_its_exercise(toy):
    assert number("1500 Hz", "kHz") == pytest.approx(1.5)
    assert number("90 rpm", "Hz") == pytest.approx(1.5)
    ask = toy(1.5, unit="kHz")
    assert ask("1500 hertz").passed
    assert ask("1.5").passed
    other = ask("1.5 seconds")
    assert other.misconception == "unknown-unit"
    assert "in kHz" in other.message
    assert toy(3)("3 apples").misconception == "unknown-unit"


def test_words_that_are_not_known_get_the_vocabulary(toy):
    ask = toy({"a": "up"}, Misconception("down", {"a": "down"}, "It rises."))
    assert '"down", "up"' in ask({"a": "sideways"}).message
    assert ask({"A": "it goes up", "b": 3}).passed
    assert ask({"b": "up"}).misconception == "wrong-type"
