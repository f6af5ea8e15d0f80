"""Lesson 01: where the line of an outer-race fault must be, and the envelope that shows it."""

import numpy as np
import scipy  # scipy.signal comes with its first use: it takes a second
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise, Misconception

Array = NDArray[np.float64]

_T = np.arange(32) / 32
_BEAT = (1 + 0.6 * np.cos(2 * np.pi * _T)) * np.cos(2 * np.pi * 6 * _T + 0.4)
_CHIRP = (2 - np.cos(2 * np.pi * 2 * _T)) * np.sin(2 * np.pi * 9 * _T + 0.2)


def _analytic(x: Array) -> NDArray[np.complex128]:
    return scipy.signal.hilbert(x)


def _envelope(x: Array) -> Array:
    return np.abs(_analytic(x))


ENVELOPE = Exercise(
    name="envelope",
    truth=_envelope,
    probes=({"x": np.array([1.0, 1.0, -1.0, -1.0] * 2)}, {"x": _BEAT}, {"x": _CHIRP}),
    misconceptions=(
        Misconception(
            "analytic-signal",
            _analytic,
            "This is the analytic signal itself, a complex number at each moment. The envelope is "
            "its length.",
        ),
        Misconception(
            "hilbert-taken-for-the-imaginary-part",
            lambda x: np.sqrt(x**2 + _analytic(x) ** 2),
            "SciPy's `hilbert` returns the whole analytic signal: x and its Hilbert transform as "
            "one complex number. Its length is enough.",
        ),
        Misconception(
            "signal-itself",
            lambda x: x,
            "This is the signal again: the real part of the analytic signal. The envelope is the "
            "length of the whole complex number.",
        ),
        Misconception(
            "phase",
            lambda x: np.angle(_analytic(x)),
            "This is the angle of the pointer. The envelope is its length.",
        ),
        Misconception(
            "rectified",
            np.abs,
            "|x| is the rectified signal: it still falls to zero in every half period of the "
            "carrier. Take the absolute value of the *analytic* signal.",
        ),
        Misconception(
            "squared",
            lambda x: x**2,
            "x² has an envelope hidden in it, along with twice the carrier's frequency. Take the "
            "absolute value of the analytic signal.",
        ),
        Misconception(
            "squared-envelope",
            lambda x: _envelope(x) ** 2,
            "This is the square of the envelope. The envelope has the unit of the signal.",
        ),
        Misconception(
            "imaginary-part",
            lambda x: np.abs(_analytic(x).imag),
            "This is the Hilbert transform alone, x turned by a quarter period. The envelope is "
            "√(x² + that²).",
        ),
        Misconception(
            "not-doubled",
            lambda x: _envelope(x) / 2,
            "The negative frequencies are gone, and half of the amplitude with them. Double the "
            "positive ones.",
        ),
        Misconception(
            "whole-spectrum",
            lambda x: np.abs(np.fft.fft(x)),
            "This is the spectrum of x, over frequency. The envelope is a curve over time.",
        ),
    ),
    praise="It rides on the peaks and forgets the carrier: impacts become bumps, and bumps a line.",
    tolerance=1e-3,
)


def _bpfo(shaft_hz: float, balls: int, ball_mm: float, pitch_mm: float) -> float:
    return balls * shaft_hz / 2 * (1 - ball_mm / pitch_mm)


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
            "balls-forgotten",
            lambda shaft_hz, balls, ball_mm, pitch_mm: _bpfo(shaft_hz, 1, ball_mm, pitch_mm),
            "This is how often the cage goes round. Each of the balls in it hits the spot once in "
            "a turn of the cage.",
        ),
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
            "half-forgotten",
            lambda shaft_hz, balls, ball_mm, pitch_mm: (
                2 * _bpfo(shaft_hz, balls, ball_mm, pitch_mm)
            ),
            "The half is missing: the centre of a ball moves at the mean of the speeds of the two "
            "races, and one of them is at rest.",
        ),
        Misconception(
            "cage-at-half-speed",
            lambda shaft_hz, balls, ball_mm, pitch_mm: balls * shaft_hz / 2,
            "This leaves out the size of the balls. The inner race is smaller than the circle of "
            "their centres, so the cage turns at less than half the shaft's speed.",
        ),
        Misconception(
            "inner-race",
            lambda shaft_hz, balls, ball_mm, pitch_mm: _bpfo(shaft_hz, balls, -ball_mm, pitch_mm),
            "With the plus it is the inner race, which turns towards the balls and meets more of "
            "them. For the outer race it is a minus.",
        ),
        Misconception(
            "diameters-swapped",
            lambda shaft_hz, balls, ball_mm, pitch_mm: _bpfo(shaft_hz, balls, pitch_mm, ball_mm),
            "The diameters are swapped: it is the ball's over the pitch circle's.",
        ),
        Misconception(
            "shaft-forgotten",
            lambda shaft_hz, balls, ball_mm, pitch_mm: _bpfo(1.0, balls, ball_mm, pitch_mm),
            "This is how many balls pass in one revolution of the shaft. Multiply by its "
            "revolutions per second.",
        ),
    ),
    praise="Geometry and speed, no data: that is why a line at this place is evidence.",
)

EXERCISES = (OUTER, ENVELOPE)
