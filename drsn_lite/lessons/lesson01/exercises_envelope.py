"""Lesson 01: the envelope, which shows the line of a fault."""

import numpy as np
import scipy  # scipy.signal comes with its first use: it takes a second
from numpy.typing import NDArray

from drsn_lite.answers.exercise import Exercise, Misconception, Property
from drsn_lite.answers.properties import NOT_NEGATIVE

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
    properties=(
        NOT_NEGATIVE,
        Property(
            "below-the-signal",
            lambda y, x: bool((y >= np.abs(x) - 1e-6).all()),
            "The signal sticks out of your envelope in places. An envelope lies on |x| or above: "
            "it is the length of a pointer of which x is one side.",
        ),
    ),
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
            "phase",
            lambda x: np.unwrap(np.angle(_analytic(x))),
            "This is the angle of the pointer. The envelope is its length.",
        ),
        Misconception(
            "imaginary-part",
            lambda x: _analytic(x).imag,
            "This is the Hilbert transform alone, x turned by a quarter period. The envelope is "
            "√(x² + that²).",
        ),
        Misconception(
            "hilbert-taken-for-the-imaginary-part",
            lambda x: np.abs(x + 1j * _analytic(x)),
            "SciPy's `hilbert` returns x and its Hilbert transform together, as one complex "
            "number. Its length is enough.",
        ),
        Misconception(
            "hilbert-taken-for-the-imaginary-part",
            lambda x: np.sqrt(x**2 + np.abs(_analytic(x)) ** 2),
            "SciPy's `hilbert` returns x and its Hilbert transform together. Its length is enough.",
        ),
        Misconception(
            "square-root-forgotten",
            lambda x: np.abs(x) + np.abs(_analytic(x).imag),
            "The parts of a complex number are two sides of a right angle: the length is the root "
            "of the sum of their squares.",
        ),
        Misconception(
            "root-taken",
            lambda x: np.sqrt(_envelope(x)),
            "This is the square root of the envelope. `np.abs` of a complex number has taken the "
            "root already.",
        ),
        Misconception(
            "lower-envelope",
            lambda x: -_envelope(x),
            "This is the lower envelope: the sign is turned round. A length is not negative.",
        ),
        Misconception(
            "mean-removed",
            lambda x: _envelope(x) - _envelope(x).mean(),
            "You took the mean off. That helps before a spectrum; the envelope itself is a length.",
        ),
        Misconception(
            "largest-value",
            lambda x: _envelope(x).max(),
            "This is one number, the largest. The envelope is a curve over time.",
        ),
        Misconception(
            "envelope-of-the-rectified",
            lambda x: _envelope(np.abs(x)),
            "You rectified the signal before `hilbert`. Take the absolute value after it, not "
            "before.",
        ),
        Misconception(
            "squared-envelope",
            lambda x: _analytic(x) ** 2,
            "A complex number squared is still complex. The envelope is its length: `np.abs`.",
        ),
        Misconception(
            "squared",
            lambda x: np.abs(_analytic(x**2)),
            "You squared the signal before `hilbert`. The envelope is the length of the analytic "
            "signal of x itself.",
        ),
        Misconception(
            "spectrum-of-the-envelope",
            lambda x: np.abs(np.fft.fft(_envelope(x))),
            "You went one step too far: this is the spectrum of the envelope.",
        ),
        Misconception(
            "whole-spectrum",
            lambda x: np.abs(np.fft.rfft(x)),
            "This is the spectrum of x, over frequency. The envelope is a curve over time.",
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

EXERCISES = (ENVELOPE,)
