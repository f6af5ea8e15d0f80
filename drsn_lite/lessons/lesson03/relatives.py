"""A relative of the residual unit: a dense block joins features instead of adding them.

Another one, the U-Net with its long skips, is in `unet`.
"""

import torch
from torch import Tensor, nn

from drsn_lite.blocks import Size, same_conv


def connections(layers: int) -> int:
    """Direct connections in a dense block of L layers: L(L + 1)/2.

    Huang et al., CVPR 2017: the l-th layer receives the block's input and the l − 1 layers
    before it, so l connections end in it.
    """
    return layers * (layers + 1) // 2


def dense_numbers(in_channels: int, layers: int, growth: int) -> tuple[int, int]:
    """Connections of a dense block, and the channels of its output."""
    return connections(layers), in_channels + layers * growth


class DenseLayer(nn.Sequential):
    """BN, ReLU, 1×1 Conv, BN, ReLU, Conv: (N, C, H, W) → (N, growth, H, W).

    DenseNet-B: the 1×1 convolution first narrows what has piled up to bottleneck · growth.
    """

    def __init__(self, in_channels: int, growth: int, bottleneck: int, kernel: Size) -> None:
        narrow = bottleneck * growth
        super().__init__(
            nn.BatchNorm2d(in_channels),
            nn.ReLU(),
            same_conv(in_channels, narrow, (1, 1)),
            nn.BatchNorm2d(narrow),
            nn.ReLU(),
            same_conv(narrow, growth, kernel),
        )


class DenseBlock(nn.Module):
    """Each layer sees the input and what every earlier layer made, side by side.

    Huang et al., CVPR 2017, eq. 2. Nothing is added up, so it is no residual block. Departs from
    the paper in its convolutions, which have a bias, as everywhere in this course.

    Parameters
    ----------
    in_channels : int
    layers : int
        L.
    growth : int
        k: the channels that each layer adds to the pile.
    bottleneck : int
        The 1×1 convolution in front of each layer leaves bottleneck · growth channels.
    kernel : (int, int)
        Odd height and width: (1, 3) for signals, (3, 3) for images.

    Attributes
    ----------
    out_channels : int
        in_channels + layers · growth.

    Raises
    ------
    ValueError
        If a number is less than 1, or a kernel is even.
    """

    def __init__(
        self,
        in_channels: int,
        layers: int,
        growth: int,
        bottleneck: int = 4,
        kernel: Size = (3, 3),
    ) -> None:
        super().__init__()
        if min(in_channels, layers, growth, bottleneck) < 1:
            raise ValueError(
                "in_channels, layers, growth and bottleneck must each be at least 1, got "
                f"{in_channels}, {layers}, {growth} and {bottleneck}"
            )
        self.layers = nn.ModuleList(
            DenseLayer(in_channels + i * growth, growth, bottleneck, kernel) for i in range(layers)
        )
        self.out_channels = in_channels + layers * growth

    def forward(self, x: Tensor) -> Tensor:
        pile = [x]  # a list of our own: the caller's is left alone
        for layer in self.layers:
            pile.append(layer(torch.cat(pile, dim=1)))
        return torch.cat(pile, dim=1)  # (N, in_channels + L · growth, H, W)


class DenseNetwork(nn.Module):
    """Stem, dense block, transition, dense block, then BN, ReLU, pooling and a linear layer.

    The transition (BN, ReLU, 1×1 Conv to half the channels, 2×2 average pooling) stands between
    blocks, because features of different sizes cannot be joined: DenseNet-BC.

    Parameters
    ----------
    classes, layers, growth : int
        `layers` in each of the two blocks.
    stem : (int, int)
        Odd kernel width and stride of the first convolution, which makes 2 · growth channels.
    dims : int
        1 for signals (N, 1, 1, L), 2 for images (N, 1, H, W).
    """

    def __init__(
        self, classes: int, layers: int, growth: int, stem: Size = (3, 1), dims: int = 2
    ) -> None:
        super().__init__()
        width, stride = stem
        kernel, wide, pool = (
            ((1, 3), (1, width), (1, 2)) if dims == 1 else ((3, 3), (width, width), (2, 2))
        )
        first = DenseBlock(2 * growth, layers, growth, kernel=kernel)
        half = first.out_channels // 2
        second = DenseBlock(half, layers, growth, kernel=kernel)
        self.body = nn.Sequential(
            same_conv(1, 2 * growth, wide, stride),
            first,
            nn.BatchNorm2d(first.out_channels),
            nn.ReLU(),
            same_conv(first.out_channels, half, (1, 1)),
            nn.AvgPool2d(pool, ceil_mode=True),
            second,
        )
        self.head = nn.Sequential(
            nn.BatchNorm2d(second.out_channels), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()
        )
        self.classifier = nn.Linear(second.out_channels, classes)

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(self.head(self.body(x)))
