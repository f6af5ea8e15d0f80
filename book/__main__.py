"""`python -m book` runs the lessons, computes the tables of the panels and builds the site.

What was made before from the same files comes from `book/_build/cache`.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from book import pages, runs
from book.content import BUILD, CACHE, LESSONS, NOTEBOOKS
from book.grids import GRIDS

SITE = BUILD / "html"
SCRIPT = BUILD / "script"


def build(lessons: Sequence[Path] = LESSONS) -> Path:
    """Build the site with these lessons and all panels; the folder that it lies in."""
    from sphinx.cmd.build import build_main

    made = runs.make(lessons, GRIDS)
    for folder in (pages.SOURCE, BUILD / "extra", SCRIPT):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    versions = {}
    for name in GRIDS:
        shutil.copytree(made[name], runs.TABLES / name)
        versions[name] = made[name].name.rpartition("-")[2]
    pages.stage_words()
    for path in lessons:
        pages.stage(path, made[path.stem], versions)
        download = BUILD / "extra" / "download" / "notebooks" / path.relative_to(NOTEBOOKS)
        download.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, download)
    _forget(set(made.values()))
    write_scripts()
    book = Path(__file__).parent
    options = ["-q", "-b", "html", "-c", str(book), "-d", str(BUILD / "doctrees"), "-j", "2"]
    if build_main([*options, str(pages.SOURCE), str(SITE)]):
        raise SystemExit("Sphinx could not build the site: its words stand above.")
    return SITE


def write_scripts() -> None:
    """The component of the panels as JupyterLab gets it, as files for the page."""
    from drsn_lite.drawing import LivePanel

    SCRIPT.mkdir(parents=True, exist_ok=True)
    (SCRIPT / "panel.js").write_text(LivePanel._esm, "utf-8")
    (SCRIPT / "panel.css").write_text(LivePanel._css, "utf-8")


def _forget(used: set[Path]) -> None:
    """Remove from the cache what is made from files as they were before."""
    for old in set(CACHE.glob("*/*")) - used:
        shutil.rmtree(old) if old.is_dir() else old.unlink()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m book", description="Build the web book.")
    parser.add_argument("--serve", action="store_true", help="serve it at a local address as well")
    options = parser.parse_args()
    site = build()
    print(f"The book lies in {site}: {sum(f.stat().st_size for f in site.rglob('*') if f.is_file()) / 1e6:.0f} MB")
    if options.serve:
        from http.server import SimpleHTTPRequestHandler, test

        test(lambda *a: SimpleHTTPRequestHandler(*a, directory=str(site)), port=8000, bind="127.0.0.1")


if __name__ == "__main__":
    sys.exit(main())
