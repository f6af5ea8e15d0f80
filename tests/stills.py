"""What is written in a still picture, and where."""

import itertools

from matplotlib.axis import Axis, Tick
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

Written = list[tuple[str, Bbox]]


def texts(figure: Figure) -> Written:
    """What is written in a figure, with its box in pixels; ticks outside the axes are not drawn."""
    figure.draw_without_rendering()
    ticks = {tick for axes in figure.axes for tick in axes.findobj(Tick)}
    drawn = {
        tick for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for tick in seen(axis)
    }
    hidden = {text for tick in ticks - drawn for text in (tick.label1, tick.label2)}
    shown = [text for text in figure.findobj(Text) if text.get_text() and text not in hidden]
    return [(text.get_text(), text.get_window_extent()) for text in shown]


def seen(axis: Axis) -> list[Tick]:
    """The ticks within the limits."""
    low, high = sorted(axis.get_view_interval())
    slack = 1e-6 * (high - low)
    return [t for t in axis.get_major_ticks() if low - slack <= t.get_loc() <= high + slack]


def collisions(written: Written) -> list[tuple[str, str]]:
    """The texts that overlap by more than the air around letters that a box has."""
    found = []
    for (one, box), (other, another) in itertools.combinations(written, 2):
        both = Bbox.intersection(box, another)
        if both is not None and min(both.width, both.height) > 3:
            found.append((one, other))
    return found
