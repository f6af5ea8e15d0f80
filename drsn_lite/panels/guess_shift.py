"""Predict, commit, reveal: noise with a mean; how much of the harm does the mean do alone?"""

import numpy as np

from drsn_lite.digit_results import at
from drsn_lite.frames import Bars, Frame, Image, Mark, Plot, Points, Rule
from drsn_lite.gains import band
from drsn_lite.panels.digit_lab import samples
from drsn_lite.panels.panel import Commit, Panel, Slider
from drsn_lite.pixel_noise import add

LEVEL = 0.5
CASES = {
    "clean": "none",
    "speckle": "centred",
    "brightness": "shift",
    "both": "uniform",
}
"""How the cases are named here, and in the table."""


def measured(case: str) -> tuple[float, float]:
    """Accuracy (%) of the ResNets that were trained on clean digits, and half its 95 % band."""
    level = 0.0 if case == "clean" else LEVEL
    return band(at("digits", "clean", CASES[case], level)["resnet"])


def frame(guess: float, committed: bool) -> Frame:
    """The same digit in four ways, and the accuracy: two are told, one is guessed."""
    digit = samples("digits")[0][3:4]
    gap = np.full((8, 1), np.nan, dtype=np.float32)
    strip: list[np.ndarray] = []
    for kind in CASES.values():
        noisy = digit if kind == "none" else add(digit, kind, LEVEL, rng=3)
        strip += [noisy[0, 0], gap]
    shown = list(CASES) if committed else ["clean", "speckle"]
    names = tuple(name if name in shown else f"{name} ?" for name in CASES)
    heights = [measured(name)[0] if name in shown else 0.0 for name in CASES]
    marks: list[Mark] = [
        Bars(heights, role="muted", label="mean of ten networks", names=names),
        Rule(guess, axis="y", role="guess", label="your guess"),
    ]
    clean, speckle = measured("clean")[0], measured("speckle")[0]
    sentence = (
        f"Clean {clean:.0f} % right; with speckle, U(−0.25, 0.25), {speckle:.0f} %. Your guess "
        f"with 0.25 added to every pixel instead: {guess:.0f} %."
    )
    if committed:
        bright, half = measured("brightness")
        marks.append(Points([2], [bright], role="truth", label="measured", size=9))
        sentence = (
            f"0.25 added to every pixel: {bright:.0f} ± {half:.0f} % right, against "
            f"{speckle:.0f} % with speckle; both at once, U(0, 0.5), {measured('both')[0]:.0f} %. "
            f"Your guess was {guess:.0f} %, {abs(guess - bright):.0f} points off."
        )
    return Frame(
        (
            Plot("Clean, speckle, brightness, both", (Image(np.hstack(strip[:-1]), 0.0, 1.2),)),
            Plot("Right, of 540 test digits", tuple(marks), "", "%", None, (0, 100)),
        ),
        sentence,
        "One digit clean, with zero-mean noise, brighter, and with both; and the share of test "
        "digits that are still recognised in each case, with a guess.",
        columns=2,
    )


panel = Panel(
    "Your prediction",
    frame,
    (
        Slider("guess", "Right with brightness alone", 0, 100, 1, 90, "%"),
        Commit("committed", locks=("guess",)),
    ),
)
