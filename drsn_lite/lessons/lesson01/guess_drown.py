"""Predict, commit, reveal: at which SNR does the envelope method miss every other fault?"""

import numpy as np

from drsn_lite.drawing import Choice, Commit, Frame, Line, Mark, Panel, Plot, Points, Rule, Slider
from drsn_lite.lessons.lesson01.drowning import alarm, found, half_point
from drsn_lite.lessons.lesson01.drowning_lab import SHAFT_HZ
from drsn_lite.lessons.lesson01.signal_lab import (
    ENVELOPE_TOP_HZ,
    envelope_marks,
    fault_rules,
    signal,
)
from drsn_lite.noise import add_noise
from drsn_lite.results.names import PAPER_NOISES, options

FAULT, TORQUE = "outer race", 18
KNOWN_DB = 10.0


def frame(guess: float, kind: str, committed: bool) -> Frame:
    """A guess of the SNR (dB) at which half of the outer-race faults are missed; then the truth."""
    curve = found("envelope", FAULT, kind, TORQUE)
    known = 100 * float(np.interp(KNOWN_DB, curve.snr_db, curve.mean))
    half = half_point(curve)
    marks: list[Mark] = [
        Rule(guess, role="guess", label="your guess"),
        Points([KNOWN_DB], [known], role="clean", label=f"measured at {KNOWN_DB:g} dB", size=9),
    ]
    sentence = (
        f"At {KNOWN_DB:g} dB the method finds {known:.0f} % of the faults. Your guess: it finds "
        f"half of them at {guess:g} dB."
    )
    if committed:
        marks += [
            Line(100 * curve.mean, curve.snr_db, role="truth", label="mean", width=2.5),
            Line(100 * curve.low, curve.snr_db, role="muted", label="lowest, highest seed"),
            Line(100 * curve.high, curve.snr_db, role="muted"),
        ]
        at_guess = 100 * float(np.interp(guess, curve.snr_db, curve.mean))
        off = abs(guess - half)
        sentence = (
            f"Measured: half are found at {half:.1f} dB, where the noise has "
            f"{10 ** (-half / 10):.1f} times the power of the signal. Your guess of {guess:g} dB "
            f"is {off:.1f} dB away: there {at_guess:.0f} % are found."
        )
    shown = guess if committed else KNOWN_DB
    return Frame(
        (
            Plot(
                "Outer-race faults found, 5 % false alarms",
                tuple(marks),
                "SNR, dB",
                "%",
                (float(curve.snr_db[0]), float(curve.snr_db[-1]) + 0.5),
                (0, 105),
            ),
            _envelope(kind, shown),
        ),
        sentence,
        "The share of outer-race faults found over the signal-to-noise ratio, with your guess; "
        "beside it the envelope spectrum of one signal.",
        columns=2,
    )


def _envelope(kind: str, snr_db: float) -> Plot:
    noisy = add_noise(signal(FAULT, SHAFT_HZ, float(TORQUE), 0), snr_db, kind, 0)
    line, top = envelope_marks(noisy, FAULT, SHAFT_HZ, "after")
    limit = Rule(alarm(FAULT, kind, snr_db), axis="y", role="muted", label="alarm")
    return Plot(
        f"Envelope spectrum of one signal at {snr_db:g} dB",
        (line, limit, *fault_rules(FAULT, SHAFT_HZ)),
        "Hz",
        "× background",
        (0, ENVELOPE_TOP_HZ),
        (0, max(20.0, 1.05 * top)),
    )


guess_drown = Panel(
    "Your prediction",
    frame,
    (
        Slider("guess", "Half of the faults found at", -20, 10, 0.5, 5, "dB"),
        Choice("kind", "Noise", options(PAPER_NOISES), "gaussian"),
        Commit("committed", locks=("guess",)),
    ),
)
