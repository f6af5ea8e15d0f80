"""What a network has seen in its training, and whether a new recording is like it.

Softmax divides 100 % among the known classes whatever comes in. So the card keeps how loud the
training windows were, their spectra, and the features that the classifier saw, each as the mean of
every class and one covariance (Lee et al., NeurIPS 2018, arXiv:1807.03888, for features). How far
off is too far is read off recordings that were held out from training.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.networks import Network, evaluating
from drsn_lite.noise import Mixed
from drsn_lite.training import History

BANDS = 20
"""Of the spectrum, equally wide."""

RARE = 0.01
"""Of held-out windows, so many lie beyond a limit."""

MOST = 0.5
"""A recording is strange if more of its windows than this lie beyond a limit."""

LOUDER = 2.0
"""So many times louder or quieter than any window of the training is let pass."""


@dataclass(frozen=True, eq=False)
class Cloud:
    """Where the known windows lie in some space, and how far off is too far.

    Attributes
    ----------
    means : ndarray (classes, d)
    precision : ndarray (d, d)
        The inverse of the covariance around the means.
    limit : float
        Of the distance.
    """

    means: NDArray[np.float64]
    precision: NDArray[np.float64]
    limit: float

    def distance(self, x: NDArray[np.floating]) -> NDArray[np.float64]:
        """Mahalanobis distance of x (n, d) from the nearest class: (n,)."""
        apart = np.asarray(x, np.float64)[:, None] - self.means
        squares = np.einsum("nkd,de,nke->nk", apart, self.precision, apart)
        return np.sqrt(np.maximum(squares, 0.0)).min(axis=1)

    def beyond(self, x: NDArray[np.floating]) -> float:
        """The share of x (n, d) that lies too far off."""
        return float((self.distance(x) > self.limit).mean())


@dataclass(frozen=True, eq=False)
class Known:
    """What the training held.

    Attributes
    ----------
    quietest, loudest : float
        RMS of the training windows, in the unit of the files.
    spectrum, features : Cloud
    held_out : str
        What the limits were read off.
    files : dict
        Fingerprint of each recording trained on (`copies.fingerprint`), and its name.
    """

    quietest: float
    loudest: float
    spectrum: Cloud
    features: Cloud
    held_out: str
    files: dict[str, str]

    def strange(
        self, network: Network, x: NDArray[np.float32], loud: NDArray[np.float64]
    ) -> dict[str, float]:
        """Which share of a recording's windows is unlike the training, and in what.

        Parameters
        ----------
        network : Network
        x : ndarray (n, 1, 1, L)
            Windows, ready for the network.
        loud : ndarray (n,)
            Their RMS in the unit of the file.
        """
        low, high = self.quietest / LOUDER, self.loudest * LOUDER
        spectra = bands(x)
        if spectra.shape[1] != self.spectrum.means.shape[1]:
            raise ValueError(
                f"windows of {x.shape[-1]} samples have other bands than those of the training: "
                "take windows as long as in the training"
            )
        return {
            "loudness": float(((loud < low) | (loud > high)).mean()),
            "spectrum": self.spectrum.beyond(spectra),
            "features": self.features.beyond(features(network, x)),
        }

    def to_json(self) -> dict[str, Any]:
        """For a card."""
        return dict(_plain(self))

    @classmethod
    def from_json(cls, said: Mapping[str, Any], network: Network) -> "Known":
        """What a card says.

        Raises
        ------
        ValueError
            If it does not fit the network, or a number is missing or not finite.
        """
        try:
            clouds = {name: _cloud(said[name]) for name in ("spectrum", "features")}
            low, high = float(said["quietest"]), float(said["loudest"])
            files = {str(key): str(name) for key, name in dict(said["files"]).items()}
            found = cls(low, high, **clouds, held_out=str(said["held_out"]), files=files)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f'the "known" of its card cannot be used: {error!r}') from error
        lines = min(BANDS, clouds["spectrum"].means.shape[-1])
        sizes = {"spectrum": lines, "features": network.classifier.in_features}
        for name, size in sizes.items():
            cloud = clouds[name]
            fits = cloud.means.shape == (network.classes, size)
            if not fits or cloud.precision.shape != (size, size):
                raise ValueError(
                    f'the {name} in the "known" of its card are of another network: '
                    f"{cloud.means.shape} instead of {(network.classes, size)}"
                )
        if not 0 < found.quietest <= found.loudest < np.inf:
            raise ValueError(f"its card says an RMS from {found.quietest} to {found.loudest}")
        return found


def unlike(shares: Mapping[str, float]) -> tuple[str, ...]:
    """In what a recording is strange: where most of its windows lie beyond a limit."""
    return tuple(what for what, share in shares.items() if share > MOST)


def learn(
    network: Network,
    data: FolderDataset,
    history: History,
    noise: Mixed | None = None,
    seed: int = 0,
) -> Known:
    """What a network has seen: after `fit`, for its card.

    Parameters
    ----------
    network : Network
    data : FolderDataset
        What it was trained on.
    history : History
        What `fit` returned: it knows what was held out.
    noise : Mixed, optional
        That of the training: noisy windows are known as well, then.
    seed : int
        Of that noise.
    """
    rng = np.random.default_rng(seed)
    x, y = data.train_x, data.train_y
    held = np.isin(np.arange(len(x)), history.held)
    if noise is not None:
        noisy = np.asarray(noise(torch.as_tensor(x), rng))
        x, y, held = np.concatenate([x, noisy]), np.tile(y, 2), np.tile(held, 2)
    clouds = {
        name: _fitted(space, y, held, network.classes)
        for name, space in (("spectrum", bands(x)), ("features", features(network, x)))
    }
    loud = data.train_rms
    files = {data.files[name]: name for name in np.unique(data.train_recording).tolist()}
    low, high = float(loud.min()), float(loud.max())
    return Known(low, high, **clouds, held_out=history.held_out, files=files)


def bands(x: NDArray[np.float32]) -> NDArray[np.float64]:
    """The shape of the spectrum of windows (n, 1, 1, L): `BANDS` of dB, mean 0: (n, bands)."""
    windows = np.asarray(x[:, 0, 0], np.float64)
    power = np.abs(np.fft.rfft(windows * np.hanning(windows.shape[1])))[:, 1:] ** 2
    count = min(BANDS, power.shape[1])  # short windows have fewer lines
    each = [part.mean(axis=1) for part in np.array_split(power, count, axis=1)]
    decibels = 10 * np.log10(np.stack(each, axis=1) + 1e-12)
    return decibels - decibels.mean(axis=1, keepdims=True)


def features(network: Network, x: NDArray[np.float32], batch: int = 256) -> NDArray[np.float64]:
    """What the classifier sees of windows (n, 1, 1, L): (n, channels)."""
    like = next(network.parameters())
    with evaluating(network):
        parts = torch.as_tensor(x, dtype=like.dtype).split(batch)
        found = [network.features(part.to(like.device)).cpu() for part in parts]
    return torch.cat(found).double().numpy()


def _fitted(
    x: NDArray[np.float64], y: NDArray[np.int64], held: NDArray[np.bool_], classes: int
) -> Cloud:
    """Means and covariance of what was trained on, and a limit from what was held out."""
    from sklearn.covariance import LedoitWolf

    kept_x, kept_y = x[~held], y[~held]
    means = np.stack([kept_x[kept_y == label].mean(axis=0) for label in range(classes)])
    spread = LedoitWolf(assume_centered=True).fit(kept_x - means[kept_y])
    cloud = Cloud(means, spread.precision_, np.inf)
    limit = float(np.quantile(cloud.distance(x[held]), 1 - RARE))
    return Cloud(means, spread.precision_, limit)


def _cloud(said: Mapping[str, Any]) -> Cloud:
    means, precision = (np.asarray(said[name], np.float64) for name in ("means", "precision"))
    limit = float(said["limit"])
    if not (np.isfinite(means).all() and np.isfinite(precision).all() and 0 < limit < np.inf):
        raise ValueError("a number is not finite")
    return Cloud(means, precision, limit)


def _plain(found: Known | Cloud) -> Iterator[tuple[str, Any]]:
    """Fields as JSON takes them, numbers with seven digits."""
    for field in fields(found):
        value = getattr(found, field.name)
        if isinstance(value, Cloud):
            yield field.name, dict(_plain(value))
        elif isinstance(value, np.ndarray):
            yield field.name, [[float(f"{x:.7g}") for x in row] for row in value]
        else:
            yield field.name, value
