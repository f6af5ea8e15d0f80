"""Every panel without a browser: from a control that moved to what is sent, and to a still.

    python benchmarks/panel_frames.py [--quick]

`panel_latency.py` measures them in a real browser.
"""

import io

import bench
import numpy as np

from drsn_lite import panels
from drsn_lite.datasets.remote import DataMissingError
from drsn_lite.drawing import Choice, Control, Panel, Slider, paint

STOPS = 7
"""Settings of a slider that are tried."""


def stops(control: Control) -> list[object]:
    """The settings of a control to move through."""
    if isinstance(control, Slider):
        steps = round((control.high - control.low) / control.step)
        where = np.unique(np.linspace(0, steps, STOPS).round())
        values = [min(control.high, control.low + control.step * float(k)) for k in where]
        return [control.kind(value) for value in values]
    if isinstance(control, Choice):
        return [value for value, _ in control.options]
    return [False, True]


def measured(name: str, panel: Panel, rounds: int) -> list[bench.Row]:
    """The row of a panel, none where it wants files that are not here."""
    try:
        first = bench.seconds(panel.frame)
    except DataMissingError:
        return []
    moves: list[tuple[float, str]] = []
    for number in range(rounds + 1):
        for control in panel.controls:
            for value in stops(control):
                try:
                    took = bench.seconds(lambda: panel.frame(**{control.name: value}).pack())  # noqa: B023
                except DataMissingError:
                    continue
                if number or rounds == 0:  # the first round fills caches
                    moves.append((1000 * took, f"{control.name} = {value}"))
    if not moves:  # a panel without controls
        moves = [(1000 * bench.seconds(lambda: panel.frame().pack()), "") for _ in range(5)]
    still = bench.seconds(lambda: paint(panel.frame()).savefig(io.BytesIO(), format="png"))
    times = np.array([took for took, _ in moves])
    worst, at = max(moves)
    return [
        {"panel": name, "first_ms": round(1000 * first, 2)}
        | bench.quartiles("move_ms", times, 3)
        | {"worst_ms": round(worst, 3), "worst_at": at, "still_ms": round(1000 * still, 1)}
    ]


def rows(quick: bool = False) -> list[bench.Row]:
    """A row for each panel whose files are here."""
    every = {name: getattr(panels, name) for name in panels.__all__}
    if quick:
        every = {name: every[name] for name in ("soft_threshold", "noise_lab")}
    return [row for name, p in every.items() for row in measured(name, p, 0 if quick else 3)]


def text(made: list[bench.Row]) -> str:
    """The section of the report."""
    slow = max(made, key=lambda row: row["worst_ms"])
    usual = max(made, key=lambda row: row["move_ms"])
    lines = [
        [
            f"`{row['panel']}`",
            bench.shown(row, "move_ms", 1),
            f"{row['worst_ms']:.1f}",
            row["worst_at"],
            f"{row['first_ms']:.0f}",
            f"{row['still_ms']:.0f}",
        ]
        for row in sorted(made, key=lambda row: -row["move_ms"])
    ]
    head = ["panel", "a move, ms", "worst move, ms", "at", "first frame, ms", "still picture, ms"]
    return (
        "From new settings to a packed frame, for every control over its range, once caches are "
        f"full. Of {len(made)} panels `{usual['panel']}` is the slowest in the median "
        f"({usual['move_ms']:.1f} ms), and `{slow['panel']}` has the slowest single move "
        f"({slow['worst_ms']:.1f} ms; aim: under 50).\n\n{bench.table(head, lines)}"
    )


if __name__ == "__main__":
    bench.main("panel_frames", "Panels without a browser", rows, text)
