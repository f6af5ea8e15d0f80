"""Predict, commit, reveal: how many points is DRSN-CW above a ResNet of its own size?"""

import numpy as np

from drsn_lite.drawing import (
    Band,
    Choice,
    Commit,
    Frame,
    Line,
    Mark,
    Panel,
    Plot,
    Points,
    Rule,
    Slider,
)
from drsn_lite.results import heart
from drsn_lite.results.gains import band, verdict
from drsn_lite.results.names import NETWORKS

LEVELS = (("-5", "-5 dB"), ("0", "0 dB"), ("10", "10 dB"), ("inf", "no noise"))
TOP = 12.0
BESIDE = 0.12  # two networks of one seed stand side by side


def frame(guess: float, snr: str, committed: bool) -> Frame:
    """The accuracy of the ResNet for five seeds, a guess of the gain; then both networks.

    Parameters
    ----------
    guess : float
        Gain of DRSN-CW over the ResNet, points of accuracy.
    snr : {"-5", "0", "10", "inf"}
        SNR of the test signals, dB; Gaussian noise.
    committed : bool
        Whether to draw the truth.
    """
    here = 100 * heart.accuracy().loc["gaussian"].loc[float(snr)]
    known, other = here["resnet-wide"].to_numpy(), here["drsn-cw"].to_numpy()
    seeds = np.arange(len(known))
    level = dict(LEVELS)[snr]
    left: list[Mark] = [
        Points(seeds - BESIDE, known, role="before", label=NETWORKS["resnet-wide"], size=8),
        Points(seeds + BESIDE, known + guess, role="guess", label="your guess of DRSN-CW"),
    ]
    right: list[Mark] = [
        Rule(0.0, axis="y", role="muted"),
        Rule(guess, axis="y", role="guess", label="your guess"),
    ]
    sentence = (
        f"At {level} the ResNet has {known.mean():.1f} % on average over five seeds. Your guess: "
        f"DRSN-CW is {guess:+.1f} points away."
    )
    if committed:
        gain = other - known
        mean, half = band(gain)
        left[1] = Points(seeds + BESIDE, other, role="truth", label=NETWORKS["drsn-cw"], size=8)
        right += [
            Points(seeds, gain, role="truth", label="each seed", size=8),
            Line([mean, mean], [-0.5, 4.5], role="truth", label="mean"),
            Band(mean - half, mean + half, axis="y", role="truth", label="95 % band"),
        ]
        sentence = (
            f"At {level} DRSN-CW is {mean:+.1f} ± {half:.1f} points above a ResNet of its size "
            f"(mean of five seeds, 95 % band): {verdict(mean, half)}. Your guess was {guess:+.1f}."
        )
    low = min(float(known.min()), float(other.min()))
    return Frame(
        (
            Plot("Test accuracy", tuple(left), "seed", "%", (-0.9, 4.9), (low - TOP - 1, 102)),
            Plot("Gain", tuple(right), "seed", "points", (-0.5, 4.5), (-TOP - 1, TOP + 1)),
        ),
        sentence,
        "Accuracy of a ResNet for five seeds with a guess for DRSN-CW; after you commit, DRSN-CW "
        "itself and the gain of each seed with its mean and band.",
        columns=2,
    )


guess_gain = Panel(
    "How large is the gain?",
    frame,
    (
        Slider("guess", "Gain of DRSN-CW over the ResNet", -TOP, TOP, 0.5, 5.0, "points"),
        Choice("snr", "Test signals", LEVELS, "-5"),
        Commit("committed", locks=("guess",)),
    ),
)
