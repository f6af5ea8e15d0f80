"""The project's address: it stands in pyproject.toml alone; the script writes it elsewhere."""

import importlib.util
import json
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[2]
KNOWN = "https://github.com/owner/drsn-lite"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("address", ROOT / "scripts" / "address.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


address = script()
HERE = address.read_address((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture
def copy(tmp_path):
    """A copy of the files that hold the address."""
    for path in address.written(""):
        (tmp_path / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tmp_path / path.relative_to(ROOT))
    return tmp_path


def write(address_: str, root: Path) -> dict[str, str]:
    """What the script leaves in the files of `root`, by the names of the files."""
    for path, text in address.written(address_, root).items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in address.written(address_, root)
    }


def test_what_stands_in_the_files_is_what_the_script_writes():
    texts = address.written(HERE)
    wrong = [path for path, text in texts.items() if path.read_text(encoding="utf-8") != text]
    assert wrong == [], "run `make format`"
    assert {path.relative_to(ROOT).as_posix() for path in texts if path.suffix == ".ipynb"} == {
        path.relative_to(ROOT).as_posix() for path in ROOT.glob("notebooks/**/*.ipynb")
    }


def test_an_address_goes_everywhere_and_away_again(copy):
    """And back to the same bytes, so nothing else is changed."""
    empty = write("", copy)
    assert not [name for name, text in empty.items() if KNOWN in text]
    known = write(KNOWN, copy)
    assert [name for name, text in known.items() if KNOWN not in text] == []
    assert write(KNOWN, copy) == known
    assert write("", copy) == empty


def test_no_button_is_shown_while_there_is_no_address(copy):
    hosts = "colab.research.google.com/", "mybinder.org/v2"
    empty, known = write("", copy)["README.md"], write(KNOWN, copy)["README.md"]
    assert not [host for host in hosts if host in empty]
    assert "git clone <address of this repository> drsn-lite && cd drsn-lite" in empty
    assert f"git clone {KNOWN} drsn-lite && cd drsn-lite" in known
    links = [link for link in re.findall(r"\]\((https:[^)]+)\)", known) if "owner/" in link]
    assert not re.search("^<!--.*\\]\\(", known, re.MULTILINE), "no link is seen behind a comment"
    assert [link.split("/")[2] for link in links] == ["colab.research.google.com", "mybinder.org"]
    for link in links:
        assert (ROOT / link[link.index("notebooks/") :]).is_file()


def test_the_citation_and_the_chooser_stay_yaml(copy):
    known = write(KNOWN, copy)
    assert yaml.safe_load(known["CITATION.cff"])["repository-code"] == KNOWN
    [link] = yaml.safe_load(known[".github/ISSUE_TEMPLATE/config.yml"])["contact_links"]
    assert link["url"].startswith(KNOWN)
    assert set(link) == {"name", "url", "about"}, "GitHub wants these three"


@pytest.mark.parametrize(
    "wrong",
    [
        f"{KNOWN}/",
        f"{KNOWN}.git",
        "git@github.com:owner/drsn-lite",
        "github.com/owner/drsn-lite",
        "https://github.com/owner",
        'https://github.com/owner/x"; import os; "',
    ],
)
def test_an_address_of_another_form_is_refused(wrong):
    text = f"[tool.drsn-lite]\nrepository = {json.dumps(wrong)}\n"
    with pytest.raises(SystemExit, match="should be like"):
        address.read_address(text)
