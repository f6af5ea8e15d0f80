"""The first cell of each notebook, and what the places where they run ask for."""

import importlib.util
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from test_address import HERE, KNOWN, address

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))


def python(code: str) -> str:
    """What this code prints, run alone."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def pipped(source: str, monkeypatch: pytest.MonkeyPatch, *, installed: bool) -> list[str]:
    """What the cell gives to pip, as IPython runs it."""
    given: list[str] = []

    class Shell:
        def run_line_magic(self, name: str, line: str) -> None:
            given.append(f"{name} {line}")

    with monkeypatch.context() as patch:
        patch.setattr(importlib.util, "find_spec", lambda name: object() if installed else None)
        exec(TransformerManager().transform_cell(source), {"get_ipython": Shell})
    return given


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_the_first_cell_below_the_title(path):
    title, first, *rest = nbformat.read(path, as_version=4).cells
    assert title.cell_type == "markdown"
    assert (first.id, first.cell_type, first.metadata.tags) == ("install", "code", ["install"])
    assert first.source == address.cell(HERE)
    assert not [cell.id for cell in rest if "install" in cell.metadata.get("tags", [])]


@pytest.mark.parametrize("known", ["", KNOWN])
def test_it_is_short(known):
    lines = address.cell(known).splitlines()
    assert len(lines) <= 10
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("known", ["", KNOWN])
def test_where_the_package_is_it_does_nothing(known, monkeypatch):
    assert pipped(address.cell(known), monkeypatch, installed=True) == []
    code = f"""
    import sys
    before = set(sys.modules)
    exec({TransformerManager().transform_cell(address.cell(known))!r})
    print({{name.partition(".")[0] for name in set(sys.modules) - before}} - {{"importlib"}})
    """
    loaded = eval(python(code), {"set": set})
    assert not loaded & {"drsn_lite", "torch", "numpy", "IPython"}


def test_where_it_is_missing_and_an_address_is_known_pip_gets_it(monkeypatch):
    asked = pipped(address.cell(KNOWN), monkeypatch, installed=False)
    assert asked == [f'pip install -q "drsn-lite @ git+{KNOWN}"']


def test_where_it_is_missing_and_no_address_is_known_it_says_what_to_do(monkeypatch):
    with pytest.raises(ModuleNotFoundError) as raised:
        pipped(address.cell(""), monkeypatch, installed=False)
    message = str(raised.value)
    assert "`%pip install FOLDER`" in message
    assert "\n" not in message
    assert message.count(". ") == 0, "one sentence"


def test_on_colab_the_first_panel_switches_the_widget_manager_on_once():
    """Anywidget does that where `google.colab.output` is loaded, as on Colab; so no cell does."""
    code = """
    import json, sys, types
    calls = []
    output = types.ModuleType("google.colab.output")
    output.enable_custom_widget_manager = lambda: calls.append(1)
    output._widgets = types.SimpleNamespace(_installed_url="https://manager")
    sys.modules["google.colab.output"] = output
    from drsn_lite import panels
    assert not calls, "by the import alone"
    first, second = panels.soft_threshold(), panels.soft_threshold()
    _, metadata = first._repr_mimebundle_()
    print(json.dumps([len(calls), metadata["application/vnd.jupyter.widget-view+json"]]))
    """
    calls, metadata = json.loads(python(code))
    assert calls == 1
    assert metadata == {"colab": {"custom_widget_manager": {"url": "https://manager"}}}


def test_the_page_about_places_has_each_and_the_readme_leads_there():
    page = (ROOT / "docs" / "anywhere.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "](docs/anywhere.md)" in readme
    for place in ("Colab", "Kaggle", "Binder", "VS Code"):
        section = page.split(f"\n## {place}\n")[1].split("\n## ")[0]
        assert "](https://" in section, f"{place}: where is that said?"
        assert place in readme
