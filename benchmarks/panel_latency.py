"""How fast panels answer, in a real browser: one beside `interact` and the web book, then all.

`interact` + inline matplotlib and the panel show the same Frames, the network in the loop, in one
JupyterLab, one after the other: times depend on the machine, the ratios much less. Measured in the
page, from the slider's event until the canvas is painted, or the new <img> is loaded. The book's
front page, which has the noise lab, is measured too, if `make book` has built it.

    python benchmarks/panel_latency.py [--save]      # --save writes PANELS.md and the rows
    python benchmarks/panel_latency.py --only se_steps noise_lab      # these, no comparison
"""

import argparse
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "browser"))

import bench  # noqa: E402
import every_panel  # noqa: E402
import pandas as pd  # noqa: E402
import probe  # noqa: E402
from lab import Notebook, launch, serve, write_notebook  # noqa: E402
from playwright.sync_api import Browser, Locator, Page, sync_playwright  # noqa: E402

from book.serving import served  # noqa: E402

SITE = REPOSITORY / "book" / "_build" / "html"
MOVES, DRAG_SECONDS = 48, 1.0

CELL = """
import ipywidgets, matplotlib.pyplot as plt
from drsn_lite import panels
from drsn_lite.drawing.painter import paint_mark
panel = panels.{panel}
control = next(c for c in panel.controls if c.name == "{slider}")

def draw(value):
    frame = panel.frame(**{{control.name: value}})
    print(value)
    _, axes = plt.subplots(frame.rows, frame.columns, squeeze=False, layout="constrained",
                           figsize=(13, 2.8 * frame.rows))
    for ax, plot in zip(axes.flat, frame.plots):
        for mark in plot.marks:
            handle = paint_mark(ax, mark, "light")
            if handle:
                (handle if hasattr(handle, "set_label") else handle[0]).set_label(mark.label)
        xlim, ylim = plot.limits()
        ax.set(title=plot.title, xlabel=plot.xlabel, ylabel=plot.ylabel, xlim=xlim, ylim=ylim)
        if ax.get_legend_handles_labels()[0]:
            ax.legend()
    plt.show()

if {live}:
    display(panel())
else:
    ipywidgets.interact(draw, value=ipywidgets.FloatSlider(
        min=control.low, max=control.high, step=control.step, value=control.value))
"""


@dataclass
class Result:
    """Milliseconds of each move, pictures painted in a drag of one second, ms to the last one."""

    moves: list[float]
    frames: int
    last: float

    @property
    def median(self) -> float:
        return statistics.median(self.moves)

    @property
    def worst(self) -> float:
        """The 95th percentile."""
        return statistics.quantiles(self.moves, n=20, method="inclusive")[-1]


def measure(
    page: Page, way: str, handle: Locator, track: Locator, value: Callable, steps: int = MOVES // 2
) -> Result:
    """Move a slider by key and by mouse, and look at the page in every animation frame.

    By key it goes up and down by so many steps, which it must have.
    """
    moves = []
    handle.focus()
    page.keyboard.press("Home")
    page.wait_for_function("([way, low]) => probe[way].state().value === low", arg=[way, value()])
    for i in range(MOVES):
        page.evaluate("() => new Promise((go) => setTimeout(go, 50))")  # a pause, as by hand
        page.evaluate("way => probe.next(way)", way)
        page.keyboard.press("ArrowLeft" if i // steps % 2 else "ArrowRight")
        moves.append(page.evaluate("() => probe.waiting")["ms"])

    box = track.bounding_box()
    x, y, width = box["x"] + 8, box["y"] + box["height"] / 2, box["width"] - 16
    page.keyboard.press("Home")
    page.wait_for_function("([way, low]) => probe[way].state().value === low", arg=[way, value()])
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("way => probe.record(way)", way)
    start = time.perf_counter()
    while (spent := time.perf_counter() - start) < DRAG_SECONDS:
        page.mouse.move(x + 0.9 * width * spent / DRAG_SECONDS, y)
    dragged = page.evaluate("() => probe.seen.length - 1")
    page.mouse.move(x + 0.95 * width, y)
    page.mouse.up()
    page.wait_for_function("([way, end]) => probe[way].state().value === end", arg=[way, value()])
    page.evaluate("() => new Promise(requestAnimationFrame)")
    last = page.evaluate("() => probe.seen.at(-1).at - probe.moved")
    return Result(moves, dragged, last)


def run(panel: str, slider: str) -> tuple[dict[str, Result], list[bench.Row]]:
    """Measure both ways in one JupyterLab, each in its own notebook; in that of the panel, all."""
    results, every = {}, []
    with tempfile.TemporaryDirectory() as root, tempfile.TemporaryDirectory() as home:
        for way in ("live", "interact"):
            code = CELL.format(panel=panel, slider=slider, live=way == "live")
            write_notebook(Path(root) / f"{way}.ipynb", [code])
        with serve(Path(root), Path(home)) as server, sync_playwright() as playwright:
            browser = launch(playwright)
            for way in ("live", "interact"):
                notebook = Notebook(browser, server).open(f"{way}.ipynb")
                if errors := notebook.run_all():
                    raise RuntimeError(f"{way}: {errors}")
                notebook.page.evaluate(probe.PAGE.replace("NAME", slider))
                results[way] = measure(notebook.page, way, *_parts(notebook, way, slider))
                if way == "live":
                    every = every_panel.measure(notebook)
                notebook.close()
            if panel == "noise_lab" and (SITE / "index.html").is_file():
                results["web"] = run_on_web(browser, slider)
            browser.close()
    return results, every


def run_on_web(browser: Browser, slider: str) -> Result:
    """Measure the first panel of the book's front page: no kernel, the table's chunk is there."""
    with served(SITE) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(address)
        page.locator(".drsn canvas[data-seq]").wait_for()
        page.evaluate(probe.PAGE.replace("NAME", slider))
        handle = page.locator(f".drsn [name={slider}]")
        last = int(handle.get_attribute("max"))
        result = measure(page, "live", handle, handle, lambda: float(handle.input_value()), last)
        page.close()
    return result


def run_some(names: Sequence[str]) -> list[bench.Row]:
    """Measure these panels, without the comparison."""
    with tempfile.TemporaryDirectory() as root, tempfile.TemporaryDirectory() as home:
        write_notebook(Path(root) / "panels.ipynb", ["widget = None"])
        with serve(Path(root), Path(home)) as server, sync_playwright() as playwright:
            browser = launch(playwright)
            notebook = Notebook(browser, server).open("panels.ipynb")
            made = every_panel.measure(notebook, names)
            notebook.close()
            browser.close()
    return made


def _parts(notebook: Notebook, way: str, slider: str) -> tuple[Locator, Locator, Callable]:
    """What takes the keys, what is dragged along, and a function that reads the value."""
    if way == "live":
        control = notebook.panels()[0].settled().control(slider)
        return control, control, lambda: float(control.input_value())
    handle = notebook.page.locator(".widget-interact .noUi-handle")
    handle.wait_for()
    notebook.page.locator(".widget-interact img").wait_for()
    track = notebook.page.locator(".widget-interact .noUi-target")
    return handle, track, lambda: float(handle.get_attribute("aria-valuenow"))


def table(results: dict[str, Result], panel: str, slider: str) -> str:
    """The results as Markdown."""
    live, usual = results["live"], results["interact"]
    rows = {"drsn-lite panel": live, "`interact` + inline matplotlib": usual}
    if "web" in results:
        rows = {"the same panel on the web page, without a kernel": results["web"]} | rows
    lines = [
        f"`panels.{panel}`, slider `{slider}`: {MOVES} moves by key, a drag of 1 s by mouse. "
        f"Python {platform.python_version()}, headless Chromium without a GPU.",
        "",
        "| way | move → pixels, median / 95 % (ms) | pictures in the drag | last one right (ms) |",
        "|---|---|---|---|",
    ]
    for name, r in rows.items():
        lines.append(f"| {name} | {r.median:.0f} / {r.worst:.0f} | {r.frames} | {r.last:.0f} |")
    ratio = usual.median / live.median
    return "\n".join([*lines, "", f"The panel answers {ratio:.0f} times as fast (median)."])


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--panel", default="noise_lab", help="the one beside `interact`")
    parser.add_argument("--slider", default="snr_db")
    parser.add_argument("--only", nargs="+", metavar="PANEL", choices=list(every_panel.every()))
    parser.add_argument("--save", action="store_true", help="write benchmarks/PANELS.md too")
    options = parser.parse_args()
    if options.only:
        print(every_panel.text(run_some(options.only)))
        return
    machine, start = bench.machine(), time.perf_counter()
    results, every = run(options.panel, options.slider)
    took = time.perf_counter() - start
    text = "\n\n".join(
        [
            "## A panel beside `interact`",
            table(results, options.panel, options.slider),
            "## Every panel",
            every_panel.text(every),
            f"*{machine}. Measured in {took:.0f} s.*",
        ]
    )
    print(text)
    if options.save:
        title = "# Speed of panels\n\nMade by `benchmarks/panel_latency.py --save`.\n\n"
        (bench.FOLDER / "PANELS.md").write_text(title + text + "\n", "utf-8")
        pd.DataFrame(every).to_csv(bench.FOLDER / "results" / "every_panel.csv", index=False)


if __name__ == "__main__":
    main()
