"""What a test needs besides the packages, and what to do where it is not here.

Every reason names a command: the end of a test run says how many tests were skipped for which
reason, and a reader should know what to do about it.
"""

import re
from pathlib import Path

import pytest

from drsn_lite import datasets

CHROMIUM = "no Chromium here: `apt-get install chromium`, or put Chrome on the PATH"
TIMM = "timm is not here: `python -m pip install --no-deps -r requirements-oracle.txt`"
FILES = re.compile(r"`python -m drsn_lite data get \w+`")
"""What a reason says if it is about the files of a data set."""

WITH_DOWNLOADS = ("cwru", "fsdd", "mnist")
WITH_FILES = ("bearing_lab", "digit_lab", "noise_lab", "sound_lab")
"""Panels that look for files of data sets."""


def reason(name: str) -> str:
    """What to say where the files of a data set are not here."""
    return f"the files of {name} are not here: `python -m drsn_lite data get {name}`"


def files(name: str) -> pytest.MarkDecorator:
    """A mark: skip where the files of a data set are not here. With it goes the mark `data`."""
    return pytest.mark.files(name)


def panel(name: str) -> tuple[pytest.MarkDecorator, ...]:
    """The marks of tests of a panel: `data` if it looks for files of data sets."""
    return (pytest.mark.data,) if name in WITH_FILES else ()


def lesson(path: Path) -> tuple[pytest.MarkDecorator, ...]:
    """The marks of tests of a notebook: `data` if it names a data set with files."""
    names = re.search(rf'\\"({"|".join(WITH_DOWNLOADS)})\\"', path.read_text("utf-8"))
    return (pytest.mark.data,) if names else ()


def skip_without(name: str) -> None:
    """Skip this test where the files of a data set are not here."""
    if not datasets.available(name):
        pytest.skip(reason(name))
