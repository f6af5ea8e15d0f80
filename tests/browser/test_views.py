"""Several views of one panel, a bad connection, a reload: slider and picture never disagree."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from lab import LivePanel, Notebook, Server
from playwright.sync_api import Browser, expect
from proxy import Proxy, proxied
from server import LIMIT, write_notebook

SHOW = "from demo import demo\npanel = demo()\npanel"
WAITS = "Waiting for Python"


@pytest.fixture(scope="module")
def name(server: Server) -> str:
    """A notebook with one panel, in the folder of the server."""
    write_notebook(server.root / "views.ipynb", ["# Above", SHOW, "None"])
    return "views.ipynb"


def run(browser: Browser, server: Server, name: str) -> Notebook:
    """The notebook in a page of its own, run and saved."""
    notebook = Notebook(browser, server).open(name)
    assert notebook.run_all() == []
    notebook.panels()[0].settled()
    notebook.save()
    return notebook


def visit(browser: Browser, server: Server, name: str) -> Notebook:
    """The same notebook in one more page: its kernel runs, so its panel comes alive."""
    notebook = Notebook(browser, server).open(name)
    notebook.page.locator(".drsn canvas").wait_for()
    return notebook


def agree(*panels: LivePanel, **settings: object) -> None:
    """Wait until each picture shows these settings; its controls must show what it shows."""
    for panel in panels:
        panel.settled(**settings)
        value = panel.control("level").input_value()
        assert float(value) == panel.settings()["level"]
        assert f"{float(value):.2f}" in panel.sentence()
        assert panel.control("kind").input_value() == panel.settings()["kind"]
        assert not panel.root.get_by_text(WAITS).is_visible()


@pytest.fixture(scope="module")
def two(browser: Browser, server: Server, name: str) -> Iterator[list[Notebook]]:
    """Two pages on one kernel, for all tests here."""
    first = run(browser, server, name)
    second = visit(browser, server, name)
    yield [first, second]
    second.context.close()
    first.close()


@pytest.fixture
def pages(two: list[Notebook]) -> Iterator[list[Notebook]]:
    """The same, the panel as it was at first."""
    two[0].rerun("panel.set(level=1.0, kind='fine', done=False)")
    agree(*(page.panels()[0] for page in two), level=1.0, kind="fine", done=False)
    yield two
    assert two[0].complaints == two[1].complaints == []


def test_two_pages_on_one_kernel_show_the_newest_settings_whoever_counted(pages):
    one, other = (page.panels()[0] for page in pages)
    one.press("level", "ArrowRight")
    agree(one, other, level=1.05)
    other.press("level", "ArrowLeft")  # its first request too
    agree(one, other, level=1.0)
    other.press("level", "Home")
    other.press("level", "End")
    one.press("level", "ArrowLeft")  # the second here, the fourth there
    agree(one, other, level=1.95)
    other.control("kind").select_option("broken")
    for panel in (one, other):
        panel.settled(kind="broken")
        assert "on purpose" in panel.error()
        assert panel.control("kind").input_value() == "broken"


def test_what_two_people_move_at_once_is_kept(pages):
    one, other = (page.panels()[0] for page in pages)
    other.control("done").click()
    one.settled(done=True)
    assert one.control("level").is_disabled(), "committed there, locked here"
    one.control("done").click()
    agree(one, other, done=False, level=1.0)
    other.drag("level", 0.5, 0.8)
    one.control("kind").select_option("broken")
    agree_on = float(other.settled(kind="broken").control("level").input_value())
    assert agree_on > 1.4
    assert one.settled(level=agree_on, kind="broken").error()


def test_a_busy_kernel_ends_with_what_was_moved_last(pages, server):
    first, second = pages
    one, other = first.panels()[0], second.panels()[0]
    first.page.evaluate(
        """() => {
            const busy = "import os, time\\nwhile not os.path.exists('go'): time.sleep(0.1)";
            const { content } = jupyterapp.shell.currentWidget;
            content.activeCell.model.sharedModel.setSource(busy);
            jupyterapp.commands.execute("notebook:run-cell");
        }"""
    )
    first.page.wait_for_function(
        "jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.status === 'busy'"
    )
    for page, panel, key in ((first, one, "Home"), (second, other, "End")):
        panel.control("level").focus()
        page.page.keyboard.press(key)
    one.control("done").click()  # after the other page's move, and asked together with the first
    for panel in (one, other):
        expect(panel.root.get_by_text(WAITS)).to_be_visible(timeout=1000 * LIMIT)
    (server.root / "go").touch()
    agree(one, other, level=2.0, done=True)
    one.control("done").click()
    agree(one, other, done=False)


def test_a_page_opened_while_there_is_an_error_shows_the_last_picture(pages):
    first, second = pages
    one = first.panels()[0]
    one.control("kind").select_option("broken")
    one.settled(kind="broken")
    second.page.reload()
    second.page.locator(".drsn canvas").wait_for()
    other = second.panels()[0]
    assert "on purpose" in other.error()
    assert other.sentence().startswith("The level is 1.00")
    assert other.canvas.bounding_box() == one.canvas.bounding_box()
    other.control("kind").select_option("fine")
    agree(one, other, kind="fine")


def test_a_reloaded_page_goes_on(pages, name):
    first, second = pages
    second.panels()[0].press("level", "End").press("level", "ArrowLeft")
    second.open(name)
    second.page.locator(".drsn canvas").wait_for()
    one, other = first.panels()[0], second.panels()[0]
    agree(one, other, level=1.95)
    other.press("level", "ArrowLeft")
    agree(one, other, level=1.9)


@pytest.fixture(scope="module")
def far(browser: Browser, server: Server, two, name: str) -> Iterator[tuple[Proxy, Notebook]]:
    """One more page on that kernel, over a connection that can be lost."""
    with proxied(server.url) as proxy:
        page = visit(browser, replace(server, url=proxy.url), name)
        yield proxy, page
        page.context.close()


def step(panel: LivePanel, *, down: bool) -> None:
    """Move the slider by a step, also where JupyterLab's word of a lost server takes the keys."""
    panel.control("level").evaluate(
        """(slider, down) => {
            down ? slider.stepDown() : slider.stepUp();
            for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind));
        }""",
        down,
    )


@pytest.mark.parametrize("lost", ["all", "to_server", "to_browser"])
def test_after_a_lost_connection_the_panel_shows_what_was_asked(pages, far, lost):
    """The other pages keep the server from keeping what it would say to this one."""
    proxy, notebook = far
    panel, beside = notebook.panels()[0], pages[0].panels()[0]
    agree(panel, level=1.0, kind="fine", done=False)
    if lost == "all":
        proxy.cut()
    else:
        setattr(proxy, lost, False)
    for _ in range(2):
        step(panel, down=True)
    expect(panel.root.get_by_text(WAITS)).to_be_visible(timeout=1000 * LIMIT)
    if lost == "to_browser":  # what was asked is heard, if late; what comes after it is newer
        agree(beside, level=0.9)
    beside.press("level", "End")
    agree(beside, level=2.0)
    assert panel.control("level").input_value() == "0.9"
    assert panel.root.get_by_text(WAITS).is_visible()
    proxy.mend()
    if lost == "all":  # JupyterLab tries again after longer and longer pauses: do not wait for it
        notebook.reconnect()
    newest = 2.0 if lost == "to_browser" else 0.9
    agree(panel, beside, level=newest)
    beside.press("level", "ArrowLeft")
    agree(panel, beside, level=round(newest - 0.05, 2))
    step(panel, down=True)
    agree(panel, beside, level=round(newest - 0.1, 2))


def test_two_pages_of_a_restarted_kernel_wait_and_one_that_runs_again_does_not(pages):
    first, second = pages
    first.restart()
    stale = second.panels()[0]
    stale.control("level").focus()
    second.page.keyboard.press("ArrowRight")
    expect(stale.root.get_by_text(WAITS)).to_be_visible(timeout=1000 * LIMIT)
    assert first.run_all() == []
    fresh = first.panels()[0].settled()
    fresh.press("level", "ArrowRight")
    agree(fresh, level=1.05)
    assert stale.root.get_by_text(WAITS).is_visible()
