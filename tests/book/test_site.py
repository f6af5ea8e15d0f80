"""The files of the site: what is in them, how large they are, and where their links lead."""

import json
import re
import tempfile
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlparse

import nbformat
import pytest

from book.content import LESSONS, NOTEBOOKS, ROOT
from book.grids import GRIDS

MB = 1_000_000
TABLE = re.compile(r'<script type="application/json">(.*?)</script>')
LOADED = {("script", "src"), ("img", "src"), ("source", "src"), ("link", "href"), ("iframe", "src")}


class _Page(HTMLParser):
    """The links, names and loaded files of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.names |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        rel = given.get("rel") or ""
        for kind, name in LOADED:
            if tag == kind and given.get(name) and "next" not in rel and "prev" not in rel:
                self.loaded.append(given[name])


@cache
def read(path: Path) -> _Page:
    return _Page(path.read_text("utf-8"))


def page_of(site: Path, lesson: Path) -> str:
    path = site / "notebooks" / lesson.relative_to(NOTEBOOKS).with_suffix(".html")
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def pages(site):
    return sorted(site.rglob("*.html"))


def test_every_link_leads_somewhere(site, pages):
    """To a page and a place on it that exist. What leaves the site is not tried: no network."""
    lost = []
    for path in pages:
        here = path.relative_to(site).as_posix()
        for link in read(path).links + read(path).loaded:
            target = urlparse(urljoin(f"http://site/{here}", link))
            if target.netloc != "site":
                assert target.scheme in ("https", "http", "mailto", "data"), (here, link)
                continue
            file = site / unquote(target.path).lstrip("/")
            file = file / "index.html" if file.is_dir() else file
            place = unquote(target.fragment)
            if not file.is_file() or (
                place and file.suffix == ".html" and place not in read(file).names
            ):
                lost.append((here, link))
    assert lost == []


def test_nothing_is_loaded_from_elsewhere(site, pages):
    for path in pages:
        loaded = [one for one in read(path).loaded if not one.startswith("data:")]
        foreign = [one for one in loaded if urlparse(one).scheme or one.startswith("//")]
        assert foreign == [], path
    for path in site.rglob("*.css"):
        found = re.findall(r"url\(\s*['\"]?(https?:|//)", path.read_text("utf-8"))
        assert found == [], path


def test_the_site_is_small_enough(site):
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    assert sum(sizes.values()) <= 60 * MB


def test_a_page_is_small_enough_before_a_slider_is_touched(site, pages):
    """With all that it loads: pictures, scripts and styles, and the first chunk of each panel."""
    for path in pages:
        here = path.relative_to(site).as_posix()
        loaded = (one for one in read(path).loaded if not one.startswith("data:"))
        files = {urlparse(urljoin(f"http://site/{here}", one)).path for one in loaded}
        text = path.read_text("utf-8")
        always = [*site.rglob("*.woff2"), site / "_static" / "panel.js"]
        always += [site / "_static" / "math.woff"] if "<math" in text else []
        size = path.stat().st_size + sum(file.stat().st_size for file in always)
        size += sum((site / unquote(file).lstrip("/")).stat().st_size for file in files)
        for told in re.findall(
            r'<script type="application/json">(.*?)</script>', path.read_text("utf-8")
        ):
            panel = json.loads(told)
            chunk = 0
            for name, count in panel["outside"]:
                chunk = chunk * count + panel["start"][name]
            size += (site / "_static" / panel["folder"] / f"{chunk}.bin").resolve().stat().st_size
        assert size <= 3 * MB, (here, size)


def test_every_panel_of_every_lesson_is_there(site):
    """As many as its cells show, each of them with its still, its sentence and its table."""
    shown = set()
    for path in LESSONS:
        code = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
        asked = re.findall(r"panels\.(\w+)\(", "\n".join(code))
        found = re.findall(r'<div class="drsn-panel" data-panel="(\w+)">', page_of(site, path))
        assert found == asked, path.name
        shown |= set(found)
    assert shown == set(GRIDS)
    for grid in GRIDS.values():
        assert len(list((site / "tables" / grid.name).glob("*.bin"))) == grid.chunks


def test_nothing_of_this_machine_is_told(site, pages):
    """No path of whoever built the book, and no place for temporary files."""
    told = [str(ROOT), str(Path.home()), tempfile.gettempdir() + "/"]
    for path in pages:
        text = path.read_text("utf-8")
        assert [place for place in told if place in text] == [], path


def test_every_exercise_says_where_it_is_solved(site):
    for path in LESSONS:
        cells = nbformat.read(path, as_version=4).cells
        tags = [tag for cell in cells for tag in cell.metadata.get("tags", ())]
        page = (site / "notebooks" / path.relative_to(NOTEBOOKS).with_suffix(".html")).read_text(
            "utf-8"
        )
        assert page.count('class="drsn-exercise"') == tags.count("exercise")
        assert "find_spec" not in page, "the cell that installs is for notebook servers"
        assert "Traceback (most recent call last)" not in page
        download = site / "download" / "notebooks" / path.relative_to(NOTEBOOKS)
        assert download.read_bytes() == path.read_bytes()


def test_a_page_says_when_it_was_run_and_with_what(site):
    for path in LESSONS:
        page = (site / "notebooks" / path.relative_to(NOTEBOOKS).with_suffix(".html")).read_text(
            "utf-8"
        )
        said = re.search(r'<p class="drsn-run">(.*?)</p>', page).group(1)
        assert re.search(r"a run on 20\d\d-\d\d-\d\d", said)
        assert re.search(r"torch \d+\.\d+", said)
