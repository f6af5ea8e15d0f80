"""How large is the gradient at each unit, with and without shortcuts, before any training?

The norms are shipped in a table, made by `python -m drsn_lite.studies gradients`, which builds
every network from its seed and runs it forward and backward once. Here only ratios and logarithms
are computed.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from drsn_lite.drawing import Choice, Frame, Line, Panel, Plot, Rule, Slider
from drsn_lite.paths import DATA

PATH = DATA / "results" / "gradients.npz"
NAMES = {"convnet": "plain", "resnet": "residual"}
ROLES = {"convnet": "threshold", "resnet": "after"}
FLOOR = 1e-8  # smaller ones are drawn here: the least is 1e-33
MOST_UNITS = 32
SEEDS = 10
LIMITS = {"batchnorm": (-3.0, 5.0), "none": (-8.0, 1.0), "he": (-8.0, 4.0)}  # log10, any depth


@cache
def table() -> dict[str, NDArray[np.float64]]:
    """The shipped norms by `NETWORK/NORMALISATION`: a row a seed, in it one depth after another."""
    if not PATH.exists():
        raise FileNotFoundError(
            f"{PATH} is missing: `python -m drsn_lite.studies gradients` makes it"
        )
    with np.load(PATH) as file:
        return dict(file)


def norms(name: str, units: int, normalisation: str, seed: int) -> NDArray[np.float64]:
    """Gradient norms of a new network, from the table, stem first: (units + 1,)."""
    start = (units - 1) * (units + 2) // 2  # 2 + 3 + … + units numbers are of shallower networks
    return table()[f"{name}/{normalisation}"][seed, start : start + units + 1]


def frame(units: int, normalisation: str, seed: int) -> Frame:
    """Gradient norms by unit of a plain and a residual network, and their ratio over depth.

    Parameters
    ----------
    units : int
        Depth; the networks have 2 · units + 2 layers with weights.
    normalisation : {"batchnorm", "none", "he"}
        Units as they are; without BatchNorm; without it and with He's initial weights.
    seed : int
        Of the initial weights.
    """
    found = {name: norms(name, units, normalisation, seed) for name in NAMES}
    ratio = {name: found[name][0] / found[name][-1] for name in NAMES}
    by_unit = tuple(
        Line(_log(found[name]), np.arange(units + 1), ROLES[name], NAMES[name], 2.0)
        for name in NAMES
    )
    depths = [n for n in (1, 2, 4, 8, 16, 32) if n < units] + [units]
    over_depth = tuple(
        Line(
            _log(_ratios(name, depths, normalisation, seed)), depths, ROLES[name], NAMES[name], 2.0
        )
        for name in NAMES
    )
    limits = LIMITS[normalisation]
    return Frame(
        (
            Plot(
                "Gradient behind each unit",
                by_unit,
                "unit (0 = stem)",
                "log10 of the norm",
                (0, MOST_UNITS),
                limits,
            ),
            Plot(
                "Gradient behind the stem over that behind the last unit",
                (*over_depth, Rule(0, axis="y", role="muted", label="alike")),
                "units",
                "log10 of the ratio",
                (0, MOST_UNITS),
                limits,
            ),
        ),
        f"{units} units, {2 * units + 2} layers: from the last unit back to the stem the gradient "
        f"{_change(ratio['convnet'])} in the plain network and {_change(ratio['resnet'])} in the "
        "residual one.",
        "The norm of the loss gradient behind each unit, on a logarithmic scale, for a plain and a "
        "residual network; beside it, stem over last unit as the depth grows.",
        columns=2,
    )


def _ratios(name: str, depths: list[int], normalisation: str, seed: int) -> NDArray[np.float64]:
    ends = [norms(name, units, normalisation, seed)[[0, -1]] for units in depths]
    return np.array([first / last for first, last in ends])


def _log(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log10(np.maximum(values, FLOOR))


def _change(ratio: float) -> str:
    times = max(ratio, 1 / ratio)
    number = f"10^{np.log10(times):.0f}" if times >= 1e6 else f"{float(f'{times:.2g}'):,.6g}"
    return f"{'grows' if ratio >= 1 else 'shrinks'} {number} times"


gradient_depth = Panel(
    "Gradients over depth",
    frame,
    (
        Slider("units", "Units", 1, MOST_UNITS, 1, 16),
        Choice(
            "normalisation",
            "Inside the units",
            (
                ("batchnorm", "BatchNorm, as built here"),
                ("none", "no BatchNorm"),
                ("he", "no BatchNorm, He's initial weights"),
            ),
            "batchnorm",
        ),
        Slider("seed", "Initial weights", 0, SEEDS - 1, 1, 0),
    ),
)
