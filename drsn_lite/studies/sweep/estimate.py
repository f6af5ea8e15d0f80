"""What a plan costs: the steps of its networks, timed here, times their number."""

import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
import torch.nn.functional as F

from drsn_lite.networks import build
from drsn_lite.results.paper import grid
from drsn_lite.studies.sweep.plan import Run
from drsn_lite.studies.sweep.runs import split

STEPS = 7
"""Steps that are timed for each network, after two that warm up."""


def seconds(run: Run, shape: tuple[int, ...], samples: int, classes: int) -> float:
    """Seconds for one run on one core (or the GPU), from a few steps on random signals.

    Parameters
    ----------
    run : Run
    shape : tuple
        Of one sample, (1, H, W).
    samples : int
        Training samples, of which `fit` holds a tenth out.
    classes : int
    """
    device = torch.device(run.device)
    network = build(run.network, run.preset, classes, seed=0).to(device)
    x = torch.randn(min(run.batch_size, samples), *shape, device=device)
    y = torch.arange(len(x), device=device) % classes
    optimizer = torch.optim.SGD(network.parameters(), 0.01, 0.9, weight_decay=1e-4)

    def step() -> None:
        optimizer.zero_grad()
        F.cross_entropy(network(x), y).backward()
        optimizer.step()

    def look() -> None:
        with torch.no_grad():
            network(x)

    train, hold = math.ceil(0.9 * samples / len(x)), math.ceil(0.1 * samples / len(x))
    test = math.ceil(1.2 * samples / len(x))
    looks = run.epochs * hold + test
    return run.epochs * train * _median(step, device) + looks * _median(look, device)


def _median(work: Callable[[], None], device: torch.device) -> float:
    # CPU time is not lengthened by other work on the machine, but knows nothing of a GPU
    clock = time.perf_counter if device.type == "cuda" else time.process_time
    times = []
    for _ in range(STEPS + 2):
        start = clock()
        work()
        if device.type == "cuda":
            torch.cuda.synchronize()
        times.append(clock() - start)
    return sorted(times[2:])[STEPS // 2]


def text(runs: Sequence[Run]) -> str:
    """A table: what the runs take on one core, and divided among more; on the GPU if one is here.

    The division is exact only if cores do not slow each other down, so it is a lower bound.
    """
    counts = Counter(run.network for run in runs)
    first: dict[str, Run] = {}
    for run in runs:
        first.setdefault(run.network, run)
    data = split(runs[0])
    size = (data.train_x.shape[1:], len(data.train_x), len(data.classes))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    rows: list[list[str]] = []
    total: dict[str, float] = {}
    devices = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]
    for device in devices:
        for network, run in first.items():
            took = seconds(replace(run, device=device), *size)
            total[device] = total.get(device, 0.0) + took * counts[network]
            rows.append([network, device, f"{took:,.0f}", f"{counts[network]:,}"])
    torch.set_num_threads(threads)
    lines = [grid(["network", "on", "s a training", "trainings"], rows), ""]
    lines += [f"{n} core{'s' * (n > 1)}: {_span(total['cpu'] / n)}" for n in (1, 2, 64)]
    gpu = f"one GPU: {_span(total['cuda'])}" if "cuda" in total else "one GPU: none here to time"
    return "\n".join([*lines, gpu])


def _span(seconds: float) -> str:
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} seconds"
