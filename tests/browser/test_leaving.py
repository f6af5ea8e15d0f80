"""A view that is taken out of the page leaves nothing behind that would still react."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from demo import demo
from page import PlainPage
from playwright.sync_api import Browser

WATCH = Path(__file__).with_name("watch.js").read_text("utf-8")
EMPTY = {"listeners": [], "observers": [], "frames": 0, "timers": 0, "model": 0}
# what comes from outside, to which a panel in the page reacts
EVENTS = {
    "the theme": "document.body.setAttribute('data-theme', `${Math.random()}`)",
    "the root": "document.documentElement.setAttribute('class', `c${Math.random()}`)",
    "the width": "document.querySelector('main').style.width = `${500 + 100 * Math.random()}px`",
}


@pytest.fixture
def plain(browser: Browser) -> Iterator[PlainPage]:
    """A page that counts, with a panel."""
    page = PlainPage(browser)
    page.page.evaluate(WATCH)
    page.show(demo, 700)
    yield page
    page.close()


def kept(page: PlainPage) -> dict[str, Any]:
    return page.page.evaluate("kept()")


def leave(page: PlainPage) -> None:
    page.page.evaluate("models.at(-1).leave()")


def test_a_panel_listens_to_the_page_while_it_is_there_and_not_after(plain):
    while_there = kept(plain)
    assert while_there["listeners"] == [
        "MediaQueryList change",
        "MediaQueryList change",
        "Window resize",
    ]
    assert while_there["observers"] == ["MutationObserver", "ResizeObserver"]
    assert while_there["model"] == 1
    leave(plain)
    assert kept(plain) == EMPTY


def test_what_is_under_way_ends_with_the_view(plain):
    """A request without an answer, a picture to be painted, a look to be read again."""
    under_way, after = plain.page.evaluate(
        """async () => {
            const slider = document.querySelector("input");
            slider.stepUp();
            slider.dispatchEvent(new Event("input"));
            document.body.setAttribute("data-theme", "new");
            await null;  // observers of the page are told after the script
            const before = kept();
            models.at(-1).leave();
            return [before, kept()];  // at once: a frame that is not cancelled would soon be gone
        }"""
    )
    assert under_way["timers"] == 2, "to ask again, and to say that it waits"
    assert under_way["frames"] == 2, "to show, and to look"
    assert after == EMPTY


@pytest.mark.parametrize("what", EVENTS)
def test_a_view_paints_anew_when_the_page_changes_and_not_once_it_is_gone(plain, what):
    before = plain.page.evaluate("paints()")
    plain.page.evaluate(f"{EVENTS[what]}, settled()")
    after = plain.page.evaluate("paints()")
    assert after > before
    leave(plain)
    plain.page.evaluate(f"{EVENTS[what]}, settled()")
    plain.answer(demo, level=0.5)
    assert plain.page.evaluate("paints()") == after


@pytest.mark.parametrize("media", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_a_view_hears_what_the_reader_wants_of_colours_while_it_is_there(plain, media):
    counts = [plain.page.evaluate("paints()")]
    for changed in (media, {"color_scheme": "light", "forced_colors": "none"}):
        plain.page.emulate_media(**changed)
        plain.page.evaluate("settled()")
        counts.append(plain.page.evaluate("paints()"))
    assert counts[0] < counts[1] < counts[2]
    assert plain.page.locator(".drsn-probe").count() == 0, "what was asked for a colour is gone"
    leave(plain)
    plain.page.emulate_media(**media)
    plain.page.evaluate("settled()")
    assert plain.page.evaluate("paints()") == counts[2]


def test_another_view_stays_alive(plain):
    plain.page.evaluate("globalThis.first = models.at(-1)")
    plain.page.evaluate("document.body.append(document.querySelector('.drsn').parentElement)")
    plain.show(demo, 700)
    plain.page.evaluate("first.leave()")
    before = plain.page.evaluate("paints()")
    plain.answer(demo, level=0.5)
    assert plain.page.evaluate("paints()") == before + 1
    assert kept(plain)["model"] == 1
