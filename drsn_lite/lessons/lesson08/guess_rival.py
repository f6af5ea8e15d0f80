"""Predict, commit, reveal: what is left of the gain over a rival that does not shrink?"""

import numpy as np

from drsn_lite.drawing import (
    Bars,
    Choice,
    Commit,
    Frame,
    Mark,
    Panel,
    Plot,
    Points,
    Rule,
    Slider,
    Whiskers,
)
from drsn_lite.lessons.lesson08.gain_by_condition import gain_table
from drsn_lite.results.gains import verdict

ASKED = {
    "base": "250 signals a state",
    "data 50": "50 signals a state",
    "data 1000": "1000 signals a state",
    "no noise": "trained without noise",
}
"""The conditions to ask about: all were run for both rivals."""

LOW, TOP = -6.0, 12.0
"""Points; wide enough for the bands of `ASKED`."""

PLACES = ("over ResNet", "over SENet-abs")


def frame(guess: float, condition: str, committed: bool) -> Frame:
    """The gain over a ResNet with its band, a guess of that over `senet-abs`, then the truth.

    Parameters
    ----------
    guess : float
        Gain of DRSN-CW over `senet-abs`, points of accuracy.
    condition : str
        One of `ASKED`.
    committed : bool
        Whether to draw the truth.
    """
    rivals = ("resnet-wide", "senet-abs")
    found = [gain_table(f"drsn-cw/{rival}", "all", "all").loc[condition] for rival in rivals]
    mean, half = (np.array([row[name] for row in found]) for name in ("gain", "half"))
    seen = 2 if committed else 1
    marks: list[Mark] = [
        Bars(np.where([True, committed], mean, 0.0), "muted", "mean gain", names=PLACES),
        Whiskers(np.arange(seen), mean[:seen], half[:seen], label="95 % band"),
        Rule(0.0, axis="y", role="muted"),
        Points([1.0], [guess], "guess", "your guess", size=10),
    ]
    sentence = (
        f"{ASKED[condition]}: DRSN-CW is {mean[0]:+.1f} ± {half[0]:.1f} points above a ResNet of "
        f"its size. Your guess: {guess:+.1f} points of it are left over a rival with the same "
        "attention that does not shrink."
    )
    if committed:
        sentence = (
            f"{ASKED[condition]}: {mean[0]:+.1f} ± {half[0]:.1f} points over the ResNet, and "
            f"{mean[1]:+.1f} ± {half[1]:.1f} over the rival that does not shrink: "
            f"{verdict(mean[1], half[1])}. Your guess was {guess:+.1f}."
        )
    plot = Plot("Gain of DRSN-CW", tuple(marks), "", "points", None, (LOW, TOP), span=1)
    return Frame(
        (plot,),
        sentence,
        "The gain of DRSN-CW over a ResNet of its size, with a guess of its gain over a rival "
        "that has the same attention and no threshold; after you commit, that gain.",
        columns=1,
    )


guess_rival = Panel(
    "What is left without the threshold?",
    frame,
    (
        Slider("guess", "Gain over the rival", LOW, TOP, 0.5, 2.0, "points"),
        Choice("condition", "Training", tuple(ASKED.items()), "base"),
        Commit("committed", locks=("guess",)),
    ),
)
