"""The words in every picture at every width: whole, inside, clear of each other, and still."""

import needs
import pytest
from page import PlainPage

from drsn_lite import panels
from drsn_lite.datasets.remote import DataMissingError
from drsn_lite.drawing import Choice, Commit, Panel, Slider

PANELS = {name: getattr(panels, name) for name in panels.__all__}
NAMES = [pytest.param(name, marks=needs.panel(name)) for name in PANELS]
WIDTHS = range(280, 1081, 40)
ZOOMED = (160, 200, 240)  # a window of 1280 px at up to 500 % is 256 px wide, with margins
WIDE = "DejaVu Sans"  # about as wide as Verdana


@pytest.fixture(scope="module", params=[1, 2], ids=["1x", "2x"])
def plain(request, browser):
    page = PlainPage(
        browser, f"body {{ --jp-ui-font-family: '{WIDE}' }}", device_scale_factor=request.param
    )
    yield page, request.param
    page.close()


def moves(panel: Panel) -> list[dict[str, object]]:
    """The settings that hands reach without a choice: ends of sliders, guesses committed."""
    ends = [{c.name: v} for c in panel.controls if isinstance(c, Slider) for v in (c.low, c.high)]
    done = {c.name: True for c in panel.controls if isinstance(c, Commit)}
    return [{}, *ends, *([done] if done else [])]


def choices(panel: Panel) -> list[dict[str, object]]:
    every = [
        {c.name: value}
        for c in panel.controls
        if isinstance(c, Choice)
        for value, _ in c.options
        if value != c.value
    ]
    return [some for some in every if drawn(panel, some)]


def drawn(panel: Panel, settings: dict[str, object]) -> bool:
    try:
        panel.frame(**settings)
    except DataMissingError:
        return False
    return True


@pytest.mark.parametrize("name", NAMES)
def test_words_are_whole_inside_clear_of_each_other_and_stand_still(plain, name):
    page, ratio = plain
    widths = [*ZOOMED, *WIDTHS] if ratio == 1 else [*ZOOMED, *WIDTHS][::5]
    faults = page.faults(PANELS[name], widths, *moves(PANELS[name]))
    assert [fault for fault in faults if fault[2] != "moved" or fault[0] >= WIDTHS.start] == []


@pytest.mark.parametrize("name", NAMES)
def test_another_choice_only_ever_makes_room(plain, name):
    page, ratio = plain
    widths = [*ZOOMED, *WIDTHS][:: 2 * ratio]
    faults = page.faults(PANELS[name], widths, *choices(PANELS[name]))
    # on narrow pages names in more lines may need a taller row, once
    assert [fault for fault in faults if fault[2] != "moved" or fault[0] >= 680] == []


def test_a_fault_is_seen(plain):
    page, _ = plain
    texts = [
        {"text": "out", "x0": -9, "x1": 5, "y0": 0, "y1": 9},
        {"text": "on", "x0": 50, "x1": 80, "y0": 0, "y1": 9},
        {"text": "top", "x0": 70, "x1": 90, "y0": 5, "y1": 14},
    ]
    texts = [text | {"pieces": [text]} for text in texts]
    wrong = page.page.evaluate("(texts) => wrongTexts(texts, 300, 200)", texts)
    assert [fault[:2] for fault in wrong] == [["outside", "out"], ["overlap", "on"]]


@pytest.mark.data
@pytest.mark.parametrize("width", [160, 256, 420, 700])
def test_no_label_or_value_of_a_control_is_cut(browser, width):
    page = PlainPage(browser, f"body {{ margin: 0; --jp-ui-font-family: '{WIDE}' }}")
    for panel in PANELS.values():
        page.show(panel, width)
        cut = page.page.evaluate(
            """() => [...document.querySelectorAll(".drsn, .drsn :is(label, button, .drsn-value)")]
                .filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0)
                .map((node) => `${node.className} ${node.textContent.slice(0, 40)}`)"""
        )
        assert cut == [], panel.title
    page.close()
