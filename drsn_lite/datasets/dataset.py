"""Training and test samples with their labels: what every loader returns."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.loudness import rms
from drsn_lite.visible import visible

if TYPE_CHECKING:
    import pandas as pd

Streams = list[np.random.SeedSequence]
"""Two independent streams of randomness: the first for training data, the second for test data."""


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Training and test samples with their labels.

    `train_x` and `test_x` have the shape (n, 1, 1, L) for signals or (n, 1, H, W) for images,
    float32; `train_y` and `test_y` (n,), int64, index `classes`. `rate_hz` is the sampling rate of
    signals, None for images. `note` says in a sentence or two where the data come from. `offset`
    was taken off the pixels of images (signals lose the mean of each window), and all were divided
    by `scale`, both in the unit of the files: for signals the RMS of the training part, unless
    `windowing` says another rule. That is how windows were cut from recordings if not one after
    the other: hop, pad, column, key, and scale, "window" or "recording".
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
    offset: float = 0.0
    windowing: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        shape = " × ".join(map(str, self.train_x.shape[1:]))
        rate = f", {self.rate_hz:g} Hz" if self.rate_hz else ""
        return (
            f"<Dataset {visible(self.name)}: {len(self.train_x)} training and "
            f"{len(self.test_x)} test samples of {shape}{rate}, {len(self.classes)} classes>"
        )


@dataclass(frozen=True, eq=False, repr=False)
class FolderDataset(Dataset):
    """A data set that knows the recording of each window.

    `train_recording` and `test_recording` (n,) hold the path of the file below the folder,
    `train_start` and `test_start` (n,) where the window begins in it, in samples, and `train_rms`
    and `test_rms` (n,) how loud it was, in the unit of the file, before it was scaled. `groups`
    (n,) is what each training window belongs to: its recording, or its machine or day. `fit` does
    not cut through it. `files` has the fingerprint of each recording.
    """

    train_recording: NDArray[np.str_] = field(kw_only=True)
    train_start: NDArray[np.int64] = field(kw_only=True)
    train_rms: NDArray[np.float64] = field(kw_only=True)
    groups: NDArray[np.str_] = field(kw_only=True)
    files: dict[str, str] = field(kw_only=True)
    test_recording: NDArray[np.str_] = field(kw_only=True)
    test_start: NDArray[np.int64] = field(kw_only=True)
    test_rms: NDArray[np.float64] = field(kw_only=True)

    def counts(self) -> dict[str, NDArray[np.int64]]:
        """Recordings and windows of each class, in training and in test."""
        parts = {
            "train": (self.train_y, self.train_recording),
            "test": (self.test_y, self.test_recording),
        }
        every = range(len(self.classes))
        recordings = {
            f"{part} recordings": np.array([len(np.unique(names[y == k])) for k in every])
            for part, (y, names) in parts.items()
        }
        return recordings | {
            f"{part} windows": np.bincount(y, minlength=len(every))
            for part, (y, _) in parts.items()
        }

    def counted(self) -> str:
        """The counts in words."""
        rows = [
            f"{name}: {r0} + {r1} recordings, {w0} + {w1} windows"
            for name, r0, r1, w0, w1 in zip(self.classes, *self.counts().values(), strict=True)
        ]
        return f"{'; '.join(rows)}."

    def out_of_balance(self) -> str:
        """A sentence that begins with a blank, if a class has much more windows than another."""
        train, test = (np.bincount(y) for y in (self.train_y, self.test_y))
        if max(train) <= 1.5 * min(train) and max(test) <= 1.5 * min(test):
            return ""
        share = test / test.sum()
        most = int(share.argmax())
        return (
            f" The classes are not balanced: who always says {self.classes[most]!r} is right in "
            f"{share[most]:.0%} of the test windows. Read the confusion matrix, not only the "
            "accuracy."
        )


def report(data: Dataset) -> "pd.DataFrame":
    """Recordings and windows of each class in training and test; one row a class, and their sum.

    Raises
    ------
    ValueError
        If the data do not come from a folder: they do not know their recordings.
    """
    import pandas as pd

    if not isinstance(data, FolderDataset):
        raise ValueError(f"{data.name} does not know its recordings: report is for load('folder')")
    table = pd.DataFrame(data.counts(), index=pd.Index(data.classes, name="class"))
    table.loc["all"] = table.sum()
    return table


Labelled = tuple[NDArray, NDArray]
"""Signals of shape (n, L) and their labels (n,)."""


def from_signals(
    name: str,
    train: Labelled,
    test: Labelled,
    classes: tuple[str, ...],
    rate_hz: float,
    note: str,
    scale: float | None = None,
) -> Dataset:
    """A data set from signals: means taken away, one scale for all, height one.

    The scale is the RMS of the training signals, if no other is given.
    """
    train_x, test_x = (x - x.mean(axis=1, keepdims=True) for x, _ in (train, test))
    by = np.float32(rms(train_x) if scale is None else scale)
    if not by:
        raise ValueError(f"{name} has windows without variation: take a length of at least 2")
    for x in (train_x, test_x):
        x /= by
    train_x, test_x = train_x[:, None, None], test_x[:, None, None]
    return Dataset(name, train_x, train[1], test_x, test[1], classes, rate_hz, note, float(by))


def seed_of(stream: np.random.SeedSequence) -> int:
    """A seed for functions that take an int of 32 bits."""
    return int(stream.generate_state(1)[0])
