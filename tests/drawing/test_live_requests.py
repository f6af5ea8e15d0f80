"""What views ask of a live panel, and what is answered: the newest settings win."""

import numpy as np
import pytest
from live_panel import ask, draw, make, numbers, say

from drsn_lite.drawing import Panel, live


@pytest.fixture
def panel() -> Panel:
    return make()


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


def test_what_a_view_says_once_more_does_not_undo_what_another_moved_since(panel):
    widget = panel()
    say(widget, "one", 1, level=1)
    say(widget, "other", 1, level=0)
    say(widget, "one", 2, since={"level": 1}, level=1, done=True)
    assert widget.settings == {"level": 0.0, "kind": "fine", "done": True}
    say(widget, "one", 4, since={"level": 3}, level=0.25, done=False)
    assert widget.settings == {"level": 0.25, "kind": "fine", "done": False}


class Stop(BaseException):
    """As a KeyboardInterrupt, which would end the tests."""


def test_an_interrupt_while_a_frame_is_drawn_is_answered_and_goes_on(panel):
    def interrupted(level, **settings):
        if level == 1:
            raise Stop
        return draw(level, **settings)

    widget = Panel("Interrupted", interrupted, panel.controls)()
    with pytest.raises(Stop):
        widget.set(level=1)
    assert widget.error == "Stop"
    assert widget.answer["settings"]["level"] == 1
    say(widget, "one", 1, level=0.75)
    assert widget.error == ""
    assert widget.answer["heard"] == {"one": 1}


def test_a_frame_that_moves_the_panel_leaves_the_picture_of_where_it_stands(panel):
    made = []

    def moving(level, **settings):
        if made and level == 1:
            made[0].set(level=0.25)
        return draw(level, **settings)

    made.append(Panel("Moving", moving, panel.controls)())
    say(made[0], "one", 1, level=1)
    widget = made[0]
    assert widget.settings["level"] == widget.answer["settings"]["level"] == 0.25
    assert widget.frame.sentence == widget.answer["frame"]["sentence"] == "level 0.25, False"
    assert widget.answer["heard"] == {"one": 1}


def test_who_observes_the_answer_may_move_the_panel(panel):
    widget = panel()

    def mend(change):
        if change["new"].get("error"):
            widget.set(kind="fine")

    widget.observe(mend, "answer")
    widget.set(kind="broken")
    assert widget.settings["kind"] == "fine"
    assert widget.error == ""


def test_with_an_error_comes_the_last_frame_that_could_be_drawn(panel):
    widget = panel(level=1)
    ask(widget, kind="broken")
    assert widget.answer["frame"]["sentence"] == "level 1, False"
    np.testing.assert_array_equal(numbers(widget), np.ones(4))


def test_a_closed_panel_says_so(panel, capsys):
    widget = panel()
    widget.close()
    widget._ipython_display_()
    assert "was closed" in capsys.readouterr().out


@pytest.mark.parametrize("seq", [None, "7", 2.5])
def test_after_a_request_with_an_odd_number_the_panel_can_be_moved(panel, seq):
    widget = panel()
    widget.request = {"seq": seq, "settings": widget.settings}
    widget.set(level=0.25)
    assert widget.answer["settings"]["level"] == 0.25


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
    widget.request = {}
    assert widget.error.startswith("KeyError")
    assert widget.settings["level"] == 0.5


def test_a_message_that_is_no_request_is_left_to_others(panel, sent):
    widget = panel()
    content = {"kind": "anywidget-command", "name": "x", "id": "1", "msg": None}
    widget._handle_custom_msg(content, [])
    assert widget.request["seq"] == 0
    assert sent == []
