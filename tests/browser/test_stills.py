"""The picture that stays when no kernel runs: in a saved notebook, and in nbconvert's HTML.

And pictures drawn by matplotlib, which are still everywhere.
"""

import json
import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest
from alts import pictures
from lab import Notebook, write_notebook

CELLS = {
    "panel": "from demo import demo\ndemo()",
    "picture": "from demo import demo\ndemo.figure(level=1.5)",
}
ALT = {"panel": "A wave and other marks. The level is 1.00, open."}
ALT["picture"] = ALT["panel"].replace("1.00", "1.50")

cells = pytest.mark.parametrize("cell", CELLS)


def check_one(page, cell):
    """One picture is seen, with its words and a size."""
    page.wait_for_function("document.querySelector('.jp-OutputArea-output')")
    [picture] = pictures(page)
    assert picture["words"] == ALT[cell]
    assert picture["height"] > 200
    assert picture["width"] / picture["height"] > 1.2
    assert "data:image/png;base64," in picture["source"]


def seen_words(page):
    """The text that is seen in outputs."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".jp-OutputArea-output")]
            .filter((one) => one.checkVisibility({ visibilityProperty: true }))
            .filter((one) => one.getBoundingClientRect().height > 1)
            .map((one) => one.innerText.trim()).join(" ").trim()"""
    )


@pytest.fixture(scope="module")
def lab(open_cells) -> Notebook:
    """JupyterLab, to open notebooks in."""
    return open_cells("# Start")


@cells
def test_a_saved_notebook_shows_the_still_when_opened_again(cell, lab):
    write_notebook(lab.server.root / "saved.ipynb", ["# Before", CELLS[cell]])
    lab.turn_to("saved.ipynb")
    assert lab.run_all() == []
    if cell == "panel":
        lab.panels()[0].settled()
    check_live = pictures(lab.page)
    assert [one["panel"] for one in check_live] == [cell == "panel"], "the still hides"
    lab.save()
    lab.end_kernel()  # or the panel would come back alive
    lab.open("saved.ipynb")
    lab.page.locator(".jp-OutputArea-output").first.wait_for(state="attached")
    check_one(lab.page, cell)
    assert seen_words(lab.page) == "", "JupyterLab's 'model not found' does not show"
    lab.run_all()
    if cell == "panel":
        lab.panels()[0].settled()
        assert [one["panel"] for one in pictures(lab.page)] == [True]


def test_a_notebook_that_is_not_trusted_shows_the_picture_with_its_words(lab):
    mine, theirs = (lab.server.root / f"{whose}.ipynb" for whose in ("mine", "theirs"))
    write_notebook(mine, [CELLS["picture"]])
    lab.turn_to(mine.name)
    lab.run_all()
    lab.save()
    saved = json.loads(mine.read_text("utf-8"))
    saved["metadata"]["changed"] = "by somebody else"
    theirs.write_text(json.dumps(saved), "utf-8")
    lab.turn_to(theirs.name)
    trusted = "[...jupyterapp.shell.currentWidget.content.model.cells].some((one) => one.trusted)"
    assert lab.page.evaluate(trusted) is False
    check_one(lab.page, "picture")


@pytest.fixture(scope="module", params=[[], ["--ExecutePreprocessor.store_widget_state=False"]])
def converted(request, tmp_path_factory) -> Path:
    """A folder with the HTML of a notebook for each cell."""
    folder = tmp_path_factory.mktemp("converted")
    copy(Path(__file__).with_name("demo.py"), folder)
    for name, source in CELLS.items():
        write_notebook(folder / f"{name}.ipynb", [source])
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to=html", *request.param]
    names = [f"{name}.ipynb" for name in CELLS]
    subprocess.run([*command, *names], cwd=folder, check=True, timeout=300, capture_output=True)
    return folder


@cells
def test_the_html_of_nbconvert_shows_the_still_once(cell, converted, browser):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((converted / f"{cell}.html").as_uri())
    check_one(page, cell)
    assert seen_words(page) == ""
    context.close()
