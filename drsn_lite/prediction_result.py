"""A network's answer for a recording: as numbers, as lines of text, as a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.checkpoints.known import unlike
from drsn_lite.drawing import Bars, Frame, Plot
from drsn_lite.visible import visible

SHOWN = 6
"""Recordings in a plot."""

RATE = "the sampling rate,"
"""How a note begins that says where the rate stands."""


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
