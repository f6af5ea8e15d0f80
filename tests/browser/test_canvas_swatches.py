"""The legend: behind each label a swatch that looks as its mark does."""

import numpy as np
import pytest
from canvas import Sheet

from drsn_lite.drawing import Band, Bars, Line, Mark, Plot, Points, Rule, Steps, Whiskers

LIMITS = {"xlim": (0.0, 4.0), "ylim": (0.0, 4.0)}
MARKS: dict[str, Mark] = {
    "a line": Line([1, 2], label="a line", role="after"),
    "dots": Points([1], [1], label="dots", role="threshold"),
    "steps": Steps([0, 1], [1], label="steps", role="guess"),
    "bars": Bars([1.0], label="bars", role="clean"),
    "spread": Whiskers([1], [1], [1], label="spread", role="zeroed"),
}


def swatch(sheet: Sheet, mark: Mark) -> tuple[np.ndarray, np.ndarray]:
    """How the pixels before the label of a mark are covered; and the part that is inked."""
    picture = sheet.draw(Plot("Legend", (mark,), **LIMITS))
    word, ratio = picture.word(mark.label), sheet.ratio
    rows = slice(int(word["y0"] - 3 * ratio), int(word["y1"] + 3 * ratio))
    role = getattr(mark, "role", "")
    cover = picture.cover(role)[rows, max(0, int(word["x0"] - 18 * ratio)) : int(word["x0"])]
    there = [np.flatnonzero((cover > 0.12).any(axis=axis)) for axis in (1, 0)]
    return cover, cover[there[0][0] : there[0][-1] + 1, there[1][0] : there[1][-1] + 1]


def test_each_label_stands_behind_a_swatch_of_its_colour(sheet: Sheet):
    marks = (*MARKS.values(), Rule(2, "x", "truth", "a rule"))
    picture = sheet.draw(Plot("Legend", marks, **LIMITS), width=700)
    axes, roles = picture.axes(), [mark.role for mark in MARKS.values()]
    for label, mark in MARKS.items():
        word = picture.word(label)
        assert word["y1"] < axes.top
        rows = slice(int(word["y0"]) - 2, int(word["y1"]) + 2)
        columns = slice(int(word["x0"] - 18 * sheet.ratio), int(word["x0"]) - 1)
        inked = {role: (picture.cover(role)[rows, columns] > 0.6).sum() for role in roles}
        assert max(inked, key=inked.__getitem__) == mark.role, label
        assert inked[mark.role] >= 12 * sheet.ratio
    starts = [picture.word(label)["x0"] for label in MARKS]
    assert starts == sorted(starts)


def test_labels_that_do_not_fit_side_by_side_go_on_below(light_sheet: Sheet):
    picture = light_sheet.draw(Plot("Legend", tuple(MARKS.values()), **LIMITS), width=180)
    words = [picture.word(label) for label in MARKS]
    assert len({word["y1"] for word in words}) > 1
    assert max(word["x1"] for word in words) <= 180
    assert max(word["y1"] for word in words) < picture.axes().top


@pytest.mark.parametrize(
    ("mark", "inside"),
    [
        (Bars([1.0], "guess", "of bars"), 1.0),
        (Steps([0, 1], [1], "guess", "of steps"), 0.3),
        (Band(1, 2, "x", "guess", "of a band"), 0.22),
    ],
)
def test_a_swatch_is_as_pale_inside_as_its_mark_and_has_an_edge(sheet: Sheet, mark, inside):
    _, part = swatch(sheet, mark)
    high, wide = part.shape
    assert part[high // 2, wide // 2] == pytest.approx(inside, abs=0.06)
    assert part[high // 2, :3].max() > 0.6
    assert part[-3:, wide // 2].max() > 0.6
    assert wide == pytest.approx(11.5 * sheet.ratio, abs=2)


@pytest.mark.parametrize(
    ("role", "filled"), [("threshold", np.pi / 4), ("guess", 0.5), ("clean", 1.0)]
)
def test_a_swatch_of_points_has_their_shape(sheet: Sheet, role, filled):
    _, part = swatch(sheet, Points([1], [1], role, "points"))
    full = part > 0.5
    inked = full[np.ix_(full.any(axis=1), full.any(axis=0))]
    assert inked.mean() == pytest.approx(filled, abs=0.13)
    assert part.sum() == pytest.approx(np.pi * (4 * sheet.ratio) ** 2, rel=0.15)


@pytest.mark.parametrize("dashed", [False, True])
def test_a_swatch_of_a_line_is_a_line_dashed_if_that_is(sheet: Sheet, dashed):
    _, part = swatch(sheet, Line([1, 2], role="guess", label="line", dashed=dashed))
    assert len(part) <= 3 * sheet.ratio
    row = part.max(axis=0)
    assert len(row) == pytest.approx(
        (13 if not dashed else 11) * sheet.ratio, abs=2.2 * sheet.ratio
    )
    assert bool((row < 0.3).any()) is dashed


@pytest.mark.parametrize("horizontal", [False, True])
def test_a_swatch_of_whiskers_stands_or_lies(sheet: Sheet, horizontal):
    mark = Whiskers([1], [1], [1], "guess", "whiskers", horizontal=horizontal)
    high, wide = swatch(sheet, mark)[1].shape
    long, short = (wide, high) if horizontal else (high, wide)
    assert long > 9 * sheet.ratio
    assert short == pytest.approx(6 * sheet.ratio, abs=2)
