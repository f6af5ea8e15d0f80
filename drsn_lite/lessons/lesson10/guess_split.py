"""Predict, commit, reveal: what is left of 99 % when windows are split in time?"""

import numpy as np

from drsn_lite.drawing import Choice, Commit, Frame, Line, Mark, Panel, Plot, Points, Rule, Slider
from drsn_lite.lessons.lesson10 import bearing_results
from drsn_lite.results.gains import band

SNR_DB, HOP = -10.0, 128
HOPS = (128, 256, 512, 1024)
LENGTH = 1024
"""Of the windows, in samples."""


def frame(guess: float, data: str, committed: bool) -> Frame:
    """Accuracy of the nearest training window at −10 dB: random split, guess, split in time.

    Parameters
    ----------
    guess : float
        Accuracy when split in time, %.
    data : {"cwru", "simulated"}
    committed : bool
        Whether to draw the truth.
    """
    here = 100 * bearing_results.leak(data, "nearest").loc[SNR_DB]
    seeds = np.arange(len(here.loc[HOP]))
    known, truth = here.loc[HOP, "random"].to_numpy(), here.loc[HOP, "time"].to_numpy()
    left: list[Mark] = [
        Points(seeds, known, role="before", label="split at random", size=8),
        Rule(guess, axis="y", role="guess", label="your guess: in time"),
        Rule(10.0, axis="y", role="muted", label="chance"),
    ]
    overlap = 100 - 100 * np.array(HOPS) / LENGTH
    means = here.groupby("hop").mean()
    right: list[Mark] = [
        Points(overlap[:1], [known.mean()], role="before", label="split at random", size=8),
        Points(overlap[:1], [guess], role="guess", label="your guess", size=8),
    ]
    words = bearing_results.DATA[data]
    sentence = (
        f"Recordings {words}, noise of −10 dB, ten classes: split at random the nearest training "
        f"window is right {known.mean():.1f} % of the time. "
        f"Your guess, split in time: {guess:.0f} %."
    )
    if committed:
        mean, half = band(truth)
        left[1] = Points(seeds, truth, role="truth", label="split in time", size=8)
        left.append(Rule(guess, axis="y", role="guess", label="your guess"))
        right += [
            Line(means.loc[list(HOPS), "random"], overlap, role="before", label="at random"),
            Line(means.loc[list(HOPS), "time"], overlap, role="truth", label="in time"),
        ]
        sentence = (
            f"Recordings {words}: {known.mean():.1f} % split at random, {mean:.1f} ± {half:.1f} % "
            f"split in time (five seeds, 95 % band). You said {guess:.0f} %, "
            f"{abs(guess - mean):.0f} points off."
        )
    return Frame(
        (
            Plot("Windows every 128 samples", tuple(left), "seed", "%", (-0.9, 4.9), (0, 105)),
            Plot(
                "With less overlap",
                tuple(right),
                "overlap of neighbouring windows, %",
                "%",
                (-3, 91),
                (0, 105),
            ),
        ),
        sentence,
        "Accuracy for five seeds and over the overlap of windows, split at random, with a guess "
        "for the split in time; after you commit, the split in time itself.",
        columns=2,
    )


guess_split = Panel(
    "What is left of it?",
    frame,
    (
        Slider("guess", "Accuracy when split in time", 0, 100, 1, 80, "%"),
        Choice("data", "Recordings", tuple(bearing_results.DATA.items()), "cwru"),
        Commit("committed", locks=("guess",)),
    ),
)
