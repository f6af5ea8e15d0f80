"""What tests of the noted exercises share."""

from pathlib import Path

import pytest

from drsn_lite import paths
from drsn_lite.answers import memory


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of one test, in a session that has said nothing yet."""
    path = tmp_path / "solved.json"
    monkeypatch.setenv(paths.PROGRESS, str(path))
    monkeypatch.setattr(memory, "_SAID", set())
    return path
