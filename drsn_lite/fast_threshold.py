"""Soft thresholding and mean|x| with their gradients written out: the same numbers, fewer passes.

What costs time here is memory, not arithmetic. Autograd runs y = sign(x) · max(|x| − τ, 0) as four
operations, makes a new array in each and keeps three of them for the backward pass. Here the
forward pass works in one array, as x − clamp(x, −τ, τ) where it can: two passes over memory. And y
alone is kept. It says all that the gradients need:

    ∂y/∂x = 1 where y ≠ 0, else 0        ∂y/∂τ = −sign(y)

(Only NaN needs a second look: sign(NaN) is 0 for torch, so a NaN in x has the slopes of a zero.)
`shrinkage.soft_threshold` and `gates.mean_abs` come here where they can; `benchmarks/` has times.
"""

import math
from typing import Any

import torch
from torch import Tensor

WIDE = 32
"""Numbers that a row holds, at most, unless C is larger; see `_in_rows`."""

SMALL = 2**16
"""With fewer numbers in x the calls cost more than the memory: the plain formula is as fast."""

# Only torch itself can tell that vmap or another transform of torch.func is at work. Those want
# operations they can see, none in place; a Function that they accept costs 50 µs more a call.
_transforming = torch._C._are_functorch_transforms_active
_batched = torch._C._functorch.is_legacy_batchedtensor  # by torch.autograd.grad(is_grads_batched)


def fits(x: Tensor, tau: Tensor | None = None) -> bool:
    """Whether the functions of this module can replace the plain formula, and are faster.

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


def _in_rows(x: Tensor, each: Tensor) -> tuple[Tensor, Tensor] | None:
    """View x as (N, rows, positions in a row · C), and lay `each` along such a row.

    In channels_last order the channels of a position lie side by side. With C = 4 and a number for
    each channel, torch's innermost loop would have 4 steps. In rows of 8 positions it has 32.

    Parameters
    ----------
    x : Tensor of shape (N, C, H, W)
    each : Tensor of shape (N or 1, C or 1, 1, 1)

    Returns
    -------
    None if x or `each` is of another shape or order.
    """
    if (
        x.ndim != 4
        or each.shape[1:] not in ((x.shape[1], 1, 1), (1, 1, 1))
        or not x.is_contiguous(memory_format=torch.channels_last)
        or x.device.type != "cpu"
        or not x.numel()
    ):
        return None
    n, c, h, w = x.shape
    tile = math.gcd(h * w, 2 ** (max(WIDE // c, 1).bit_length() - 1))
    row = each.view(-1, 1, each.shape[1]).expand(-1, tile, c).reshape(-1, 1, tile * c)
    return x.permute(0, 2, 3, 1).view(n, -1, tile * c), row


def _has_nan(x: Tensor) -> bool:
    """Whether NaN is in x, or both infinities: a sum is the fastest way to see."""
    return bool(x.sum().isnan())


def _soft(x: Tensor, tau: Tensor) -> Tensor:
    """The values alone: a new array."""
    seen = _in_rows(x, tau)
    if not seen or tau.min().item() < 0:  # clamp would take a lower bound above the upper one
        return x.abs().sub_(tau).clamp_min_(0).copysign_(x)
    rows, bound = seen
    y = torch.clamp(rows, -bound, bound)
    n, c, h, w = x.shape
    return torch.sub(rows, y, out=y).view(n, h, w, c).permute(0, 3, 1, 2)


class SoftThreshold(torch.autograd.Function):
    """y = sign(x) · max(|x| − τ, 0) for a tensor τ that `fits`. Differentiable any number of times.

    Where τ < 0 (which a threshold should not be), x = 0 becomes ±τ; the plain formula leaves 0.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, tau: Tensor) -> Tensor:
        y = _soft(x, tau)
        says = torch.where(tau.isnan(), x.sign(), y) if _has_nan(tau) else y
        ctx.save_for_backward(says)
        ctx.save_for_forward(says)
        ctx.shape_of_tau = tau.shape
        return y

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, Tensor | None]:
        (y,) = ctx.saved_tensors
        if _has_nan(y):
            y = torch.where(y.isnan(), 0.0, y)
        by_x = torch.ops.aten.softshrink_backward(grad, y, 0.0)  # grad where y ≠ 0
        if not ctx.needs_input_grad[1]:
            return by_x, None
        signed = torch.ops.aten.leaky_relu_backward(by_x, y, -1.0, False)  # sign(y) · by_x
        return by_x, -signed.sum_to_size(ctx.shape_of_tau)

    @staticmethod
    def jvp(ctx: Any, x: Tensor | None, tau: Tensor | None) -> Tensor | float:
        (y,) = ctx.saved_tensors
        along_x = 0.0 if x is None else torch.where((y == 0) | y.isnan(), 0.0, x)
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
        n, c, h, w = x.shape
        each = grad.view(n, c, 1, 1) / (h * w)
        if _transforming() or _batched(grad):
            return x.sign() * each
        by_x = x.sign()
        rows, row = _in_rows(by_x, each) or (by_x, each)
        rows.mul_(row)
        return by_x

    @staticmethod
    def jvp(ctx: Any, x: Tensor) -> Tensor:
        (at,) = ctx.saved_tensors
        return (at.sign() * x).mean(dim=(2, 3))
