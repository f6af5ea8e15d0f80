"""Every data set behind one call: `load("gearbox")`, `load("mnist")`, `load("cwru")` …

Your own recordings too: `load("folder", path)`, see `drsn_lite.folder`.

All arrays are ready for a network: float32, a signal of L samples is an image of height one
(1, 1, L), a picture (1, H, W). Signals keep their relative amplitudes, which carry information: the
mean of each window is taken away, and the whole set is divided by *one* number, the RMS value of
the training signals. The same options give the same arrays.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite import registry
from drsn_lite.noise import add_noise


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Training and test samples with their labels.

    `train_x` and `test_x` have the shape (n, 1, 1, L) for signals or (n, 1, H, W) for images,
    float32; `train_y` and `test_y` (n,), int64, index `classes`. `rate_hz` is the sampling rate of
    signals, None for images. `note` says in a sentence or two where the data come from. `scale` is
    the number by which signals were divided, in the unit of the recordings; 1 for images.
    """

    name: str
    train_x: NDArray[np.float32]
    train_y: NDArray[np.int64]
    test_x: NDArray[np.float32]
    test_y: NDArray[np.int64]
    classes: tuple[str, ...]
    rate_hz: float | None
    note: str
    scale: float = 1.0

    def __repr__(self) -> str:
        shape = " × ".join(map(str, self.train_x.shape[1:]))
        rate = f", {self.rate_hz:g} Hz" if self.rate_hz else ""
        return (
            f"<Dataset {self.name}: {len(self.train_x)} training and {len(self.test_x)} test "
            f"samples of {shape}{rate}, {len(self.classes)} classes>"
        )


def names() -> list[str]:
    """The names that `load` knows."""
    return list(_LOADERS)


def load(
    name: str,
    path: Path | str | None = None,
    *,
    seed: int = 0,
    snr_db: float | None = None,
    kind: str = "gaussian",
    **options: object,
) -> Dataset:
    """Load or make a data set.

    Parameters
    ----------
    name : {"gearbox", "digits", "mnist", "cwru", "fsdd", "folder"}
        Those that are no folder of yours have a card in `drsn_lite.registry`.
    path : path
        Of "folder": where your recordings are.
    seed : int
        Of everything random: simulated signals, the split of the digits, the noise.
    snr_db, kind : float, str
        Add noise once to every sample, as in the paper, by `noise.add_noise`. It comes last, so
        the RMS of 1 is that of the clean signals. None adds nothing.
    **options
        "gearbox": train_per_state=250, test_per_state=100, length=2048.
        "digits": test_fraction=0.3, scale="standard" (or "unit", pixels from 0 to 1).
        "mnist": train_count=None, test_count=None (all), scale="standard", download=True.
        "cwru": length=1024, hop=length // 2, train_fraction=0.7, download=True.
        "fsdd": speaker=None (held out for the test), length=4096, download=True.
        "folder": those of `folder.load_folder`: length, hop, label, test, rate_hz and more.

    Returns
    -------
    Dataset

    Raises
    ------
    ValueError
        If there is no such name or option: says which there are.
    DataError
        If files are needed and cannot be had: says which to put where.
    """
    loader = _loader(name)
    if path is not None:
        options["path"] = path
    check_options(name, options)
    streams = np.random.SeedSequence(seed).spawn(4)
    data = loader(streams[:2], **options)
    if snr_db is None:
        return data
    train_rng, test_rng = map(np.random.default_rng, streams[2:])
    return replace(
        data,
        train_x=add_noise(data.train_x, snr_db, kind, train_rng),
        test_x=add_noise(data.test_x, snr_db, kind, test_rng),
        note=f"{data.note} {kind.capitalize()} noise added once, SNR {snr_db:g} dB.",
    )


def check_options(name: str, options: Iterable[str]) -> None:
    """Raise a ValueError if there is no such data set, or it has no such option."""
    known = list(inspect.signature(_loader(name)).parameters)[1:]
    if unknown := [option for option in options if option not in known]:
        raise ValueError(
            f"{name!r} has no option {unknown[0]!r}; it has seed, snr_db, kind, {', '.join(known)}"
        )


def _loader(name: str) -> Callable[..., Dataset]:
    if name not in _LOADERS:
        raise ValueError(f"there is no data set {name!r}; there are {', '.join(_LOADERS)}")
    loader = _LOADERS[name]
    return pkgutil.resolve_name(loader) if isinstance(loader, str) else loader


def available(name: str) -> bool:
    """Whether `load(name)` works now without the network (or a path); never downloads."""
    return name in registry.CARDS and registry.available(name)


Streams = list[np.random.SeedSequence]
"""Two independent streams of randomness: the first for training data, the second for test data."""


def _gearbox(
    streams: Streams, train_per_state: int = 250, test_per_state: int = 100, length: int = 2048
) -> Dataset:
    from drsn_lite import gearbox

    train, test = (
        gearbox.simulate(count, seed=_number(stream), length=length)
        for count, stream in zip((train_per_state, test_per_state), streams, strict=True)
    )
    note = (
        "Simulated vibration of a gearbox in eight states of health, after the paper's test rig; "
        "training and test signals are independent draws."
    )
    return _signals("gearbox", train, test, gearbox.STATES, gearbox.RATE_HZ, note)


Labelled = tuple[NDArray, NDArray]
"""Signals of shape (n, L) and their labels (n,)."""


def _signals(
    name: str, train: Labelled, test: Labelled, classes: tuple[str, ...], rate_hz: float, note: str
) -> Dataset:
    """A data set from signals: means taken away, one scale for all, height one."""
    train_x, test_x = (x - x.mean(axis=1, keepdims=True) for x, _ in (train, test))
    scale = np.sqrt(np.mean(train_x**2, dtype=np.float64)).astype(np.float32)
    if not scale:
        raise ValueError(f"{name} has windows without variation: take a length of at least 2")
    for x in (train_x, test_x):
        x /= scale
    train_x, test_x = train_x[:, None, None], test_x[:, None, None]
    return Dataset(name, train_x, train[1], test_x, test[1], classes, rate_hz, note, float(scale))


def _number(stream: np.random.SeedSequence) -> int:
    """A seed for functions that take an int of 32 bits."""
    return int(stream.generate_state(1)[0])


_LOADERS: dict[str, Callable[..., Dataset] | str] = {
    **{name: card.loader for name, card in registry.CARDS.items()},
    "folder": "drsn_lite.folder:load_folder",
}
"""The function that loads a data set, or where it is: only then is its module imported."""
