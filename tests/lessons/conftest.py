"""The lessons, one after the other."""

import needs
import pytest
from runs import LESSONS, NOTEBOOKS


@pytest.fixture(
    params=[pytest.param(one, marks=needs.lesson(NOTEBOOKS / f"{one}.ipynb")) for one in LESSONS]
)
def lesson(request: pytest.FixtureRequest) -> str:
    """The name of each lesson in turn."""
    return request.param
