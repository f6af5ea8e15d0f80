"""The pages of the book that are no lessons: Markdown as it is, or made from the lessons."""

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import nbformat

from book.bibliography import bibliography
from book.content import NOTEBOOKS, ROOT
from book.mistakes import markdown as mistakes
from book.pages import SOURCE


def stage(lessons: Sequence[Path], panels: dict[str, str]) -> None:
    """Copy the pages that are Markdown already, and write those that are made from the lessons.

    Parameters
    ----------
    lessons : sequence of Path
        The notebooks that the contents list.
    panels : dict
        The HTML of panels by name, for the front page.
    """
    for path, place in COPIES.items():
        text = _own_links(path.read_text("utf-8"), place, {*map(str, COPIES.values())})
        _write(place, re.sub(r"\A# drsn-lite$", "# On your own machine", text, flags=re.MULTILINE))
    front = (ROOT / "book" / "index.md").read_text("utf-8")
    contents = "\n".join(map(_entry, lessons))
    front = re.sub(r"^LESSONS$", contents, front, flags=re.MULTILINE)
    front = re.sub(r"^PANEL (\w+)$", lambda name: panels[name.group(1)], front, flags=re.MULTILINE)
    _write(Path("index.md"), front)
    _write(Path("mistakes.md"), mistakes())
    _write(Path("bibliography.md"), bibliography())
    for picture, folder in _PICTURES.items():
        shutil.copy(picture, SOURCE / folder)


def _entry(lesson: Path) -> str:
    """A line of the contents: "05 Thresholds by attention", as the lessons number themselves."""
    place = lesson.relative_to(NOTEBOOKS).with_suffix("").as_posix()
    number = lesson.stem.partition("-")[0]
    title = nbformat.read(lesson, as_version=4).cells[0].source.splitlines()[0].lstrip("# ")
    return f"{number} {title} <notebooks/{place}>" if number.isdigit() else f"notebooks/{place}"


COPIES = {
    ROOT / "book" / "teachers.md": Path("teachers.md"),
    ROOT / "README.md": Path("readme.md"),
    NOTEBOOKS / "glossary.md": Path("notebooks/glossary.md"),
    NOTEBOOKS / "capstone" / "RUBRIC.md": Path("notebooks/capstone/RUBRIC.md"),
    ROOT / "docs" / "anywhere.md": Path("docs/anywhere.md"),
    ROOT / "docs" / "sweep.md": Path("docs/sweep.md"),
    ROOT / "benchmarks" / "RESULTS.md": Path("benchmarks/RESULTS.md"),
}
"""What is Markdown already, and where it stands in the book: lessons link to all of it."""

_PICTURES = {
    ROOT / "docs" / "noise-lab.webp": Path("docs"),
    ROOT / "benchmarks" / "scaling.svg": Path("benchmarks"),
}


def _own_links(text: str, place: Path, copied: set[str]) -> str:
    """A page without links to what of the project is not in the book: their words stay."""

    def kept(link: re.Match[str]) -> str:
        words, target = link.groups()
        path = os.path.normpath(place.parent / target.partition("#")[0])
        here = path in copied or path.endswith(".ipynb") or target.startswith(("#", "http"))
        made = Path(path).name in ("mistakes.md", "bibliography.md")
        return link.group() if here or made else words

    return re.sub(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)", kept, text)


def _write(place: Path, text: str) -> None:
    (SOURCE / place).parent.mkdir(parents=True, exist_ok=True)
    (SOURCE / place).write_text(text, "utf-8")
