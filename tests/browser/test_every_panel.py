"""Every panel in JupyterLab: each control moved by hand; picture and sentence follow."""

import pytest

from drsn_lite import panels
from drsn_lite.panels.panel import Choice, Commit, Panel, Slider

PANELS = {name: value for name, value in vars(panels).items() if isinstance(value, Panel)}


@pytest.fixture(scope="module", params=PANELS)
def shown(request, open_cells):
    """The panel's name, its page and itself."""
    code = f"from drsn_lite import panels\nwidget = panels.{request.param}()\nwidget"
    notebook = open_cells("# A panel", code)
    assert notebook.run_all() == []
    yield PANELS[request.param], notebook, notebook.panels()[0].settled()
    assert notebook.complaints == []


def controls(panel, kind):
    return [control for control in panel.controls if isinstance(control, kind)]


def check_picture(panel, live):
    """What is on the screen is the Frame of the settings on the screen."""
    assert live.error() == ""
    assert live.sentence() == panel.frame(**live.settings()).sentence


def test_the_first_picture_is_that_of_the_defaults(shown):
    panel, _, live = shown
    assert live.settings() == panel.settings()
    check_picture(panel, live)


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
    assert len(said) > len(controls(panel, Slider)), "the sentence follows the sliders"
    assert live.places() == places


def test_each_option_of_each_choice_changes_the_picture(shown):
    panel, _, live = shown
    places = live.places()
    for control in controls(panel, Choice):
        start = live.settings()[control.name]
        for option in [value for value, _ in control.options if value != start] + [start]:
            before = live.pixels()
            live.control(control.name).select_option(option)
            live.settled(**{control.name: option})
            if live.error():
                assert "DataMissingError" in live.error(), "only absent data may end in an error"
                continue
            if option != start or len(control.options) == 2:
                assert live.pixels() != before, f"{control.name} = {option}"
            check_picture(panel, live)
    assert live.places() == places


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
    notebook.run_code("assert widget.error == '', widget.error")
    assert notebook.errors() == []
