"""One signal through a trained network, as when a slider moves: the inner loop of a panel.

python benchmarks/inference.py [--quick]
"""

from collections.abc import Callable

import bench
import numpy as np
import torch
from steps import LENGTHS, NETWORKS
from torch import nn

from drsn_lite.microscope import look
from drsn_lite.networks import PRESETS, build, evaluating


def once(network: nn.Module, length: int, inside: bool) -> Callable[[], float]:
    """What sends one signal through the network, or looks inside while it runs."""
    x = torch.randn(1, 1, 1, length, generator=torch.Generator().manual_seed(0))

    def forward() -> object:
        with evaluating(network):
            return network(x)

    return lambda: bench.seconds((lambda: look(network, x)) if inside else forward)


def rows(quick: bool = False) -> list[bench.Row]:
    """A row for each preset, network and whether the microscope looked."""
    made = []
    for preset, length in {"lite": 128}.items() if quick else LENGTHS.items():
        networks = {name: build(name, PRESETS[preset], 8, seed=0) for name in NETWORKS}
        ways = {
            f"{name}/{what}": once(network, length, what == "look")
            for name, network in networks.items()
            for what in ("forward", "look")
        }
        times = bench.alternate(ways, 3 if quick else 200, warm=2 if quick else 10)
        for key, taken in times.items():
            name, what = key.split("/")
            made.append(
                {"preset": preset, "network": name, "what": what}
                | bench.quartiles("ms", 1000 * taken, 3)
                | {"ms_95": round(float(np.quantile(1000 * taken, 0.95)), 3)}
                | bench.quartiles("over_resnet", taken / times[f"resnet/{what}"])
            )
    return made


def text(made: list[bench.Row]) -> str:
    """The section of the report."""
    lines = [
        [
            row["preset"],
            row["network"],
            "`microscope.look`" if row["what"] == "look" else "forward",
            bench.shown(row, "ms"),
            f"{row['ms_95']:.2f}",
            bench.shown(row, "over_resnet"),
        ]
        for row in made
    ]
    lite = [row["ms"] for row in made if (row["preset"], row["what"]) == ("lite", "forward")]
    return (
        "One signal, one thread, without gradients. "
        f"The slowest lite network takes {max(lite):.1f} ms (aim: under 5).\n\n"
        + bench.table(["preset", "network", "what", "ms", "95 % under", "/ ResNet"], lines)
    )


if __name__ == "__main__":
    bench.main("inference", "One signal", rows, text)
