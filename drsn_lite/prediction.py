"""What a trained network says about a recording: window by window, and in sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.checkpoints.cards import Input
from drsn_lite.checkpoints.known import Known, unlike
from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.datasets.loudness import rms_each
from drsn_lite.datasets.recordings.copies import fingerprint
from drsn_lite.datasets.recordings.files import open_recording
from drsn_lite.datasets.recordings.recording import RecordingError, check_rate, cut
from drsn_lite.drawing import Bars, Frame, Plot
from drsn_lite.networks import Network
from drsn_lite.visible import visible

SHOWN = 6
"""Recordings in a plot."""

NUMBERS = 40_000_000
"""Samples in all windows of a recording, at most: 160 MB."""

RATE = "the sampling rate,"
"""How a note begins that says where the rate stands."""

BATCH = 2**18
"""Samples in the windows that the network sees at a time."""


@dataclass(frozen=True, eq=False)
class Prediction:
    """The answer for one recording.

    Attributes
    ----------
    path : str
    classes : tuple of str
    probability : ndarray, shape (classes,)
        Mean of the network's probabilities over the windows. They say how sure it is among the
        classes that it knows; of a fault that it has never seen it may be just as sure.
    share : ndarray, shape (classes,)
        Which part of the windows looked at goes to each class.
    windows, possible : int
        Windows looked at, and windows that the recording has.
    zeroed : float or None
        The fraction of its features that the thresholds of a DRSN set to zero, mean over units,
        channels and windows; None for a network without thresholds.
    strange : mapping or None
        Which share of the windows is unlike those of the training, and in what; None if the card
        does not say what the training held.
    trained_on : str
        The name that this very file had in the training; empty if it was not in it.
    note : str
        What was found out of the file, such as where its rate is from.
    """

    path: str
    classes: tuple[str, ...]
    probability: NDArray[np.float64]
    share: NDArray[np.float64]
    windows: int
    possible: int
    zeroed: float | None = None
    strange: Mapping[str, float] | None = None
    trained_on: str = ""
    note: str = ""

    @property
    def unlike(self) -> tuple[str, ...]:
        """In what the recording is unlike the training: "loudness", "spectrum", "features"."""
        return unlike(self.strange or {})

    @property
    def winner(self) -> int:
        """The class with the highest mean probability."""
        return int(self.probability.argmax())

    def row(self) -> dict[str, object]:
        """The prediction as words and numbers for JSON."""
        return {
            "file": self.path,
            "class": self.classes[self.winner],
            "probability": dict(zip(self.classes, self.probability.round(6).tolist(), strict=True)),
            "share": dict(zip(self.classes, self.share.round(6).tolist(), strict=True)),
            "windows": self.windows,
            "possible_windows": self.possible,
            "zeroed": None if self.zeroed is None else round(self.zeroed, 6),
            "unlike": None if self.strange is None else " ".join(self.unlike),
            "trained_on": self.trained_on,
            "note": self.note,
        }

    @property
    def remarks(self) -> list[str]:
        """Of the note what is more than where the sampling rate stands, which fits the card's."""
        return [one for one in self.note.split("; ") if one and not one.startswith(RATE)]


def predict_file(
    network: Network,
    classes: Sequence[str],
    shown: Input,
    path: Path | str,
    max_windows: int = 1000,
    known: Known | None = None,
) -> Prediction:
    """Run a network over a recording.

    Parameters
    ----------
    network : Network
    classes : sequence of str
    shown : Input
        How the recording becomes windows.
    path : path
    max_windows : int
        If there are more windows, this many are taken, spread evenly; fewer if they are long.
    known : Known, optional
        What the training held, to say whether the recording is like it.

    A file that does not say its sampling rate is taken to have that of the training data.

    Raises
    ------
    RecordingError
        If the file cannot be used, has another sampling rate than the training data, or gives no
        finite numbers once it is scaled, or no finite answers.
    """
    recording = open_recording(
        path, shown.column, shown.key, otherwise=shown.format, decimal=shown.decimal
    )
    check_rate(recording, shown.rate_hz, "the network was trained on", fixed=True)
    most = min(max_windows, max(1, NUMBERS // shown.length))
    found = cut(recording, shown.length, shown.hop, most, shown.pad)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        x = shown.scaled(found.x)
    if not np.isfinite(x).all():
        raise RecordingError(
            f"{path}, in windows ready for the network, is not finite: divided by the scale of "
            f"the training, {shown.scale}, its samples are too large: is it in another unit?"
        )
    try:
        answer = replace(
            _answer(network, classes, str(path), x, found.possible), note=recording.note
        )
        if known is None:
            return answer
        strange = known.strange(network, x, rms_each(found.x))
    except RecordingError:
        raise
    except ValueError as error:
        raise RecordingError(f"{path}, in windows ready for the network: {error}") from error
    return replace(answer, strange=strange, trained_on=known.files.get(fingerprint(Path(path)), ""))


def by_recording(network: Network, data: FolderDataset) -> list[Prediction]:
    """The answer for each test recording of a folder, in the order of their names.

    Windows of one recording resemble each other, so the recordings that are right say more honestly
    than the windows how well a network does.
    """
    names = list(dict.fromkeys(data.test_recording.tolist()))
    found = [(name, data.test_x[data.test_recording == name]) for name in names]
    return [_answer(network, data.classes, name, x, len(x)) for name, x in found]


def _answer(
    network: Network, classes: Sequence[str], path: str, x: NDArray[np.float32], possible: int
) -> Prediction:
    """Run the network over windows (n, 1, 1, length), ready for it."""
    from drsn_lite.microscope import look_and_classify

    chances, zeroed = [], []
    size = max(1, BATCH // x.shape[-1])
    for start in range(0, len(x), size):
        records, logits = look_and_classify(network, x[start : start + size])
        chances.append(logits.double().softmax(1).numpy())
        if all(record.tau is not None for record in records):
            each = [record.zeroed.double().mean(1).numpy() for record in records]
            zeroed.append(np.mean(each, axis=0))
    every = np.concatenate(chances)
    mean = float(np.concatenate(zeroed).mean()) if zeroed else None
    if not np.isfinite(every).all() or not np.isfinite(mean or 0):
        raise RecordingError(
            f"{path}: the network answers NaN, so there is no class. Its weights are damaged or "
            "too large: train it again, or get another copy"
        )
    share = np.bincount(every.argmax(1), minlength=len(classes)) / len(every)
    return Prediction(path, tuple(classes), every.mean(0), share, len(every), possible, mean)


def table(predictions: Sequence[Prediction], width: int = 20) -> str:
    """The predictions as lines of text, with a bar for the probability."""
    rows = [
        ("file", "class", "mean probability", "share of windows", "windows", "zeroed", "unlike")
    ]
    for one in predictions:
        k = one.winner
        filled = round(width * one.probability[k])
        bar = "█" * filled + "░" * (width - filled)
        count = f"{one.windows}" + (f" of {one.possible}" if one.possible > one.windows else "")
        rows.append(
            (
                visible(one.path),
                visible(one.classes[k]),
                f"{bar} {one.probability[k]:.3f}",
                f"{one.share[k]:.1%}",
                count,
                "–" if one.zeroed is None else f"{one.zeroed:.0%}",
                _likeness(one),
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _likeness(one: Prediction) -> str:
    """In what it is unlike the training, or that it was in it; empty if nothing is strange."""
    if one.trained_on:
        return f"trained on it ({visible(one.trained_on)})"
    return "–" if one.strange is None else ", ".join(one.unlike)


def frame(predictions: Sequence[Prediction]) -> Frame:
    """Bars of each recording's mean probabilities, for up to `SHOWN` recordings."""
    plots = tuple(
        Plot(
            _short(visible("/".join(Path(one.path).parts[-2:])), 34),
            (
                Bars(
                    one.probability,
                    names=tuple(_short(visible(name), 16) for name in one.classes),
                    highlight=one.winner,
                    highlight_role="after",
                    role="muted",
                    horizontal=True,
                ),
            ),
            xlabel="mean probability",
            xlim=(0.0, 1.0),
        )
        for one in predictions[:SHOWN]
    )
    names = [visible(one.classes[one.winner]) for one in predictions]
    counts = ", ".join(f"{names.count(name)} as {name}" for name in dict.fromkeys(names))
    rest = f" The first {SHOWN} are drawn." if len(predictions) > SHOWN else ""
    plural = "s" * (len(predictions) != 1)
    sentence = f"{len(predictions)} recording{plural}: {counts}.{rest}"
    return Frame(
        plots, sentence, "Mean probability of each class, a plot a recording.", min(3, len(plots))
    )


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else name[: most // 2] + "…" + name[-(most - most // 2 - 1) :]
