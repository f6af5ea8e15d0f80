"""For the exercises of lesson 05: a threshold in its parts, and mistakes at each."""

from collections.abc import Callable

import torch
from torch import Tensor

from drsn_lite.answers.families import Mistake

SMALL = torch.tensor([[[[1.0, -3.0]], [[0.5, -0.5]]], [[[4.0, 4.0]], [[0.0, -1.0]]]])


"""Two samples, two channels, two positions: numbers to follow by hand."""


WIDE = torch.arange(-14.0, 16.0).reshape(2, 3, 1, 5) * torch.tensor([0.1, 1.0, 3.0])[:, None, None]


def mean(x: Tensor, *over: int) -> Tensor:
    return x.mean(dim=over, keepdim=True)


Mistakes = tuple[Mistake, ...]


def wrong_sizes(*over: int) -> Mistakes:
    """Ways to measure the size of features otherwise than by the mean of |x|, over some axes."""
    return (
        (
            "sum-instead-of-mean",
            lambda x: x.abs().sum(dim=over, keepdim=True),
            "This is the sum of |x|. It grows with the length of the signal: divide by the number "
            "of values.",
        ),
        (
            "root-mean-square",
            lambda x: mean(x**2, *over).sqrt(),
            "This is the root of the mean square. The paper's cap is the mean of |x|.",
        ),
        (
            "squares-instead-of-sizes",
            lambda x: mean(x**2, *over),
            "This is the mean of the squares, a power. A threshold has the units of x: take |x|.",
        ),
        (
            "length-instead-of-mean",
            lambda x: (x**2).sum(dim=over, keepdim=True).sqrt(),
            "This is the length of the vector, which grows with the number of values. Take the "
            "mean of |x|.",
        ),
        (
            "spread-instead-of-size",
            lambda x: x.std(dim=over, keepdim=True),
            "A standard deviation leaves out the mean. The cap is the mean of |x|.",
        ),
        (
            "spread-instead-of-size",
            lambda x: x.std(dim=over, keepdim=True, unbiased=False),
            "A standard deviation leaves out the mean. The cap is the mean of |x|.",
        ),
        (
            "cut-off-negatives",
            lambda x: mean(x.relu(), *over),
            "Negative features count as 0 here. Their size belongs to the mean: take |x|.",
        ),
        (
            "largest-signed",
            lambda x: x.amax(dim=over, keepdim=True),
            "This takes the largest x. The cap is the mean of |x|.",
        ),
    )


def opened(alpha: Tensor) -> Tensor:
    """(N, K) → (N, K, 1, 1)."""
    return alpha[:, :, None, None]


Part = Callable[[Tensor], Tensor]


def tau(share: Part, size: Part, axes: Part) -> Callable[[Tensor, Tensor], Tensor]:
    """τ = α · mean |x|, from a share made of α, a size made of x, and the axes of the result."""
    return lambda x, alpha: axes(share(opened(alpha)) * size(x))


ONE = {"x": SMALL[:1, :1], "alpha": torch.tensor([[0.5]])}


"""A batch of one sample and one channel: `.squeeze()` takes their axes too."""


SHARES = (
    (
        "missing-alpha",
        torch.ones_like,
        "This is mean |x|, the cap itself. The attention is missing: multiply by α.",
    ),
    (
        "sigmoid-again",
        torch.sigmoid,
        "You sent α through a sigmoid. It has been through one: it lies between 0 and 1 already.",
    ),
    (
        "turned-round",
        lambda alpha: 1 - alpha,
        "This is 1 − α: where the attention asks for the largest threshold, there would be none.",
    ),
    ("divided-by-alpha", lambda alpha: 1 / alpha, "Multiply by α: it is a share of the cap."),
    ("alpha-squared", lambda alpha: alpha**2, "α comes in twice. τ is α times mean |x|."),
    (
        "alpha-of-the-first-sample",
        lambda alpha: alpha[:1].expand_as(alpha),
        "All samples got the α of the first one. Each has its own.",
    ),
    (
        "alpha-shared-over-batch",
        lambda alpha: alpha.mean(0, keepdim=True).expand_as(alpha),
        "α was averaged over the batch. Each sample has its own.",
    ),
)


AXES = (
    (
        "lost-axes",
        lambda tau: tau[:, :, 0, 0],
        "The numbers are right, the shape is not: without the last two axes τ does not broadcast "
        "against (N, C, 1, L). Keep them, with `keepdim=True` or `[:, :, None, None]`.",
    ),
    (
        "batch-of-one-lost",
        torch.squeeze,
        "`.squeeze()` drops every axis of length 1, a batch of one too. Leave it out.",
    ),
    (
        "lost-axes",
        lambda tau: tau[:, :, :, 0],
        "The numbers are right, the shape is not: an axis is missing at the end.",
    ),
    (
        "minus-tau",
        lambda tau: -tau,
        "The threshold has the wrong sign: τ is a size, and never negative.",
    ),
)
