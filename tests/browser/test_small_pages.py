"""A panel on a phone, and zoomed to 500 %: touch, focus, and the control above its picture."""

import pytest

SHOW = "from demo import demo\npanel = demo()\npanel"
WORDS = "# Words\n\n" + "More words.\n\n" * 60
PHONE = {"viewport": {"width": 420, "height": 800}, "has_touch": True}
ZOOMED = {"viewport": {"width": 320, "height": 250}, "device_scale_factor": 4}
CENTRE = "(node, block) => node.scrollIntoView({ block })"


@pytest.fixture(scope="module")
def phone(open_cells):
    """A narrow page with a panel in the middle."""
    notebook = open_cells("# Above", SHOW, WORDS, **PHONE)
    assert notebook.run_all() == []
    return notebook


@pytest.fixture(scope="module")
def zoomed(open_cells):
    """A page of 1280 × 1000 pixels at 400 %."""
    notebook = open_cells("# Above", SHOW, WORDS, **ZOOMED)
    assert notebook.run_all() == []
    return notebook


def swipe(notebook, panel, dx, dy):
    """Put a finger at three quarters of the slider, move it, and lift it."""
    slider = panel.control("level")
    slider.evaluate(CENTRE, "center")
    box = slider.bounding_box()
    x, y = box["x"] + 0.75 * box["width"], box["y"] + box["height"] / 2
    session = notebook.context.new_cdp_session(notebook.page)

    def touch(kind, *places):
        points = [{"x": across, "y": down} for across, down in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (x, y))
    for part in range(1, 11):
        touch("touchMove", (x + dx * part / 10, y + dy * part / 10))
    touch("touchEnd")
    session.detach()


def scrolled(notebook):
    return notebook.page.locator(".jp-WindowedPanel-outer").evaluate("node => node.scrollTop")


def test_a_finger_that_scrolls_leaves_the_slider_alone(phone):
    panel = phone.panels()[0].press("level", "Home").press("level", "ArrowRight")
    panel.control("level").evaluate(CENTRE, "center")
    asked, before = panel.canvas.get_attribute("data-asked"), scrolled(phone)
    swipe(phone, panel, 0, -150)
    phone.page.wait_for_function(
        "before => document.querySelector('.jp-WindowedPanel-outer').scrollTop > before + 50",
        arg=before,
    )
    assert panel.control("level").input_value() == "0.05"
    assert panel.control("level").get_attribute("aria-valuetext").startswith("0.05")
    assert panel.canvas.get_attribute("data-asked") == asked


def test_a_finger_that_slides_or_taps_moves_the_slider(phone):
    panel = phone.panels()[0].press("level", "Home")
    swipe(phone, panel, 60, 0)
    slid = panel.settled().settings()["level"]
    assert slid == float(panel.control("level").input_value()) > 1.55
    swipe(phone, panel, 0, 0)
    tapped = panel.settled().settings()["level"]
    assert tapped == float(panel.control("level").input_value())
    assert 1.4 <= tapped < slid


RING = """node => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const { outlineWidth, outlineOffset, outlineStyle } = getComputedStyle(node);
    const ring = parseFloat(outlineWidth) + parseFloat(outlineOffset);
    let room = outlineStyle === "none" ? -1 : Infinity;
    for (let box = node.parentElement; box !== document.body; box = box.parentElement) {
        if (getComputedStyle(box).overflow === "visible") continue;
        const outer = box.getBoundingClientRect();
        room = Math.min(room, left - outer.left, outer.right - right);
        room = Math.min(room, top - outer.top, outer.bottom - bottom);
    }
    return room - ring;
}"""


def check_rings(notebook):
    panel = notebook.panels()[0].settled()
    for name in ("level", "kind", "done"):
        control = panel.control(name)
        control.focus()
        notebook.page.keyboard.press("Shift")  # by keyboard, so that the ring is there
        control.evaluate(CENTRE, "center")
        assert control.evaluate(RING) >= 0, name


def test_the_focus_ring_is_whole(phone):
    check_rings(phone)


def test_the_picture_is_sharp_on_a_dense_screen(zoomed):
    canvas = zoomed.panels()[0].settled().canvas
    ratio = canvas.evaluate("canvas => canvas.width / canvas.clientWidth")
    assert ratio == pytest.approx(ZOOMED["device_scale_factor"], abs=0.01)


IN_VIEW = """node => {
    const box = node.getBoundingClientRect();
    const page = document.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect();
    const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return box.top >= page.top - 1 && box.bottom <= page.bottom + 1 && node.contains(top);
}"""

COVERED = """node => {
    const page = document.querySelector(".jp-WindowedPanel-outer");
    const held = node.closest(".drsn-folded .drsn-control, .drsn-controls");
    return held.getBoundingClientRect().height / page.getBoundingClientRect().height;
}"""


@pytest.mark.parametrize("page", ["phone", "zoomed"])
def test_the_control_in_use_stays_above_every_part_of_the_picture(page, request):
    notebook = request.getfixturevalue(page)
    panel = notebook.panels()[0].settled()
    panel.canvas.evaluate(CENTRE, "start")
    for name in ("level", "kind"):
        panel.control(name).focus()
        for where in ("start", "center", "end"):
            panel.canvas.evaluate(CENTRE, where)
            assert panel.control(name).evaluate(IN_VIEW), (name, where)
        assert panel.control(name).evaluate(COVERED) < 0.6, (
            "the picture keeps its share of the page"
        )


@pytest.mark.parametrize("page", ["phone", "zoomed"])
def test_no_value_is_cut(page, request):
    notebook = request.getfixturevalue(page)
    panel = notebook.panels()[0].settled()
    assert panel.root.evaluate("root => root.scrollWidth <= root.clientWidth + 1")
    cut = panel.root.evaluate(
        """root => [...root.querySelectorAll("label, .drsn-value, select, button, output")]
            .filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth)
            .map((node) => node.textContent)"""
    )
    assert cut == []
