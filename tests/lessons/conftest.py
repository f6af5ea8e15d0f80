"""The lessons, one after the other."""

import pytest
from runs import LESSONS


@pytest.fixture(params=LESSONS)
def lesson(request: pytest.FixtureRequest) -> str:
    """The name of each lesson in turn."""
    return request.param
