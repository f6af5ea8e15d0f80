"""What a set of recordings holds, and what may spoil its numbers: before anyone trains.

`survey(datasets.load("folder", path))` in a notebook shows a picture and says what it found.
"""

from dataclasses import dataclass

import numpy as np

from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.datasets.doubts import Whole, doubts, whole
from drsn_lite.datasets.loudness import rms
from drsn_lite.drawing import Bars, Frame, Image, Line, Plot, Points
from drsn_lite.drawing.figures import Picture, paint

CLASSES = 4
"""Whose windows and spectra are drawn, so that curves can be told apart."""

APART = 8.0
"""Between the windows of two classes, each drawn at an RMS of 1."""

ROLES = ("clean", "threshold", "after", "guess")
"""Of these classes."""


@dataclass(frozen=True)
class Survey:
    """What was found: `warnings`, sentences, and a `frame` to look at."""

    frame: Frame
    warnings: tuple[str, ...]

    def __repr__(self) -> str:
        said = [f"* {warning}" for warning in self.warnings]
        return "\n".join([self.frame.sentence, *said])

    def picture(self) -> Picture:
        """The frame as a figure."""
        return paint(self.frame)


def survey(data: FolderDataset) -> Survey:
    """Look over a data set of recordings.

    Parameters
    ----------
    data : FolderDataset
        From `load("folder", path)`.

    Returns
    -------
    Survey

    Raises
    ------
    TypeError
        If the data do not come from a folder: they do not know their recordings.
    """
    if not isinstance(data, FolderDataset):
        raise TypeError(f'survey looks over recordings, load("folder", …); got {data!r}')
    every = whole(data)
    warnings = doubts(data, every)
    return Survey(_frame(data, every, len(warnings)), warnings)


def _frame(data: FolderDataset, every: Whole, count: int) -> Frame:
    length = every.x.shape[1]
    more = len(data.classes) - CLASSES
    rest = f" The windows and spectra of {more} more classes are not drawn." if more > 0 else ""
    said = f"{count} thing{'s' if count != 1 else ''} to look at" if count else "nothing that warns"
    return Frame(
        (*_signals(data, every), _loudness(data, every), _recordings(data)),
        f"{len(every.names)} recordings, {len(every.x)} windows of {length} samples at "
        f"{data.rate_hz:g} Hz; RMS from {every.loud.min():.3g} to {every.loud.max():.3g}: "
        f"{said}.{rest}",
        "A window and the mean spectrum of each class, the RMS of every recording by class, and "
        "how many recordings each class has.",
        columns=2,
    )


def _signals(data: FolderDataset, every: Whole) -> tuple[Plot, Plot]:
    """The first window and the mean spectrum of the first classes."""
    assert data.rate_hz is not None
    length = every.x.shape[1]
    frequency = np.fft.rfftfreq(length, 1 / data.rate_hz)[1:]
    windows, spectra = [], []
    for label, (name, role) in enumerate(zip(data.classes, ROLES, strict=False)):
        mine = every.x[every.y[every.which] == label]
        power = np.abs(np.fft.rfft(mine * np.hanning(length)))[:, 1:] ** 2
        decibels = 10 * np.log10(power.mean(axis=0) + 1e-12)
        windows.append(Line(mine[0] / rms(mine[0]) - label * APART, role=role, label=name))
        spectra.append(Line(decibels, frequency, role=role, label=name))
    return (
        Plot("A window of each class, at an RMS of 1", tuple(windows), "sample"),
        Plot("Mean spectrum", tuple(spectra), "Hz", "dB"),
    )


def _loudness(data: FolderDataset, every: Whole) -> Plot:
    """A dot for each recording, a column a class."""
    dots = []
    for label, name in enumerate(data.classes):
        mine = every.loud[every.y == label]
        place = label + 0.6 * (np.arange(len(mine)) + 0.5) / len(mine) - 0.3
        known = label < CLASSES
        role = ROLES[label] if known else "muted"
        dots.append(Points(place, 20 * np.log10(mine), role, name if known else ""))
    across = (-0.6, len(data.classes) - 0.4)
    return Plot("RMS of each recording", tuple(dots), "class", "dB re 1 unit of the files", across)


def _recordings(data: FolderDataset) -> Plot:
    """How many recordings each class has; in training by group, if there are groups."""
    if np.array_equal(data.groups, data.train_recording):
        counts = data.counts()
        number = counts["train recordings"] + counts["test recordings"]
        return Plot("Recordings", (Bars(number, "muted", names=data.classes, horizontal=True),))
    names, which = np.unique(data.groups, return_inverse=True)
    table = np.zeros((len(data.classes), len(names)))
    np.add.at(table, (data.train_y, which), 1)
    image = Image(table, 0.0, 1.25 * float(table.max()))
    return Plot("Training windows: black is none", (image,), "group", "class")
