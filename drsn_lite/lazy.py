"""The face of a module: names that a stub beside it lists, each imported when it is asked for.

The stub (.pyi) holds ordinary imports, so editors and type checkers follow them; PEP 562 does the
rest. The package lazy_loader does the same, but the doctor must start where packages are missing.
"""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any


def face(file: str) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` of the module in `file`, from its stub."""
    path = Path(file)
    place = ".".join(path.parent.relative_to(Path(__file__).parents[1]).parts)
    imports = [
        node
        for node in ast.parse(path.with_suffix(".pyi").read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom) and node.module
    ]
    homes = {
        alias.name: f"{place}.{node.module}" if node.level else str(node.module)
        for node in imports
        for alias in node.names
    }

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {path.stem!r} of drsn_lite has no attribute {name!r}")
        return getattr(__import__(homes[name], fromlist=[name]), name)  # it may be a module

    return get, lambda: sorted(homes), sorted(homes)
