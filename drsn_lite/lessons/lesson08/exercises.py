"""Lesson 08: where a threshold fails, and which of six units is RSBU-CW."""

from typing import Any

from drsn_lite.answers.exercise import Exercise, Misconception

_SIDES = {
    "gain": ("gains", "better", "wins", "win", "ahead", "above", "likes", "good", "helps", "+"),
    "loss": ("loses", "lose", "worse", "behind", "below", "not", "bad", "harms", "-", "−"),
    "not clear": ("unclear", "no difference", "neither", "same", "0"),
}
_KINDS = ("uniform", "narrow", "burst", "impulses")

FAILS = Exercise(
    name="where-it-fails",
    truth={"uniform": "gain", "narrow": "gain", "burst": "loss", "impulses": "loss"},
    synonyms=_SIDES,
    misconceptions=(
        Misconception(
            "spikes-look-like-outliers",
            {"uniform": "gain", "narrow": "loss", "burst": "gain", "impulses": "gain"},
            "Thresholds set the *small* features to zero. A burst or a spike makes large ones, and "
            "those pass. What do they do to mean |x| of the record, and so to τ?",
        ),
        Misconception(
            "zeros-remove-any-noise",
            {"burst": "gain", "impulses": "gain"},
            "That would be so if a threshold removed whatever is noise. It removes what is small, "
            "against a mean over the whole record. Spikes and bursts are large, and few.",
        ),
        Misconception(
            "one-kind-of-spikes",
            {"burst": "gain"},
            "Impulses are as you say. A burst does the same to mean |x|: an eighth of the record "
            "holds all the noise, and τ is too large for the other seven.",
        ),
        Misconception(
            "one-kind-of-spikes",
            {"impulses": "gain"},
            "The burst is as you say. Impulses do the same to mean |x|: a hundredth of the samples "
            "holds all the noise, and τ is too large for the rest.",
        ),
        Misconception(
            "never-ahead",
            {"uniform": "loss", "narrow": "loss"},
            "Noise that is spread over the whole record makes all features larger, and τ with "
            "them. Look at the picture: which rows lie above zero?",
        ),
        Misconception(
            "narrow-is-a-signal",
            {"narrow": "loss"},
            "It is true that noise in a narrow band looks like a tone. But it is as strong from "
            "the first sample to the last, and τ follows it. It is where DRSN-CW gains most.",
        ),
        Misconception(
            "must-have-been-trained",
            {"uniform": "loss"},
            "Uniform noise was not in the training, but it is spread over the record like the "
            "kinds that were. The gain is about what it is for those.",
        ),
        Misconception(
            "all-too-small-to-see",
            dict.fromkeys(_KINDS, "not clear"),
            "All four bands exclude zero. Look at the picture again, upper left.",
        ),
        *(
            Misconception(
                "band-misread",
                {kind: "not clear"},
                f"The band of {kind} at 0 dB lies on one side of zero. Look at the picture again, "
                "upper left.",
            )
            for kind in _KINDS
        ),
    ),
    praise="A mean over the record is moved by what is spread over it, which helps, and by what "
    "is concentrated in a few places, which harms.",
)

_LETTERS = {
    letter: (f"unit {letter}", f"class {letter}", f"it is {letter}", f"{letter} is right")
    for letter in "ABCDEF"
} | {
    "none": ("none of them", "no unit", "none of these"),
    "several": ("all", "all of them", "two", "more than one"),
}


def _letter(answer: Any) -> Any:
    """A letter, the class that is called so, or one of its units."""
    of = answer if isinstance(answer, type) else type(answer)
    if of.__name__ in set("ABCDEF"):
        return of.__name__
    if isinstance(answer, list | tuple | set) and len(answer) == 1:
        return _letter(next(iter(answer)))
    if isinstance(answer, list | tuple | set) and len(answer) > 1 and None not in answer:
        return "several" if Ellipsis not in answer else answer
    return answer


SIX = Exercise(
    name="which-unit-is-right",
    truth="E",
    read=_letter,
    synonyms=_LETTERS,
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
        Misconception(
            "unusual-taken-for-wrong",
            "none",
            "One of them is right, though its thresholding is written in an unusual way. Compare "
            "outputs, not code: try the experiments of the hint.",
        ),
        Misconception(
            "several-taken-for-right",
            "several",
            "Only one is right. The others run and train too: try the experiments of the hint.",
        ),
    ),
    praise="relu(x − τ) − relu(−x − τ) is soft thresholding in other words. The other five run "
    "and train too, which is how such bugs get published.",
)

EXERCISES = (FAILS, SIX)
