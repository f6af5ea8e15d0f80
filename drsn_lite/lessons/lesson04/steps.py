"""The three steps of squeeze and excitation as functions, and what they cost.

Lesson 04 lets a learner write them. Where an answer is not there yet, its cells go on with these.
"""

import torch
from torch import Tensor


def squeeze(x: Tensor) -> Tensor:
    """Features (N, C, H, W) → the mean of each channel, (N, C)."""
    return x.mean(dim=(2, 3))


def excite(z: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    """Means (N, C) → weights α between 0 and 1, (N, C). Stored as `nn.Linear` stores them."""
    h = torch.relu(z @ w1.T + b1)
    return torch.sigmoid(h @ w2.T + b2)


def scale(x: Tensor, alpha: Tensor) -> Tensor:
    """Features (N, C, H, W) times their weights (N, C), at every position alike."""
    return x * alpha[:, :, None, None]


def parameters(channels: int, reduction: int) -> int:
    """Weights and biases of both layers of a gate."""
    hidden = channels // reduction
    return 2 * channels * hidden + hidden + channels
