"""For the exercise of lesson 09: the gate on images in its parts."""

from collections.abc import Callable

import torch
from torch import Tensor

Gate = Callable[[Tensor, Tensor], Tensor]


FEATURES = torch.tensor(
    [[[[1.0, -3.0], [0.5, 1.5]], [[0.2, 0.6], [-0.2, -1.0]]], [[[4.0, 0.0], [0.3, -1.0]]] * 2]
)


ALPHA = torch.tensor([[0.5, 0.25], [1.0, 0.8]])


WIDE = torch.linspace(-2.0, 3.0, 81).reshape(3, 3, 3, 3).mul(7).sin()


WIDE_ALPHA = torch.linspace(0.2, 0.9, 9).reshape(3, 3)


ODD = torch.linspace(-2.0, 3.0, 2 * 3 * 4 * 5).reshape(2, 3, 4, 5).sin()


def probe(x: Tensor, alpha: Tensor) -> dict[str, Tensor]:
    return {"x": x, "alpha": alpha}


def soft(x: Tensor, tau: Tensor) -> Tensor:
    return x.sign() * torch.relu(x.abs() - tau)


def wide(alpha: Tensor) -> Tensor:
    return alpha[:, :, None, None]


def tau(x: Tensor, alpha: Tensor, *over: int) -> Tensor:
    return wide(alpha) * x.abs().mean(dim=over or (2, 3), keepdim=True)


def by(tau: Gate) -> Gate:
    """Soft thresholding with another τ."""
    return lambda x, alpha: soft(x, tau(x, alpha))


def bent(curve: Gate) -> Gate:
    """The right τ, and something else done with it."""
    return lambda x, alpha: curve(x, tau(x, alpha))


shrink = by(tau)


Axes = Callable[[Tensor], Tensor]


AXES: tuple[Axes, ...] = (wide, lambda a: a, lambda a: a[:, :, None], lambda a: a[None, None])


def aligned(alpha_axes: Axes, mean_axes: Axes) -> Gate:
    """Soft thresholding whose α and mean |x| come with these axes."""
    return by(lambda x, alpha: alpha_axes(alpha) * mean_axes(x.abs().mean((2, 3))))


MISALIGNED = tuple(aligned(f, g) for f in AXES for g in AXES if (f, g) != (wide, wide))
