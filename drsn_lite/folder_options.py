"""How recordings become windows: the options of `load("folder", path)`, checked."""

from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np

from drsn_lite.recording import Column
from drsn_lite.windows import check_options


@dataclass(frozen=True)
class Options:
    """Options of `folder.load_folder`, as Python's own numbers: those of NumPy fit into no card."""

    length: int
    hop: int
    rate_hz: float | None
    column: Column
    key: str | None
    max_windows: int
    max_mb: float
    pad: bool

    @classmethod
    def of(
        cls,
        length: int,
        hop: int | None,
        rate_hz: float | None,
        column: Column,
        key: str | None,
        max_windows: int,
        max_mb: float,
        pad: bool,
    ) -> "Options":
        """The options as they were given.

        Raises
        ------
        ValueError
            If one is out of range or no number.
        """
        check_options(length, 1 if hop is None else hop, max_windows)
        if not isinstance(column, Integral | str | None):
            raise ValueError(f"column is the number or the name of a channel, got {column!r}")
        if not isinstance(key, str | None):
            raise ValueError(f"key is the name of a variable, got {key!r}")
        if not isinstance(max_mb, Real) or not max_mb > 0:
            raise ValueError(f"max_mb is a number of megabytes, got {max_mb!r}")
        if rate_hz is not None and not (isinstance(rate_hz, Real) and 0 < rate_hz < np.inf):
            raise ValueError(f"rate_hz is a positive number of samples a second, got {rate_hz!r}")
        return cls(
            int(length),
            max(1, int(length) // 2) if hop is None else int(hop),
            rate_hz,
            int(column) if isinstance(column, Integral) else column,
            key,
            int(max_windows),
            max_mb,
            bool(pad),
        )

    @property
    def windowing(self) -> dict[str, object]:
        """How windows are cut, for the card of a network."""
        return {"hop": self.hop, "pad": self.pad, "column": self.column, "key": self.key}
