"""How the page reads a table: every number as Python has it, chunks ahead, slow and lost ones."""

import base64
import json
import time

import numpy as np
import pytest
from lab import LivePanel

from book import tables
from book.grids import GRIDS
from drsn_lite.drawing import Frame, Image, Line, Plot

PAGE = "notebooks/02-soft-thresholding.html"
READ = """async ([address, encoded]) => {
    const { readChunk } = await import(address);
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const frames = await readChunk(bytes);
    return frames.map(({ frame, numbers }) => [JSON.stringify(frame), [...numbers].map(String)]);
}"""


def as_the_page_reads(reader, chunk: bytes):
    opened = reader.open("bibliography.html")
    given = [f"{reader.address}_static/web.js", base64.b64encode(chunk).decode()]
    return opened.evaluate(READ, given)


ODD = np.array([0, -0.0, 1, -1, 65504, 6e-8, -6.1e-5, 0.1, np.nan, np.inf, -np.inf], np.float32)


@pytest.mark.parametrize(
    "frame",
    [
        Frame((Plot("ten", (Line(np.arange(2048.0) / 7),)),), "half", "a"),
        Frame((Plot("far", (Line(1e6 + np.arange(50.0)),)),), "single", "a"),
        Frame((Plot("odd", (Line(ODD), Image(ODD[:10].reshape(2, 5), -1, 1))),), "–", "τ"),
    ],
    ids=["float16", "float32", "odd"],
)
def test_numbers_and_words_are_read_as_python_reads_them(read, frame):
    other = Frame((Plot("other", (Line(np.linspace(-1, 1, 7)),)),), "other words", "b")
    chunk = tables.pack([other, frame])
    found = as_the_page_reads(read(), chunk)
    for (said, numbers), (words, wanted) in zip(found, tables.unpack(chunk), strict=True):
        assert json.loads(said) == words
        np.testing.assert_array_equal(np.array(numbers, np.float32), wanted)


def open_panel(reader, name: str, page: str = PAGE) -> LivePanel:
    opened = reader.open(page)
    place = opened.locator(f".drsn-panel[data-panel={name}]").first
    place.scroll_into_view_if_needed()
    place.locator("canvas[data-seq]").wait_for()
    return LivePanel(place.locator(".drsn"))


def test_a_page_fetches_one_chunk_and_then_what_lies_beside_it(read):
    reader = read(viewport={"width": 1280, "height": 900})
    fetched = []
    reader.page.on("request", lambda request: fetched.append(request.url))
    live = open_panel(reader, "noise_lab", "index.html")
    grid = GRIDS["noise_lab"]

    def chunks() -> set[int]:
        ours = [url for url in fetched if "/tables/noise_lab/" in url]
        return {int(url.rpartition("/")[2].partition(".")[0]) for url in ours}

    def chunk(sample: int) -> int:
        return grid.where(grid.panel.settings(sample=sample))[0]

    start = grid.panel.settings()["sample"]
    assert chunks() == {chunk(start)}
    live.press("snr_db", "ArrowRight")  # within the chunk: nothing is fetched
    assert chunks() == {chunk(start)}
    with reader.page.expect_request(f"**/tables/noise_lab/{chunk(start + 2)}.bin*"):
        live.press("sample", "ArrowRight")
    assert {chunk(start + 1), chunk(start + 2)} <= chunks()
    assert len(chunks()) == 3


def test_while_a_chunk_is_slow_the_panel_says_so_and_the_newest_setting_wins(read):
    reader = read(viewport={"width": 1280, "height": 900})
    live = open_panel(reader, "soft_threshold")

    def late(route):
        time.sleep(1.5)
        route.continue_()

    reader.context.route("**/tables/soft_threshold/**", late)
    live.control("kind").select_option("1")
    live.control("kind").select_option("2")
    live.root.get_by_role("status").get_by_text("Loading").wait_for()
    live.settled()
    assert live.root.get_by_text("Loading").is_hidden()
    grid = GRIDS["soft_threshold"]
    settings = grid.panel.settings(kind=grid.values["kind"][2])
    assert live.sentence() == grid.panel.frame(**settings).sentence
    assert reader.complaints == []
