"""A small panel without a browser, and what views in a browser would say to it."""

import numpy as np

from drsn_lite.drawing import Choice, Commit, Frame, Line, Panel, Plot, Slider


def draw(level: float, kind: str, done: bool) -> Frame:
    """A line at the level."""
    if kind == "broken":
        raise KeyError("broken on purpose")
    marks = (Line(np.full(4, level)),)
    return Frame((Plot("t", marks),), f"level {level:g}, {done}", "a line")


def make() -> Panel:
    """With a slider, a choice that can fail, and a button."""
    kinds = (("fine", "fine"), ("broken", "broken"))
    controls = (
        Slider("level", "Level", 0.0, 1.0, 0.25, 0.5),
        Choice("kind", "Kind", kinds, "fine"),
        Commit("done", locks=("level",)),
    )
    return Panel("Test", draw, controls)


def say(widget, view="view", seq=1, since=None, **moved):
    """What a view in the browser sends when controls are moved in it.

    `since` says in which of its requests a control was moved first, if not in this one.
    """
    content = {"kind": "ask", "view": view, "seq": seq, "settings": moved}
    content["moved"] = dict.fromkeys(moved, seq) | (since or {})
    message = {"content": {"data": {"method": "custom", "content": content}}, "buffers": []}
    widget._handle_msg(message)


def ask(widget, **moved):
    """The next request of one view."""
    say(widget, seq=widget.answer["heard"].get("view", 0) + 1, **moved)


def numbers(widget):
    """The numbers of the newest answer."""
    return np.frombuffer(widget.answer["numbers"], dtype=np.float32)
