"""What a page does when its table is damaged, and that a wrong number in a table is found."""

import gzip
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from book.grids import GRIDS

ROOT = Path(__file__).parents[2]
LESSON = "notebooks/02-soft-thresholding.html"


def prove(tables: Path, frames: int = 3) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "book.proof", "--frames", str(frames), "--tables", str(tables)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_tables_hold_what_python_draws(site):
    """A sample of the settings of each panel, drawn afresh."""
    done = prove(site / "tables")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def copy(site, tmp_path):
    """The tables, to be damaged. Only one of the panels is looked at where that is enough."""
    shutil.copytree(site / "tables", tmp_path / "tables")
    return tmp_path / "tables"


def test_one_wrong_number_is_found(copy):
    """In a table of which sixty Frames are drawn afresh, always the same; and a wrong word."""
    from book import proof
    from book.runs import newcomer

    grid = GRIDS["guess_weight_change"]
    file = copy / grid.name / "0.bin"
    assert list(proof.differences(grid, file.parent, 60)) == []
    content = bytearray(gzip.decompress(file.read_bytes()))
    singles, halves = np.frombuffer(content, np.uint32, 2).tolist()
    start = 8 + 4 * singles
    numbers = np.frombuffer(content, np.float16, halves, start).copy()
    numbers[np.abs(numbers).argmax()] *= 1.01
    content[start : start + 2 * halves] = numbers.tobytes()
    file.write_bytes(gzip.compress(content))
    with newcomer():
        assert list(proof.differences(grid, file.parent, 60)) != []
    words = gzip.compress(
        gzip.decompress((copy / "guess_depth" / "0.bin").read_bytes()).replace(b"layers", b"lovers")
    )
    (copy / "guess_depth" / "0.bin").write_bytes(words)
    assert list(proof.differences(GRIDS["guess_depth"], copy / "guess_depth", 3)) != []


def test_two_frames_that_change_places_are_found(copy):
    from book import proof, tables

    grid = GRIDS["confusion_over_snr"]
    frames = [grid.panel.frame(**settings) for settings in grid.settings(0)]
    (copy / grid.name / "0.bin").write_bytes(tables.pack([*frames[1:], frames[0]]))
    assert list(proof.differences(grid, copy / grid.name, 3)) != []


def test_a_missing_first_chunk_leaves_the_still_and_says_why(read):
    reader = read(viewport={"width": 1280, "height": 900})
    reader.context.route("**/tables/guess_tau/**", lambda route: route.fulfill(status=404, body=""))
    opened = reader.open(LESSON)
    place = opened.locator(".drsn-panel[data-panel=guess_tau]")
    place.scroll_into_view_if_needed()
    told = place.get_by_role("alert")
    told.wait_for()
    assert "could not be loaded" in told.inner_text()
    assert "404" in told.inner_text()
    assert place.locator("figure img").is_visible()
    # the other panel of the page is alive
    opened.locator(".drsn-panel[data-panel=soft_threshold]").scroll_into_view_if_needed()
    opened.locator(".drsn-panel[data-panel=soft_threshold] canvas[data-seq]").wait_for()


def test_a_missing_chunk_is_told_in_the_panel_and_asked_for_again(read):
    reader = read(viewport={"width": 1280, "height": 900})
    opened = reader.open(LESSON)
    place = opened.locator(".drsn-panel[data-panel=soft_threshold]")
    place.scroll_into_view_if_needed()
    place.locator("canvas[data-seq]").wait_for()
    gone = True

    def answer(route):
        route.fulfill(status=404, body="") if gone else route.continue_()

    reader.context.route("**/tables/soft_threshold/**", answer)
    place.locator("[name=kind]").select_option("1")
    told = place.get_by_role("alert")
    told.wait_for()
    assert "could not be loaded" in told.inner_text()
    assert place.locator("canvas").is_visible()
    gone = False
    place.locator("[name=kind]").select_option("2")
    place.locator(".drsn-error[hidden]").wait_for(state="attached")
    assert "garrote" in place.locator("select[name=kind] option:checked").inner_text()


def test_a_damaged_chunk_is_told_too(read):
    reader = read(viewport={"width": 1280, "height": 900})
    reader.context.route("**/tables/guess_tau/**", lambda route: route.fulfill(body=b"no table"))
    opened = reader.open(LESSON)
    place = opened.locator(".drsn-panel[data-panel=guess_tau]")
    place.scroll_into_view_if_needed()
    place.get_by_role("alert").wait_for()
    assert place.locator("figure img").is_visible()
