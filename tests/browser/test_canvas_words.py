"""The words around a plot: the canvas writes what Python says, where it belongs."""

import re

import numpy as np
import pytest
from canvas import QUIET, TEXT, Axes, Picture, Sheet, rgb

from drsn_lite.drawing import Bars, Frame, Plot, Rule, figures

LIMITS = {"xlim": (0.0, 4.0), "ylim": (0.0, 4.0)}
ENDS = [
    # limits, and numbers that must be among the ticks, as they are written
    ((0.0, 0.5), {"0.0", "0.5"}),
    ((0.1, 0.4), {"0.10", "0.25", "0.40"}),
    ((11.0, 14.0), {"12.5", "13.0"}),
    ((0.0, 1000.0), {"0", "1000"}),
    ((-3.0, 1.0), {"−3", "−1", "0"}),
    ((-0.02, 0.02), {"−0.01", "0.00"}),
    ((4.0, 0.0), {"0", "4"}),
    ((0.0, 30000.0), {"10000", "20000"}),
]


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def ticks(picture: Picture, axes: Axes) -> tuple[list, list]:
    """The labels of x, under the axes, and of y, left of them: each with its middle."""
    texts = [
        one | {side: one[side] * picture.ratio for side in ("x0", "x1", "y0", "y1")}
        for one in picture.texts
        if re.fullmatch(r"−?[\d.]+", one["text"])
    ]
    y = [(t["text"], (t["y0"] + t["y1"]) / 2) for t in texts if t["x1"] < axes.left]
    x = [(t["text"], (t["x0"] + t["x1"]) / 2) for t in texts if t["y0"] > axes.bottom]
    return x, y


def check_steps(words: list[str]) -> None:
    """The numbers are 1, 2 or 5 times a power of ten apart, with as many digits as that needs."""
    values = np.array([number(word) for word in words])
    steps = np.diff(values)
    assert len(words) >= 2
    assert steps == pytest.approx(steps[0])
    power = np.floor(np.log10(steps[0]) + 1e-9)
    assert round(steps[0] / 10**power, 6) in (1, 2, 5)
    assert {len(word.partition(".")[2]) for word in words} == {int(max(0, -power))}


@pytest.mark.parametrize(("ends", "wanted"), ENDS)
def test_each_tick_says_the_number_that_stands_there(light_sheet: Sheet, ends, wanted):
    picture = light_sheet.draw(Plot("T", (), xlim=ends, ylim=ends), width=600)
    axes = picture.axes()
    across, up = ticks(picture, axes)
    for text, at in up:
        assert at == pytest.approx(axes.y(number(text)), abs=2 * light_sheet.ratio), text
    for text, at in across:  # one at the right end is pushed in, so as not to leave the picture
        edge = 20 * light_sheet.ratio if axes.x(number(text)) > axes.right - 1 else 1.5
        assert at == pytest.approx(axes.x(number(text)), abs=edge), text
    assert wanted <= {text for text, _ in up}
    for words in (up, across):
        check_steps(sorted((text for text, _ in words), key=number))


@pytest.mark.parametrize(("ends", "wanted"), ENDS)
def test_ticks_are_written_as_matplotlib_writes_them(light_sheet: Sheet, ends, wanted):
    plot = Plot("T", (), xlim=(0, 4), ylim=ends)
    picture = light_sheet.draw(plot)
    words = [text for text, _ in ticks(picture, picture.axes())[1]]
    figure = figures.paint(Frame((plot,), "", "", 1), "light")
    figure.draw_without_rendering()
    axis, (low, high) = figure.axes[0].yaxis, sorted(ends)
    assert min(map(number, words)) >= low - 1e-9
    assert max(map(number, words)) <= high + 1e-9
    # with the ticks of the one at hand, the other has the same words
    axis.set_ticks([number(word) for word in words])
    figure.draw_without_rendering()
    assert [label.get_text() for label in axis.get_ticklabels()] == words


def test_the_title_is_written_whole_the_labels_beside_their_axes(light_sheet: Sheet):
    picture = light_sheet.draw(Plot("A title", (), "across", "upwards", **LIMITS))
    axes = picture.axes()
    title, across, up = (picture.word(text) for text in ("A title", "across", "upwards"))
    assert title["y1"] < axes.top
    assert title["x0"] == pytest.approx(0, abs=2)
    assert (title["fill"], across["fill"], up["fill"]) == (TEXT, QUIET, QUIET)
    assert (across["x0"] + across["x1"]) / 2 == pytest.approx((axes.left + axes.right) / 2, abs=3)
    assert across["y0"] > axes.bottom + 10 * light_sheet.ratio, "below the ticks"
    assert up["y1"] - up["y0"] > 2 * (up["x1"] - up["x0"]), "it stands"
    assert (up["y0"] + up["y1"]) / 2 == pytest.approx((axes.top + axes.bottom) / 2, abs=3)
    assert up["x1"] < axes.left - 20 * light_sheet.ratio
    assert up["x0"] >= 0


def test_a_rules_label_stands_at_its_rule_in_its_colour(sheet: Sheet):
    rules = (
        Rule(1, "x", "truth", "one"),
        Rule(3, "x", "muted", "faint"),
        Rule(2, "y", "guess", "level"),
        Rule(9, "x", "truth", "beyond"),
    )
    picture = sheet.draw(Plot("Rules", rules, **LIMITS))
    axes = picture.axes()
    for text, at, fill in (("one", 1, picture.colour("truth")), ("faint", 3, rgb(QUIET))):
        word = picture.word(text)
        assert (word["x0"] + word["x1"]) / 2 == pytest.approx(axes.x(at), abs=2)
        assert axes.top - 12 * sheet.ratio < word["y1"] < axes.top
        np.testing.assert_allclose(rgb(word["fill"]), fill)
    level = picture.word("level")
    np.testing.assert_allclose(rgb(level["fill"]), picture.colour("guess"))
    assert axes.y(2) - 10 * sheet.ratio < level["y1"] < axes.y(2)
    assert axes.right - 6 * sheet.ratio < level["x1"] <= axes.right
    assert "beyond" not in picture.words()


def test_labels_of_near_rules_keep_their_order_and_part(light_sheet: Sheet):
    rules = (Rule(2.1, "x", "truth", "the right one"), Rule(2, "x", "guess", "the left one"))
    picture = light_sheet.draw(Plot("Rules", rules, **LIMITS), width=300)
    left, right = picture.word("the left one"), picture.word("the right one")
    assert (
        4 * light_sheet.ratio < right["x0"] - left["x1"] < 12 * light_sheet.ratio
        or left["y1"] != right["y1"]
    )
    for word, at in ((left, 2), (right, 2.1)):
        assert (
            word["x0"] - 12 * light_sheet.ratio
            <= picture.axes().x(at)
            <= word["x1"] + 12 * light_sheet.ratio
        )


@pytest.mark.parametrize("horizontal", [False, True])
def test_each_bar_has_its_name_and_the_one_that_stands_out_is_loud(light_sheet: Sheet, horizontal):
    names = ("first", "second", "third")
    bars = Bars([1, 2, 3], names=names, highlight=1, horizontal=horizontal)
    along, values = (-0.6, 2.6), (0.0, 4.0)
    limits = (
        {"xlim": values, "ylim": along[::-1]} if horizontal else {"xlim": along, "ylim": values}
    )
    picture = light_sheet.draw(Plot("Bars", (bars,), **limits), width=500)
    axes = picture.axes()
    for i, name in enumerate(names):
        word = picture.word(name)
        middle = [(word[f"{side}0"] + word[f"{side}1"]) / 2 for side in "xy"]
        if horizontal:
            assert middle[1] == pytest.approx(axes.y(i), abs=3 * light_sheet.ratio)
            assert axes.left - 14 * light_sheet.ratio < word["x1"] < axes.left
        else:
            assert middle[0] == pytest.approx(axes.x(i), abs=2)
            assert axes.bottom < word["y0"] < axes.bottom + 12 * light_sheet.ratio
        assert word["fill"] == (TEXT if i == 1 else QUIET)


def test_where_numbers_do_not_fit_every_second_one_and_the_loud_one_is_written(light_sheet: Sheet):
    names = tuple(str(100 + i)[1:] for i in range(24))
    bars = Bars(np.ones(24), names=names, highlight=7)
    picture = light_sheet.draw(Plot("Bars", (bars,), xlim=(-0.6, 23.6), ylim=(0, 4)), width=300)
    written = [int(word) for word in picture.words() if word in names]
    assert 7 in written
    others = [i for i in written if i != 7]
    every = others[1] - others[0]
    assert 1 < every < 5
    assert set(others) == {i for i in range(0, 24, every) if abs(i - 7) >= every}
