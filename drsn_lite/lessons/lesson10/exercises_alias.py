"""Lesson 10: where a tone goes when samples are dropped."""

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways

ALIAS = Exercise(
    name="fold-back",
    truth=1.5,
    unit="kHz",
    tolerance=1e-3,
    misconceptions=(
        *ways(
            "stays",
            "At 12 kHz nothing above 6 kHz can be told apart from something below it.",
            10.5,
        ),
        *ways(
            "hertz-instead-of-kilohertz",
            "The place is right, the unit is not: the answer is in kHz.",
            1500,
            0.0015,
        ),
        *ways(
            "sign-kept",
            "A tone at a negative frequency cannot be told from one at the same positive one. "
            "Frequencies in a spectrum of real samples are positive.",
            -1.5,
        ),
        *ways(
            "divided-by-four",
            "Frequencies in Hz are not divided: that happens if you keep all samples and misread "
            "the rate. Here samples are dropped, and the rate is right.",
            2.625,
            42,
        ),
        *ways(
            "distance-from-half-the-rate",
            "4.5 kHz is how far the tone lies *above* 6 kHz. It is mirrored there, and comes out "
            "that far below.",
            4.5,
            -4.5,
        ),
        *ways(
            "cut-at-half-the-rate",
            "It does not stop at half the rate: it is folded back about it, by as much as it lies "
            "above.",
            6,
            12,
        ),
        *ways(
            "mirrored-at-another-rate",
            "You mirrored at the wrong place. Half of the *new* rate is the mirror.",
            13.5,
            37.5,
            3,
            7.5,
            1.75,
            5.25,
            21,
            0.75,
        ),
        *ways(
            "added-instead-of-mirrored",
            "You added. What lies above half the new rate comes back *below* it.",
            16.5,
            22.5,
            58.5,
        ),
        *ways(
            "gone",
            "Without a filter nothing takes the tone away. Its power is still there, elsewhere.",
            0.0,
        ),
    ),
    praise="Whatever lies above half the new rate has to be filtered out first.",
)


EXERCISES = (ALIAS,)
