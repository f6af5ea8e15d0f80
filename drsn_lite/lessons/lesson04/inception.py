"""An Inception module: kernels of several sizes side by side, with a gate (SE, say) behind them."""

import torch
from torch import Tensor, nn

from drsn_lite.blocks import Gate, Size, same_conv
from drsn_lite.gates import Identity


def _conv(in_channels: int, out_channels: int, kernel: Size) -> nn.Sequential:
    return nn.Sequential(
        same_conv(in_channels, out_channels, kernel), nn.BatchNorm2d(out_channels), nn.ReLU()
    )


class Inception(nn.Module):
    """Four branches side by side, joined over channels, then a gate.

    1×1; 1×1 then 3×3; 1×1 then 5×5; 3×3 max pooling then 1×1 (Szegedy et al., CVPR 2015). Each
    convolution is followed by BN and ReLU, which the first paper did not yet have. With
    `gate=SqueezeExcite` it is the SE-Inception module of Hu et al., CVPR 2018, fig. 2.

    Parameters
    ----------
    in_channels : int
    widths : (int, int, int, int)
        Output channels of the four branches, in the order above.
    narrow : (int, int)
        Channels of the 1×1 convolutions in front of the 3×3 and the 5×5.
    gate : callable
        Called with the number of channels after joining.
    dims : int
        1 for signals (kernels of height one), 2 for images.

    Attributes
    ----------
    out_channels : int
        The sum of `widths`.
    """

    def __init__(
        self,
        in_channels: int,
        widths: tuple[int, int, int, int] = (4, 8, 4, 4),
        narrow: tuple[int, int] = (4, 2),
        gate: Gate = Identity,
        dims: int = 2,
    ) -> None:
        super().__init__()
        one, three, five, pooled = widths
        three_wide, five_wide = ((1, 3), (1, 5)) if dims == 1 else ((3, 3), (5, 5))
        padding = tuple(size // 2 for size in three_wide)
        self.branches = nn.ModuleList(
            [
                _conv(in_channels, one, (1, 1)),
                nn.Sequential(
                    _conv(in_channels, narrow[0], (1, 1)), _conv(narrow[0], three, three_wide)
                ),
                nn.Sequential(
                    _conv(in_channels, narrow[1], (1, 1)), _conv(narrow[1], five, five_wide)
                ),
                nn.Sequential(
                    nn.MaxPool2d(three_wide, stride=1, padding=padding),
                    _conv(in_channels, pooled, (1, 1)),
                ),
            ]
        )
        self.out_channels = sum(widths)
        self.gate = gate(self.out_channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.gate(torch.cat([branch(x) for branch in self.branches], dim=1))
