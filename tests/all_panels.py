"""Every panel by its name, and the settings of its controls to try."""

from typing import Any

import needs
import pytest

from drsn_lite import panels
from drsn_lite.drawing import Choice, Commit, Panel, Slider

PANELS: dict[str, Panel] = {name: getattr(panels, name) for name in panels.__all__}


def stops(control: Slider | Choice | Commit) -> list[Any]:
    """The settings of a control to try."""
    match control:
        case Slider(low=low, high=high, step=step):
            middle = low + step * round((high - low) / 2 / step)
            return [low, middle, high]
        case Choice(options=options):
            return [value for value, _ in options]
        case Commit():
            return [False, True]


CASES = [
    pytest.param(
        name,
        {control.name: value},
        id=f"{name}-{control.name}={value}",
        marks=needs.panel(name),
    )
    for name, panel in PANELS.items()
    for control in panel.controls
    for value in stops(control)
]
