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
            "decibel-as-ratio",
            {"amplitude ratio at 20 dB": 20.0},
            "Decibels are not a ratio but the logarithm of one: 20 dB more is ten times the "
            "amplitude.",
        ),
        Misconception(
            "decibel-as-ratio",
            {"power ratio at 20 dB": 2.0},
            "2 is the logarithm of the ratio, in bels. Undo the logarithm: 10 to that power.",
        ),
        Misconception(
            "decibel-as-ratio",
            {"amplitude ratio at 20 dB": 2.0},
            "2 is the logarithm of the ratio of the powers. Undo it, then take the root.",
        ),
        Misconception(
            "noise-over-signal",
            {"amplitude ratio at 20 dB": 0.1},
            "That is the noise's amplitude over the signal's. At 20 dB the signal is the stronger.",
        ),
        Misconception(
            "half-for-the-root",
            {"amplitude ratio at 20 dB": 50.0},
            "An amplitude is the square root of a power, not the half of it.",
        ),
        Misconception(
            "power-squared",
            {"power ratio at 20 dB": 1e4},
            "That is the square of it. 20 dB are two factors of ten in power.",
        ),
        Misconception(
            "tenth-forgotten",
            {"power ratio at 20 dB": 1e20},
            "10²⁰ would be 20 bels. A decibel is a tenth of one.",
        ),
        Misconception(
            "tenth-forgotten",
            {"noise power at -10 dB": 1e10},
            "10¹⁰ would be 10 bels. A decibel is a tenth of one.",
        ),
        Misconception(
            "natural-exponential",
            {"power ratio at 20 dB": float(np.exp(2))},
            "Decibels are made with the logarithm to base 10: undo them with 10^…, not e^….",
        ),
        Misconception(
            "equal-as-half",
            {"noise power at 0 dB": 0.5},
            "Relative to the signal's power: equally strong is a ratio of 1, not a share of ½.",
        ),
        Misconception(
            "zero-db-is-no-noise",
            {"noise power at 0 dB": float("inf")},
            "At 0 dB the noise is as strong as the signal, since log₁₀ 1 = 0.",
        ),
        Misconception(
            "ten-for-one",
            {"noise power at 0 dB": 10.0},
            "0 dB is the logarithm of 1: 10 to the power of 0.",
        ),
        Misconception(
            "amplitude-at-minus-10",
            {"noise power at -10 dB": float(np.sqrt(0.1))},
            "That is an amplitude, and the signal's over the noise's. The question is about the "
            "noise's power.",
        ),
        Misconception(
            "minus-twenty-for-ten",
            {"noise power at -10 dB": 100.0},
            "100 belongs to 20 dB. Each 10 dB are one factor of ten in power.",
        ),
        Misconception(
            "sign-kept",
            {"noise power at -10 dB": -0.1},
            "A power is never negative: the minus is in the exponent.",
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
