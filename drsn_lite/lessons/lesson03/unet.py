"""A small U-Net for signals, with and without its long skips, and signals to denoise with it.

Ronneberger, Fischer & Brox, MICCAI 2015. A signal is an image of height one: (N, 1, 1, L).
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from drsn_lite import checkpoints
from drsn_lite.noise import Mixed, mixed, snr_db
from drsn_lite.paths import DATA

LENGTH = 256
FOLDER = DATA / "denoisers"
"""Two trained U-Nets, `unet-skips` and `unet-plain`, with a card each."""


DEEPEST = 16
"""Levels, at most: the shortest signal has 65,536 samples then."""


def _double(in_channels: int, out_channels: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for channels in (in_channels, out_channels):
        layers += [
            nn.Conv2d(channels, out_channels, (1, 3), padding=(0, 1)),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(),
        ]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    """Down, down, up, up: each halving doubles the channels, and the way back undoes it.

    With `skips`, the features of each level are joined to those that come back up. Departs from
    the paper: BatchNorm, convolutions that keep the size, and a nearest-neighbour upsampling
    where it has an up-convolution. The output is the signal itself, with no shortcut from the
    input to the output.

    Parameters
    ----------
    width : int
        Channels of the first level.
    levels : int
        How often the length is halved.
    skips : bool
        Whether the long skips are there.
    """

    def __init__(self, width: int = 8, levels: int = 3, skips: bool = True) -> None:
        super().__init__()
        if width < 1 or not 1 <= levels <= DEEPEST:
            raise ValueError(
                f"width must be at least 1 and levels from 1 to {DEEPEST}, got {width} and {levels}"
            )
        self.width, self.levels, self.skips = width, levels, skips
        widths = [width * 2**level for level in range(levels + 1)]
        self.down = nn.ModuleList(
            _double(before, after) for before, after in zip([1, *widths], widths[:-1], strict=False)
        )
        self.bottom = _double(widths[-2], widths[-1])
        self.up = nn.ModuleList(
            _double(below + here * skips, here)
            for below, here in zip(widths[:0:-1], widths[-2::-1], strict=True)
        )
        self.out = nn.Conv2d(width, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        if x.ndim != 4 or x.shape[1:3] != (1, 1) or x.shape[3] < 2**self.levels:
            raise ValueError(
                f"the U-Net takes signals of shape (N, 1, 1, L) with L of at least "
                f"{2**self.levels}, got {tuple(x.shape)}"
            )
        passed = []
        for level in self.down:
            x = level(x)
            passed.append(x)
            x = F.max_pool2d(x, (1, 2))
        x = self.bottom(x)
        for level, skip in zip(self.up, reversed(passed), strict=True):
            x = F.interpolate(x, size=skip.shape[2:])  # also right for odd lengths
            x = level(torch.cat([skip, x], dim=1) if self.skips else x)
        return self.out(x)  # (N, 1, 1, L)


def signals(count: int, seed: int | np.random.Generator = 0) -> NDArray[np.float32]:
    """Clean signals to denoise, (count, 1, 1, 256) with an RMS of 1.

    A slow sine and four to eight blows that ring down, at random times and of random sign: what
    a damaged bearing sends, in a simple form. The onset of a blow is sharp.
    """
    rng = np.random.default_rng(seed)
    t = np.arange(LENGTH)
    cycles, phase, size = (
        rng.uniform(low, high, (count, 1)) for low, high in ((0.5, 3), (0, 7), (0.2, 0.6))
    )
    x = size * np.sin(2 * np.pi * cycles * t / LENGTH + phase)
    blows = rng.integers(4, 9, (count, 1))
    period, decay = rng.uniform(5, 12, (count, 1)), rng.uniform(5, 15, (count, 1))
    for blow in range(8):
        since = t - rng.integers(0, LENGTH, (count, 1))
        ring = np.cos(2 * np.pi * since / period) * np.exp(-np.maximum(since, 0) / decay)
        strength = rng.uniform(1, 2, (count, 1)) * rng.choice([-1, 1], (count, 1))
        x += strength * ring * (since >= 0) * (blow < blows)
    x /= np.sqrt(np.mean(x**2, axis=1, keepdims=True))
    return x[:, None, None].astype(np.float32)


NOISE: Mixed = mixed(low_db=-5, high_db=20)
"""Gaussian noise at an SNR between −5 and 20 dB: what the denoisers are trained with."""


def train(network: UNet, steps: int = 400, seed: int = 0, batch_size: int = 32) -> list[float]:
    """Train in place on fresh signals with fresh noise at every step; the loss of each step.

    Adam, a learning rate that falls from 0.01 to 0 along a half cosine, mean squared error.
    """
    rng = np.random.default_rng(seed)
    optimizer = torch.optim.Adam(network.parameters(), 0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    losses = []
    network.train()
    for _ in range(steps):
        clean = signals(batch_size, rng)
        noisy = NOISE(clean, rng)
        loss = F.mse_loss(network(torch.from_numpy(noisy)), torch.from_numpy(clean))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    network.eval()
    return losses


def denoise(network: UNet, noisy: NDArray[np.float32]) -> NDArray[np.float32]:
    """The network's answer for signals (n, 1, 1, L), without gradients."""
    with torch.no_grad():
        return network(torch.from_numpy(noisy)).numpy()


def snr_out(network: UNet, clean: NDArray[np.float32], noisy: NDArray[np.float32]) -> float:
    """SNR of the network's answer (dB), mean over the signals."""
    return float(np.mean(snr_db(clean, denoise(network, noisy))))


def save(network: UNet, name: str, card: dict[str, Any], folder: Path = FOLDER) -> None:
    """Write data/denoisers/NAME.safetensors with its card NAME.json."""
    shape = {"width": network.width, "levels": network.levels, "skips": network.skips}
    checkpoints.write(network, folder / name, {"unet": json.dumps(shape)}, shape | card)


def load(name: str, folder: Path = FOLDER) -> UNet:
    """A shipped denoiser in evaluation mode: `unet-skips` or `unet-plain`.

    Raises
    ------
    FileNotFoundError, ValueError
        As `checkpoints.load_checkpoint` does.
    """
    return checkpoints.read(folder / name, lambda about: UNet(**json.loads(about["unet"])))
