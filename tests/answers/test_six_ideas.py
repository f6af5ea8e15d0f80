"""The tables of wrong answers in the lessons' tests: enough for each exercise, each idea named."""

import importlib.util
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from drsn_lite.checks import catalogue

LESSONS = Path(__file__).parents[1] / "lessons"
NO_IDEA = {"other", "unnamed", "raised", "wrong-type", "wrong-shape", "unknown-word"}
CHOICES = {"noise-and-threshold": 2}
"""Exercises that are a choice of three words: there are two wrong ones."""


@cache
def ideas() -> dict[str, set[str]]:
    """The names that the tables ask for, exercise by exercise."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(LESSONS.glob("lesson*/test_answers*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for name, slug, _ in module.WRONG:
            found[name].add(slug)
    return found


@pytest.mark.parametrize("name", catalogue())
def test_an_exercise_has_six_wrong_answers_each_named_by_its_own_idea(name: str) -> None:
    assert len(ideas()[name] - NO_IDEA) >= CHOICES.get(name, 6)


def test_the_tables_know_the_exercises() -> None:
    assert set(ideas()) <= set(catalogue())
