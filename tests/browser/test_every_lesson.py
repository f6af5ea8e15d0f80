"""Every lesson in JupyterLab: it runs without an error, its panels answer and have their names."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import nbformat
import needs
import pytest
import runs
from alts import without_words
from axe import faults
from lab import REPOSITORY, Notebook

LESSONS = [
    pytest.param(path, id=path.stem, marks=needs.lesson(path))
    for path in sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
]

NAMED = """root => [...root.querySelectorAll("input, select, button")].map((node) => {
    const words = node.matches("button") ? node : node.closest(".drsn-control").firstChild;
    const same = document.querySelectorAll(`[id="${node.id}"]`);
    return { seen: words.textContent, alone: same.length === 1 };
})"""


def check_names(panel):
    """Each control is called what stands beside it, and a click on its label reaches it alone."""
    controls = panel.root.evaluate(NAMED)
    assert all(control["alone"] for control in controls), "an id stands twice in the page"
    said = re.findall(r'- (?:slider|combobox|button) "(.*?)"', panel.root.aria_snapshot())
    assert said == [control["seen"] for control in controls]
    for label in panel.root.locator("label").all():
        before = panel.settings()
        label.click()
        control = label.locator("..").locator("input, select")
        if control.is_enabled():
            assert control.evaluate("node => node === document.activeElement")
        assert panel.settled().settings() == before


@pytest.fixture(scope="module")
def kept() -> Iterator[list[Notebook]]:
    """The page of the lesson before, if that did not fail."""
    pages: list[Notebook] = []
    yield pages
    for page in pages:
        page.close()


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_and_its_panels_answer(lesson, server, browser, kept, request):
    if any("/lessons/test_" in item.nodeid for item in request.session.items):
        runs.begin(lesson.stem, True)  # with its solutions, beside this
    shutil.copy(lesson, server.root)
    page = kept.pop().turn_to if kept else Notebook(browser, server).open
    with ExitStack() as stack:
        notebook = page(lesson.name)
        stack.callback(notebook.close)
        errors = notebook.run_all(limit=300)
        notebook.save()
        saved = nbformat.read(server.root / lesson.name, as_version=4)
        runs.IN_LAB[lesson.stem] = {cell.id: cell for cell in saved.cells}
        assert errors == []
        assert without_words(notebook.page) == []
        panels = notebook.panels()
        if panels:
            assert faults(notebook.page) == []
            notebook.theme(dark=True)
            assert faults(notebook.page) == []
            notebook.theme(dark=False)
        for panel in panels:
            check_names(panel.settled())
            assert panel.error() == ""
            before = panel.pixels()
            sliders = panel.root.locator("input[type=range]").all()
            if sliders:
                low, high = (float(sliders[0].get_attribute(end)) for end in ("min", "max"))
                upper = float(sliders[0].input_value()) > (low + high) / 2
                panel.press(sliders[0].get_attribute("name"), "Home" if upper else "End")
            else:  # a panel of choices alone
                panel.root.locator("select").first.select_option(index=1)
                panel.settled()
            assert panel.error() == ""
            assert panel.pixels() != before
        if "panels." in lesson.read_text("utf-8"):
            assert panels
        assert notebook.complaints == []
        stack.pop_all()
    kept.append(notebook)
