"""A forest plot: one row a comparison, its mean gain as a bar with its 95 % band over it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from drsn_lite.drawing import Bars, Limits, Mark, Plot, Rule, Whiskers


def forest(
    title: str,
    names: Sequence[str],
    mean: ArrayLike,
    half: ArrayLike,
    *,
    xlabel: str = "gain, points",
    xlim: Limits | None = None,
    highlight: int | None = None,
    span: int = 1,
) -> Plot:
    """Means with their bands, the first on top.

    Parameters
    ----------
    title, xlabel, xlim, span
        As in `Plot`. A band that reaches past the limits is cut there.
    names : sequence of str
        One a row.
    mean, half : array (rows,)
        Half the width of the band. NaN, for what was not run, leaves the row empty.
    highlight : int, optional
        The row that stands out.
    """
    mean, half = (np.asarray(values, dtype=np.float64) for values in (mean, half))
    marks: tuple[Mark, ...] = (
        Bars(
            np.nan_to_num(mean),
            role="muted",
            label="mean gain",
            names=tuple(names),
            highlight=highlight,
            horizontal=True,
        ),
        Whiskers(np.arange(len(mean)), mean, half, label="95 % band", horizontal=True),
        Rule(0.0),
    )
    return Plot(title, marks, xlabel, "", xlim, None, span)
