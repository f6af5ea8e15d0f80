"""How a Frame's marks, its rules' labels and its colours look in matplotlib; see `figures`."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text

from drsn_lite.drawing.marks import (
    PALETTE,
    Band,
    Bars,
    Image,
    Line,
    Mark,
    Points,
    Rule,
    Steps,
    Whiskers,
)

Theme = Literal["auto", "light", "dark"]

STYLE = {
    # theme: (text, quiet text and axes, grid, face)
    "auto": ("#7a7a7a", "#7a7a7a", "#8080804d", "none"),
    "light": ("#212529", "#5c6570", "#e3e6ea", "#ffffff"),
    "dark": ("#e6e8eb", "#a5adb8", "#343a42", "#111111"),
}
_CAP = 3  # points to either side of a whisker
_MARKERS = {"dot": "o", "square": "s", "diamond": "D"}


def colour(role: str, theme: Theme = "auto") -> str:
    """The colour of a role of `marks.PALETTE`; with "auto" one that suits both themes."""
    return PALETTE[role][("light", "dark", "auto").index(theme)]


def luminance(rgb: Any) -> Any:
    """Relative luminance of sRGB colours in 0 … 1, last axis r, g, b (WCAG 2.2)."""
    rgb = np.asarray(rgb, dtype=float)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


def paint_mark(axes: Axes, mark: Mark, theme: Theme) -> Any:
    """Draw one mark; its legend handle if it has a label there."""
    style: dict[str, Any] = {"color": colour(mark.role, theme)} if hasattr(mark, "role") else {}
    draw: Callable[..., Any]
    handle: Any = None
    match mark:
        case Line():
            x = np.arange(len(mark.y)) if mark.x is None else mark.x
            dashes: dict[str, Any] = {"linestyle": (0, (4, 3))} if mark.dashed else {}
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
            (x0, x1), (y0, y1) = sorted(axes.get_xlim()), sorted(axes.get_ylim())
            seen = (x0 <= mark.x) & (mark.x <= x1) & (y0 <= mark.y) & (mark.y <= y1)
            size = mark.size * (1 if mark.shape == "dot" else 0.89)  # of the same area
            rim: dict[str, Any] = {"mec": STYLE[theme][3], "mew": 0.75}
            dots = rim | {"marker": _MARKERS[mark.shape], "linestyle": "", "markersize": size}
            (handle,) = axes.plot(mark.x[seen], mark.y[seen], clip_on=False, **dots, **style)
        case Whiskers():
            x, y = (mark.mean, mark.at) if mark.horizontal else (mark.at, mark.mean)
            reach: dict[str, Any] = {"xerr" if mark.horizontal else "yerr": mark.half}
            caps: Any = {"capsize": _CAP, "capthick": mark.width, "elinewidth": mark.width}
            handle = axes.errorbar(x, y, **reach, **caps, fmt="none", ecolor=style["color"])
        case Rule():
            dashes = {"linestyle": (0, (4, 3))} if mark.dashed else {}
            draw = axes.axvline if mark.axis == "x" else axes.axhline
            draw(mark.at, linewidth=1.5, **style, **dashes)
            return None
        case Band():
            draw = axes.axvspan if mark.axis == "x" else axes.axhspan
            edge = axes.axvline if mark.axis == "x" else axes.axhline
            draw(mark.low, mark.high, alpha=0.22, linewidth=0, **style)
            pale = (*to_rgb(style["color"]), 0.22)
            handle = Patch(facecolor=pale, edgecolor=style["color"], linewidth=1.25)
            for at in (mark.low, mark.high):  # the pale fill says too little
                if mark.low < mark.high:
                    edge(at, linewidth=1.25, **style)
        case Image():
            span = max(mark.high - mark.low, np.finfo(np.float32).tiny)
            grey = np.clip((mark.values - mark.low) / span, 0, 1)
            rgba = np.stack([grey, grey, grey, ~np.isnan(grey)], axis=2)
            if mark.zero_role:
                rgba[mark.values == 0, :3] = to_rgb(colour(mark.zero_role, theme))
            axes.imshow(np.nan_to_num(rgba), interpolation="nearest", aspect="equal")
            return None
    return handle if mark.label else None


def without_tex(figure: Figure) -> Figure:
    """The figure with every text as it stands: `$` may be in the name of a file or class."""
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        text.set_parse_math(False)
    return figure


def write_rules(
    axes: Axes, rules: list[Rule], theme: Theme, left: float, right: float, top: float
) -> None:
    """Label upright rules at height `top`, between `left` and `right`, level ones on their line.

    The three are in pixels of the figure.
    """
    figure, (x0, x1) = axes.figure, sorted(axes.get_xlim())
    upright = []
    for rule in rules:
        faint = rule.role in ("muted", "zeroed")  # too pale for text
        ink = STYLE[theme][1] if faint else colour(rule.role, theme)
        style: dict[str, Any] = {"color": ink, "fontsize": 12, "parse_math": False}
        if rule.axis == "y":
            beside: Any = {"xytext": (-2, 4), "textcoords": "offset points", "ha": "right"}
            where = axes.get_yaxis_transform()
            axes.annotate(
                rule.label, (1, rule.at), xycoords=where, annotation_clip=True, **beside, **style
            )
        elif x0 <= rule.at <= x1:
            at = axes.transData.transform((rule.at, 0))[0]
            upright.append((at, figure.text(0, top / figure.bbox.height, rule.label, **style)))
    upright.sort(key=lambda label: label[0])
    widths = [text.get_window_extent().width for _, text in upright]
    starts = spread([at for at, _ in upright], widths, left, right)
    for start, (_, text) in zip(starts, upright, strict=True):
        text.set_x(start / figure.bbox.width)


def spread(
    centres: list[float], widths: list[float], low: float, high: float, gap: float = 8
) -> list[float]:
    """The left ends of labels centred at their rules; two that would overlap part between them.

    As in `static/text.js`. The centres ascend; the labels stay between `low` and `high`.
    """
    starts: list[float] = []
    for i, (centre, width) in enumerate(zip(centres, widths, strict=True)):
        starts.append(centre - width / 2)
        if i and starts[i - 1] + widths[i - 1] + gap > starts[i]:
            middle = (centres[i - 1] + centre) / 2
            starts[i - 1 :] = middle - gap / 2 - widths[i - 1], middle + gap / 2
    for i in reversed(range(len(starts))):
        starts[i] = min(starts[i], high - widths[i])
        high = starts[i] - gap
    for i, width in enumerate(widths):
        starts[i] = max(starts[i], low)
        low = starts[i] + width + gap
    return starts
