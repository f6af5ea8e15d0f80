"""What is committed: formatted, linted, typed, short files; clean notebooks; silent imports."""

import importlib.util
import json
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import nbformat
import pytest

import drsn_lite

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))
CODE = sorted(
    path
    for pattern in ("drsn_lite/**/*", "tests/**/*", "scripts/**/*", "benchmarks/**/*", "book/*")
    for path in ROOT.glob(f"{pattern}.py")
)
LONGEST = 260
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(drsn_lite.__path__, "drsn_lite.")
    if not module.name.endswith("__main__")
)

notebooks = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def python(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("words", ["ruff format --check .", "ruff check .", "mypy"])
def test_style_and_types(words):
    command = [sys.executable, "-m", *words.split()]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_files_hold_one_idea():
    long = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_no_two_files_of_tests_have_one_name():
    """pytest knows a file by its name alone."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_one_place_starts_playwright():
    """It starts once in a process: a second fixture would fail whatever runs after the first."""
    starts = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if re.search(r"with sync_playwright\(\)", path.read_text("utf-8"))
    ]
    assert starts == ["tests/conftest.py"]


def test_the_lessons_are_there():
    assert {"00", "02", "05"} <= {path.name[:2] for path in NOTEBOOKS}


@notebooks
def test_notebook_is_valid_and_clean(path):
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) >= (4, 5), "older ones have no cell ids"
    assert notebook.metadata.kernelspec.name == "python3"
    assert "widgets" not in notebook.metadata, "the state of widgets is stored"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), f"cell {cell.id} has run"


@notebooks
def test_cell_ids_are_unique_names(path):
    """Names, so that they stay the same when the notebook is made again; Jupyter's are random."""
    ids = [cell["id"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    assert len(ids) == len(set(ids))
    random = [name for name in ids if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f-]+)?", name)]
    assert not random, "give these cells a name that says what they do"


def clean(text: str) -> str:
    spec = importlib.util.spec_from_file_location("clean", ROOT / "scripts" / "clean_notebooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.clean(text)


@notebooks
def test_cleaning_leaves_a_clean_notebook_alone(path):
    text = path.read_text(encoding="utf-8")
    assert clean(text) == text


@notebooks
def test_cleaning_takes_out_what_a_run_left(path):
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    for count, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code":
            cell["execution_count"] = count
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["τ\n"]}]
    notebook["metadata"]["widgets"] = {"state": {}}
    ran = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    assert clean(ran) != ran
    assert json.loads(clean(ran)) == json.loads(text)


def test_every_module_imports_alone_and_in_silence():
    """Each is imported before all others of the package, so a circle of imports shows."""
    code = f"""
import importlib, sys, warnings
import drsn_lite
warnings.simplefilter("always")
ours = []
def show(message, category, filename, *rest):
    if "drsn_lite" in filename:
        ours.append((filename, str(message)))
warnings.showwarning = show
for name in {MODULES!r}:
    for loaded in [known for known in sys.modules if known.startswith("drsn_lite")]:
        del sys.modules[loaded]
    importlib.import_module(name)
sys.exit(str(ours) if ours else 0)
"""
    result = python(code)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md", "docs/anywhere.md"]
)
def test_documents_are_finished_and_their_links_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "TODO" not in text
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


def test_the_readme_leads_to_every_lesson():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in NOTEBOOKS if f"](notebooks/{path.name})" not in text] == []
