"""Every panel in a real browser: milliseconds from a control's event until the picture is painted.

No part of its own: `panel_latency.py` opens the JupyterLab page in which all panels are shown, one
after the other, and writes the table.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import bench
import numpy as np
import probe

from drsn_lite import panels
from drsn_lite.drawing import Choice, Control, Panel, Slider

if TYPE_CHECKING:
    from lab import LivePanel, Notebook
    from playwright.sync_api import Locator

MOVES = 40
"""Moves of a panel, at least, spread over its sliders."""

AIM = 75
"""Milliseconds in which 95 % of the moves should be painted."""

PAUSE = "() => new Promise((go) => setTimeout(go, 30))"
"""As by hand between two keys: page and kernel finish what else they had to do."""


class PanelError(RuntimeError):
    """A panel showed an error, or another picture than was asked for."""


def every() -> dict[str, Panel]:
    """All panels, by name."""
    return {name: getattr(panels, name) for name in panels.__all__}


def measured_controls(panel: Panel) -> list[Control]:
    """The sliders; all controls of a panel that has no slider."""
    sliders = [control for control in panel.controls if isinstance(control, Slider)]
    return sliders or list(panel.controls)


def goes_up(slider: Slider, value: float, up: bool) -> bool:
    """Whether the next move goes up: on as before, until no step fits in at that end."""
    if up:
        return value + slider.step <= slider.high + 1e-9
    return value - slider.step < slider.low - 1e-9


def row(name: str, panel: Panel, times: Mapping[str, Sequence[float]]) -> bench.Row:
    """What is kept of a panel.

    Parameters
    ----------
    name : str
        The panel's.
    panel : Panel
        For whether it has a slider.
    times : mapping of control to milliseconds
        Of each move; empty if the files that the panel shows are missing.

    Returns
    -------
    dict
        `panel`, `sliders` (whether it has any) and `moves`; and if there are any, in ms,
        `median_ms`, `p95_ms`, `worst_ms`, and of the control with the greatest median `slowest`
        and `slowest_ms`.
    """
    every_move = [ms for moves in times.values() for ms in moves]
    sliders = any(isinstance(control, Slider) for control in panel.controls)
    made: bench.Row = {"panel": name, "sliders": sliders, "moves": len(every_move)}
    if not every_move:
        return made
    median, p95, worst = np.quantile(every_move, [0.5, 0.95, 1])
    medians = {control: float(np.median(moves)) for control, moves in times.items() if moves}
    slowest = max(medians, key=medians.__getitem__)
    numbers = {"median_ms": median, "p95_ms": p95, "worst_ms": worst}
    return (
        made
        | {column: round(float(ms), 1) for column, ms in numbers.items()}
        | {"slowest": slowest, "slowest_ms": round(medians[slowest], 1)}
    )


def text(made: Sequence[bench.Row]) -> str:
    """The table, the slowest panel first, under a sentence that names it."""
    done = sorted((r for r in made if r["moves"]), key=lambda r: (-r["p95_ms"], -r["median_ms"]))
    missing = ", ".join(f"`{r['panel']}`" for r in made if not r["moves"])
    parts = [f"Not measured, for the files they show are missing: {missing}."] if missing else []
    if not done:
        return parts[0]
    slow = done[0]
    said = (
        f"Of {len(done)} panels `{slow['panel']}` is the slowest: 95 % of its moves are painted "
        f"within {slow['p95_ms']:.0f} ms (aim: under {AIM}). "
        f"{sum(r['p95_ms'] < AIM for r in done)} of {len(done)} meet the aim."
    )
    lists = [f"`{r['panel']}`" for r in done if not r["sliders"]]
    if lists:
        said += f" No slider, so its lists and buttons were moved: {', '.join(lists)}."
    head = ["panel", "moves", "move → pixels, median / 95 % (ms)", "worst (ms)"]
    head += ["slowest control (its median, ms)"]
    lines = [
        [
            f"`{r['panel']}`",
            r["moves"],
            f"{r['median_ms']:.0f} / {r['p95_ms']:.0f}",
            f"{r['worst_ms']:.0f}",
            f"`{r['slowest']}` ({r['slowest_ms']:.0f})",
        ]
        for r in done
    ]
    return "\n\n".join([said, *parts, bench.table(head, lines)])


def measure(notebook: "Notebook", names: Sequence[str] = (), moves: int = MOVES) -> list[bench.Row]:
    """Show panels in the last cell of an open notebook, each in its turn, and move its controls.

    Parameters
    ----------
    notebook : Notebook
        With a kernel that runs, and no panel in a cell before the last: the first on the page is
        the one that is timed.
    names : sequence of str
        The panels; all of them if none is named.
    moves : int
        Of each panel, at least.

    Returns
    -------
    list of dict
        A `row` for each panel.

    Raises
    ------
    PanelError
        If a panel shows an error that is not that of missing data, or the page complains.
    """
    notebook.page.evaluate(probe.PAGE)
    known = every()
    return [_measure_one(notebook, name, known[name], moves) for name in names or known]


def _measure_one(notebook: "Notebook", name: str, panel: Panel, moves: int) -> bench.Row:
    notebook.complaints.clear()
    notebook.rerun(f"from drsn_lite import panels\nwidget = panels.{name}()\nwidget")
    errors = notebook.errors()
    if errors and all(error.startswith("DataMissingError") for error in errors):
        return row(name, panel, {})
    if errors:
        raise PanelError(f"{name}: {errors}")
    live = notebook.panels()[0].settled()
    controls = measured_controls(panel)
    each = math.ceil(moves / len(controls))
    times = {control.name: _moves(live, control, each) for control in controls}
    notebook.rerun("widget.close()")
    if notebook.complaints:
        raise PanelError(f"{name}: {notebook.complaints}")
    return row(name, panel, times)


def _moves(live: "LivePanel", control: Control, count: int) -> list[float]:
    """Milliseconds of moves of one control; those that end in missing data don't count."""
    page, handle, up = live.page, live.control(control.name), True
    if isinstance(control, Slider):
        live.press(control.name, "Home")  # not timed; what is loaded once is loaded now
    page.evaluate("name => { probe.name = name; }", control.name)
    value, times = live.settings()[control.name], []
    for _ in range(count):
        up = isinstance(control, Slider) and goes_up(control, value, up)
        page.evaluate(PAUSE)
        page.evaluate("() => probe.next('live')")
        wanted = _move(handle, control, value, up)
        shown: dict[str, Any] = page.evaluate("() => probe.waiting")
        if shown["value"] != wanted or wanted == value:
            raise PanelError(f"{control.name}: {value}, then {wanted}; painted for {shown}")
        value = wanted
        if not shown["error"]:
            times.append(shown["ms"])
        elif not shown["error"].startswith("DataMissingError"):
            raise PanelError(f"{control.name} = {value}: {shown['error']}")
    return times


def _move(handle: "Locator", control: Control, value: Any, up: bool) -> Any:
    """Move a control by one: its new value, which the picture must show.

    A slider goes up in tenths of its range and comes down in single steps, as readers do both; so
    it is seldom twice at one value, which the kernel might remember.
    """
    if isinstance(control, Slider):
        handle.press("PageUp" if up else "ArrowLeft")
        return float(handle.input_value())
    if isinstance(control, Choice):
        options = [option for option, _ in control.options]
        handle.select_option(options[(options.index(value) + 1) % len(options)])
        return handle.input_value()
    handle.press("Enter")
    return not value
