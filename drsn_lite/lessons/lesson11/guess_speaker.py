"""Predict, commit, reveal: a network knows five speakers; how well does it know the sixth?"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from drsn_lite.drawing import Bars, Choice, Commit, Frame, Mark, Panel, Plot, Points, Rule, Slider
from drsn_lite.results.tables import read

NOUNS = {"fsdd": "speaker", "tones": "instrument"}
CHANCE = 10


@cache
def accuracies(data: str) -> tuple[float, NDArray[np.float64], tuple[str, ...]]:
    """Clean test accuracy of DRSN-CW, per cent, from data/results/sound.csv.

    Returns
    -------
    float
        With every speaker in training: mean of five seeds.
    ndarray of shape (6,)
        On each speaker in turn, held out of the training.
    tuple of str
        Their names.
    """
    table = read("sound")
    table = table[(table["data"] == data) & np.isinf(table["snr_db"])]
    table = table[table["network"] == "drsn-cw"]
    known = 100 * float(table.loc[table["split"] == "recording", "accuracy"].mean())
    new = table[table["split"] == "speaker"].sort_values("seed")
    return known, 100 * new["accuracy"].to_numpy(), tuple(new["held_out"])


def frame(guess: float, data: str, committed: bool) -> Frame:
    """Accuracy (%) on known speakers, a guess for a new one, and after that the measurements."""
    known, new, names = accuracies(data)
    noun, mean = NOUNS[data], float(new.mean())
    mine = Points([1], [guess], role="guess", label="your guess", size=9)
    left: list[Mark] = [
        Bars([known, mean if committed else 0], role="truth", names=("known", "new")),
        mine,
        Rule(CHANCE, axis="y", role="muted", label="chance"),
    ]
    right: list[Mark] = [
        Bars(new if committed else np.zeros(len(new)), role="truth", names=names),
        Rule(guess, axis="y", role="guess"),
        Rule(known, axis="y", role="muted", label=f"known {noun}s"),
    ]
    sentence = (
        f"New recordings of {noun}s that it knows: {known:.0f} % right. "
        f"Your guess for a new {noun}, which it has never heard: {guess:.0f} %."
    )
    if committed:
        low, high = int(new.argmin()), int(new.argmax())
        sentence = (
            f"Measured on a new {noun}: {mean:.0f} % on average, from {new[low]:.0f} % "
            f"({names[low]}) to {new[high]:.0f} % ({names[high]}), against {known:.0f} % on known "
            f"ones. Your guess was {guess:.0f} %, {abs(guess - mean):.0f} points off."
        )
    return Frame(
        (
            Plot(
                f"Known {noun}s, and a new one", tuple(left), noun, "% right", (-0.6, 1.9), (0, 100)
            ),
            Plot(f"Each {noun} held out in turn", tuple(right), "", "% right", None, (0, 100)),
        ),
        sentence,
        "Accuracy on new recordings of known speakers and on speakers held out of the training.",
        columns=2,
    )


guess_speaker = Panel(
    "Your prediction",
    frame,
    (
        Slider("guess", "Right on a new one", 0, 100, 1, 50, "%"),
        Choice("data", "Sounds", (("fsdd", "spoken digits"), ("tones", "generated tones")), "fsdd"),
        Commit("committed", locks=("guess",)),
    ),
)
