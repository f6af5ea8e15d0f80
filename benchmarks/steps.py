"""A training step of every network, Table II and lite, beside the same network as a Conv1d port.

    python benchmarks/steps.py [--quick]

A batch of 128: forward, loss, backward, SGD with momentum. `formula` is our network with the
plain formulas for the threshold and for mean|x|; `fused` is ours with SGD(fused=True).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import bench
import torch
import torch.nn.functional as F
from conv1d import Port
from thresholds import sign_relu
from torch import Tensor, nn

from drsn_lite import gates
from drsn_lite.networks import PRESETS, Plan, build

NETWORKS = ("resnet", "resnet-wide", "convnet", "senet", "drsn-cs", "drsn-cw")
LENGTHS = {"paper": 2048, "lite": 1024}
PAPER = {"drsn-cs": 1.62, "drsn-cw": 1.55}
"""The paper's Table V: time over that of its ResNet."""


@contextmanager
def plain_formulas() -> Iterator[None]:
    """Gates compute threshold and mean|x| as the lessons write them."""
    fast = gates.soft_threshold, gates.mean_abs
    gates.soft_threshold, gates.mean_abs = sign_relu, lambda x: gates.mean(x.abs())
    try:
        yield
    finally:
        gates.soft_threshold, gates.mean_abs = fast


def stepper(
    network: nn.Module, x: Tensor, y: Tensor, *, plain: bool = False, fused: bool = False
) -> Callable[[], float]:
    """What makes one training step and returns its seconds."""
    optimizer = torch.optim.SGD(
        network.train().parameters(), 0.01, 0.9, weight_decay=1e-4, fused=fused or None
    )

    def step() -> None:
        loss = F.cross_entropy(network(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def timed() -> float:
        if not plain:
            return bench.seconds(step)
        with plain_formulas():
            return bench.seconds(step)

    return timed


def ways(plan: str | Plan, batch: int, length: int) -> dict[str, Callable[[], float]]:
    """What is compared, by "network/way"."""
    x = torch.randn(batch, 1, 1, length, generator=torch.Generator().manual_seed(0))
    y = torch.arange(batch) % 8
    made: dict[str, Callable[[], float]] = {}
    for name in NETWORKS:
        network = build(name, plan, 8, seed=0)
        made[f"{name}/ours"] = stepper(network, x, y)
        made[f"{name}/conv1d"] = stepper(Port(network), x[:, 0], y)
        if name in PAPER:
            made[f"{name}/formula"] = stepper(build(name, plan, 8, seed=0), x, y, plain=True)
        if name in ("resnet", "drsn-cw"):
            made[f"{name}/fused"] = stepper(build(name, plan, 8, seed=0), x, y, fused=True)
    return made


def rows(quick: bool = False) -> list[bench.Row]:
    """A row for each preset, number of threads, network and way."""
    made, before = [], torch.get_num_threads()
    for preset, length in {"lite": 128}.items() if quick else LENGTHS.items():
        for threads in (1, 2):
            torch.set_num_threads(threads)
            todo = ways(PRESETS[preset], 8 if quick else 128, length)
            times = bench.alternate(todo, 2 if quick else 15, warm=1 if quick else 3)
            for key, taken in times.items():
                name, way = key.split("/")
                base = f"resnet/{way}" if way == "conv1d" else "resnet/ours"
                made.append(
                    {"preset": preset, "threads": threads, "network": name, "way": way}
                    | bench.quartiles("ms", 1000 * taken, 3)
                    | bench.quartiles("over_resnet", taken / times[base])
                    | bench.quartiles("over_ours", taken / times[f"{name}/ours"])
                )
    torch.set_num_threads(before)
    return made


def text(made: list[bench.Row]) -> str:
    """The section of the report."""
    lines = []
    for row in made:
        if row["way"] != "ours":
            continue
        same = [r for r in made if all(r[k] == row[k] for k in ("preset", "threads", "network"))]
        by = {r["way"]: r for r in same}
        lines.append(
            [
                row["preset"],
                row["threads"],
                row["network"],
                bench.shown(row, "ms", 1),
                bench.shown(row, "over_resnet"),
                bench.shown(by.get("formula", {}), "over_resnet"),
                bench.shown(by["conv1d"], "over_resnet"),
                bench.shown(by["conv1d"], "over_ours"),
                bench.shown(by.get("fused", {}), "over_ours"),
            ]
        )
    head = ["preset", "threads", "network", "ms", "/ ResNet", "/ ResNet, plain formula"]
    head += ["/ ResNet, both Conv1d", "Conv1d / ours", "fused SGD / ours"]
    ours = {
        row["network"]: row["over_resnet"]
        for row in made
        if (row["preset"], row["threads"], row["way"]) == (made[0]["preset"], 1, "ours")
    }
    said = "; ".join(
        f"{name} {ours[name]:.2f} (the paper's Table V: {PAPER[name]:.2f}; aim: at most 1.2)"
        for name in PAPER
    )
    return (
        "A step with a batch of 128 signals, of 2048 samples for Table II (`paper`) and 1024 for "
        "`lite`. A step over the ResNet's step:\n"
        f"{said}.\n\n{bench.table(head, lines)}"
    )


if __name__ == "__main__":
    bench.main("steps", "A training step", rows, text)
