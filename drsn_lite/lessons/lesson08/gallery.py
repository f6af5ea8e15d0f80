"""Gates beside the paper's four: simpler rules for τ, and other ways to shrink.

First the rules that DRSN's attention has to beat, from the plainest on: α = ½ for all, a trained
α for each channel, a trained τ for each channel. Then attention as in DRSN-CW with other curves
than the soft threshold: semi-soft, garrote, a soft threshold with a slope below τ, and a smooth
curve that shrinks without any zero.
"""

from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from drsn_lite.blocks import Gate
from drsn_lite.gates import ShrinkChannelwise, mean_abs
from drsn_lite.lessons.lesson07.dissection import smooth_threshold
from drsn_lite.shrinkage import garrote_threshold, soft_threshold


class ConstantAlpha(nn.Module):
    """Soft threshold with τ_c = α_c · mean|x_c|, where α_c is the same for every sample.

    Parameters
    ----------
    channels : int
        C, the number of channels.
    alpha : float
        Between 0 and 1: the value of every α_c, or where training starts.
    trained : bool
        If true, each α_c is trained, as the sigmoid of a free number.
    """

    def __init__(self, channels: int, alpha: float = 0.5, trained: bool = False) -> None:
        super().__init__()
        if not 0 < alpha < 1:
            raise ValueError(f"alpha lies between 0 and 1, got {alpha}")
        start = torch.full((channels,), alpha).logit()
        self.logit = nn.Parameter(start, requires_grad=trained)

    def weights(self, x: Tensor) -> Tensor:
        """α of shape (N, C, 1, 1)."""
        return self.logit.sigmoid().expand(len(x), -1)[:, :, None, None]

    def threshold(self, x: Tensor) -> Tensor:
        """τ of shape (N, C, 1, 1)."""
        return self.weights(x) * mean_abs(x)[:, :, None, None]

    def forward(self, x: Tensor) -> Tensor:
        return soft_threshold(x, self.threshold(x))


class ConstantTau(nn.Module):
    """Soft threshold with one trained τ_c ≥ 0 for each channel, whatever the sample.

    As in learned sparse coding (Gregor & LeCun, ICML 2010). τ_c is the softplus of a free number.

    Parameters
    ----------
    channels : int
        C, the number of channels.
    tau : float or None
        Where training starts; None: at half of mean|x_c| over the first batch that comes.
    """

    def __init__(self, channels: int, tau: float | None = 0.1) -> None:
        super().__init__()
        self.waits = tau is None
        self.free = nn.Parameter(_free(torch.full((channels,), 0.1 if tau is None else tau)))

    def threshold(self, x: Tensor) -> Tensor:
        """τ of shape (N, C, 1, 1), the same for every sample."""
        return F.softplus(self.free).expand(len(x), -1)[:, :, None, None]

    def forward(self, x: Tensor) -> Tensor:
        if self.waits and self.training:
            with torch.no_grad():
                self.free.copy_(_free(mean_abs(x).mean(0) / 2))
            self.waits = False
        return soft_threshold(x, self.threshold(x))


def _free(tau: Tensor) -> Tensor:
    """The number whose softplus is τ > 0."""
    return tau.expm1().log()


class SemiSoft(ShrinkChannelwise):
    """As DRSN-CW, but what lies above 2τ is left alone; between τ and 2τ it rises twice as fast.

    Firm shrinkage (Gao & Bruce, Statistica Sinica 7, 1997) with the upper threshold at 2τ.
    """

    def forward(self, x: Tensor) -> Tensor:
        tau = self.threshold(x)
        return x.sign() * torch.minimum(x.abs(), 2 * torch.relu(x.abs() - tau))


class Garrote(ShrinkChannelwise):
    """As DRSN-CW, with the garrote in place of the soft threshold: large features hardly shrink."""

    def forward(self, x: Tensor) -> Tensor:
        return garrote_threshold(x, self.threshold(x))


class Smooth(ShrinkChannelwise):
    """As DRSN-CW, with the factor |x| / (|x| + τ) instead: small features shrink, none is zeroed.

    At |x| = τ it halves, where the soft threshold begins to let something through. Far from τ both
    take about τ.
    """

    def forward(self, x: Tensor) -> Tensor:
        return smooth_threshold(x, self.threshold(x))


class Slope(ShrinkChannelwise):
    """As DRSN-CW, but below τ features are multiplied by a trained slope instead of zeroed.

    y = soft(x, τ) + s · (x − soft(x, τ)): with s = 0 it is DRSN-CW, with s = 1 the identity. One
    s for each channel, between 0 and 1, at the start ½.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(channels)
        self.free = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        y = soft_threshold(x, self.threshold(x))
        return y + self.free.sigmoid()[None, :, None, None] * (x - y)


RULES: dict[str, Gate] = {
    "alpha-half": ConstantAlpha,
    "alpha-trained": lambda channels: ConstantAlpha(channels, trained=True),
    "tau-trained": ConstantTau,
    "tau-from-half": partial(ConstantTau, tau=None),
}
"""How τ is chosen without attention, by name: the table `rules.csv` has a network of each."""

CURVES: dict[str, Gate] = {
    "smooth": Smooth,
    "garrote": Garrote,
    "semi-soft": SemiSoft,
    "slope": Slope,
}
"""Attention as in DRSN-CW, with another curve than the soft threshold, by name: `shapes.csv`."""
