"""The rules of conftest.py: what a skip says, when it fails, and who needs the mark `data`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
SAMPLE = """
import needs, pytest
from drsn_lite import datasets

@pytest.mark.parametrize("n", [1, 2])
@needs.files("mnist")
def test_files(n):
    pass

def test_browser():
    pytest.skip(needs.CHROMIUM)

def test_looks_unmarked():
    datasets.available("cwru")

@pytest.mark.data
def test_looks_marked():
    datasets.available("cwru")

def test_looks_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setenv("DRSN_LITE_DATA", str(tmp_path))
    assert not datasets.available("cwru")
"""
FILES = "2 skipped: the files of mnist are not here: `python -m drsn_lite data get mnist`"
BROWSER = "1 skipped: no Chromium here: `apt-get install chromium`"


@pytest.fixture
def run(tmp_path):
    """Run the sample with no files here and these variables: what pytest printed."""
    (tmp_path / "test_sample.py").write_text(SAMPLE, "utf-8")
    (tmp_path / "conftest.py").write_text((HERE / "conftest.py").read_text("utf-8"), "utf-8")
    usual = {
        key: value for key, value in os.environ.items() if key not in ("CI", "DRSN_LITE_TESTS")
    }
    usual |= {"DRSN_LITE_DATA": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "COLUMNS": "200"}
    usual["PYTHONPATH"] = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH")]))

    def run_(*arguments, **variables):
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=usual | variables, capture_output=True, text=True
        ).stdout

    return run_


def test_at_home_a_skip_says_what_to_do_and_how_many(run):
    said = run()
    assert FILES in said
    assert BROWSER in said
    assert "1 failed, 2 passed, 3 skipped" in said
    assert "FAILED test_sample.py::test_looks_unmarked - looks for data sets: give it" in said
    assert "skipped:" not in run("-k", "marked")


def test_in_ci_a_skip_is_a_failure(run):
    assert "2 failed, 2 passed, 2 errors" in run(CI="true")


def test_in_ci_a_newcomer_may_lack_files_but_no_browser(run):
    said = run(CI="true", DRSN_LITE_TESTS="newcomer")
    assert FILES in said
    assert "2 failed, 2 passed, 2 skipped" in said
    marked = run("-m", "data", CI="true", DRSN_LITE_TESTS="newcomer")
    assert "1 passed, 2 skipped, 3 deselected" in marked
