"""The bibliography: every work that a lesson names with a DOI or an arXiv number, once."""

import re

import nbformat

from book.content import LESSONS, NOTEBOOKS

_LINK = r"\[(?:doi|arXiv):[^\]]+\]\((https://(?:doi\.org|arxiv\.org)/[^)]+)\)"
_LINKS = re.compile(rf"{_LINK}(?:[,;]? {_LINK.replace('(https', '(?:https')})*")
_ITEM = re.compile(r"^[*-] (.*?)(?=^[*-] |\n\n|\Z)", re.DOTALL | re.MULTILINE)


Works = dict[str, tuple[str, list[str]]]


def works() -> Works:
    """For the address of each work what the lesson that says most of it says, and all lessons."""
    found: Works = {}
    for path in LESSONS:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "markdown":
                continue
            for item in _ITEM.findall(cell.source):
                _take(" ".join(item.split()), path.relative_to(NOTEBOOKS).as_posix(), found)
    return dict(sorted(found.items(), key=lambda work: _author(work[1][0])))


def _take(item: str, lesson: str, found: Works) -> None:
    """Note the works of an item of a list. Each ends at its link, or at two if they are its own."""
    start = 0
    for link in _LINKS.finditer(item):
        words = item[start : link.end()].lstrip(" ,.;:").removeprefix("And ")
        start, address = link.end(), link.group(1)
        before, lessons = found.get(address, ("", []))
        best = max(before, words, key=lambda said: (not said.startswith("by the same"), len(said)))
        found[address] = best, list(dict.fromkeys([*lessons, lesson]))


def _author(words: str) -> str:
    """The first surname: the first capitalised word of two letters or more."""
    return next(iter(re.findall(r"\b[A-Z][\w'’-]+", words)), words).casefold()


def bibliography() -> str:
    """The page, as Markdown."""
    lines = [
        "# Bibliography",
        "",
        "What the lessons quote, with the lessons that do. The links leave this site.",
        "",
    ]
    for words, lessons in works().values():
        where = ", ".join(f"[{_short(name)}](notebooks/{name})" for name in lessons)
        lines.append(f"* {words} (In {where}.)")
    return "\n".join(lines) + "\n"


def _short(name: str) -> str:
    stem = name.rpartition("/")[2].removesuffix(".ipynb")
    return stem.partition("-")[0] if stem[0].isdigit() else stem
