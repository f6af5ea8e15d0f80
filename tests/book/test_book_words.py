"""What stands around the lessons: formulas, ways to a running notebook, works, slides."""

import re
from pathlib import PurePath
from xml.etree import ElementTree

import nbformat
import pytest
from fontTools.ttLib import TTFont

from book import links
from book.bibliography import bibliography
from book.content import LESSONS
from book.maths import mathml, write_font

SPANS = re.compile(r"\$\$(.+?)\$\$|(?<![\\$])\$([^$\n]+?)\$", re.DOTALL)
LINKED = re.compile(r"\((https://(?:doi\.org|arxiv\.org)/[^)]+)\)")


TWICE = {"https://arxiv.org/abs/1512.03385"}
"""The free copy of a work whose DOI is in the list."""


def words(path):
    return [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]


FORMULAS = {
    (block or inline).strip(): "block" if block else "inline"
    for path in LESSONS
    for text in words(path)
    for block, inline in SPANS.findall(re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL))
}


@pytest.mark.parametrize("tex", FORMULAS)
def test_each_formula_of_the_lessons_becomes_mathml(tex):
    """Whole: nothing of TeX is left over in what is shown."""
    made = mathml(tex, FORMULAS[tex])
    root = ElementTree.fromstring(made)
    assert root.tag.endswith("math")
    shown = "".join(root.itertext())
    assert "\\" not in shown
    assert not re.search(r"\b(frac|text|mathrm|operatorname|underbrace|tau|alpha)\b", shown)
    assert root.get("alttext") == " ".join(tex.split())


def test_there_are_formulas():
    assert len(FORMULAS) > 10


def test_brackets_and_sums_are_as_high_as_what_they_hold(read):
    """The font that says how to stretch them is part of the site, and has each sign."""
    opened = read(viewport={"width": 1280, "height": 900}).open(
        "notebooks/01-noise-and-signals.html"
    )
    formula = opened.locator(".math-block").first
    formula.scroll_into_view_if_needed()
    opened.evaluate("async () => { await document.fonts.ready }")
    heights = formula.evaluate(
        """block => {
            const high = (node) => node.getBoundingClientRect().height;
            const bracket = [...block.querySelectorAll("mo")].find((mo) => mo.innerHTML === "(");
            return [high(bracket), high(block.querySelector("mfrac"))];
        }"""
    )
    assert heights[0] > 0.8 * heights[1] > 10
    drawn = opened.evaluate(
        "[...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family)"
    )
    assert any("STIX Two Math" in family for family in drawn)


def test_the_font_has_each_sign_of_the_formulas(tmp_path):
    write_font(tmp_path / "math.woff")
    known = TTFont(tmp_path / "math.woff").getBestCmap()
    signs = set(
        "".join("".join(ElementTree.fromstring(mathml(tex)).itertext()) for tex in FORMULAS)
    )
    assert {sign for sign in signs if ord(sign) not in known} <= set("\u2061\u200b\n")
    assert (tmp_path / "math.woff").stat().st_size < 700_000


def test_without_an_address_no_button_leads_away():
    assert links.servers("", "notebooks/a.ipynb") == {}


def test_with_an_address_there_are_colab_and_binder(monkeypatch):
    monkeypatch.setattr(links, "repository", lambda: "https://github.com/some/course")
    line = links.head_line(PurePath("00-start-here.ipynb"))
    assert "https://colab.research.google.com/github/some/course/blob/main/notebooks/00" in line
    assert "https://mybinder.org/v2/gh/some/course/HEAD?urlpath=lab%2Ftree%2Fnotebooks%2F00" in line
    assert 'href="../download/notebooks/00-start-here.ipynb" download' in line
    assert line in links.head_line(PurePath("00-start-here.ipynb"))
    below = links.exercise_line(PurePath("capstone/capstone.ipynb"))
    assert 'href="../../download/notebooks/capstone/capstone.ipynb"' in below


def test_every_work_with_an_address_is_in_the_bibliography_once():
    page = bibliography()
    for path in LESSONS:
        for address in set(LINKED.findall("\n".join(words(path)))) - TWICE:
            assert page.count(f"({address})") == 1, address


def test_the_bibliography_is_in_the_order_of_surnames():
    lines = re.findall(r"^\* (.*)$", bibliography(), flags=re.MULTILINE)
    surnames = [re.search(r"\b[A-Z][\w'’-]+", line).group().casefold() for line in lines]
    assert surnames == sorted(surnames)
    assert {"he", "hu", "zhao", "donoho"} <= set(surnames)


def test_slides_show_the_lesson_cell_by_cell(read):
    """Every part of a page is on some slide, one at a time; keys turn them; panels are alive."""
    reader = read(viewport={"width": 1280, "height": 800})
    opened = reader.open("notebooks/00-start-here.html")
    button = opened.get_by_role("button", name="Slides")
    button.click()
    status = opened.locator(".drsn-slide-bar [role=status]")
    total = int(status.inner_text().split(" of ")[1])
    assert total > 8
    seen = []
    for number in range(1, total + 1):
        assert status.inner_text() == f"{number} of {total}"
        seen.append(opened.locator("article").inner_text())
        assert seen[-1].strip(), number
        outputs = opened.locator("article .cell_output:visible").count()
        assert outputs <= 1, "what follows an output is on the next slide"
        opened.keyboard.press("ArrowRight")
    assert len(set(seen)) == total
    headings = opened.locator("article :is(h1, h2, h3)").all_text_contents()
    for heading in headings:
        assert any(heading.rstrip("#") in one for one in seen), heading
    lab = next(k for k, one in enumerate(seen) if "noise_lab()" in one)
    opened.goto(opened.url.split("?")[0] + f"?slides={lab + 1}")
    slider = opened.locator(".drsn-panel[data-panel=noise_lab] [name=snr_db]")
    slider.focus()
    before = opened.locator(".drsn-panel[data-panel=noise_lab] output").inner_text()
    opened.keyboard.press("ArrowRight")  # the slider's own key: no slide is turned
    opened.wait_for_function(
        "before => document.querySelector('[data-panel=noise_lab] output').innerText !== before",
        arg=before,
    )
    assert status.inner_text() == f"{lab + 1} of {total}"
    opened.keyboard.press("Escape")
    assert opened.locator(".bd-sidebar-primary").is_visible()
    assert opened.locator(".drsn-slide-bar").count() == 0
    assert reader.complaints == []
