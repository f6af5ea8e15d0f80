"""Lesson 07: the SNR at a gate, what moves a threshold, and which of six units is RSBU-CW."""

import numpy as np

from drsn_lite.answers.exercise import Exercise, Misconception


def _left(s: np.ndarray, x: np.ndarray) -> float:
    """SNR in dB of x against s, blind to scale."""
    signal = s * (x @ s) / (s @ s)
    return float(10 * np.log10(np.sum(signal**2) / np.sum((x - signal) ** 2)))


def _plain(s: np.ndarray, x: np.ndarray) -> float:
    return float(10 * np.log10(np.sum(s**2) / np.sum((x - s) ** 2)))


def _gain(
    clean: np.ndarray, noisy: np.ndarray, clean_after: np.ndarray, noisy_after: np.ndarray
) -> float:
    return _left(clean_after, noisy_after) - _left(clean, noisy)


def _features(seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    clean = rng.standard_normal(40) * np.linspace(0.1, 2, 40)
    noisy = clean + 0.5 * rng.standard_normal(40)

    def soft(x: np.ndarray, tau: float) -> np.ndarray:
        return np.sign(x) * np.maximum(np.abs(x) - tau, 0)

    after = (soft(clean, 0.4), 0.5 * soft(noisy, 0.6))
    return {"clean": clean, "noisy": noisy, "clean_after": after[0], "noisy_after": after[1]}


GAIN = Exercise(
    name="gate-gain",
    truth=_gain,
    probes=(_features(0), _features(1)),
    misconceptions=(
        Misconception(
            "not-blind-to-scale",
            lambda c, n, ca, na: _plain(ca, na) - _plain(c, n),
            "You took noisy − clean for the noise. If the gate merely makes everything smaller, "
            "that changes, though no noise was removed: compare with the part in proportion to "
            "the clean.",
        ),
        Misconception(
            "before-minus-after",
            lambda c, n, ca, na: -_gain(c, n, ca, na),
            "The sign is turned round: a gain is *after* minus *before*.",
        ),
        Misconception(
            "after-alone",
            lambda c, n, ca, na: _left(ca, na),
            "This is the SNR after the gate. A gain is what it is above the SNR before the gate.",
        ),
        Misconception(
            "amplitudes-for-powers",
            lambda c, n, ca, na: 2 * _gain(c, n, ca, na),
            "Twice too large: sums of squares are powers, and powers take 10 · log₁₀.",
        ),
        Misconception(
            "ratio-of-decibels",
            lambda c, n, ca, na: _left(ca, na) / _left(c, n),
            "Decibels are logarithms already: their *difference* is the gain.",
        ),
        Misconception(
            "clean-before-on-both-sides",
            lambda c, n, ca, na: _left(c, na) - _left(c, n),
            "You compare the noisy features after the gate with the clean ones *before* it. That "
            "is how a denoiser is judged. The question here is the other one: both have gone "
            "through the gate.",
        ),
    ),
    praise="Negative for most gates of a trained network: see the right picture of the panel.",
    tolerance=1e-3,
)

FACTORS = Exercise(
    name="where-tau-goes",
    truth={"unit 1": "rises", "unit 6": "falls", "moves more in unit 1": "mean |x|"},
    misconceptions=(
        Misconception(
            "one-answer-for-all-units",
            {"unit 6": "rises"},
            "That is so in unit 1, where noise adds to the features as they come in. Unit 6 sees "
            "features made for telling states apart; where the pattern is hard to find, they are "
            "smaller, and τ with them.",
        ),
        Misconception(
            "swapped",
            {"unit 1": "falls"},
            "That is the swapped sentence of a text that this course grew from. In unit 1 noise "
            "makes the features larger, and τ = α · mean |x| follows.",
        ),
        Misconception(
            "normalised-away",
            {"unit 1": "stays"},
            "A BatchNorm divides by a *fixed* number once training is over, so a louder signal "
            "stays louder, and its threshold larger.",
        ),
        Misconception(
            "nothing-moves-in-the-end",
            {"unit 6": "stays"},
            "It moves, by about a tenth from 10 to −4 dB. Look at the sign.",
        ),
        Misconception(
            "attention-does-it",
            {"moves more in unit 1": "α"},
            "It is tempting: attention *could* turn α up when it sees noise. It does a little in "
            "DRSN-CW; compare the two factors in the table.",
        ),
    ),
    praise="So the sentence about the noisier sample holds for some units and not for others.",
)

SIX = Exercise(
    name="which-unit-is-right",
    truth="E",
    misconceptions=(
        Misconception(
            "shared-over-batch",
            "A",
            "Unit A averages τ over axis 0, the batch: all samples get the same thresholds. Run "
            "a sample alone and beside a loud neighbour, in evaluation mode.",
        ),
        Misconception(
            "kernel-along-the-wrong-axis",
            "B",
            "The kernels of unit B are 3 high and 1 wide, and a signal is an image of height one. "
            "It sees one position at a time. Shuffle the positions of x: what happens to y?",
        ),
        Misconception(
            "relu-after-the-addition",
            "C",
            "Unit C puts a ReLU after the addition: its output is never negative. Soft "
            "thresholding keeps the sign, and the shortcut should pass x on as it is.",
        ),
        Misconception(
            "signed-mean",
            "D",
            "Unit D averages x, not |x|, so thresholds can be negative, and |x| − τ is then larger "
            "than |x|. Print the smallest τ.",
        ),
        Misconception(
            "no-sigmoid",
            "F",
            "Unit F leaves out the last layer of the attention, the sigmoid. What comes out can be "
            "negative, or above 1, and then τ passes mean |x|. Print the smallest and largest.",
        ),
    ),
    praise="relu(x − τ) − relu(−x − τ) is soft thresholding in other words. The other five run "
    "and train too, which is how such bugs get published.",
)

EXERCISES = (GAIN, FACTORS, SIX)
