"""For an exercise of lesson 03: shortcuts with something else in a place."""

import torch
import torch.nn.functional as F
from torch import Tensor

from drsn_lite.blocks import identity_shortcut


def padded(x: Tensor, out_channels: int, stride: int, before: float, value: float = 0.0) -> Tensor:
    """Every stride-th position, with a share `before` of the new channels in front."""
    x = x[:, :, ::stride, ::stride]
    extra = out_channels - x.shape[1]
    front = int(extra * before)
    return F.pad(x, (0, 0, 0, 0, front, extra - front), value=value)


def repeated(x: Tensor, out_channels: int, stride: int) -> Tensor:
    x = x[:, :, ::stride, ::stride]
    return x[:, torch.arange(out_channels) % x.shape[1]]


def averaged(x: Tensor, out_channels: int, stride: int) -> Tensor:
    x = F.avg_pool2d(x, (min(stride, x.shape[2]), stride), ceil_mode=True)
    return identity_shortcut(x, out_channels)


def sided(x: Tensor, out_channels: int, stride: int, front: int, behind: int = 0) -> Tensor:
    """Half of the new channels on each side, rounded up where told."""
    x = x[:, :, ::stride, ::stride]
    extra = out_channels - x.shape[1]
    ahead = (extra + front) // 2
    rest = extra - ahead if front and not behind else (extra + behind) // 2
    return F.pad(x, (0, 0, 0, 0, ahead, rest))


def wide(x: Tensor, out_channels: int, axis: tuple[int, int]) -> Tensor:
    """The zeros at the wrong axis: width (1, 0) or height (0, 1)."""
    extra = out_channels - x.shape[1]
    pair = (extra // 2, extra - extra // 2)
    return F.pad(x, tuple(side * on for on in axis for side in pair))


def image(*shape: int) -> Tensor:
    return torch.arange(1.0, 1 + torch.Size(shape).numel()).reshape(shape)
