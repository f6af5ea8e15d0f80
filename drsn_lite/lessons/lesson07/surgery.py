"""Networks with altered thresholds: cut one thing, and see what the rest can do without it.

A surgery works on a copy and leaves weights and BatchNorm statistics as they are. But those were
trained together with the thresholds. Change τ, and the features that later layers see have another
size, which alone can spoil the answers. `settle` is the control: it measures the BatchNorm
statistics anew on training signals, without labels, and trains nothing.
"""

import copy
from collections.abc import Sequence
from typing import Any

import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from drsn_lite.blocks import ConvUnit
from drsn_lite.gates import ShrinkChannelwise, ShrinkShared, mean_abs
from drsn_lite.microscope import look
from drsn_lite.networks import Network
from drsn_lite.shrinkage import soft_threshold

Shrink = ShrinkShared | ShrinkChannelwise

OTHERS = {
    "alpha of clean self": "α of itself, clean",
    "alpha of same state": "α of its state",
    "alpha of any": "α of any signal",
    "freeze alpha": "mean α",
    "tau of clean self": "τ of itself, clean",
    "tau of same state": "τ of its state",
    "tau of any": "τ of any signal",
    "freeze tau": "mean τ",
    "shuffle channels": "τ of other channels",
}
"""Surgeries without a number, as in the table, and how they are written."""


class Altered(nn.Module):
    """A soft threshold with s · τ, where α, τ or the order of channels may not be the gate's own.

    Parameters
    ----------
    gate : ShrinkShared or ShrinkChannelwise
        The trained gate.
    s : float
        Multiplies τ. 0: no shrinkage; 1: as learned; above 1 τ may pass mean|x|.
    alpha, tau : Tensor, optional
        α or τ to use in place of the gate's own, of a shape that broadcasts against (N, C, 1, 1).
        With α given, τ = α · mean|x| still follows the sample's size.
    order : sequence of int, optional
        Channel c gets the τ of channel `order[c]`.
    """

    def __init__(
        self,
        gate: Shrink,
        s: float = 1.0,
        alpha: Tensor | None = None,
        tau: Tensor | None = None,
        order: Sequence[int] | None = None,
    ) -> None:
        super().__init__()
        self.gate, self.s, self.alpha, self.tau, self.order = gate, s, alpha, tau, order

    def threshold(self, x: Tensor) -> Tensor:
        """τ of shape (N, 1, 1, 1) or (N, C, 1, 1)."""
        if self.tau is not None:
            tau = self.tau.expand(len(x), -1, -1, -1)
        elif self.alpha is not None:
            tau = self.alpha * self.gate.scale(mean_abs(x))[:, :, None, None]
        else:
            tau = self.gate.threshold(x)
        return self.s * (tau if self.order is None else tau[:, self.order])

    def forward(self, x: Tensor) -> Tensor:
        return soft_threshold(x, self.threshold(x))

    def extra_repr(self) -> str:
        own = [n for n in ("alpha", "tau", "order") if getattr(self, n) is not None]
        return ", ".join([f"s={self.s:g}", *(f"{name} given" for name in own)])


def units(network: nn.Module) -> list[ConvUnit]:
    """The units of a DRSN, in order.

    Raises
    ------
    ValueError
        If a unit has no threshold.
    """
    found = [module for module in network.modules() if isinstance(module, ConvUnit)]
    for number, unit in enumerate(found, 1):
        if not isinstance(unit.gate, Shrink):
            raise ValueError(
                f"unit {number} has the gate {type(unit.gate).__name__}, which has no threshold to "
                "alter: take a network with ShrinkShared or ShrinkChannelwise, not altered before"
            )
    if not found:
        raise ValueError("there is no unit in this network: nothing to alter")
    return found


def altered(network: Network, each: Sequence[dict[str, Any]]) -> Network:
    """A copy whose gates are `Altered`: `each` has the keyword arguments of each unit's gate."""
    network = copy.deepcopy(network)
    for unit, options in zip(units(network), each, strict=True):
        assert isinstance(unit.gate, Shrink)
        unit.gate = Altered(unit.gate, **options)
    return network.eval()


def scaled(network: Network, s: float) -> Network:
    """Every τ times s."""
    return altered(network, [{"s": s}] * len(units(network)))


def constant(network: Network, alpha: float) -> Network:
    """α the same number everywhere, chosen by hand: attention is switched off."""
    return altered(network, [{"alpha": torch.full((1, 1, 1, 1), alpha)}] * len(units(network)))


def frozen(network: Network, x: ArrayLike | Tensor, what: str = "tau") -> Network:
    """τ (or α) held at its mean over the samples x (N, 1, H, W), for each channel."""
    means = [getattr(record, what).mean(0, keepdim=True) for record in look(network, x)]
    return altered(network, [{what: mean} for mean in means])


def lent(network: Network, x: ArrayLike | Tensor, what: str = "tau") -> Network:
    """Sample n of a batch gets the τ (or α) of x[n]: serves batches as long as x, in its order."""
    return altered(network, [{what: getattr(record, what)} for record in look(network, x)])


def shuffled(network: Network, seed: int = 0) -> Network:
    """Each sample keeps its thresholds, but they are dealt out to other channels, in every unit."""
    if any(isinstance(unit.gate, ShrinkShared) for unit in units(network)):
        raise ValueError("ShrinkShared has one threshold for all channels: nothing to shuffle")
    generator = torch.Generator().manual_seed(seed)
    orders = [torch.randperm(unit.out_channels, generator=generator) for unit in units(network)]
    return altered(network, [{"order": order.tolist()} for order in orders])


def settle(network: Network, x: ArrayLike | Tensor) -> Network:
    """A copy whose BatchNorms in the units and the head have the statistics of x (N, 1, H, W).

    The running means and variances are measured anew in one pass over x; no label is used and no
    weight is changed. The BatchNorms inside the gates stay as they are: α is not what is settled.
    """
    network = copy.deepcopy(network).eval()
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.train()
        norm.momentum = 1.0  # the statistics of this one batch, not a running mean
    with torch.no_grad():
        network(torch.as_tensor(x))
    return network.eval()
