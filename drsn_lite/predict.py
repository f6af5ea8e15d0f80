"""What a trained network says about a recording: window by window, and in sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.cards import Input
from drsn_lite.folder import check_rate
from drsn_lite.frames import Bars, Frame, Plot
from drsn_lite.networks import Network
from drsn_lite.readers import open_recording
from drsn_lite.windows import cut

SHOWN = 6
"""Recordings in a plot."""


@dataclass(frozen=True, eq=False)
class Prediction:
    """The answer for one recording.

    Attributes
    ----------
    path : str
    classes : tuple of str
    probability : ndarray, shape (classes,)
        Mean of the network's probabilities over the windows. They say how sure it is of the
        classes that it knows; of a fault that it has never seen it may be as sure.
    share : ndarray, shape (classes,)
        Which part of the windows goes to each class.
    windows, possible : int
        Windows looked at, and windows that the recording has.
    """

    path: str
    classes: tuple[str, ...]
    probability: NDArray[np.float64]
    share: NDArray[np.float64]
    windows: int
    possible: int

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
        }


def predict_file(
    network: Network,
    classes: Sequence[str],
    shown: Input,
    path: Path | str,
    max_windows: int = 1000,
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
        Of more windows, so many are taken, spread evenly.

    A file that does not say its sampling rate is taken to have that of the training data.

    Raises
    ------
    RecordingError
        If the file cannot be used, or has another sampling rate than the training data.
    """
    from drsn_lite.evaluation import predict

    recording = open_recording(path, shown.column, shown.key)
    check_rate(recording, shown.rate_hz, "the network was trained on", fixed=True)
    found = cut(recording, shown.length, shown.hop, max_windows, shown.pad)
    logits = predict(network, found.x[:, None, None] / np.float32(shown.scale))
    chances = logits.double().softmax(1).numpy()
    share = np.bincount(chances.argmax(1), minlength=len(classes)) / len(chances)
    return Prediction(
        str(path), tuple(classes), chances.mean(0), share, len(chances), found.possible
    )


def table(predictions: Sequence[Prediction], width: int = 20) -> str:
    """The predictions as lines of text, with a bar for the probability."""
    rows = [("file", "class", "mean probability", "share of windows", "windows")]
    for one in predictions:
        k = one.winner
        filled = round(width * one.probability[k])
        bar = "█" * filled + "░" * (width - filled)
        count = f"{one.windows}" + (f" of {one.possible}" if one.possible > one.windows else "")
        rows.append(
            (
                one.path,
                one.classes[k],
                f"{bar} {one.probability[k]:.3f}",
                f"{one.share[k]:.1%}",
                count,
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def frame(predictions: Sequence[Prediction]) -> Frame:
    """Bars of each recording's mean probabilities, for up to `SHOWN` recordings."""
    plots = tuple(
        Plot(
            _short("/".join(Path(one.path).parts[-2:]), 34),
            (
                Bars(
                    one.probability,
                    names=tuple(_short(name, 16) for name in one.classes),
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
    names = [one.classes[one.winner] for one in predictions]
    counts = ", ".join(f"{names.count(name)} as {name}" for name in dict.fromkeys(names))
    rest = f" The first {SHOWN} are drawn." if len(predictions) > SHOWN else ""
    sentence = f"{len(predictions)} recordings: {counts}.{rest}"
    return Frame(
        plots, sentence, "Mean probability of each class, a plot a recording.", min(3, len(plots))
    )


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else name[: most // 2] + "…" + name[-(most - most // 2 - 1) :]
