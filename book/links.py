"""The ways from a page to a notebook that runs: a download, and servers if the address is known."""

import tomllib
from html import escape
from pathlib import PurePath
from urllib.parse import quote

from book.content import ROOT

BRANCH = "main"


def repository() -> str:
    """The address of the project, from pyproject.toml; empty until it is filled in there."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return settings["tool"].get("drsn-lite", {}).get("repository", "").rstrip("/")


def servers(address: str, notebook: str) -> dict[str, str]:
    """Where a notebook of a repository on GitHub can be run, by the name of the place."""
    owner_and_name = address.partition("github.com/")[2]
    if not owner_and_name:
        return {}
    return {
        "Colab": f"https://colab.research.google.com/github/{owner_and_name}/blob/{BRANCH}/{notebook}",
        "Binder": f"https://mybinder.org/v2/gh/{owner_and_name}/HEAD?urlpath="
        + quote(f"lab/tree/{notebook}", safe=""),
    }


def _ways(place: PurePath) -> str:
    up = "../" * len(place.parts)
    notebook = f"notebooks/{place.as_posix()}"
    ways = [f'<a href="{up}download/{notebook}" download>Download the notebook</a>']
    for name, url in servers(repository(), notebook).items():
        ways.append(f'<a href="{escape(url)}" rel="noopener">Open in {name}</a>')
    return "\n".join(ways)


def head_line(place: PurePath) -> str:
    """What stands below the title of a lesson's page."""
    return (
        f'<p class="drsn-ways">{_ways(place)}<button type="button" class="drsn-slides" hidden>'
        "Slides</button></p>"
    )


def exercise_line(place: PurePath) -> str:
    """What stands above an exercise."""
    return (
        '<p class="drsn-exercise">Exercise: you solve it in a running notebook, where <code>check'
        f"</code> answers. {_ways(place)}</p>"
    )
