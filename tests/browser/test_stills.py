"""The picture that stays when no kernel runs: in a saved notebook, and in nbconvert's HTML."""

import re
import subprocess
import sys

from lab import Notebook, write_notebook


def test_a_saved_notebook_shows_the_still_when_when_opened_again(server, browser):
    write_notebook(server.root / "saved.ipynb", ["# Before", "from demo import demo\ndemo()"])
    notebook = Notebook(browser, server).open("saved.ipynb")
    assert notebook.run_all() == []
    notebook.panels()[0].settled()
    notebook.save()
    notebook.close()  # with its kernel, or the panel would come back alive
    again = Notebook(browser, server).open("saved.ipynb")
    seen = again.page.wait_for_function(
        """() => {
            const outputs = [...document.querySelectorAll(".jp-OutputArea-output")];
            const seen = outputs.filter((node) => node.checkVisibility());
            const still = seen.find((node) => !node.querySelector("style"));
            const style = still && getComputedStyle(still);
            const { width, height } = still?.getBoundingClientRect() ?? {};
            const there = style?.backgroundImage.startsWith('url("data:image/png') && height > 200;
            return there && { width, height, font: style.fontSize };
        }"""
    ).json_value()
    assert seen["width"] / seen["height"] > 1.2
    assert seen["font"] == "0px", "JupyterLab's 'model not found' does not show"
    assert again.page.locator(".drsn").count() == 0
    again.run_all()
    again.panels()[0].settled()
    again.close()


def test_the_html_of_nbconvert_shows_the_still_once(server, tmp_path):
    source = server.root / "converted.ipynb"
    write_notebook(source, ["from demo import demo\ndemo()"])
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to=html", str(source)]
    command += [f"--output-dir={tmp_path}", "--ExecutePreprocessor.store_widget_state=False"]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    html = (tmp_path / "converted.html").read_text("utf-8")
    assert len(re.findall(r'<img[^>]*src="data:image/png;base64', html)) == 1
    assert "Error displaying widget" not in html
