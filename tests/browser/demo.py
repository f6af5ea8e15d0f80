"""Small panels with known behaviour, shown by the notebooks of the browser tests."""

import itertools
import time

import numpy as np

from drsn_lite.drawing import (
    Band,
    Bars,
    Choice,
    Commit,
    Frame,
    Image,
    Line,
    Panel,
    Plot,
    Points,
    Rule,
    Slider,
    Steps,
)

T = np.linspace(0, 8, 600)


def _frame(level: float, kind: str, done: bool) -> Frame:
    if kind == "broken":
        raise ValueError("broken on purpose")
    wave = level * np.sin(T)
    return Frame(
        (
            Plot(
                "Wave", (Line(wave, T, label="wave"), Rule(level, axis="y")), ylim=(-2, 2), span=2
            ),
            Plot("Sizes", (Steps(np.arange(9), np.histogram(wave, 8)[0]), Band(1, 2), Rule(3))),
            Plot("Bars", (Bars([level, 1], names=("level", "one")),), ylim=(0, 2)),
            Plot("Grey", (Image(np.outer(wave[::20], wave[::20]), 0, 4),)),
            Plot("Dot", (Points([level], [float(done)]),), xlim=(0, 2), ylim=(0, 1)),
        ),
        f"The level is {level:.2f}, {'committed' if done else 'open'}.",
        "A wave and other marks.",
    )


_CONTROLS = (
    Slider("level", "Level", 0.0, 2.0, 0.05, 1.0, "g"),
    Choice("kind", "Kind", (("fine", "fine"), ("broken", "broken")), "fine"),
    Commit("done", locks=("level",)),
)
demo = Panel("Demo", _frame, _CONTROLS)

_calls = itertools.count(1)


def _slow_frame(level: float) -> Frame:
    time.sleep(0.3)  # a slow kernel is what is tested
    marks = (Points([level], [0.5]),)
    sentence = f"Frame {next(_calls)} has level {level:.2f}."
    return Frame((Plot("Slow", marks, xlim=(0, 2), ylim=(0, 1)),), sentence, "A dot.", columns=1)


slow = Panel("Slow", _slow_frame, _CONTROLS[:1])
