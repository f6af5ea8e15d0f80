"""Where the time of a training step goes, by kind of work.

python benchmarks/profiling.py [--quick]
"""

import bench
import steps
import torch
from torch.profiler import ProfilerActivity, profile

from drsn_lite.networks import PRESETS, build

KINDS = {
    "convolution": ("conv",),
    "BatchNorm": ("batch_norm", "BatchNorm"),
    "threshold and mean|x|": (
        *("SoftThreshold", "MeanAbs", "abs", "sign", "sub", "mul_", "softshrink", "leaky_relu"),
        *("aten::clamp$", "aten::clamp_min_", "aten::mean"),
    ),
    "ReLU": ("relu", "clamp_min", "threshold_backward"),
    "small matrices": ("addmm", "aten::mm", "linear", "sigmoid"),
    "adding": ("aten::add", "aten::sum"),
    "copies and zeros": ("copy_", "fill_", "zero", "pad", "clone", "contiguous"),
    "optimizer": ("Optimizer", "_foreach", "fused"),
}
"""Kind of work → parts of the names of operations, the first that fits; $ is the end of a name."""

REST = "Python and the rest"


def kind(operation: str) -> str:
    """What an operation counts as."""
    for name, parts in KINDS.items():
        if any(part in f"{operation}$" for part in parts):
            return name
    return REST


def rows(quick: bool = False) -> list[bench.Row]:
    """A row for each preset, network and kind of work: its share of the time of a step."""
    made = []
    for preset in ("lite",) if quick else ("paper", "lite"):
        length, batch = (128, 8) if quick else (steps.LENGTHS[preset], 128)
        x = torch.randn(batch, 1, 1, length, generator=torch.Generator().manual_seed(0))
        for name in ("resnet", "drsn-cw"):
            step = steps.stepper(
                build(name, PRESETS[preset], 8, seed=0), x, torch.arange(batch) % 8
            )
            for _ in range(2):
                step()
            with profile(activities=[ProfilerActivity.CPU]) as seen:
                for _ in range(1 if quick else 10):
                    step()
            spent = dict.fromkeys([*KINDS, REST], 0.0)
            for event in seen.key_averages():
                spent[kind(event.key)] += event.self_cpu_time_total
            whole = sum(spent.values())
            made += [
                {"preset": preset, "network": name, "kind": one, "share": round(t / whole, 4)}
                for one, t in spent.items()
            ]
    return made


def text(made: list[bench.Row]) -> str:
    """The section of the report."""
    pairs = list(dict.fromkeys((row["preset"], row["network"]) for row in made))
    share = {(row["preset"], row["network"], row["kind"]): row["share"] for row in made}
    lines = [
        [one.replace("|", "\\|"), *(f"{share[(*pair, one)]:.1%}" for pair in pairs)]
        for one in [*KINDS, REST]
    ]
    table = bench.table(["kind of work", *(f"{name}, {preset}" for preset, name in pairs)], lines)
    return f"Shares of a step by torch's profiler, which itself slows small operations.\n\n{table}"


if __name__ == "__main__":
    bench.main("profiling", "Where a training step spends its time", rows, text)
