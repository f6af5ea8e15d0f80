"""Every data set behind one call: `load("gearbox")`, `load("digits")`, `load("cwru")`.

All arrays are ready for a network: float32, a signal of L samples is an image of height one
(1, 1, L), a picture (1, H, W). Signals keep their relative amplitudes, which carry information: the
mean of each window is taken away, and the whole set is divided by *one* number, the RMS value of
the training signals. The same options give the same arrays.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from drsn_lite.downloads import DataError
from drsn_lite.noise import add_noise


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Training and test samples with their labels.

    `train_x` and `test_x` have the shape (n, 1, 1, L) for signals or (n, 1, H, W) for images,
    float32; `train_y` and `test_y` (n,), int64, index `classes`. `rate_hz` is the sampling rate of
    signals, None for images. `note` says in a sentence or two where the data come from.
    """

    name: str
    train_x: NDArray[np.float32]
    train_y: NDArray[np.int64]
    test_x: NDArray[np.float32]
    test_y: NDArray[np.int64]
    classes: tuple[str, ...]
    rate_hz: float | None
    note: str

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
    *,
    seed: int = 0,
    snr_db: float | None = None,
    kind: str = "gaussian",
    **options: object,
) -> Dataset:
    """Load or make a data set.

    Parameters
    ----------
    name : {"gearbox", "digits", "cwru"}
    seed : int
        Of everything random: simulated signals, the split of the digits, the noise.
    snr_db, kind : float, str
        Add noise once to every sample, as in the paper, by `noise.add_noise`. It comes last, so
        the RMS of 1 is that of the clean signals. None adds nothing.
    **options
        "gearbox": train_per_state=250, test_per_state=100, length=2048.
        "digits": test_fraction=0.3.
        "cwru": length=1024, hop=length // 2, train_fraction=0.7, download=True.

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
    if name not in _LOADERS:
        raise ValueError(f"there is no data set {name!r}; there are {', '.join(_LOADERS)}")
    loader = _LOADERS[name]
    known = list(inspect.signature(loader).parameters)[1:]
    if unknown := [option for option in options if option not in known]:
        raise ValueError(
            f"{name!r} has no option {unknown[0]!r}; it has seed, snr_db, kind, {', '.join(known)}"
        )
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


def available(name: str) -> bool:
    """Whether `load(name)` works now without the network; never downloads."""
    if name != "cwru":
        return name in _LOADERS
    from drsn_lite import cwru, downloads

    try:
        downloads.fetch("cwru", cwru.remotes().values(), download=False)
    except DataError:
        return False
    return True


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


def _cwru(
    streams: Streams,
    length: int = 1024,
    hop: int | None = None,
    train_fraction: float = 0.7,
    download: bool = True,
) -> Dataset:
    from drsn_lite import cwru

    found = cwru.recordings(download=download)
    parts = [cwru.windows(signal, length, hop, train_fraction) for signal in found.values()]
    train, test = (
        (np.concatenate(part), np.repeat(np.arange(len(part)), [len(x) for x in part]))
        for part in zip(*parts, strict=True)
    )
    note = (
        "Bearing Data Center of Case Western Reserve University, drive end, 0 hp, 12 kHz. First "
        f"{train_fraction:.0%} of each recording for training, the rest for test, with a gap. "
        "Each class is one bearing, the same in training and test: accuracy here does not say "
        "how a network does on another bearing."
    )
    return _signals("cwru", train, test, tuple(found), cwru.RATE_HZ, note)


def _digits(streams: Streams, test_fraction: float = 0.3) -> Dataset:
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    if not 0 < test_fraction < 1:
        raise ValueError(f"test_fraction must lie between 0 and 1, got {test_fraction}")
    images, labels = load_digits(return_X_y=True)
    images = images.reshape(-1, 1, 8, 8).astype(np.float32)
    train_x, test_x, train_y, test_y = train_test_split(
        images,
        labels.astype(np.int64),
        test_size=test_fraction,
        stratify=labels,
        random_state=_number(streams[0]),
    )
    mean, std = train_x.mean(), train_x.std()
    note = (
        "1797 handwritten digits of 8 × 8 pixels, bundled with scikit-learn (test part of the UCI "
        "set Optical Recognition of Handwritten Digits). Split at random within each class, so "
        "the same writers are in training and test."
    )
    train_x, test_x = (train_x - mean) / std, (test_x - mean) / std
    classes = tuple(map(str, range(10)))
    return Dataset("digits", train_x, train_y, test_x, test_y, classes, None, note)


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
    return Dataset(name, train_x, train[1], test_x, test[1], classes, rate_hz, note)


def _number(stream: np.random.SeedSequence) -> int:
    """A seed for functions that take an int of 32 bits."""
    return int(stream.generate_state(1)[0])


_LOADERS: dict[str, Callable[..., Dataset]] = {
    "gearbox": _gearbox,
    "digits": _digits,
    "cwru": _cwru,
}
