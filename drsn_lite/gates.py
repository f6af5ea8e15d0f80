"""The four gates, and a fifth as their control: which of them stands in the residual unit?

A gate takes feature maps x of shape (N, C, H, W), looks at each sample as a whole, and returns
the same shape. A signal is an image of height one: (N, C, 1, L), the paper's C × W × 1.

    Identity            x                  ResNet
    SqueezeExcite       x · α              SENet      one α per sample and channel
    ShrinkShared        soft(x, τ)         DRSN-CS    one τ per sample
    ShrinkChannelwise   soft(x, τ)         DRSN-CW    one τ per sample and channel
    ScaleChannelwise    x · α              SENet-abs  the α of ShrinkChannelwise, without its zeros
"""

from torch import Tensor, nn

from drsn_lite import fast_threshold
from drsn_lite.shrinkage import soft_threshold


def mean(x: Tensor) -> Tensor:
    """Average x over the positions of each channel: (N, C, H, W) → (N, C)."""
    if x.ndim != 4:
        raise ValueError(
            f"a gate takes features of shape (N, C, height, width), got {tuple(x.shape)}; "
            "for signals of shape (N, C, L) pass x[:, :, None, :]"
        )
    return x.mean(dim=(2, 3))


def mean_abs(x: Tensor) -> Tensor:
    """Average |x| over the positions of each channel: (N, C, H, W) → (N, C)."""
    if x.ndim == 4 and fast_threshold.fits(x):
        return fast_threshold.MeanAbs.apply(x)
    return mean(x.abs())


class Identity(nn.Module):
    """Do nothing: the gate of a plain residual network."""

    def __init__(self, channels: int) -> None:
        super().__init__()

    def forward(self, x: Tensor) -> Tensor:
        return x


class SqueezeExcite(nn.Module):
    """Scale each channel of each sample by a learned weight α between 0 and 1.

    Hu, Shen & Sun, CVPR 2018, eqs. 2-4: squeeze (mean over positions), excite (two fully
    connected layers), scale. The squeeze is of the signed x, not of |x|.

    Parameters
    ----------
    channels : int
        C, the number of channels.
    reduction : int
        The hidden layer has C // reduction units. The default of 1 departs from the 16 of
        the SENet paper: here C is 4 to 32, and it is the width of the paper's thresholds.

    Raises
    ------
    ValueError
        If C // reduction is 0: the hidden layer would be empty and α a constant, ½ at the start.
    """

    def __init__(self, channels: int, reduction: int = 1) -> None:
        super().__init__()
        hidden = channels // reduction
        if hidden < 1:
            raise ValueError(
                f"{channels} channels // reduction {reduction} leaves no hidden unit, so alpha "
                f"would ignore the input: use a reduction of at most {channels}"
            )
        self.attention = nn.Sequential(
            nn.Linear(channels, hidden), nn.ReLU(), nn.Linear(hidden, channels), nn.Sigmoid()
        )

    def weights(self, x: Tensor) -> Tensor:
        """α of shape (N, C, 1, 1), in (0, 1)."""
        return self.attention(mean(x))[:, :, None, None]

    def forward(self, x: Tensor) -> Tensor:
        return x * self.weights(x)


class _Attend(nn.Module):
    """The attention of the paper: α = sigmoid(FC(ReLU(BN(FC(mean|x|))))).

    Parameters
    ----------
    channels : int
        C, the number of channels.
    outputs : int
        How many α there are for a sample.
    hidden : int, optional
        Width of the first fully connected layer: C in the paper's figure (the default), C // 4
        in the authors' later image code.
    """

    def __init__(self, channels: int, outputs: int, hidden: int | None = None) -> None:
        super().__init__()
        hidden = channels if hidden is None else hidden
        if hidden < 1:
            raise ValueError(f"the hidden layer needs at least 1 unit, got hidden = {hidden}")
        self.attention = nn.Sequential(
            nn.Linear(channels, hidden),
            nn.BatchNorm1d(hidden),
            nn.ReLU(),
            nn.Linear(hidden, outputs),
            nn.Sigmoid(),
        )

    def weights(self, x: Tensor) -> Tensor:
        """α of shape (N, 1, 1, 1) or (N, C, 1, 1), in (0, 1)."""
        return self._attend(mean_abs(x))[:, :, None, None]

    def _attend(self, a: Tensor) -> Tensor:
        if self.training and len(a) == 1:
            raise ValueError(
                "the attention has a BatchNorm, which cannot train on a batch of one "
                "sample: use a batch of two or more, or call network.eval() first"
            )
        return self.attention(a)


class ScaleChannelwise(_Attend):
    """x · α with the very attention of RSBU-CW: what is left of it without the thresholds.

    Not of the paper: it is the control for them. It has the weights of `ShrinkChannelwise`, and
    from the same seed the same ones, but uses α as SE does. `SqueezeExcite` differs from it in two
    things: its squeeze is the mean of the signed x, and its attention has no BatchNorm.

    Parameters
    ----------
    channels : int
        C, the number of channels.
    hidden : int, optional
        Width of the first fully connected layer; C if left out.

    Raises
    ------
    ValueError
        If `hidden` is below 1; on a batch of one sample in training mode (BatchNorm).
    """

    def __init__(self, channels: int, hidden: int | None = None) -> None:
        super().__init__(channels, channels, hidden)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.weights(x)


class _Shrink(_Attend):
    """What both shrinkage gates share: τ from α, then soft thresholding.

    Parameters
    ----------
    detach_scale : bool
        If true, mean|x| counts as a constant when gradients are computed, so τ learns through α
        alone. The value of τ is the same.
    """

    def __init__(
        self,
        channels: int,
        thresholds: int,
        hidden: int | None = None,
        detach_scale: bool = False,
    ) -> None:
        super().__init__(channels, thresholds, hidden)
        self.detach_scale = detach_scale

    def scale(self, a: Tensor) -> Tensor:
        """What α multiplies, from a = mean|x| of shape (N, C)."""
        raise NotImplementedError

    def threshold(self, x: Tensor) -> Tensor:
        """τ of shape (N, 1, 1, 1) or (N, C, 1, 1), with 0 ≤ τ ≤ mean|x|."""
        a = mean_abs(x)
        tau = self._attend(a) * self.scale(a.detach() if self.detach_scale else a)
        return tau.view(*tau.shape, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        return soft_threshold(x, self.threshold(x))

    def extra_repr(self) -> str:
        return "detach_scale=True" if self.detach_scale else ""


class ShrinkShared(_Shrink):
    """RSBU-CS: one threshold per sample, shared by all channels (the paper's eqs. 11 and 12).

    a_c = mean over positions of |x_c|; α = sigmoid(FC(ReLU(BN(FC(a))))), one number per sample;
    τ = α · mean over channels of a. Parameters as in `ShrinkChannelwise`.
    """

    def __init__(
        self, channels: int, hidden: int | None = None, detach_scale: bool = False
    ) -> None:
        super().__init__(channels, 1, hidden, detach_scale)

    def scale(self, a: Tensor) -> Tensor:
        return a.mean(dim=1, keepdim=True)


class ShrinkChannelwise(_Shrink):
    """RSBU-CW: one threshold per sample and channel (the paper's eqs. 13 and 14).

    a_c = mean over positions of |x_c|; α = sigmoid(FC(ReLU(BN(FC(a))))), C numbers per sample;
    τ_c = α_c · a_c.

    Parameters
    ----------
    channels : int
        C, the number of channels.
    hidden : int, optional
        Width of the first fully connected layer: C in the paper's figure (the default), C // 4
        in the authors' later image code.
    detach_scale : bool
        If true, no gradient flows to τ through mean|x|, only through α.

    Raises
    ------
    ValueError
        If `hidden` is below 1; on a batch of one sample in training mode (BatchNorm).
    """

    def __init__(
        self, channels: int, hidden: int | None = None, detach_scale: bool = False
    ) -> None:
        super().__init__(channels, channels, hidden, detach_scale)

    def scale(self, a: Tensor) -> Tensor:
        return a
