"""The page for teachers: its minutes, links, panels and commands are those of the course."""

import re
from pathlib import Path

import pytest

from book import mistakes
from drsn_lite.command_line.commands import make_parser

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "book" / "teachers.md").read_text("utf-8")
LESSONS = {path.stem[:2]: path for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))}
BEFORE = dict(re.findall(r"^### (\d\d) [^\n]*\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL))


def _minutes(table: str) -> dict[str, tuple[str, str]]:
    """Minutes to read and to run by lesson, from a table whose rows begin with a link."""
    row = r"^\| \[(\d\d) [^\]]*\]\([^)]*\)(?: \|[^|]*)?? \| (\d+)[^|]*\| (\d+) \|"
    return {lesson: (read, run) for lesson, read, run in re.findall(row, table, re.MULTILINE)}


def test_minutes_are_those_of_the_readme():
    readme = _minutes((ROOT / "README.md").read_text("utf-8"))
    assert list(readme) == list(LESSONS)
    assert _minutes(PAGE) == readme


def test_every_lesson_has_its_opening_words():
    assert list(BEFORE) == list(LESSONS)
    for text in BEFORE.values():
        for part in ("**Ask.**", "**Project**", "**Do not promise**", "**Where they go wrong.**"):
            assert part in " ".join(text.split())


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)]+)\)", PAGE):
        assert target == "mistakes.md" or (ROOT / target).is_file(), target


@pytest.mark.parametrize("lesson", LESSONS)
def test_panels_and_mistakes_are_those_of_the_lesson(lesson):
    source = LESSONS[lesson].read_text("utf-8")
    known = {t.exercise.name: t.exercise for t in mistakes.tasks() if t.lesson[:2] == lesson}
    names = {slug for exercise in known.values() for slug, _ in mistakes.sentences(exercise)}
    for word in re.findall(r"`([^`]+)`", BEFORE[lesson]):
        assert word in names or f"panels.{word}(" in source, word


def test_panels_and_exercises_of_the_one_sitting_are_those_of_the_lesson():
    rows = re.findall(r"^\| (\d+)–(\d+) \|.*\| (\d\d),(.*) \|$", PAGE, re.MULTILINE)
    starts, ends = [int(row[0]) for row in rows], [int(row[1]) for row in rows]
    assert [*starts, 90] == [0, *ends]
    for _, _, lesson, text in rows:
        source = LESSONS[lesson].read_text("utf-8")
        for word in re.findall(r"`([^`]+)`", text):
            assert f"panels.{word}(" in source or f'check(\\"{word}\\"' in source, word
        for title in re.findall(r'"([^"]+)"', text):
            assert title in source, title


def test_commands_are_there():
    commands = re.findall(r"`python -m drsn_lite ([^`]+)`", PAGE)
    assert commands
    for words in commands:
        make_parser().parse_args(words.split())


@pytest.mark.parametrize(
    ("lesson", "here", "there"),
    [
        ("00", "ahead at two levels on the gearbox, behind at one on digits", None),
        ("04", "33 comparisons", None),
        ("04", "clearly worse in seven", None),
        ("06", "2.4 ± 1.3 points over a ResNet", "own size DRSN-CW gains 2.4 ± 1.3"),
        ("06", "gains 2.3 ± 1.8", None),
        ("07", "about 1 dB a unit", None),
        ("08", "none of ten conditions", "not clear in any of ten conditions"),
        ("10", "99 times in 100", None),
    ],
)
def test_results_are_those_that_the_lesson_says(lesson, here, there):
    cells = " ".join(source for _, source in mistakes._cells(LESSONS[lesson]))
    assert here in " ".join(BEFORE[lesson].split())
    assert (there or here) in " ".join(cells.split())
