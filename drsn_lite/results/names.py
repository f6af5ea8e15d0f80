"""The names of networks and noises as people read them."""

from collections.abc import Mapping

from drsn_lite.noise import PAPER_KINDS

NETWORKS = {
    "convnet": "ConvNet",
    "resnet": "ResNet",
    "resnet-wide": "ResNet, wide",
    "senet": "SENet",
    "senet-abs": "SENet-abs",
    "drsn-cs": "DRSN-CS",
    "drsn-cw": "DRSN-CW",
}
"""The wide ResNet has about as many parameters as DRSN-CW; SENet-abs has its attention, too."""

NOISES = {"gaussian": "Gaussian", "laplacian": "Laplacian", "pink": "pink"}
PAPER_NOISES = {kind: NOISES[kind] for kind in PAPER_KINDS}
"""Those that the tables in data/results hold."""


def options(names: Mapping[str, str], *some: str) -> tuple[tuple[str, str], ...]:
    """All of `names`, or some in the order given, as the options of a `drawing.Choice`."""
    return tuple((name, names[name]) for name in some or names)
