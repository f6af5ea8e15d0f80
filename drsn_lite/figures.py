"""Paint a Frame with matplotlib: for print, for the web book, and where widgets do not run.

`paint(frame)` has a transparent face and colours halfway between the light and the dark palette,
each at about 4.3 : 1 against both white and JupyterLab's dark page: one picture that is readable
in either theme, because a PNG in a saved notebook can't know which one it will meet.
`theme="light"` or "dark" gives an opaque face and that theme's own colours.
Nothing here uses pyplot: no global state, safe on any thread.
"""

import base64
import io
import textwrap
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from drsn_lite.frames import PALETTE, Band, Bars, Frame, Image, Line, Plot, Points, Rule, Steps

Theme = Literal["auto", "light", "dark"]

WIDTH, ROW_HEIGHT, SENTENCE_HEIGHT = 960, 224, 44  # CSS pixels, as in the live panel
_DPI = 72  # of the layout: one point is one CSS pixel
_BETWEEN = 0.1916  # luminance with the same contrast, 4.35 : 1, to white and to #111
_STYLE = {
    # theme: (text, quiet text and axes, grid, face)
    "auto": ("#7a7a7a", "#7a7a7a", "#8080804d", "none"),
    "light": ("#212529", "#5c6570", "#e3e6ea", "#ffffff"),
    "dark": ("#e6e8eb", "#a5adb8", "#343a42", "#111111"),
}


class Picture(Figure):
    """A matplotlib figure that shows itself in a notebook without pyplot."""

    words: str = ""

    def _repr_mimebundle_(self, **_options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        png = io.BytesIO()
        self.savefig(png, format="png", dpi=2 * _DPI)  # sharp on high-density screens
        width, height = (round(inches * _DPI) for inches in self.get_size_inches())
        data = {"image/png": base64.b64encode(png.getvalue()).decode(), "text/plain": self.words}
        return data, {"image/png": {"width": width, "height": height}}


def colour(role: str, theme: Theme = "auto") -> str | tuple[float, ...]:
    """The colour of a role of `frames.PALETTE`; with "auto" one that suits both themes."""
    light, dark = PALETTE[role]
    if theme != "auto":
        return light if theme == "light" else dark
    mixes = np.linspace(to_rgb(light), to_rgb(dark), 33)
    return tuple(mixes[np.abs(luminance(mixes) - _BETWEEN).argmin()])


def luminance(rgb: Any) -> Any:
    """Relative luminance of sRGB colours in 0 … 1, last axis r, g, b (WCAG 2.2)."""
    rgb = np.asarray(rgb, dtype=float)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


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
    if theme not in _STYLE:
        raise ValueError(f"theme is one of {', '.join(_STYLE)}, got {theme!r}")
    text, _, _, face = _STYLE[theme]
    height = frame.rows * ROW_HEIGHT + SENTENCE_HEIGHT
    figure = Picture(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=face)
    figure.words = f"{frame.alt} {frame.sentence}".strip()
    for plot, (row, column, span) in zip(frame.plots, frame.places(), strict=True):
        cell = WIDTH / frame.columns
        box = (column * cell, row * ROW_HEIGHT, span * cell, ROW_HEIGHT)
        _paint_plot(figure, plot, box, theme)
    lines = textwrap.fill(frame.sentence, 150)
    figure.text(6 / WIDTH, 6 / height, lines, fontsize=13, color=text, va="bottom")
    return figure


def _paint_plot(figure: Figure, plot: Plot, box: tuple[float, ...], theme: Theme) -> None:
    """Axes in a box of left, top, width and height, in pixels from the top left corner."""
    text, quiet, grid, _ = _STYLE[theme]
    left, top, width, height = box
    total_width, total_height = (inches * _DPI for inches in figure.get_size_inches())
    image = any(isinstance(mark, Image) for mark in plot.marks)
    named = next((m for m in plot.marks if isinstance(m, Bars) and m.names), None)
    lying = named is not None and named.horizontal
    longest = max(map(len, named.names)) * 6.2 if named else 0
    crowded = named is not None and not lying and longest > (width - 70) / len(named.names)
    legend = any(mark.label for mark in plot.marks if not isinstance(mark, Rule | Image))

    room_left = 6 if image else min(longest + 14, width / 2) if lying else 46
    room_left += 14 * bool(plot.ylabel)
    room_below = 22 + 16 * bool(plot.xlabel) + (min(longest * 0.7, 60) if crowded else 0)
    room_above = 26 + 22 * legend
    axes = figure.add_axes(
        (
            (left + room_left) / total_width,
            1 - (top + height - room_below) / total_height,
            (width - room_left - 14) / total_width,
            (height - room_below - room_above) / total_height,
        ),
        facecolor="none",
    )
    (x0, x1), (y0, y1) = plot.limits()
    axes.set(xlim=(x0, x1), ylim=(y0, y1))
    axes.tick_params(length=0, labelsize=12, labelcolor=quiet, pad=5)
    axes.spines[:].set_visible(False)
    axes.set_axisbelow(True)
    if image:
        axes.set(xticks=[], yticks=[], aspect="equal", anchor="NW")
    elif lying:
        axes.set_yticks(range(len(named.names)), named.names)
        axes.grid(axis="x", color=grid, linewidth=1)
    else:
        axes.grid(axis="y", color=grid, linewidth=1)
        axes.spines["bottom"].set(visible=True, color=quiet, linewidth=1)
        axes.yaxis.set_major_locator(MaxNLocator(max(2, int(height / 50)), steps=[1, 2, 5, 10]))
    if named is not None and not lying:
        turn = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"} if crowded else {}
        axes.set_xticks(range(len(named.names)), named.names, **turn)
    elif not image:
        axes.xaxis.set_major_locator(MaxNLocator(max(2, int(width / 70)), steps=[1, 2, 5, 10]))
    axes.set_xlabel(plot.xlabel, color=quiet, fontsize=12, labelpad=3)
    axes.set_ylabel(plot.ylabel, color=quiet, fontsize=12)
    if plot.ylabel and not image:
        axes.yaxis.set_label_coords((10 - room_left) / (width - room_left - 14), 0.5)

    handles = [_paint_mark(axes, mark, theme) for mark in plot.marks]
    named_handles = [(h, m.label) for h, m in zip(handles, plot.marks, strict=True) if h]
    at_x = (left + 6) / total_width
    title_y = 1 - (top + 15) / total_height
    figure.text(at_x, title_y, plot.title, fontsize=13, fontweight="bold", color=text)
    if named_handles:
        figure.legend(
            *zip(*named_handles, strict=True),
            loc="upper left",
            bbox_to_anchor=(at_x, 1 - (top + 20) / total_height),
            ncols=len(named_handles),
            frameon=False,
            fontsize=12,
            labelcolor=quiet,
            handlelength=1.1,
            handletextpad=0.4,
            columnspacing=1.0,
            borderpad=0,
            borderaxespad=0,
        )
    _write_rules(axes, plot, theme)


def _paint_mark(axes: Axes, mark: Any, theme: Theme) -> Any:
    """Draw one mark; its legend handle if it has a label there."""
    style = {"color": colour(mark.role, theme)} if hasattr(mark, "role") else {}
    handle: Any = None
    match mark:
        case Line():
            x = np.arange(len(mark.y)) if mark.x is None else mark.x
            dashes = {"linestyle": (0, (4, 3))} if mark.dashed else {}
            (handle,) = axes.plot(x, mark.y, linewidth=mark.width, **style, **dashes)
        case Steps():
            handle = axes.stairs(mark.heights, mark.edges, fill=True, alpha=0.3, **style)
            axes.stairs(mark.heights, mark.edges, linewidth=1.25, **style)
        case Bars():
            colours = [style["color"]] * len(mark.heights)
            if mark.highlight is not None:
                colours[mark.highlight] = colour(mark.highlight_role, theme)
            draw, thick = (axes.barh, 0.7) if mark.horizontal else (axes.bar, 0.76)
            handle = draw(range(len(mark.heights)), mark.heights, thick, color=colours)
        case Points():
            (x0, x1), (y0, y1) = axes.get_xlim(), sorted(axes.get_ylim())
            seen = (x0 <= mark.x) & (mark.x <= x1) & (y0 <= mark.y) & (mark.y <= y1)
            dots = {"marker": "o", "linestyle": "", "markersize": mark.size, "mew": 0}
            (handle,) = axes.plot(mark.x[seen], mark.y[seen], clip_on=False, **dots, **style)
        case Rule():
            dashes = {"linestyle": (0, (4, 3))} if mark.dashed else {}
            draw = axes.axvline if mark.axis == "x" else axes.axhline
            draw(mark.at, linewidth=1.5, **style, **dashes)
            return None
        case Band():
            draw = axes.axvspan if mark.axis == "x" else axes.axhspan
            alpha = 0.22 if theme == "auto" else 0.45
            handle = draw(mark.low, mark.high, alpha=alpha, linewidth=0, **style)
        case Image():
            span = max(mark.high - mark.low, np.finfo(np.float32).tiny)
            grey = np.clip((mark.values - mark.low) / span, 0, 1)
            rgba = np.stack([grey, grey, grey, ~np.isnan(grey)], axis=2)
            if mark.zero_role:
                rgba[mark.values == 0, :3] = to_rgb(colour(mark.zero_role, theme))
            axes.imshow(np.nan_to_num(rgba), interpolation="nearest", aspect="equal")
            return None
    return handle if mark.label else None


def _write_rules(axes: Axes, plot: Plot, theme: Theme) -> None:
    labelled = [mark for mark in plot.marks if isinstance(mark, Rule) and mark.label]
    (x0, x1), _ = plot.limits()
    for i, rule in enumerate(labelled):
        faint = rule.role in ("muted", "zeroed")  # too pale for text
        ink = _STYLE[theme][1] if faint else colour(rule.role, theme)
        style = {"color": ink, "fontsize": 12, "annotation_clip": True}
        if rule.axis == "x":
            right = (rule.at - x0) / (x1 - x0) < 0.6
            offset, align = (5 if right else -5, -12 - 15 * i), "left" if right else "right"
            at, where = (rule.at, 1), axes.get_xaxis_transform()
        else:
            offset, align = (-2, 4), "right"
            at, where = (1, rule.at), axes.get_yaxis_transform()
        axes.annotate(
            rule.label,
            at,
            xycoords=where,
            xytext=offset,
            textcoords="offset points",
            ha=align,
            **style,
        )
