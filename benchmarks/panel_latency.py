"""How fast a panel answers, in a real browser, beside `interact` + inline matplotlib.

Both show the same Frames of the same panel, the network in the loop, in one JupyterLab page, one
after the other: times depend on the machine, the ratios much less. Measured in the page, from the
slider's event until the canvas is painted, or the new <img> is loaded.

    python benchmarks/panel_latency.py [--save]      # --save writes benchmarks/PANELS.md
"""

import argparse
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "browser"))

from lab import Notebook, launch, serve, write_notebook  # noqa: E402
from playwright.sync_api import Locator, Page, sync_playwright  # noqa: E402

MOVES, DRAG_SECONDS = 48, 1.0

CELL = """
import ipywidgets, matplotlib.pyplot as plt
from drsn_lite import drawing, panels
panel = panels.{panel}
control = next(c for c in panel.controls if c.name == "{slider}")

def draw(value):
    frame = panel.frame(**{{control.name: value}})
    print(value)
    _, axes = plt.subplots(frame.rows, frame.columns, squeeze=False, layout="constrained",
                           figsize=(13, 2.8 * frame.rows))
    for ax, plot in zip(axes.flat, frame.plots):
        for mark in plot.marks:
            handle = drawing.paint_mark(ax, mark, "light")
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

# `state()` says which picture is on the screen and for which value it was made
PAGE = """
globalThis.probe = {live: {
    state() {
        const { seq, settings } = document.querySelector(".drsn canvas").dataset;
        return { picture: seq, value: JSON.parse(settings)["SLIDER"] };
    },
}, interact: {
    state() {
        const image = document.querySelector(".widget-interact img");
        const text = document.querySelector(".widget-interact pre");
        const ready = image?.complete && text;
        return { picture: ready ? image.src : null, value: ready ? Number(text.innerText) : null };
    },
}};
for (const event of ["keydown", "pointermove", "mousemove"])
    addEventListener(event, () => (probe.moved = performance.now()), { capture: true });
probe.next = (way) => {
    const before = probe[way].state().picture;
    probe.waiting = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`no new picture of ${way} in 30 s`)), 30000);
        const look = () => {
            const { picture } = probe[way].state();
            if (picture === null || picture === before) return;
            watch.disconnect();
            removeEventListener("load", look, true);
            resolve(performance.now() - probe.moved);
        };
        const watch = new MutationObserver(look);
        watch.observe(document.body, { subtree: true, childList: true, attributes: true });
        addEventListener("load", look, true); // an <img> has its pixels when it is loaded
    });
};
probe.record = (way) => {
    probe.seen = [];
    const look = () => {
        const { picture, value } = probe[way].state();
        if (picture !== null && picture !== probe.seen.at(-1)?.picture)
            probe.seen.push({ picture, value, at: performance.now() });
        requestAnimationFrame(look);
    };
    look();
};
null; // or Playwright would call the function above
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


def measure(page: Page, way: str, handle: Locator, track: Locator, value: Callable) -> Result:
    """Move a slider by key and by mouse, and look at the page in every animation frame."""
    moves = []
    handle.focus()
    page.keyboard.press("Home")
    page.wait_for_function("([way, low]) => probe[way].state().value === low", arg=[way, value()])
    for i in range(MOVES):
        page.evaluate("() => new Promise((go) => setTimeout(go, 50))")  # a pause, as by hand
        page.evaluate("way => probe.next(way)", way)
        page.keyboard.press("ArrowRight" if i < MOVES / 2 else "ArrowLeft")
        moves.append(page.evaluate("() => probe.waiting"))

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


def run(panel: str, slider: str) -> dict[str, Result]:
    """Measure both ways in one JupyterLab, each in its own notebook."""
    results = {}
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
                notebook.page.evaluate(PAGE.replace("SLIDER", slider))
                results[way] = measure(notebook.page, way, *_parts(notebook, way, slider))
                notebook.close()
            browser.close()
    return results


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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--panel", default="noise_lab")
    parser.add_argument("--slider", default="snr_db")
    parser.add_argument("--save", action="store_true", help="write benchmarks/PANELS.md too")
    options = parser.parse_args()
    text = table(run(options.panel, options.slider), options.panel, options.slider)
    print(text)
    if options.save:
        title = "# Speed of panels\n\nMade by `benchmarks/panel_latency.py --save`.\n\n"
        (REPOSITORY / "benchmarks" / "PANELS.md").write_text(title + text + "\n", "utf-8")
