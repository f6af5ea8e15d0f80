"""Lesson 05, the broken gates: to be told apart by their symptoms."""

from drsn_lite.answers.exercise import Exercise, Misconception

SYMPTOMS = {
    "A": "grows",
    "B": "leaks",
    "C": "never-zero",
    "D": "wrong-scale",
    "E": "one-sided",
    "F": "nan",
    "G": "jumps",
    "H": "not-shared",
}

_TESTS = {
    "grows": "A feature grows only where its threshold is negative. Can one be, in gate {gate}?",
    "leaks": "Change another sample of the batch, and compare the first one's output: is it the "
    "same?",
    "never-zero": "Give α = 1 and count the zeros that come out: there are some.",
    "wrong-scale": "Multiply x by 1000 and see whether the output follows: it does.",
    "one-sided": "Feed it a large negative feature and look at the sign that comes out.",
    "nan": "Put one infinite feature into a channel, and look at the *other* places of it.",
    "jumps": "Compare a feature just above τ before and after: is it shrunk?",
    "not-shared": "That word is about a gate that is called shared. Is gate {gate}?",
}


def _other_words(gate: str, taken: set[str]) -> tuple[Misconception, ...]:
    """A misconception for each word that is wrong for a gate and has none of its own."""
    return tuple(
        Misconception(
            f"{gate.lower()}-is-not-{word}",
            {gate: word},
            f'Gate {gate} is not "{word}". {test.format(gate=gate)}',
        )
        for word, test in _TESTS.items()
        if word != SYMPTOMS[gate] and word not in taken
    )


_TYPICAL = (
    Misconception(
        "signed-mean-called-lost-sign",
        {"A": "one-sided"},
        "Gate A takes the mean of x instead of |x|, but it keeps the sign of every feature. "
        "Ask what `relu(|x| − τ)` is when τ is negative.",
    ),
    Misconception(
        "batch-called-channels",
        {"B": "not-shared"},
        "Look at the axes of the mean in gate B: 0 is the batch. Its thresholds differ between "
        "channels, as they should; ask what another sample in the batch does to them.",
    ),
    Misconception(
        "reweighting-called-shrinking",
        {"C": "wrong-scale"},
        "Gate C multiplies. Whatever the scale of x, can x · α with α > 0 ever be exactly 0?",
    ),
    Misconception(
        "missing-mean-called-negative",
        {"D": "grows"},
        "α is never negative, so gate D never makes a feature larger. Multiply x by 1000: does "
        "its threshold follow?",
    ),
    Misconception(
        "lost-sign-called-growth",
        {"E": "grows"},
        "Gate E returns max(|x| − τ, 0), which is never larger than |x|. What became of −2?",
    ),
    Misconception(
        "sub-minus-sub-called-harmless",
        {"F": "jumps"},
        "For finite features gate F is right. Feed it one infinite feature: inf − inf.",
    ),
    Misconception(
        "hard-called-reweighting",
        {"G": "never-zero"},
        "Gate G does zero what is below τ. Look at what it does to a feature just above τ.",
    ),
    Misconception(
        "channels-called-batch",
        {"H": "leaks"},
        "Gate H averages over positions alone, so no other sample comes in. Count the "
        "thresholds of one sample, and read the name of the function.",
    ),
)

SPOT = Exercise(
    name="spot-the-bug",
    truth=SYMPTOMS,
    misconceptions=(
        *_TYPICAL,
        *(
            other
            for gate in SYMPTOMS
            for other in _other_words(gate, {m.wrong[gate] for m in _TYPICAL if gate in m.wrong})
        ),
    ),
    praise="All eight. Six of these faults have been published in working code.",
)

EXERCISES = (SPOT,)
