"""The doctor, in this environment and in broken ones; each failure names one command."""

import html
import os
import shlex
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from broken import only_failure, report_version, run, write

from drsn_lite import checkup as module  # the module; the function of that name is inside it
from drsn_lite import paths
from drsn_lite.checkup import doctor, remedies

# The doctor looks at DRSN_LITE_DATA: it is asked with one and, as a newcomer, without.
pytestmark = pytest.mark.data
ROOT = Path(__file__).parents[2]


def test_this_environment_can_run_the_lessons():
    # How full the disk is, is not the project's doing.
    assert not [finding for finding in doctor().failed if finding.topic != "free disk"]


def test_every_requirement_of_the_package_is_looked_at():
    topics = {finding.topic for finding in module.check_packages()}
    assert {"torch", "anywidget", "packaging", "scikit-learn"} <= topics
    assert "jupyterlab" in topics, "it is installed here"
    assert "pytest" not in topics, "an extra is no requirement"


def test_jupyterlab_may_be_missing_but_not_too_old(monkeypatch):
    line = 'jupyterlab<5,>=4.4; extra == "lab"'
    monkeypatch.setattr(metadata, "requires", lambda name: [line])
    report_version(monkeypatch, "jupyterlab", None)
    assert list(module.check_packages()) == []
    report_version(monkeypatch, "jupyterlab", "3.6.1")
    failure = only_failure(module.check_packages())
    assert shlex.split(failure.mend)[-1].endswith("[lab]")


def test_the_command_reports_and_loads_no_torch():
    code = (
        "import sys; from drsn_lite.__main__ import main; status = main(['doctor']);"
        "assert not {'torch', 'numpy', 'matplotlib'} & set(sys.modules); sys.exit(status)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
    )
    assert result.stderr == ""
    assert "torch" in result.stdout
    assert result.returncode == int("FAIL" in result.stdout)


def test_an_unknown_command_is_refused_with_the_known_ones():
    result = run("physician")
    assert result.returncode == 2
    assert "doctor" in result.stderr


def test_torch_says_where_it_runs():
    *_, device = module.check_device(load=True)
    assert device.passed
    assert device.topic == "torch runs on"


def test_missing_package(monkeypatch):
    report_version(monkeypatch, "pandas", None)
    failure = only_failure(module.check_packages())
    assert (failure.topic, failure.found) == ("pandas", "not installed")
    command = shlex.split(failure.mend)
    assert command[:4] == [sys.executable, "-m", "pip", "install"]
    assert Path(command[5]).is_file(), "the command names the constraints"


def test_too_old_package(monkeypatch):
    report_version(monkeypatch, "numpy", "1.26.4")
    failure = only_failure(module.check_packages())
    assert (failure.topic, failure.found) == ("numpy", "1.26.4")
    assert ">=2" in failure.wanted


def test_local_and_pre_release_versions_fit(monkeypatch):
    for version in ("2.13.0+cpu", "2.14.0rc1"):
        report_version(monkeypatch, "torch", version)
        assert all(finding.passed for finding in module.check_packages())


def test_environment_without_any_package(tmp_path):
    """A real one: it says what is missing, without a traceback, in a single command."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    [program] = [*tmp_path.glob("bare/bin/python"), *tmp_path.glob("bare/Scripts/python.exe")]
    result = subprocess.run(
        [program, "-m", "drsn_lite", "doctor"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1
    assert result.stderr == ""
    assert "not installed" in result.stdout
    assert result.stdout.count("pip install") == 1


@pytest.mark.parametrize("version", [(3, 10, 14), (3, 14, 0), (2, 7, 18)])
def test_unsupported_python(version):
    assert "3.11 to 3.13" in only_failure(module.check_python(version)).wanted


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 13, 9)])
def test_supported_python(version):
    assert next(module.check_python(version)).passed


def project(folder: Path) -> Path:
    """A project's folder with all that the doctor looks for."""
    write(folder / "notebooks" / "00-start-here.ipynb", {})
    write(folder / "data" / "checkpoints" / "digits-resnet.json", {})
    write(folder / "data" / "checkpoints" / "digits-resnet.safetensors", {})
    (folder / ".git").mkdir()
    return folder


@pytest.mark.parametrize(
    ("lost", "topic", "mend"),
    [
        ("notebooks/00-start-here.ipynb", "lessons", "-- notebooks"),
        ("data/checkpoints/digits-resnet.json", "trained networks", "-- data"),
        ("data/checkpoints/digits-resnet.safetensors", "trained networks", "-- data"),
    ],
)
def test_lost_file(tmp_path, lost, topic, mend):
    root = project(tmp_path)
    assert all(finding.passed for finding in module.check_files(root, root / "data"))
    (root / lost).unlink()
    failure = only_failure(module.check_files(root, root / "data"))
    assert failure.topic == topic
    assert failure.mend.endswith(mend)


def own_folder(monkeypatch, value: object) -> list:
    monkeypatch.setenv(paths.ENVIRONMENT, str(value))
    return list(module.check_own_folder())


def test_own_folder_that_leads_nowhere(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    for place in (tmp_path / "typo", tmp_path / "file", "~nobody-of-that-name/data"):
        failure = only_failure(own_folder(monkeypatch, place))
        assert str(place) in failure.found
        assert failure.mend.split()[-1].startswith(paths.ENVIRONMENT)
    assert "No such file" in only_failure(own_folder(monkeypatch, tmp_path / "typo")).found


def test_own_folder_that_may_not_be_read(tmp_path, monkeypatch):
    def denied(folder):  # root, whom CI is, may read everything
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", denied)
    assert "denied" in only_failure(own_folder(monkeypatch, tmp_path)).found


def test_own_folder_that_is_there_or_not_named(tmp_path, monkeypatch):
    assert [finding.passed for finding in own_folder(monkeypatch, tmp_path)] == [True]
    assert [finding.found for finding in own_folder(monkeypatch, "")] == ["not set"]


def test_full_disk():
    assert "cache purge" in only_failure(module.check_disk(free_gb=0.2)).mend


def test_conda_is_mended_by_conda(tmp_path, monkeypatch):
    (tmp_path / "conda-meta").mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    for mend in (
        remedies.install("numpy"),
        remedies.reinstall("anywidget"),
        remedies.new_environment(),
    ):
        assert mend.startswith("conda ")


def test_paths_with_spaces_stay_one_word():
    assert (
        shlex.split(remedies.command("make", "-C", Path("/my lessons"), "lab"))[2] == "/my lessons"
    )


def test_a_check_that_breaks_is_reported_and_not_raised(monkeypatch):
    def broken(name: str) -> list[str]:
        raise RuntimeError("metadata <unreadable>")

    monkeypatch.setattr(metadata, "requires", broken)
    report = doctor()
    failure = next(finding for finding in report.failed if finding.topic == "packages")
    assert "metadata <unreadable>" in failure.found
    page = report._repr_html_()
    assert "metadata &lt;unreadable&gt;" in page
    assert "color" not in page, "the theme's own colours hold, dark or light"


def test_a_notebook_shows_verdict_commands_and_all_findings(monkeypatch):
    report_version(monkeypatch, "pandas", None)
    report = doctor()
    page = report._repr_html_()
    assert report.verdict in page
    assert page.count("<tr>") == len(report.findings) + 1
    for command in report.commands:
        assert f"<pre>{html.escape(command)}</pre>" in page
