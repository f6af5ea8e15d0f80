"""Lesson 02: the operator. Its derivatives are in `exercises_gradient`."""

import numpy as np
import torch
from torch import Tensor

from drsn_lite.answers.exercise import Exercise, Misconception, Property
from drsn_lite.answers.properties import KEEPS_SIGN, NEVER_LARGER
from drsn_lite.shrinkage import garrote_threshold, hard_threshold, soft_threshold


def _one_sided(x: Tensor, tau: Tensor | float) -> Tensor:
    return torch.relu(x - tau)


_X = torch.tensor([-3.0, -1.5, -0.4, 0.4, 1.5, 3.0], dtype=torch.float64)
_ROWS = torch.tensor([[-2.5, -0.3, 0.7, 6.0], [-5.0, -1.9, 0.2, 2.4]], dtype=torch.float64)
PROBES = (
    {"x": _X[[0, 2, 4]], "tau": 1.0},
    {"x": _X, "tau": 0.2},
    {"x": _ROWS, "tau": torch.tensor([[0.5], [2.0]], dtype=torch.float64)},
)

SOFT = Exercise(
    name="soft-threshold",
    properties=(
        NEVER_LARGER,
        KEEPS_SIGN,
        Property(
            "nothing-set-to-zero",
            lambda y, x, tau: bool((y[np.abs(x) < tau] == 0).all()),
            "What is smaller than τ is to become exactly 0. Here it only gets smaller.",
        ),
    ),
    truth=soft_threshold,
    probes=PROBES,
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
        Misconception(
            "tau-after-the-relu",
            lambda x, tau: torch.relu(x) - tau,
            "τ comes off after the ReLU here, so that zeros become −τ. It has to come off inside "
            "it.",
        ),
        Misconception(
            "tau-forgotten",
            lambda x, tau: torch.relu(x) + 0 * tau,
            "This is a plain ReLU: τ has no effect, and negative values are lost.",
        ),
        Misconception(
            "nothing-done",
            lambda x, tau: x + 0 * tau,
            "This is x again. Values inside the dead zone, |x| < τ, must become 0.",
        ),
        Misconception(
            "no-dead-zone",
            lambda x, tau: x.abs() - tau,
            "Nothing stops at zero: inside the dead zone |x| − τ is negative. And the sign of x "
            "is lost.",
        ),
        Misconception(
            "negative-side-only",
            lambda x, tau: torch.relu(-x - tau),
            "This looks at values below −τ only, and makes them positive.",
        ),
        Misconception(
            "negative-side-only",
            lambda x, tau: -torch.relu(-x - tau),
            "Values below −τ are right. Those above τ are lost: a second ReLU is needed.",
        ),
        Misconception(
            "plus-for-minus",
            lambda x, tau: torch.relu(x - tau) + torch.relu(x + tau),
            "Both ReLUs wake up for large x. The second has to do so where x lies below −τ.",
        ),
        Misconception(
            "plus-for-minus",
            lambda x, tau: torch.relu(x + tau) - torch.relu(x - tau),
            "This levels off for large x. Each ReLU has its own side: one for x > τ, one for x < "
            "−τ.",
        ),
        Misconception(
            "one-sided",
            lambda x, tau: torch.relu(x + tau),
            "This is a ReLU moved to the left by τ. Soft thresholding has two sides, and a gap "
            "between.",
        ),
        Misconception(
            "first-threshold-forgotten",
            lambda x, tau: torch.relu(x) - torch.relu(-x - tau),
            "Negative values are right. Positive ones come through unchanged: the first ReLU "
            "needs its τ.",
        ),
        Misconception(
            "same-shift-on-both-sides",
            lambda x, tau: torch.where(x.abs() > tau, x - tau, 0 * x),
            "The dead zone is right. On the left, x − τ leads *away* from zero: there it is x + τ.",
        ),
        Misconception(
            "pushed-away-from-zero",
            lambda x, tau: torch.where(x.abs() > tau, x + tau * x.sign(), 0 * x),
            "Outside the dead zone values move *away* from zero. Soft thresholding takes τ off "
            "their size.",
        ),
        Misconception(
            "inside-out",
            lambda x, tau: torch.where(x.abs() < tau, x, 0 * x),
            "This keeps what is inside the dead zone and drops the rest: the condition is turned "
            "round.",
        ),
        Misconception(
            "hard-and-one-sided",
            lambda x, tau: torch.where(x > tau, x, 0 * x),
            "Values above τ stay as they are, and all negative ones are lost. Take τ off, on both "
            "sides.",
        ),
        Misconception(
            "tau-twice",
            lambda x, tau: soft_threshold(x, 2 * tau),
            "Values move by 2τ: τ comes off twice.",
        ),
        Misconception(
            "tau-halved",
            lambda x, tau: soft_threshold(x, tau / 2),
            "Values move by τ/2 only.",
        ),
        Misconception(
            "tau-squared",
            lambda x, tau: soft_threshold(x, tau**2),
            "Values move by τ²: τ itself is the threshold.",
        ),
        Misconception(
            "times-x",
            lambda x, tau: x * torch.relu(x.abs() - tau),
            "This multiplies by x, size and all. Only its sign is wanted.",
        ),
        Misconception(
            "scaled-instead-of-shifted",
            lambda x, tau: torch.where(x.abs() > tau, x * (1 - tau), 0 * x),
            "This scales what it keeps. Soft thresholding takes the same τ off each value.",
        ),
        Misconception(
            "shared-by-the-whole-array",
            lambda x, tau: x.sign() * torch.relu(x.abs() - torch.as_tensor(tau).max()),
            "τ may be a tensor, with a threshold for each row. Here all rows got the largest.",
        ),
        Misconception(
            "lost-sign",
            lambda x, tau: x.sign() * (x - tau).abs(),
            "|x − τ| is no threshold: take τ off |x|, and stop at zero.",
        ),
        Misconception(
            "lost-sign",
            lambda x, tau: -torch.relu(x - tau) - torch.relu(-x - tau),
            "Everything comes out negative: one of the two ReLUs is added, the other subtracted.",
        ),
        Misconception(
            "plus-for-minus",
            lambda x, tau: torch.relu(x - tau) - torch.relu(x),
            "Both ReLUs wake up for large x. The second has to do so where x lies below −τ.",
        ),
    ),
    praise="Two ReLUs, back to back: the dead zone is the gap between them.",
    through=("x", "tau"),
)

EXERCISES = (SOFT,)
