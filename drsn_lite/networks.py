"""The networks by name, each a stem, a list of residual units and a linear classifier.

`Plan` says how large a network is, the name says which gate it has. So the comparison of the
course is one argument: `build("resnet")`, `build("senet")`, `build("drsn-cs")`, `build("drsn-cw")`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from numbers import Integral

import torch
from torch import Tensor, nn

from drsn_lite.blocks import ConvUnit, Gate, ResidualUnit, Size, same_conv
from drsn_lite.gates import (
    Identity,
    ScaleChannelwise,
    ShrinkChannelwise,
    ShrinkShared,
    SqueezeExcite,
)

GATES: dict[str, Gate] = {
    "convnet": Identity,
    "resnet": Identity,
    "senet": SqueezeExcite,
    "senet-abs": ScaleChannelwise,
    "drsn-cs": ShrinkShared,
    "drsn-cw": ShrinkChannelwise,
}
"""Name of a network → its gate. The ConvNet is the ResNet without its shortcuts; SENet-abs is the
DRSN-CW whose α multiplies features instead of setting thresholds."""


@dataclass(frozen=True)
class Plan:
    """The size of a network.

    Attributes
    ----------
    stem : (int, int)
        Odd kernel width and stride of the first convolution.
    stages : tuple of (int, int, int)
        For each stage: channels, number of units, stride of its first unit.
    dims : int
        1 for signals (kernels of height one), 2 for images.

    Raises
    ------
    ValueError
        If there is no stage, or a number is not whole and at least 1, or dims is another one.
    """

    stem: Size
    stages: tuple[tuple[int, int, int], ...]
    dims: int = 1

    def __post_init__(self) -> None:
        try:
            width, stride = self.stem
            sizes = [width, stride, *(n for a, b, c in self.stages for n in (a, b, c))]
        except (TypeError, ValueError):
            sizes = []
        if len(sizes) < 5 or not all(isinstance(n, Integral) and n > 0 for n in sizes):
            raise ValueError(
                "a plan has a stem (kernel width, stride) and at least one stage (channels, units, "
                f"stride), in whole numbers from 1; got stem={self.stem}, stages={self.stages}"
            )
        if self.dims not in (1, 2):
            raise ValueError(f"dims is 1 for signals or 2 for images, got {self.dims!r}")

    def kernel(self, width: int) -> Size:
        return (1, width) if self.dims == 1 else (width, width)


TABLE2 = Plan(stem=(3, 2), stages=((4, 4, 2), (8, 4, 2), (16, 4, 2)))
"""The paper's Table II: 1 × 2048 × 1 in, 12 units, 16 × 128 × 1 before the pooling."""

LITE = Plan(stem=(15, 4), stages=((8, 2, 2), (16, 2, 2), (16, 2, 2)))
"""For signals in the lessons: six units, a wide stem with stride 4 to make it quick."""

LITE_2D = Plan(stem=(3, 1), stages=((8, 2, 1), (16, 2, 2), (16, 2, 1)), dims=2)
"""For small images in the lessons: six units."""

PRESETS: dict[str, Plan] = {"lite": LITE, "lite-2d": LITE_2D, "paper": TABLE2}
"""The plans by name."""


class Network(nn.Module):
    """Stem, residual units, then BN, ReLU, global average pooling and a linear layer.

    Takes (N, 1, H, W) and returns logits of shape (N, classes); signals are (N, 1, 1, L).

    Parameters
    ----------
    name : str
        One of `GATES`.
    plan : Plan
        The size.
    classes : int
        Number of classes.
    gate : callable, optional
        A gate of your own instead of the one that belongs to `name`.

    Raises
    ------
    ValueError
        If the name is unknown or there is no class; if an input is not (N, 1, H, W), or is an
        image where the plan is for signals, or the reverse; on a batch of one in training.
    """

    def __init__(self, name: str, plan: Plan, classes: int, gate: Gate | None = None) -> None:
        super().__init__()
        if name not in GATES:
            names = ", ".join([*GATES, "resnet-wide"])
            raise ValueError(f"no network is called {name!r}: choose one of {names}")
        if classes < 1:
            raise ValueError(f"a network needs at least 1 class, got classes = {classes}")
        self.name, self.plan, self.classes = name, plan, classes
        gate = gate or GATES[name]
        width, stride = plan.stem
        channels = plan.stages[0][0]
        self.stem = same_conv(1, channels, plan.kernel(width), stride)
        self.units = nn.Sequential()
        unit = ConvUnit if name == "convnet" else ResidualUnit
        for out_channels, count, stride in plan.stages:
            for first in (True, *[False] * (count - 1)):
                step = stride if first else 1
                self.units.append(unit(channels, out_channels, step, gate, plan.kernel(3)))
                channels = out_channels
        self.head = nn.Sequential(
            nn.BatchNorm2d(channels), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()
        )
        self.classifier = nn.Linear(channels, classes)

    def check_shape(self, shape: Sequence[int]) -> None:
        """Raise a ValueError if the plan is not for samples of this shape."""
        got = f"got {tuple(shape)}"
        if len(shape) != 4 or shape[1] != 1:
            raise ValueError(
                f"the network takes samples of shape (N, 1, height, width), {got}; "
                "for signals of shape (N, L) pass x[:, None, None, :], for images x[:, None]"
            )
        if self.plan.dims == 1 and shape[2] > 1:
            remedy = "an image needs a plan with dims=2, such as 'lite-2d'"
            if shape[3] == 1:
                remedy = "swap the last two axes, x.swapaxes(2, 3), so that time is the last"
            raise ValueError(
                f"the network is for signals (N, 1, 1, L), and axis 2, the height, is {shape[2]}: "
                f"{got}; {remedy}"
            )
        if self.plan.dims == 2 and 1 in shape[2:]:
            axis, name = (2, "height") if shape[2] == 1 else (3, "width")
            raise ValueError(
                f"the network is for images (N, 1, H, W), and axis {axis}, the {name}, is 1: "
                f"{got}; a signal needs a plan with dims=1, such as 'lite'"
            )

    def features(self, x: Tensor) -> Tensor:
        """What the classifier sees: (N, 1, H, W) → (N, channels of the last unit)."""
        self.check_shape(x.shape)
        if self.training and len(x) == 1:
            raise ValueError(
                "BatchNorm cannot train on a batch of one sample: use a batch of two or more, "
                "or call network.eval() first"
            )
        return self.head(self.units(self.stem(x)))

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(self.features(x))


def build(
    name: str,
    preset: str | Plan = "lite",
    classes: int = 8,
    *,
    gate: Gate | None = None,
    seed: int | None = None,
) -> Network:
    """Make a network, its weights in channels_last order (faster on CPUs).

    Parameters
    ----------
    preset : str or Plan
        One of `PRESETS`, or a plan of your own.
    name, classes, gate
        As in `Network`. Also, "resnet-wide" is a ResNet with about as many parameters as the
        DRSN-CW of the same preset, for a fair comparison.
    seed : int, optional
        For the initial weights; the global random state is left as it was.

    Raises
    ------
    ValueError
        If the name or the preset is unknown.
    """
    if isinstance(preset, str) and preset not in PRESETS:
        raise ValueError(f"no preset is called {preset!r}: choose one of {', '.join(PRESETS)}")
    plan = PRESETS[preset] if isinstance(preset, str) else preset
    if name == "resnet-wide":
        name, plan = "resnet", matched(plan, classes)
    if seed is None:
        network = Network(name, plan, classes, gate)
    else:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            network = Network(name, plan, classes, gate)
    # torch takes it, its stub does not know
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def widened(plan: Plan, extra: int) -> Plan:
    """The same plan with `extra` more channels in every stage."""
    return replace(
        plan, stages=tuple((channels + extra, count, s) for channels, count, s in plan.stages)
    )


def matched(plan: Plan, classes: int) -> Plan:
    """The plan widened until a ResNet has about the parameters of a DRSN-CW of the plan itself."""
    target = count_parameters(build("drsn-cw", plan, classes, seed=0))

    def off(wide: Plan) -> int:
        return abs(count_parameters(build("resnet", wide, classes, seed=0)) - target)

    return min((widened(plan, extra) for extra in range(6)), key=off)


def count_parameters(network: nn.Module) -> int:
    """Number of trained numbers in the network."""
    return sum(p.numel() for p in network.parameters() if p.requires_grad)


@contextmanager
def evaluating(network: nn.Module) -> Iterator[None]:
    """Put every module in evaluation mode, without gradients; give each its own mode back after."""
    modes = {module: module.training for module in network.modules()}
    network.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for module, mode in modes.items():
            module.training = mode
