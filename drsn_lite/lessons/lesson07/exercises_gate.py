"""Lesson 07: a gate of your own. Trying it out tells which properties it lacks."""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from drsn_lite.answers.exercise import Exercise, Misconception
from drsn_lite.gates import ShrinkChannelwise, SqueezeExcite
from drsn_lite.lessons.lesson07.gallery import ConstantAlpha, SemiSoft
from drsn_lite.shrinkage import hard_threshold, soft_threshold

LENGTH = 2000
READINGS = (
    "keeps the shape",
    "is finite, and its gradients are",
    "makes nothing larger",
    "keeps the sign",
    "shrinks small features more",
    "does not jump",
    "is each sample's own",
    "has something to learn",
)


def examine(gate_class: Callable[[int], nn.Module], channels: int) -> dict[str, float] | Any:
    """Readings of a gate, 1 for yes: each is something that a shrinkage gate should do.

    What a stub returns (`...` or None) comes back as it is.
    """
    with torch.random.fork_rng(devices=[]):  # a check leaves the learner's random state alone
        torch.manual_seed(channels)
        gate = gate_class(channels)
        x = torch.randn(6, channels, 1, LENGTH)
    x[0, 0, 0, :50] = 0.0  # exact zeros occur behind a ReLU
    gate.train()
    inputs = x.clone().requires_grad_()
    y = gate(inputs)
    if y is None or y is Ellipsis:
        return y
    if y.shape != x.shape:
        return dict.fromkeys(READINGS, math.nan) | {READINGS[0]: 0.0}
    y.square().sum().backward()
    gradients = [inputs.grad, *(p.grad for p in gate.parameters() if p.grad is not None)]
    learned = [p for p in gate.parameters() if p.requires_grad]
    gate.eval()
    with torch.no_grad():
        y, alone = gate(x), gate(torch.cat([x[:1], 5 * x[1:]]))[:1]
        path = _path(gate, x)
    ratio = (y / torch.where(x == 0, 1.0, x)).abs()
    small, large = ratio[(x.abs() < 0.3) & (x != 0)].mean(), ratio[x.abs() > 2].mean()
    image = x[:, :, 0, :16].reshape(6, channels, 4, 4)
    found = (
        gate(image).shape == image.shape,
        bool(y.isfinite().all() and all(g is not None and g.isfinite().all() for g in gradients)),
        bool((y.abs() <= x.abs() + 1e-5).all()),
        bool((y * x >= 0).all()),
        bool(small < large - 0.05),
        bool(path.diff().abs().max() < 0.1),
        torch.allclose(alone, y[:1], atol=1e-5),
        any(p.grad is not None and p.grad.any() for p in learned),
    )
    return dict(zip(READINGS, map(float, found), strict=True))


def _path(gate: nn.Module, x: Tensor) -> Tensor:
    """Output at one position while its input goes from −3 to 3: τ hardly moves with it."""
    steps = torch.linspace(-3, 3, 301)
    many = x[1:2].repeat(len(steps), 1, 1, 1)
    many[:, 0, 0, 0] = steps
    return gate(many)[:, 0, 0, 0]


class DoesNothing(nn.Identity):
    """The gate of a ResNet."""


class Hard(ShrinkChannelwise):
    """Hard thresholding."""

    def forward(self, x: Tensor) -> Tensor:
        return hard_threshold(x, self.threshold(x))


class Grows(ShrinkChannelwise):
    """|x| + τ."""

    def forward(self, x: Tensor) -> Tensor:
        return x + x.sign() * self.threshold(x)


class OneSided(ShrinkChannelwise):
    """Without the sign."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x.abs() - self.threshold(x))


class BatchShared(ShrinkChannelwise):
    """One threshold for the whole batch."""

    def forward(self, x: Tensor) -> Tensor:
        return soft_threshold(x, self.threshold(x).mean(dim=0, keepdim=True))


class BareGarrote(ShrinkChannelwise):
    """x − τ²/x, divided by zero where x is zero."""

    def forward(self, x: Tensor) -> Tensor:
        tau = self.threshold(x)
        return torch.where(x.abs() > tau, x - tau**2 / x, 0.0)


class Flattened(ShrinkChannelwise):
    """Right but for its shape."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x).flatten(2)


OWN = Exercise(
    name="own-gate",
    truth=SemiSoft,
    apply=examine,
    probes=({"channels": 4}, {"channels": 7}),
    misconceptions=(
        Misconception(
            "does-nothing",
            DoesNothing,
            "This gate gives x back: the plain ResNet. Make something of small features smaller.",
        ),
        Misconception(
            "reweights-instead-of-shrinking",
            SqueezeExcite,
            "This multiplies small and large features by the same number, as SENet does. A "
            "shrinkage gate takes a larger share from the small ones.",
        ),
        Misconception(
            "jumps",
            Hard,
            "This jumps at τ, so τ gets no gradient from the features that stay, and a small "
            "change of x can make a large one of y. Semi-soft and garrote have no jump.",
        ),
        Misconception(
            "grows",
            Grows,
            "This makes features larger: look at the sign in front of τ.",
        ),
        Misconception(
            "lost-sign",
            OneSided,
            "Negative features come out positive: multiply by `x.sign()`.",
        ),
        Misconception(
            "shared-over-batch",
            BatchShared,
            "A sample's output changes when its neighbours in the batch do, in evaluation mode "
            "too. Leave axis 0 out of every mean.",
        ),
        Misconception(
            "divides-by-zero",
            BareGarrote,
            "The output is right and its gradient is NaN: where x = 0 you divide by zero, and "
            "`torch.where` hides the value but not the gradient. Divide by "
            "`torch.where(kept, x, 1.0)`.",
        ),
        Misconception(
            "nothing-to-learn",
            ConstantAlpha,
            "No parameter of this gate gets a gradient: τ is fixed by hand. That is a fair "
            "rival, and the lesson has trained it. Here, let the network choose something.",
        ),
        Misconception(
            "lost-axes",
            Flattened,
            "The shape is not that of x, so the shortcut cannot be added.",
        ),
    ),
    praise="It shrinks, it learns, and it fits where the others do.",
)

EXERCISES = (OWN,)
