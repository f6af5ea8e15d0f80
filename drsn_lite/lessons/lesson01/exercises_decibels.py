"""Lesson 01: decibels as ratios."""

import numpy as np

from drsn_lite.answers.exercise import Exercise, Misconception

DECIBELS = Exercise(
    name="decibels",
    truth={
        "power ratio at 20 dB": 100.0,
        "amplitude ratio at 20 dB": 10.0,
        "noise power at 0 dB": 1.0,
        "noise power at -10 dB": 10.0,
    },
    misconceptions=(
        Misconception(
            "noise-over-signal",
            {"power ratio at 20 dB": 0.01},
            "That is the noise's power over the signal's. At 20 dB the signal is the stronger one.",
        ),
        Misconception(
            "amplitude-for-power",
            {"power ratio at 20 dB": 10.0},
            "10 is the ratio of the amplitudes at 20 dB. Power grows with the amplitude squared.",
        ),
        Misconception(
            "power-for-amplitude",
            {"amplitude ratio at 20 dB": 100.0},
            "100 is the ratio of the powers at 20 dB. The amplitude is the square root of that.",
        ),
        Misconception(
            "decibel-as-ratio",
            {"power ratio at 20 dB": 20.0},
            "Decibels are not a ratio but the logarithm of one: 10 dB more is ten times the power.",
        ),
        Misconception(
            "decibel-as-power",
            {"noise power at -10 dB": -10.0},
            "A power is never negative. −10 dB is the logarithm of a ratio: a tenth, or ten times, "
            "depending on which power stands above the line.",
        ),
        Misconception(
            "zero-db-is-no-noise",
            {"noise power at 0 dB": 0.0},
            "At 0 dB the noise is as strong as the signal, since log₁₀ 1 = 0. Without noise "
            "the SNR is infinite.",
        ),
        Misconception(
            "minus-is-quiet",
            {"noise power at -10 dB": 0.1},
            "That is the signal's power over the noise's. A negative SNR means that the noise is "
            "the stronger one.",
        ),
        Misconception(
            "amplitude-at-minus-10",
            {"noise power at -10 dB": float(np.sqrt(10))},
            "That is how many times the noise's *amplitude* exceeds the signal's. The question is "
            "about its power.",
        ),
    ),
    praise="Ten decibels are a factor of ten in power, twenty a factor of ten in amplitude.",
    tolerance=0.01,
)

EXERCISES = (DECIBELS,)
