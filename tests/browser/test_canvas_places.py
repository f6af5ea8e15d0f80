"""Where plots stand on the canvas, and how words around them make room."""

import itertools

import numpy as np
import pytest
from canvas import TEXT, Picture, Sheet

from drsn_lite.drawing import Bars, Frame, Image, Line, Panel, Plot, Rule

LIMITS = {"xlim": (0.0, 4.0), "ylim": (0.0, 4.0)}
ROLES = ("after", "threshold", "guess", "clean", "muted")


def plots(*spans: int) -> list[Plot]:
    """A plot of each span, each with a line of its own colour over all of it."""
    marks = [Line([1.5, 1.5], [0, 4], role, width=4) for role in ROLES]
    return [
        Plot(f"Plot {number}", (mark,), span=span, **LIMITS)
        for number, (span, mark) in enumerate(zip(spans, marks, strict=False))
    ]


def boxes(picture: Picture) -> list[tuple[int, int, int]]:
    """The first and the last column of each plot's line, and its row."""
    found = []
    for plot in picture.frame.plots:
        rows, columns = np.nonzero(picture.cover(plot.marks[0].role) > 0.8)
        found.append((columns.min(), columns.max(), int(np.median(rows))))
    return found


@pytest.mark.parametrize(
    ("width", "columns", "fit"),
    [(1000, 3, 3), (1000, 2, 2), (1000, 1, 1), (789, 3, 2), (300, 3, 1)],
)
def test_plots_stand_as_the_frame_says_or_in_as_many_columns_as_fit(
    light_sheet: Sheet, width, columns, fit
):
    """A column is at least 250 pixels wide, and 20 from the next."""
    drawn = plots(1, 2, 1, 1, 3)
    picture = light_sheet.draw(*drawn, width=width, columns=columns)
    cell, rows = (width + 20) / fit, {}
    placed = Frame(tuple(drawn), "", "", fit).places()
    for (row, column, span), (left, right, at), plot in zip(
        placed, boxes(picture), drawn, strict=True
    ):
        assert left == pytest.approx(column * cell + 38, abs=2), plot.title
        assert right == pytest.approx((column + span) * cell - 20 - 8, abs=2), plot.title
        assert picture.word(plot.title)["x0"] == pytest.approx(column * cell, abs=1)
        rows.setdefault(row, set()).add(at)
    assert all(len(ats) == 1 for ats in rows.values()), "plots of a row stand side by side"
    down = [min(rows[row]) for row in sorted(rows)]
    assert len(down) == 1 or np.diff(down) == pytest.approx(234, abs=1)
    assert picture.rgb.shape[0] == pytest.approx(224 * len(down) + 10 * (len(down) - 1), abs=1)


def test_more_words_squeeze_the_axes_and_move_nothing_below(light_sheet: Sheet):
    """On the same canvas; at another width there is room for what is there now."""

    def draw(long: bool) -> Frame:
        title = " ".join(5 * ["so-long-that-it-takes-its-own-line!"]) if long else "Short"
        return Frame((Plot(title, plots(1)[0].marks, **LIMITS), *plots(1, 1)[1:]), "", "", 1)

    plain = light_sheet.plain
    seen = {}
    panel = Panel("Long", lambda: draw(False), ())
    plain.show(panel, 418)
    for name, long, width in (("short", False, 418), ("long", True, 418), ("wide", True, 438)):
        plain.resize(width)
        plain.answer(Panel("Long", lambda long=long: draw(long), ()))
        picture = plain.picture()
        below = next(one["y1"] for one in picture["texts"] if one["text"] == "Plot 1")
        seen[name] = picture["height"], below
    assert seen["short"] == seen["long"]
    assert seen["short"][0] == 448 + 10
    assert seen["wide"][0] > 448 + 10
    assert seen["wide"][1] > seen["long"][1]


def test_words_in_lines_are_whole_and_a_number_stays_with_its_unit(light_sheet: Sheet):
    title = "Noise at −10 dB in a signal with τ = 0.25 and 3 × 4 channels or more of them"
    for width in range(160, 400, 30):
        picture = light_sheet.draw(Plot(title, (), "x " * 40, **LIMITS), width=width)
        lines = [one for one in picture.texts if one["y1"] < picture.texts[-1]["y1"] - 40]
        words = [one["text"] for one in lines if one["x0"] == 0]
        heading = words[: next(i for i in range(1, 30) if " ".join(words[:i]) == title)]
        for line in heading:
            assert not line.endswith(("10", "=", "3", "×", "τ"))
            assert not line.startswith(("dB", "=", "×"))
        across = [one for one in picture.texts if set(one["text"]) == {"x", " "}]
        assert " ".join(one["text"] for one in across).split() == ["x"] * 40
        for part in (across, lines[: len(heading)]):
            for one, other in itertools.pairwise(part):
                assert other["y0"] > one["y0"] + 8, "each line under the one before"
        assert max(one["x1"] for one in picture.texts) <= width + 0.5


def test_what_must_not_be_parted_is_parted_at_a_space_if_it_is_too_long(light_sheet: Sheet):
    title = "12 × 345 × 678 × 901 × 234 × 567 × 890"
    picture = light_sheet.draw(Plot(title, (), **LIMITS), width=150)
    lines = [one["text"] for one in picture.texts if one["fill"] == TEXT]
    assert len(lines) > 1
    assert " ".join(lines) == title


def test_ticks_across_keep_apart(light_sheet: Sheet):
    for width in (400, 500, 600):
        plot = Plot("Ticks", (), xlim=(0, 4e9), ylim=(0, 4))
        picture = light_sheet.draw(plot, width=width)
        across = [one for one in picture.texts if one["y0"] > picture.axes().bottom + 4]
        assert len(across) >= 2
        for one, other in itertools.pairwise(across):
            assert other["x0"] > one["x1"] + 4


def test_wide_ticks_make_room_and_stay_in_the_picture(light_sheet: Sheet):
    ticks = (0.0, 4_000_000.0)
    picture = light_sheet.draw(Plot("Wide", (), "", "upwards", (0, 4), ticks))
    word, up, axes = picture.word("4000000"), picture.word("upwards"), picture.axes()
    assert up["x1"] < word["x0"] < word["x1"] < axes.left
    assert axes.left > 62


@pytest.mark.parametrize("shape", [(2, 9), (9, 2)])
def test_the_pixels_of_an_image_are_square_and_its_axes_no_higher_than_a_plot(
    light_sheet: Sheet, shape
):
    picture = light_sheet.draw(Plot("Image", (Image(np.full(shape, 0.5)),), "below"), width=500)
    axes = picture.axes()
    wide, high = (axes.right - axes.left) / shape[1], (axes.bottom - axes.top) / shape[0]
    assert wide == pytest.approx(high, rel=0.05)
    assert axes.left == pytest.approx(0, abs=1)
    assert axes.bottom < picture.word("below")["y0"] < axes.bottom + 12
    assert picture.rgb.shape[0] <= 225
    assert wide > 15, "as large as there is room"


def test_long_names_are_slanted_and_end_under_their_bars(light_sheet: Sheet):
    names = tuple(f"name-number-{number}" for number in range(6))
    bars = Bars(np.ones(6), names=names, highlight=2)
    picture = light_sheet.draw(Plot("Bars", (bars,), xlim=(-0.6, 5.6), ylim=(0, 4)), width=300)
    axes = picture.axes()
    for number, name in enumerate(names):
        word = picture.word(name)
        assert word["slanted"]
        assert word["x1"] == pytest.approx(axes.x(number), abs=12)
        assert axes.bottom < word["y0"] < axes.bottom + 12
        assert word["x0"] >= -1


def test_many_labels_of_rules_take_more_lines_none_on_another(light_sheet: Sheet):
    rules = tuple(Rule(1 + i / 4, label=f"a rule at {1 + i / 4:g}") for i in range(6))
    picture = light_sheet.draw(Plot("Rules", rules, **LIMITS), width=300)
    words = [picture.word(rule.label) for rule in rules]
    assert len({word["y1"] for word in words}) > 1
    for one, other in itertools.pairwise(words):
        assert one["y1"] != other["y1"] or one["x1"] < other["x0"]
    assert max(word["y1"] for word in words) < picture.axes().top
    assert min(word["y0"] for word in words) > picture.word("Rules")["y1"]
