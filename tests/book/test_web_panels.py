"""Every panel on its page: each live control moved by hand; picture and sentence follow."""

import json
import re
from typing import Any

import nbformat
import pytest
from lab import LivePanel

from book import tables
from book.content import LESSONS, NOTEBOOKS
from book.grids import GRIDS, Grid
from drsn_lite.drawing import Choice, Commit, Slider

LESSON_OF = {}
"""The page that shows each panel first."""

for _path in LESSONS:
    for _cell in nbformat.read(_path, as_version=4).cells:
        if _cell.cell_type == "code":
            for _name in re.findall(r"panels\.(\w+)\(", _cell.source):
                LESSON_OF.setdefault(_name, _path.relative_to(NOTEBOOKS).with_suffix(".html"))


@pytest.fixture(params=list(GRIDS))
def shown(request, read):
    """The grid of a panel, its reader and the panel on its page."""
    grid = GRIDS[request.param]
    reader = read(viewport={"width": 1280, "height": 1000})
    opened = reader.open(f"notebooks/{LESSON_OF[grid.name].as_posix()}")
    place = opened.locator(f".drsn-panel[data-panel={grid.name}]").first
    place.scroll_into_view_if_needed()
    place.locator("canvas[data-seq]").wait_for()
    yield grid, reader, LivePanel(place.locator(".drsn"))
    assert reader.complaints == []


def controls(grid: Grid, kind: type) -> list[Any]:
    return [
        control
        for control in grid.panel.controls
        if control.name in grid.values and isinstance(control, kind)
    ]


def on_page(grid: Grid, live: LivePanel) -> dict[str, Any]:
    """The settings of the picture on the screen, as Python has them."""
    shown = live.settings()
    return grid.panel.settings() | {
        name: values[int(shown[name])] for name, values in grid.values.items()
    }


def stored(site, grid: Grid, settings: dict[str, Any]) -> str:
    """The sentence that the table has for these settings."""
    chunk, at = grid.where(settings)
    file = site / "tables" / grid.name / f"{chunk}.bin"
    return tables.unpack(file.read_bytes())[at][0]["sentence"]


def test_every_live_control_moves_picture_and_sentence(shown, site):
    """By key, list and button; what is on the screen is the Frame of the settings on the screen."""
    grid, _, live = shown
    assert live.sentence() == stored(site, grid, on_page(grid, live))
    start = on_page(grid, live)
    for control in controls(grid, Slider) + controls(grid, Choice):
        values = grid.values[control.name]
        if len(values) == 1:
            continue  # the page names the others, and says where they are
        pixels, at = live.pixels(), values.index(start[control.name])
        move(live, control, 0 if at == len(values) - 1 else len(values) - 1)
        now = on_page(grid, live)
        assert now == start | {control.name: values[0 if at == len(values) - 1 else -1]}
        assert live.pixels() != pixels, control.name
        assert live.sentence() == stored(site, grid, now), control.name
        assert live.error() == ""
        move(live, control, at)
        assert on_page(grid, live) == start
        assert live.pixels() == pixels, control.name


def move(live: LivePanel, control: Slider | Choice, to: int) -> None:
    """Move a control to one of its places on the page, by keys or in its list."""
    handle = live.control(control.name)
    if isinstance(control, Choice):
        handle.select_option(str(to))
        live.settled()
        return
    last = int(handle.get_attribute("max"))
    live.press(control.name, "End" if to > last / 2 else "Home")
    for _ in range(last - to if to > last / 2 else to):
        live.press(control.name, "ArrowLeft" if to > last / 2 else "ArrowRight")


def test_a_drag_ends_with_the_picture_of_its_end(shown, site):
    """And every other control stays where it was dragged to before."""
    grid, _, live = shown
    put = on_page(grid, live)
    for control in controls(grid, Slider):
        if len(grid.values[control.name]) < 3:
            continue
        live.press(control.name, "Home")
        put[control.name] = grid.values[control.name][0]
        assert on_page(grid, live) == put
        before = live.pixels()
        live.drag(control.name, 0.0, 0.7).settled()
        value = int(float(live.control(control.name).input_value()))
        assert value > 0
        now = on_page(grid, live)
        put[control.name] = grid.values[control.name][value]
        assert now == put
        assert live.sentence() == stored(site, grid, now)
        dragged = live.pixels()
        assert dragged != before, control.name
        live.press(control.name, "ArrowRight").press(control.name, "ArrowLeft")
        assert live.pixels() == dragged, f"{control.name}: a stale frame stayed after the drag"


def test_predict_commit_reveal(shown):
    """A committed guess is locked, the truth is drawn; "Guess again" takes both back."""
    grid, _, live = shown
    for control in controls(grid, Commit):
        guess, open_ = live.pixels(), live.sentence()
        live.control(control.name).press("Enter")
        live.settled()
        assert live.sentence() != open_
        assert live.pixels() != guess
        assert all(live.control(name).is_disabled() for name in control.locks)
        live.control(control.name).press("Enter")
        live.settled()
        assert (live.sentence(), live.pixels()) == (open_, guess)
        assert all(live.control(name).is_enabled() for name in control.locks)


def test_what_stands_fixed_is_named(shown):
    grid, _, live = shown
    fixed = [control for control in grid.panel.controls if control.name not in grid.values]
    words = live.root.locator(".drsn-fixed")
    assert words.count() == bool(fixed)
    for control in fixed:
        assert control.label in words.inner_text()
    for control in controls(grid, Choice):
        missing = [v for v, _ in control.options if v not in grid.values[control.name]]
        assert live.control(control.name).locator("option:disabled").count() == len(missing)


def test_the_noise_lab_keeps_what_it_is_there_to_show():
    """At least: 2 dB steps, all networks and units, one sample of each class of two data sets."""
    grid, panel = GRIDS["noise_lab"], GRIDS["noise_lab"].panel
    every = {control.name: control for control in panel.controls}
    assert set(range(-10, 21, 2)) <= set(grid.values["snr_db"])
    assert list(grid.values["network"]) == [value for value, _ in every["network"].options]
    assert list(grid.values["unit"]) == list(range(1, 7))
    assert {"gearbox", "digits"} <= set(grid.values["data"])
    assert set(range(10)) <= set(grid.values["sample"])
    assert json.dumps(grid.place(panel.settings())), "the lessons' own setting is on the grid"
