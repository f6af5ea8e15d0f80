"""Predict, commit, reveal: noise comes in; where does the *learned* threshold of a unit go?"""

from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from drsn_lite.drawing import Commit, Frame, Line, Mark, Panel, Plot, Points, Rule, Slider
from drsn_lite.lessons import lab
from drsn_lite.microscope import look
from drsn_lite.noise import add_noise

LEVELS_DB = np.arange(20.0, -10.1, -2.5)
KNOWN_DB, ASKED_DB = 20.0, -5.0
TOP = 4.0


@cache
def ratios(data: str = "gearbox", network: str = "drsn-cw") -> NDArray[np.float64]:
    """τ, mean |x| and α of every unit at each of `LEVELS_DB`, over their values at 20 dB.

    Returns
    -------
    array (3, levels, units)
        Each is the median, over samples and channels, of the ratio of a sample's value to the
        same sample's at 20 dB. Its noise has the same shape at every level.
    """
    x = lab.samples(data)[0]
    levels = []
    for snr in LEVELS_DB:
        records = look(lab.network(data, network), add_noise(x, float(snr), rng=0))
        values = [(r.tau[..., 0, 0], r.mean_abs, r.alpha[..., 0, 0]) for r in records]  # type: ignore[index]
        levels.append([[part.double().numpy() for part in parts] for parts in values])
    known = levels[int(np.flatnonzero(LEVELS_DB == KNOWN_DB)[0])]
    return np.array(
        [
            [
                [
                    np.median(part[start > 0] / start[start > 0])
                    for part, start in zip(parts, starts, strict=True)
                ]
                for parts, starts in zip(units, known, strict=True)
            ]
            for units in levels
        ]
    ).transpose(2, 0, 1)


def frame(guess: float, unit: int, committed: bool) -> Frame:
    """A guess of τ at −5 dB over τ at 20 dB in one unit of the shipped DRSN-CW; then the truth.

    Parameters
    ----------
    guess : float
        The factor guessed.
    unit : int
        Counted from 1.
    committed : bool
        Whether to draw the truth.
    """
    over_snr: list[Mark] = [
        Rule(1, axis="y", role="muted"),
        Points([KNOWN_DB], [1], role="clean", label="at 20 dB", size=9),
        Points([ASKED_DB], [guess], role="guess", label="your guess", size=9),
    ]
    parts: list[Mark] = [Rule(1, axis="y", role="muted")]
    made_of = "What it is made of: after you commit"
    sentence = (
        f"Take τ of unit {unit} at {KNOWN_DB:g} dB as 1. Your guess for {ASKED_DB:g} dB: "
        f"{guess:.1f} times that."
    )
    if committed:
        tau, size, alpha = ratios()[:, :, unit - 1]
        at = int(np.flatnonzero(LEVELS_DB == ASKED_DB)[0])
        over_snr.insert(1, Line(tau, LEVELS_DB, role="truth", label="measured"))
        made_of = "What it is made of: α · mean |x|"
        parts += [
            Line(size, LEVELS_DB, role="before", label="mean |x|"),
            Line(alpha, LEVELS_DB, role="threshold", label="α"),
        ]
        sentence = (
            f"Measured at {ASKED_DB:g} dB: {tau[at]:.1f} times τ at {KNOWN_DB:g} dB; your guess "
            f"was {guess:.1f}. Of its factors, mean |x| is {size[at]:.1f} times as large, α "
            f"{alpha[at]:.1f} times."
        )
    plot = partial(
        Plot, xlabel="SNR, dB (noisier to the left)", xlim=(-11.0, 21.0), ylim=(0.0, TOP)
    )
    return Frame(
        (
            plot(f"τ of unit {unit}, τ at 20 dB = 1", tuple(over_snr)),
            plot(made_of, tuple(parts)),
        ),
        sentence,
        "The threshold of one unit of a trained network over the signal-to-noise ratio, relative "
        "to 20 dB, with a guess; after you commit, the measured curve and its two factors.",
        columns=2,
    )


guess_threshold = Panel(
    "Where does the learned threshold go?",
    frame,
    (
        Slider("guess", "τ at −5 dB", 0, TOP, 0.1, 1.0, "times"),
        Slider("unit", "Unit", 1, 6, 1, 1),
        Commit("committed", locks=("guess",)),
    ),
)
