"""Panels in a plain page, with a stub for the kernel: no Jupyter, so a look takes milliseconds."""

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from drsn_lite.drawing import Frame, LivePanel, Panel

_HERE = Path(__file__).parent
_HTML = """<!doctype html><meta charset="utf-8"><title>Panels</title>
<style>{style}</style><style>{css}</style>
<main></main><script type="module">{esm}
;globalThis.drsn = {{ render, paint, unpack, readLook }};{stub}</script>"""


def packed(frame: Frame, settings: dict[str, Any]) -> dict[str, Any]:
    """A frame as page.js takes it."""
    words, numbers = frame.pack()
    return {"settings": settings, "words": words, "numbers": base64.b64encode(numbers).decode()}


class PlainPage:
    """A page of its own context with nothing but panels in a `<main>` that can be resized.

    Parameters
    ----------
    browser : Browser
    style : str
        CSS of the page around: what its host gives it, such as a font, colours, or the variables
        of a Jupyter theme.
    **context
        As for Playwright's `new_context`: `device_scale_factor`, `color_scheme`, …
    """

    def __init__(self, browser: Browser, style: str = "", **context: Any) -> None:
        context = {"viewport": {"width": 1200, "height": 1000}} | context
        self.context = browser.new_context(**context)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(f"{error}"))
        self.page.set_content(
            _HTML.format(
                style=style,
                css=LivePanel._css,
                esm=LivePanel._esm,
                stub=(_HERE / "page.js").read_text("utf-8"),
            )
        )
        self.page.wait_for_function("Boolean(globalThis.faults)")
        self.page.evaluate((_HERE / "texts.js").read_text("utf-8"))

    def show(self, panel: Panel, width: int | None = None, **settings: Any) -> None:
        """Show a panel, alone in the page, in a `<main>` so wide."""
        self.page.evaluate("document.querySelector('main').replaceChildren()")
        if width is not None:
            self.resize(width)
        full = panel.settings(**settings)
        given = packed(panel.frame(**full), full)
        self.page.evaluate("mount", given | {"panel": panel.in_page()})

    def answer(self, panel: Panel, more: dict[str, Any] | None = None, **settings: Any) -> None:
        """Let the panel shown last have these settings, as if moved by hand and answered.

        `more` is in the answer besides: what it has heard, or an error.
        """
        full = panel.settings(**settings)
        self.page.evaluate("answer", packed(panel.frame(**full), full) | (more or {}))

    def resize(self, width: int) -> None:
        """Make the `<main>` so wide, and wait for the paint."""
        self.page.evaluate("resize", width)

    def faults(self, panel: Panel, widths: Iterable[int], *settings: dict[str, Any]) -> list[Any]:
        """What is wrong with the words in the pictures of these settings, one after the other.

        Painted on a canvas of each width beside the page: fast. A fault is [width, settings, what,
        where]: "outside" the picture, "overlap", "cut short", or "moved" if a picture has not the
        height of the one before it.
        """
        self.show(panel)
        frames = [packed(panel.frame(**some), panel.settings(**some)) for some in settings or ({},)]
        return self.page.evaluate(
            "([frames, widths]) => faults(frames, widths)", [frames, [*widths]]
        )

    def picture(self) -> dict[str, Any]:
        """The canvas: its width and height in CSS pixels, and what is written on it."""
        return self.page.evaluate(
            """() => {
                const canvas = [...document.querySelectorAll(".drsn canvas")].at(-1);
                const { clientWidth: width, clientHeight: height, texts } = canvas;
                return { width, height, texts };
            }"""
        )

    def close(self) -> None:
        """Close the context; nothing may have gone wrong in the page."""
        self.context.close()
        assert self.complaints == []
