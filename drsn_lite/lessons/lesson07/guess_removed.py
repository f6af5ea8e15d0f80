"""Predict, commit, reveal: of the noise and of the signal, how much falls on the zeros?"""

from drsn_lite.drawing import Bars, Commit, Frame, Mark, Panel, Plot, Points, Slider
from drsn_lite.lessons.lesson07.noise_or_signal import UNITS, measured

ASKED_DB = 0.0


def frame(noise: float, signal: float, unit: int, committed: bool) -> Frame:
    """A unit's zeroed share, two guesses, then what its zeros took.

    Parameters
    ----------
    noise, signal : float
        Guesses, % of the energy of either that fell on zeros, at 0 dB of Gaussian noise.
    unit : int
        1 to 6.
    committed : bool
        Whether to draw the truth.
    """
    found = measured("drsn-cw", "gaussian", ASKED_DB)
    u = unit - 1
    names = ("of the features", "of the noise", "of the signal")
    zeroed = 100 * float(found["zeroed"][0][u])
    marks: list[Mark] = [
        Bars([zeroed, 0, 0], role="muted", label="set to zero", names=names),
        Points([1, 2], [noise, signal], role="guess", label="your guess", size=10),
    ]
    sentence = (
        f"Unit {unit} sets {zeroed:.0f} % of its features to zero at {ASKED_DB:g} dB. Your "
        f"guess: they hold {noise:g} % of the energy of the noise, {signal:g} % of the signal's."
    )
    if committed:
        truth = [100 * float(found[name][0][u]) for name in ("noise_removed", "signal_removed")]
        half = [100 * float(found[name][1][u]) for name in ("noise_removed", "signal_removed")]
        marks.insert(1, Points([1, 2], truth, role="truth", label="measured", size=14))  # beneath
        sentence = (
            f"Measured in unit {unit}, five seeds: the zeros hold {truth[0]:.0f} ± "
            f"{half[0]:.0f} % of the energy of the noise and {truth[1]:.0f} ± {half[1]:.0f} % of "
            f"the signal's. Your guesses were {noise:g} and {signal:g} %."
        )
    return Frame(
        (Plot("What was set to zero", tuple(marks), "", "%", None, (0, 100), span=1),),
        sentence,
        "The share of features that a unit sets to zero, with guesses of how much energy of noise "
        "and of signal they hold; after you commit, the measured shares.",
        columns=1,
    )


guess_removed = Panel(
    "What do the zeros hold?",
    frame,
    (
        Slider("noise", "Of the noise energy", 0.0, 100.0, 1.0, 60.0, "%"),
        Slider("signal", "Of the signal energy", 0.0, 100.0, 1.0, 10.0, "%"),
        Slider("unit", "Unit", 1, UNITS, 1, 1),
        Commit("committed", locks=("noise", "signal")),
    ),
)
