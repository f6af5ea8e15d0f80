"""Cost as work grows: signal length, width, depth, batch, number of training signals.

    python benchmarks/scaling.py [--quick]

Times a training step of the lite networks, and one epoch of `training.fit` for the number of
signals. The exponent p of time ∝ sizeᵖ is the slope of a line through the logarithms; the last
one is that of the last step, where overhead no longer counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import bench
import numpy as np
import torch
from steps import stepper

from drsn_lite.networks import LITE, Plan, build
from drsn_lite.training import fit

NETWORKS = ("resnet", "drsn-cs", "drsn-cw")
LABELS = {
    "length": "samples in a signal",
    "width": "times the channels of lite",
    "depth": "units in a stage",
    "batch": "signals in a batch",
    "signals": "training signals, one epoch",
}
SIZES: dict[str, tuple[int, ...]] = {
    "length": (512, 1024, 2048, 4096, 8192),
    "width": (1, 2, 4, 8),
    "depth": (1, 2, 4, 8),
    "batch": (8, 16, 32, 64, 128, 256),
    "signals": (256, 512, 1024, 2048),
}


def plan_of(what: str, size: int) -> Plan:
    """Lite, made wider or deeper."""
    factor = size if what == "width" else 1
    stages = tuple(
        (channels * factor, size if what == "depth" else count, stride)
        for channels, count, stride in LITE.stages
    )
    return replace(LITE, stages=stages)


def step(name: str, what: str, size: int) -> Callable[[], float]:
    """What is timed at one size."""
    batch = size if what == "batch" else 32
    length = size if what == "length" else 1024
    network = build(name, plan_of(what, size), 8, seed=0)
    x = torch.randn(batch, 1, 1, length, generator=torch.Generator().manual_seed(0))
    return stepper(network, x, torch.arange(batch) % 8)


def epoch(name: str, signals: int) -> Callable[[], float]:
    """One epoch of `fit` over so many signals."""
    network = build(name, LITE, 8, seed=0)
    x = np.random.default_rng(0).standard_normal((signals, 1, 1, 1024)).astype(np.float32)
    data = SimpleNamespace(train_x=x, train_y=np.arange(signals) % 8)
    return partial(bench.seconds, partial(fit, network, data, 1, progress=False, device="cpu"))


def exponents(sizes: Sequence[float], taken: Sequence[float]) -> tuple[float, float]:
    """The slope of log time over log size: through all points, and of the last two."""
    x, y = np.log(sizes), np.log(taken)
    return float(np.polyfit(x, y, 1)[0]), float((y[-1] - y[-2]) / (x[-1] - x[-2]))


def rows(quick: bool = False) -> list[bench.Row]:
    """A row for each thing that grows, network and size."""
    made = []
    for what, sizes in SIZES.items():
        sizes = sizes[:2] if quick else sizes
        ways = {
            f"{name}/{size}": epoch(name, size) if what == "signals" else step(name, what, size)
            for name in (NETWORKS[-1:] if quick else NETWORKS)
            for size in sizes
        }
        slow = what == "signals"
        times = bench.alternate(ways, 1 if quick else 3 if slow else 9, warm=0 if quick else 1)
        for key, taken in times.items():
            name, size = key.split("/")
            made.append(
                {"grows": what, "network": name, "size": int(size)}
                | bench.quartiles("ms", 1000 * taken, 3)
                | bench.quartiles("over_first", taken / times[f"{name}/{sizes[0]}"])
            )
    return made


def curves(made: list[bench.Row], what: str) -> dict[str, tuple[list[int], list[float]]]:
    """Sizes and milliseconds of each network."""
    found: dict[str, tuple[list[int], list[float]]] = {}
    for row in made:
        if row["grows"] == what:
            sizes, taken = found.setdefault(row["network"], ([], []))
            sizes.append(row["size"])
            taken.append(row["ms"])
    return found


def text(made: list[bench.Row]) -> str:
    """The section of the report."""
    lines = []
    for what in SIZES:
        for name, (sizes, taken) in curves(made, what).items():
            whole, last = exponents(sizes, taken)
            end = [r for r in made if (r["grows"], r["network"]) == (what, name)][-1]
            span = f"{sizes[0]} … {sizes[-1]}"
            ms, growth = f"{taken[0]:.1f} … {taken[-1]:.1f}", bench.shown(end, "over_first", 1)
            lines.append([LABELS[what], span, name, ms, growth, f"{whole:.2f}", f"{last:.2f}"])
    head = ["what grows", "sizes", "network", "ms", "last / first", "exponent", "at the end"]
    return (
        "A training step of lite networks, 32 signals of 1024 samples unless said otherwise; time "
        f"∝ sizeᵖ.\n\n{bench.table(head, lines)}\n\n![Time over size](scaling.svg)"
    )


def draw(made: list[bench.Row], folder: Path) -> None:
    """Time over size, both logarithmic, as scaling.svg."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "drsn-lite", "font.size": 9}):
        figure = Figure(figsize=(13, 3), layout="constrained")
        for ax, what in zip(figure.subplots(1, len(SIZES)), SIZES, strict=True):
            found = curves(made, what)
            for (name, (sizes, taken)), marker in zip(found.items(), "os^", strict=False):
                ax.loglog(sizes, taken, marker=marker, markersize=4, label=name)
            sizes = next(iter(found.values()))[0]
            ax.set_xticks(sizes, [str(size) for size in sizes])
            ax.minorticks_off()
            ax.set(xlabel=LABELS[what], title=what)
            ax.grid(alpha=0.3)
        figure.axes[0].set_ylabel("ms")
        figure.axes[0].legend(frameon=False)
        figure.savefig(folder / "scaling.svg", metadata={"Date": None})


if __name__ == "__main__":
    bench.main("scaling", "Cost as work grows", rows, text, draw)
