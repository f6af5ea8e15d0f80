"""Do the pictures of a page have words for those who can't see them?"""

from playwright.sync_api import Page

_PICTURES = """() => [...document.querySelectorAll(
        ".jp-OutputArea img, .jp-RenderedMarkdown img, .jp-OutputArea [role=img]")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => ({
        words: one.getAttribute("alt") || one.getAttribute("aria-label") || "",
        width: one.getBoundingClientRect().width,
        height: one.getBoundingClientRect().height,
        source: (one.currentSrc || getComputedStyle(one).backgroundImage).slice(0, 40),
        panel: one.matches(".drsn *"),
    }))"""


def pictures(page: Page) -> list[dict]:
    """The pictures that can be seen in the outputs and the Markdown of a notebook, or its HTML."""
    return page.evaluate(_PICTURES)


def without_words(page: Page) -> list[dict]:
    """Those of them that have no alt of at least two words."""
    return [one for one in pictures(page) if len(one["words"].split()) < 2]
