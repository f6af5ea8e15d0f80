"""Lesson 03: who claimed what about residual networks."""

from drsn_lite.answers.exercise import Exercise, Misconception

CLAIMS = {
    "A": "shown",
    "B": "shown",
    "C": "argued against",
    "D": "not claimed",
    "E": "not claimed",
    "F": "argued against",
}

CLAIMED = Exercise(
    name="who-claimed-what",
    truth=CLAIMS,
    misconceptions=(
        Misconception(
            "training-error-forgotten",
            {"A": "not claimed"},
            "A is what degradation means, and their first figure: the *training* error of the "
            "plain network of 56 layers is higher than that of 20.",
        ),
        Misconception(
            "deeper-residual-overlooked",
            {"B": "argued against"},
            "B: on ImageNet the residual network of 34 layers beats the one of 18, where the plain "
            "one of 34 loses to 18.",
        ),
        Misconception(
            "deeper-residual-left-out",
            {"B": "not claimed"},
            "B is the main result: look at the residual column for ImageNet, 27.88 and 25.03.",
        ),
        Misconception(
            "overfitting",
            {"C": "shown"},
            "C: an overfitted network has a *low* training error. Theirs was high, so overfitting "
            "cannot be the cause, and they say so.",
        ),
        Misconception(
            "overfitting-left-open",
            {"C": "not claimed"},
            "C: they did say something about it. Overfitting does not raise the training error.",
        ),
        Misconception(
            "weights-near-zero",
            {"D": "shown"},
            "D is in a text that this lesson grew from, not in the paper. They call the cause "
            "unknown and suspect a slow convergence.",
        ),
        Misconception(
            "smooth-surface",
            {"E": "shown"},
            "E: that picture is of Li et al., three years later.",
        ),
        Misconception(
            "smooth-surface-denied",
            {"E": "argued against"},
            "E: they neither draw a loss surface nor say anything about one.",
        ),
        Misconception(
            "vanishing-gradient",
            {"F": "shown"},
            "F: they looked. With BatchNorm neither the forward nor the backward signals vanish. "
            "Your panel shows the same for the networks here.",
        ),
        Misconception(
            "vanishing-gradient-left-open",
            {"F": "not claimed"},
            "F: they did look at it, and call vanishing gradients unlikely, since their plain "
            "networks have BatchNorm.",
        ),
        Misconception(
            "training-error-forgotten",
            {"A": "argued against"},
            "A is what degradation means, and their first figure shows it: they do not argue "
            "against it.",
        ),
        Misconception(
            "weights-near-zero-denied",
            {"D": "argued against"},
            "D: the paper does not speak of weights near zero as a cause, for or against.",
        ),
    ),
    praise="A result and the explanations that others hang on it are two things.",
    synonyms={
        "shown": ("demonstrated", "proved", "proven", "showed", "yes"),
        "argued against": (
            "argued",
            "against",
            "refuted",
            "rejected",
            "denied",
            "disproved",
            "disproven",
        ),
        "not claimed": (
            "unclaimed",
            "no claim",
            "not mentioned",
            "not stated",
            "never claimed",
            "not made",
        ),
    },
)

EXERCISES = (CLAIMED,)
