"""Lesson 00: one exercise to see how exercises work."""

import numpy as np

from drsn_lite.answers.exercise import Exercise, Misconception

EXERCISES = (
    Exercise(
        name="first-check",
        truth=lambda x: np.mean(x == 0),
        probes=(
            # what is small here is so small that any idea of "nearly zero" takes it for zero
            {"x": np.array([0.0, 3.0, 0.0, -1.0, 1e-12])},
            {"x": np.array([0.0, 0.0, -2.0, 5.0, 4.0, 2.0, 0.0])},
            {"x": np.array([[5.0, 0.0, 1e-12], [-7.0, 2.0, 0.0]])},
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
                "count-of-nonzeros",
                lambda x: np.sum(x != 0),
                "This counts the values that are *not* zero. Count the others, and divide by the "
                "number of values.",
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
            Misconception(
                "columns-instead-of-values",
                lambda x: np.sum(x == 0) / x.shape[-1],
                "This divides by the length of one row. `x.size` counts all values.",
            ),
            Misconception(
                "mean-of-the-values",
                np.mean,
                "This is the mean of the values themselves. First ask of each whether it is zero.",
            ),
            Misconception(
                "negatives-counted",
                lambda x: np.mean(x < 0),
                "This counts the values below zero. Ask which *are* zero: `==`.",
            ),
            Misconception(
                "positives-counted",
                lambda x: np.mean(x > 0),
                "This counts the values above zero. Ask which *are* zero: `==`.",
            ),
            Misconception(
                "at-most-zero",
                lambda x: np.mean(x <= 0),
                "This counts negative values too. Ask which *are* zero: `==`.",
            ),
            Misconception(
                "at-least-zero",
                lambda x: np.mean(x >= 0),
                "This counts positive values too. Ask which *are* zero: `==`.",
            ),
            Misconception(
                "true-and-false",
                lambda x: x == 0,
                "This says of each value whether it is zero. One number is asked: the share of "
                "the true ones.",
            ),
            Misconception(
                "zeros-themselves",
                lambda x: x[x == 0],
                "These are the zeros themselves. One number is asked: which share of all they are.",
            ),
            Misconception(
                "one-axis-only",
                lambda x: np.mean(x == 0, axis=0),
                "This takes the mean along one axis. One number is asked, over all values.",
            ),
            Misconception(
                "one-axis-only",
                lambda x: np.mean(x == 0, axis=-1),
                "This takes the mean along one axis. One number is asked, over all values.",
            ),
            Misconception(
                "zeros-over-nonzeros",
                lambda x: np.sum(x == 0) / np.sum(x != 0),
                "This divides the zeros by the values that are not zero. Divide by all values.",
            ),
            Misconception(
                "whole-numbers",
                lambda x: 0,
                "This is always 0. `//` and `int` cut the fraction off.",
            ),
        ),
        praise="The microscope of this course counts zeroed features in just this way.",
    ),
)
