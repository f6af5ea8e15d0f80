"""Every lesson in JupyterLab: it runs without an error, and its panels answer."""

import shutil

import needs
import pytest
from alts import without_words
from lab import REPOSITORY, Notebook

LESSONS = [
    pytest.param(path, id=path.stem, marks=needs.lesson(path))
    for path in sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_and_its_panels_answer(lesson, server, browser):
    shutil.copy(lesson, server.root)
    notebook = Notebook(browser, server).open(lesson.name)
    try:
        assert notebook.run_all(limit=300) == []
        assert without_words(notebook.page) == []
        panels = notebook.panels()
        for panel in panels:
            assert panel.settled().error() == ""
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
