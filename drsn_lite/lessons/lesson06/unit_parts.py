"""For the exercise of lesson 06: the unit in its parts, and ways to put in wrong ones."""

from collections.abc import Callable

import torch
from torch import Tensor

from drsn_lite.shrinkage import soft_threshold

Layer = Callable[[Tensor], Tensor]


Squeeze = Callable[[Tensor], Tensor]


class Branch:
    """Stands for BN, ReLU, Conv, BN, ReLU, Conv: mixes channels and neighbours."""

    def __call__(self, x: Tensor) -> Tensor:
        return 0.8 * x.roll(1, dims=1) - 0.5 * x.roll(1, dims=3) + 0.3

    def __repr__(self) -> str:
        return "lambda x: 0.8 * x.roll(1, 1) - 0.5 * x.roll(1, 3) + 0.3"


class Attention:
    """Stands for FC, BN, ReLU, FC, sigmoid: (N, C) → (N, C) in (0, 1)."""

    def __call__(self, a: Tensor) -> Tensor:
        if a.ndim != 2:
            raise ValueError(
                f"attention takes one number a channel, of shape (N, C), and got {a.ndim} axes"
            )
        return torch.sigmoid(a - a.mean(dim=1, keepdim=True) + 0.2)

    def __repr__(self) -> str:
        return "lambda a: torch.sigmoid(a - a.mean(1, keepdim=True) + 0.2)"


def size(b: Tensor) -> Tensor:
    return b.abs().mean(dim=(2, 3))


def tau(b: Tensor, attention: Layer) -> Tensor:
    a = size(b)
    return (attention(a) * a)[:, :, None, None]


def unit(x: Tensor, branch: Layer, attention: Layer) -> Tensor:
    b = branch(x)
    return soft_threshold(b, tau(b, attention)) + x


def soft(b: Tensor, tau: Tensor) -> Tensor:
    """As soft_threshold, for a τ that may be negative."""
    return b.sign() * torch.relu(b.abs() - tau)


def wrong(shrink: Callable[[Tensor, Layer], Tensor]) -> Callable[..., Tensor]:
    """A unit with another way of thresholding, and the shortcut where it belongs."""
    return lambda x, branch, attention: shrink(branch(x), attention) + x


def squeezed(squeeze: Squeeze, attends: Squeeze | None = None) -> Callable[..., Tensor]:
    """A unit whose attention sees `attends` (or `squeeze`), and whose α multiplies `squeeze`."""

    def shrink(b: Tensor, attention: Layer) -> Tensor:
        seen = (attends or squeeze)(b)
        return soft(b, (attention(seen) * squeeze(b))[:, :, None, None])

    return wrong(shrink)


def with_tau(tau: Callable[[Tensor, Layer], Tensor]) -> Callable[..., Tensor]:
    """A unit with another τ, made of (mean |b|, attention)."""
    return wrong(lambda b, attention: soft(b, tau(size(b), attention)[:, :, None, None]))


def probe(x: Tensor) -> dict[str, object]:
    return {"x": x, "branch": Branch(), "attention": Attention()}


SMALL = torch.tensor([[[[1.5, -2.0]], [[-0.5, 3.0]]], [[[-1.0, 0.3]], [[2.5, -0.8]]]])


X = torch.randn(4, 4, 1, 4, generator=torch.Generator().manual_seed(6))


def mean_over(axes: tuple[int, ...]) -> Squeeze:
    return lambda b: b.abs().mean(axes, keepdim=True).expand(*b.shape[:2], 1, 1).flatten(1)
