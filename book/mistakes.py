"""A page for teachers of what `check` knows: every exercise, and the mistakes that have a name.

It is made from the code of the checkers and the text of the lessons, so that it cannot go stale.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drsn_lite.answers.exercise import Exercise
from drsn_lite.checks import catalogue

__all__ = ["Task", "markdown", "sentences", "tasks"]

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
OPEN = 3
"""So many mistakes of an exercise are shown; the others are folded away."""

_ASKS = re.compile(r"\*\*Exercise · (\w+)\.\*\*\s*(.*)", re.DOTALL)
_CHECKS = re.compile(r"""\bcheck\(\s*["']([^"']+)["']""")
_CODE = re.compile(r"(`[^`\n]+`)")
_STRESSED = re.compile(r"(?<![\w*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\w*])")
_NO_TEXT = ("|", "* ", "- ", "$$", "```")


@dataclass(frozen=True)
class Task:
    """An exercise where it stands.

    Attributes
    ----------
    lesson : str
        The name of the notebook, without its ending.
    exercise : Exercise
        What `check` compares with.
    level : str
        "easy", "medium" or "hard".
    question : str
        The gist of what is asked, as Markdown.
    """

    lesson: str
    exercise: Exercise
    level: str
    question: str


def markdown(notebooks: Path = NOTEBOOKS) -> str:
    """The page.

    Parameters
    ----------
    notebooks : Path
        The folder of the lessons.

    Returns
    -------
    str
        CommonMark with `<details>`. Links lead to `notebooks/` beside the page.
    """
    all_tasks = tasks(notebooks)
    exercises = [task.exercise for task in all_tasks]
    wrong = sum(len(exercise.misconceptions) for exercise in exercises)
    pairs = sum(len(exercise.combined) for exercise in exercises)
    lessons = len({task.lesson for task in all_tasks})
    said = sum(len(sentences(exercise)) for exercise in exercises)
    lines = [
        "# Where learners go wrong",
        "",
        "What `check` says to a wrong answer, exercise by exercise. This page is made from the "
        "code of the checkers: nothing on it was copied by hand. Many sentences give the answer "
        "away, and learners can open this page too.",
        "",
        f"* **{len(exercises):,} exercises** in {lessons} lessons.",
        f"* **{wrong:,} wrong answers** are known. They are named in {said:,} sentences, which "
        "follow.",
        f"* **{pairs:,} pairs** of two mistakes at once are known as well; they are put together "
        "from the same sentences.",
        "",
        "The order is that in which `check` tries them. It does not say which is the most common: "
        "nobody has counted. The word in front is what `check(…).misconception` returns.",
    ]
    lesson = ""
    for task in all_tasks:
        if task.lesson != lesson:
            lesson = task.lesson
            title = f"{lesson[:2]} {_title(notebooks / f'{lesson}.ipynb')}"
            lines += ["", f"## {title}", "", f"[To the lesson](notebooks/{lesson}.ipynb)"]
        lines += ["", *_section(task)]
    return "\n".join(lines) + "\n"


def tasks(notebooks: Path = NOTEBOOKS) -> list[Task]:
    """All exercises of the lessons, in the order of the course.

    Raises
    ------
    ValueError
        If an exercise of the catalogue stands in no lesson.
    """
    left = dict(catalogue())
    found = []
    for path in sorted(notebooks.glob("[0-9]*.ipynb")):
        asked = None
        for kind, source in _cells(path):
            if kind == "markdown":
                asked = _ASKS.search(source) or asked
                continue
            for name in _CHECKS.findall(source):
                if asked and name in left:
                    question = _gist(asked.group(2))
                    found.append(Task(path.stem, left.pop(name), asked.group(1), question))
                    asked = None
    if left:
        raise ValueError(f"exercises that stand in no lesson: {', '.join(left)}")
    return found


def sentences(exercise: Exercise) -> list[tuple[str, str]]:
    """The mistakes of an exercise, name and sentence, each sentence once, in the order of trying.

    Behind the misconceptions stand the properties: what a right answer has, whatever else is wrong.
    """
    known = [(mistake.slug, mistake.why) for mistake in exercise.misconceptions]
    known += [(missing.slug, missing.why) for missing in exercise.properties]
    found: dict[str, str] = {}
    for slug, why in known:
        found.setdefault(why, slug)
    return [(slug, why) for why, slug in found.items()]


def _section(task: Task) -> Iterator[str]:
    """Heading, question, the first mistakes, and the others folded away."""
    known = [f"* `{slug}`: {_plain(why)}" for slug, why in sentences(task.exercise)]
    yield from (f"### `{task.exercise.name}` ({task.level})", "", task.question, "")
    yield from known[:OPEN]
    if known[OPEN:]:
        yield from ("", "<details>", f"<summary>{len(known) - OPEN} more</summary>", "")
        yield from (*known[OPEN:], "", "</details>")


def _plain(text: str) -> str:
    """A sentence of a checker for Markdown: what is code or stressed stays so, the rest is text."""
    pieces = _CODE.split(" ".join(text.split()))
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            parts = _STRESSED.split(piece)
            pieces[at] = "".join(
                f"*{_escaped(part)}*" if i % 2 else _escaped(part) for i, part in enumerate(parts)
            )
    return "".join(pieces)


def _escaped(text: str) -> str:
    """Text in which no character means anything to Markdown, HTML or a reader of formulas."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]{}|~$])", r"\\\1", text)


def _gist(question: str) -> str:
    """The paragraphs of a question up to one that ends with a sentence; no table, no list."""
    kept: list[str] = []
    for paragraph in question.split("\n\n"):
        if paragraph.startswith(_NO_TEXT):
            continue
        kept.append(" ".join(paragraph.split()))
        if kept[-1].rstrip("*").endswith((".", "?", ")")):
            break
    text = re.sub(r"(?<!\$)\$([A-Za-z])\$(?!\$)", r"*\1*", " … ".join(kept)).replace("**", "")
    pieces = _CODE.split(text)
    pieces[::2] = [re.sub(r"([|$])", r"\\\1", piece) for piece in pieces[::2]]
    return re.sub(r"\]\((?!https?:)", "](notebooks/", "".join(pieces))


def _title(path: Path) -> str:
    """The first heading of a lesson."""
    first = next(source for kind, source in _cells(path) if kind == "markdown")
    return first.splitlines()[0].removeprefix("# ")


def _cells(path: Path) -> list[tuple[str, str]]:
    """Kind and text of each cell of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
