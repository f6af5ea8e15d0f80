"""The networks of `attention_tables`: with SE gates of several kinds, without, and wider."""

import copy
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from drsn_lite.blocks import Gate, same_conv
from drsn_lite.gates import Identity, SqueezeExcite
from drsn_lite.lessons.lesson04.inception import Inception
from drsn_lite.networks import Plan, build, count_parameters, evaluating, widened

PLAN = Plan(stem=(3, 1), stages=((8, 1, 2), (16, 1, 2), (32, 1, 1)), dims=2)
BETTER_DB, WORSE_DB = 10.0, -10.0
"""SNR of the two sensors, if a sample has power 1."""


class SoftmaxExcite(SqueezeExcite):
    """SE whose weights compete: a softmax over the channels in place of C sigmoids."""

    def weights(self, x: Tensor) -> Tensor:
        return self.attention[:3](x.mean(dim=(2, 3))).softmax(dim=1)[:, :, None, None]


class Unchecked(nn.Module):
    """SE as seed text 003 has it: reduction 16 whatever the channels, no bias, no check.

    With fewer than 16 channels the hidden layer is empty, and α = sigmoid(0) = ½ for good.
    """

    def __init__(self, channels: int, reduction: int = 16) -> None:
        super().__init__()
        hidden = channels // reduction
        self.attention = None
        if hidden:  # nn.Linear(channels, 0) gives the same α, with a warning
            first, last = (
                nn.Linear(*s, bias=False) for s in ((channels, hidden), (hidden, channels))
            )
            self.attention = nn.Sequential(first, nn.ReLU(), last, nn.Sigmoid())

    def weights(self, x: Tensor) -> Tensor:
        if self.attention is None:
            return x.new_full((*x.shape[:2], 1, 1), 0.5)
        return self.attention(x.mean(dim=(2, 3)))[:, :, None, None]

    def forward(self, x: Tensor) -> Tensor:
        return x * self.weights(x)


class Frozen(nn.Module):
    """Multiply each channel by a constant of shape (1, C, 1, 1), the same for every sample."""

    def __init__(self, alpha: Tensor) -> None:
        super().__init__()
        self.alpha: Tensor
        self.register_buffer("alpha", alpha)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.alpha


def residual(gate: Gate, classes: int, seed: int, extra: int = 0) -> nn.Module:
    """Three residual units, `extra` more channels in each."""
    return build("resnet", widened(PLAN, extra), classes, gate=gate, seed=seed)


def inception(gate: Gate, classes: int, seed: int, extra: int = 0) -> nn.Module:
    """Stem, two Inception modules with a pooling between, classifier; `extra` widens the 3×3."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        first = Inception(8, (4, 8 + extra, 4, 4), (4, 2), gate)
        wide = first.out_channels
        second = Inception(wide, (8, 16 + 2 * extra, 8, 8), (8, 4), gate)
        return nn.Sequential(
            same_conv(1, 8, (3, 3), 2),
            first,
            nn.MaxPool2d(2),
            second,
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(second.out_channels, classes),
        )


class TwoSensors(nn.Module):
    """Each sensor (N, 2, H, W) has convolutions of its own, then a gate, then they are mixed."""

    def __init__(self, gate: Gate, classes: int, extra: int) -> None:
        super().__init__()
        channels = 2 * (8 + extra)
        self.stem = nn.Sequential(
            nn.Conv2d(2, channels, 3, padding=1, groups=2), nn.BatchNorm2d(channels), nn.ReLU()
        )
        self.gate = gate(channels)
        self.body = nn.Sequential(same_conv(channels, 32, (3, 3), 2), nn.BatchNorm2d(32), nn.ReLU())
        self.head = nn.Sequential(nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(128, classes))

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(self.gate(self.stem(x))))


def two_sensors(gate: Gate, classes: int, seed: int, extra: int = 0) -> nn.Module:
    """`TwoSensors` with `extra` more channels for each sensor."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return TwoSensors(gate, classes, extra)


def seen_twice(x: Tensor, rng: np.random.Generator) -> Tensor:
    """Two noisy views of each sample, (N, 1, H, W) → (N, 2, H, W); which is worse is chance."""
    sigma = 10 ** (-np.array([BETTER_DB, WORSE_DB]) / 20)
    sigma = np.where(rng.random(len(x))[:, None] < 0.5, sigma, sigma[::-1])[:, :, None, None]
    noise = sigma * rng.standard_normal((len(x), 2, *x.shape[2:]))
    return x + torch.from_numpy(noise).to(x.dtype)


BODIES: dict[str, Callable[..., nn.Module]] = {
    "residual": residual,
    "inception": inception,
    "two-sensors": two_sensors,
}
GATES: dict[str, Gate] = {
    "none": Identity,
    "se-1": SqueezeExcite,
    "se-4": partial(SqueezeExcite, reduction=4),
    "se-8": partial(SqueezeExcite, reduction=8),
    "unchecked-16": Unchecked,
    "softmax": SoftmaxExcite,
}
RUNS = [("residual", gate) for gate in ("none", "wide", *list(GATES)[1:])]
RUNS += [(b, gate) for b in ("inception", "two-sensors") for gate in ("none", "wide", "se-1")]


def make(body: str, gate: str, classes: int, seed: int) -> nn.Module:
    """A network of the table; "wide" has no gate, and about the parameters of "se-1"."""
    if gate != "wide":
        return BODIES[body](GATES[gate], classes, seed)
    target = count_parameters(BODIES[body](SqueezeExcite, classes, seed))
    wider = [BODIES[body](Identity, classes, seed, extra) for extra in range(24)]
    return min(wider, key=lambda network: abs(count_parameters(network) - target))


def frozen(network: nn.Module, x: Tensor) -> nn.Module:
    """A copy whose SE gates give every sample the mean weights of the samples x (N, 1, H, W)."""
    network = copy.deepcopy(network)
    gated: Any = [m for m in network.modules() if hasattr(getattr(m, "gate", None), "weights")]
    means: dict[nn.Module, Tensor] = {}

    def record(gate: Any, inputs: tuple[Tensor]) -> None:
        means[gate] = gate.weights(inputs[0]).mean(dim=0, keepdim=True)

    for module in gated:  # hooks on a copy: they go with its gates
        module.gate.register_forward_pre_hook(record)
    with evaluating(network):
        network(x)
    for module in gated:
        module.gate = Frozen(means[module.gate])
    return network
