"""Predict, commit, reveal: noise with a mean; how much of the harm does the mean do alone?"""

from functools import cache

from drsn_lite.datasets import load
from drsn_lite.drawing import (
    Bars,
    Commit,
    Frame,
    Image,
    Mark,
    Panel,
    Plot,
    Points,
    Rule,
    Slider,
    side_by_side,
)
from drsn_lite.lessons.lesson09.digit_results import at
from drsn_lite.lessons.lesson09.pixel_noise import Images, add
from drsn_lite.results.gains import band

LEVEL = 0.5
CASES = {
    "clean": "none",
    "speckle": "centred",
    "brightness": "shift",
    "both": "uniform",
}
"""How the cases are named here, and in the table."""


@cache
def digit() -> Images:
    """The first three among the test digits, (1, 1, 8, 8)."""
    data = load("digits", scale="unit")
    return data.test_x[data.test_y == 3][:1]


def measured(case: str) -> tuple[float, float]:
    """Accuracy (%) of the ResNets that were trained on clean digits, and half its 95 % band."""
    level = 0.0 if case == "clean" else LEVEL
    return band(at("digits", "clean", CASES[case], level)["resnet"])


def frame(guess: float, committed: bool) -> Frame:
    """The same digit in four ways, and the accuracy: two are told, one is guessed."""
    noisy = [digit() if k == "none" else add(digit(), k, LEVEL, rng=3) for k in CASES.values()]
    strip = side_by_side(*(image[0, 0] for image in noisy))
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
            Plot("Clean, speckle, brightness, both", (Image(strip, 0.0, 1.2),)),
            Plot("Right, of 540 test digits", tuple(marks), "", "%", None, (0, 100)),
        ),
        sentence,
        "One digit clean, with zero-mean noise, brighter, and with both; and the share of test "
        "digits that are still recognised in each case, with a guess.",
        columns=2,
    )


guess_shift = Panel(
    "Your prediction",
    frame,
    (
        Slider("guess", "Right with brightness alone", 0, 100, 1, 90, "%"),
        Commit("committed", locks=("guess",)),
    ),
)
