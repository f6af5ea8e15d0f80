"""Signal and noise run apart through a trained network, along the linear path of one pass.

With simulated data both parts of a noisy sample, x = s + n, are known. In evaluation mode all but
two things in a network are linear: convolutions, BatchNorms and sums. The others only multiply
each feature by a number: a ReLU by 0 or 1, SE by α, soft thresholding by the *gain*
max(|x| − τ, 0) / |x|, between 0 and 1. Run the noisy sample, keep all these numbers, and what is
left is a linear network; send s and n through it. At every place, exactly,

    features of the noisy sample = signal part + noise part + what the layers' biases put in.

It reads one pass: other noise, other numbers. In a ResNet it is the Jacobian at the noisy sample
times s and n. `anatomy` measures otherwise: it runs the clean sample through the whole network.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from numpy.typing import ArrayLike
from torch import Tensor, nn

from drsn_lite.blocks import ConvUnit, ResidualUnit, identity_shortcut
from drsn_lite.networks import Network, evaluating
from drsn_lite.shrinkage import garrote_threshold, hard_threshold, soft_threshold


@dataclass(frozen=True)
class Place:
    """Features of N noisy samples at one place, and two of their parts; each (N, C, H, W)."""

    x: Tensor
    signal: Tensor
    noise: Tensor

    @property
    def bias(self) -> Tensor:
        """What neither signal nor noise put in, (N, C, H, W)."""
        return self.x - self.signal - self.noise

    def snr_db(self) -> Tensor:
        """Energy of the signal part over that of the noise part, dB, of each sample (N,)."""
        return 10 * torch.log10(energy(self.signal) / energy(self.noise))

    def times(self, gain: Tensor) -> "Place":
        """All three multiplied by numbers that broadcast against (N, C, H, W)."""
        return Place(self.x * gain, self.signal * gain, self.noise * gain)


@dataclass(frozen=True)
class Dissected:
    """One unit, counted from 1: both sides of its gate, and the path after the addition.

    `gain` (N, C, H, W) is what the gate multiplied each feature by.
    """

    unit: int
    before: Place
    path: Place
    gain: Tensor

    @property
    def after(self) -> Place:
        """Behind the gate."""
        return self.before.times(self.gain)


def energy(x: Tensor) -> Tensor:
    """Sum of squares of each sample, (N, …) → (N,)."""
    return x.square().flatten(1).sum(1)


def multiplier(x: Tensor, y: Tensor) -> Tensor:
    """y / x, and 0 where x is 0: by what a gate or a ReLU has multiplied x to get y."""
    return torch.where(x != 0, y / torch.where(x != 0, x, 1.0), 0.0)


def gained_db(before: Place, gain: Tensor) -> Tensor:
    """By how many dB multiplying the features by `gain` raises the SNR of each sample, (N,).

    0 where the gain is the same for all features of a sample, however small it is. Positive where
    the features that are kept hold more signal than the others.
    """
    return before.times(gain).snr_db() - before.snr_db()


def same_energy(gain: Tensor, x: Tensor) -> Tensor:
    """The control: one factor a channel, (N, C, 1, 1), that leaves as much energy as `gain` does.

    It can do what SE can, turn channels up and down, but nothing else that a threshold does.
    """
    kept = (gain * x).square().sum(dim=(2, 3), keepdim=True)
    whole = x.square().sum(dim=(2, 3), keepdim=True)
    return torch.where(whole > 0, kept / torch.where(whole > 0, whole, 1.0), 0.0).sqrt()


def smooth_threshold(x: Tensor, tau: Tensor) -> Tensor:
    """x · |x| / (|x| + τ), and 0 at 0; τ ≥ 0 broadcasts against x."""
    size = x.abs()
    return x * size / (size + tau).clamp_min(torch.finfo(x.dtype).tiny)


CURVES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "gate": soft_threshold,
    "zeros only": hard_threshold,
    "no zeros": smooth_threshold,
    "garrote": garrote_threshold,
}
"""What could stand in a gate with the same τ: the soft threshold itself; its zeros without its
shift; a curve that shrinks small features and zeroes none; zeros with a shift that fades."""


def dissect(
    network: Network, clean: ArrayLike | Tensor, noisy: ArrayLike | Tensor
) -> tuple[Place, list[Dissected]]:
    """Run noisy samples through a network, with their clean and noise parts beside them.

    Parameters
    ----------
    network : Network
    clean, noisy : array or Tensor (N, 1, H, W)
        The same samples; the noise is noisy − clean.

    Returns
    -------
    Place
        After the stem, where the identity path begins.
    list of Dissected
        One a unit.

    Raises
    ------
    ValueError
        If the two differ in shape.
    """
    dtype = next(network.parameters()).dtype
    signal, x = torch.as_tensor(clean, dtype=dtype), torch.as_tensor(noisy, dtype=dtype)
    if signal.shape != x.shape:
        raise ValueError(
            f"clean has shape {tuple(signal.shape)} and noisy {tuple(x.shape)}: "
            "pass the same samples with and without noise"
        )
    cuts = []
    with evaluating(network):
        path = start = _through(network.stem, Place(x, signal, x - signal))
        for number, unit in enumerate(network.units, 1):
            assert isinstance(unit, ConvUnit)
            before = path
            for layer in unit.branch:
                before = _through(layer, before)
            after = _through(unit.gate, before)
            path = _add(after, path, unit) if isinstance(unit, ResidualUnit) else after
            cuts.append(Dissected(number, before, path, multiplier(before.x, after.x)))
    return start, cuts


def _add(branch: Place, path: Place, unit: ConvUnit) -> Place:
    carried = [
        identity_shortcut(part, unit.out_channels, unit.stride)
        for part in (path.x, path.signal, path.noise)
    ]
    added = (branch.x, branch.signal, branch.noise)
    return Place(*(a + c for a, c in zip(added, carried, strict=True)))


def _through(layer: nn.Module, place: Place) -> Place:
    """One layer: the features through it as it is, their parts without its bias."""
    x = layer(place.x)
    if isinstance(layer, nn.Conv2d):
        signal, noise = (
            F.conv2d(part, layer.weight, None, layer.stride, layer.padding)
            for part in (place.signal, place.noise)
        )
        return Place(x, signal, noise)
    if isinstance(layer, nn.BatchNorm2d):
        assert layer.running_var is not None
        scale = layer.weight * torch.rsqrt(layer.running_var + layer.eps)
        return Place(x, place.signal * scale[:, None, None], place.noise * scale[:, None, None])
    gain = multiplier(place.x, x)  # a ReLU or a gate
    return Place(x, place.signal * gain, place.noise * gain)
