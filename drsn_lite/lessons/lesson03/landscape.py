"""The loss around trained weights, along two random directions: a picture of the loss surface.

Li, Xu, Taylor, Studer & Goldstein, "Visualizing the Loss Landscape of Neural Nets", NeurIPS 2018.
A ReLU network computes the same if one layer's weights are doubled and the next layer's halved,
so plain random steps mean little; a direction is therefore scaled filter by filter.
"""

import copy

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

Direction = dict[str, Tensor]
"""A step for each parameter, by its name."""


def normalise_filters(direction: Tensor, weights: Tensor) -> Tensor:
    """Give each filter of a random direction the length of the same filter of the weights.

    Parameters
    ----------
    direction, weights : Tensor of shape (filters, ...)
        A filter is `weights[i]`: the kernel of one output channel, or the weights of one neuron.

    Returns
    -------
    Tensor of the same shape
        ‖d_i‖ = ‖w_i‖ for each i (Frobenius norm).
    """
    want, have = (part.flatten(1).norm(dim=1) for part in (weights, direction))
    return direction * (want / have).reshape(-1, *(1,) * (weights.ndim - 1))


def random_direction(network: nn.Module, seed: int) -> Direction:
    """A filter-normalised random direction.

    Biases and the parameters of BatchNorm, which have no filters, stay where they are, as in the
    authors' programs.
    """
    generator = torch.Generator().manual_seed(seed)
    direction = {}
    for name, weights in network.named_parameters():
        step = torch.randn(weights.shape, generator=generator).to(weights)
        direction[name] = (
            normalise_filters(step, weights.detach()) if weights.ndim > 1 else step * 0
        )
    return direction


def loss_at(network: nn.Module, x: Tensor, y: Tensor) -> float:
    """Mean cross-entropy (nats) in evaluation mode, without gradients."""
    with torch.no_grad():
        return F.cross_entropy(network(x), y).item()


def surface(
    network: nn.Module,
    x: ArrayLike | Tensor,
    y: ArrayLike | Tensor,
    *,
    points: int = 21,
    radius: float = 1.0,
    seed: int = 0,
) -> NDArray[np.float64]:
    """The loss at w + a·d₁ + b·d₂ for a and b from −radius to radius.

    BatchNorm keeps the statistics of the trained network.

    Parameters
    ----------
    network : Module
        Trained; it is not changed.
    x, y : array or Tensor
        Samples (n, 1, H, W) and labels (n,).
    points : int
        Points along a side; an odd number, so that the middle is the trained network.
    radius : float
        1 is a step as long as the weights themselves.
    seed : int
        Of the two directions.

    Returns
    -------
    ndarray of shape (points, points)
        Row i has a = −radius + 2 · radius · i / (points − 1), columns the same for b.

    Raises
    ------
    ValueError
        If `points` is even or less than 3, or `radius` is not positive.
    """
    if points < 3 or points % 2 == 0 or radius <= 0:
        raise ValueError(
            "points must be odd and at least 3, so that the trained network is in the middle, "
            f"and radius positive; got {points} and {radius}"
        )
    x, y = torch.as_tensor(x), torch.as_tensor(y)
    moved = copy.deepcopy(network).eval()
    first, second = (random_direction(network, 2 * seed + i) for i in (0, 1))
    steps = np.linspace(-radius, radius, points).tolist()
    losses = np.empty((points, points))
    for i, a in enumerate(steps):
        for j, b in enumerate(steps):
            with torch.no_grad():
                for (name, weights), moving in zip(
                    network.named_parameters(), moved.parameters(), strict=True
                ):
                    moving.copy_(weights + a * first[name] + b * second[name])
            losses[i, j] = loss_at(moved, x, y)
    return losses


def project(
    heights: ArrayLike, azimuth: float, elevation: float, zscale: float = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A surface over the square [−1, 1]² as mesh lines on paper, by parallel projection.

    Parameters
    ----------
    heights : array of shape (n, n)
    azimuth, elevation : float
        Where the viewer stands, in degrees; an elevation of 90° looks straight down.
    zscale : float
        Length of one unit of height on paper at an elevation of 0°.

    Returns
    -------
    (x, y) : arrays of 2 · n · (n + 1) numbers
        All rows, then all columns, each followed by NaN, which breaks the line.
    """
    z = np.asarray(heights, dtype=float) * zscale
    side = np.linspace(-1, 1, len(z))
    a, b = np.meshgrid(side, side, indexing="ij")
    turn, tilt = np.radians(azimuth), np.radians(elevation)
    x = a * np.cos(turn) - b * np.sin(turn)
    y = (a * np.sin(turn) + b * np.cos(turn)) * np.sin(tilt) + z * np.cos(tilt)
    gap = np.full((len(z), 1), np.nan)
    flat = [np.hstack([part, gap]).ravel() for p in (x, y) for part in (p, p.T)]
    return np.concatenate(flat[:2]), np.concatenate(flat[2:])
