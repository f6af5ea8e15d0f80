"""The soft threshold, forward and backward: ours, the formula, what others write, and a floor.

    python benchmarks/thresholds.py [--quick]

τ has one number per sample and channel, except in `F.softshrink`, which takes one number for all
and learns none: the floor, since it is one pass in C++ over memory in either direction.
"""

import time
from collections.abc import Callable

import bench
import torch
import torch.nn.functional as F
from torch import Tensor

from drsn_lite.shrinkage import soft_threshold

SHAPES = {
    (64, 16, 1, 2048): "the largest",
    (128, 4, 1, 512): "Table II, first stage",
    (128, 16, 1, 128): "Table II, last stage",
    (64, 8, 1, 128): "lite, first stage",
    (128, 8, 28, 28): "images, first stage",
}


def sign_relu(x: Tensor, tau: Tensor) -> Tensor:
    """The formula of the lesson, eq. 9."""
    return x.sign() * torch.relu(x.abs() - tau)


def relu_relu(x: Tensor, tau: Tensor) -> Tensor:
    return torch.relu(x - tau) - torch.relu(-x - tau)


def sub_sub(x: Tensor, tau: Tensor) -> Tensor:
    """As public ports write it; zeros = sub − sub is NaN where x is infinite."""
    sub = x.abs() - tau
    zeros = sub - sub
    return torch.sign(x) * torch.max(sub, zeros)


def softshrink(x: Tensor, tau: Tensor) -> Tensor:
    return F.softshrink(x, 0.5)


WAYS = {
    "ours": soft_threshold,
    "sign·relu": sign_relu,
    "relu − relu": relu_relu,
    "sub − sub": sub_sub,
    "F.softshrink": softshrink,
}


def kept(way: Callable[[Tensor, Tensor], Tensor], x: Tensor, tau: Tensor) -> float:
    """Arrays as large as x that are kept for the backward pass, x itself counted too."""
    arrays = {}
    with torch.autograd.graph.saved_tensors_hooks(
        lambda v: arrays.setdefault((v.data_ptr(), v.dtype), v), lambda v: v
    ):
        y = way(x, tau)
    assert y.requires_grad
    return sum(v.nbytes for v in arrays.values() if v.numel() == x.numel()) / x.nbytes


def timed(
    way: Callable[[Tensor, Tensor], Tensor], x: Tensor, tau: Tensor, grad: Tensor
) -> Callable[[], tuple[float, float]]:
    """What measures one forward and one backward pass."""

    def once() -> tuple[float, float]:
        x.grad = tau.grad = None
        start = time.perf_counter()
        y = way(x, tau)
        middle = time.perf_counter()
        y.backward(grad)
        return middle - start, time.perf_counter() - middle

    return once


def rows(quick: bool = False) -> list[bench.Row]:
    """A row for each shape and way."""
    made = []
    for shape in [(8, 4, 1, 64)] if quick else SHAPES:
        generator = torch.Generator().manual_seed(0)
        x, grad = (
            torch.randn(shape, generator=generator).to(memory_format=torch.channels_last)
            for _ in range(2)
        )
        x.requires_grad_()
        tau = torch.rand(*shape[:2], 1, 1, generator=generator).requires_grad_()
        ways = {name: timed(way, x, tau, grad) for name, way in WAYS.items()}
        times = bench.alternate(ways, 3 if quick else 61, warm=5)
        whole = {name: both.sum(axis=1) for name, both in times.items()}
        for name, way in WAYS.items():
            forward, backward = 1000 * times[name].T
            made.append(
                {"shape": "×".join(map(str, shape)), "way": name}
                | bench.quartiles("forward_ms", forward)
                | bench.quartiles("backward_ms", backward)
                | bench.quartiles("over_ours", whole[name] / whole["ours"])
                | bench.quartiles("over_floor", whole[name] / whole["F.softshrink"])
                | {"kept": kept(way, x, tau)}
            )
    return made


def text(made: list[bench.Row]) -> str:
    """The section of the report."""
    places = {"×".join(map(str, shape)): place for shape, place in SHAPES.items()}
    lines = [
        [
            f"{row['shape']} ({places[row['shape']]})" if row["shape"] in places else row["shape"],
            f"`{row['way']}`" if row["way"] != "ours" else "**ours**",
            bench.shown(row, "forward_ms"),
            bench.shown(row, "backward_ms"),
            bench.shown(row, "over_ours"),
            bench.shown(row, "over_floor"),
            f"{row['kept']:.0f}",
        ]
        for row in made
    ]
    head = ["shape", "way", "forward, ms", "backward, ms", "both / ours", "both / floor", "kept"]
    slow = [row["over_ours"] for row in made if row["way"] == "sign·relu"]
    floor = [row["over_floor"] for row in made if row["way"] == "ours"]
    return (
        "One thread, channels_last, τ for each sample and channel with its gradient. *Kept*: "
        "arrays of the size of x that wait for the backward pass.\n\n"
        f"{bench.table(head, lines)}\n\n"
        f"The formula `sign·relu` takes {min(slow):.1f} to {max(slow):.1f} times as long as ours "
        f"(aim: at least 2.5). Ours takes {min(floor):.1f} to {max(floor):.1f} times as long as "
        "`F.softshrink`, which has one fixed τ (aim: at most 2)."
    )


if __name__ == "__main__":
    bench.main("thresholds", "The soft threshold", rows, text)
