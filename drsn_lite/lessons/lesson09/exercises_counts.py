"""Lesson 09: count the parameters of the one-unit networks by hand."""

from collections.abc import Iterator
from itertools import combinations

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.answers.families import ways

RESNET, GATE = 1386, 46

# What a slip adds to the right count, by its name; and what to say of it.
_SLIPS: dict[str, tuple[str, tuple[int, ...]]] = {
    "no-biases": (
        "You left out the biases of the three convolutions, 8 each. A BatchNorm makes them "
        "superfluous, but the text has them: `bias=True`.",
        (-24,),
    ),
    "classifier-bias-forgotten": (
        "The classifier, a linear layer 8 → 10, has a bias for each of its 10 outputs.",
        (-10,),
    ),
    "all-biases-forgotten": (
        "You left out the biases: 8 of each convolution, 10 of the classifier.",
        (-34,),
    ),
    "running-statistics-counted": (
        "You counted four numbers a channel for each BatchNorm. Two of them, the running mean "
        "and variance, are measured and not trained: they are no parameters.",
        (48, 51),
    ),
    "batch-norm-forgotten": (
        "The three BatchNorms are missing: a scale and a shift for each of 8 channels.",
        (-48,),
    ),
    "one-number-a-batch-norm": (
        "A BatchNorm has two numbers for each channel, a scale *and* a shift, and for each of the "
        "8 channels its own.",
        (6 - 48, 3 - 48),
    ),
    "last-batch-norm-forgotten": (
        "The unit has two BatchNorms, and a third stands after it, before the averaging.",
        (-16,),
    ),
    "two-batch-norms-forgotten": (
        "There are three BatchNorms: one before each convolution of the unit, one after the unit.",
        (-32,),
    ),
    "one-bias-forgotten": (
        "8 too few: each of the three convolutions has a bias for each of its 8 outputs, and each "
        "BatchNorm a shift. One of these is missing.",
        (-8,),
    ),
    "a-fourth-batch-norm": (
        "There are three BatchNorms, not four: none stands after the stem by itself.",
        (16,),
    ),
    "one-bias-for-all": (
        "A convolution has a bias for each *output channel*, 8 of them, not one for all.",
        (-21, -7, -14),
    ),
    "flattened-instead-of-averaged": (
        "The classifier does not see all numbers of an image: the average over positions leaves "
        "8, one a channel.",
        (10 * 8 * (14 * 14 - 1), 10 * 8 * (28 * 28 - 1), 10 * 8 * (7 * 7 - 1)),
    ),
    "one-convolution-in-the-unit": (
        "The unit has two convolutions of 8 × 8 × 3 × 3 weights and 8 biases.",
        (-584, -576),
    ),
    "a-third-convolution": (
        "The unit has two convolutions 8 → 8. The shortcut has no weights.",
        (584, 72, 64),
    ),
    "stem-forgotten": (
        "The stem, a convolution 1 → 8 with 9 weights and a bias for each of 8 outputs, is "
        "missing.",
        (-80, -72),
    ),
    "classifier-forgotten": (
        "The classifier, a linear layer 8 → 10, is missing.",
        (-90,),
    ),
    "kernels-without-their-area": (
        "A 3×3 kernel has 9 weights, for each pair of an input and an output channel.",
        (-(8 + 64 * 2) * 8, -64 * 8 * 2, -(8 + 64 * 2) * 6, -64 * 6 * 2),
    ),
    "kernels-without-their-inputs": (
        "Each output channel of a convolution 8 → 8 has a 3×3 kernel for *each* of 8 input "
        "channels: 8 · 8 · 9 weights.",
        (-(576 - 72) * 2, -(576 - 9) * 2),
    ),
    "colour-image": (
        "The images are grey: the stem has 1 input channel, not 3 and not 8.",
        (9 * 8 * 2, 9 * 8 * 7),
    ),
}
_GATE_SLIPS: dict[str, tuple[str, tuple[int, ...]]] = {
    "hidden-layer-of-c": (
        "That gate has a first layer of C = 8 units, as in the paper's figure. This text has "
        "`out_channels//4`, which is 2.",
        (114, 98, 144, 128),
    ),
    "gate-without-batch-norm": (
        "Between the gate's two layers stands a BatchNorm over 2 numbers: 4 parameters. "
        "(Without it you have counted the SENet of this size.)",
        (-4,),
    ),
    "batch-norm-over-the-wrong-width": (
        "The gate's BatchNorm stands after its first layer: it is over 2 numbers, not 8.",
        (12,),
    ),
    "gate-without-biases": ("The gate's two layers have biases: 2 and 8.", (-10,)),
    "one-bias-of-the-gate-forgotten": (
        "One of the gate's biases is missing (2 in the first layer, 8 in the second), or a half "
        "of its BatchNorm.",
        (-2, -8),
    ),
    "weights-of-the-gate-alone": (
        "These are the weights of the gate's two layers. Biases and a BatchNorm come on top.",
        (-14,),
    ),
    "running-statistics-of-the-gate": (
        "You counted the gate's running mean and variance: they are measured, not trained.",
        (4, 5),
    ),
    "one-threshold-output": (
        "One output is channel-shared, DRSN-CS. Channel-wise, the gate's last layer has 8.",
        (-21,),
    ),
    "thresholds-are-parameters": (
        "The thresholds themselves are no parameters: they are computed from each image.",
        (8, 1),
    ),
    "one-layer-gate": (
        "The gate has two linear layers, 8 → 2 and 2 → 8, with a BatchNorm between them.",
        (-24, -28, -18, -22, 72 - 46),
    ),
    "two-gates": ("There is one unit, and so one gate.", (46,)),
    "no-gate": ("The gate has parameters of its own: two linear layers and a BatchNorm.", (-46,)),
}


def _ways() -> Iterator[Misconception]:
    yield from ways(
        "swapped",
        "The two numbers are swapped: DRSN-CW has the gate on top of all that the ResNet has.",
        {"resnet": RESNET + GATE, "drsn-cw": RESNET},
    )
    for slug, (why, slips) in _SLIPS.items():
        yield from ways(slug, why, *({"resnet": RESNET + slip} for slip in slips))
    whole = RESNET + GATE
    yield from ways(
        "gate-alone",
        "This is the gate alone, or what it adds. The question is for the whole network.",
        *({"drsn-cw": GATE + slip} for _, slips in _GATE_SLIPS.values() for slip in (0, *slips)),
    )
    for slug, (why, slips) in _GATE_SLIPS.items():
        yield from ways(slug, why, *({"drsn-cw": whole + slip} for slip in slips))
    for (slug, (why, slips)), (_, (_, others)) in combinations(_SLIPS.items(), 2):
        yield from ways(slug, why, {"resnet": RESNET + slips[0] + others[0]})
    for (slug, (why, slips)), (_, (_, others)) in combinations(_GATE_SLIPS.items(), 2):
        yield from ways(slug, why, {"drsn-cw": whole + slips[0] + others[0]})


def _told() -> tuple[Misconception, ...]:
    """Each wrong count once, under the first of its names."""
    seen: set[tuple[tuple[str, int], ...]] = {
        (("resnet", RESNET),),
        (("drsn-cw", RESNET + GATE),),
    }
    told = []
    for one in _ways():
        key = tuple(one.wrong.items())
        if key not in seen:
            seen.add(key)
            told.append(one)
    return tuple(told)


PARAMETERS = Exercise(
    name="one-unit-parameters",
    truth={"resnet": RESNET, "drsn-cw": RESNET + GATE},
    misconceptions=_told(),
    praise="46 more, or 3 %: here the two are nearly of one size, unlike those of the paper.",
    tolerance=1e-6,
)

EXERCISES = (PARAMETERS,)
