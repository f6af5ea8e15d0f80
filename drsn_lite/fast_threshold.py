"""Soft thresholding and mean|x| with their gradients written out: the same numbers, fewer passes.

What costs time here is memory, not arithmetic. Autograd runs y = sign(x) · max(|x| − τ, 0) as four
operations, makes a new array in each and keeps three of them for the backward pass. Here the
forward pass works in one array, as x − clamp(x, −τ, τ) where it can: two passes over memory. And y
alone is kept. It says all that the gradients need:

    ∂y/∂x = 1 where y ≠ 0, else 0        ∂y/∂τ = −sign(y)

`shrinkage.soft_threshold` and `gates.mean_abs` come here where they can; `benchmarks/` has times.
"""

import math
from typing import Any

import torch
from torch import Tensor

WIDE = 128
"""Numbers that a row holds, at most; see `_tile`."""

SMALL = 2**17
"""With fewer numbers in x the calls cost more than the memory: the plain formula is as fast."""

# Only torch itself can tell that vmap or another transform of torch.func is at work. Those want
# operations they can see, none in place; a Function that they accept costs 50 µs more a call.
_transforming = torch._C._are_functorch_transforms_active
_batched = torch._C._functorch.is_legacy_batchedtensor  # by torch.autograd.grad(is_grads_batched)


def fits(x: Tensor, tau: Tensor | None = None) -> bool:
    """Whether the functions of this module may be used in place of the plain formula, and pay.

    Not for small or integer x, nor where τ would make the result larger than x or of another type:
    that cannot be done in place. A compiler or tracer joins the plain formula's operations itself.
    """
    if torch.compiler.is_compiling() or torch.jit.is_tracing() or _transforming():
        return False
    if x.numel() < SMALL or not x.is_floating_point() or x.layout != torch.strided:
        return False
    if tau is None:
        return True
    if tau.dtype != x.dtype or tau.device != x.device or tau.ndim > x.ndim:
        return False
    pairs = zip(reversed(tau.shape), reversed(x.shape), strict=False)
    return all(mine in (1, whole) for mine, whole in pairs)


def _tile(x: Tensor, each: Tensor) -> int:
    """How many positions a row of `_rows` takes; 0 if x cannot be seen as rows.

    In channels_last order the channels of a position lie side by side. With C = 4 and a τ for
    each channel, torch's innermost loop would have 4 steps. In rows of 32 positions it has 128.
    """
    if (
        x.ndim != 4
        or not x.numel()
        or x.device.type != "cpu"
        or each.shape[1:] not in ((x.shape[1], 1, 1), (1, 1, 1))
        or not x.is_contiguous(memory_format=torch.channels_last)
    ):
        return 0
    power = max(WIDE // x.shape[1], 1).bit_length() - 1
    return math.gcd(x.shape[2] * x.shape[3], 2**power)


def _rows(x: Tensor, tile: int) -> Tensor:
    """A view of channels_last x as (N, rows, positions in a row · C)."""
    return x.permute(0, 2, 3, 1).view(len(x), -1, tile * x.shape[1])


def _row(each: Tensor, tile: int, channels: int) -> Tensor:
    """One number a channel, repeated for every position of a row: (N, 1, positions · C)."""
    each = each.view(-1, 1, each.shape[1]).expand(-1, tile, channels)
    return each.reshape(len(each), 1, tile * channels)


def _soft(x: Tensor, tau: Tensor) -> Tensor:
    """The values alone: a new array."""
    tile = _tile(x, tau)
    if not tile or tau.min() < 0:  # clamp would take a lower bound above the upper one
        return x.abs().sub_(tau).clamp_min_(0).copysign_(x)
    bound = _row(tau, tile, x.shape[1])
    y = torch.empty_like(x)
    rows, y_rows = _rows(x, tile), _rows(y, tile)
    torch.clamp(rows, -bound, bound, out=y_rows)
    torch.sub(rows, y_rows, out=y_rows)
    return y


class SoftThreshold(torch.autograd.Function):
    """y = sign(x) · max(|x| − τ, 0) for a tensor τ that `fits`. Differentiable any number of times.

    Where τ < 0 (which a threshold should not be), x = 0 becomes ±τ; the plain formula leaves 0.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, tau: Tensor) -> Tensor:
        y = _soft(x, tau)
        ctx.save_for_backward(y)
        ctx.save_for_forward(y)
        ctx.shape_of_tau = tau.shape
        return y

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, Tensor | None]:
        (y,) = ctx.saved_tensors
        by_x = torch.ops.aten.softshrink_backward(grad, y, 0.0)  # grad where y ≠ 0
        if not ctx.needs_input_grad[1]:
            return by_x, None
        apart = _transforming() or _batched(grad)
        signed = y.sign() * by_x if apart else y.sign().mul_(by_x)
        return by_x, -signed.sum_to_size(ctx.shape_of_tau)

    @staticmethod
    def jvp(ctx: Any, x: Tensor | None, tau: Tensor | None) -> Tensor:
        (y,) = ctx.saved_tensors
        along_x = 0.0 if x is None else torch.where(y == 0, 0.0, x)
        return along_x - (0.0 if tau is None else y.sign() * tau)


class MeanAbs(torch.autograd.Function):
    """Mean of |x| over the positions of each channel, (N, C, H, W) → (N, C)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        ctx.save_for_forward(x)
        return x.abs().mean(dim=(2, 3))

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        each = (grad / (x.shape[2] * x.shape[3]))[:, :, None, None]
        if _transforming() or _batched(grad):
            return x.sign() * each
        by_x = x.sign()
        if tile := _tile(by_x, each):
            _rows(by_x, tile).mul_(_row(each, tile, x.shape[1]))
            return by_x
        return by_x.mul_(each)

    @staticmethod
    def jvp(ctx: Any, x: Tensor) -> Tensor:
        (at,) = ctx.saved_tensors
        return (at.sign() * x).mean(dim=(2, 3))
