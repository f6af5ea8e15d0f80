"""The colours of a panel on any page: Jupyter's, a plain one, and one with forced colours."""

import io
import re

import numpy as np
import pytest
from page import PlainPage
from PIL import Image

from drsn_lite import panels
from drsn_lite.drawing import PALETTE
from drsn_lite.drawing.painter import luminance

JUPYTER_LIGHT = (
    "--jp-ui-font-color1: rgba(0,0,0,.87); --jp-ui-font-color2: rgba(0,0,0,.54);"
    "--jp-border-color2: #e0e0e0; --jp-layout-color0: #fff; background: #fff"
)
JUPYTER_DARK = (
    "--jp-ui-font-color1: rgba(255,255,255,.87); --jp-ui-font-color2: rgba(255,255,255,.54);"
    "--jp-border-color2: #424242; --jp-layout-color0: #111; background: #111"
)
LOOKS = {
    # name: (style of the page, context, whether it is dark)
    "Jupyter, light": (JUPYTER_LIGHT, {}, False),
    "Jupyter, dark": (JUPYTER_DARK, {}, True),
    "plain": ("", {}, False),
    "plain, dark by its background": ("background: #1f1f1f; color: #ccc", {}, True),
    "plain, dark by its scheme": ("} :root { color-scheme: dark", {"color_scheme": "dark"}, True),
    "forced, dark": (JUPYTER_LIGHT, {"forced_colors": "active", "color_scheme": "dark"}, True),
    "forced, light": (JUPYTER_DARK, {"forced_colors": "active", "color_scheme": "light"}, False),
}


@pytest.fixture(scope="module", params=LOOKS)
def shown(request, browser):
    style, context, dark = LOOKS[request.param]
    page = PlainPage(browser, f"body {{ {style} }}", **context)
    page.show(panels.soft_threshold, 700)
    yield page, dark
    page.close()


def look(page: PlainPage) -> dict:
    return page.page.evaluate(
        "drsn.readLook(document.querySelector('.drsn'), models[0].get('panel').palette)"
    )


def pixels(page: PlainPage) -> np.ndarray:
    png = page.page.locator("canvas").screenshot()
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")) / 255


def test_words_on_the_canvas_can_be_read(shown):
    page, _ = shown
    picture, seen = page.picture(), pixels(page)
    face = luminance(seen[-1, 0])
    quiet = []
    for text in picture["texts"]:
        x0, x1, y0, y1 = (round(text[side]) for side in ("x0", "x1", "y0", "y1"))
        part = luminance(seen[max(0, y0 - 2) : y1 + 2, max(0, x0 - 1) : x1 + 2])
        low, high = sorted((face, max(part.flat, key=lambda value: abs(value - face))))
        if (high + 0.05) / (low + 0.05) < 4:  # thin letters are paler than their ink
            quiet.append(text["text"])
    assert quiet == []


def test_marks_have_the_colours_for_the_background(shown):
    page, dark = shown
    assert look(page)["dark"] is dark
    seen = (255 * pixels(page)).round().astype(int).reshape(-1, 3)
    for role in ("after", "threshold", "clean"):
        wanted = PALETTE[role][1 if dark else 0]
        rgb = [int(wanted[i : i + 2], 16) for i in (1, 3, 5)]
        assert (np.abs(seen - rgb).max(axis=1) <= 3).sum() > 10, role


def test_the_face_is_what_lies_behind_the_panel(browser):
    page = PlainPage(browser, "main { background: rgb(0 0 0 / 50%) } body { background: #fff }")
    page.show(panels.soft_threshold, 700)
    face = [int(part) for part in re.findall(r"\d+", look(page)["face"])]
    assert all(126 <= part <= 129 for part in face)
    page.close()


def test_in_a_frame_without_background_the_text_tells_dark_from_light(browser):
    page = PlainPage(browser, "body { color: #ddd }")
    page.show(panels.soft_threshold, 700)
    assert look(page)["dark"] is True
    page.page.evaluate("document.body.style.color = '#222'")
    assert look(page)["dark"] is False
    page.close()


def test_a_change_of_forced_colours_repaints(browser):
    page = PlainPage(browser, f"body {{ {JUPYTER_LIGHT} }}")
    page.show(panels.soft_threshold, 700)
    before = pixels(page)
    page.page.emulate_media(forced_colors="active", color_scheme="dark")
    page.page.evaluate("settled()")
    assert luminance(pixels(page)).mean() < 0.3 < luminance(before).mean()
    assert {text["fill"] for text in page.picture()["texts"]} & {"#ffffff"}
    page.close()
