"""Still pictures: every mark leaves ink, colours can be read in both themes, no pyplot."""

import base64
import io
import re
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image as Picture
from stills import collisions, texts

from drsn_lite.drawing import (
    PALETTE,
    Band,
    Bars,
    Frame,
    Image,
    Line,
    Plot,
    Points,
    Rule,
    Steps,
    Whiskers,
    figures,
)
from drsn_lite.drawing.painter import spread

RAMP = np.linspace(-1, 1, 40)
MARKS = {
    "line": Line(RAMP),
    "dashed line": Line(RAMP, dashed=True, label="dashed"),
    "steps": Steps(np.arange(5), [1, 4, 2, 3], label="steps"),
    "bars": Bars([1, -2, 3]),
    "named bars": Bars([1, 2, 3], names=("one", "two", "three" * 9)),
    "lying bars": Bars([1, 2, 3], names=("one", "two", "three"), horizontal=True),
    "points": Points([0, 1], [0, 1]),
    "whiskers": Whiskers([0, 1, 2], [0.5, np.nan, 1.0], [0.5, np.nan, 0.1], label="band"),
    "lying whiskers": Whiskers([0, 1], [0, 1], [1, 0.5], horizontal=True),
    "upright rule": Rule(0.25, label="τ"),
    "level rule": Rule(0.75, axis="y", label="cap"),
    "upright band": Band(0.2, 0.4, label="band"),
    "level band": Band(0.2, 0.4, axis="y"),
    "image": Image(RAMP.reshape(5, 8), low=-1, high=1),
}


def pixels(*marks, theme="light", **plot):
    """The picture as an array (height, width, 4)."""
    plot = {"xlim": None, "ylim": None} | plot
    figure = figures.paint(Frame((Plot("title", marks, **plot),), "sentence", "alt"), theme)
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return np.asarray(Picture.open(png).convert("RGBA")).astype(int)


@pytest.mark.parametrize("name", MARKS)
def test_every_mark_leaves_ink(name):
    mark = MARKS[name]
    empty = Plot("", (mark,)).limits()
    with_mark = pixels(mark, xlim=empty[0], ylim=empty[1])
    without = pixels(xlim=empty[0], ylim=empty[1])
    assert (abs(with_mark - without).max(axis=2) > 10).sum() > 30


@pytest.mark.parametrize("role", PALETTE)
@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_a_line_has_the_colour_of_its_role(role, theme):
    wanted = 255 * np.array(to_rgb(figures.colour(role, theme)))
    seen = pixels(Line([0, 1], role=role, width=9), theme=theme)
    painted = (abs(seen[..., :3] - wanted).max(axis=2) <= 2) & (seen[..., 3] == 255)
    assert painted.sum() > 200


def contrast(one, other):
    """WCAG contrast ratio of two colours, 1 … 21."""
    low, high = sorted(figures.luminance(to_rgb(c)) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_the_words_for_both_themes_can_be_read_on_white_and_on_the_dark_page():
    for page in ("#ffffff", "#111111"):
        assert contrast("#7a7a7a", page) > 4.2


def test_the_face_is_transparent_unless_a_theme_is_named():
    assert pixels(theme="auto")[0, 0, 3] == 0
    np.testing.assert_array_equal(pixels(theme="light")[0, 0], [255, 255, 255, 255])
    np.testing.assert_array_equal(pixels(theme="dark")[0, 0], [17, 17, 17, 255])
    with pytest.raises(ValueError, match="auto, light, dark"):
        pixels(theme="blue")


def test_an_image_keeps_its_grey_levels_its_zeros_and_its_gaps():
    values = np.array([[0.0, 0.5], [1.0, np.nan]])
    seen = pixels(Image(values, zero_role="zeroed"), theme="auto")
    opaque = {tuple(rgba) for rgba in seen.reshape(-1, 4) if rgba[3] == 255}
    zero = tuple(round(255 * part) for part in to_rgb(figures.colour("zeroed")))
    near = lambda rgb: any(np.abs(np.subtract(o[:3], rgb)).max() <= 2 for o in opaque)  # noqa: E731
    assert near((128, 128, 128))
    assert near((255, 255, 255))
    assert near(zero)
    assert not near((0, 0, 0)), "neither the zero nor the NaN is black"


def test_only_exact_zeros_are_painted_as_zeroed():
    values = np.array([[-0.5, 0.5], [1.0, -1.0]])
    seen = pixels(Image(values, -1.0, 1.0, zero_role="zeroed"), theme="auto")
    zero = [round(255 * part) for part in to_rgb(figures.colour("zeroed"))]
    assert (np.abs(seen[..., :3] - zero).max(axis=-1) > 2).all()


def test_it_shows_itself_as_a_sharp_png_with_its_size_and_its_words():
    frame = Frame((Plot("t", (Line(RAMP),)),), "A sentence.", "An alt text.")
    data, metadata = figures.paint(frame)._repr_mimebundle_()
    picture = Picture.open(io.BytesIO(base64.b64decode(data["image/png"])))
    size = metadata["image/png"]
    assert picture.size == (2 * size["width"], 2 * size["height"])
    assert data["text/plain"] == "An alt text. A sentence."


def test_wide_names_of_lying_bars_are_inside_the_picture():
    bars = Bars([1, 2], names=("OR007@6", "WWWWWW"), horizontal=True)
    figure = figures.paint(Frame((Plot("", (bars,)),) * 3, "", "", 3))
    # a name that is not drawn, for the other side, has a box of one pixel
    boxes = [box for text, box in texts(figure) if text in bars.names and box.width > 1]
    assert len(boxes) == 6
    for number, box in enumerate(boxes):
        assert box.x0 > 320 * (number // 2), "and clear of the plot before"


def test_long_titles_and_legends_take_more_lines_in_a_taller_picture():
    labels = ("with long skips", "without any skips", "out = in, for comparison")
    lines = tuple(Line(RAMP, label=label) for label in labels)
    title = "Gradient behind the stem over that behind the last unit"
    usual = figures.paint(Frame((Plot("t", lines[:1]),) * 3, "s", "a", 3))
    figure = figures.paint(Frame((Plot(title, lines),) * 3, "s", "a", 3))
    assert figure.bbox.height == usual.bbox.height + 17 + 16
    written = texts(figure)
    for number, (_, box) in enumerate([t for t in written if t[0].replace("\n", " ") == title]):
        assert 320 * number < box.x0 < box.x1 < 320 * (number + 1)
    assert collisions(written) == []


def test_the_longest_sentence_and_the_first_label_are_inside_the_picture():
    sentence = "At −10 dB the widest words, HOMEOMORPHISM and W, MWM, " * 5
    plot = Plot("t", (Line(1000 * RAMP),), "x label", "y label")
    figure = figures.paint(Frame((plot,), sentence, "a"))
    for text, box in texts(figure):
        assert 0 <= box.x0 < box.x1 <= figures.WIDTH, text
        assert 0 <= box.y0 < box.y1 <= figure.bbox.height, text


@pytest.mark.parametrize(
    ("centres", "expected"),
    [
        ([50, 200], [30, 180]),  # apart: each above its rule
        ([100, 110], [61, 109]),  # near: they part halfway between the rules
        ([295, 298], [212, 260]),  # at the right end
        ([0, 2], [0, 48]),  # at the left end
        ([7], [0]),
        ([], []),
    ],
)
def test_labels_of_near_rules_part_and_stay_in_their_plot(centres, expected):
    widths = [40.0] * len(centres)
    assert spread(centres, widths, 0, 300) == pytest.approx(expected)


def test_negative_numbers_have_a_minus_sign():
    plot = Plot("At -5 dB", (Line(RAMP, label="-3"), Bars([1], names=("-2",))), "-1", "a-1")
    figure = figures.paint(Frame((plot,), "From -10 to (-.5): DRSN-CW, 3-5.", "a"))
    words = " ".join(text for text, _ in texts(figure))
    assert "At −5 dB" in words
    assert "From −10 to (−.5): DRSN-CW, 3-5." in words
    assert not re.search(r"(?<!\w)-\d", words)


def test_painting_does_not_import_pyplot():
    code = (
        "import sys; from drsn_lite import drawing as d;"
        "d.paint(d.Frame((d.Plot('t', (d.Line([1, 2]),)),), 's', 'a'))._repr_mimebundle_();"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def axes_of(*marks, **plot):
    figure = figures.paint(Frame((Plot("title", marks, **plot),), "sentence", "alt"), "light")
    return figure.axes[0]


@pytest.mark.parametrize("axis", ["x", "y"])
def test_a_band_lies_along_its_axis(axis):
    limits = {"xlim": (0, 10), "ylim": (0, 100)}
    axes = axes_of(Band(2.0, 3.0, axis=axis), **limits)
    (box,) = [patch.get_extents() for patch in axes.patches if patch.get_alpha() == 0.22]
    (x0, y0), (x1, y1) = axes.transData.inverted().transform([box.min, box.max])
    if axis == "x":
        assert (x0, x1) == pytest.approx((2, 3))
        assert y1 - y0 == pytest.approx(100)
    else:
        assert (y0, y1) == pytest.approx((2, 3))
        assert x1 - x0 == pytest.approx(10)


@pytest.mark.parametrize("horizontal", [False, True])
def test_the_bar_that_stands_out_is_the_one_named(horizontal):
    bars = Bars([1, 2, 3, 4], "muted", highlight=1, horizontal=horizontal)
    seen = [to_rgb(patch.get_facecolor()) for patch in axes_of(bars).patches[:4]]
    expected = [to_rgb(PALETTE[role][0]) for role in ("muted", "threshold", "muted", "muted")]
    np.testing.assert_allclose(seen, expected)


def test_on_an_axis_that_runs_backwards_points_and_labels_of_rules_are_drawn():
    marks = (Points([1.0, 9.0], [3.0, 3.0]), Rule(2.0, label="here"), Rule(9.0, label="beyond"))
    figure = figures.paint(Frame((Plot("", marks, xlim=(4, 0), ylim=(4, 0)),), "", ""), "light")
    assert [line.get_xdata().tolist() for line in figure.axes[0].lines[:1]] == [[1.0]]
    words = [text for text, _ in texts(figure)]
    assert "here" in words
    assert "beyond" not in words
