"""Paint a Frame with matplotlib: for print, for a web page, and where widgets do not run.

`paint(frame)` has a transparent face and the third colours of the palette, each at least 3 : 1
against both white and JupyterLab's dark page: one picture that is readable in either theme,
because a PNG in a saved notebook can't know which one it will meet.
`theme="light"` or "dark" gives an opaque face and that theme's own colours.
Nothing here uses pyplot: no global state, safe on any thread.
"""

import base64
import io
import math
from html import escape
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from drsn_lite.drawing.frames import Frame, Plot
from drsn_lite.drawing.lettering import legend_columns, paragraph, width, wrap
from drsn_lite.drawing.marks import Bars, Image, Rule
from drsn_lite.drawing.painter import (
    STYLE,
    Theme,
    colour,
    luminance,
    paint_mark,
    without_tex,
    write_rules,
)

__all__ = ["WIDTH", "Picture", "colour", "luminance", "paint"]

WIDTH, ROW_HEIGHT = 960, 224  # CSS pixels, as in the live panel
_DPI = 72  # of the layout: one point is one CSS pixel
_TEXT = 13  # points, titles and the sentence
_TICKS = 12  # points, the names beside the axes


class Picture(Figure):
    """A matplotlib figure that shows itself in a notebook without pyplot."""

    words: str = ""

    def _repr_mimebundle_(self, **_options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        stream = io.BytesIO()
        self.savefig(stream, format="png", dpi=2 * _DPI)  # sharp on high-density screens
        png = base64.b64encode(stream.getvalue()).decode()
        width, height = (round(inches * _DPI) for inches in self.get_size_inches())
        # Notebooks show text/html first; an image/png they show without any words.
        html = (
            f'<img alt="{escape(self.words)}" width="{width}" height="{height}" '
            f'src="data:image/png;base64,{png}">'
        )
        data = {"text/html": html, "image/png": png, "text/plain": self.words}
        return data, {"image/png": {"width": width, "height": height}}


def paint(frame: Frame, theme: Theme = "auto") -> Picture:
    """The Frame as a matplotlib figure, its sentence below.

    Parameters
    ----------
    frame : Frame
    theme : "auto", "light" or "dark"
        See above.

    Returns
    -------
    Picture
        960 CSS pixels wide; a cell that ends with it shows it.

    Raises
    ------
    ValueError
        If the theme is unknown.
    """
    if theme not in STYLE:
        raise ValueError(f"theme is one of {', '.join(STYLE)}, got {theme!r}")
    text, _, _, face = STYLE[theme]
    lines = paragraph(frame.sentence, WIDTH - 12, _TEXT)
    cell, heights = WIDTH / frame.columns, [ROW_HEIGHT] * frame.rows
    for plot, (row, _, span) in zip(frame.plots, frame.places(), strict=True):
        heights[row] = max(heights[row], ROW_HEIGHT + _extra(plot, span * cell))
    height = sum(heights) + 10 + 17 * max(2, len(lines))
    figure = Picture(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=face)
    figure.words = f"{frame.alt} {frame.sentence}".strip()
    for plot, (row, column, span) in zip(frame.plots, frame.places(), strict=True):
        box = (column * cell, sum(heights[:row]), span * cell, heights[row])
        _paint_plot(figure, plot, box, theme)
    figure.text(6 / WIDTH, 6 / height, "\n".join(lines), fontsize=_TEXT, color=text, va="bottom")
    without_tex(figure)
    return figure


def _heading(plot: Plot, wide: float) -> tuple[list[str], list[str], int]:
    """The lines of the title, the labels of the legend, and the legend's columns."""
    labels = [m.label for m in plot.marks if not isinstance(m, Rule | Image) and m.label]
    columns = legend_columns(labels, wide - 12, _TICKS)
    return wrap(plot.title, wide - 12, _TEXT, bold=True), labels, columns


def _extra(plot: Plot, wide: float) -> int:
    """Pixels that a title or legend of more than one line adds to a plot."""
    title, labels, columns = _heading(plot, wide)
    return 17 * (len(title) - 1) + 16 * max(0, math.ceil(len(labels) / columns) - 1)


def _paint_plot(figure: Figure, plot: Plot, box: tuple[float, ...], theme: Theme) -> None:
    """Axes in a box of left, top, width and height, in pixels from the top left corner."""
    text, quiet, grid, _ = STYLE[theme]
    left, top, wide, height = box
    total_width, total_height = (inches * _DPI for inches in figure.get_size_inches())
    image = any(isinstance(mark, Image) for mark in plot.marks)
    named = next((m for m in plot.marks if isinstance(m, Bars) and m.names), None)
    lying = named is not None and named.horizontal
    names = named.names if named is not None else ()
    longest = max(map(len, names), default=0) * 6.2
    if lying:  # capitals are wider than that, and these names begin at the edge of the picture
        longest = max(longest, *(width(name, _TICKS, bold=True) for name in names))
    tight = named is not None and not lying and longest + 6 > (wide - 70) / len(names)
    short = named is not None and max(map(len, names)) < 4  # numbers: write every other one
    crowded, every = tight and not short, 2 if tight and short else 1
    title, labels, columns = _heading(plot, wide)

    room_left = 6 if image else min(longest + 14, wide / 2) if lying else 46
    room_left += 14 * bool(plot.ylabel)
    room_below = 22 + 16 * bool(plot.xlabel) + (min(longest * 0.7, 60) if crowded else 0)
    upright = any(isinstance(m, Rule) and m.axis == "x" and m.label for m in plot.marks)
    room_above = 26 + 22 * bool(labels) + 16 * upright + _extra(plot, wide)
    axes = figure.add_axes(
        (
            (left + room_left) / total_width,
            1 - (top + height - room_below) / total_height,
            (wide - room_left - 14) / total_width,
            (height - room_below - room_above) / total_height,
        ),
        facecolor="none",
    )
    (x0, x1), (y0, y1) = plot.limits()
    axes.set(xlim=(x0, x1), ylim=(y0, y1))
    axes.tick_params(length=0, labelsize=_TICKS, labelcolor=quiet, pad=5)
    axes.spines[:].set_visible(False)
    axes.set_axisbelow(True)
    if image:
        axes.set(xticks=[], yticks=[], aspect="equal", anchor="NW")
        if not any(np.isnan(mark.values).any() for mark in plot.marks if isinstance(mark, Image)):
            axes.spines[:].set(visible=True, color=grid, linewidth=1)
    elif lying:
        axes.set_yticks(range(len(names)), names)
        axes.grid(axis="x", color=grid, linewidth=1)
    else:
        axes.grid(axis="y", color=grid, linewidth=1)
        axes.spines["bottom"].set(visible=True, color=quiet, linewidth=1)
        axes.yaxis.set_major_locator(MaxNLocator(max(2, int(height / 50)), steps=[1, 2, 5, 10]))
    if named is not None and not lying:
        turn: Any = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"} if crowded else {}
        axes.set_xticks(range(0, len(names), every), names[::every], **turn)
    elif not image:
        axes.xaxis.set_major_locator(MaxNLocator(max(2, int(wide / 70)), steps=[1, 2, 5, 10]))
    if named is not None and named.highlight is not None and named.highlight % every == 0:
        ticks = axes.get_yticklabels() if lying else axes.get_xticklabels()
        ticks[named.highlight // every].set(fontweight="bold", color=text)
    axes.set_xlabel(plot.xlabel, color=quiet, fontsize=12, labelpad=3)
    axes.set_ylabel(plot.ylabel, color=quiet, fontsize=12)
    if plot.ylabel and not image:
        axes.yaxis.set_label_coords((15 - room_left) / (wide - room_left - 14), 0.5)

    handles = [paint_mark(axes, mark, theme) for mark in plot.marks]
    named_handles = [(h, m.label) for h, m in zip(handles, plot.marks, strict=True) if h]
    at_x = (left + 6) / total_width
    title_y = 1 - (top + 4) / total_height
    head: Any = {"fontsize": _TEXT, "fontweight": "bold", "linespacing": 1.1, "va": "top"}
    figure.text(at_x, title_y, "\n".join(title), color=text, **head)
    if named_handles:
        figure.legend(
            *zip(*named_handles, strict=True),
            loc="upper left",
            bbox_to_anchor=(at_x, 1 - (top + 3 + 17 * len(title)) / total_height),
            ncols=columns,
            frameon=False,
            fontsize=12,
            labelcolor=quiet,
            handlelength=1.1,
            handletextpad=0.4,
            columnspacing=1.0,
            borderpad=0,
            borderaxespad=0,
        )
    rules = [mark for mark in plot.marks if isinstance(mark, Rule) and mark.label]
    top_of_axes = total_height - top - room_above
    write_rules(axes, rules, theme, left + 6, left + wide, top_of_axes + 5)
