"""Lesson 01: answers that were written without a look at the sheets, to measure the checkers."""

import math

import answered
import numpy as np
import torch
from scipy.signal import hilbert

WRONG = [
    ("snr-db", "noisy-taken-for-noise", lambda c, n: 10 * np.log10(np.sum(c**2) / np.sum(n**2))),
    (
        "snr-db",
        "twenty-log-of-power",
        lambda c, n: 20 * np.log10((c**2).mean() / ((n - c) ** 2).mean()),
    ),
    (
        "snr-db",
        "natural-logarithm",
        lambda c, n: 10 * np.log((c**2).mean() / ((n - c) ** 2).mean()),
    ),
    ("snr-db", "logarithm-forgotten", lambda c, n: c @ c / ((n - c) @ (n - c))),
    (
        "snr-db",
        "ten-log-of-amplitude",
        lambda c, n: 10 * np.log10(np.linalg.norm(c) / np.linalg.norm(n - c)),
    ),
    (
        "snr-db",
        "peak-for-power",
        lambda c, n: 20 * np.log10(np.max(np.abs(c)) / np.max(np.abs(n - c))),
    ),
    (
        "decibels",
        "wrong-type",
        {
            "power ratio at 20 dB": 100,
            "amplitude ratio at 20 dB": 10,
            "noise power at 0 dB": 1,
            "noise power at 10 dB": 10,
        },
    ),
    ("envelope", "rectified", lambda x: np.abs(x)),
    ("envelope", "imaginary-part", lambda x: hilbert(x).imag),
    ("envelope", "phase", lambda x: np.angle(hilbert(x))),
    ("envelope", "squared-envelope", lambda x: hilbert(x).real ** 2 + hilbert(x).imag ** 2),
    ("envelope", "analytic-signal", lambda x: hilbert(x)),
    (
        "envelope",
        "square-root-forgotten",
        lambda x: np.abs(hilbert(x).real) + np.abs(hilbert(x).imag),
    ),
    ("outer-race-frequency", "inner-race", lambda f, n, d, D: n * f / 2 * (1 + d / D)),
    ("outer-race-frequency", "half-forgotten", lambda f, n, d, D: n * f * (1 - d / D)),
    ("outer-race-frequency", "balls-forgotten", lambda f, n, d, D: f / 2 * (1 - d / D)),
    ("outer-race-frequency", "diameters-swapped", lambda f, n, d, D: n * f / 2 * (1 - D / d)),
    ("outer-race-frequency", "per-minute", lambda f, n, d, D: 60 * n * f / 2 * (1 - d / D)),
    ("noise-scale", "forgot-sqrt", lambda c, n, s: (c**2).mean() / 10 ** (s / 10) / (n**2).mean()),
    (
        "noise-scale",
        "one-over-it",
        lambda c, n, s: np.sqrt((n**2).mean() * 10 ** (s / 10) / (c**2).mean()),
    ),
    (
        "noise-scale",
        "sign-of-decibels",
        lambda c, n, s: np.sqrt((c**2).mean() * 10 ** (s / 10) / (n**2).mean()),
    ),
    (
        "noise-scale",
        "amplitude-decibels-on-power",
        lambda c, n, s: np.sqrt((c**2).mean() / 10 ** (s / 20) / (n**2).mean()),
    ),
    ("noise-scale", "noise-of-power-one", lambda c, n, s: np.sqrt((c**2).mean() / 10 ** (s / 10))),
    (
        "noise-scale",
        "noise-itself",
        lambda c, n, s: n * np.sqrt((c**2).mean() / 10 ** (s / 10) / (n**2).mean()),
    ),
    (
        "snr-db",
        "torch-for-numpy",
        lambda c, n: 10 * torch.log10(torch.mean(c**2) / torch.mean((n - c) ** 2)),
    ),
    (
        "noise-scale",
        "in-decibels",
        lambda c, n, s: 10 * np.log10((c**2).mean() / (n**2).mean()) - s,
    ),
    (
        "decibels",
        "wrong-type",
        {
            "power ratio at 20 dB": "hundred",
            "amplitude ratio at 20 dB": 10,
            "noise power at 0 dB": 1,
            "noise power at -10 dB": 10,
        },
    ),
    (
        "snr-db",
        "added-for-subtracted",
        lambda c, n: 10 * np.log10(np.mean(c**2) / np.mean((n + c) ** 2)),
    ),
    ("snr-db", "mean-of-ratios", lambda c, n: 10 * np.log10(np.mean(c**2 / (n - c) ** 2))),
    (
        "snr-db",
        "square-of-the-mean",
        lambda c, n: 10 * np.log10(np.mean(c) ** 2 / np.mean(n - c) ** 2),
    ),
    ("envelope", "signal-itself", lambda x: hilbert(x).real),
    ("envelope", "below-the-signal", lambda x: np.convolve(np.abs(x), np.ones(3) / 3, "same")),
    ("outer-race-frequency", "ball-spin", lambda f, n, d, D: D / d * f * (1 - (d / D) ** 2)),
    ("outer-race-frequency", "radians", lambda f, n, d, D: 2 * np.pi * n * f / 2 * (1 - d / D)),
    ("noise-scale", "peak-for-rms", lambda c, n, s: abs(c).max() / abs(n).max() / 10 ** (s / 20)),
]

RIGHT = [
    ("snr-db", lambda c, n: 20 * math.log10(np.linalg.norm(c) / np.linalg.norm(c - n))),
    (
        "snr-db",
        lambda c, n: (
            -10
            * np.log10(
                sum(((a - b) ** 2 for a, b in zip(c, n, strict=False))) / sum(a * a for a in c)
            )
        ),
    ),
    (
        "decibels",
        {
            "Power ratio at 20 dB": "100",
            "amplitude ratio at 20 dB": "10x",
            "noise power at 0 dB": 1.0,
            "noise power at -10 dB": np.float32(10),
        },
    ),
    ("envelope", lambda x: np.hypot(x, np.imag(hilbert(x)))),
    (
        "outer-race-frequency",
        lambda shaft_hz, balls, ball_mm, pitch_mm: (
            0.5 * balls * shaft_hz * (pitch_mm - ball_mm) / pitch_mm
        ),
    ),
    (
        "noise-scale",
        lambda c, n, s: np.std(0) + np.linalg.norm(c) / np.linalg.norm(n) * 10 ** (-s / 20),
    ),
    (
        "decibels",
        {
            "noise power at −10 dB": 10,
            "noise power at 0 dB": 1,
            "amplitude ratio at 20 dB": 10,
            "power ratio at 20 dB": "100 times",
        },
    ),
    ("outer-race-frequency", lambda *a: a[1] * (a[0] / 2 * (1 - np.divide(a[2], a[3])))),
    (
        "snr-db",
        lambda clean, noisy: (
            10 * np.log10(np.dot(clean, clean)) - 10 * np.log10(np.square(clean - noisy).sum())
        ),
    ),
    ("envelope", lambda x: np.sqrt(x**2 + hilbert(x).imag ** 2)),
]


test_a_wrong_answer_gets_its_name = answered.named(WRONG)
test_a_right_answer_passes_in_any_style = answered.passing(RIGHT)
