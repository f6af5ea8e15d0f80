"""Lesson 07: what moves a threshold."""

from drsn_lite.answers.exercise import Exercise, Misconception

WAYS = {
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
FACTOR = {
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

FACTORS = Exercise(
    name="where-tau-goes",
    truth={"unit 1": "rises", "unit 6": "falls", "moves more in unit 1": "mean |x|"},
    synonyms=WAYS | FACTOR,
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

EXERCISES = (FACTORS,)
