"""The small networks of lesson 09: one residual unit of 8 channels, or three units, for images.

    Conv 3×3 ► unit (8 channels, stride 2) ► BN ReLU ► mean over positions ► Linear

The layout of the first text this course grew from (TFLearn, 2019), with 1,386 parameters as a
ResNet and 1,432 as a DRSN-CW. There the two differ in *two* things: the threshold, and how the
shortcut halves the picture. Here the shortcut is a choice of its own:

    slice   keeps every second pixel (the text's DRSN)
    pool    averages 2×2 pixels (its ResNet: `tflearn.residual_block`)

One departure: TensorFlow's "same" padding centres a kernel of stride 2 on the pixels 1, 3, 5 …,
PyTorch's padding of 1 on 0, 2, 4 …, which are also those that `slice` keeps.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from drsn_lite import checkpoints, datasets
from drsn_lite.blocks import ConvUnit, ResidualUnit
from drsn_lite.gates import Identity, ShrinkChannelwise, SqueezeExcite
from drsn_lite.networks import Network, Plan
from drsn_lite.paths import DATA

FOLDER = DATA / "one_unit"
"""Trained networks, NAME.safetensors with a card NAME.json each."""

ONE = Plan(stem=(3, 1), stages=((8, 1, 2),), dims=2)
"""The layout of the first text: one unit."""

THREE = Plan(stem=(3, 1), stages=((8, 1, 1), (16, 1, 2), (16, 1, 2)), dims=2)
"""Three units, as many as in the authors' image code; narrower, to be quick."""

NAMES = {
    "resnet": "ResNet",
    "resnet-pool": "ResNet, 2×2 shortcut",
    "resnet-wide": "ResNet, 9 channels",
    "senet": "SENet",
    "drsn-cw": "DRSN-CW",
    "drsn-cw-pool": "DRSN-CW, 2×2 shortcut",
    "resnet-3": "ResNet, 3 units",
    "resnet-3-wide": "ResNet, 3 wider units",
    "drsn-cw-3": "DRSN-CW, 3 units",
}
"""The networks by name, and how they are written."""


def shrink(channels: int) -> ShrinkChannelwise:
    """The gate of the authors' image code: RSBU-CW whose first layer has C // 4 units, not C."""
    return ShrinkChannelwise(channels, hidden=channels // 4)


class PoolUnit(ConvUnit):
    """A residual unit whose shortcut averages stride × stride pixels. Parameters as `ConvUnit`.

    As `residual_block` of TFLearn 0.3.2; it cannot change the number of channels.
    """

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x) + F.avg_pool2d(x, self.stride, ceil_mode=True)


def build(name: str, seed: int = 0, classes: int = 10) -> Network:
    """One of `NAMES`, untrained. It takes images (N, 1, H, W), pixels from 0 to 1.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    if name not in NAMES:
        raise ValueError(f"no network is called {name!r}: choose one of {', '.join(NAMES)}")
    kind = "drsn-cw" if name.startswith("drsn-cw") else name.split("-")[0]
    gate: Any = {"resnet": Identity, "senet": partial(SqueezeExcite, reduction=4)}.get(kind, shrink)
    plan = THREE if "-3" in name else ONE
    if name.endswith("wide"):
        plan = replace(plan, stages=tuple((c + 1, n, stride) for c, n, stride in plan.stages))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = Network(kind, plan, classes, gate)
    if name.endswith("-pool"):  # the same weights, another shortcut
        for index, unit in enumerate(network.units):
            network.units[index] = _pooling(unit)
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def _pooling(unit: nn.Module) -> PoolUnit:
    assert isinstance(unit, ResidualUnit)
    channels = unit.out_channels
    pool = PoolUnit(channels, channels, unit.stride, kernel=(3, 3))
    pool.branch, pool.gate = unit.branch, unit.gate
    return pool


def images(name: str, seed: int = 0, **options: Any) -> datasets.Dataset:
    """A set of images with pixels from 0 to 1 and nothing taken off, as the first text had them.

    Parameters
    ----------
    name : {"digits", "mnist"}
    seed : int
        Of the split of the digits.
    **options
        As in `datasets.load`, which also says what is raised.
    """
    return datasets.load(name, seed=seed, scale="unit", **options)


def save(network: Network, name: str, card: dict[str, Any], folder: Path = FOLDER) -> None:
    """Write data/one_unit/NAME.safetensors with its card; `card["network"]` is one of `NAMES`."""
    checkpoints.write(network, folder / name, {"network": card["network"]}, card)


def card(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """The card of a shipped network, such as "digits-mixed-drsn-cw"; see `checkpoints.card`."""
    return checkpoints.card(folder / name)


def load(name: str, folder: Path = FOLDER) -> Network:
    """A shipped network in evaluation mode: DATA-TRAINING-NETWORK, "digits-mixed-drsn-cw".

    Raises
    ------
    FileNotFoundError, ValueError
        As `checkpoints.load_checkpoint` does.
    """
    return checkpoints.read(folder / name, lambda about: build(about["network"]))
