"""Lesson 08: a gate of your own. Trying it out tells which property it lacks."""

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.gates import SqueezeExcite
from drsn_lite.lessons.lesson08 import wrong_gates
from drsn_lite.lessons.lesson08.gallery import ConstantAlpha, SemiSoft
from drsn_lite.lessons.lesson08.gate_readings import READINGS, examine

__all__ = ["EXERCISES", "OWN", "READINGS", "examine"]


def _try_it(line: str) -> str:
    """A line to paste that shows the fault, for a gate called MyGate."""
    return f" Try: `gate = MyGate(4).eval(); x = torch.randn(6, 4, 1, 50); y = gate(x); {line}`"


OWN = Exercise(
    name="own-gate",
    truth=SemiSoft,
    apply=examine,
    probes=({"channels": 4}, {"channels": 7}),
    misconceptions=(
        Misconception(
            "lost-axes",
            wrong_gates.Flattened,
            "The shape is not that of x, so the shortcut cannot be added."
            + _try_it("print(y.shape, x.shape)"),
        ),
        Misconception(
            "not-finite",
            wrong_gates.NotANumber,
            "Some outputs are NaN or infinite. Features may be exactly 0 behind a ReLU: look for a "
            "division or a logarithm.",
        ),
        Misconception(
            "does-nothing",
            wrong_gates.DoesNothing,
            "This gate gives x back: the plain ResNet. Make something of small features smaller.",
        ),
        Misconception(
            "kills-all",
            wrong_gates.KillsAll,
            "Nothing is left, even of large features: τ is too large for all of them, or a factor "
            "is 0." + _try_it("print(y.abs().max())"),
        ),
        Misconception(
            "lost-sign",
            wrong_gates.OneSided,
            "Negative features come out positive, or the other way round: multiply by the sign of "
            "x." + _try_it("print(y[x < -2])"),
        ),
        Misconception(
            "past-zero",
            wrong_gates.PastZero,
            "Small features come out on the other side of zero: what is smaller than τ has to "
            "stop at 0." + _try_it("print((x * y).min())"),
        ),
        Misconception(
            "grows",
            wrong_gates.Grows,
            "This makes some features larger: look at the sign in front of τ, and at factors above "
            "1." + _try_it("print((y.abs() - x.abs()).max())"),
        ),
        Misconception(
            "shared-over-batch",
            wrong_gates.BatchShared,
            "A sample's output changes when its neighbours in the batch do, in evaluation mode "
            "too. Leave axis 0 out of every mean."
            + _try_it("z = gate(torch.cat([x[:1], 5 * x[1:]])); print((y - z)[0].abs().max())"),
        ),
        Misconception(
            "shared-in-training",
            wrong_gates.TrainShared,
            "In evaluation mode each sample is by itself; in training mode your threshold is one "
            "for the batch. Look at what `self.training` changes.",
        ),
        Misconception(
            "takes-from-the-large",
            wrong_gates.Clips,
            "Large features lose a larger share than small ones. It is the small ones, mostly "
            "noise, that should shrink: you may have kept what was to be taken away.",
        ),
        Misconception(
            "reweights-instead-of-shrinking",
            SqueezeExcite,
            "This multiplies small and large features by the same number, as SENet does. A "
            "shrinkage gate takes a larger share from the small ones.",
        ),
        Misconception(
            "one-sided",
            wrong_gates.HalfSided,
            "Positive and negative features are treated differently: on one side of zero all are "
            "kept, or all are gone." + _try_it("print(x[0, 0], y[0, 0])"),
        ),
        Misconception(
            "jumps",
            wrong_gates.Hard,
            "This jumps at τ, so τ gets no gradient from the features that stay, and a small "
            "change of x can make a large one of y. Semi-soft and garrote have no jump.",
        ),
        Misconception(
            "cuts-the-gradient",
            wrong_gates.Cut,
            "No gradient gets through to x: `detach`, `.data`, `no_grad` or NumPy cuts it. All "
            "layers before this gate would stop learning.",
        ),
        Misconception(
            "divides-by-zero",
            wrong_gates.BareGarrote,
            "The output is right and its gradient is NaN: where x = 0 you divide by zero, and "
            "`torch.where` hides the value but not the gradient. Divide by "
            "`torch.where(kept, x, 1.0)`.",
        ),
        Misconception(
            "nothing-to-learn",
            ConstantAlpha,
            "No parameter of this gate gets a gradient: τ is fixed by hand, or cut off by "
            "`detach`. That is a fair rival, and the lesson has trained it. Here, let the network "
            "choose something.",
        ),
        Misconception(
            "drops-a-batch-of-one",
            wrong_gates.Squeezed,
            "One sample alone comes out in another shape, or with other numbers, or not at all: "
            "`squeeze()` drops the batch too. Name the axes that are to go.",
        ),
        Misconception(
            "signals-alone",
            wrong_gates.FlatAxes,
            "This works for signals, of height one, and not for images: leave no size fixed, and "
            "take means over both of the last axes.",
        ),
    ),
    praise="It shrinks, it learns, and it fits where the others do.",
)


EXERCISES = (OWN,)
