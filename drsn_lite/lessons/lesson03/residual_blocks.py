"""For lesson 03: a published residual block with two bugs, and readings.

A block is built, given known weights, run in training and in evaluation mode and asked for its
gradients. What comes back are readings that show the damage, not raw outputs.
"""

import inspect
import math
from collections.abc import Callable
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from drsn_lite.answers.exercise import Refusal
from drsn_lite.answers.modules import made, passed_through


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


READINGS = (
    "runs",
    "mean",
    "largest",
    "evaluation off by %",
    "neighbours move it by %",
    "parameters that learn",
    "downsample learns",
)


_IGNORED = Refusal(
    "downsample-ignored",
    "Not yet: downsample-ignored.\nWith other channels the block adds x as it is, and the shapes "
    "do not fit. Where a `downsample` is given, x has to go through it first.\n"
    "To see it: `MendedBlock(6, 10, [2, 1], nn.Conv2d(6, 10, 1, 2))(torch.rand(2, 6, 8, 8))`.",
)


_OTHER_SIZE = Refusal(
    "stride-misplaced",
    "Not yet: stride-misplaced.\nThe branch and the shortcut come out in different sizes. The "
    "first convolution takes `stride[0]`, the second `stride[1]`, and both keep the size otherwise "
    "(padding 1).\n"
    "To see it: `MendedBlock(6, 10, [2, 1], nn.Conv2d(6, 10, 1, 2))(torch.rand(2, 6, 8, 8))`.",
)


_CUT = Refusal(
    "cuts-the-gradient",
    "No gradient comes out of your block, so nothing in it can learn: look for `detach`, `data` or "
    "`torch.no_grad()`.",
)


_HABIT = Refusal(
    "mutable-default",
    "Not yet: mutable-default.\nBoth bugs are mended, and one habit is left: a default such as "
    "`stride=[1, 1]` is made once, when the class is read, and shared by all its blocks.\n"
    "To see it: `MendedBlock.__init__.__defaults__` before and after someone changes the list. A "
    "tuple cannot be changed.",
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
    block = made(block_class, in_channels, out_channels, stride=stride, downsample=given)
    _fill(block, but=given)
    x = torch.rand((16, in_channels, 8, 8), generator=torch.Generator().manual_seed(7))
    called: list[bool] = []
    if given is not None:
        given.register_forward_hook(lambda *_: called.append(True))
    block.train()
    try:
        y = passed_through(block, x)
    except NameError as error:
        if "'downsample'" not in str(error):
            raise
        return dict.fromkeys(READINGS, math.nan) | {"runs": 0.0}
    except RuntimeError as error:
        if (called or given is None) and "must match" in str(error):
            raise _OTHER_SIZE from None
        if called or given is None:
            raise
        if "channels" in str(error):  # another `downsample` ran, made for other channels
            return dict.fromkeys(READINGS, math.nan) | {"runs": 0.0}
        if "must match" in str(error):
            raise _IGNORED from None
        raise
    if not y.requires_grad:
        raise _CUT
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
    readings = dict(zip(READINGS, measured, strict=True))
    if given is not None and block_class is not Block and _shared_defaults(block_class):
        right = examine(Block, in_channels, out_channels)
        if all(
            math.isclose(readings[key], right[key], rel_tol=1e-3, abs_tol=1e-6) for key in right
        ):
            raise _HABIT
    return readings


def _shared_defaults(block_class: Any) -> bool:
    """Whether an argument has a default that can change, such as a list."""
    parameters = inspect.signature(block_class).parameters.values()
    return any(isinstance(p.default, list | dict | set) for p in parameters)


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
