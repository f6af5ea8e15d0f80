"""Whether the gradient of an answer reaches the arguments that it should reach."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from drsn_lite.answers.limits import STOPS

_NUMBERS = {"item", "tolist", "numpy", "__float__", "__array__", "__int__"}


class _Watch(TorchFunctionMode):
    """Sees whether tensors were turned into plain numbers on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = False

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.numbers |= getattr(func, "__name__", "") in _NUMBERS
        return func(*args, **(kwargs or {}))


def cut_off(
    call: Callable[..., Any],
    truth: Callable[..., Any],
    probe: Mapping[str, Any],
    through: tuple[str, ...],
    learns: bool = False,
) -> str | None:
    """The argument whose gradient differs from that of the truth, or None.

    An answer worked out with plain numbers or NumPy has no gradient to ask for: None, unless what
    was written stands in a network that `learns`.
    """
    if any(isinstance(v, Tensor) and not v.isfinite().all() for v in probe.values()):
        return None
    with _Watch() as watch:
        try:
            mine = _gradients(call, probe, through)
        except STOPS:
            raise
        except BaseException:  # what runs on plain tensors only, as NumPy does, is let through
            mine = None
    if mine is None or watch.numbers:
        return through[0] if learns else None
    right = _gradients(truth, probe, through)
    assert right is not None
    for name in through:
        where = probe[name] != 0  # a corner of |x|
        if not torch.allclose(mine[name][where], right[name][where], rtol=1e-2, atol=1e-4):
            return name
    return None


def _aside(x: Tensor) -> Tensor:
    """A copy moved a little, away from ties such as |x| = τ, where slopes may differ."""
    steps = torch.arange(1.0, 1 + x.numel(), dtype=x.dtype).sin().reshape(x.shape)
    return x * (1 + 0.003 * steps)


def _gradients(
    call: Callable[..., Any], probe: Mapping[str, Any], through: tuple[str, ...]
) -> dict[str, Tensor] | None:
    given = {name: copy.deepcopy(value) for name, value in probe.items()}
    for name in through:
        if not isinstance(given[name], Tensor):
            given[name] = torch.tensor(float(given[name]), dtype=torch.float64)
        given[name] = _aside(given[name]).requires_grad_()
    with torch.enable_grad():
        result = call(*given.values())
    if not isinstance(result, Tensor):
        return None
    zeros = {name: torch.zeros_like(given[name]) for name in through}
    if not result.requires_grad:
        return zeros
    weights = torch.linspace(1.0, 2.0, result.numel(), dtype=result.dtype).reshape(result.shape)
    inputs = [given[name] for name in through]
    found = torch.autograd.grad((result * weights).sum(), inputs, allow_unused=True)
    return {
        name: zeros[name] if part is None else part.detach()
        for name, part in zip(through, found, strict=True)
    }
