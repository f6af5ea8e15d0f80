"""For lesson 03: a published residual block with two bugs, ways to half mend it, and readings.

A block is built, given known weights, run in training and in evaluation mode and asked for its
gradients. What comes back are readings that show the damage, not raw outputs.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def _projection(in_channels: int, out_channels: int) -> nn.Sequential:
    """1×1 convolution with stride 2, then BN: the usual projection shortcut."""
    with torch.random.fork_rng(devices=[]):  # a check leaves the learner's random state alone
        return nn.Sequential(
            nn.Conv2d(in_channels, out_channels, 1, 2, bias=False), nn.BatchNorm2d(out_channels)
        )


downsample = _projection(4, 8)  # a global, as in the published code: the broken blocks find it


class Block(nn.Module):
    """Conv BN ReLU, Conv BN, add, ReLU, and places to break it."""

    norms, own, tracked = 2, True, True

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        stride: tuple[int, int] = (1, 1),
        downsample: Callable[[Tensor], Tensor] | None = None,
    ) -> None:
        super().__init__()
        conv = partial(nn.Conv2d, kernel_size=3, padding=1, bias=False)
        self.conv1 = conv(in_channels, out_channels, stride=stride[0])
        self.conv2 = conv(out_channels, out_channels, stride=stride[1])
        self.bn1 = nn.BatchNorm2d(out_channels, track_running_stats=self.tracked)
        if self.norms == 2:
            self.bn2 = nn.BatchNorm2d(out_channels, track_running_stats=self.tracked)
        self.downsample = downsample

    def shortcut(self, x: Tensor) -> Tensor:
        if self.downsample is None:
            return x
        return self.downsample(x) if self.own else downsample(x)

    def branch(self, x: Tensor) -> Tensor:
        second = self.bn2 if self.norms == 2 else self.bn1
        return second(self.conv2(F.relu(self.bn1(self.conv1(x)))))

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.branch(x) + self.shortcut(x))


class NothingMended(Block):
    norms, own = 1, False


class OneNorm(Block):
    norms = 1


class GlobalShortcut(Block):
    own = False


class BatchAlways(Block):
    tracked = False


class SecondNormUnused(Block):
    def branch(self, x: Tensor) -> Tensor:
        return self.bn1(self.conv2(F.relu(self.bn1(self.conv1(x)))))


class NoNorm(Block):
    def branch(self, x: Tensor) -> Tensor:
        return self.conv2(F.relu(self.conv1(x)))


class NoShortcut(Block):
    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.branch(x))


class EarlyReLU(Block):
    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.branch(x)) + self.shortcut(x)


class NoLastReLU(Block):
    def forward(self, x: Tensor) -> Tensor:
        return self.branch(x) + self.shortcut(x)


READINGS = (
    "runs",
    "mean",
    "largest",
    "evaluation off by %",
    "neighbours move it by %",
    "parameters that learn",
    "downsample learns",
)


def examine(block_class: Any, in_channels: int, out_channels: int) -> dict[str, float]:
    """Build a block, train its BatchNorm on one batch, and read off what it does.

    Readings: whether it runs at these channels; mean and largest value of its output in training;
    how far evaluation is from training on the same batch, in % of the output's mean size; how far
    a sample's own output moves, in %, when its neighbours leave the batch; the share of its
    parameters, and of those of its `downsample`, that get a gradient.
    """
    given = None if in_channels == out_channels else _projection(in_channels, out_channels)
    _fill(given)
    stride = [1 if given is None else 2, 1]
    with torch.random.fork_rng(devices=[]):
        block = block_class(in_channels, out_channels, stride=stride, downsample=given)
    _fill(block, but=given)
    x = torch.rand((16, in_channels, 8, 8), generator=torch.Generator().manual_seed(7))
    block.train()
    try:
        y = block(x)
    except RuntimeError as error:
        if "channels" not in str(error) and "must match" not in str(error):
            raise
        return dict.fromkeys(READINGS, math.nan) | {"runs": 0.0}
    y.square().mean().backward()
    learning = _share_learning(block, but=given), _share_learning(given)
    for module in block.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = 0.5  # so that 20 passes settle the running statistics
    with torch.no_grad():
        for _ in range(20):
            y = block(x)
        block.eval()
        settled, alone = block(x), block(x[:2])
    size = y.abs().mean() / 100
    measured = (
        1.0,
        y.mean().item(),
        y.max().item(),
        ((settled - y).abs().mean() / size).item(),
        ((settled[:2] - alone).abs().mean() / size).item(),
        *learning,
    )
    return dict(zip(READINGS, measured, strict=True))


def _fill(module: nn.Module | None, but: nn.Module | None = None) -> None:
    """Known weights for the convolutions, in order; another module inside is left alone."""
    if module is None:
        return
    left_alone = set(but.modules()) if but is not None else set()
    convs = [m for m in module.modules() if isinstance(m, nn.Conv2d) and m not in left_alone]
    for index, conv in enumerate(convs):
        generator = torch.Generator().manual_seed(index)
        with torch.no_grad():
            conv.weight.copy_(0.2 * torch.randn(conv.weight.shape, generator=generator))


def _share_learning(module: nn.Module | None, but: nn.Module | None = None) -> float:
    if module is None:
        return 1.0
    others = set(but.parameters()) if but is not None else set()
    found = [
        p.grad is not None and bool(p.grad.any()) for p in module.parameters() if p not in others
    ]
    return sum(found) / len(found) if found else 0.0
