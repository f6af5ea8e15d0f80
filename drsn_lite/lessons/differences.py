"""Many differences with their bands as one picture, a row each, and verdicts that count the looks.

Lessons 08 to 11 show so what would be a page of figures.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from drsn_lite.drawing import Frame, Limits
from drsn_lite.results.forest import forest
from drsn_lite.results.gains import UNCLEAR, band, verdict
from drsn_lite.results.luck import holm

Rows = Mapping[str, ArrayLike]
"""What stands beside each row, and its differences in points, seed by seed."""


def picture(
    plots: Mapping[str, Rows],
    xlim: Limits,
    *,
    each: bool = False,
    columns: int = 3,
    span: int = 1,
) -> Frame:
    """A forest plot for each of `plots`, all on one axis.

    A star marks what is clear by Holm's rule. The sentence counts the verdicts, each by its own
    band and by that rule.

    Parameters
    ----------
    plots : mapping
        What stands over each plot, and its rows.
    xlim : pair
        Of every plot, in points. Bands that reach past it are cut there.
    each : bool
        Whether each plot is a family of looks by itself, or the picture is one.
    columns, span : int
        Plots in a row of the picture, and how many of them each plot takes.
    """
    families = [list(rows.values()) for rows in plots.values()]
    whole = [values for family in families for values in family]
    after = [word for family in (families if each else [whole]) for word in holm(family)]
    words, drawn = iter(after), []
    for title, rows in plots.items():
        names = tuple(f"{name}{'' if next(words) == UNCLEAR else ' *'}" for name in rows)
        bands = np.array([band(values) for values in rows.values()]).T
        drawn.append(forest(title, names, *bands, xlabel="points", xlim=xlim, span=span))
    return Frame(
        tuple(drawn),
        sentence(whole, after, "each plot" if each else "all"),
        f"Mean differences with their 95 % bands, a row each; plots: {'; '.join(plots)}.",
        columns=columns,
    )


def sentence(family: list[ArrayLike], after: list[str], over: str) -> str:
    """How many of the bands leave 0 out, to which side, and what Holm's rule leaves of them."""
    alone = [verdict(*band(values)) for values in family]
    sides = " and ".join(
        f"{alone.count(word)} {word}" for word in ("better", "worse") if word in alone
    )
    clear = sum(word != UNCLEAR for word in alone)
    kept = sum(word != UNCLEAR for word in after)
    return (
        f"{clear} of {len(family)} bands {'leaves' if clear == 1 else 'leave'} 0 out"
        f"{f' ({sides})' if sides else ''}; by Holm's rule over {over} {kept} "
        f"{'is' if kept == 1 else 'are'} clear{' (*)' if kept else ''}."
    )
