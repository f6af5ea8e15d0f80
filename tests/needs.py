"""What a test needs besides the packages, and what to do where it is not here.

Every reason names a command: the end of a test run says how many tests were skipped for which
reason, and a reader should know what to do about it.
"""

import re

import pytest

from drsn_lite import datasets

CHROMIUM = "no Chromium here: `apt-get install chromium`, or put Chrome on the PATH"
TIMM = "timm is not here: `python -m pip install --no-deps -r requirements-oracle.txt`"
FILES = re.compile(r"`python -m drsn_lite data get \w+`")
"""What a reason says if it is about the files of a data set."""


def reason(name: str) -> str:
    """What to say where the files of a data set are not here."""
    return f"the files of {name} are not here: `python -m drsn_lite data get {name}`"


def files(name: str) -> pytest.MarkDecorator:
    """A mark: skip where the files of a data set are not here."""
    return pytest.mark.skipif(not datasets.available(name), reason=reason(name))


def skip_without(name: str) -> None:
    """Skip this test where the files of a data set are not here."""
    if not datasets.available(name):
        pytest.skip(reason(name))
