"""Lesson 01: where the line of an outer-race fault must be."""

from collections.abc import Callable

import numpy as np

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import Family

Rate = Callable[[float, int, float, float], float]


def _bpfo(shaft_hz: float, balls: int, ball_mm: float, pitch_mm: float) -> float:
    return balls * shaft_hz / 2 * (1 - ball_mm / pitch_mm)


def _rate(
    hits: Callable[[int], float],
    speed: Callable[[float], float],
    half: float,
    geometry: Callable[[float, float], float],
) -> Rate:
    return lambda shaft_hz, balls, ball_mm, pitch_mm: (
        hits(balls) * speed(shaft_hz) * half * geometry(ball_mm, pitch_mm)
    )


_FAMILY = Family(
    _rate,
    {
        "hits": lambda n: n,
        "speed": lambda f: f,
        "half": 0.5,
        "geometry": lambda d, pitch: 1 - d / pitch,
    },
    {
        "geometry": (
            (
                "cage-at-half-speed",
                lambda d, pitch: 1.0,
                "This leaves out the size of the balls. The inner race is smaller than the circle "
                "of their centres, so the cage turns at less than half the shaft's speed.",
            ),
            (
                "inner-race",
                lambda d, pitch: 1 + d / pitch,
                "With the plus it is the inner race, which turns towards the balls and meets more "
                "of them. For the outer race it is a minus.",
            ),
            (
                "diameters-swapped",
                lambda d, pitch: 1 - pitch / d,
                "The diameters are swapped: it is the ball's over the pitch circle's.",
            ),
            (
                "diameters-swapped",
                lambda d, pitch: 1 + pitch / d,
                "The diameters are swapped: it is the ball's over the pitch circle's. And the "
                "outer race has a minus.",
            ),
            (
                "sign-turned-round",
                lambda d, pitch: d / pitch - 1,
                "The two terms in the bracket are swapped: a frequency is not negative.",
            ),
            (
                "one-left-out",
                lambda d, pitch: d / pitch,
                "The 1 − in the bracket is missing: a large ball makes the cage slower.",
            ),
            (
                "diameters-not-divided",
                lambda d, pitch: pitch - d,
                "A length is left in: frequencies come from ratios of diameters. Divide by the "
                "pitch diameter.",
            ),
            (
                "ratio-squared",
                lambda d, pitch: 1 - (d / pitch) ** 2,
                "The square belongs to the frequency with which a ball spins. For the cage the "
                "ratio stands as it is.",
            ),
            (
                "ratio-squared",
                lambda d, pitch: (1 - d / pitch) ** 2,
                "The bracket is squared. The speed of the cage has it once.",
            ),
            (
                "ratio-halved",
                lambda d, pitch: 1 - d / (2 * pitch),
                "The ratio of the diameters is that of the radii: no half belongs into it.",
            ),
            (
                "diameters-added",
                lambda d, pitch: 1 - d / (d + pitch),
                "The pitch diameter runs through the centres of the balls: nothing is added to it.",
            ),
        ),
        "half": (
            (
                "half-forgotten",
                1.0,
                "The half is missing: the centre of a ball moves at the mean of the speeds of the "
                "two races, and one of them is at rest.",
            ),
            (
                "half-twice",
                0.25,
                "The half is in it twice. The mean of two speeds has one.",
            ),
            (
                "multiplied-by-two",
                2.0,
                "This multiplies by 2 where it should divide: the cage is slower than the shaft.",
            ),
        ),
        "hits": (
            (
                "balls-forgotten",
                lambda n: 1.0,
                "This is how often the cage goes round. Each of the balls in it hits the spot once "
                "in a turn of the cage.",
            ),
            (
                "divided-by-balls",
                lambda n: 1 / n,
                "More balls hit the spot more often: multiply by their number.",
            ),
            (
                "halves-cut-off",
                lambda n: n // 2 * 2,
                "`n // 2` cuts a half off where n is odd, as with nine balls: divide with `/`.",
            ),
            (
                "one-ball-less",
                lambda n: n - 1,
                "In one turn of the cage every ball passes once: all n of them.",
            ),
            (
                "one-ball-more",
                lambda n: n + 1,
                "In one turn of the cage every ball passes once: n, not n + 1.",
            ),
        ),
        "speed": (
            (
                "shaft-forgotten",
                lambda f: 1.0,
                "This is how many balls pass in one revolution of the shaft. Multiply by its "
                "revolutions per second.",
            ),
            (
                "per-minute",
                lambda f: f / 60,
                "The speed is in revolutions a second already: no 60.",
            ),
            (
                "per-minute",
                lambda f: 60 * f,
                "The answer is in Hz, per second: no 60.",
            ),
            (
                "radians",
                lambda f: 2 * np.pi * f,
                "2π belongs to an angle. A frequency counts whole turns.",
            ),
            (
                "period-for-frequency",
                lambda f: 1 / f,
                "1/f is the time of one turn. The faster the shaft, the more often a ball hits.",
            ),
        ),
    },
)

OUTER = Exercise(
    name="outer-race-frequency",
    truth=_bpfo,
    probes=(
        {"shaft_hz": 10.0, "balls": 8, "ball_mm": 10.0, "pitch_mm": 40.0},
        {"shaft_hz": 30.0, "balls": 9, "ball_mm": 7.9375, "pitch_mm": 38.5},
        {"shaft_hz": 25.0, "balls": 13, "ball_mm": 6.0, "pitch_mm": 45.0},
    ),
    misconceptions=(
        Misconception(
            "shaft-rate",
            lambda shaft_hz, balls, ball_mm, pitch_mm: shaft_hz,
            "This is the speed of the shaft. The spot is on the outer race, which is at rest, and "
            "it is hit by balls, not by the shaft.",
        ),
        Misconception(
            "cage-as-fast-as-shaft",
            lambda shaft_hz, balls, ball_mm, pitch_mm: balls * shaft_hz,
            "This lets the balls go round as fast as the shaft. They roll between a race that "
            "turns and one at rest, at somewhat less than half its speed.",
        ),
        Misconception(
            "ball-spin",
            lambda shaft_hz, balls, ball_mm, pitch_mm: (
                shaft_hz * pitch_mm / (2 * ball_mm) * (1 - (ball_mm / pitch_mm) ** 2)
            ),
            "This is how fast a ball spins about itself. The question is how often balls pass a "
            "spot of the outer race.",
        ),
        Misconception(
            "ball-spin",
            lambda shaft_hz, balls, ball_mm, pitch_mm: (
                shaft_hz * pitch_mm / ball_mm * (1 - (ball_mm / pitch_mm) ** 2)
            ),
            "This is how often a spot on a ball is hit. The question is about the outer race.",
        ),
        *_FAMILY.one,
    ),
    combined=_FAMILY.two,
    praise="Geometry and speed, no data: that is why a line at this place is evidence.",
)

EXERCISES = (OUTER,)
