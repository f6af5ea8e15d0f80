"""The picture that stays when no kernel runs: in a saved notebook, and in nbconvert's HTML.

And pictures drawn by matplotlib, which are still everywhere.
"""

import json
import subprocess
import sys

import pytest
from alts import pictures
from lab import Notebook, write_notebook

PANEL = "from demo import demo\ndemo()"
PICTURE = "from demo import demo\ndemo.figure(level=1.5)"
ALT = {PANEL: "A wave and other marks. The level is 1.00, open."}
ALT[PICTURE] = ALT[PANEL].replace("1.00", "1.50")


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


@pytest.mark.parametrize("cell", [PANEL, PICTURE], ids=["panel", "picture"])
def test_a_saved_notebook_shows_the_still_when_opened_again(cell, server, browser):
    write_notebook(server.root / "saved.ipynb", ["# Before", cell])
    notebook = Notebook(browser, server).open("saved.ipynb")
    assert notebook.run_all() == []
    if cell == PANEL:
        notebook.panels()[0].settled()
    check_live = pictures(notebook.page)
    assert [one["panel"] for one in check_live] == [cell == PANEL], "the still hides"
    notebook.save()
    notebook.close()  # with its kernel, or the panel would come back alive
    again = Notebook(browser, server).open("saved.ipynb")
    again.page.locator(".jp-OutputArea-output").first.wait_for(state="attached")
    check_one(again.page, cell)
    assert seen_words(again.page) == "", "JupyterLab's 'model not found' does not show"
    again.run_all()
    if cell == PANEL:
        again.panels()[0].settled()
        assert [one["panel"] for one in pictures(again.page)] == [True]
    again.close()


def test_a_notebook_that_is_not_trusted_shows_the_picture_with_its_words(server, browser):
    write_notebook(server.root / "mine.ipynb", [PICTURE])
    notebook = Notebook(browser, server).open("mine.ipynb")
    notebook.run_all()
    notebook.save()
    notebook.close()
    saved = json.loads((server.root / "mine.ipynb").read_text("utf-8"))
    saved["metadata"]["changed"] = "by somebody else"
    (server.root / "theirs.ipynb").write_text(json.dumps(saved), "utf-8")
    theirs = Notebook(browser, server).open("theirs.ipynb")
    trusted = "[...jupyterapp.shell.currentWidget.content.model.cells].some((one) => one.trusted)"
    assert theirs.page.evaluate(trusted) is False
    check_one(theirs.page, PICTURE)
    theirs.close()


@pytest.mark.parametrize("state", [[], ["--ExecutePreprocessor.store_widget_state=False"]])
@pytest.mark.parametrize("cell", [PANEL, PICTURE], ids=["panel", "picture"])
def test_the_html_of_nbconvert_shows_the_still_once(cell, state, server, browser, tmp_path):
    source = server.root / "converted.ipynb"
    write_notebook(source, [cell])
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to=html", str(source)]
    command += [f"--output-dir={tmp_path}", *state]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "converted.html").as_uri())
    check_one(page, cell)
    assert seen_words(page) == ""
    context.close()
