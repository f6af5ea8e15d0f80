"""Lesson 04: what weights do to the signal-to-noise ratio, within a channel and between two."""

import math

from drsn_lite.answers.exercise import Exercise, Misconception


def _db(signal: float, noise: float) -> float:
    return 10 * math.log10(signal / noise)


WEIGHTS = Exercise(
    name="se-snr",
    truth={"channel": 0.0, "plain sum": _db(4, 1.1), "weighted sum": _db(1.21, 0.11)},
    misconceptions=(
        Misconception(
            "noise-left-as-it-was",
            {"channel": _db(0.01, 1)},
            "You scaled the signal and not the noise. α multiplies the whole channel, so both "
            "powers fall by α², and their ratio stays.",
        ),
        Misconception(
            "noise-alone-scaled",
            {"channel": _db(1, 0.01)},
            "You scaled the noise and not the signal. α cannot tell them apart: it multiplies "
            "the whole channel.",
        ),
        Misconception(
            "alpha-in-decibels",
            {"channel": _db(0.1, 1)},
            "That is α in decibels. The ratio of signal to noise does not see it: both are scaled.",
        ),
        Misconception(
            "mean-of-decibels",
            {"plain sum": 5.0},
            "Decibels do not average. Add the signals, add the noise powers, and then take the "
            "ratio.",
        ),
        Misconception(
            "signal-powers-added",
            {"plain sum": _db(2, 1.1)},
            "The two signals are the same, so their *amplitudes* add: 1 + 1 = 2, power 4. Only "
            "the noises, which are independent, add in power.",
        ),
        Misconception(
            "noise-amplitudes-added",
            {"plain sum": _db(4, (1 + math.sqrt(0.1)) ** 2)},
            "The noises are independent: their powers add, not their amplitudes.",
        ),
        Misconception(
            "weight-not-squared",
            {"weighted sum": _db(1.21, 0.1 + 0.1)},
            "A weight of 0.1 multiplies the noise's amplitude. Its power falls by 0.1² = 0.01.",
        ),
        Misconception(
            "no-better-than-the-best",
            {"weighted sum": 10.0},
            "That would be so if the noisy channel were shut off. Turned down but not off, it "
            "still adds a little signal.",
        ),
    ),
    praise="Within a channel a weight changes nothing; between channels it can.",
    tolerance=0.01,
)

EXERCISES = (WEIGHTS,)
