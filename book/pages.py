"""From lessons that have been run to what Sphinx reads: panels, pictures and words around them."""

import base64
import io
import json
import re
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from PIL import Image

from book import tables
from book.content import BUILD, NOTEBOOKS
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
    """The grid of the panel that the page was told of. Some titles are alike: they do not say."""
    for grid in GRIDS.values():
        if json.loads(json.dumps(grid.panel.in_page())) == json.loads(json.dumps(panel)):
            return grid
    raise ValueError(f"no panel is described as {panel['title']!r} is on the page")


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
        f'<p class="drsn-run">What cells print on this page is from a run on {run["date"]}, '
        f"without files of data sets, with {versions}.</p>"
    )


def _html(text: str) -> Any:
    return nbformat.v4.new_output("display_data", data={"text/html": text})


def _markdown(text: str, name: str) -> Any:
    cell = nbformat.v4.new_markdown_cell(text)
    cell["id"] = name[:64]
    return cell
