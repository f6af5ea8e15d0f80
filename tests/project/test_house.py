"""The rooms of the package: which there are, what may import what, and where things belong."""

import ast
import graphlib
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "drsn_lite"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")

ABOVE = "all above"
ROOMS = {
    # room: its files, and the rooms of which they may import
    "base": ("paths locks lazy visible arrays samples", ""),
    "core": (
        "shrinkage fast_threshold gates blocks networks noise training evaluation microscope "
        "holdout",
        "base",
    ),
    "datasets": ("datasets", "base, core"),
    "checkpoints": ("checkpoints", "base, core, datasets"),
    "drawing": ("drawing", "base, core"),
    "results": ("results", "base, core, drawing"),
    "answers": ("answers", "base, core"),
    "lessons": ("lessons", ABOVE),
    "doors": (
        "__init__ panels checks solved checkup prediction prediction_result survey race "
        "race_result",
        ABOVE,
    ),
    "studies": ("studies", ABOVE),
    "command line": ("command_line __main__", ABOVE),
}
SHOW = {"IPython", "anywidget", "ipywidgets", "traitlets", "matplotlib"}
NOT_IN_CORE = {"pandas", "scipy", "sklearn"}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def room(module: str) -> str:
    first = module.split(".")[1] if "." in module else "__init__"
    [found] = [name for name, (files, _) in ROOMS.items() if first in files.split()]
    return found


def open_to(room: str) -> list[str]:
    """The rooms of which a room may import."""
    names = list(ROOMS)
    words = ROOMS[room][1]
    return [room, *(names[: names.index(room)] if words == ABOVE else words.split(", "))]


@cache
def imports(path: Path) -> set[tuple[str, str]]:
    """Module and name of all that a file imports, in functions too."""
    found = set()
    package = name_of(path.parent / "__init__.py")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            place = ".".join(filter(None, (package if node.level else "", node.module)))
            found |= {(place, alias.name) for alias in node.names}
    return found


def home(module: str, name: str) -> str:
    """The module in which an imported name lies: a face gives out what others hold."""
    if f"{module}.{name}" in FILES:
        return f"{module}.{name}"
    stub = FILES[module].with_suffix(".pyi")
    of = {one: place for place, one in imports(stub)} if stub.exists() else {}
    return home(of[name], name) if name in of else module


def graph() -> dict[str, set[str]]:
    """Module → the modules that it imports, itself or by its stub."""
    found = {}
    for module, path in FILES.items():
        files = [one for one in (path, path.with_suffix(".pyi")) if one.exists()]
        wanted = set().union(*map(imports, files))
        found[module] = {home(*one) for one in wanted if one[0].startswith("drsn_lite")}
    return found


GRAPH = graph()


def test_imports_run_one_way():
    wrong = [
        f"{module} ({room(module)}) imports {other} ({room(other)})"
        for module, others in GRAPH.items()
        for other in others
        if room(other) not in open_to(room(module))
    ]
    assert wrong == []


def test_there_is_no_circle():
    list(graphlib.TopologicalSorter(GRAPH).static_order())


def users(packages: set[str]) -> set[str]:
    """The rooms that import some of these packages."""
    return {
        room(module)
        for module, path in FILES.items()
        if packages & {place.split(".")[0] for place, _ in imports(path)}
    }


def test_only_drawing_knows_what_shows_it():
    assert users(SHOW) <= {"drawing", "studies"}
    assert "core" not in users(NOT_IN_CORE)


def test_the_core_is_small():
    core = [path for module, path in FILES.items() if room(module) == "core"]
    assert sum(len(path.read_text("utf-8").splitlines()) for path in core) <= 1700


def test_no_module_is_looked_up_by_a_string():
    by_string = re.compile(r"\b(import_module|__import__)\(")
    found = [module for module, path in FILES.items() if by_string.search(path.read_text("utf-8"))]
    assert found == ["drsn_lite.lazy"]


def test_the_package_alone_loads_nothing_heavy():
    code = "import drsn_lite, sys; print(*{'torch', 'numpy', 'matplotlib'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (result.returncode, result.stdout, result.stderr) == (0, "\n", "")


def rows(title: str) -> list[list[str]]:
    """The cells of the table in a section of CONTRIBUTING.md."""
    section = CONTRIBUTING.split(f"## {title}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_contributing_has_the_same_rooms():
    table = {name: (files.replace("`", ""), may) for name, _, files, may in rows("The rooms")}
    assert table == ROOMS


def test_what_contributing_names_is_there():
    assert len(rows("Where does my change belong?")) >= 10
    folders = r"`((?:drsn_lite|tests|data|notebooks|docs|scripts|benchmarks)/[^`]*)`"
    named = re.findall(folders, CONTRIBUTING)
    assert len(named) > 30
    assert [name for name in named if not list(ROOT.glob(name.replace("NN", "[01]*")))] == []


CODE = re.compile(r"```python\n(.*?)\n```", re.S)


def code(notebook: Path) -> Iterator[str]:
    """The code of a lesson: its cells, and its folded solutions."""
    for cell in nbformat.read(notebook, as_version=4).cells:
        yield from [cell.source] if cell.cell_type == "code" else CODE.findall(cell.source)


@pytest.mark.parametrize(
    "notebook", sorted((ROOT / "notebooks").rglob("*.ipynb")), ids=lambda path: path.stem
)
def test_what_a_lesson_imports_is_there(notebook):
    plain = map(TransformerManager().transform_cell, code(notebook))  # without `%pip`
    froms = (node for text in plain for node in ast.walk(ast.parse(text)))
    for node in froms:
        if isinstance(node, ast.ImportFrom) and node.module.startswith("drsn_lite"):
            found = importlib.import_module(node.module)
            for name in node.names:
                there = hasattr(found, name.name)
                assert there or importlib.util.find_spec(f"{node.module}.{name.name}")
