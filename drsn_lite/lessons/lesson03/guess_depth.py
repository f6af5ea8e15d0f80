"""Predict, commit, reveal: a plain network is made 66 layers deep. How well does it fit?

From the shipped table `data/results/degradation.csv`, five seeds for each depth.
"""

from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from drsn_lite.drawing import Commit, Frame, Line, Mark, Panel, Plot, Points, Slider
from drsn_lite.results import tables

SHOWN, ASKED = 4, 32  # units


@cache
def accuracies(network: str, part: str = "train") -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Units (d,), and accuracy in % for each depth and seed (d, seeds), at the rate of 0.1."""
    table = tables.read("degradation")
    table = table[(table["network"] == network) & (table["learning_rate"] == 0.1)]
    values = 100 * table.pivot_table(index="units", columns="seed", values=f"{part}_accuracy")
    return values.index.to_numpy(), values.to_numpy()


Units = TypeVar("Units", int, NDArray[np.int64])


def _layers(units: Units) -> Units:
    return 2 * units + 2  # the stem, two in each unit, the classifier


def _curve(network: str, role: str, label: str) -> list[Mark]:
    """The mean over seeds, with the best and the worst seed dashed."""
    units, values = accuracies(network)
    x = _layers(units)
    return [
        Line(values.min(axis=1), x, role, width=1.0, dashed=True),
        Line(values.max(axis=1), x, role, width=1.0, dashed=True),
        Line(values.mean(axis=1), x, role, label, 2.0),
    ]


def frame(guess: float, committed: bool) -> Frame:
    """Training accuracy over depth: shallow ones shown, a guess for 32 units, then the truth.

    Parameters
    ----------
    guess : float
        Training accuracy (%) of the plain network of 32 units.
    committed : bool
        Whether to draw the truth.
    """
    units, plain = accuracies("convnet")
    mean = plain.mean(axis=1)
    shallow = units <= SHOWN
    marks: list[Mark] = [
        Points(
            _layers(units[shallow]), mean[shallow], role="clean", label="plain, measured", size=8
        ),
        Points([_layers(ASKED)], [guess], role="guess", label="your guess", size=9),
    ]
    sentence = (
        f"Plain networks of {', '.join(map(str, _layers(units[shallow])))} layers fit "
        f"{mean[shallow].min():.1f} to {mean[shallow].max():.1f} % of their training digits. "
        f"Your guess for {_layers(ASKED)} layers: {guess:.0f} %."
    )
    if committed:
        at = units == ASKED
        truth, residual = float(mean[at][0]), float(accuracies("resnet")[1][at].mean())
        marks = [
            *_curve("convnet", "threshold", "plain"),
            *_curve("resnet", "truth", "residual"),
            *marks,
        ]
        sentence = (
            f"Measured at {_layers(ASKED)} layers, mean of {plain.shape[1]} seeds: plain "
            f"{truth:.0f} %, residual {residual:.1f} %. Your guess was {guess:.0f} %, "
            f"{abs(guess - truth):.0f} points off."
        )
    return Frame(
        (
            Plot(
                "Training digits that the network gets right (dashed: best and worst seed)",
                tuple(marks),
                "layers with weights",
                "%",
                (0, 68),
                (0, 105),
            ),
        ),
        sentence,
        "Training accuracy over the number of layers, with a guess; after you commit, measured "
        "curves of plain and residual networks.",
        columns=1,
    )


guess_depth = Panel(
    "Your prediction",
    frame,
    (
        Slider(
            "guess", f"Right on training digits, plain, {_layers(ASKED)} layers", 0, 100, 1, 50, "%"
        ),
        Commit("committed", locks=("guess",)),
    ),
)
