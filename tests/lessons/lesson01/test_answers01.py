"""Lesson 01: answers as learners write them, wrong ones with the name that they should get."""

import math

import answered
import numpy as np
from scipy.signal import hilbert

from drsn_lite.lessons.lesson01.exercises_decibels import DECIBELS

P, A, Z, M = DECIBELS.truth


def square_loop(x):
    total = 0.0
    for value in x:
        total += value * value
    return total / len(x)


def no_return(clean, noisy):
    10 * np.log10(square_loop(clean) / square_loop(noisy - clean))


def log(ratio):
    return 10 * math.log10(ratio)


WRONG = [
    (name, slug, answer)
    for name, answer, slug in [
        ("outer-race-frequency", lambda f, n, d, p: f / 2 * (1 - d / p), "balls-forgotten"),
        ("outer-race-frequency", lambda f, n, d, p: f * (1 - d / p), "half-forgotten"),
        ("outer-race-frequency", lambda f, n, d, p: n * f * (1 - d / p), "half-forgotten"),
        ("outer-race-frequency", lambda f, n, d, p: n * f / 2 * (1 + d / p), "inner-race"),
        ("outer-race-frequency", lambda f, n, d, p: n * f * (1 + d / p), "inner-race"),
        ("outer-race-frequency", lambda f, n, d, p: n * f / 2 * (1 - p / d), "diameters-swapped"),
        ("outer-race-frequency", lambda f, n, d, p: (n - 1) * f / 2 * (1 - d / p), "one-ball-less"),
        ("outer-race-frequency", lambda f, n, d, p: n * f / 120 * (1 - d / p), "per-minute"),
        ("outer-race-frequency", lambda f, n, d, p: math.pi * f * n * (1 - d / p), "radians"),
        ("outer-race-frequency", lambda f, n, d, p: n * f / 2 * (p - d), "diameters-not-divided"),
        ("outer-race-frequency", lambda f, n, d, p: n * f / 2 * d / p, "one-left-out"),
        ("outer-race-frequency", lambda f, n, d, p: n // 2 * f * (1 - d / p), "halves-cut-off"),
        ("outer-race-frequency", lambda f, n, d, p: n * f / 2, "cage-at-half-speed"),
        ("outer-race-frequency", lambda f: 8 * f / 2, "raised"),
        ("envelope", hilbert, "analytic-signal"),
        ("envelope", lambda x: hilbert(x).real, "signal-itself"),
        ("envelope", lambda x: hilbert(x).imag, "imaginary-part"),
        ("envelope", lambda x: np.angle(hilbert(x)), "phase"),
        ("envelope", lambda x: abs(x), "rectified"),
        ("envelope", lambda x: np.abs(hilbert(x)) ** 2, "squared-envelope"),
        (
            "envelope",
            lambda x: np.sqrt(x**2 + hilbert(x) ** 2),
            "hilbert-taken-for-the-imaginary-part",
        ),
        ("envelope", lambda x: np.abs(x + 1j * hilbert(x)), "hilbert-taken-for-the-imaginary-part"),
        ("envelope", lambda x: hilbert(np.abs(x)), "complex"),
        ("envelope", lambda x: np.abs(hilbert(np.abs(x))), "envelope-of-the-rectified"),
        ("envelope", lambda x: np.abs(np.fft.fft(x)), "whole-spectrum"),
        ("envelope", lambda x: np.max(np.abs(hilbert(x))), "largest-value"),
        ("envelope", lambda x: -np.abs(hilbert(x)), "lower-envelope"),
        ("envelope", lambda x: hilbert(x).abs(), "torch-for-numpy"),
        (
            "snr-db",
            lambda c, n: 20 * np.log10(np.mean(c**2) / np.mean((n - c) ** 2)),
            "twenty-log-of-power",
        ),
        (
            "snr-db",
            lambda c, n: 10 * np.log(np.mean(c**2) / np.mean((n - c) ** 2)),
            "natural-logarithm",
        ),
        (
            "snr-db",
            lambda c, n: 20 * np.log(np.mean(c**2) / np.mean((n - c) ** 2)),
            "natural-logarithm",
        ),
        ("snr-db", lambda c, n: 10 * np.log10(np.var(c) / np.var(n - c)), "mean-removed"),
        ("snr-db", lambda c, n: 10 * np.log10(np.std(c) / np.std(n - c)), "mean-removed"),
        (
            "snr-db",
            lambda c, n: 10 * np.log10(np.mean((n - c) ** 2) / np.mean(c**2)),
            "signal-and-noise-swapped",
        ),
        (
            "snr-db",
            lambda c, n: 10 * np.log10(np.mean(c) ** 2 / np.mean(n - c) ** 2),
            "square-of-the-mean",
        ),
        (
            "snr-db",
            lambda c, n: 10 * np.log10(np.max(c**2) / np.max((n - c) ** 2)),
            "peak-for-power",
        ),
        (
            "snr-db",
            lambda c, n: 10 * np.log10(np.mean(c**2) / np.mean(n**2)),
            "noisy-taken-for-noise",
        ),
        (
            "snr-db",
            lambda c, n: 20 * np.log10(np.sum(c**2) / np.sum(n**2)),
            "noisy-taken-for-noise",
        ),
        (
            "snr-db",
            lambda c, n: np.log10(np.mean(c**2) / np.mean((n - c) ** 2)),
            "bel-instead-of-decibel",
        ),
        ("snr-db", lambda c, n: np.mean(c**2) / np.mean((n - c) ** 2), "logarithm-forgotten"),
        ("snr-db", lambda c, n: 10 * np.log10(c**2 / (n - c) ** 2), "wrong-shape"),
        ("snr-db", no_return, "returns-nothing"),
        (
            "noise-scale",
            lambda c, n, s: np.mean(c**2) / np.mean(n**2) / 10 ** (s / 10),
            "forgot-sqrt",
        ),
        ("noise-scale", lambda c, n, s: np.std(c) / np.std(n) * 10 ** (-s / 20), "mean-removed"),
        (
            "noise-scale",
            lambda c, n, s: np.std(c) / np.std(n) * 10 ** (-s / 10),
            "power-decibels-on-amplitude",
        ),
        (
            "noise-scale",
            lambda c, n, s: (np.mean(c**2) / np.mean(n**2) * 10 ** (s / 10)) ** 0.5,
            "sign-of-decibels",
        ),
        (
            "noise-scale",
            lambda c, n, s: (np.mean(n**2) / np.mean(c**2) / 10 ** (s / 10)) ** 0.5,
            "signal-and-noise-swapped",
        ),
        (
            "noise-scale",
            lambda c, n, s: (np.mean(c**2) / np.mean(n**2) / s) ** 0.5,
            "decibels-as-ratio",
        ),
        (
            "noise-scale",
            lambda c, n, s: (np.mean(c**2) / np.mean(n**2)) ** 0.5,
            "decibels-forgotten",
        ),
        (
            "noise-scale",
            lambda c, n, s: np.sqrt(np.mean(c**2)) * 10 ** (-s / 20),
            "noise-of-power-one",
        ),
        ("noise-scale", lambda c, n, s: 10 ** (-s / 20), "signals-forgotten"),
        ("noise-scale", lambda c, n, s: np.mean(c**2) / 10 ** (s / 10), "wanted-power-only"),
        ("noise-scale", lambda c, n, s: np.ptp(c) / np.std(n) * np.exp(s), "other"),
        (
            "noise-scale",
            lambda c, n, s: n * math.sqrt(np.mean(c**2) / np.mean(n**2) / 10 ** (s / 10)),
            "noise-itself",
        ),
        ("decibels", {P: 10, A: 100, Z: 1, M: 10}, "amplitude-for-power"),
        ("decibels", {P: 100, A: 10, Z: 0, M: 10}, "zero-db-is-no-noise"),
        ("decibels", {P: 100, A: 10, Z: 1, M: 0.1}, "minus-is-quiet"),
        ("decibels", {P: 100, A: 10, Z: 1, M: -10}, "decibel-as-power"),
        ("decibels", {P: 20, A: 20, Z: 1, M: 10}, "decibel-as-ratio"),
        ("decibels", {P: 100, A: 50, Z: 1, M: 10}, "half-for-the-root"),
        ("decibels", {P: 100, A: 10, Z: 1, M: 100}, "minus-twenty-for-ten"),
        ("decibels", {P: 100, A: 10, Z: 0.5, M: 10}, "equal-as-half"),
        ("decibels", {P: 100, A: 10, Z: 1}, "wrong-type"),
        ("decibels", [100, 10, 1, 10], "wrong-type"),
    ]
]

RIGHT = [
    ("outer-race-frequency", lambda f, n, d, p: n * (f / 2 - f * d / p / 2)),
    ("outer-race-frequency", lambda f, n, d, p: round(n * f / 2 * (1 - d / p), 1)),
    ("outer-race-frequency", lambda f, n, d, p: np.float32(0.5 * n * f * (p - d) / p)),
    ("outer-race-frequency", lambda f, n, d, p: (r := d / p) * 0 + n * f * (1 - r) / 2),
    ("envelope", lambda x: np.hypot(hilbert(x).real, hilbert(x).imag)),
    ("envelope", lambda x: np.sqrt((hilbert(x) * hilbert(x).conj()).real)),
    ("envelope", lambda x: [abs(value) for value in hilbert(x)]),
    ("envelope", lambda x: (hilbert(x).real ** 2 + hilbert(x).imag ** 2) ** 0.5),
    ("envelope", lambda x: np.sqrt(hilbert(x) * hilbert(x).conj())),
    ("snr-db", lambda c, n: log(square_loop(c) / square_loop(n - c))),
    ("snr-db", lambda c, n: 10 * np.log10(np.dot(c, c) / ((e := c - n) @ e))),
    (
        "snr-db",
        lambda c, n: round(float(20 * np.log10(np.linalg.norm(c) / np.linalg.norm(n - c))), 2),
    ),
    ("snr-db", lambda c, n: 10 / np.log(10) * np.log(np.mean(c**2) / np.mean((n - c) ** 2))),
    ("noise-scale", lambda c, n, s: math.sqrt(square_loop(c) / (square_loop(n) * 10 ** (s / 10)))),
    ("noise-scale", lambda c, n, s: np.linalg.norm(c) / np.linalg.norm(n) * 10 ** (-s / 20)),
    (
        "noise-scale",
        lambda c, n, s: np.round((np.mean(c**2) / np.mean(n**2) * 0.1 ** (s / 10)) ** 0.5, 4),
    ),
    ("noise-scale", lambda c, n, s: (np.sum(c * c) / np.sum(n * n)) ** 0.5 / 10 ** (s / 20)),
    ("decibels", {P: 100.0, A: 10.0, Z: 1.0, M: 10.0}),
    ("decibels", {P: "100", A: "10x", Z: np.int64(1), M: 10}),
    ("decibels", {P.upper(): 10**2, A: 10, Z: 10**0, M: 10, "note": "of powers"}),
    ("decibels", {M: 10 ** (10 / 10), Z: 1, A: 10 ** (20 / 20), P: 10 ** (20 / 10)}),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
