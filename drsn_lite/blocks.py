"""One residual unit with a swappable gate; without its shortcut it is the paper's ConvNet unit.

x ──► BN ReLU Conv ► BN ReLU Conv ──► gate ──► + ──►
 └───────────────── shortcut ─────────────────┘
"""

from collections.abc import Callable

import torch.nn.functional as F
from torch import Tensor, nn

from drsn_lite.gates import Identity

Gate = Callable[[int], nn.Module]
"""What makes a gate for a number of channels: a gate class, or a partial of one."""

Size = tuple[int, int]
"""Height and width. A signal has height one, so its kernels are (1, width)."""


def identity_shortcut(x: Tensor, out_channels: int, stride: int = 1) -> Tensor:
    """Carry x past the convolutions without a learned weight.

    1×1 average pooling with stride 2 keeps every second position, so a slice does it. New
    channels are zeros, half on each side (the paper, section III-A; He et al. 2016). If there
    are fewer channels than before, the middle ones are kept.

    Parameters
    ----------
    x : Tensor of shape (N, C, H, W)
    out_channels : int
        The number of channels wanted.
    stride : int
        Keep every `stride`-th position, in height and in width.

    Returns
    -------
    Tensor of shape (N, out_channels, ceil(H / stride), ceil(W / stride))
    """
    if stride > 1:  # cut with the channels last: so the gradient of the cut is laid out as x is
        x = x.movedim(1, -1)[:, ::stride, ::stride].movedim(-1, 1)
    extra = out_channels - x.shape[1]
    before = extra // 2 if extra > 0 else -(-extra // 2)
    return F.pad(x, (0, 0, 0, 0, before, extra - before)) if extra else x


def same_conv(in_channels: int, out_channels: int, kernel: Size, stride: int = 1) -> nn.Conv2d:
    """A biased convolution whose output has ceil(size / stride) positions; `kernel` is odd."""
    if any(size % 2 == 0 for size in kernel):
        raise ValueError(f"kernel sizes must be odd to pad both sides equally, got {kernel}")
    if stride < 1:
        raise ValueError(f"a stride is a whole number from 1, got {stride}")
    return nn.Conv2d(
        in_channels, out_channels, kernel, stride, padding=(kernel[0] // 2, kernel[1] // 2)
    )


class ConvUnit(nn.Module):
    """BN, ReLU, Conv, BN, ReLU, Conv, gate: the unit of the paper's ConvNet, without a shortcut.

    Parameters
    ----------
    in_channels, out_channels : int
        Channels of the input and of the output.
    stride : int
        Of the first convolution (and of the shortcut), in height and in width.
    gate : callable
        Called with `out_channels`; returns the module that stands after the convolutions.
    kernel : (int, int)
        Odd height and width of both kernels: (1, 3) for signals, (3, 3) for images.

    Raises
    ------
    ValueError
        If a kernel is even, or `gate` is a module instead of what makes one.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        stride: int = 1,
        gate: Gate = Identity,
        kernel: Size = (1, 3),
    ) -> None:
        super().__init__()
        if isinstance(gate, nn.Module) or not callable(gate):
            raise ValueError(
                "gate makes a gate for a number of channels: pass the class, such as "
                f"gate=ShrinkChannelwise, or a partial of it, not a {type(gate).__name__} object"
            )
        self.out_channels = out_channels
        self.stride = stride
        self.branch = nn.Sequential(
            nn.BatchNorm2d(in_channels),
            nn.ReLU(),
            same_conv(in_channels, out_channels, kernel, stride),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(),
            same_conv(out_channels, out_channels, kernel),
        )
        self.gate = gate(out_channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.gate(self.branch(x))  # (N, out_channels, ceil(H / stride), ceil(W / stride))

    def extra_repr(self) -> str:
        return f"stride={self.stride}"


class ResidualUnit(ConvUnit):
    """A ConvUnit with the identity shortcut added after its gate. Parameters as there.

    The pre-activation order of He et al. (ECCV 2016) and of the paper's Fig. 4. No ReLU follows
    the addition: it would kill the negative values that soft thresholding keeps.
    """

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x) + identity_shortcut(x, self.out_channels, self.stride)
