"""Differences between the small networks as pictures: a plot a pair, a row a case."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from drsn_lite.drawing import Frame, Limits
from drsn_lite.lessons.differences import picture
from drsn_lite.lessons.lesson09.digit_results import Case, gain, name_of
from drsn_lite.results.forest import forest
from drsn_lite.results.gains import band
from drsn_lite.results.luck import holm


def differences(
    pairs: Mapping[str, tuple[str, str]],
    cases: Sequence[Case],
    data: str = "digits",
    *,
    xlim: Limits = (-12.0, 12.0),
    columns: int = 3,
) -> Frame:
    """What each pair's first network is above its second, case by case.

    Parameters
    ----------
    pairs : mapping
        What stands over a plot, and the two networks (new, old).
    cases : sequence of (training, noise, level)
        As in `digit_results.at`.
    data : {"digits", "mnist"}
    xlim, columns
        As in `lessons.differences.picture`.
    """
    several = len({training for training, _, _ in cases}) > 1
    plots = {
        title: {name_of(case, several): gain(data, case, *pair) for case in cases}
        for title, pair in pairs.items()
    }
    return picture(plots, xlim, columns=columns)


def longer(gains: Mapping[str, ArrayLike]) -> Frame:
    """Gains on clean MNIST after the longer training, with their bands.

    Parameters
    ----------
    gains : mapping
        What is compared, and the gains of the seeds in points.
    """
    found = [band(values) for values in gains.values()]
    each = "; ".join(
        f"{name} {mean:+.2f} ± {half:.2f}, {word}"
        for name, (mean, half), word in zip(gains, found, holm(list(gains.values())), strict=True)
    )
    plot = forest("MNIST, 12 epochs on 55,000 images", tuple(gains), *np.array(found).T, span=2)
    return Frame(
        (plot,),
        f"Points of DRSN-CW (verdicts by Holm's rule over three): {each}.",
        "Mean gain of DRSN-CW over three ResNets, each with its 95 % band.",
    )
