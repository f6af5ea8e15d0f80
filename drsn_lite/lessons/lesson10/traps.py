"""The traps of bearing recordings, each as a function: with the trap, and without.

All take a dictionary {class: signal}, real or simulated (`bearings`, beside this file). Lesson 10
trains a cheap model with each trap, looks at the wonderful number, and takes the trap away.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy  # scipy.io and scipy.signal come with their first use: they take a second
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from drsn_lite.datasets import Dataset, cwru
from drsn_lite.lessons.baseline import regression
from drsn_lite.lessons.lesson10.bearings import Bench, Recordings, fault
from drsn_lite.noise import add_noise


class Split(NamedTuple):
    """Windows (n, L) with labels (n,), for training and for testing."""

    train_x: NDArray[np.float64]
    train_y: NDArray[np.int64]
    test_x: NDArray[np.float64]
    test_y: NDArray[np.int64]


def in_time(recordings: Recordings, length: int = 1024, hop: int | None = None) -> Split:
    """Without the trap: the first 70 % of each recording trains, the last part tests; a gap.

    `hop`, in samples, is between training windows; test windows do not overlap.
    """
    parts = [cwru.windows(signal, length, hop) for signal in recordings.values()]
    return _joined(parts)


def at_random(
    recordings: Recordings, length: int = 1024, hop: int | None = None, seed: int = 0
) -> Split:
    """With the trap: all windows of all recordings are shuffled, then 70 % of them train."""
    rng, parts = np.random.default_rng(seed), []
    for signal in recordings.values():
        x = sliding_window_view(signal, length)[:: hop or length // 2]
        order = rng.permutation(len(x))
        cut = int(0.7 * len(x))
        parts.append((x[order[:cut]], x[order[cut:]]))
    return _joined(parts)


def scaled(split: Split) -> Split:
    """Windows as the networks get them: each without its mean, all over the training RMS."""
    train_x, test_x = (x - x.mean(axis=1, keepdims=True) for x in (split.train_x, split.test_x))
    rms = np.sqrt(np.mean(train_x**2))
    return Split(train_x / rms, split.train_y, test_x / rms, split.test_y)


def dataset(split: Split) -> Dataset:
    """A scaled split as networks take it: windows (n, 1, 1, L), float32; classes are numbers."""
    train_x, test_x = (x[:, None, None].astype(np.float32) for x in (split.train_x, split.test_x))
    names = tuple(map(str, range(int(split.train_y.max()) + 1)))
    note = "windows of bearing recordings"
    return Dataset("bearings", train_x, split.train_y, test_x, split.test_y, names, None, note)


def shared_samples(recordings: Recordings, split: Callable[..., Split], **options: int) -> float:
    """The share of test windows that have a sample in common with a training window.

    It splits recordings whose values are places in time, so a sample knows where it is from.
    """
    clocks = {name: np.arange(len(x), dtype=np.float64) for name, x in recordings.items()}
    train_x, train_y, test_x, test_y = split(clocks, **options)
    shared = []
    for label in np.unique(test_y):
        starts = np.sort(train_x[train_y == label, 0])
        near = np.abs(starts[:, None] - test_x[test_y == label, 0]).min(axis=0)
        shared.append(near < test_x.shape[1])
    return float(np.mean(np.concatenate(shared)))


def misread(bench: Bench) -> Recordings:
    """With the trap: the healthy recording as it stands in the file, at four times the rate."""
    return bench.recordings | {"normal": bench.raw_normal}


def decimations(bench: Bench) -> dict[str, Recordings]:
    """The healthy recording brought to the others' rate in three ways.

    "every fourth sample" folds what lies above half the new rate; "usual filter" (SciPy's
    `resample_poly`) passes the band in which the faults' recorder let nothing through; "matched
    filter" (`cwru.to_12_khz`) falls where the recorder's does.
    """
    raw = bench.raw_normal
    ways = {
        "every fourth sample": raw[::4],
        "usual filter": scipy.signal.resample_poly(raw, 1, 4, padtype="mean"),
        "matched filter": cwru.to_12_khz(raw),
    }
    return {way: bench.recordings | {"normal": signal} for way, signal in ways.items()}


def edge_db(x: NDArray, rate_hz: float) -> NDArray[np.float64]:
    """One number a window: how far the spectrum falls at the edge of its band, in dB (n, 1).

    Mean power at 85 to 90 % of half the rate, against that at 95 to 100 %.
    """
    frequency, power = scipy.signal.periodogram(x, rate_hz, window="hann")
    place = frequency / (rate_hz / 2)
    inner = power[:, (place >= 0.85) & (place < 0.9)].mean(axis=1)
    outer = power[:, place >= 0.95].mean(axis=1)
    return 10 * np.log10(inner / outer)[:, None]


def first_drive_end(path: Path | str) -> NDArray[np.float64]:
    """With the trap: the first variable of a .mat file whose name ends in DE_time.

    Without it: `cwru.read_channel(path, number)`.
    """
    content = scipy.io.loadmat(path)
    name = next(name for name in content if name.endswith("DE_time"))
    return content[name].ravel()


def with_noise(recordings: Recordings, snr_db: float, seed: int) -> Recordings:
    """Means taken away, and Gaussian noise added to each recording as a whole."""
    rng = np.random.default_rng(seed)
    return {k: add_noise(x - x.mean(), snr_db, rng=rng) for k, x in recordings.items()}


def by_fault(split: Split, names: list[str]) -> Split:
    """The same windows, labelled by their fault alone: 0 normal, 1 IR, 2 B, 3 OR."""
    kinds = np.array([("normal", "IR", "B", "OR").index(fault(name)) for name in names])
    return Split(split.train_x, kinds[split.train_y], split.test_x, kinds[split.test_y])


def hold_out(recordings: Recordings, held: tuple[str, ...]) -> tuple[Split, Split]:
    """Faults as labels, the bearings `held` kept out of the training: two scaled splits.

    Both have the same training windows. The first tests on the last part of the bearings that were
    trained on, the second on the last part of those held out.
    """
    kept = [name for name in recordings if name not in held]
    same = by_fault(in_time({name: recordings[name] for name in kept}), kept)
    new = by_fault(in_time({name: recordings[name] for name in held}), list(held))
    both = Split(*same[:2], np.concatenate([same.test_x, new.test_x]), np.zeros(0, np.int64))
    train_x, train_y, test_x, _ = scaled(both)
    count = len(same.test_x)
    return (
        Split(train_x, train_y, test_x[:count], same.test_y),
        Split(train_x, train_y, test_x[count:], new.test_y),
    )


def score(split: Split, features: Callable[[NDArray], NDArray], strength: float = 0.01) -> float:
    """Balanced accuracy (mean of the classes' recalls, 0 to 1) of a logistic regression."""
    model = regression(strength).fit(features(split.train_x), split.train_y)
    return mean_recall(model, features(split.test_x), split.test_y)


def mean_recall(model: Pipeline, features: NDArray, labels: NDArray[np.int64]) -> float:
    """Balanced accuracy of a trained model: the mean of the recalls of the classes in `labels`."""
    right = model.predict(features) == labels
    return float(np.mean([right[labels == label].mean() for label in np.unique(labels)]))


def nearest(split: Split, features: Callable[[NDArray], NDArray]) -> float:
    """Accuracy of the nearest training window, by the angle between centred features."""
    rows = []
    for x in (split.train_x, split.test_x):
        f = features(x)
        f = f - f.mean(axis=1, keepdims=True)
        rows.append(f / np.linalg.norm(f, axis=1, keepdims=True))
    # all products at once are 140 MB in lesson 10
    parts = np.array_split(rows[1], max(1, len(rows[1]) // 256))
    best = np.concatenate([np.argmax(part @ rows[0].T, axis=1) for part in parts])
    return float(np.mean(split.train_y[best] == split.test_y))


def _joined(parts: list[tuple[NDArray, NDArray]]) -> Split:
    arrays: list[NDArray] = []
    for side in zip(*parts, strict=True):
        arrays += [np.concatenate(side), np.repeat(np.arange(len(side)), [len(x) for x in side])]
    return Split(*arrays)
