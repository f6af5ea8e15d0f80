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
            "square-forgotten",
            {"weighted sum": 10.0},
            "10 comes out where 1.1 is taken for a power: it is the amplitude of the sum, so "
            "square it. Or is the noisy channel off? Turned down, it still adds a little.",
        ),
        Misconception(
            "ratio-without-decibels",
            {"channel": 1.0},
            "1 is the ratio itself. In decibels it is 10 log₁₀ of that.",
        ),
        Misconception(
            "noise-alone-scaled",
            {"channel": _db(1, 0.1)},
            "You scaled the noise and not the signal. α multiplies the whole channel.",
        ),
        Misconception(
            "twenty-log",
            {"channel": _db(0.0001, 1)},
            "That is twice α in decibels. The ratio of signal to noise does not see α.",
        ),
        Misconception(
            "ratio-without-decibels",
            {"plain sum": 4 / 1.1},
            "That is the ratio of the powers. In decibels it is 10 log₁₀ of it.",
        ),
        Misconception(
            "twenty-log",
            {"plain sum": 2 * _db(4, 1.1)},
            "20 log₁₀ belongs to amplitudes. For powers it is 10 log₁₀.",
        ),
        Misconception(
            "natural-logarithm",
            {"plain sum": 10 * math.log(4 / 1.1)},
            "A decibel is made with the logarithm to base 10.",
        ),
        Misconception(
            "noise-of-b-forgotten",
            {"plain sum": _db(4, 1)},
            "The noise of B is missing: the powers of both noises add.",
        ),
        Misconception(
            "one-signal-only",
            {"plain sum": _db(1, 1.1)},
            "Only one signal is counted. The two are the same and add in amplitude: 1 + 1.",
        ),
        Misconception(
            "noises-averaged",
            {"plain sum": _db(4, 0.55)},
            "The noise powers are averaged. A sum of noises has the sum of their powers.",
        ),
        Misconception(
            "noise-amplitude-for-power",
            {"plain sum": _db(4, 1.01)},
            "0.1 is the *power* of B's noise already: do not square it.",
        ),
        Misconception(
            "noise-amplitude-for-power",
            {"plain sum": _db(4, 1 + math.sqrt(0.1))},
            "0.1 is the *power* of B's noise already: do not take its root.",
        ),
        Misconception(
            "sign-turned-round",
            {"plain sum": -_db(4, 1.1)},
            "The signal's power goes above the line, the noise's below.",
        ),
        Misconception(
            "ratios-added",
            {"plain sum": _db(11, 1)},
            "SNRs do not add in a plain sum. Add the signals, then the noise powers.",
        ),
        Misconception(
            "ratio-without-decibels",
            {"weighted sum": 1.21 / 0.11},
            "That is the ratio of the powers. In decibels it is 10 log₁₀ of it.",
        ),
        Misconception(
            "twenty-log",
            {"weighted sum": 2 * _db(1.21, 0.11)},
            "20 log₁₀ belongs to amplitudes. For powers it is 10 log₁₀.",
        ),
        Misconception(
            "square-forgotten",
            {"weighted sum": _db(1.1, 0.2)},
            "Both squares are missing: the power of the signal is 1.1², and a weight of 0.1 makes "
            "a noise power 0.01 times as large.",
        ),
        Misconception(
            "weight-not-squared",
            {"weighted sum": _db(1.21, 1.1)},
            "The noise of A is not weighted here. Its power falls by 0.1² = 0.01.",
        ),
        Misconception(
            "signal-powers-added",
            {"weighted sum": _db(1.01, 0.11)},
            "The two signals are the same: their *amplitudes* add, 0.1 + 1 = 1.1.",
        ),
        Misconception(
            "noise-amplitudes-added",
            {"weighted sum": _db(1.21, (0.1 + math.sqrt(0.1)) ** 2)},
            "The noises are independent: their powers add, not their amplitudes.",
        ),
        Misconception(
            "wrong-channel-weighted",
            {"weighted sum": _db(1.21, 1 + 0.001)},
            "The weight went to B. It is A, the noisy one, that is turned down.",
        ),
        Misconception(
            "signal-left-as-it-was",
            {"weighted sum": _db(4, 0.11)},
            "The signal of A is weighted too: 0.1 + 1 = 1.1.",
        ),
        Misconception(
            "noise-left-out",
            {"weighted sum": _db(1.21, 0.1)},
            "The noise of A is small and still there: 0.01 times its power.",
        ),
        Misconception(
            "sign-turned-round",
            {"weighted sum": -_db(1.21, 0.11)},
            "The signal's power goes above the line, the noise's below.",
        ),
        Misconception(
            "natural-logarithm",
            {"weighted sum": 10 * math.log(11)},
            "A decibel is made with the logarithm to base 10.",
        ),
        Misconception(
            "same-as-the-plain-sum",
            {"weighted sum": _db(4, 1.1)},
            "That is the plain sum's. The weight changes the noise more than the signal.",
        ),
        Misconception(
            "no-gain",
            {"plain sum": 0.0},
            "That is the SNR of A alone. In the sum the signals add in amplitude, the noises in "
            "power.",
        ),
    ),
    praise="Within a channel a weight changes nothing; between channels it can.",
    tolerance=0.005,  # 10.0 and 10.4 are different answers here
)

EXERCISES = (WEIGHTS,)
