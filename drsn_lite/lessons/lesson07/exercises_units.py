"""Lesson 07: what moves a threshold, and which of six units is RSBU-CW."""

from typing import Any

from drsn_lite.answers.exercise import Misconception
from drsn_lite.lessons.reading import ReadExercise, table, words

WAYS = words(
    {
        "rises": (
            "rise",
            "rising",
            "up",
            "grows",
            "grow",
            "increases",
            "increase",
            "larger",
            "higher",
            "goes up",
            "it rises",
        ),
        "falls": (
            "fall",
            "falling",
            "down",
            "shrinks",
            "decreases",
            "decrease",
            "smaller",
            "lower",
            "goes down",
            "it falls",
        ),
        "stays": (
            "stay",
            "same",
            "the same",
            "stays the same",
            "constant",
            "unchanged",
            "no change",
            "equal",
            "it stays",
        ),
    }
)
FACTOR = words(
    {
        "α": ("alpha", "a", "the attention", "attention", "sigmoid", "weights", "alpha α"),
        "mean |x|": (
            "mean abs x",
            "mean abs",
            "mean absolute x",
            "mean of |x|",
            "abs mean",
            "|x|",
            "mean(|x|)",
            "x.abs().mean()",
            "scale",
            "the mean",
            "mean",
            "mean of abs x",
            "mean absolute value",
            "the mean of |x|",
            "average |x|",
            "mean abs(x)",
        ),
        "both": ("both equally", "the same", "same", "equal"),
        "τ": ("tau", "threshold"),
    }
)

FACTORS = ReadExercise(
    name="where-tau-goes",
    truth={"unit 1": "rises", "unit 6": "falls", "moves more in unit 1": "mean |x|"},
    read=table({"unit 1": WAYS, "unit 6": WAYS, "moves more in unit 1": FACTOR}),
    misconceptions=(
        Misconception(
            "the-two-units-swapped",
            {"unit 1": "falls", "unit 6": "rises"},
            "The two units are the other way round. Noise adds to what comes into the first; the "
            "last sees features made for telling states apart.",
        ),
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
        Misconception(
            "both-factors-alike",
            {"moves more in unit 1": "both"},
            "They do not move alike. Compare the two factors in the table: one of them moves far "
            "more.",
        ),
        Misconception(
            "product-for-factor",
            {"moves more in unit 1": "τ"},
            "τ is the product that the question is about. Which of its two factors moves more?",
        ),
    ),
    praise="So the sentence about the noisier sample holds for some units and not for others.",
)

_LETTERS = words(
    {
        letter: (f"unit {letter}", f"class {letter}", f"it is {letter}", f"{letter} is right")
        for letter in "ABCDEF"
    }
    | {
        "none": ("none of them", "no unit", "none of these"),
        "several": ("all", "all of them", "two", "more than one"),
    }
)


def _letter(answer: Any) -> Any:
    """A letter, the class that is called so, or one of its units."""
    of = answer if isinstance(answer, type) else type(answer)
    if of.__name__ in set("ABCDEF"):
        return of.__name__
    if isinstance(answer, list | tuple | set) and len(answer) == 1:
        return _letter(next(iter(answer)))
    if isinstance(answer, list | tuple | set) and len(answer) > 1 and None not in answer:
        return "several" if Ellipsis not in answer else answer
    return _LETTERS(answer)


SIX = ReadExercise(
    name="which-unit-is-right",
    truth="E",
    read=_letter,
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

EXERCISES = (FACTORS, SIX)
