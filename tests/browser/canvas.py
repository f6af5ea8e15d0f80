"""What a canvas shows, pixel by pixel: a Frame in a plain page, where its axes are, where ink is.

Words and lines around the plots have colours that no mark has, so that the axes can be found in
the picture itself. All places are in pixels of the canvas; pixel i reaches from i to i + 1.
"""

import base64
import io
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from page import PlainPage, packed
from PIL import Image as Png
from playwright.sync_api import Browser

from drsn_lite.drawing import PALETTE, Bars, Frame, Image, Panel, Plot

Array = NDArray[np.float32]
TEXT, QUIET, GRID = "#00c0c0", "#ff00ff", "#e8e800"
FACES = {"light": "#ffffff", "dark": "#111111"}
_STYLE = """body {{ margin: 0; background: {face}; --jp-layout-color0: {face}; }} body {{
    --jp-ui-font-color1: {text}; --jp-ui-font-color2: {quiet}; --jp-border-color2: {grid} }}"""
_AROUND = 18  # pixels of padding to both sides of a canvas, in panel.css


def rgb(colour: str) -> Array:
    """A colour as three numbers, 0 … 255."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float32)


def stretches(cover: Array) -> list[tuple[float, float]]:
    """Where along a row or column of pixels there is ink: from, to, each to a part of a pixel."""
    there = np.flatnonzero(np.diff(np.concatenate([[0], cover > 0.04, [0]]).astype(int)))
    return [
        (first + 1 - min(1, cover[first]), last - 1 + min(1, cover[last - 1]))
        if last - first > 1
        else (first + (1 - cover[first]) / 2, first + (1 + cover[first]) / 2)
        for first, last in there.reshape(-1, 2)
    ]


@dataclass(frozen=True)
class Axes:
    """Where the axes of a plot are, and so where a number is in the picture."""

    left: float
    right: float
    top: float
    bottom: float
    plot: Plot

    def x(self, value: float) -> float:
        """The column of a number."""
        low, high = self.plot.limits()[0]
        return self.left + (value - low) / (high - low) * (self.right - self.left)

    def y(self, value: float) -> float:
        """The row of a number."""
        low, high = self.plot.limits()[1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


@dataclass(frozen=True)
class Picture:
    """The pixels (height, width, 3) of a canvas, laid over the face of the page; its words."""

    rgb: Array
    texts: list[dict[str, Any]]
    frame: Frame
    theme: str
    ratio: float
    known: dict[str, Array] = field(default_factory=dict)

    def colour(self, role: str) -> Array:
        """What the palette has for a role, or a colour itself."""
        light, dark, _ = PALETTE.get(role, (role, role, role))
        return rgb(light if self.theme == "light" else dark)

    def pale(self, role: str, alpha: float, over: str = "") -> Array:
        """A role's colour, `alpha` of it, over another one or the page."""
        behind = self.colour(over or FACES[self.theme])
        return alpha * self.colour(role) + (1 - alpha) * behind

    def shows(self, wanted: Array, x: float, y: float, within: float = 8) -> bool:
        """Whether the pixel at a place has a colour."""
        return bool(np.abs(self.rgb[int(y), int(x)] - wanted).max() <= within)

    def cover(self, role: str) -> Array:
        """How much of each pixel is covered by a colour, 0 … 1; none if there is another one."""
        if role not in self.known:
            face = rgb(FACES[self.theme])
            way, seen = self.colour(role) - face, self.rgb - face
            part = seen @ way / (way @ way)
            off = np.abs(seen - part[..., None] * way).max(axis=-1)
            self.known[role] = np.where(off < 12, part.clip(0, 1), 0.0)
        return self.known[role]

    def axes(self, number: int = 0) -> Axes:
        """The axes of a plot: its lowest line and its lines of the grid, or an image's edges.

        The limits must be ticks, so that there is a line of the grid on each.
        """
        plot, (row, column, span) = self.frame.plots[number], self.frame.places()[number]
        high, wide = (
            n / m
            for n, m in zip(self.rgb.shape, (self.frame.rows, self.frame.columns), strict=False)
        )
        x0, y0 = round(column * wide), round(row * high)
        part = np.s_[y0 : round((row + 1) * high), x0 : round((column + span) * wide)]
        grid, line = self.cover(GRID)[part] > 0.4, self.cover(QUIET)[part] > 0.4
        image = any(isinstance(mark, Image) for mark in plot.marks)
        if image or any(isinstance(m, Bars) and m.names and m.horizontal for m in plot.marks):
            rows, columns = np.flatnonzero(grid.any(axis=1)), np.flatnonzero(grid.any(axis=0))
            ends = columns[0], columns[-1] + 1, rows[0], rows[-1] + 1
            # the frame of an image begins a pixel above it; lines of the grid stand on the ends
            off = (0, 0, self.ratio, 0) if image else (self.ratio - 1, -self.ratio, 0, 0)
            ends = tuple(end + by for end, by in zip(ends, off, strict=True))
        else:
            # bars hide much of the lowest line; what is written below it comes later
            long = np.flatnonzero(line.sum(axis=1) > 0.15 * grid.shape[1])
            long = long[long < long[0] + 2 * self.ratio]
            rows = np.flatnonzero(grid.sum(axis=1) > 0.2 * grid.shape[1])
            rows = rows[rows < rows[0] + 2 * self.ratio]
            columns = np.flatnonzero(grid[rows].any(axis=0))  # the other line has ticks at its ends
            ends = columns[0], columns[-1] + 1, rows.mean(), long.mean()
        left, right, top, bottom = (float(end) for end in ends)
        return Axes(left + x0, right + x0, top + y0, bottom + y0, plot)

    def words(self) -> list[str]:
        """What is written, in the order of the painter."""
        return [text["text"] for text in self.texts]

    def word(self, text: str) -> dict[str, Any]:
        """The one place where a text is written, in pixels of the canvas."""
        [found] = [one for one in self.texts if one["text"] == text]
        return found | {side: found[side] * self.ratio for side in ("x0", "x1", "y0", "y1")}


class Sheet:
    """A page that shows one Frame at a time.

    Parameters
    ----------
    browser : Browser
    theme : "light" or "dark"
    ratio : float
        Pixels of the canvas a CSS pixel.
    """

    def __init__(self, browser: Browser, theme: str, ratio: float) -> None:
        self.theme, self.ratio = theme, ratio
        style = _STYLE.format(face=FACES[theme], text=TEXT, quiet=QUIET, grid=GRID)
        self.plain = PlainPage(browser, style, device_scale_factor=ratio)

    def draw(self, *plots: Plot, width: int = 400, columns: int = 1) -> Picture:
        """A Frame of these plots on a new canvas so wide."""
        frame = Frame(plots, "A sentence.", "What is drawn.", columns)
        given = packed(frame, {}) | {"panel": Panel("Test", lambda: frame, ()).in_page()}
        seen = self.plain.page.evaluate(
            "([given, width]) => canvasOf(given, width)", [given, width + _AROUND]
        )
        return self.picture(frame, seen)

    def again(self, *plots: Plot, columns: int = 1) -> Picture:
        """Another Frame on the same canvas."""
        frame = Frame(plots, "A sentence.", "What is drawn.", columns)
        self.plain.answer(Panel("Test", lambda: frame, ()))
        return self.picture(frame, self.plain.page.evaluate("readCanvas()"))

    def picture(self, frame: Frame, read: dict[str, Any]) -> Picture:
        """What was read from the canvas of a Frame."""
        url, texts = read["url"], read["texts"]
        png = Png.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("RGBA")
        seen = np.asarray(png).astype(np.float32)
        alpha, face = seen[..., 3:] / 255, rgb(FACES[self.theme])
        solid = alpha * seen[..., :3] + (1 - alpha) * face
        return Picture(solid, texts, frame, self.theme, self.ratio)
