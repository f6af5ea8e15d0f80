"""Lesson 02: the two derivatives of soft thresholding."""

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.lessons.lesson02.exercises import PROBES
from drsn_lite.shrinkage import soft_threshold


def _gradient(x: Tensor, tau: Tensor | float) -> tuple[Tensor, Tensor]:
    outside = (x.abs() > tau).to(x.dtype)
    return outside, -x.sign() * outside


GRADIENT = Exercise(
    name="soft-threshold-gradient",
    truth=_gradient,
    probes=PROBES,
    misconceptions=(
        Misconception(
            "wrong-gradient-sign",
            lambda x, tau: (_gradient(x, tau)[0], -_gradient(x, tau)[1]),
            "∂y/∂τ has the wrong sign. A larger τ makes a positive y smaller, so there it is −1.",
        ),
        Misconception(
            "sign-of-x-forgotten",
            lambda x, tau: (_gradient(x, tau)[0], -_gradient(x, tau)[0]),
            "∂y/∂τ is −1 on both sides here. For negative x a larger τ moves y *up* towards zero.",
        ),
        Misconception(
            "gradient-in-dead-zone",
            lambda x, tau: (torch.ones_like(x), -x.sign()),
            "Inside the dead zone y is 0 whatever x and τ do, so both derivatives are 0 there.",
        ),
        Misconception(
            "tau-gradient-in-dead-zone",
            lambda x, tau: (..., -x.sign()),
            "∂y/∂x is right. Inside the dead zone y is 0 for a slightly larger τ too, so ∂y/∂τ "
            "is 0 there.",
        ),
        Misconception(
            "sign-in-dy-dx",
            lambda x, tau: (x.sign() * _gradient(x, tau)[0], _gradient(x, tau)[1]),
            "∂y/∂τ is right. ∂y/∂x is +1 on both sides: the curve rises on the left as well.",
        ),
        Misconception(
            "one-sided",
            lambda x, tau: ((x > tau).to(x.dtype), -(x > tau).to(x.dtype)),
            "These are the derivatives of a ReLU moved to the right. Soft thresholding also "
            "passes values below −τ.",
        ),
        Misconception(
            "gradient-of-hard",
            lambda x, tau: (..., torch.zeros_like(x)),
            "∂y/∂τ is 0 everywhere here: that is hard thresholding. Soft thresholding takes τ "
            "off each value it keeps, so y does depend on τ.",
        ),
        Misconception(
            "parts-swapped",
            lambda x, tau: _gradient(x, tau)[::-1],
            "Both derivatives are right but in the wrong order: first ∂y/∂x, then ∂y/∂τ.",
        ),
        Misconception(
            "places-of-the-dead-zone",
            lambda x, tau: (1 - _gradient(x, tau)[0], ...),
            "∂y/∂x is 1 inside the dead zone and 0 outside here: it is the other way round.",
        ),
        Misconception(
            "sign-in-dy-dx",
            lambda x, tau: (x.sign() * _gradient(x, tau)[0], ...),
            "∂y/∂x is +1 on both sides: the curve rises on the left as well.",
        ),
        Misconception(
            "sign-in-dy-dx",
            lambda x, tau: (-_gradient(x, tau)[0], ...),
            "∂y/∂x has the wrong sign: y grows with x on both sides.",
        ),
        Misconception(
            "sign-in-dy-dx",
            lambda x, tau: (x.sign(), ...),
            "∂y/∂x is neither negative nor different from 0 in the dead zone: the curve is flat "
            "there.",
        ),
        Misconception(
            "one-sided",
            lambda x, tau: ((x > tau).to(x.dtype), ...),
            "∂y/∂x is that of a ReLU moved to the right. Soft thresholding also passes values "
            "below −τ.",
        ),
        Misconception(
            "one-sided",
            lambda x, tau: (..., -(x > tau).to(x.dtype)),
            "∂y/∂τ is 0 on the left here. A larger τ moves negative values too: towards zero.",
        ),
        Misconception(
            "value-instead-of-slope",
            lambda x, tau: (soft_threshold(x, tau), ...),
            "The first part is y itself. Asked is its slope: by how much y changes when x does.",
        ),
        Misconception(
            "hard-value-instead-of-slope",
            lambda x, tau: (x * _gradient(x, tau)[0], ...),
            "The first part still holds x. The slope of x − τ in x is 1, whatever x is.",
        ),
        Misconception(
            "slope-minus-tau",
            lambda x, tau: (_gradient(x, tau)[0] * (1 - tau), ...),
            "The derivative of x − τ by x is 1: τ is a constant in it, and drops out.",
        ),
        Misconception(
            "gradient-in-dead-zone",
            lambda x, tau: (torch.ones_like(x), ...),
            "∂y/∂x: inside the dead zone y is 0 whatever x does, so it is 0 there.",
        ),
        Misconception(
            "no-gradient-at-all",
            lambda x, tau: (torch.zeros_like(x), ...),
            "∂y/∂x is 0 everywhere here. Outside the dead zone y moves with x, one for one.",
        ),
        Misconception(
            "wrong-gradient-sign",
            lambda x, tau: (..., -_gradient(x, tau)[1]),
            "∂y/∂τ has the wrong sign. A larger τ makes a positive y smaller, so there it is −1.",
        ),
        Misconception(
            "wrong-gradient-sign",
            lambda x, tau: (..., _gradient(x, tau)[0]),
            "∂y/∂τ is +1 on both sides here. A larger τ makes a positive y smaller and a negative "
            "one larger.",
        ),
        Misconception(
            "sign-of-x-forgotten",
            lambda x, tau: (..., -_gradient(x, tau)[0]),
            "∂y/∂τ is −1 on both sides here. For negative x a larger τ moves y *up* towards zero.",
        ),
        Misconception(
            "tau-gradient-in-dead-zone",
            lambda x, tau: (..., -torch.ones_like(x)),
            "∂y/∂τ is −1 everywhere here. In the dead zone it is 0, and on the left +1.",
        ),
        Misconception(
            "tau-gradient-in-dead-zone",
            lambda x, tau: (..., x.sign()),
            "∂y/∂τ has the wrong sign, and it is 0 inside the dead zone.",
        ),
        Misconception(
            "inside-for-outside",
            lambda x, tau: (..., -x.sign() * (1 - _gradient(x, tau)[0])),
            "∂y/∂τ is 0 inside the dead zone, not outside it.",
        ),
        Misconception(
            "x-left-in-the-derivative",
            lambda x, tau: (..., -x * _gradient(x, tau)[0]),
            "∂y/∂τ holds x itself. Only its *sign* is wanted: ±1.",
        ),
        Misconception(
            "summed-over-x",
            lambda x, tau: (..., _gradient(x, tau)[1].sum()),
            "∂y/∂τ is asked for each x, not summed over all of them.",
        ),
    ),
    praise="The second one is the path by which a network learns its thresholds.",
)

EXERCISES = (GRADIENT,)
