"""The palette: seen on each page, told apart by every eye; and no word names a hue."""

import itertools
import re
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest
from all_panels import PANELS, stops
from eyes import EYES, ciede2000, distances, lab, linear
from matplotlib.colors import to_rgb

from drsn_lite.datasets.remote import DataMissingError
from drsn_lite.drawing import PALETTE, Bars, Commit, Frame, Image, Line, Mark, Points, Rule
from drsn_lite.drawing.painter import luminance

pytestmark = pytest.mark.data  # the frames of all panels
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

PAGES = {
    # Jupyter's, VS Code's, and those of the contrast themes of Windows 11
    0: ("#ffffff", "#fffaef"),
    1: ("#000000", "#111111", "#1f1f1f", "#202020", "#212121", "#2d3236"),
    2: ("#ffffff", "#111111"),
}
THEMES = ("light", "dark", "still")
TOLD_APART = (15, 15, 11)  # CIEDE2000; a still has to suit both pages: a third of the room
INKS = ("after", "truth", "threshold", "guess")  # roles that rules' labels are written in

# Sharma, Wu & Dalal 2005, table 1: the hard cases of the formulas among them
PUBLISHED = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
    ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((35.0831, -44.1164, 3.7933), (35.0232, -40.0716, 1.5901), 1.8645),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "expected"), PUBLISHED)
def test_the_distance_is_that_of_the_published_pairs(one, other, expected):
    assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)
    assert ciede2000(other, one) == pytest.approx(expected, abs=1e-4)


def test_the_blind_see_white_as_white_and_mix_up_what_they_must():
    for eye in EYES.values():
        np.testing.assert_allclose(eye @ np.ones(3), 1, atol=2e-3)
    red_green = distances("#cc3311", "#667700")
    assert red_green["deuteranopia"] < 0.3 * red_green["normal vision"]
    assert red_green["tritanopia"] > 0.6 * red_green["normal vision"]


@cache
def every_frame() -> dict[str, list[Frame]]:
    """The frames of each panel at all stops of its controls, guesses committed and not."""
    frames: dict[str, list[Frame]] = {}
    for name, panel in PANELS.items():
        one = [{control.name: value} for control in panel.controls for value in stops(control)]
        done = {c.name: True for c in panel.controls if isinstance(c, Commit)}
        cases = one + ([some | done for some in one] if done else [])
        for settings in cases:
            try:
                frames.setdefault(name, []).append(panel.frame(**settings))
            except DataMissingError:
                continue  # files that are not on this machine
    return frames


def roles(mark: Mark) -> set[str]:
    """The roles in whose colours a mark is painted."""
    found = {getattr(mark, "role", ""), getattr(mark, "zero_role", "")}
    if isinstance(mark, Bars) and mark.highlight is not None:
        found.add(mark.highlight_role)
    return found - {""}


@cache
def together() -> set[tuple[str, str]]:
    """The pairs of roles that stand in one plot somewhere."""
    plots = [plot for frames in every_frame().values() for frame in frames for plot in frame.plots]
    sets = {frozenset().union(*map(roles, plot.marks)) for plot in plots}
    return {pair for found in sets for pair in itertools.combinations(sorted(found), 2)}


# after and truth have one colour: a rule or dots of the truth beside a line say it by their form
SAME = {("after", "truth")}


def test_the_pairs_are_collected():
    assert {("guess", "truth"), ("muted", "noisy"), ("threshold", "zeroed")} <= together()
    for frames in every_frame().values():
        for plot in [plot for frame in frames for plot in frame.plots]:
            forms = {
                role: {type(mark) for mark in plot.marks if role in roles(mark)}
                for role in ("after", "truth")
            }
            assert not forms["after"] & forms["truth"], plot.title


@pytest.mark.parametrize("theme", range(3), ids=THEMES)
def test_roles_that_stand_together_are_told_apart_by_every_eye(theme):
    for one, other in together() - SAME:
        apart = distances(PALETTE[one][theme], PALETTE[other][theme])
        for eye, distance in apart.items():
            assert distance >= TOLD_APART[theme], (one, other, eye)


@pytest.mark.parametrize("theme", range(3), ids=THEMES)
def test_zeros_in_an_image_are_told_from_each_grey(theme):
    frames = [frame for frames in every_frame().values() for frame in frames]
    marks = [mark for frame in frames for plot in frame.plots for mark in plot.marks]
    used = {mark.zero_role for mark in marks if isinstance(mark, Image)} - {""}
    assert used
    for role in used:
        for eye in EYES.values():
            grey = lab(linear(np.linspace(0, 1, 256)[:, None] * np.ones(3)) @ eye.T)
            zero = lab(np.clip(linear(to_rgb(PALETTE[role][theme])) @ eye.T, 0, 1))
            assert ciede2000(zero, grey).min() >= 15


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(luminance(to_rgb(colour))) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("role", PALETTE)
@pytest.mark.parametrize("theme", range(3), ids=THEMES)
def test_each_colour_is_seen_on_its_pages(role, theme):
    for page in PAGES[theme]:
        assert contrast(PALETTE[role][theme], page) >= 3, page


@pytest.mark.parametrize("role", INKS)
def test_labels_of_rules_can_be_read(role):
    assert contrast(PALETTE[role][0], "#ffffff") >= 4.5
    assert contrast(PALETTE[role][1], "#212121") >= 4.5


def form(mark: Mark) -> str:
    match mark:
        case Points(shape=shape):
            return shape
        case Line(dashed=dashed) | Rule(dashed=dashed):
            return "dashes" if dashed else "line"
    return type(mark).__name__


def test_a_guess_and_the_truth_differ_in_form_too():
    both = 0
    for frames in every_frame().values():
        for plot in [plot for frame in frames for plot in frame.plots]:
            forms = {
                role: {form(mark) for mark in plot.marks if role in roles(mark)}
                for role in ("guess", "truth")
            }
            both += all(forms.values())
            assert not forms["guess"] & forms["truth"], plot.title
    assert both > 10


HUES = re.compile(
    r"\b(orange|blue|green|red|purple|violet|yellow|brown|magenta|cyan|colou?red|"
    r"gr[ae]y(?! levels?\b))\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", PANELS)
def test_no_words_of_a_panel_name_a_hue(name):
    panel = PANELS[name]
    said = [panel.title, *(control.label for control in panel.controls)]
    for frame in every_frame().get(name, ()):
        said += [frame.sentence, frame.alt]
        for plot in frame.plots:
            labels = [getattr(mark, "label", "") for mark in plot.marks]
            said += [plot.title, plot.xlabel, plot.ylabel, *labels]
    assert not [words for words in said if HUES.search(words)]


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.rglob("*.ipynb")), ids=lambda path: path.stem)
def test_no_lesson_tells_things_apart_by_hue(path):
    said = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    lines = re.sub(r"gr[ae]y instead of black", "", said).splitlines()  # of an image, and true
    assert not [line for line in lines if HUES.search(line)]
