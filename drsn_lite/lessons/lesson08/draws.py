"""The same gain with other draws of signals and of noise (data/results/luck.csv)."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from drsn_lite.drawing import Frame
from drsn_lite.results.forest import forest
from drsn_lite.results.gains import band
from drsn_lite.results.luck import crossed_band

LEVELS_DB = (-8.0, -5.0, 0.0, 5.0, 10.0)
"""With noise; there is nothing to draw without."""

SEEDS = 3
"""So many seeds has each draw of the training signals; the course's own, draw 0, has five."""


def by_draw(
    table: pd.DataFrame, new: str, old: str, snr_db: float | None = None
) -> NDArray[np.float64]:
    """Gains in points: (training draws, seeds, test draws, noise draws).

    The mean of all kinds of noise and of `LEVELS_DB`, or of one level.

    Parameters
    ----------
    table : DataFrame
        luck.csv.
    """
    levels = table["snr_db"].isin(LEVELS_DB if snr_db is None else [snr_db])
    part = table[levels & (table["seed"] < SEEDS)]
    axes = ["draw", "seed", "test", "drawn"]
    means = 100 * part.groupby(["network", *axes])["accuracy"].mean()
    gains = (means[new] - means[old]).sort_index()
    return gains.to_numpy().reshape([gains.index.unique(axis).size for axis in axes])


def picture(table: pd.DataFrame, pairs: dict[str, tuple[str, str]]) -> Frame:
    """For each pair of networks the gain by training draw, by test draw, and over all of them."""
    plots = []
    for title, pair in pairs.items():
        gains = by_draw(table, *pair)
        trained, tested = gains.mean(axis=(2, 3)), gains.mean(axis=3)
        rows = {
            "trained on the course's draw": band(trained[0]),
            **{f"trained on draw {i}": band(row) for i, row in enumerate(trained[1:], 1)},
            **{
                f"tested on draw {i}": band(tested[:, :, i - 1].mean(axis=1))
                for i in range(1, tested.shape[2] + 1)
            },
            "over all draws": crossed_band(tested.mean(axis=1)),
        }
        bands = np.array(list(rows.values())).T
        plots.append(forest(title, tuple(rows), *bands, xlabel="points", xlim=(-10, 10)))
    return Frame(
        tuple(plots),
        "Rows of training: three seeds, mean of the test draws. Rows of tests: five draws of "
        "training signals. Last row: the luck of both kinds and of the noise. 95 % bands.",
        "Gains by draw of the training signals and by draw of the test signals, with bands.",
        columns=len(plots),
    )
