"""Look inside a network while it works: what did each unit's gate do to each sample?

`look` leaves the network as it was: modes, weights and running statistics are untouched, and no
hook stays behind, not even after an error.
"""

from dataclasses import dataclass
from typing import Any

import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from drsn_lite.blocks import ConvUnit
from drsn_lite.gates import mean_abs
from drsn_lite.networks import evaluating
from drsn_lite.samples import checked_answers, checked_samples


@dataclass(frozen=True)
class Record:
    """What one unit's gate did to a batch. N samples, C channels, feature maps of H × W.

    Attributes
    ----------
    unit : int
        Number of the unit, counted from 1.
    tau : Tensor or None
        Thresholds, (N, 1, 1, 1) or (N, C, 1, 1), in the units of the features; None if the gate
        has none.
    alpha : Tensor or None
        What attention said, between 0 and 1, same shape; None if the gate has no attention.
    mean_abs : Tensor (N, C)
        Mean |x| over positions before the gate: the cap on τ.
    zeroed : Tensor (N, C)
        Fraction of the features that the gate set to zero.
    energy_removed : Tensor (N, C)
        1 − (energy after / energy before); 0 where there was none.
    before, after : Tensor (N, C, H, W)
        The features on both sides of the gate.
    """

    unit: int
    tau: Tensor | None
    alpha: Tensor | None
    mean_abs: Tensor
    zeroed: Tensor
    energy_removed: Tensor
    before: Tensor
    after: Tensor


def look(network: nn.Module, x: ArrayLike | Tensor) -> list[Record]:
    """Run samples through a network and record what every gate did, unit by unit.

    Parameters
    ----------
    network : Module
        Anything made of `ConvUnit`s or `ResidualUnit`s. A gate of your own may have a method
        `threshold(x)` that returns τ, and one `weights(x)` that returns α.
    x : array or Tensor (N, 1, H, W)
        The samples.

    Returns
    -------
    list of Record
        One per unit, in the order in which the units ran.

    Raises
    ------
    ValueError
        If the network has no residual unit; as `samples.checked_samples` says; if an answer is
        not finite.
    """
    return look_and_classify(network, x)[0]


def look_and_classify(network: nn.Module, x: ArrayLike | Tensor) -> tuple[list[Record], Tensor]:
    """What `look` returns, and the network's output for the same samples: one pass for both."""
    # a gate that serves several units gets one hook, or it would be recorded several times
    gates = {module.gate for module in network.modules() if isinstance(module, ConvUnit)}
    if not gates:
        raise ValueError("there is no unit in this network: nothing to look at")
    samples = checked_samples(x, "x", network)
    records: list[Record] = []
    before: list[Tensor] = []

    def keep(gate: nn.Module, inputs: tuple[Tensor]) -> None:
        before.append(inputs[0].clone())  # a gate may work in place

    def record(gate: nn.Module, inputs: tuple[Tensor], after: Tensor) -> None:
        records.append(_record(len(records) + 1, gate, before.pop(), after))

    like = next(network.parameters())
    hooks = [gate.register_forward_pre_hook(keep) for gate in gates]
    hooks += [gate.register_forward_hook(record) for gate in gates]
    try:
        with evaluating(network):
            output = network(samples.to(like.device))
    finally:
        for hook in hooks:
            hook.remove()
    return records, checked_answers(output.cpu(), "x")


def _record(unit: int, gate: Any, before: Tensor, after: Tensor) -> Record:
    tau = torch.as_tensor(gate.threshold(before)).cpu() if hasattr(gate, "threshold") else None
    alpha = torch.as_tensor(gate.weights(before)).cpu() if hasattr(gate, "weights") else None
    # squares of large features would be infinite: in units of the largest, and in double
    peak = before.abs().amax((2, 3), keepdim=True).double()
    scale = torch.where(peak > 0, peak, 1.0)
    energy, left = ((part / scale).square().sum((2, 3)) for part in (before, after))
    kept = left / torch.where(energy > 0, energy, 1.0)
    return Record(
        unit,
        tau,
        alpha,
        mean_abs(before).cpu(),
        ((after == 0) & (before != 0)).float().mean(dim=(2, 3)).cpu(),
        torch.where(energy > 0, 1 - kept, 0.0).to(before.dtype).cpu(),
        before.cpu(),
        after.cpu(),
    )
