"""The kernel's half of a live panel: answers, errors, and the still beside the widget."""

import sys
import threading

import numpy as np
import pytest
from live_panel import ask, draw, make, numbers

from drsn_lite.drawing import Choice, Commit, Panel, Slider, live


@pytest.fixture
def panel() -> Panel:
    return make()


def test_the_first_frame_is_there_at_once_with_the_settings_given(panel):
    widget = panel(level=0.25)
    assert widget.answer["seq"] == 0
    assert widget.answer["settings"] == {"level": 0.25, "kind": "fine", "done": False}
    np.testing.assert_array_equal(numbers(widget), np.full(4, 0.25))


def test_a_negative_number_in_a_control_has_a_minus_sign():
    slider = Slider("level", "At -5 dB", 0.0, 1.0, 0.25, 0.5)
    choice = Choice("kind", "Kind", (("-5", "-5 dB"), ("fine", "all-in")), "fine")
    described = Panel("Test", draw, (slider, choice, Commit("done")))().panel["controls"]
    assert described[0]["label"] == "At −5 dB"
    assert [tuple(pair) for pair in described[1]["options"]] == [
        ("-5", "−5 dB"),
        ("fine", "all-in"),
    ]


def test_a_slider_may_have_words_for_its_values():
    slider = Slider("level", "Level", 1, 3, 1, 2, words=("-5 dB", "5 dB", "clean"))
    spare = Choice("kind", "Kind", (("fine", "fine"),), "fine"), Commit("done")
    described = Panel("Test", draw, (slider, *spare))().panel["controls"]
    assert described[0]["words"] == ["−5 dB", "5 dB", "clean"]
    assert "words" not in described[1]


def test_a_request_is_answered_with_the_frame_of_its_settings(panel):
    widget = panel()
    ask(widget, level=1)
    assert widget.answer["seq"] == widget.request["seq"] == 1
    assert widget.answer["frame"]["sentence"] == "level 1, False"
    np.testing.assert_array_equal(numbers(widget), np.ones(4))
    assert widget.settings["level"] == 1


def test_the_answer_leaves_in_one_message(panel, monkeypatch):
    widget = panel()
    sent = []
    monkeypatch.setattr(widget, "_send", lambda message, buffers=None: sent.append(message))
    ask(widget, kind="broken")
    assert [sorted(message["state"]) for message in sent] == [["answer", "error", "request"]]


def test_an_error_is_the_answer_and_the_next_good_setting_recovers(panel):
    widget = panel()
    ask(widget, kind="broken")
    assert widget.answer["seq"] == 1
    assert "broken on purpose" in widget.error
    assert widget.error.startswith("KeyError")
    assert "draw" in widget.answer["trace"]
    ask(widget, kind="fine", level=0.75)
    assert widget.error == ""
    assert widget.answer["frame"]["sentence"] == "level 0.75, False"


def test_an_impossible_setting_from_the_browser_is_answered_with_the_error(panel):
    widget = panel()
    ask(widget, level=7)
    assert "goes from 0 to 1" in widget.error
    assert widget.settings["level"] == 0.5
    ask(widget, done=True)
    assert widget.error == ""
    assert widget.settings == {"level": 0.5, "kind": "fine", "done": True}


def test_an_error_in_the_first_frame_is_raised_where_the_panel_is_made(panel):
    with pytest.raises(KeyError, match="on purpose"):
        panel(kind="broken")
    with pytest.raises(ValueError, match="no setting 'colour'"):
        panel(colour="red")


def test_python_can_move_the_controls(panel):
    widget = panel()
    widget.set(done=True, level=0.25)
    assert widget.settings == {"level": 0.25, "kind": "fine", "done": True}
    assert widget.frame.sentence == "level 0.25, True"


def test_requests_from_several_threads_end_with_the_newest(panel):
    widget = panel()
    levels = [0.25, 0.5, 0.75, 1.0]
    threads = [threading.Thread(target=widget.set, kwargs={"level": v}) for v in levels]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert widget.answer["seq"] == widget.request["seq"]
    assert widget.answer["settings"] == widget.request["settings"]


def test_the_still_stands_beside_the_widget(panel):
    data, metadata = panel()._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"} <= set(data)
    assert metadata["image/png"]["width"] > 0
    assert data["text/plain"] == "a line level 0.5, False"


def test_an_ordinary_display_shows_the_style_then_the_widget(panel, monkeypatch):
    shown = []
    monkeypatch.setattr(live, "display", lambda data, **options: shown.append(data))
    widget = panel()
    widget._ipython_display_()
    style, view = shown
    assert widget.model_id in style["text/html"]
    assert view["image/png"] in style["text/html"]
    assert view["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id


def test_torch_has_one_thread_while_a_frame_is_drawn_and_its_own_number_after(panel):
    torch = pytest.importorskip("torch")
    seen = []

    def spy(**settings):
        seen.append(torch.get_num_threads())
        return draw(**settings)

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        Panel("Spy", spy, panel.controls)()
        assert seen == [1]
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_torch_is_left_alone_where_it_is_not_loaded(panel, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert panel().frame.sentence == "level 0.5, False"
