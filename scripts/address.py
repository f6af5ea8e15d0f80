"""Write the project's address, from pyproject.toml, into the files that cannot read it there.

python scripts/address.py

They are the cell `install` of each notebook, the README, CITATION.cff and the issue chooser. While
the address is empty, the cell says what to do by hand, and nothing links anywhere.
"""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ("notebooks/*.ipynb", "notebooks/capstone/*.ipynb")
FIRST = "notebooks/00-start-here.ipynb"

CELL = """\
# Does nothing where the package of this course is installed.
import importlib.util

if importlib.util.find_spec("drsn_lite") is None:
    {install}"""

BY_HAND = """\
raise ModuleNotFoundError(
        "The package drsn-lite is not installed here: run `%pip install FOLDER` in a cell, where "
        "FOLDER is the folder of the course or its wheel, then run this cell again."
    )"""


def read_address(text: str) -> str:
    """The address that this pyproject.toml gives, or "".

    Raises
    ------
    SystemExit
        If it is none of GitHub's, for which the workflows and the buttons are made.
    """
    address: str = tomllib.loads(text)["tool"]["drsn-lite"]["repository"]
    if address and not re.fullmatch(r"https://github\.com/[\w-]+/[\w-][\w.-]*(?<!\.git)", address):
        raise SystemExit(
            f'pyproject.toml: repository = "{address}" should be like '
            '"https://github.com/owner/drsn-lite", with no .git and no / at its end'
        )
    return address


def cell(address: str) -> str:
    """The first code cell of each notebook."""
    known = f'%pip install -q "drsn-lite @ git+{address}"'
    return CELL.format(install=known if address else BY_HAND)


def notebook(text: str, address: str) -> str:
    """The notebook with that cell below its title."""
    content = json.loads(text)
    source = cell(address).splitlines(keepends=True)
    cells = [one for one in content["cells"] if one["id"] != "install"]
    new = {"cell_type": "code", "execution_count": None, "id": "install"}
    cells.insert(1, new | {"metadata": {"tags": ["install"]}, "outputs": [], "source": source})
    content["cells"] = cells
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def buttons(address: str) -> str:
    """Links that open the first lesson, in Markdown; nothing while there is no address."""
    if not address:
        return ""
    name = address.removeprefix("https://github.com/")
    colab = f"https://colab.research.google.com/github/{name}/blob/main/{FIRST}"
    binder = f"https://mybinder.org/v2/gh/{name}/HEAD?urlpath=lab/tree/{FIRST}"
    return f"Open lesson 00 in [Colab]({colab}) or in [Binder]({binder})."


def book(address: str) -> str:
    """Where the web book is read, once GitHub Pages has published it; else nothing."""
    if not address:
        return ""
    owner, name = address.removeprefix("https://github.com/").split("/")
    return f"Read it at <https://{owner}.github.io/{name}/>."


def readme(text: str, address: str) -> str:
    """The README with the address in the line that clones, with the way to the book and buttons."""
    known = address or "<address of this repository>"
    text = re.sub(r"git clone .*? drsn-lite &&", f"git clone {known} drsn-lite &&", text)
    text = re.sub(r".*<!-- book -->", f"{book(address)}<!-- book -->", text)
    return re.sub(r".*<!-- buttons -->", f"{buttons(address)}<!-- buttons -->", text)


def citation(text: str, address: str) -> str:
    """CITATION.cff with `repository-code`, or without it while there is no address."""
    text = re.sub(r"^repository-code: .*\n", "", text, flags=re.MULTILINE)
    line = f'repository-code: "{address}"\n' if address else ""
    return re.sub(r"^(version: .*\n)", rf"\1{line}", text, flags=re.MULTILINE)


def chooser(text: str, address: str) -> str:
    """What is offered to who opens an issue: a link to the discussions, once it has an address."""
    text = text.partition("contact_links:")[0]
    if not address:
        return text
    return f"""{text}contact_links:
  - name: A question about a lesson
    url: {address}/discussions/categories/q-a
    about: Ask it where others read the answer too.
"""


def written(address: str, root: Path = ROOT) -> dict[Path, str]:
    """The files that hold the address, and what stands in each with this one."""
    change: dict[Path, Callable[[str, str], str]] = {
        path: notebook for pattern in NOTEBOOKS for path in sorted(root.glob(pattern))
    }
    change |= {root / "README.md": readme, root / "CITATION.cff": citation}
    change[root / ".github" / "ISSUE_TEMPLATE" / "config.yml"] = chooser
    return {path: do(path.read_text(encoding="utf-8"), address) for path, do in change.items()}


def main() -> None:
    """Write what differs."""
    address = read_address((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for path, text in written(address).items():
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote the address into {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
