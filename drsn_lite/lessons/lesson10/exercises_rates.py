"""Lesson 10: fault rates of CWRU's drive-end bearing at 1797 rpm."""

import math
from collections.abc import Mapping

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import ways
from drsn_lite.lessons.lesson10.bearings import BALL_IN, BALLS, CWRU_SHAFT_HZ, PITCH_IN, rates

_RATES = rates(CWRU_SHAFT_HZ[0], BALLS, BALL_IN, PITCH_IN)
F, Q = CWRU_SHAFT_HZ[0], BALL_IN / PITCH_IN
TRUTH = {"inner": _RATES["IR"], "outer": _RATES["OR"], "ball": _RATES["B"]}


def _times(factor: float) -> Mapping[str, float]:
    return {key: factor * value for key, value in TRUTH.items()}


def _each(slug: str, why: str, *wrongs: Mapping[str, float]) -> tuple[Misconception, ...]:
    """A mistake in all rates that it touches, and in one of them alone."""
    single = [{key: value} for wrong in wrongs for key, value in wrong.items() if len(wrong) > 1]
    return ways(slug, why, *wrongs, *single)


def _races(n: float, q: float, f: float = F) -> dict[str, float]:
    return {"inner": n * f * (1 + q), "outer": n * f * (1 - q)}


FAULT_RATES = Exercise(
    name="fault-rates",
    truth=TRUTH,
    unit="Hz",
    tolerance=3.6e-3,  # whole Hz
    misconceptions=(
        *ways(
            "races-swapped",
            "The races are swapped. The inner race turns *against* the slower cage, so balls pass "
            "a spot on it more often: + for inner, − for outer.",
            {"inner": TRUTH["outer"], "outer": TRUTH["inner"]},
            {"inner": TRUTH["outer"]},
            {"outer": TRUTH["inner"]},
        ),
        *_each(
            "per-minute",
            "These are rates per minute. 1797 rev/min are 29.95 revolutions per second.",
            _times(60),
        ),
        *_each(
            "in-orders",
            "These are multiples of the shaft's rate. Multiply them by it, in Hz.",
            _times(1 / F),
        ),
        *_each(
            "radians",
            "These are angular frequencies. A rate in Hz has no 2π.",
            _times(2 * math.pi),
            _times(1 / (2 * math.pi)),
        ),
        *_each(
            "kilohertz",
            "The numbers are right, the unit is not: the answer is in Hz.",
            _times(1e-3),
        ),
        *_each(
            "periods-instead-of-rates",
            "That is the time from hit to hit. A rate is one over it.",
            {key: 1 / value for key, value in TRUTH.items()},
            {key: 1000 / value for key, value in TRUTH.items()},
        ),
        *ways(
            "one-hit-a-spin",
            "That is the spin of a ball. A spot on it hits the inner and the outer race once each "
            "in a spin: twice as often.",
            {"ball": TRUTH["ball"] / 2},
        ),
        *ways(
            "spins-counted-twice",
            "Twice too large: the formula counts the hits on both races already.",
            {"ball": 2 * TRUTH["ball"]},
        ),
        *_each(
            "forgot-the-half",
            "Twice too large: the formula has n/2. The cage turns at about half the shaft's speed.",
            _races(BALLS, Q),
        ),
        *_each(
            "forgot-the-balls",
            "The number of balls is missing: each of them passes the spot. (What you have is how "
            "fast the cage turns.)",
            _races(0.5, Q),
            _races(1, Q),
            _races(0.5, -Q),
        ),
        *_each(
            "another-number-of-balls",
            "This bearing has 9 balls: n/2 is 4.5, not a whole number.",
            _races(4, Q),
            _races(5, Q),
            _races(4, -Q),
            _races(8 / 2, Q),
            _races(10 / 2, Q),
            _races(2 / 9, Q),
        ),
        *_each(
            "diameters-swapped",
            "d is the ball, D the pitch circle: d/D is about 0.2. You have it the other way round.",
            _races(4.5, 1 / Q) | {"ball": F * Q * (1 - 1 / Q**2)},
            {"inner": 4.5 * F * (1 + 1 / Q), "outer": abs(4.5 * F * (1 - 1 / Q))},
            {"ball": F * Q * (1 - Q**2)},
            {"ball": abs(F / Q * (1 - 1 / Q**2))},
        ),
        *_each(
            "radius-for-diameter",
            "Half or twice the ratio d/D: both are diameters.",
            _races(4.5, Q / 2) | {"ball": F / (Q / 2) * (1 - (Q / 2) ** 2)},
            _races(4.5, 2 * Q) | {"ball": F / (2 * Q) * (1 - (2 * Q) ** 2)},
        ),
        *_each(
            "square-where-none-is",
            "The races have d/D to the first power; the square stands in the ball's rate alone.",
            _races(4.5, Q**2),
        ),
        *ways(
            "square-forgotten",
            "In the ball's rate d/D is squared within the bracket: (1 − (d/D)²).",
            {"ball": F / Q * (1 - Q)},
            {"ball": F / Q * (1 - Q) ** 2},
            {"ball": F / (2 * Q) * (1 - Q)},
        ),
        *ways(
            "bracket-forgotten",
            "The bracket is missing: the ball's rate is a little below f · D/d.",
            {"ball": F / Q},
            {"ball": F / Q / 2},
            {"ball": F * (1 - Q**2)},
            {"ball": F / 2 * (1 - Q**2)},
        ),
        *ways(
            "plus-for-minus",
            "There is a minus in the ball's bracket.",
            {"ball": F / Q * (1 + Q**2)},
            {"ball": F / Q * (1 + Q)},
        ),
        *ways(
            "race-formula-for-the-ball",
            "That is a race's rate. A ball has a formula of its own.",
            {"ball": TRUTH["inner"]},
            {"ball": TRUTH["outer"]},
            {"ball": 9 * TRUTH["ball"]},
            {"ball": 4.5 * TRUTH["ball"]},
        ),
        *_each(
            "geometry-forgotten",
            "The bracket is missing: n/2 · f alone is the mean of the two races' rates.",
            {"inner": 4.5 * F, "outer": 4.5 * F},
            {"inner": 9 * F, "outer": 9 * F},
            {"inner": F, "outer": F, "ball": F},
        ),
        *_each(
            "shaft-at-the-wrong-rate",
            "The shaft turns 1797 times a minute: that is 29.95 Hz.",
            _times(1750 / 1797),
            _times(1772 / 1797),
            _times(1730 / 1797),
            _times(50 / F),
        ),
    ),
    praise="The races' two rates add up to the number of balls times the shaft's rate.",
)

EXERCISES = (FAULT_RATES,)
