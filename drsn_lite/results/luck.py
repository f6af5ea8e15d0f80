"""Luck of several kinds in one band, and verdicts that know how many looks there were.

A band over seeds (`gains.band`) holds the luck of training on one set of signals, tested on one
set of signals. If training and test signals are drawn anew as well, each gain belongs to a row (a
draw of the training signals) and a column (a draw of the test signals): a table with two kinds of
luck, which are crossed.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri, fdtri, stdtr, stdtrit  # as in `gains`

from drsn_lite.results.gains import BETTER, UNCLEAR, WORSE


def _squares(values: ArrayLike) -> tuple[NDArray[np.float64], float, float, float]:
    """The table, and the mean squares of its rows, its columns and what is left."""
    table = np.asarray(values, dtype=np.float64)
    rows, columns = table.shape
    if rows < 2 or columns < 2:
        raise ValueError(f"two rows and two columns at least are needed, got {rows} × {columns}")
    by_row, by_column = table.mean(axis=1), table.mean(axis=0)
    left = table - by_row[:, None] - by_column + table.mean()
    degrees = (rows - 1) * (columns - 1)
    return (
        table,
        columns * by_row.var(ddof=1),
        rows * by_column.var(ddof=1),
        float(np.square(left).sum() / degrees),
    )


def crossed_band(values: ArrayLike) -> tuple[float, float]:
    """Mean of a table (rows, columns), and half its 95 % band for the luck of both.

    The mean would be another one with other rows, other columns, or both. Its variance is
    (MS_rows + MS_columns − MS_rest) / (rows · columns) in a random-effects model with both, with
    Satterthwaite's degrees of freedom (Searle, Casella & McCulloch, Variance Components, 1992).
    Where chance makes that smaller than one kind of luck alone, the larger of the two is taken.

    Raises
    ------
    ValueError
        If there are fewer than two rows or columns.
    """
    table, rows, columns, rest = _squares(values)
    r, c = table.shape
    both = rows + columns - rest
    degrees = both**2 / (rows**2 / (r - 1) + columns**2 / (c - 1) + rest**2 / ((r - 1) * (c - 1)))
    alone = max((rows, r - 1), (columns, c - 1))
    if both < alone[0]:
        both, degrees = alone
    half = stdtrit(max(degrees, 1.0), 0.975) * math.sqrt(both / table.size)
    return float(table.mean()), float(half)


def sources(values: ArrayLike) -> dict[str, float]:
    """The standard deviation that each kind of luck brings to one gain; 0 where none is seen.

    Two tables with one inside each cell of the other are crossed: seeds belong to a draw of the
    training signals, draws of noise to a draw of the test signals. Mean squares are set equal to
    what they are on average (Searle, Casella & McCulloch, 1992, "ANOVA estimators"); what two
    kinds do together is in the rest.

    Parameters
    ----------
    values : array_like, (training draws, seeds, test draws, noise draws)
        Gains. At least two of each.

    Returns
    -------
    dict
        "training signals", "seed", "test signals", "noise", "rest".

    Raises
    ------
    ValueError
        If the array has not four axes, or one of them has a single entry.
    """
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 4 or min(table.shape) < 2:
        raise ValueError(
            "gains of (training draws, seeds, test draws, noise draws) are needed, two of each at "
            f"least, got shape {table.shape}"
        )
    trained, seeds, tested, noises = table.shape
    networks, tests = table.mean(axis=(2, 3)), table.mean(axis=(0, 1))
    by_train, by_test = networks.mean(axis=1), tests.mean(axis=1)
    middle = table.mean()
    left = table - networks[:, :, None, None] - tests + middle
    rest = np.square(left).sum() / ((trained * seeds - 1) * (tested * noises - 1))
    seed = tested * noises * np.square(networks - by_train[:, None]).sum() / (trained * (seeds - 1))
    noise = trained * seeds * np.square(tests - by_test[:, None]).sum() / (tested * (noises - 1))
    variances = {
        "training signals": by_train.var(ddof=1) - seed / (seeds * tested * noises),
        "seed": (seed - rest) / (tested * noises),
        "test signals": by_test.var(ddof=1) - noise / (noises * trained * seeds),
        "noise": (noise - rest) / (trained * seeds),
        "rest": rest,
    }
    return {name: math.sqrt(max(float(variance), 0.0)) for name, variance in variances.items()}


def at_most(values: ArrayLike) -> float:
    """The largest standard deviation of groups that their members leave open, at 97.5 %.

    `sources` gives 0 where groups differ by no more than their members do; with few groups that
    proves little. (The upper end of the interval of Williams, Biometrika 49, 1962.)

    Parameters
    ----------
    values : array_like, (groups, members)
        Such as the mean gain of each seed, (training draws, seeds).
    """
    table = np.asarray(values, dtype=np.float64)
    groups, members = table.shape
    between, within = groups - 1, groups * (members - 1)
    ms_between = members * table.mean(axis=1).var(ddof=1)
    ms_within = table.var(axis=1, ddof=1).mean()
    ratio = fdtri(between, within, 0.025)
    low = members * chdtri(between, 0.975)  # of its complement: the quantile of 2.5 %
    return math.sqrt(max(between * (ms_between - ms_within * ratio) / low, 0.0))


def p_value(values: ArrayLike) -> float:
    """Of Student's t test that the mean is 0, two-sided; NaN for fewer than two values.

    Below 0.05 where `gains.band` does not hold 0.
    """
    values = np.asarray(values, dtype=np.float64)
    if len(values) < 2:
        return math.nan
    error = values.std(ddof=1) / math.sqrt(len(values))
    if error == 0:
        return 1.0 if values.mean() == 0 else 0.0
    return float(2 * stdtr(len(values) - 1, -abs(values.mean()) / error))


def holm(values: Sequence[ArrayLike]) -> list[str]:
    """A verdict on each of a family of gains, so that one wrong one in the family is rare.

    Holm's step-down (Scandinavian Journal of Statistics 6, 1979): the smallest p is compared with
    0.05 / n, the next with 0.05 / (n − 1), and so on; from the first that is larger, all are "not
    clear".

    Parameters
    ----------
    values : sequence of arrays
        The gains of each member, seed by seed.
    """
    p = np.array([p_value(one) for one in values])
    words, clear = [UNCLEAR] * len(p), True
    for rank, place in enumerate(np.argsort(p)):
        clear = clear and bool(p[place] * (len(p) - rank) < 0.05)
        if clear:
            words[place] = BETTER if np.mean(values[place]) > 0 else WORSE
    return words
