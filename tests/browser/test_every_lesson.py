"""Every lesson in JupyterLab: it runs without an error, its panels answer and have their names."""

import re
import shutil

import needs
import pytest
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


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_and_its_panels_answer(lesson, server, browser):
    shutil.copy(lesson, server.root)
    notebook = Notebook(browser, server).open(lesson.name)
    try:
        assert notebook.run_all(limit=300) == []
        assert without_words(notebook.page) == []
        panels = notebook.panels()
        for dark in (True, False) if panels else ():
            notebook.theme(dark=dark)
            assert faults(notebook.page) == []
        for panel in panels:
            check_names(panel.settled())
            assert panel.error() == ""
            before = panel.pixels()
            sliders = panel.root.locator("input[type=range]").all()
            if sliders:
                low, high = (float(sliders[0].get_attribute(end)) for end in ("min", "max"))
                upper = float(sliders[0].input_value()) > (low + high) / 2
                # away from where it stands, so that it cannot end there
                panel.drag(sliders[0].get_attribute("name"), *((0.9, 0.2) if upper else (0.1, 0.8)))
                panel.settled()
            else:  # a panel of choices alone
                panel.root.locator("select").first.select_option(index=1)
                panel.settled()
            assert panel.error() == ""
            assert panel.pixels() != before
        if "panels." in lesson.read_text("utf-8"):
            assert panels
        assert notebook.complaints == []
    finally:
        notebook.close()
