"""Names from outside in a picture: `$` is a dollar, and what a page would obey is written out."""

import io
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from drsn_lite.drawing import Band, Bars, Frame, Line, Plot, Points, Rule, Steps, Whiskers, figures
from drsn_lite.drawing.lettering import width
from drsn_lite.prediction_result import Prediction, frame
from drsn_lite.studies.sweep import figures as sweep_figures

TEX = (r"$\frac{1}$", "$x_1$", r"a $ b $ c $\undefined$", r"\$5 and $6", "$")
ALL = "|".join(TEX)


def with_names_everywhere(name: str) -> Frame:
    values = np.arange(3.0)
    marks = (
        Line(values, label=name),
        Steps(np.arange(4.0), values, label=name),
        Points(values, values, label=name),
        Whiskers(values, values, values, label=name),
        Band(0.0, 1.0, label=name),
        Rule(1.0, label=name),
        Rule(1.0, axis="y", label=name),
    )
    bars = Bars(values, names=(name, "b", name), highlight=0)
    lying = Bars(values, names=(name, "b", name), highlight=0, horizontal=True)
    plots = (Plot(name, marks, name, name), Plot(name, (bars,)), Plot(name, (lying,)))
    return Frame(plots, name, name)


def written(figure: Figure) -> list[str]:
    found = [text for text in figure.findobj(Text) if isinstance(text, Text)]
    return [text.get_text() for text in found if text.get_visible()]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", TEX)
def test_a_dollar_is_a_dollar(name: str) -> None:
    picture = figures.paint(with_names_everywhere(name))
    for kind in ("png", "svg"):
        picture.savefig(io.BytesIO(), format=kind)
    words = written(picture)
    # three titles, the sentence, two axes, five in the legend, two rules, four beside the bars
    assert sum(word.replace("\n", " ") == name for word in words) == 17
    assert not any(text.get_parse_math() for text in picture.findobj(Text))


def test_a_dollar_has_its_width() -> None:
    assert width("$x_1$", 12) > width("x_1", 12) > 0
    assert width(r"$\frac{1}$", 12) > width(r"\frac{1}", 12)


def test_predictions_for_files_with_dollars_are_drawn() -> None:
    chances = np.array([0.2, 0.8])
    one = Prediction(r"a/$\frac$.wav", ("$x$", r"$\bad$"), chances, chances, 3, 3)
    picture = figures.paint(frame([one]))
    picture.savefig(io.BytesIO(), format="png")
    assert {"$x$", r"$\bad$", r"a/$\frac$.wav"} <= set(written(picture))


def test_a_network_of_any_name_is_drawn_in_a_sweep() -> None:
    import pandas as pd

    rows = [(r"$\bad$", snr, 0.5, 0.4) for snr in (0, 5)]
    table = pd.DataFrame(rows, columns=["network", "snr_db", "train_accuracy", "test_accuracy"])
    sweep_figures.figure(table, r"$\bad$").savefig(io.BytesIO(), format="svg")


def test_control_characters_are_written_out() -> None:
    name = "a\x1b[31mred\x07\x00\u202etxt"
    picture = figures.paint(with_names_everywhere(name))
    words = "".join(written(picture))
    assert r"a\u001b[31mred\u0007\u0000\u202etxt" in words.replace("\n", " ")
    assert not any(character in words for character in "\x1b\x07\x00\u202e")
    drawn = io.BytesIO()
    picture.savefig(drawn, format="svg")
    ElementTree.fromstring(drawn.getvalue())  # XML has no control characters
    packed, _ = with_names_everywhere(name).pack()
    assert "\x1b" not in str(packed["sentence"]) + str(packed["plots"][0]["title"])
