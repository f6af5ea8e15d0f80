"""What all parts of `make bench` share: taking turns, ratios, and the report.

A part is a file with `rows(quick)`, which measures, and `text(rows)`, which makes Markdown of it.

    python benchmarks/thresholds.py                 print it; write its section of RESULTS.md
    python benchmarks/thresholds.py --quick         a few seconds, for tests: print it only

Machines differ, and one machine from minute to minute. So the ways that are compared take turns
in every round, a ratio is that of two times of the same round, and what is reported is the median
of the ratios with their quartiles.
"""

import argparse
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psutil
from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

Row = dict[str, Any]
Times = NDArray[np.float64]

ORDER = ("thresholds", "steps", "profiling", "inference", "panel_frames", "course", "scaling")
"""The parts, as they stand in the report."""

HEAD = """# Speed

Made by `make bench`, or part by part, as in `python benchmarks/thresholds.py`; the rows lie in
`results/`. Compare the ratios: what is compared took turns in every round, so a ratio is one
within a run, as a median with its quartiles. Times in seconds hold for the machine that is named.
How fast a panel answers in a browser is in [PANELS.md](PANELS.md).
"""


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternate(
    ways: Mapping[str, Callable[[], float | tuple[float, ...]]], rounds: int, warm: int = 2
) -> dict[str, Times]:
    """Call all ways in turn, in every round: each returns its own seconds, one number or several.

    Parameters
    ----------
    ways : mapping of name to function
    rounds, warm : int
        Rounds that count, and rounds before them that don't.

    Returns
    -------
    dict of name to array (rounds,) or (rounds, numbers)
    """
    taken: dict[str, list[float | tuple[float, ...]]] = {name: [] for name in ways}
    for number in range(warm + rounds):
        for name, way in ways.items():
            took = way()
            if number >= warm:
                taken[name].append(took)
    return {name: np.array(values) for name, values in taken.items()}


def quartiles(name: str, values: Times, digits: int = 4) -> Row:
    """Three columns: the median as `name`, then `name_low` and `name_high`, the quartiles."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    return {
        name: round(float(middle), digits),
        f"{name}_low": round(float(low), digits),
        f"{name}_high": round(float(high), digits),
    }


def shown(row: Mapping[str, Any], name: str, digits: int = 2) -> str:
    """A median with its quartiles: "1.43 (1.40–1.46)"; empty where there is none."""
    if name not in row or pd.isna(row[name]):
        return ""
    middle, low, high = (f"{row[name + end]:.{digits}f}" for end in ("", "_low", "_high"))
    return f"{middle} ({low}–{high})"


def table(head: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)


def settle_memory() -> None:
    """Bring the C library to where a training has brought it: it keeps the memory that is freed.

    In a fresh process glibc gives large blocks back at once, and the next to ask pays for it, so
    that a time would depend on what ran before.
    """
    import torch

    torch.empty(7_900_000)  # just under 32 MB, the largest block that glibc learns from


def machine() -> str:
    """The machine and the versions, in a line."""
    import torch

    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists() and (found := re.search(r"model name\s*: (.*)", cpuinfo.read_text())):
        name = found[1]
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{name}, {psutil.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB{load}; "
        f"{platform.system()}, Python {platform.python_version()}, torch {torch.__version__}, "
        f"NumPy {np.__version__}"
    )


def put(folder: Path, name: str, section: str) -> None:
    """Replace one section of RESULTS.md, and leave the others as they are."""
    path = folder / "RESULTS.md"
    old = path.read_text("utf-8") if path.exists() else ""
    parts = re.split(r"<!-- (\w+) -->\n", old)[1:]
    sections = dict(zip(parts[::2], parts[1::2], strict=True)) | {name: section}
    body = [f"<!-- {part} -->\n{sections[part].strip()}\n" for part in ORDER if part in sections]
    path.write_text("\n".join([HEAD, *body]), "utf-8")


def main(
    name: str,
    title: str,
    rows: Callable[[bool], list[Row]],
    text: Callable[[list[Row]], str],
    draw: Callable[[list[Row], Path], None] | None = None,
) -> None:
    """Run one part from the command line."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--quick", action="store_true", help="a few rounds; nothing is written")
    parser.add_argument("--out", type=Path, help="where to write, in place of benchmarks/")
    options = parser.parse_args()
    import torch

    torch.set_num_threads(1)
    settle_memory()
    before, start = machine(), time.perf_counter()
    made = rows(options.quick)
    took = time.perf_counter() - start
    kind = "A quick trial, no measurement" if options.quick else f"Measured in {took:.0f} s"
    section = f"## {title}\n\n{text(made)}\n\n*{before}. {kind}.*\n"
    print(section)
    folder = options.out or (None if options.quick else FOLDER)
    if folder is not None:
        (folder / "results").mkdir(parents=True, exist_ok=True)
        pd.DataFrame(made).to_csv(folder / "results" / f"{name}.csv", index=False)
        put(folder, name, section)
        if draw:
            draw(made, folder)
