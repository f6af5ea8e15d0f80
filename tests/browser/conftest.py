"""Fixtures: one JupyterLab for all browser tests, and pages that show Frames."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from canvas import Sheet
from lab import Notebook, Server, serve, write_notebook
from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """JupyterLab over an empty folder."""
    root, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("jupyter")
    shutil.copy(Path(__file__).with_name("demo.py"), root)
    with serve(root, home) as running:
        yield running


Opener = Callable[..., Notebook]


@pytest.fixture(scope="module")
def open_cells(browser: Browser, server: Server) -> Iterator[Opener]:
    """A function that opens a new notebook of the given cells in a fresh context.

    A cell that starts with "# " is Markdown. What is open at the end of the module is closed.
    """
    opened: list[Notebook] = []

    def open_(*cells: str, **context: object) -> Notebook:
        name = f"cells-{len(list(server.root.iterdir()))}.ipynb"
        write_notebook(server.root / name, cells)
        opened.append(Notebook(browser, server, **context).open(name))
        return opened[-1]

    yield open_
    for notebook in opened:
        notebook.close()


@pytest.fixture(scope="module", params=[("light", 1), ("dark", 2)], ids=["light", "dark, 2x"])
def sheet(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Sheet]:
    """A page that shows Frames: a light one, and a dark one on a dense screen."""
    paper = Sheet(browser, *request.param)
    yield paper
    paper.plain.close()


@pytest.fixture(scope="module", params=["light", "dark"])
def plain_sheet(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Sheet]:
    """The same, both on an ordinary screen."""
    paper = Sheet(browser, request.param, 1)
    yield paper
    paper.plain.close()


@pytest.fixture(scope="module")
def light_sheet(browser: Browser) -> Iterator[Sheet]:
    """A light one on an ordinary screen, for what no colour and no pixel changes."""
    paper = Sheet(browser, "light", 1)
    yield paper
    paper.plain.close()
