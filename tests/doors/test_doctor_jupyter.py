"""The doctor on Jupyter: whose kernel, whose server, and can widgets be drawn?"""

import sys
from importlib import metadata
from pathlib import Path

import pytest
from broken import only_failure, report_version, run, write

from drsn_lite.checkup import jupyter as module
from drsn_lite.checkup import remedies

ROOT = Path(__file__).parents[2]
MANAGER = "@jupyter-widgets/jupyterlab-manager"


def test_kernel_of_another_environment(tmp_path):
    """A real one: Jupyter's own variable puts a foreign kernel first."""
    spec = {"argv": ["/elsewhere/bin/python", "-m", "ipykernel_launcher"], "display_name": "Mine"}
    write(tmp_path / "kernels" / "python3" / "kernel.json", spec)
    result = run("doctor", JUPYTER_PATH=str(tmp_path))
    assert result.returncode == 1
    assert "/elsewhere/bin/python" in result.stdout
    assert result.stdout.splitlines()[-2].startswith("To mend kernel python3")
    start = result.stdout.splitlines()[-1].strip()
    assert start == remedies.start()


def test_starting_from_here_puts_the_own_kernel_first():
    """Both ways to start set the variables that the test above has set against it."""
    text = (ROOT / "Makefile").read_text() if remedies.is_made_by_make() else remedies.start()
    assert "JUPYTER_PATH= JUPYTER_PREFER_ENV_PATH=1" in text


def test_own_kernel_that_points_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    folder = tmp_path / "share" / "jupyter" / "kernels"
    write(folder / "python3" / "kernel.json", {"argv": ["/elsewhere/bin/python"]})
    failure = only_failure(module.check_kernel([str(folder)]))
    assert "ipykernel install --sys-prefix" in failure.mend


@pytest.mark.parametrize("program", ["python", "python3", "python3.11", sys.executable])
def test_kernel_of_this_environment(tmp_path, program):
    write(tmp_path / "python3" / "kernel.json", {"argv": [program]})
    assert next(module.check_kernel([str(tmp_path)])).passed


def test_no_kernel_at_all(tmp_path, monkeypatch):
    assert next(module.check_kernel([str(tmp_path)])).passed, "Jupyter starts its own ipykernel"
    report_version(monkeypatch, "ipykernel", None)
    assert "pip install" in only_failure(module.check_kernel([str(tmp_path)])).mend


def test_server_of_another_environment():
    kernel = [sys.executable, "-m", "ipykernel_launcher", "-f", "/jupyter/kernel-1.json"]
    above = [(["bash"], "/"), (["/usr/bin/python3", "/usr/bin/jupyter-lab"], "/")]
    failure = only_failure(module.check_server([(kernel, "/"), *above]))
    assert failure.found == "/usr/bin/python3"
    assert "lab" in failure.mend


def test_server_of_this_environment():
    folder = Path(sys.prefix).parent
    words = [str(Path(sys.executable).relative_to(folder)), "-m", "jupyterlab"]
    finding = next(module.check_server([(words, str(folder))]))
    assert finding.passed, finding


def test_no_server_above(monkeypatch):
    assert next(module.check_server([(["/usr/bin/code"], "/")])).passed
    report_version(monkeypatch, "jupyterlab", None)
    failure = only_failure(module.check_server([]))
    assert "pip install" in failure.mend
    assert "[lab]" in failure.mend


@pytest.mark.parametrize("words", [["/usr/bin/python3", "/elsewhere/jupyter-notebook"], ["code"]])
def test_a_kernel_below_another_server_needs_no_jupyterlab(tmp_path, monkeypatch, words):
    """In Colab, in Kaggle, in an editor; but not in the environment that `make lab` made."""
    report_version(monkeypatch, "jupyterlab", None)
    monkeypatch.setattr(module, "is_made_by_make", lambda: False)
    assert [finding.passed for finding in module.check_server([(words, "/")])] == [True]
    assert list(module.check_widgets([str(tmp_path)])) == []
    monkeypatch.setattr(module, "is_made_by_make", lambda: True)
    assert not next(module.check_server([(words, "/")])).passed


def test_no_remedy_brings_jupyterlab_below_another_server(monkeypatch):
    monkeypatch.setattr(remedies, "is_made_by_make", lambda: False)
    monkeypatch.setenv("JPY_PARENT_PID", "1")
    assert "[lab]" in remedies.install("numpy")
    report_version(monkeypatch, "jupyterlab", None)
    assert "[lab]" not in remedies.install("numpy")


def test_the_processes_above_are_found():
    words = [word for words, _ in module.processes_above() for word in words]
    assert words


def labextensions(folder: Path, manager: str | None, anywidget: str | None) -> list[str]:
    for name, version in ((MANAGER, manager), ("anywidget", anywidget)):
        if version:
            write(folder / name / "package.json", {"name": name, "version": version})
    return [str(folder / "empty"), str(folder)]


@pytest.mark.parametrize("version", [None, "3.1.9", "50.0.0"])
def test_widget_manager_missing_or_unfit(tmp_path, version):
    anywidget = metadata.version("anywidget")
    failure = only_failure(module.check_widgets(labextensions(tmp_path, version, anywidget)))
    assert MANAGER in failure.topic
    own = metadata.version("jupyterlab_widgets")
    assert failure.mend.endswith(f"--force-reinstall --no-deps jupyterlab_widgets=={own}")


@pytest.mark.parametrize("version", [None, "0.1.0"])
def test_anywidget_missing_or_unfit_in_lab(tmp_path, version):
    failure = only_failure(module.check_widgets(labextensions(tmp_path, "5.0.16", version)))
    assert failure.topic == "anywidget in Lab"
