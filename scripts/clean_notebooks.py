"""Take outputs and execution counts out of notebooks, and change nothing else.

python scripts/clean_notebooks.py notebooks/*.ipynb
"""

import json
import sys
from pathlib import Path


def clean(text: str) -> str:
    """The notebook without outputs; the same text if it had none."""
    notebook = json.loads(text)
    dirty = False
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and (cell["outputs"] or cell["execution_count"] is not None):
            cell["outputs"], cell["execution_count"] = [], None
            dirty = True
    if notebook["metadata"].pop("widgets", None) is not None:  # the saved state of widgets
        dirty = True
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n" if dirty else text


def main(names: list[str]) -> None:
    """Clean the files of these names in place."""
    for name in names:
        path = Path(name)
        before = path.read_text(encoding="utf-8")
        after = clean(before)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            print(f"cleaned {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
