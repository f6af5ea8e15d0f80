"""Predict, commit, reveal: noise comes in; how far do the weights of a trained SE gate move?"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from drsn_lite.drawing import Bars, Commit, Frame, Line, Mark, Panel, Plot, Points, Slider
from drsn_lite.lessons.lesson04.se_over_snr import HIGH_DB, LEVELS_DB, LOW_DB, weights, weights_at

ASKED_DB = -5.0
ASKED = int(np.flatnonzero(LEVELS_DB == ASKED_DB)[0])
SAMPLE = 0
TOP = 0.5


@cache
def changes() -> NDArray[np.float64]:
    """Mean |α − α at 20 dB| over units, samples and channels, at each of `LEVELS_DB`."""
    units = [np.abs(alpha - alpha[-1]).mean(axis=(1, 2)) for alpha in weights("digits")]
    return np.mean(units, axis=0)


def frame(guess: float, committed: bool) -> Frame:
    """The weights of one gate at 20 dB, a guess of their mean change at −5 dB; then the truth.

    Parameters
    ----------
    guess : float
        Mean size of the change of a weight; weights lie between 0 and 1.
    committed : bool
        Whether to draw the truth.
    """
    known = weights_at("digits", "gaussian", HIGH_DB)[-1][SAMPLE]  # (channels,)
    at = np.arange(len(known))
    names = tuple(str(c + 1) for c in at)
    bars: list[Mark] = [
        Bars(known, role="muted", label="at 20 dB", names=names),
        Points(at, np.clip(known + guess, 0, 1), role="guess", label="that far up or down"),
        Points(at, np.clip(known - guess, 0, 1), role="guess"),
    ]
    over_snr: list[Mark] = [
        Points([HIGH_DB], [0], role="clean", label="20 dB", size=9),
        Points([ASKED_DB], [guess], role="guess", label="your guess", size=9),
    ]
    sentence = (
        f"These are the weights of one digit in unit 6 at 20 dB. Your guess for {ASKED_DB:g} dB: "
        f"a weight changes by {guess:.2f} on average over units, channels and 40 digits."
    )
    if committed:
        truth, asked = changes(), weights_at("digits", "gaussian", ASKED_DB)[-1][SAMPLE]
        bars.append(Points(at, asked, role="truth", label="at −5 dB", size=8))
        over_snr.insert(0, Line(truth, LEVELS_DB, role="truth", label="measured"))
        sentence = (
            f"Measured at {ASKED_DB:g} dB: a weight changes by {truth[ASKED]:.3f} on average over "
            f"units, channels and 40 digits. Your guess was {guess:.2f}."
        )
    return Frame(
        (
            Plot("One digit: weights of unit 6", tuple(bars), "channel", "α", None, (0, 1)),
            Plot(
                "Mean change of a weight from 20 dB",
                tuple(over_snr),
                "SNR, dB (noisier to the left)",
                "α",
                (LOW_DB - 1, HIGH_DB + 1),
                (-0.02, TOP),
            ),
        ),
        sentence,
        "The channel weights of one sample with a guess of how far they move when noise comes in; "
        "after you commit, where they went and the mean change over the signal-to-noise ratio.",
        columns=2,
    )


guess_weight_change = Panel(
    "How far do the weights move?",
    frame,
    (
        Slider("guess", "Mean change of a weight", 0, TOP, 0.01, 0.25),
        Commit("committed", locks=("guess",)),
    ),
)
