"""The still of every panel: all that is written in it is inside, and clear of the rest."""

import needs
import pytest
from all_panels import PANELS
from stills import collisions, texts

from drsn_lite.drawing import Commit


def buttons(name: str) -> list[str]:
    """The settings of a panel that reveal the truth."""
    return [control.name for control in PANELS[name].controls if isinstance(control, Commit)]


SHOWN = [
    pytest.param(name, committed, marks=needs.panel(name))
    for name in PANELS
    for committed in (False, True)
    if buttons(name) or not committed
]


@pytest.mark.parametrize(("name", "committed"), SHOWN)
def test_every_text_of_a_panel_is_inside_the_picture_and_clear_of_the_others(name, committed):
    figure = PANELS[name].figure(**{button: True for button in buttons(name) if committed})
    inside = figure.bbox
    written = texts(figure)
    assert len(written) > 5
    for text, box in written:
        assert inside.x0 <= box.x0 < box.x1 <= inside.x1, text
        assert inside.y0 <= box.y0 < box.y1 <= inside.y1, text
    assert collisions(written) == []
