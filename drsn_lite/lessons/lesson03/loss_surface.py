"""The loss around a trained plain and a trained residual network, to be turned by hand.

The surfaces are shipped, made by `drsn_lite/studies/residual_tables.py`; nothing is computed here
but the view. Height and grey are log10 of the loss: it spans more than four powers of ten.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from drsn_lite.drawing import Choice, Frame, Image, Line, Panel, Plot, Slider
from drsn_lite.lessons.lesson03.landscape import project
from drsn_lite.paths import DATA

NAMES = {"convnet": "plain", "resnet": "residual"}
ROLES = {"convnet": "threshold", "resnet": "after"}
ZSCALE = 0.6
LOW, HIGH = -2.5, 2.0  # log10 of the loss that the grey levels span
VALLEY = 1.0  # nats above the middle


@cache
def surfaces() -> dict[str, NDArray[np.float32]]:
    """The shipped losses by `NETWORK-UNITS-SEED`, each (21, 21)."""
    path = DATA / "results" / "landscape.npz"
    if not path.exists():
        raise FileNotFoundError(
            f"{path} is missing: `python -m drsn_lite.studies landscape` makes it"
        )
    with np.load(path) as file:
        return dict(file)


def valley(losses: NDArray[np.float32]) -> float:
    """Share of the square where the loss is less than 1 nat above that in the middle."""
    middle = losses[len(losses) // 2, len(losses) // 2]
    return float(np.mean(losses < middle + VALLEY))


def frame(azimuth: float, elevation: float, units: str, seed: int) -> Frame:
    """Both surfaces as meshes seen from one side, and as grey levels from above.

    Parameters
    ----------
    azimuth, elevation : float
        Where the viewer stands, degrees.
    units : {"8", "16"}
        Depth of both networks.
    seed : int
        0 to 4: of the networks and of the two directions.
    """
    losses = {name: surfaces()[f"{name}-{units}-{seed}"] for name in NAMES}
    heights = {name: np.log10(values) for name, values in losses.items()}
    plots = []
    for name, label in NAMES.items():
        x, y = project(heights[name], azimuth, elevation, ZSCALE)
        middle = float(losses[name][(len(losses[name]) // 2,) * 2])
        mesh = Line(y, x, ROLES[name], f"loss {middle:.2g} in the middle", 1.0)
        title = f"{label.capitalize()}, {2 * int(units) + 2} layers"
        plots += [
            Plot(title, (mesh,), xlim=(-1.5, 1.5), ylim=(-1.5, 2.8), span=2),
            Plot(f"{label.capitalize()} from above", (Image(heights[name], LOW, HIGH),)),
        ]
    shares = {name: 100 * valley(values) for name, values in losses.items()}
    return Frame(
        tuple(plots),
        f"The loss is less than {VALLEY:g} nat above that in the middle on {shares['convnet']:.0f} "
        f"% of the plain network's square and on {shares['resnet']:.0f} % of the residual one's "
        f"({2 * int(units) + 2} layers, seed {seed}).",
        "The logarithm of the loss over a square of weights around two trained networks, plain and "
        "residual, as a mesh from the chosen side and in grey levels, low losses dark.",
    )


loss_surface = Panel(
    "Loss surface",
    frame,
    (
        Slider("azimuth", "Turn", -180, 180, 2, 30, "°"),
        Slider("elevation", "Look from above", 5, 90, 1, 30, "°"),
        Choice("units", "Depth", (("8", "8 units, 18 layers"), ("16", "16 units, 34 layers")), "8"),
        Slider("seed", "Seed", 0, 4, 1, 0),
    ),
)
