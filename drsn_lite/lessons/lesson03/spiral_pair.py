"""Two deep networks, alike but for their shortcuts, trained side by side on two spirals.

Both begin with the same weights and see the same points in every step. They are computed as one:
axis 0 of features and weights is (without shortcuts, with shortcuts), so that a step takes
milliseconds and a panel can train while its slider moves.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

WIDTH, POINTS, SIDE = 16, 200, 33
RATE, MOMENTUM = 0.05, 0.9


def spirals(count: int = POINTS, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Points of two spirals: x of shape (count, 2), within ±1.2, and labels (count,) of 0 and 1."""
    generator = torch.Generator().manual_seed(seed)
    turn = torch.rand(count, generator=generator).sqrt() * 2.2 * math.pi + 0.4
    labels = torch.arange(count) % 2
    angle = turn + math.pi * labels
    x = torch.stack([turn * angle.cos(), turn * angle.sin()], dim=1) / 7
    return x + 0.015 * torch.randn(count, 2, generator=generator), labels


class Pair:
    """A network without shortcuts and one with them, and what they were like as they trained.

    Each has a linear layer from 2 to 16 numbers, `depth` layers of BN, ReLU and Linear, the last of
    2 outputs. With shortcuts a layer's output is added to its input.

    Parameters
    ----------
    depth : int
        Number of layers between the first and the last one.
    seed : int
        Of the initial weights: those of `nn.Linear`, the same for both.

    Attributes
    ----------
    losses : list of (float, float)
        Cross-entropy (nats) before each step.
    seen : dict
        Number of steps → share of the points that are right, and the share given to class 1 over
        the square from −1.25 to 1.25, (SIDE, SIDE), row 0 on top; both for both networks.
    """

    def __init__(self, depth: int, seed: int = 0) -> None:
        self.x, self.labels = spirals()
        self.shortcut = torch.tensor([0.0, 1.0])[:, None, None]
        self._generator = torch.Generator().manual_seed(seed)
        sizes = [(2, WIDTH), *[(WIDTH, WIDTH)] * depth, (WIDTH, 2)]
        self.weights = [self._drawn(a, (a, b)) for a, b in sizes]
        self.biases = [self._drawn(a, (1, b)) for a, b in sizes]
        norms = range(depth + 1)
        self.gammas = [torch.ones(2 * WIDTH, requires_grad=True) for _ in norms]
        self.betas = [torch.zeros(2 * WIDTH, requires_grad=True) for _ in norms]
        self.running = [(torch.zeros(2 * WIDTH), torch.ones(2 * WIDTH)) for _ in norms]
        self.parameters = [*self.weights, *self.biases, *self.gammas, *self.betas]
        self.velocity = [torch.zeros_like(p) for p in self.parameters]
        self.losses: list[tuple[float, float]] = []
        self.seen: dict[int, tuple[NDArray[np.float64], NDArray[np.float32]]] = {}

    def _drawn(self, fan_in: int, shape: tuple[int, int]) -> Tensor:
        """Uniform within ±1 / √fan_in, as `nn.Linear` begins, once for both networks."""
        drawn = torch.rand(shape, generator=self._generator) * 2 - 1
        return (drawn / math.sqrt(fan_in)).repeat(2, 1, 1).requires_grad_()

    def logits(self, x: Tensor, training: bool = False) -> Tensor:
        """What both networks say to points (n, 2): (2, n, 2)."""
        h = torch.baddbmm(self.biases[0], x.expand(2, *x.shape), self.weights[0])
        inner = zip(self.biases[1:-1], self.weights[1:-1], strict=True)
        for place, (bias, weight) in enumerate(inner):
            added = torch.baddbmm(bias, self._normed(h, place, training), weight)
            h = self.shortcut * h + added
        return torch.baddbmm(self.biases[-1], self._normed(h, -1, training), self.weights[-1])

    def _normed(self, h: Tensor, place: int, training: bool) -> Tensor:
        """BN and ReLU of features (2, n, WIDTH): the channels of both are normalised at once."""
        flat = h.transpose(0, 1).reshape(-1, 2 * WIDTH)
        mean, variance = self.running[place]
        gamma, beta = self.gammas[place], self.betas[place]
        flat = F.relu(F.batch_norm(flat, mean, variance, gamma, beta, training))
        return flat.view(-1, 2, WIDTH).transpose(0, 1)

    def train_to(self, steps: int, every: int) -> None:
        """Go on to a number of steps; look at both networks before the first and `every` few."""
        if not self.seen:
            self._look()
        while len(self.losses) < steps:
            self._step()
            if len(self.losses) % every == 0:
                self._look()

    def _step(self) -> None:
        logits = self.logits(self.x, training=True)
        each = F.cross_entropy(logits.flatten(0, 1), self.labels.repeat(2), reduction="none")
        losses = each.view(2, -1).mean(1)
        without, with_them = losses.detach().tolist()
        self.losses.append((without, with_them))
        gradients = torch.autograd.grad(losses.sum(), self.parameters)
        with torch.no_grad():
            for weight, v, gradient in zip(self.parameters, self.velocity, gradients, strict=True):
                weight.sub_(v.mul_(MOMENTUM).add_(gradient), alpha=RATE)

    def _look(self) -> None:
        across = torch.linspace(-1.25, 1.25, SIDE)
        grid = torch.cartesian_prod(-across, across)[:, [1, 0]]  # row 0 on top
        with torch.no_grad():
            right = (self.logits(self.x).argmax(2) == self.labels).double().mean(1)
            shares = self.logits(grid).softmax(2)[..., 1].view(2, SIDE, SIDE)
        self.seen[len(self.losses)] = right.numpy(), shares.numpy()
