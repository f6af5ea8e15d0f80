"""`python -m book` runs the lessons, computes the tables of the panels and builds the site.

What was made before from the same files comes from `book/_build/cache`.
"""

import argparse
import shutil
from pathlib import Path

from book import pages, runs, words
from book.content import BUILD, CACHE, LESSONS, NOTEBOOKS, ROOT, key
from book.grids import GRIDS
from book.maths import write_font

SITE = BUILD / "html"
SCRIPT = BUILD / "script"


def build() -> Path:
    """Build the site, unless it is there, made from the same files; the folder that it lies in."""
    stamp = BUILD / "made-from"
    wanted = key(files=_sources())
    if stamp.is_file() and stamp.read_text() == wanted:
        return SITE
    stamp.unlink(missing_ok=True)
    shutil.rmtree(SITE, ignore_errors=True)  # no page of a lesson that is gone
    _build()
    stamp.write_text(wanted)
    return SITE


def _sources() -> list[Path]:
    """What the site is made from, besides the package and its data."""
    book = Path(__file__).parent
    static = ROOT / "drsn_lite" / "drawing" / "static"
    files = [*book.glob("*.py"), *book.glob("*.md"), *book.glob("static/*"), *static.glob("*")]
    files += [*LESSONS, ROOT / "pyproject.toml", *words.COPIES]
    return sorted(path for path in files if path.is_file())


def _build() -> None:
    from sphinx.cmd.build import build_main

    made = runs.make(LESSONS, GRIDS)
    for folder in (pages.SOURCE, BUILD / "extra", SCRIPT):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    versions = {}
    for name in GRIDS:
        shutil.copytree(made[name], runs.TABLES / name)
        versions[name] = made[name].name.rpartition("-")[2]
    panels: dict[str, str] = {}
    for path in LESSONS:
        panels |= pages.stage(path, made[path.stem], versions)
        download = BUILD / "extra" / "download" / "notebooks" / path.relative_to(NOTEBOOKS)
        download.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, download)
    words.stage([path for path in LESSONS if path.parent == NOTEBOOKS], panels)
    _forget(set(made.values()))
    _write_scripts()
    book = Path(__file__).parent
    options = ["-q", "-b", "html", "-c", str(book), "-d", str(BUILD / "doctrees"), "-j", "2"]
    if build_main([*options, str(pages.SOURCE), str(SITE)]):
        raise SystemExit("Sphinx could not build the site: its words stand above.")
    _lighten(SITE / "_static")


def _lighten(static: Path) -> None:
    """Take out of the theme's files what no page needs: half of what a page would load."""
    for file in [*static.rglob("*.map"), *static.glob("*.html")]:
        file.unlink()
    # its icons come from a font; this script of 1.5 MB would put drawings in their place
    (static / "scripts" / "fontawesome.js").write_text("// icons come from the font\n", "utf-8")


def _write_scripts() -> None:
    """What Sphinx is given besides: the component of the panels, and the font of formulas."""
    from drsn_lite.drawing import LivePanel

    SCRIPT.mkdir(parents=True, exist_ok=True)
    (SCRIPT / "panel.js").write_text(LivePanel._esm, "utf-8")
    (SCRIPT / "panel.css").write_text(LivePanel._css, "utf-8")
    write_font(SCRIPT / "math.woff")


def _forget(used: set[Path]) -> None:
    """Remove from the cache what is made from files as they were before."""
    for old in set(CACHE.glob("*/*")) - used:
        shutil.rmtree(old) if old.is_dir() else old.unlink()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m book", description="Build the web book.")
    parser.parse_args()
    site = build()
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    print(f"The book lies in {site}: {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
