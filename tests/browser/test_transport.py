"""The live panel in JupyterLab: requests, answers, errors, views, themes, screen readers."""

import json
import re

import pytest
from lab import LivePanel
from playwright.sync_api import expect
from server import LIMIT
from test_small_pages import check_rings

SHOW = "from demo import demo, slow\npanel = demo()\npanel"


@pytest.fixture(scope="module")
def opened(open_cells):
    """A notebook with a heading and a panel, in the light theme, whoever was here before."""
    notebook = open_cells("# A heading\n\nWith words.", SHOW, "# Below")
    notebook.theme(dark=False)
    return notebook


@pytest.fixture
def notebook(opened):
    """The same with its cells run anew: a fresh panel."""
    opened.complaints.clear()
    assert opened.run_all() == []
    yield opened
    opened.restore()
    assert opened.complaints == []


@pytest.fixture
def panel(notebook) -> LivePanel:
    return notebook.panels()[0].settled()


def test_an_error_is_shown_and_the_next_good_setting_recovers(panel):
    before = panel.pixels()
    height = panel.root.bounding_box()["height"]
    panel.control("kind").select_option("broken")
    panel.settled(kind="broken")
    assert panel.error().startswith("ValueError: broken on purpose")
    assert panel.root.bounding_box()["height"] == height
    panel.control("kind").select_option("fine")
    panel.settled(kind="fine")
    assert panel.error() == ""
    assert panel.pixels() == before


def test_the_notebook_does_not_take_the_arrow_keys(panel, notebook):
    for key, level in (("ArrowLeft", 0.95), ("ArrowRight", 1), ("ArrowDown", 0.95), ("Home", 0)):
        panel.press("level", key)
        assert panel.settings()["level"] == level
        assert panel.canvas.is_visible(), f"{key} collapsed the heading's section"
    assert notebook.page.locator(".jp-MarkdownHeadingCollapsed").count() == 0


def test_a_commit_locks_its_sliders_and_guessing_again_frees_them(panel):
    panel.control("done").click()
    panel.settled(done=True)
    assert panel.control("level").is_disabled()
    assert panel.control("done").inner_text() == "Guess again"
    assert panel.sentence().endswith("committed.")
    panel.press("done", "Enter")
    assert panel.settings()["done"] is False
    assert panel.control("level").is_enabled()


def test_the_sentence_is_announced_on_release_and_not_while_dragging(panel, notebook):
    live = panel.root.locator("[aria-live=polite]")
    box = panel.control("level").bounding_box()
    middle = box["y"] + box["height"] / 2
    notebook.page.mouse.move(box["x"] + box["width"] / 2, middle)
    notebook.page.mouse.down()
    notebook.page.mouse.move(box["x"] + box["width"] * 0.8, middle, steps=10)
    panel.settled()
    dragged = panel.sentence()
    assert "1.00" not in dragged
    assert live.inner_text() == ""
    notebook.page.mouse.up()
    # the picture was settled before the release: the words come with the next animation frame
    expect(live).to_have_text(panel.settled().sentence(), timeout=1000 * LIMIT)
    assert panel.root.locator("output").get_attribute("aria-live") == "off"


def test_what_is_announced_is_announced_once(panel, notebook):
    panel.root.evaluate(
        """root => {
            const said = (globalThis.said = []);
            const live = root.querySelectorAll("[aria-live=polite], [role=alert], [role=status]");
            const listen = (changes) => {
                const { target } = changes.at(-1);
                if (target.textContent && !target.hidden) said.push(target.textContent);
            };
            for (const node of live)
                new MutationObserver(listen).observe(node, { childList: true, attributes: true });
        }"""
    )
    panel.press("level", "ArrowRight")
    panel.press("done", "Enter")
    panel.control("done").blur()
    panel.press("kind", "Tab")  # nothing changes
    panel.control("kind").select_option("broken")
    panel.settled(kind="broken")
    notebook.page.wait_for_function("said.length === 3")
    level, committed, error = notebook.page.evaluate("said")
    assert (level, committed) == ("The level is 1.05, open.", "The level is 1.05, committed.")
    assert error.startswith("ValueError")


def test_a_screen_reader_finds_names_values_and_a_described_picture(panel, notebook):
    slider = panel.root.get_by_role("slider", name="Level")
    assert slider.get_attribute("aria-valuetext") == "1.00\u00a0g"
    assert panel.root.get_by_role("combobox", name="Kind").is_visible()
    picture = panel.root.get_by_role("img", name=re.compile("A wave.*The level is 1.00"))
    assert picture.is_visible()


def test_two_views_of_one_panel_and_a_second_display_agree(panel, notebook):
    notebook.run_code("display(panel, panel)")
    notebook.page.wait_for_function("document.querySelectorAll('.drsn canvas').length === 3")
    views = notebook.panels()
    views[1].settled().press("level", "ArrowRight")
    for view in views:
        view.settled(level=1.05)
        assert view.control("level").input_value() == "1.05"
    assert views[0].pixels() == views[1].pixels() == views[2].pixels()
    views[2].control("kind").select_option("broken")
    views[0].settled(kind="broken")
    assert "on purpose" in views[0].error()


def test_a_change_of_theme_repaints_with_the_colours_of_the_page(panel, notebook):
    light = panel.pixels()
    notebook.theme(dark=True)
    notebook.page.wait_for_function(
        "before => document.querySelector('.drsn canvas').toDataURL() !== before", arg=light
    )
    darkest = panel.canvas.evaluate(
        """canvas => {
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, 20);
            let sum = 0, ink = 0;
            for (let i = 0; i < data.length; i += 4)
                if (data[i + 3] > 200) [sum, ink] = [sum + data[i], ink + 1];
            return sum / ink;
        }"""
    )
    notebook.theme(dark=False)
    assert darkest > 150, "titles on a dark page are light"
    panel.page.wait_for_function(
        "before => document.querySelector('.drsn canvas').toDataURL() === before", arg=light
    )


def test_a_page_that_hides_itself_while_its_colours_change_is_repainted(panel, notebook):
    """JupyterLab hides its shell in the moment it tells of a new theme, until the next frame."""
    before = panel.pixels()
    for colour, sign in (("rgb(255, 0, 0)", "!=="), ("", "===")):
        notebook.page.evaluate(
            """colour => {
                const shell = document.querySelector("#main");
                document.body.style.setProperty("--jp-ui-font-color1", colour);
                shell.style.display = "none";
                requestAnimationFrame(() => (shell.style.display = ""));
            }""",
            colour,
        )
        notebook.page.wait_for_function(
            f"before => document.querySelector('.drsn canvas').toDataURL() {sign} before",
            arg=before,
        )


def test_python_moves_the_controls_and_reads_them(panel, notebook):
    panel.press("level", "End")
    notebook.run_code("assert panel.settings['level'] == 2.0\npanel.set(level=0.5)")
    assert notebook.errors() == []
    panel.settled(level=0.5)
    assert panel.control("level").input_value() == "0.5"


def test_a_value_between_two_steps_is_the_one_that_is_said(panel, notebook):
    notebook.run_code("panel.set(level=0.333)")
    panel.settled(level=0.333)
    assert panel.root.locator(".drsn-value").first.inner_text() == "0.33\u00a0g"
    assert panel.sentence().startswith("The level is 0.33")


def test_a_slow_kernel_gets_the_newest_settings_and_no_queue(notebook):
    notebook.run_code("slow()")
    notebook.page.wait_for_function("document.querySelectorAll('.drsn canvas').length === 2")
    panel = notebook.panels()[1].settled()
    first = int(panel.sentence().split()[1])
    panel.drag("level", 0.5, 0.9, steps=60).settled()
    value = float(panel.control("level").input_value())
    frames, level = re.findall(r"[\d.]+\d|\d", panel.sentence())
    assert float(level) == value == panel.settings()["level"] > 1.5
    assert int(frames) - first <= 10, "60 moves were not queued"


@pytest.mark.parametrize("width", [1400, 700, 420])
def test_the_panel_fits_its_width_and_stands_still(panel, notebook, width):
    notebook.page.set_viewport_size({"width": width, "height": 900})
    panel.page.wait_for_function(
        "() => { const c = document.querySelector('.drsn canvas');"
        " return Math.abs(c.width / devicePixelRatio - c.clientWidth) < 1 }"
    )
    before = panel.places()
    panel.drag("level", 0.5, 0.1).settled()
    panel.control("kind").select_option("broken")
    panel.settled(kind="broken")
    panel.control("kind").select_option("fine")
    panel.control("done").click()
    panel.settled(done=True)
    assert panel.places() == before
    assert panel.root.evaluate("root => root.scrollWidth <= root.clientWidth + 1")


def test_the_focus_ring_is_whole(panel, notebook):
    check_rings(notebook)


def test_settings_are_stamped_on_the_picture(panel):
    panel.press("level", "ArrowRight")
    assert json.loads(panel.canvas.get_attribute("data-settings")) == panel.settings()
    assert panel.settings() == {"level": 1.05, "kind": "fine", "done": False}


def test_after_a_restart_the_panel_says_that_it_waits(panel, notebook):
    notebook.restart()
    panel.control("level").focus()
    notebook.page.keyboard.press("ArrowRight")
    panel.root.get_by_text("Waiting for Python").wait_for()
    assert notebook.run_all() == []
    fresh = notebook.panels()[0].settled()
    fresh.press("level", "ArrowRight")
    assert fresh.settings()["level"] == 1.05
    assert not fresh.root.get_by_text("Waiting for Python").is_visible()
