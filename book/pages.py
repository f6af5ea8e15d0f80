"""From lessons that have been run to what Sphinx reads: panels, pictures and words around them."""

import base64
import io
import json
import os
import re
import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from PIL import Image

from book import tables
from book.content import BUILD, NOTEBOOKS, ROOT
from book.grids import GRIDS, Grid
from book.links import exercise_line, head_line

SOURCE = BUILD / "source"
"""What Sphinx builds."""

PICTURES = BUILD / "extra" / "pictures"
_WIDGET = "application/vnd.jupyter.widget-view+json"
_WIDGETS = "application/vnd.jupyter.widget-state+json"


def stage(path: Path, ran: Path, versions: dict[str, str]) -> dict[str, str]:
    """Write the page of a lesson: the notebook at `path`, run as `ran`.

    Parameters
    ----------
    path, ran : Path
    versions : dict
        For each panel the key of its table.

    Returns
    -------
    dict
        The HTML of its panels by their names, as it stands at the top of the site.
    """
    notebook = nbformat.read(ran, as_version=4)
    place = path.relative_to(NOTEBOOKS)
    up = "../" * len(place.parts)
    states = notebook.metadata.get("widgets", {}).get(_WIDGETS, {}).get("state", {})
    cells = []
    for number, cell in enumerate(notebook.cells):
        if "install" in cell.metadata.get("tags", ()):
            continue  # for a notebook server
        if "exercise" in cell.metadata.get("tags", ()):
            cells.append(_markdown(exercise_line(place), f"{cell.id}-where"))
        cells.append(cell)
        if number == 0:
            cells.append(_markdown(head_line(place), "drsn-head"))
        if cell.cell_type == "code":
            cell.outputs = [
                shown
                for output in cell.outputs
                for shown in _output(output, states, up, f"{place.stem}-{cell.id}", versions)
            ]
    cells.append(_markdown(_run_line(notebook.metadata.pop("drsn_run")), "drsn-run"))
    notebook.cells = cells
    notebook.metadata.pop("widgets", None)
    staged = SOURCE / "notebooks" / place
    staged.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, staged)
    return {
        match.group(1): text.replace(f'src="{up}', 'src="')
        for cell in cells
        for output in cell.get("outputs", ())
        if (text := output.get("data", {}).get("text/html", ""))
        and (match := re.match(r'<div class="drsn-panel" data-panel="(\w+)">', text))
    }


def stage_words(lessons: Sequence[Path], panels: dict[str, str]) -> None:
    """Copy the pages that are Markdown already, and write those that are made from the lessons.

    Parameters
    ----------
    lessons : sequence of Path
        The notebooks that the contents list.
    panels : dict
        The HTML of panels by name, for the front page.
    """
    from book.bibliography import bibliography
    from book.mistakes import markdown as mistakes

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
    ROOT / "docs" / "sweep.md": Path("docs/sweep.md"),
    ROOT / "benchmarks" / "RESULTS.md": Path("benchmarks/RESULTS.md"),
}
"""What is Markdown already, and where it stands in the book: lessons link to all of it."""

_PICTURES = {
    ROOT / "docs" / "noise-lab.webp": Path("docs"),
    ROOT / "benchmarks" / "scaling.svg": Path("benchmarks"),
}


def _own_links(text: str, place: Path, copied: set[str]) -> str:
    """A page without its links to files of the project that are not in the book: their words stay."""

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


def _output(
    output: Any, states: dict[str, Any], up: str, name: str, versions: dict[str, str]
) -> list[Any]:
    data = output.get("data", {})
    if _WIDGET in data:
        state = states[data[_WIDGET]["model_id"]]["state"]
        if "panel" not in state:
            return []  # a progress bar that is through
        return [_html(_panel(state, data, output.metadata, up, name, versions))]
    if re.search(r'<div id="drsn-\w+" role="img"', data.get("text/html", "")):
        return []  # the still of the panel after it, for pages without widgets
    if "image/png" in data:
        size = output.metadata.get("image/png", {})
        return [_html(_picture(data["image/png"], data["text/plain"], size, up, name))]
    if "text/html" in data:
        data["text/html"] = f'<div class="drsn-wide">{data["text/html"]}</div>'
    return [output]


def _panel(
    state: dict[str, Any],
    data: dict[str, Any],
    metadata: dict[str, Any],
    up: str,
    name: str,
    versions: dict[str, str],
) -> str:
    """The still of a panel with its sentence, and where the page finds its table."""
    grid, settings = _grid_of(state["panel"]), state["answer"]["settings"]
    if not grid.holds(settings):
        raise ValueError(f"{grid.name} is shown with {settings}, which its grid does not hold")
    told = tables.in_page(grid) | {
        "start": grid.place(settings),
        "folder": f"../tables/{grid.name}/",
        "version": versions[grid.name],
    }
    sentence = state["answer"]["frame"]["sentence"]
    still = _picture(data["image/png"], data["text/plain"], metadata["image/png"], up, name)
    content = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<div class="drsn-panel" data-panel="{grid.name}">'
        f'<figure class="drsn-still">{still}<figcaption>{escape(sentence)}</figcaption></figure>'
        f'<script type="application/json">{content}</script></div>'
    )


def _grid_of(panel: dict[str, Any]) -> Grid:
    """The grid of the panel that has this title and these controls."""
    wanted = panel["title"], [control["name"] for control in panel["controls"]]
    for grid in GRIDS.values():
        if (grid.panel.title, [control.name for control in grid.panel.controls]) == wanted:
            return grid
    raise ValueError(f"no panel has the title and the controls {wanted}")


def _picture(png: str, words: str, size: dict[str, int], up: str, name: str) -> str:
    """A picture as a file, and what shows it. Its letters stay sharp: WebP without loss."""
    image = Image.open(io.BytesIO(base64.b64decode(png)))
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / f"{name}.webp"
    number = 1
    while file in _WRITTEN:
        number += 1
        file = PICTURES / f"{name}-{number}.webp"
    _WRITTEN.add(file)
    image.save(file, lossless=True, method=4)
    width, height = size.get("width", image.width), size.get("height", image.height)
    return (
        f'<img class="drsn-picture dark-light" src="{up}pictures/{file.name}" width="{width}" '
        f'height="{height}" loading="lazy" alt="{escape(words)}">'
    )


_WRITTEN: set[Path] = set()


def _run_line(run: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in run["versions"].items())
    return (
        f'<p class="drsn-run">What cells print on this page is from a run on {run["date"]}, without '
        f"files of data sets, with {versions}.</p>"
    )


def _html(text: str) -> Any:
    return nbformat.v4.new_output("display_data", data={"text/html": text})


def _markdown(text: str, name: str) -> Any:
    cell = nbformat.v4.new_markdown_cell(text)
    cell["id"] = name[:64]
    return cell
