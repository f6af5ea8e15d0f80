"""Lesson 02: the operator and its two derivatives."""

import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.shrinkage import garrote_threshold, hard_threshold, soft_threshold


def _one_sided(x: Tensor, tau: Tensor | float) -> Tensor:
    return torch.relu(x - tau)


def _gradient(x: Tensor, tau: Tensor | float) -> tuple[Tensor, Tensor]:
    outside = (x.abs() > tau).to(x.dtype)
    return outside, -x.sign() * outside


_X = torch.tensor([-3.0, -1.5, -0.4, 0.4, 1.5, 3.0], dtype=torch.float64)
_ROWS = torch.tensor([[-2.5, -0.3, 0.7, 6.0], [-5.0, -1.9, 0.2, 2.4]], dtype=torch.float64)
_PROBES = (
    {"x": _X[[0, 2, 4]], "tau": 1.0},
    {"x": _X, "tau": 0.2},
    {"x": _ROWS, "tau": torch.tensor([[0.5], [2.0]], dtype=torch.float64)},
)

SOFT = Exercise(
    name="soft-threshold",
    truth=soft_threshold,
    probes=_PROBES,
    misconceptions=(
        Misconception(
            "hard-instead-of-soft",
            hard_threshold,
            "This is hard thresholding: it keeps what is outside the dead zone as it is. Soft "
            "thresholding also moves it towards zero by τ.",
        ),
        Misconception(
            "lost-sign",
            lambda x, tau: torch.relu(x.abs() - tau),
            "The size is right but negative values came back positive. Give each value its sign "
            "back.",
        ),
        Misconception(
            "one-sided",
            _one_sided,
            "This is a ReLU moved to the right by τ. It sets every negative value to zero; soft "
            "thresholding treats both sides alike.",
        ),
        Misconception(
            "second-threshold-forgotten",
            lambda x, tau: torch.relu(x - tau) - torch.relu(-x),
            "Positive values are right. Negative ones come through unchanged: the second ReLU "
            "needs its τ as well.",
        ),
        Misconception(
            "minus-misplaced",
            lambda x, tau: torch.relu(x - tau) - torch.relu(x + tau),
            "The second ReLU has to wake up where x lies *below* −τ. `relu(x + τ)` does so above "
            "it.",
        ),
        Misconception(
            "tau-off-everything",
            lambda x, tau: x - tau,
            "This is x − τ for every x, as −(x − τ) is −x + τ. The second ReLU has to wake up "
            "where x lies below −τ.",
        ),
        Misconception(
            "pushed-away-from-zero",
            lambda x, tau: torch.relu(x + tau) - torch.relu(tau - x),
            "This moves values *away* from zero: a ReLU that starts at x = τ is `relu(x − τ)`.",
        ),
        Misconception(
            "no-dead-zone",
            lambda x, tau: x - tau * x.sign(),
            "Values inside the dead zone cross zero and come out on the other side. They must "
            "stop at zero.",
        ),
        Misconception(
            "garrote-instead",
            garrote_threshold,
            "This is the garrote: it shrinks large values less than small ones. Soft thresholding "
            "takes the same τ off each.",
        ),
        Misconception(
            "sign-turned-round",
            lambda x, tau: -soft_threshold(x, tau),
            "Each value has the right size and the opposite sign. Look at which of the two parts "
            "is subtracted.",
        ),
        Misconception(
            "what-was-removed",
            lambda x, tau: x - soft_threshold(x, tau),
            "This is the part that soft thresholding takes away: x cut off at ±τ. The answer is "
            "what is left.",
        ),
    ),
    praise="Two ReLUs, back to back: the dead zone is the gap between them.",
)

GRADIENT = Exercise(
    name="soft-threshold-gradient",
    truth=_gradient,
    probes=_PROBES,
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
            lambda x, tau: (_gradient(x, tau)[0], -x.sign()),
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
            lambda x, tau: (_gradient(x, tau)[0], torch.zeros_like(x)),
            "∂y/∂τ is 0 everywhere here: that is hard thresholding. Soft thresholding takes τ "
            "off each value it keeps, so y does depend on τ.",
        ),
        Misconception(
            "parts-swapped",
            lambda x, tau: _gradient(x, tau)[::-1],
            "Both derivatives are right but in the wrong order: first ∂y/∂x, then ∂y/∂τ.",
        ),
    ),
    praise="The second one is the path by which a network learns its thresholds.",
)

EXERCISES = (SOFT, GRADIENT)
