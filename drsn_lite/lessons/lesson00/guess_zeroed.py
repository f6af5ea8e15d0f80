"""Predict, commit, reveal: more noise comes in; does the network set more features to zero?"""

import numpy as np

from drsn_lite.drawing import Bars, Commit, Frame, Line, Mark, Panel, Plot, Points, Rule, Slider
from drsn_lite.lessons.lab import zeroed_by_unit

LEVELS_DB = np.arange(-10, 21, 5)
KNOWN_DB, ASKED_DB = 10, -5


def _share(snr_db: float) -> float:
    """Per cent of all features set to zero, mean over the units."""
    return 100 * float(zeroed_by_unit("gearbox", "drsn-cw", float(snr_db)).mean())


def frame(guess: float, committed: bool) -> Frame:
    """The share of zeroed features (%) at 10 dB, a guess for −5 dB, and after that the truth."""
    known = _share(KNOWN_DB)
    over_snr: list[Mark] = [
        Points([KNOWN_DB], [known], role="truth", label=f"measured at {KNOWN_DB} dB", size=9),
        Points([ASKED_DB], [guess], role="guess", label="your guess", size=9),
    ]
    bars: list[Mark] = [
        Bars(
            100 * zeroed_by_unit("gearbox", "drsn-cw", float(KNOWN_DB)),
            role="muted",
            label=f"at {KNOWN_DB} dB",
            names=tuple("123456"),
        ),
        Rule(guess, axis="y", role="guess", label="your guess"),
    ]
    sentence = (
        f"At {KNOWN_DB} dB the six units set {known:.0f} % of their features to zero, on average. "
        f"Your guess for {ASKED_DB} dB: {guess:.0f} %."
    )
    if committed:
        truth = _share(ASKED_DB)
        shares = [_share(level) for level in LEVELS_DB.tolist()]
        over_snr.insert(0, Line(shares, LEVELS_DB, role="truth", label="measured"))
        asked = 100 * zeroed_by_unit("gearbox", "drsn-cw", float(ASKED_DB))
        bars.append(Points(np.arange(6), asked, role="truth", label=f"at {ASKED_DB} dB", size=9))
        sentence = (
            f"Measured at {ASKED_DB} dB: {truth:.0f} %, against {known:.0f} % at {KNOWN_DB} dB. "
            f"Your guess was {guess:.0f} %, {abs(guess - truth):.0f} points off."
        )
    return Frame(
        (
            Plot(
                "Set to zero, mean of all units",
                tuple(over_snr),
                "SNR, dB",
                "%",
                (-12, 22),
                (0, 100),
            ),
            Plot("Set to zero, by unit", tuple(bars), "unit", "%", None, (0, 100)),
        ),
        sentence,
        "The share of zeroed features over the signal-to-noise ratio and by unit, with a guess.",
        columns=2,
    )


guess_zeroed = Panel(
    "Your prediction",
    frame,
    (
        Slider("guess", f"Set to zero at {ASKED_DB} dB", 0, 100, 1, 50, "%"),
        Commit("committed", locks=("guess",)),
    ),
)
