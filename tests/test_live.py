"""The kernel's half of a live panel: requests, answers, errors, and the still beside the widget."""

import sys
import threading

import numpy as np
import pytest

from drsn_lite import live
from drsn_lite.frames import Frame, Line, Plot
from drsn_lite.panels.panel import Choice, Commit, Panel, Slider


def draw(level: float, kind: str, done: bool) -> Frame:
    if kind == "broken":
        raise KeyError("broken on purpose")
    marks = (Line(np.full(4, level)),)
    return Frame((Plot("t", marks),), f"level {level:g}, {done}", "a line")


@pytest.fixture
def panel():
    kinds = (("fine", "fine"), ("broken", "broken"))
    controls = (
        Slider("level", "Level", 0.0, 1.0, 0.25, 0.5),
        Choice("kind", "Kind", kinds, "fine"),
        Commit("done", locks=("level",)),
    )
    return Panel("Test", draw, controls)


def say(widget, view="view", seq=1, **moved):
    """What a view in the browser sends when controls are moved in it."""
    content = {"kind": "ask", "view": view, "seq": seq, "settings": moved}
    message = {"content": {"data": {"method": "custom", "content": content}}, "buffers": []}
    widget._handle_msg(message)


def ask(widget, **moved):
    """The next request of one view."""
    say(widget, seq=widget.answer["heard"].get("view", 0) + 1, **moved)


def numbers(widget):
    return np.frombuffer(widget.answer["numbers"], dtype=np.float32)


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


@pytest.fixture
def sent(monkeypatch):
    """The answers that widgets send to the browser."""
    sent = []

    def send(_self, message, buffers=None):
        if "answer" in message.get("state", {}):
            sent.append(message["state"]["answer"])

    monkeypatch.setattr(live.LivePanel, "_send", send)
    return sent


def test_each_view_learns_what_was_heard_of_it_and_what_others_moved_stays(panel, sent):
    widget = panel()
    say(widget, "one", 1, level=1)
    say(widget, "other", 1, kind="broken")
    say(widget, "other", 5, kind="fine", level=0.75)
    say(widget, "one", 2, done=True)
    assert [answer["heard"] for answer in sent] == [
        {"one": 1},
        {"one": 1, "other": 1},
        {"one": 1, "other": 5},
        {"other": 5, "one": 2},
    ]
    assert sent[1]["settings"] == {"level": 1.0, "kind": "broken", "done": False}
    assert widget.settings == {"level": 0.75, "kind": "fine", "done": True}


@pytest.mark.parametrize("late", [1, 2])
def test_a_request_that_comes_again_is_answered_again_and_undoes_nothing(panel, sent, late):
    widget = panel()
    say(widget, "one", 1, level=0)
    say(widget, "one", 2, level=1)
    say(widget, "other", 1, level=0.75)
    frame = widget.frame
    say(widget, "one", late, level=0 if late == 1 else 1)
    assert widget.frame is frame, "nothing was drawn anew"
    assert widget.settings["level"] == 0.75
    assert len(sent) == 4
    assert sent[3]["settings"]["level"] == 0.75
    assert sent[3]["heard"] == {"one": 2, "other": 1}


@pytest.mark.parametrize(
    "second",
    [{"seq": 1}, {"seq": 0}, {"seq": -3}, {"seq": 9}, {"seq": "1"}, {"seq": 1, "view": "other"}],
    ids=str,
)
def test_the_newest_request_wins_whatever_its_number(panel, second):
    widget = panel()
    settings = widget.settings
    widget.request = {"seq": 1, "settings": settings | {"level": 0.25}}
    widget.request = second | {"settings": settings | {"level": 0.75}}
    assert widget.answer["settings"]["level"] == widget.settings["level"] == 0.75
    assert widget.answer["seq"] == second["seq"]
    widget.set_state({"request": second | {"settings": settings}})
    assert widget.answer["settings"]["level"] == 0.5


def test_views_that_are_long_gone_are_forgotten(panel):
    widget = panel()
    for view in range(100):
        say(widget, f"view {view}", 7, level=view % 5 / 4)
    assert list(widget.answer["heard"]) == [f"view {view}" for view in range(36, 100)]


def test_a_request_without_settings_is_answered_with_the_error(panel):
    widget = panel()
    widget.request = {"seq": 3}
    assert widget.error.startswith("KeyError")
    assert widget.answer["seq"] == 3
    assert widget.settings["level"] == 0.5


def test_a_message_that_is_no_request_is_left_to_others(panel, sent):
    widget = panel()
    content = {"kind": "anywidget-command", "name": "x", "id": "1", "msg": None}
    widget._handle_custom_msg(content, [])
    assert widget.request["seq"] == 0
    assert sent == []


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
