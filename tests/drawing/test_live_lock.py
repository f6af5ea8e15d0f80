"""One thread at a time draws, whatever door a second one comes through. No test waits by the clock.

A first thread stands still inside the frame function; a second one starts. What it does first is
heard through a queue: it must meet the lock before it touches anything.
"""

import threading
from collections.abc import Callable, Iterator
from queue import Queue
from typing import Any

import pytest
from live_panel import draw, make, say

from drsn_lite.drawing import Frame, LivePanel, Panel, live

LIMIT = 60  # seconds until a test that would hang fails


class Spied:
    """The lock, which says when somebody has to wait for it."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self.lock, self.note = threading.RLock(), note

    def __enter__(self) -> None:
        if not self.lock.acquire(blocking=False):
            self.note("waits")
            self.lock.acquire()

    def __exit__(self, *_error: object) -> None:
        self.lock.release()


class Stage:
    """A panel whose first draw, once armed, stands still; and what the threads have done."""

    def __init__(self) -> None:
        self.heard: Queue[tuple[str, str]] = Queue()
        self.go = threading.Event()
        self.panel = Panel("Stage", self.frame, make().controls)

    def note(self, what: str) -> None:
        self.heard.put((threading.current_thread().name, what))

    def frame(self, **settings: Any) -> Frame:
        self.note("draws")
        if threading.current_thread().name == "first":
            assert self.go.wait(LIMIT)
        picture = draw(**settings)
        self.note("drawn")
        return picture

    def next(self) -> tuple[str, str]:
        return self.heard.get(timeout=LIMIT)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """With the lock spied on; whatever happens, nobody stands still after it."""
    made = Stage()
    monkeypatch.setattr(live, "_LOCK", Spied(made.note))
    yield made
    made.go.set()


def ask(widget: LivePanel) -> None:
    say(widget, "other", 1, done=True)


def move(widget: LivePanel) -> None:
    widget.set(done=True)


def request(widget: LivePanel) -> None:
    widget.request = {"seq": 9, "settings": widget.settings | {"done": True}}


def make_another(widget: LivePanel) -> None:
    widget._panel()


def meet(stage: Stage, door: Callable[[LivePanel], None]) -> tuple[LivePanel, list[Any]]:
    """The widget, and what was heard while one thread drew and another came through a door."""
    widget = LivePanel(stage.panel)
    while not stage.heard.empty():
        stage.next()
    first = threading.Thread(target=widget.set, kwargs={"level": 1.0}, name="first", daemon=True)
    first.start()
    assert stage.next() == ("first", "draws")
    before = widget.request, widget.answer, dict(widget._heard)
    second = threading.Thread(target=door, args=(widget,), name="second", daemon=True)
    second.start()
    heard = [stage.next()]
    untouched = (widget.request, widget.answer, dict(widget._heard)) == before
    stage.go.set()
    for thread in (first, second):
        thread.join(LIMIT)
        assert not thread.is_alive()
    while not stage.heard.empty():
        heard.append(stage.next())
    return widget, [untouched, *heard]


@pytest.mark.parametrize("door", [ask, move, request, make_another])
def test_a_second_thread_waits_until_the_first_has_drawn(stage, door):
    _, (_, *heard) = meet(stage, door)
    assert heard == [
        ("second", "waits"),
        ("first", "drawn"),
        ("second", "draws"),
        ("second", "drawn"),
    ]


@pytest.mark.parametrize("door", [ask, move])
def test_it_waits_before_it_takes_a_request_and_nothing_is_lost(stage, door):
    widget, (untouched, *_) = meet(stage, door)
    assert untouched
    assert widget.settings == {"level": 1.0, "kind": "fine", "done": True}
    assert widget.frame.sentence == widget.answer["frame"]["sentence"] == "level 1, True"


@pytest.mark.parametrize("door", [move, request])
def test_settings_are_read_and_checked_under_the_lock(stage, monkeypatch, door):
    """Two threads that read the settings at once would each undo what the other moved."""
    real = Panel.settings

    def checked(panel: Panel, **given: Any) -> dict[str, Any]:
        if threading.current_thread().name == "second":
            stage.note("reads")
        return real(panel, **given)

    monkeypatch.setattr(Panel, "settings", checked)
    _, (_, *heard) = meet(stage, door)
    assert heard[0] == ("second", "waits")
    assert ("second", "reads") in heard


def test_the_lock_is_free_again_after_an_error_and_one_for_all_panels(stage):
    widget = LivePanel(stage.panel)
    widget.set(kind="broken")
    with pytest.raises(KeyError):
        LivePanel(stage.panel, kind="broken")
    other = LivePanel(make())
    other.set(level=0.75)
    done = threading.Thread(target=widget.set, kwargs={"kind": "fine", "level": 0.25}, daemon=True)
    done.start()
    done.join(LIMIT)
    assert widget.settings["level"] == 0.25
