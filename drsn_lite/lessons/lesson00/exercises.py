"""Lesson 00: one exercise to see how exercises work."""

import numpy as np

from drsn_lite.answers.exercise import Exercise, Misconception

EXERCISES = (
    Exercise(
        name="first-check",
        truth=lambda x: np.mean(x == 0),
        probes=(
            {"x": np.array([0.0, 3.0, 0.0, -1.0, 0.004])},
            {"x": np.array([0.0, 0.0, -2.0])},
            {"x": np.array([[5.0, 0.0, 1e-9], [-7.0, 0.25, 0.0]])},
        ),
        misconceptions=(
            Misconception(
                "count-instead-of-fraction",
                lambda x: np.sum(x == 0),
                "This counts the zeros. A fraction is that count over the number of values.",
            ),
            Misconception(
                "fraction-of-nonzeros",
                lambda x: np.mean(x != 0),
                "This is the fraction of values that are not zero.",
            ),
            Misconception(
                "small-counted-as-zero",
                lambda x: np.mean(np.abs(x) < 0.01),
                "This also counts values that are small but not zero. Thresholding makes exact "
                "zeros, so `x == 0` is safe here.",
            ),
            Misconception(
                "percent-instead-of-fraction",
                lambda x: 100 * np.mean(x == 0),
                "This is a percentage. A fraction lies between 0 and 1.",
            ),
            Misconception(
                "rows-instead-of-values",
                lambda x: np.sum(x == 0) / len(x),
                "This divides by `len(x)`, which counts rows. `x.size` counts values.",
            ),
        ),
        praise="The microscope of this course counts zeroed features in just this way.",
    ),
)
