"""Lesson 07: by how much a gate raises the SNR of features."""

import numpy as np

from drsn_lite.answers.exercise import Exercise
from drsn_lite.answers.families import ways
from drsn_lite.lessons.lesson07 import gain_parts as of

GAIN = Exercise(
    name="gate-gain",
    truth=of.gain,
    probes=(of.small(), of.features(0), of.features(1)),
    misconceptions=(
        *ways(
            "not-blind-to-scale",
            "You took noisy − clean for the noise. If the gate merely makes everything smaller, "
            "that changes, though no noise was removed: compare with the part in proportion to "
            "the clean.",
            lambda c, n, ca, na: of.plain(ca, na) - of.plain(c, n),
            lambda c, n, ca, na: of.plain(ca, na) - of.left(c, n),
            lambda c, n, ca, na: of.left(ca, na) - of.plain(c, n),
            of.by(lambda s, x: np.sum(of.signal(s, x) ** 2) / np.sum((x - s) ** 2)),
            of.by(lambda s, x: np.sum(s**2) / np.sum((x - of.signal(s, x)) ** 2)),
            of.by(lambda s, x: np.sum(x**2) / np.sum((x - s) ** 2)),
        ),
        *ways(
            "before-minus-after",
            "The sign is turned round: a gain is *after* minus *before*, and an SNR is signal "
            "over noise.",
            lambda c, n, ca, na: -of.gain(c, n, ca, na),
        ),
        *ways(
            "after-alone",
            "This is the SNR after the gate. A gain is what it is above the SNR before the gate.",
            lambda c, n, ca, na: of.left(ca, na),
            lambda c, n, ca, na: of.plain(ca, na),
        ),
        *ways(
            "before-alone",
            "This is the SNR before the gate. Take it off the SNR after the gate.",
            lambda c, n, ca, na: of.left(c, n),
            lambda c, n, ca, na: of.plain(c, n),
        ),
        *ways(
            "sum-for-difference",
            "You added the two SNRs. The gain is their difference.",
            lambda c, n, ca, na: of.left(ca, na) + of.left(c, n),
        ),
        *ways(
            "amplitudes-for-powers",
            "Twice too large: sums of squares are powers, and powers take 10 · log₁₀.",
            lambda c, n, ca, na: 2 * of.gain(c, n, ca, na),
        ),
        *ways(
            "powers-for-amplitudes",
            "Half as large as it should be: a ratio of amplitudes (norms, RMS values) takes "
            "20 · log₁₀, a ratio of powers 10.",
            lambda c, n, ca, na: of.gain(c, n, ca, na) / 2,
        ),
        *ways(
            "square-forgotten",
            "You summed amplitudes, |x|, where a power sums their squares.",
            of.by(lambda s, x: np.abs(of.signal(s, x)).sum() / np.abs(of.noise(s, x)).sum()),
            of.by(
                lambda s, x: np.abs(of.signal(s, x)).sum() / np.abs(of.noise(s, x)).sum(),
                lambda r: 2 * of.db(r),
            ),
            of.by(lambda s, x: of.signal(s, x).sum() / of.noise(s, x).sum()),
        ),
        *ways(
            "other-logarithm",
            "Decibels are 10 times the logarithm to base 10: `np.log` is to base e, and without "
            "the 10 it is bels.",
            lambda c, n, ca, na: of.gain(c, n, ca, na) * np.log(10),
            lambda c, n, ca, na: of.gain(c, n, ca, na) * np.log(10) / 10,
            lambda c, n, ca, na: of.gain(c, n, ca, na) * np.log(10) * 2,
            lambda c, n, ca, na: of.gain(c, n, ca, na) * np.log2(10),
            lambda c, n, ca, na: of.gain(c, n, ca, na) * np.log2(10) / 10,
            lambda c, n, ca, na: of.gain(c, n, ca, na) / 10,
        ),
        *ways(
            "no-logarithm",
            "These are plain ratios. The answer is in dB: take 10 · log₁₀ of each ratio first.",
            lambda c, n, ca, na: of.ratio(ca, na) - of.ratio(c, n),
            lambda c, n, ca, na: of.ratio(ca, na) / of.ratio(c, n),
            lambda c, n, ca, na: of.ratio(c, n) / of.ratio(ca, na),
            lambda c, n, ca, na: of.ratio(ca, na),
        ),
        *ways(
            "logarithm-of-a-difference",
            "You took the logarithm of a difference. Take it of each ratio, then the difference.",
            lambda c, n, ca, na: of.db(of.ratio(ca, na) - of.ratio(c, n)),
            lambda c, n, ca, na: of.db(abs(of.ratio(ca, na) - of.ratio(c, n))),
        ),
        *ways(
            "ratio-of-decibels",
            "Decibels are logarithms already: their *difference* is the gain.",
            lambda c, n, ca, na: of.left(ca, na) / of.left(c, n),
            lambda c, n, ca, na: of.db(abs(of.left(ca, na) / of.left(c, n))),
        ),
        *ways(
            "one-power-alone",
            "You compare one power after the gate with the same before it. An SNR has two: signal "
            "over noise, each measured at the same place.",
            *(of.by(power) for power in of.POWERS),
            *(of.by(power, lambda r: -of.db(r)) for power in of.POWERS),
        ),
        *ways(
            "noise-in-the-signal",
            "Above the bar stand all noisy features, signal and noise together. Only the part in "
            "proportion to the clean ones is signal.",
            of.by(lambda s, x: np.sum(x**2) / np.sum(of.noise(s, x) ** 2)),
        ),
        *ways(
            "signal-over-everything",
            "Below the bar stand all noisy features. Noise is what is left without the signal.",
            of.by(lambda s, x: np.sum(of.signal(s, x) ** 2) / np.sum(x**2)),
            of.by(lambda s, x: np.sum(s**2) / np.sum(x**2)),
        ),
        *ways(
            "scale-not-of-least-squares",
            "The part in proportion to s has the factor (x @ s) / (s @ s). Look at what you "
            "divide by: another factor leaves signal in the noise.",
            *map(of.scaled, of.SCALED),
        ),
        *ways(
            "projected-the-other-way",
            "You measured the clean features against the noisy ones. The part of the *noisy* ones "
            "in proportion to the *clean* is asked for.",
            of.by(lambda s, x: np.sum(of.signal(x, s) ** 2) / np.sum((x - of.signal(x, s)) ** 2)),
        ),
        *ways(
            "variance-for-power",
            "A variance takes the mean off first. The power of features is the mean of their "
            "squares, offset and all.",
            of.by(lambda s, x: np.var(of.signal(s, x)) / np.var(of.noise(s, x))),
            of.by(lambda s, x: np.corrcoef(s, x)[0, 1] ** 2 / (1 - np.corrcoef(s, x)[0, 1] ** 2)),
        ),
        *ways(
            "squared-after-the-sum",
            "Square each feature first, and add up after: the square of a sum is not the sum of "
            "squares.",
            of.by(lambda s, x: np.sum(of.signal(s, x)) ** 2 / np.sum(of.noise(s, x)) ** 2),
        ),
        *ways(
            "clean-before-on-both-sides",
            "You compare the noisy features after the gate with the clean ones *before* it. That "
            "is how a denoiser is judged. The question here is the other one: both have gone "
            "through the gate.",
            lambda c, n, ca, na: of.left(c, na) - of.left(c, n),
            lambda c, n, ca, na: of.left(ca, na) - of.left(ca, n),
            lambda c, n, ca, na: of.plain(c, na) - of.plain(c, n),
        ),
        *ways(
            "inputs-mixed-up",
            "The pairs are mixed up: clean goes with noisy, before the gate and after it.",
            lambda c, n, ca, na: of.left(n, na) - of.left(c, ca),
            lambda c, n, ca, na: of.left(c, ca) - of.left(n, na),
        ),
    ),
    praise="Negative for most gates of a trained network: see the right picture of the panel.",
    tolerance=1e-3,
)


EXERCISES = (GAIN,)
