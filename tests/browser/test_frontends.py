"""Panels elsewhere than in JupyterLab alone: in Notebook 7, and in real-time collaboration."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copy

import pytest
from lab import Server, serve, write_notebook
from playwright.sync_api import Browser
from test_views import SHOW, agree, run, visit


@contextmanager
def running(folder: Path, extra: str, app: str = "jupyterlab") -> Iterator[Server]:
    """A server with the packages of tests/browser/EXTRA.txt."""
    packages = Path(sys.prefix, extra)
    if not packages.is_dir():
        pytest.skip(f"the packages of tests/browser/{extra}.txt are not here: run `make test`")
    root, home = folder / "notebooks", folder / "jupyter"
    root.mkdir()
    home.mkdir()
    copy(Path(__file__).with_name("demo.py"), root)
    write_notebook(root / "panel.ipynb", ["# Above", SHOW])
    with serve(root, home, app, packages) as server:
        yield server


def test_in_notebook_7_a_panel_answers_and_a_reload_goes_on(browser: Browser, tmp_path: Path):
    with running(tmp_path, "notebook", "notebook") as server:
        notebook = run(browser, server, "panel.ipynb")
        assert "notebooks/panel" in notebook.page.url
        panel = notebook.panels()[0]
        panel.press("level", "ArrowRight")
        agree(panel, level=1.05)
        panel.drag("level", 0.5, 0.9)
        assert panel.settled().settings()["level"] > 1.5
        assert panel.sentence().startswith(f"The level is {panel.settings()['level']:.2f}")
        panel.control("kind").select_option("broken")
        panel.settled(kind="broken")
        assert "on purpose" in panel.error()
        panel.control("kind").select_option("fine")
        panel.settled(kind="fine").press("level", "End")
        notebook.open("panel.ipynb")
        notebook.page.locator(".drsn canvas").wait_for()
        agree(notebook.panels()[0], level=2.0)
        # the schemas of its own settings lie beside it, not in the .venv: it says so
        assert [said for said in notebook.complaints if "schema" not in said] == []
        notebook.close()


def test_two_collaborators_see_one_panel(browser: Browser, tmp_path: Path):
    """They share the document: who comes second has neither run nor loaded the panel."""
    with ExitStack() as stack:
        server = stack.enter_context(running(tmp_path, "collaboration"))
        first = run(browser, server, "panel.ipynb")
        second = visit(browser, server, "panel.ipynb")
        one, other = first.panels()[0], second.panels()[0]
        one.press("level", "ArrowRight")
        agree(one, other, level=1.05)
        other.press("level", "End")
        agree(one, other, level=2.0)
        one.press("level", "ArrowLeft")
        other.control("kind").select_option("broken")
        for panel in (one, other):
            assert panel.settled(kind="broken", level=1.95).error()
        assert first.run_all() == [], "a new panel, for both"
        second.page.wait_for_function(
            "document.querySelector('.drsn canvas')?.dataset.settings.includes('fine')"
        )
        fresh, followed = first.panels()[0], second.panels()[0]
        followed.press("level", "ArrowLeft")
        agree(fresh, followed, level=0.95)
        assert first.complaints == second.complaints == []
        second.context.close()
        first.close()
