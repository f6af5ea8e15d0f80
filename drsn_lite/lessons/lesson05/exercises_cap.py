"""Lesson 05: the cap on a threshold, and which way it goes with the noise."""

import math

from drsn_lite.answers.exercise import Exercise, Misconception

CAP = Exercise(
    name="cap",
    truth=math.erf(1 / math.sqrt(math.pi)),
    tolerance=0.018,  # a simulation with 10 000 draws is as good
    misconceptions=(
        Misconception(
            "half",
            0.5,
            "Half of the values lie below the *median* of |x|. The cap is the mean of |x|, which "
            "lies above the median here.",
        ),
        Misconception(
            "all-of-them",
            1.0,
            "τ cannot pass mean |x|, and the largest |x| lies above the mean, so something stays.",
        ),
        Misconception(
            "the-cap-itself",
            math.sqrt(2 / math.pi),
            "That is the cap, 0.80 σ. Which share of the values has an |x| below it?",
        ),
        Misconception(
            "one-sigma",
            math.erf(1 / math.sqrt(2)),
            "That is the share within one σ. The cap is mean |x| = √(2/π) σ ≈ 0.80 σ.",
        ),
        Misconception(
            "laplacian",
            1 - math.exp(-1),
            "That is the answer for Laplacian features. Here they are Gaussian.",
        ),
        Misconception(
            "one-sided",
            (1 + math.erf(1 / math.sqrt(math.pi))) / 2,
            "You counted x < mean |x|, which takes in all negative values. It is |x| that must "
            "lie below the cap: two-sided.",
        ),
        Misconception(
            "half-the-interval",
            math.erf(1 / math.sqrt(math.pi)) / 2,
            "You counted 0 < x < mean |x| only. Negative features are zeroed as well.",
        ),
        Misconception(
            "percent-instead-of-fraction",
            100 * math.erf(1 / math.sqrt(math.pi)),
            "That is a percentage. A fraction lies between 0 and 1.",
        ),
        Misconception(
            "what-is-kept",
            1 - math.erf(1 / math.sqrt(math.pi)),
            "That is the share that is kept. Asked is the share set to zero.",
        ),
        Misconception(
            "root-of-two-forgotten",
            math.erf(math.sqrt(2 / math.pi)),
            "P(|x| ≤ tσ) is erf(t/√2): the √2 is missing.",
        ),
        Misconception(
            "the-cap-in-other-units",
            1 / math.sqrt(math.pi),
            "1/√π is what stands in the error function. The share is the function's value there.",
        ),
        Misconception(
            "density-for-probability",
            1 / math.sqrt(2 * math.pi),
            "That is the height of the bell curve at 0. A share is an area under it.",
        ),
        Misconception(
            "none-of-them",
            0.0,
            "With α near 1 the threshold is near mean |x|, and what is smaller becomes 0.",
        ),
        Misconception(
            "one-tail",
            (1 - math.erf(1 / math.sqrt(math.pi))) / 2,
            "That is the share above the cap on one side: those are kept.",
        ),
        Misconception(
            "two-sigma",
            math.erf(math.sqrt(2)),
            "That is the share within two σ. The cap is mean |x| ≈ 0.80 σ.",
        ),
        Misconception(
            "uniform",
            2 / math.pi,
            "That is no share of Gaussian values. Which share has an |x| below √(2/π) σ?",
        ),
    ),
    praise="However large α is trained, one such unit keeps at least 42 % of Gaussian features.",
)

DIRECTION = Exercise(
    name="noise-and-threshold",
    truth="B",
    misconceptions=(
        Misconception(
            "swapped-sentence",
            "A",
            "The text that this lesson grew from says so, and it is a slip of the pen. A threshold "
            "has to lie above the noise, and B has more of it: τ is in proportion to σ.",
        ),
        Misconception(
            "one-threshold-for-all",
            "same",
            "One threshold for both would leave B's noise in, or cut into A's signal. That is why "
            "every sample gets its own.",
        ),
    ),
    synonyms={"same": ("equal", "both", "neither"), "B": ("the noisier",)},
    praise="More noise, larger threshold: the universal threshold, too, is in proportion to σ.",
)

EXERCISES = (CAP, DIRECTION)
