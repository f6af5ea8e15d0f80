"""For an exercise of lesson 05: the gate in its parts."""

from collections.abc import Callable

import torch
from torch import Tensor

Layer = Callable[[Tensor], Tensor]


Gate = Callable[[Tensor, Layer], Tensor]


class Attention:
    """A stand-in for the two FC layers: (N, C) → (N, C), any real number comes out."""

    def __call__(self, a: Tensor) -> Tensor:
        return 2.0 * a - 2.5

    def __repr__(self) -> str:
        return "(a ↦ 2a − 2.5)"


def gate(size: Layer, squash: Layer, cap: Layer, cut: Callable[[Tensor, Tensor], Tensor]) -> Gate:
    """Eqs. 13 and 14 with places to break: `size` and `cap` make (N, C, 1, 1) of x."""

    def gate(x: Tensor, attention: Layer) -> Tensor:
        alpha = squash(attention(size(x)[:, :, 0, 0]))[:, :, None, None]
        return cut(x, alpha * cap(x))

    return gate


def mean_size(x: Tensor) -> Tensor:
    return x.abs().mean(dim=(2, 3), keepdim=True)


def signed(x: Tensor) -> Tensor:
    return x.mean(dim=(2, 3), keepdim=True)


def one(x: Tensor) -> Tensor:
    return torch.ones_like(x[:, :, :1, :1])


def lost_sign(x: Tensor, tau: Tensor) -> Tensor:
    return torch.relu(x.abs() - tau)


def sub_minus_sub(x: Tensor, tau: Tensor) -> Tensor:
    sub = x.abs() - tau
    return x.sign() * torch.maximum(sub, sub - sub)


def published(x: Tensor, tau: Tensor) -> Tensor:
    sub = x.abs() - tau
    return torch.maximum(sub, sub - sub)
