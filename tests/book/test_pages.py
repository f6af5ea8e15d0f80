"""Every page of the book in a browser: light and dark, wide and narrow; without JavaScript too."""

import re

import axe
import pytest

from book.content import LESSONS, NOTEBOOKS
from book.words import COPIES

LESSON_PAGES = [
    f"notebooks/{path.relative_to(NOTEBOOKS).with_suffix('.html').as_posix()}" for path in LESSONS
]
PAGES = ["index.html", "mistakes.html", "bibliography.html", "search.html", *LESSON_PAGES]
PAGES += [place.with_suffix(".html").as_posix() for place in COPIES.values()]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]

ARROW = re.compile(r"incomplete: color-contrast: <select .* background image$", re.DOTALL)
OURS = ".drsn, .drsn-panel, .drsn-ways, .drsn-exercise, .drsn-run, .drsn-picture"


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_and_quiet(read, page, scheme, width):
    """No error, no request that fails or leaves the site, and nothing is wider than the window."""
    reader = read(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened = reader.open(page)
    reader.wake()
    assert opened.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert opened.evaluate("document.documentElement.dataset.theme") == scheme
    for picture in opened.locator(".drsn-picture:visible").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("async (image) => { await image.decode() }")
    broken = opened.locator(".drsn-panel:not(:has(canvas[data-seq]))").count()
    assert (broken, reader.complaints) == (0, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", ["index.html", *LESSON_PAGES])
def test_ears_and_keys_lose_nothing_of_ours(read, page, scheme):
    """axe-core finds nothing in what is ours: panels, pictures, the lines around them."""
    reader = read(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    opened = reader.open(page)
    reader.wake()
    # axe cannot see what lies behind a list with an arrow; it is what lies behind a button
    assert [one for one in axe.faults(opened, OURS) if not ARROW.match(one)] == []


@pytest.mark.parametrize("page", ["index.html", *LESSON_PAGES])
def test_without_javascript_each_panel_is_its_still_and_its_sentence(read, page):
    reader = read(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    opened = reader.open(page)
    panels = opened.locator(".drsn-panel")
    for i in range(panels.count()):
        still = panels.nth(i).locator("figure")
        picture, words = still.locator("img"), still.locator("figcaption")
        picture.scroll_into_view_if_needed()
        assert picture.bounding_box()["height"] > 100
        assert words.is_visible()
        assert len(words.inner_text()) > 20
        assert words.inner_text() in picture.get_attribute("alt")
    assert opened.locator(".drsn-slides:visible").count() == 0  # it needs a script
    assert [said for said in reader.complaints if ".js" not in said] == []  # they are not loaded


def test_on_a_telephone_a_control_stays_in_view_above_its_picture(read):
    """Below the bar of the page, which stays in view as well."""
    reader = read(viewport={"width": 390, "height": 760}, has_touch=True, is_mobile=True)
    opened = reader.open("notebooks/00-start-here.html")
    reader.wake()
    panel = opened.locator(".drsn-panel[data-panel=noise_lab]")
    slider = panel.locator("[name=snr_db]")
    slider.focus()
    panel.locator("canvas").evaluate("canvas => { canvas.scrollIntoView(); scrollBy(0, 300) }")
    seen = slider.evaluate(
        """input => {
            const { x, y, width, height } = input.getBoundingClientRect();
            return document.elementFromPoint(x + width / 2, y + height / 2) === input;
        }"""
    )
    assert seen
    assert panel.locator("canvas").bounding_box()["y"] < 0, "the page has been scrolled"


def test_on_paper_a_panel_is_its_still(read):
    reader = read(viewport={"width": 1280, "height": 900})
    opened = reader.open("notebooks/00-start-here.html")
    reader.wake()
    opened.emulate_media(media="print")
    assert opened.locator(".drsn canvas:visible").count() == 0
    assert (
        opened.locator(".drsn-still img:visible").count() == opened.locator(".drsn-panel").count()
    )


def test_words_are_found(read):
    """The search is part of the site."""
    reader = read()
    opened = reader.open("search.html?q=garrote")
    found = opened.locator("#search-results a[href*='02-soft-thresholding']")
    found.first.wait_for()
    assert reader.complaints == []
