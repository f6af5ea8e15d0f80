"""How the recordings of a folder become windows: the options of `load("folder", …)`, checked."""

from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np

from drsn_lite.datasets.loudness import RULES
from drsn_lite.datasets.recordings.formats import named_format
from drsn_lite.datasets.recordings.recording import Column, check_windows


@dataclass(frozen=True)
class Options:
    """How recordings become windows; a ValueError says what cannot be."""

    length: int
    hop: int
    max_windows: int
    rate_hz: float | None
    column: Column
    key: str | None
    scale: str
    max_mb: float
    pad: bool
    format: str | None = None
    decimal: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.column, Integral | str | None):
            raise ValueError(f"column is the number or the name of a channel, got {self.column!r}")
        if not isinstance(self.key, str | None):
            raise ValueError(f"key is the name of a variable, got {self.key!r}")
        if self.scale not in RULES:
            raise ValueError(f"scale is one of {', '.join(map(repr, RULES))}, got {self.scale!r}")
        if self.format is not None:
            named_format(self.format)
        if self.decimal not in (None, ",", "."):
            raise ValueError(f"decimal is one of ',' and '.', got {self.decimal!r}")
        if not isinstance(self.max_mb, Real) or not self.max_mb > 0:
            raise ValueError(f"max_mb is a number of megabytes, got {self.max_mb!r}")
        rate = self.rate_hz
        if rate is not None and not (isinstance(rate, Real) and 0 < rate < np.inf):
            raise ValueError(f"rate_hz is a positive number of samples a second, got {rate!r}")

    def windowing(self) -> dict[str, object]:
        """For the card of a network, which takes no numbers of NumPy."""
        column = int(self.column) if isinstance(self.column, Integral) else self.column
        how: dict[str, object] = {"hop": self.hop, "pad": bool(self.pad)}
        how |= {"column": column, "key": self.key}
        told = {"format": self.format, "decimal": self.decimal}
        how |= {name: mark for name, mark in told.items() if mark is not None}
        return how if self.scale == "training" else how | {"scale": self.scale}


def checked(
    length: int,
    hop: int | None,
    max_windows: int,
    rate_hz: float | None,
    column: Column,
    key: str | None,
    scale: str,
    max_mb: float,
    pad: bool,
    format: str | None,
    decimal: str | None,
) -> Options:
    """The options, with `hop` half of `length` by default; a ValueError says what cannot be."""
    check_windows(length, 1 if hop is None else hop, max_windows)
    hop = max(1, length // 2) if hop is None else hop
    whole = int(length), int(hop), int(max_windows)  # a sum of NumPy's may overflow
    return Options(*whole, rate_hz, column, key, scale, max_mb, pad, format, decimal)
