"""Pictures of many differences: a star stands where Holm's rule leaves a verdict, nowhere else."""

import numpy as np
import pytest

from drsn_lite.drawing import Bars
from drsn_lite.lessons.differences import picture
from drsn_lite.results.luck import p_value

AROUND = np.array([-1, -0.5, 0, 0.5, 1])
PLOTS = {
    "one": {"weak": AROUND + 1.2},
    "other": {"strong": AROUND - 9, "nothing": AROUND},
}


@pytest.mark.parametrize(
    ("each", "stars", "words"),
    [
        (True, ["weak *", "strong *", "nothing"], "by Holm's rule over each plot 2 are clear (*)"),
        (False, ["weak", "strong *", "nothing"], "by Holm's rule over all 1 is clear (*)"),
    ],
)
def test_the_family_is_the_plot_or_the_picture(each: bool, stars: list[str], words: str) -> None:
    assert 0.05 / 2 < p_value(PLOTS["one"]["weak"]) < 0.05
    frame = picture(PLOTS, (-12, 12), each=each)
    bars = [mark for plot in frame.plots for mark in plot.marks if isinstance(mark, Bars)]
    assert [name for one in bars for name in one.names] == stars
    assert frame.sentence == f"2 of 3 bands leave 0 out (1 better and 1 worse); {words}."
