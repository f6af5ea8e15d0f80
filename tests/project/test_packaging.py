"""pyproject.toml, environment.yml and constraints.txt say the same; `make` finds its Python."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

import drsn_lite

ROOT = Path(__file__).parents[2]
CONDA = {"torch": "pytorch", "matplotlib": "matplotlib-base"}
"""Packages that conda-forge calls otherwise."""

Files = dict[str, str]


def read_files() -> Files:
    names = ("pyproject.toml", "environment.yml", "constraints.txt")
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in names}


def read_pins(text: str) -> dict[str, Requirement]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(pin.name): pin for pin in map(Requirement, lines)}


def differences(files: Files) -> list[str]:
    """What the three files disagree about. With conda one has JupyterLab, as with `make lab`."""
    project = tomllib.loads(files["pyproject.toml"])["project"]
    lab = project["optional-dependencies"]["lab"]
    needed = {pin.name: pin for pin in map(Requirement, [*project["dependencies"], *lab])}
    extras = [
        Requirement(line) for lines in project["optional-dependencies"].values() for line in lines
    ]
    lines = yaml.safe_load(files["environment.yml"])["dependencies"]
    pins = read_pins(files["constraints.txt"])

    # Binder (repo2docker) reads the Python from `python=X.Y` alone, and takes 3.10 for a range.
    python, *rest = filter(is_text, lines)
    one = re.fullmatch(r"python=(3\.\d+)", python)
    wrong = []
    if one is None or not SpecifierSet(project["requires-python"]).contains(f"{one[1]}.0"):
        wrong.append("python")
    conda = {pin.name: pin.specifier for pin in map(Requirement, rest)}
    conda.pop("pip")
    if [line["pip"] for line in lines if not is_text(line)] != [["-e .[lab]"]]:
        wrong.append("drsn-lite")
    ranges = {CONDA.get(name, name): requirement.specifier for name, requirement in needed.items()}
    wrong += [name for name in ranges | conda if ranges.get(name) != conda.get(name)]
    for requirement in [*needed.values(), *extras]:
        pin = pins.get(canonicalize_name(requirement.name))
        if pin is None or not requirement.specifier.contains(version_of(pin)):
            wrong.append(requirement.name)
    wrong += [
        name for name, pin in pins.items() if not re.fullmatch(r"==[\d.]+", str(pin.specifier))
    ]
    return wrong


def is_text(line: object) -> bool:
    return isinstance(line, str)


def version_of(pin: Requirement) -> str:
    return str(pin.specifier).removeprefix("==")


def test_the_three_files_agree():
    assert differences(read_files()) == []


def edit(name: str, pattern: str, text: str) -> Callable[[Files], Files]:
    def edited(files: Files) -> Files:
        changed, count = re.subn(pattern, text, files[name], count=1, flags=re.MULTILINE)
        assert count, f"{pattern} is not in {name}"
        return files | {name: changed}

    return edited


@pytest.mark.parametrize(
    ("drift", "noticed"),
    [
        (edit("environment.yml", r"python=3.12", "python=3.10"), "python"),
        (edit("environment.yml", r"python=3.12", "python>=3.11,<3.14"), "python"),
        (edit("environment.yml", r"numpy>=2.0", "numpy>=1.26"), "numpy"),
        (edit("environment.yml", r"pytorch>=2.5,<3", "pytorch>=2.5"), "pytorch"),
        (edit("environment.yml", r"^  - platformdirs.*\n", ""), "platformdirs"),
        (edit("environment.yml", r"^  - pip$", "  - pip\n  - bokeh"), "bokeh"),
        (edit("environment.yml", r"jupyterlab>=4.4", "jupyterlab>=3"), "jupyterlab"),
        (edit("environment.yml", r"^  - jupyterlab.*\n", ""), "jupyterlab"),
        (edit("environment.yml", r"-e \.\[lab\]", "-e ."), "drsn-lite"),
        (edit("pyproject.toml", r'^lab = .*"\]', "lab = []"), "jupyterlab"),
        (edit("pyproject.toml", r'^    "ipykernel.*\n', ""), "ipykernel"),
        (edit("pyproject.toml", r'^    "scipy.*\n', ""), "scipy"),
        (edit("pyproject.toml", r"torch>=2.5", "torch>=2.99"), "torch"),
        (edit("pyproject.toml", r"pytest>=8,<10", "pytest>=10"), "pytest"),
        (edit("pyproject.toml", r">=3.11,<3.14", ">=3.13"), "python"),
        (edit("constraints.txt", r"^torch==.*\n", ""), "torch"),
        (edit("constraints.txt", r"^torch==.*", "torch==2.13.0+cpu"), "torch"),
        (edit("constraints.txt", r"^numpy==.*", "numpy==1.26.4"), "numpy"),
        (edit("constraints.txt", r"^idna==.*", "idna>=3"), "idna"),
        (edit("constraints.txt", r"^ruff==.*\n", ""), "ruff"),
    ],
)
def test_a_drift_is_noticed(drift, noticed):
    assert noticed in differences(drift(read_files()))


def test_make_takes_jupyterlab():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    extras = re.findall(r'-e "\.\[(\S+)\]"$', text, flags=re.MULTILINE)
    assert extras == ["lab", "lab,book", "lab,test"]


def everything_installed_for(*requirements: Requirement) -> set[str]:
    """Names of all packages that the requirements bring along, here."""
    todo, seen = list(requirements), set()
    while todo:
        requirement = todo.pop()
        if (key := (canonicalize_name(requirement.name), frozenset(requirement.extras))) in seen:
            continue
        seen.add(key)
        for further in map(Requirement, metadata.requires(requirement.name) or []):
            extras = {"", *requirement.extras}
            marker = further.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
                todo.append(further)
    return {name for name, _ in seen}


def test_everything_installed_is_pinned():
    pins = read_pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    # What a GPU build of torch brings, torch itself pins.
    brought = everything_installed_for(Requirement("drsn-lite[cluster,lab,test]")) - {"drsn-lite"}
    gpu = {name for name in brought if re.match(r"nvidia-|cuda-|triton", name)}
    assert brought - gpu - pins.keys() == set()


@pytest.mark.skipif(not Path(sys.prefix, ".made-in").exists(), reason="not the .venv of make")
def test_the_environment_under_test_is_the_pinned_one():
    pins = read_pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    wrong = {}
    for name, pin in pins.items():
        if pin.marker is None or pin.marker.evaluate():
            installed = Version(metadata.version(name)).public
            if installed != version_of(pin):
                wrong[name] = f"{installed} is installed, {version_of(pin)} is pinned"
    assert wrong == {}


def test_versions_and_papers_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert project["version"] == drsn_lite.__version__ == citation["version"]
    assert f"## {drsn_lite.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    [paper] = citation["references"]
    assert paper["doi"] in str(drsn_lite.__doc__)
    for name in project["license-files"]:
        assert (ROOT / name).read_text(encoding="utf-8").strip(), f"{name} is empty"


def shell(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def make_venv(
    folder: Path, commands: dict[str, str], **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run scripts/venv.sh in a folder, on a machine whose only Pythons are these commands."""
    tools = folder / "the tools"
    tools.mkdir(parents=True)
    for name in ("cat", "pwd", "rm"):
        shell(tools / name, f'exec /bin/{name} "$@"')
    for name, body in commands.items():
        shell(tools / name, body)
    environment = {"PATH": str(tools), **variables}
    script = ["/bin/sh", str(ROOT / "scripts" / "venv.sh")]
    return subprocess.run(script, cwd=folder, env=environment, capture_output=True, text=True)


posix = pytest.mark.skipif(os.name == "nt", reason="make is for Linux and macOS")
SHIM = "echo 'pyenv: command not found' >&2; exit 127"
REAL = f'exec "{sys.executable}" "$@"'
BARE = f'case "$2" in *ensurepip*) exit 1;; esac; exec "{sys.executable}" "$@"'
OLD = f"exec \"{sys.executable}\" -c 'raise AssertionError'"


@posix
def test_venv_is_made_by_the_first_python_that_runs(tmp_path):
    commands = {"python3.13": SHIM, "python3.12": OLD, "python3": REAL}
    result = make_venv(tmp_path / "with a space", commands)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    folder = tmp_path / "with a space"
    made = folder / ".venv" / "bin" / "python"
    subprocess.run([made, "-c", "import pip"], check=True)
    assert (folder / ".venv" / ".made-in").read_text().strip() == str(folder)
    before = made.lstat().st_mtime_ns
    subprocess.run(["/bin/sh", str(ROOT / "scripts" / "venv.sh")], cwd=folder, check=True)
    assert made.lstat().st_mtime_ns == before, "it is kept when it is called again"


@posix
@pytest.mark.parametrize(
    ("commands", "variables", "message"),
    [
        ({"python3": SHIM}, {}, "No Python 3.11, 3.12 or 3.13 was found"),
        ({"python3": OLD}, {}, "No Python 3.11, 3.12 or 3.13 was found"),
        ({"python3": BARE}, {}, "sudo apt install python3."),
        ({"python3": REAL}, {"PYTHON": "/no such/python"}, "PYTHON=/no such/python"),
    ],
)
def test_no_usable_python_is_said_clearly(tmp_path, commands, variables, message):
    result = make_venv(tmp_path / "project", commands, **variables)
    assert result.returncode == 1
    assert message in result.stderr
    assert not (tmp_path / "project" / ".venv").exists()
