"""Tables of packed Frames: what a page without Python looks settings up in.

A chunk of a table is one gzipped file: how many numbers it has as float16 and as float32 (two
uint32), the float32, the float16, then JSON. Arrays and plots that are alike in several Frames of a
chunk stand there once. An array is float16 where that is as good to the eye, else float32.
"""

import gzip
import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from book.grids import Grid
from drsn_lite.drawing import Choice, Control, Frame, Slider
from drsn_lite.drawing.marks import minus

FINE = 1e-3
"""The largest error of an array's numbers, over their span, for which float16 is good enough. A
plot is some 150 pixels high: this is a sixth of one."""


class _Once:
    """Things, each kept once, and their places."""

    def __init__(self) -> None:
        self.things: list[Any] = []
        self._places: dict[Any, int] = {}

    def place(self, key: Any, thing: Any) -> int:
        """The place of this thing, or of the one that came with the same key before."""
        if key not in self._places:
            self._places[key] = len(self.things)
            self.things.append(thing)
        return self._places[key]


class _Numbers:
    """The arrays of a chunk, each kept once: float32, then float16."""

    def __init__(self) -> None:
        self.pools = {False: _Once(), True: _Once()}
        self._offsets: dict[tuple[bool, int], int] = {}
        self.counts = {False: 0, True: 0}

    def put(self, numbers: NDArray[np.float32], shape: list[int]) -> dict[str, Any]:
        """Keep an array: its offset among those of its kind, which stands with it."""
        half = fits_half(numbers)
        stored = numbers.astype(np.float16 if half else np.float32)
        at = half, self.pools[half].place(stored.tobytes(), stored)
        if at not in self._offsets:
            self._offsets[at] = self.counts[half]
            self.counts[half] += stored.size
        return {"half": half, "offset": self._offsets[at], "shape": shape}

    def finish(self, plots: Iterable[dict[str, Any]]) -> None:
        """Count offsets from the first number of all: float16 stand behind the float32."""
        for value in (value for plot in plots for mark in plot["marks"] for value in mark.values()):
            if isinstance(value, dict) and value.pop("half"):
                value["offset"] += self.counts[False]

    def file(self) -> bytes:
        """How many there are of each kind, then all."""
        head = np.array([self.counts[False], self.counts[True]], np.uint32).tobytes()
        return head + b"".join(
            one.tobytes() for half in self.pools for one in self.pools[half].things
        )


def pack(frames: Iterable[Frame]) -> bytes:
    """The file of a chunk: these Frames, in their order."""
    numbers, plots, alts = _Numbers(), _Once(), _Once()
    rows = []
    for frame in frames:
        words, buffer = frame.pack()
        given = np.frombuffer(buffer, np.float32)
        places = []
        for plot in words["plots"]:
            for mark in plot["marks"]:
                for name, value in mark.items():
                    if isinstance(value, dict):
                        start, shape = value["offset"], value["shape"]
                        mark[name] = numbers.put(given[start : start + math.prod(shape)], shape)
            places.append(plots.place(_json(plot), plot))
        rows.append(
            [words["sentence"], alts.place(words["alt"], words["alt"]), words["columns"], places]
        )
    numbers.finish(plots.things)
    said = _json({"alts": alts.things, "plots": plots.things, "frames": rows})
    return gzip.compress(numbers.file() + said.encode("utf-8"), 9, mtime=0)


def fits_half(numbers: NDArray[np.float32]) -> bool:
    """Whether float16 shows these numbers as well: the same zeros, and errors too small to see."""
    with np.errstate(over="ignore", invalid="ignore"):
        half = numbers.astype(np.float16).astype(np.float32)
    if not np.array_equal(np.isfinite(half), np.isfinite(numbers)):
        return False
    if not np.array_equal(half == 0, numbers == 0):
        return False
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return True
    span = np.ptp(finite) or np.abs(finite).max()
    return bool(np.abs(half[np.isfinite(half)] - finite).max() <= FINE * span)


def unpack(file: bytes) -> list[tuple[dict[str, Any], NDArray[np.float32]]]:
    """The Frames of a chunk, as `Frame.pack` gives them: words, and all numbers of the chunk."""
    content = gzip.decompress(file)
    singles, halves = np.frombuffer(content, np.uint32, 2).tolist()
    start = 8 + 4 * singles
    first = np.frombuffer(content, np.float32, singles, 8)
    second = np.frombuffer(content, np.float16, halves, start).astype(np.float32)
    words = json.loads(content[start + 2 * halves :])
    return [
        (
            {
                "sentence": sentence,
                "alt": words["alts"][alt],
                "columns": columns,
                "plots": [words["plots"][place] for place in places],
            },
            np.concatenate([first, second]),
        )
        for sentence, alt, columns, places in words["frames"]
    ]


def write(grid: Grid, folder: Path) -> None:
    """Compute every Frame of a grid and write its chunks, `0.bin`, `1.bin`, …"""
    folder.mkdir(parents=True, exist_ok=True)
    for chunk in range(grid.chunks):
        frames = (grid.panel.frame(**settings) for settings in grid.settings(chunk))
        (folder / f"{chunk}.bin").write_bytes(pack(frames))


def in_page(grid: Grid) -> dict[str, Any]:
    """What the page is told of a panel: title, controls with the places of their values, colours.

    Every live control stands there by the index of its value: a slider's words say which it is.
    """
    whole = grid.panel.in_page()
    controls = zip(grid.panel.controls, whole["controls"], strict=True)
    live = [_on_page(grid, one, said) for one, said in controls if one.name in grid.values]
    fixed = [
        f"{said['label']}: {_words(one, one.value)}"
        for one, said in zip(grid.panel.controls, whole["controls"], strict=True)
        if one.name not in grid.values
    ]
    sizes = {name: len(values) for name, values in grid.values.items()}
    return {
        "panel": {**whole, "controls": live, "fixed": fixed, "waiting": "Loading …"},
        "outside": [[name, sizes[name]] for name in grid.outside],
        "inside": [[name, sizes[name]] for name in grid.chunk],
    }


def _on_page(grid: Grid, control: Control, said: dict[str, Any]) -> dict[str, Any]:
    values = grid.values[control.name]
    if isinstance(control, Slider):
        words = [_words(control, value) for value in values]
        span = {"low": 0, "high": len(values) - 1, "step": 1, "value": 0}
        return {**said, **span, "unit": "", "words": words}
    if isinstance(control, Choice):
        named = dict(said["options"])
        here = [(index, named[value]) for index, value in enumerate(values)]
        return {**said, "options": here, "elsewhere": [named[v] for v in named if v not in values]}
    return said


def _words(control: Control, value: Any) -> str:
    """A value as the page of JupyterLab shows it (`worded` in controls.js)."""
    if isinstance(control, Choice):
        return minus(dict(control.options)[value])
    if not isinstance(control, Slider):
        return ""
    if control.words:
        return minus(control.words[round((value - control.low) / control.step)])
    digits = len(f"{control.step:g}".partition(".")[2])
    unit = f"\u00a0{control.unit}" if control.unit else ""
    return f"{value:.{digits}f}".replace("-", "−") + unit


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
