"""The page of mistakes: all that checkers know is on it, and reads as it is said."""

import html
import re

import mistune
import pytest

from book import mistakes
from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.checks import catalogue

PAGE = mistakes.markdown()
READ = mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "math", "url"])


def _words(shown: str) -> str:
    """What a reader sees of HTML."""
    return " ".join(html.unescape(re.sub(r"</?[a-z][^<>]*>", "", shown)).split())


def _said(text: str) -> str:
    """What a sentence of a checker says, without its marks of code and stress."""
    return " ".join(re.sub(r"`([^`\n]+)`|\*(\S[^*]*)\*(?!\w)", r"\1\2", text).split())


def _sections(page: str) -> dict[str, str]:
    """The HTML of each exercise by its name."""
    parts = re.split(r"<h3><code>([^<]+)</code>[^<]*</h3>", READ(page))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


SECTIONS = _sections(PAGE)


def test_every_exercise_is_on_the_page_once():
    named = re.findall(r"^### `([^`]+)`", PAGE, re.MULTILINE)
    assert sorted(named) == sorted(catalogue())
    assert list(SECTIONS) == named


@pytest.mark.parametrize("name", catalogue())
def test_every_misconception_reads_as_the_checker_says_it(name):
    exercise = catalogue()[name]
    items = re.findall(r"<li>(.*?)</li>", SECTIONS[name], re.DOTALL)
    shown = [_words(item) for item in items]
    known = (*exercise.misconceptions, *exercise.properties)
    assert {m.slug for m in exercise.misconceptions} <= {item.split(":")[0] for item in shown}
    assert {_said(m.why) for m in known} == {item.split(": ", 1)[1] for item in shown}
    assert len(shown) == len({m.why for m in known}), "each sentence once"


def test_every_question_says_something():
    for task in mistakes.tasks():
        assert len(task.question.split()) >= 8, task
        assert task.level in {"easy", "medium", "hard"}
        assert not re.search(r"\]\((?!https:|notebooks/)", task.question)


def test_what_means_something_to_markdown_is_text():
    odd = "1. If a|b < c, say $5 and $6, x_1 * y_2 * z, [a](b), {c}`d`, <b>, \\n, ~~e~~ & *yes*."
    task = mistakes.Task("00-odd", Exercise("odd", 1, (Misconception("one", 2, odd),)), "easy", "?")
    shown = READ("\n".join(mistakes._section(task)))
    assert re.findall(r"<(code|em|b|a|del)\b", shown.split("<li>")[1]) == ["code", "code", "em"]
    assert _words(shown).endswith(f"one: {_said(odd)}")


def test_the_counts_are_those_of_the_catalogue():
    exercises = catalogue().values()
    assert f"**{len(exercises):,} exercises**" in PAGE
    assert f"**{sum(len(e.misconceptions) for e in exercises):,} wrong answers**" in PAGE
    assert f"**{sum(len(e.combined) for e in exercises):,} pairs**" in PAGE


def test_the_same_page_comes_twice():
    assert mistakes.markdown() == PAGE


def test_an_exercise_in_no_lesson_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="in no lesson"):
        mistakes.tasks(tmp_path)


def test_what_is_folded_is_closed_and_its_list_is_read():
    assert PAGE.count("<details>") == PAGE.count("</details>") > 0
    assert all(f"\n\n<{tag}" in PAGE for tag in ("details>", "/details>"))
    assert "\n* `" not in READ(PAGE), "a list inside <details> was taken for HTML"
