"""Noise on pixels between 0 and 1, with one number for its strength.

    uniform          x + U(0, level)               the authors' image code, with level 0.5
    centred          x + U(−level/2, level/2)      the same without its mean
    shift            x + level/2                   its mean alone: a brighter page
    gaussian         x + N(0, level²)
    salt and pepper  a share `level` of the pixels becomes 0 or 1, with equal chances

Nothing is clipped, so noisy pixels may leave 0 … 1. Uniform noise has a mean of level/2 and a
standard deviation of level/√12; gaussian noise of the same level is √12 times stronger about
its mean. "The same level" is therefore no fair comparison between kinds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

KINDS = ("uniform", "centred", "shift", "gaussian", "salt and pepper")
"""Names of the kinds of noise."""

Images = NDArray[np.float32]
"""(n, 1, H, W), pixels between 0 and 1."""


def add(
    x: Images,
    kind: str,
    level: float | NDArray[np.float64],
    rng: int | np.random.Generator | None = None,
) -> Images:
    """A noisy copy of images.

    Parameters
    ----------
    x : array (n, 1, H, W)
        Pixels between 0 and 1.
    kind : str
        One of `KINDS`.
    level : float or array (n,)
        As above, for all images or for each; not negative, for salt and pepper at most 1. From
        one seed the same noise comes at each level, only stronger.
    rng : None, int or numpy Generator
        The source of randomness; an int is a seed.

    Returns
    -------
    array (n, 1, H, W), float32

    Raises
    ------
    ValueError
        If the kind is unknown or the level out of range.
    """
    if kind not in KINDS:
        raise ValueError(f"no noise is called {kind!r}: choose one of {', '.join(KINDS)}")
    level = np.broadcast_to(np.asarray(level, dtype=np.float64), len(x))
    top = 1.0 if kind == "salt and pepper" else np.inf
    if not ((level >= 0) & (level <= top)).all():
        raise ValueError(f"a level of {kind} noise lies between 0 and {top:g}, got {level}")
    rng, level = np.random.default_rng(rng), level.reshape(-1, *[1] * (x.ndim - 1))
    if kind == "gaussian":
        noisy = x + level * rng.standard_normal(x.shape)
    elif kind == "shift":
        noisy = x + level / 2
    elif kind == "salt and pepper":
        hit = rng.random(x.shape) < level
        noisy = np.where(hit, rng.random(x.shape) < 0.5, x)
    else:
        noisy = x + level * (rng.random(x.shape) - (0.5 if kind == "centred" else 0.0))
    return noisy.astype(np.float32)


def same_power(x: Images, share: float) -> float:
    """σ of Gaussian noise with the expected power of salt and pepper on a `share` of the pixels.

    A pixel of value x that is hit changes by −x or by 1 − x, each half of the time.
    """
    hit = (x**2 + (1 - x) ** 2) / 2
    return float(np.sqrt(share * hit.mean()))


@dataclass(frozen=True)
class Fresh:
    """Noise for `training.fit`, drawn anew for every batch.

    Attributes
    ----------
    kinds : sequence of str
        Each image gets one of them, with equal chances.
    low, high : float
        The level of each image is uniform between them.
    """

    kinds: Sequence[str]
    low: float
    high: float

    def __call__(self, x: "Tensor", rng: np.random.Generator) -> "Tensor":
        """A noisy copy of a batch (n, 1, H, W)."""
        clean = x.numpy()
        level, which = (
            rng.uniform(self.low, self.high, len(x)),
            rng.integers(len(self.kinds), size=len(x)),
        )
        noisy = np.empty_like(clean)
        for index, kind in enumerate(self.kinds):
            mine = which == index
            noisy[mine] = add(clean[mine], kind, level[mine], rng)
        return x.new_tensor(noisy)


TRAINING: dict[str, Fresh | None] = {
    "clean": None,
    "uniform": Fresh(("uniform",), 0.5, 0.5),
    "mixed": Fresh(("uniform", "gaussian", "salt and pepper"), 0.0, 0.5),
}
"""What networks are trained on: no noise (the first seed), the authors' U(0, 0.5), or any."""
