"""The same networks on (N, C, L), as the public ports are built: Conv1d and plain formulas.

A straightforward implementation to measure ours against. It has the layers of ours in the same
order, so weights can be copied over, and a test holds the two to the same numbers.
"""

import torch
from torch import Tensor, nn

from drsn_lite.networks import Network


class Shrinkage(nn.Module):
    """DRSN's gate; `shared`: one threshold for all channels."""

    def __init__(self, channels: int, shared: bool) -> None:
        super().__init__()
        self.shared = shared
        self.gap = nn.AdaptiveAvgPool1d(1)
        self.fc = nn.Sequential(
            nn.Linear(channels, channels),
            nn.BatchNorm1d(channels),
            nn.ReLU(inplace=True),
            nn.Linear(channels, 1 if shared else channels),
            nn.Sigmoid(),
        )

    def forward(self, x: Tensor) -> Tensor:
        x_abs = torch.abs(x)
        average = torch.flatten(self.gap(x_abs), 1)
        alpha = self.fc(average)
        if self.shared:
            average = average.mean(dim=1, keepdim=True)
        tau = torch.mul(average, alpha).unsqueeze(2)
        sub = x_abs - tau
        zeros = sub - sub
        return torch.mul(torch.sign(x), torch.max(sub, zeros))


class SE(nn.Module):
    """SENet's gate."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gap = nn.AdaptiveAvgPool1d(1)
        self.fc = nn.Sequential(
            nn.Linear(channels, channels),
            nn.ReLU(inplace=True),
            nn.Linear(channels, channels),
            nn.Sigmoid(),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x * self.fc(torch.flatten(self.gap(x), 1)).unsqueeze(2)


class Block(nn.Module):
    """A residual unit, or a convolutional one without its shortcut."""

    def __init__(self, name: str, inside: int, outside: int, stride: int) -> None:
        super().__init__()
        self.name, self.inside, self.outside = name, inside, outside
        self.branch = nn.Sequential(
            nn.BatchNorm1d(inside),
            nn.ReLU(inplace=True),
            nn.Conv1d(inside, outside, 3, stride, padding=1),
            nn.BatchNorm1d(outside),
            nn.ReLU(inplace=True),
            nn.Conv1d(outside, outside, 3, padding=1),
        )
        gates = {
            "senet": lambda: SE(outside),
            "drsn-cs": lambda: Shrinkage(outside, shared=True),
            "drsn-cw": lambda: Shrinkage(outside, shared=False),
        }
        self.gate = gates.get(name, nn.Identity)()
        self.pool = nn.AvgPool1d(1, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = self.gate(self.branch(x))
        if self.name == "convnet":
            return y
        shortcut = self.pool(x)
        if extra := self.outside - self.inside:
            n, _, length = shortcut.shape
            before = torch.zeros(n, extra // 2, length, dtype=x.dtype)
            after = torch.zeros(n, extra - extra // 2, length, dtype=x.dtype)
            shortcut = torch.cat([before, shortcut, after], dim=1)
        return y + shortcut


class Port(nn.Module):
    """The network of the same name and plan as `like`, with its weights; takes (N, 1, L)."""

    def __init__(self, like: Network) -> None:
        super().__init__()
        width, stride = like.plan.stem
        channels = like.plan.stages[0][0]
        self.stem = nn.Conv1d(1, channels, width, stride, padding=width // 2)
        self.units = nn.Sequential()
        for outside, count, first in like.plan.stages:
            for number in range(count):
                step = first if number == 0 else 1
                self.units.append(Block(like.name, channels, outside, step))
                channels = outside
        self.head = nn.Sequential(
            nn.BatchNorm1d(channels), nn.ReLU(inplace=True), nn.AdaptiveAvgPool1d(1), nn.Flatten()
        )
        self.classifier = nn.Linear(channels, like.classes)
        theirs = like.state_dict().values()
        mine = self.state_dict()
        pairs = zip(mine.items(), theirs, strict=True)
        self.load_state_dict({name: value.reshape(own.shape) for (name, own), value in pairs})

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(self.head(self.units(self.stem(x))))
