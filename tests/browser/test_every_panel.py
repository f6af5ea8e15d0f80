"""Every panel in JupyterLab: each control moved by hand; picture and sentence follow."""

import itertools
from pathlib import Path

import needs
import pytest

from drsn_lite import panels
from drsn_lite.datasets.remote import DataMissingError
from drsn_lite.drawing import Choice, Commit, Slider
from drsn_lite.drawing.marks import minus

PANELS = {name: getattr(panels, name) for name in panels.__all__}
WORDED = [
    name for name in PANELS if any(getattr(one, "words", ()) for one in PANELS[name].controls)
]


@pytest.fixture(scope="module")
def notebook(open_cells):
    """One kernel for all panels, each in its turn in the last cell: torch loads once."""
    opened = open_cells("# Panels", "from drsn_lite import panels", "widget = None")
    assert opened.run_all() == []
    opened.page.evaluate(Path(__file__).with_name("texts.js").read_text("utf-8"))
    return opened


@pytest.fixture(
    scope="module", params=[pytest.param(one, marks=needs.panel(one)) for one in PANELS]
)
def shown(request, notebook):
    """The panel, its page and the panel in the page."""
    notebook.complaints.clear()
    notebook.rerun(f"widget = panels.{request.param}()\nwidget")
    assert notebook.errors() == []
    yield PANELS[request.param], notebook, notebook.panels()[0].settled()
    notebook.rerun("widget.close()")
    assert notebook.complaints == []


def controls(panel, kind):
    return [control for control in panel.controls if isinstance(control, kind)]


def check_picture(panel, live):
    """What is on the screen is the Frame of the settings on the screen."""
    assert live.error() == ""
    assert live.sentence() == panel.frame(**live.settings()).sentence


def check_missing(panel, live, control, option):
    """Only absent files may end in an error; it says which command brings them."""
    with pytest.raises(DataMissingError):
        panel.frame(**live.settings() | {control.name: option})
    assert "DataMissingError" in live.error()
    assert "python -m drsn_lite data get" in live.error()


def check_texts(live):
    """What is written in the picture is inside it, and no text is on another."""
    width, height = live.canvas.evaluate("canvas => [canvas.clientWidth, canvas.clientHeight]")
    texts = live.canvas.evaluate("canvas => canvas.texts.filter(({ slanted }) => !slanted)")
    assert len(texts) > 5
    for box in texts:
        assert box["x0"] >= 0, box
        assert box["x1"] <= width + 1, box
        assert box["y0"] >= 0, box
        assert box["y1"] <= height, box
    for one, other in itertools.combinations(texts, 2):
        across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
        down = min(one["y1"], other["y1"]) - max(one["y0"], other["y0"])
        assert min(across, down) <= 0, (one, other)


def test_the_first_picture_is_that_of_the_defaults(shown):
    panel, _, live = shown
    assert live.settings() == panel.settings()
    check_picture(panel, live)
    check_texts(live)


def test_a_key_moves_each_slider_and_the_picture(shown):
    panel, _, live = shown
    places = live.places()
    for control in controls(panel, Slider):
        before, start = live.pixels(), live.settings()[control.name]
        live.press(control.name, "End" if start != control.high else "Home")
        assert live.settings()[control.name] != start, control.name
        assert live.pixels() != before, control.name
        check_picture(panel, live)
    assert live.places() == places


def test_the_mouse_drags_each_slider_and_the_last_picture_is_right(shown):
    panel, _, live = shown
    places, said = live.places(), set()
    for control in controls(panel, Slider):
        live.press(control.name, "Home")
        said.add(live.sentence())
        before = live.pixels()
        live.drag(control.name, 0.0, 0.6).settled()
        assert live.settings()[control.name] == float(live.control(control.name).input_value())
        assert live.pixels() != before, control.name
        check_picture(panel, live)
        said.add(live.sentence())
        dragged = live.pixels()
        live.press(control.name, "ArrowRight").press(control.name, "ArrowLeft")
        assert live.pixels() == dragged, f"{control.name}: a stale frame stayed after the drag"
        check_texts(live)
    assert len(said) > 1 or not said, "the sentence follows the sliders, if there are any"
    assert live.places() == places


def test_each_option_of_each_choice_changes_the_picture(shown):
    panel, _, live = shown
    places = live.places()
    for control in controls(panel, Choice):
        start, usual = live.settings()[control.name], live.pixels()
        for option in [value for value, _ in control.options if value != start]:
            before = live.pixels()
            live.control(control.name).select_option(option)
            live.settled(**{control.name: option})
            if live.error():
                check_missing(panel, live, control, option)
                continue
            assert live.pixels() != before, f"{control.name} = {option}"
            check_picture(panel, live)
        live.control(control.name).select_option(start)
        live.settled(**{control.name: start})
        check_picture(panel, live)
        assert live.pixels() == usual, f"{control.name} = {start} again, also after an error"
    assert live.places() == places


@pytest.mark.parametrize("shown", WORDED, indirect=True)
def test_a_slider_with_words_shows_that_of_its_value(shown):
    panel, _, live = shown
    for control in [control for control in controls(panel, Slider) if control.words]:
        slider = live.control(control.name)
        live.press(control.name, "Home")
        for words in control.words:
            assert slider.get_attribute("aria-valuetext") == minus(words)
            assert slider.locator("..").locator(".drsn-value").inner_text() == minus(words)
            live.press(control.name, "ArrowRight")


def test_committing_draws_the_truth_and_locks_the_guess(shown):
    panel, _, live = shown
    for control in controls(panel, Commit):
        before, guessed = live.pixels(), live.sentence()
        live.press(control.name, "Enter")
        assert live.settings()[control.name] is True
        assert live.pixels() != before
        assert live.sentence() != guessed
        check_picture(panel, live)
        assert all(live.control(name).is_disabled() for name in control.locks)
        live.press(control.name, "Enter")
        assert live.pixels() == before
        assert all(live.control(name).is_enabled() for name in control.locks)


def test_the_widget_kept_no_error(shown):
    _, notebook, live = shown
    live.settled()
    notebook.rerun("assert widget.error == '', widget.error")
    assert notebook.errors() == []
