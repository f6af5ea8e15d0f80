"""Switch the shortcuts of a deep network off and on while it trains before your eyes.

Nothing is prepared: a step of the slider trains both networks a few steps further, the first time
that it is asked for.
"""

from functools import cache

import numpy as np

from drsn_lite.drawing import Choice, Frame, Image, Line, Mark, Panel, Plot, Points, Rule, Slider
from drsn_lite.lessons.lesson03.spiral_pair import POINTS, SIDE, Pair

STEP, LAST = 5, 100
DEPTHS = (2, 8, 16, 24, 32)
NAMES = {"off": "without shortcuts", "on": "with shortcuts"}


@cache
def pair(depth: int, seed: int) -> Pair:
    """Both networks, as far as they have been trained."""
    return Pair(depth, seed)


def frame(shortcuts: str, depth: str, step: int, seed: int) -> Frame:
    """What one of the networks has learned of the spirals, and the loss of both so far.

    Parameters
    ----------
    shortcuts : {"off", "on"}
        Which network's answer is shown.
    depth : {"2", "8", "16", "24", "32"}
        Layers between the first and the last one.
    step : int
        Training steps.
    seed : int
        Of the initial weights, the same for both.
    """
    both = pair(int(depth), seed)
    both.train_to(step, STEP)
    chosen = int(shortcuts == "on")
    right, shares = both.seen[step]
    return Frame(
        (
            Plot(f"What it says, {NAMES[shortcuts]}", _answer(both, shares[chosen])),
            Plot(
                "Training loss" if step else "Training loss: no step yet",
                _losses(both, step, chosen),
                "step",
                "nats",
                (0, LAST + STEP),
                (0, 1.0),
                span=2,
            ),
        ),
        f"{depth} layers {NAMES[shortcuts]}, after {step} steps: {100 * right[chosen]:.0f} % of "
        f"{POINTS} points right; {NAMES['off' if chosen else 'on']}: {100 * right[1 - chosen]:.0f} "
        "%.",
        "Two spirals of points on a map of what a network says between them, and the training loss "
        "of two networks, one with shortcuts and one without.",
        columns=3,
    )


def _answer(both: Pair, share: np.ndarray) -> tuple[Mark, ...]:
    """The share given to the second spiral, grey, with the points of both."""
    places = (SIDE - 1) * (both.x.numpy() * [1, -1] / 2.5 + 0.5)  # rows are counted from the top
    first = (both.labels == 0).numpy()
    return (
        Image(share, 0.0, 1.0),
        Points(places[first, 0], places[first, 1], role="clean", label="first spiral", size=4),
        Points(places[~first, 0], places[~first, 1], role="threshold", label="second", size=4),
    )


def _losses(both: Pair, step: int, chosen: int) -> tuple[Mark, ...]:
    """Both curves up to the step."""
    marks: list[Mark] = [Rule(float(step), role="muted")]
    for place, (name, role) in enumerate(zip(NAMES.values(), ("threshold", "after"), strict=True)):
        if step:
            values = np.array(both.losses[:step])[:, place]
            width = 3.0 if place == chosen else 1.5
            marks.append(Line(values, np.arange(step), role, name, width))
    return tuple(marks)


shortcut_switch = Panel(
    "Shortcuts off and on",
    frame,
    (
        Slider("step", "Training steps", 0, LAST, STEP, 0),
        Choice("shortcuts", "Shortcuts", (("off", "off"), ("on", "on")), "off"),
        Choice("depth", "Depth", tuple((str(d), f"{d} layers") for d in DEPTHS), "24"),
        Slider("seed", "Seed", 0, 4, 1, 0),
    ),
)
