"""Gates that lack something, each in another way."""

import torch
from torch import Tensor, nn

from drsn_lite.gates import ShrinkChannelwise
from drsn_lite.shrinkage import hard_threshold, soft_threshold


class DoesNothing(nn.Identity):
    """The gate of a ResNet."""


class Hard(ShrinkChannelwise):
    """Hard thresholding."""

    def forward(self, x: Tensor) -> Tensor:
        return hard_threshold(x, self.threshold(x))


class Grows(ShrinkChannelwise):
    """|x| + τ."""

    def forward(self, x: Tensor) -> Tensor:
        return x + x.sign() * self.threshold(x)


class OneSided(ShrinkChannelwise):
    """Without the sign."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x.abs() - self.threshold(x))


class BatchShared(ShrinkChannelwise):
    """One threshold for the whole batch."""

    def forward(self, x: Tensor) -> Tensor:
        return soft_threshold(x, self.threshold(x).mean(dim=0, keepdim=True))


class BareGarrote(ShrinkChannelwise):
    """x − τ²/x, divided by zero where x is zero."""

    def forward(self, x: Tensor) -> Tensor:
        tau = self.threshold(x)
        return torch.where(x.abs() > tau, x - tau**2 / x, 0.0)


class Flattened(ShrinkChannelwise):
    """Right but for its shape."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x).flatten(2)


class Bent(ShrinkChannelwise):
    """Channel-wise shrinkage, with another curve in each of the classes below."""

    def curve(self, x: Tensor, tau: Tensor) -> Tensor:
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        return self.curve(x, self.threshold(x))


class KillsAll(Bent):
    """Nothing is left."""

    def curve(self, x: Tensor, tau: Tensor) -> Tensor:
        return x * 0 * tau


class PastZero(Bent):
    """τ is taken off, and nothing stops at zero."""

    def curve(self, x: Tensor, tau: Tensor) -> Tensor:
        return x - x.sign() * tau


class Clips(Bent):
    """What soft thresholding takes away."""

    def curve(self, x: Tensor, tau: Tensor) -> Tensor:
        return x.clamp(-tau, tau)


class HalfSided(Bent):
    """Soft thresholding for positive features, nothing left of the negative ones."""

    def curve(self, x: Tensor, tau: Tensor) -> Tensor:
        return torch.relu(x - tau)


class Cut(Bent):
    """No gradient at all."""

    def curve(self, x: Tensor, tau: Tensor) -> Tensor:
        return soft_threshold(x, tau).detach()


class TrainShared(Bent):
    """One threshold for the batch, in training alone."""

    def curve(self, x: Tensor, tau: Tensor) -> Tensor:
        return soft_threshold(x, tau.mean(dim=0, keepdim=True) if self.training else tau)


class NotANumber(Bent):
    """0/0 where a feature is zero."""

    def curve(self, x: Tensor, tau: Tensor) -> Tensor:
        return x / x.abs() * torch.relu(x.abs() - tau)


class Squeezed(Bent):
    """Falls over a batch of one."""

    def curve(self, x: Tensor, tau: Tensor) -> Tensor:
        return soft_threshold(x, tau) if len(x) > 1 else soft_threshold(x, tau).squeeze(0)


class FlatAxes(Bent):
    """For signals alone."""

    def curve(self, x: Tensor, tau: Tensor) -> Tensor:
        return soft_threshold(x.flatten(2), tau[..., 0])[:, :, None]
