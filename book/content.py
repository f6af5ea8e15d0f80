"""What a part of the book is made from, as a key: the same key, the same part, from the cache."""

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "book" / "_build"
CACHE = BUILD / "cache"
NOTEBOOKS = ROOT / "notebooks"
LESSONS = (*sorted(NOTEBOOKS.glob("*.ipynb")), *sorted(NOTEBOOKS.glob("capstone/*.ipynb")))
"""The notebooks of the course, in their order."""

VERSIONS = ("drsn-lite", "torch", "numpy", "scipy", "matplotlib", "pandas", "scikit-learn")
"""Packages that numbers and pictures come from."""

_NOT_IN_LESSONS = ("studies", "command_line")


def key(*parts: object, files: Iterable[Path] = ()) -> str:
    """The key of what is made from these parts and files, and from package and data as they are."""
    made_of = hashlib.sha256(json.dumps([*map(str, parts), _course()]).encode())
    for path in files:
        made_of.update(path.read_bytes())
    return made_of.hexdigest()[:16]


def _course() -> str:
    """The package, its data and the versions it runs with, as one key."""
    made_of = hashlib.sha256(json.dumps([version(name) for name in VERSIONS]).encode())
    package = ROOT / "drsn_lite"
    files = [path for path in (ROOT / "data").rglob("*") if path.is_file()]
    for path in package.rglob("*.py"):
        if path.relative_to(package).parts[0] not in _NOT_IN_LESSONS:
            files.append(path)
    for path in sorted(files):
        made_of.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return made_of.hexdigest()
