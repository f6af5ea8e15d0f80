"""`progress`: it counts right, says where to go on, and shows what strangers wrote as text."""

import html
import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from noted import written

import drsn_lite
from drsn_lite import checks, paths
from drsn_lite.__main__ import main
from drsn_lite.solved import TITLES, Lesson, Progress, progress

ROOT = Path(__file__).parents[2]
NAMES = [name for names in checks.by_lesson().values() for name in names]


@pytest.fixture
def file(tmp_path, monkeypatch) -> Path:
    path = tmp_path / "solved.json"
    monkeypatch.setenv(paths.PROGRESS, str(path))
    return path


def note(path: Path, names: list[str], first: str = "2026-01-01") -> None:
    """A file in which these were solved, one a day."""
    start = date.fromisoformat(first)
    days = {name: str(start + timedelta(at)) for at, name in enumerate(names)}
    written(path, solved=days)


def lessons(number: int) -> list[str]:
    return list(checks.by_lesson()[f"{number:02}"])


class Cells(HTMLParser):
    """The rows of the table in a page, and all tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


def test_every_exercise_belongs_to_the_lesson_in_which_it_stands():
    assert sorted(NAMES) == sorted(checks.catalogue())
    for number, names in checks.by_lesson().items():
        [lesson] = (ROOT / "notebooks").glob(f"{number}-*.ipynb")
        asked = set(re.findall(r'check\(\\"([a-z0-9-]+)\\"', lesson.read_text("utf-8")))
        assert set(names) == asked


def test_lessons_have_the_names_of_the_map():
    notebook = json.loads((ROOT / "notebooks/00-start-here.ipynb").read_text("utf-8"))
    [cell] = [cell for cell in notebook["cells"] if cell["id"] == "map"]
    named = re.findall(r"^\| \[?(\d\d) ([^\]|]+?)(?: \||\])", "".join(cell["source"]), re.M)
    assert dict(named) == TITLES
    assert list(TITLES) == list(checks.by_lesson())


def test_nothing_is_solved_at_first(file):
    found = progress()
    assert all(lesson.solved == 0 for lesson in found.lessons)
    assert found.go_on is found.lessons[0]
    assert str(file) in found.kept
    assert not file.exists(), "to look writes nothing"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([*NAMES, "gone", "<b>gone</b>"]), unique=True))
def test_it_counts_as_a_learner_would(tmp_path_factory, names):
    with pytest.MonkeyPatch.context() as patch:
        path = tmp_path_factory.mktemp("count") / "solved.json"
        patch.setenv(paths.PROGRESS, str(path))
        note(path, names)
        found = progress()
    assert sum(lesson.solved for lesson in found.lessons) == len(set(names) & set(NAMES))
    assert found.others == tuple(name for name in names if name not in NAMES)
    for lesson in found.lessons:
        mine = lessons(int(lesson.number))
        assert lesson.exercises == len(mine)
        assert lesson.solved == sum(name in names for name in mine)
        days = [names.index(name) for name in mine if name in names]
        assert lesson.last == (str(date(2026, 1, 1) + timedelta(max(days))) if days else "")
        assert lesson.done == set(mine).issubset(names)
    assert (found.go_on is None) == set(NAMES).issubset(names)
    assert found.go_on is None or not found.go_on.done


@pytest.mark.parametrize(
    ("solved", "next_one"),
    [
        (lessons(0), "01"),
        (lessons(1)[:1], "01"),
        (lessons(2), "03"),  # who began there is not sent back
        (lessons(5) + lessons(2)[:1], "02"),  # the newest counts
        (lessons(2)[:1] + lessons(5), "06"),
        (lessons(11), "00"),
        (lessons(0) + lessons(11), "01"),
        (["gone"], "00"),
    ],
)
def test_it_goes_on_where_the_learner_was(file, solved, next_one):
    note(file, solved)
    found = progress()
    assert found.go_on.number == next_one
    assert f"Go on with lesson {next_one} ({TITLES[next_one]})." in str(found)


def test_when_all_is_solved_the_capstone_is_next(file):
    note(file, NAMES)
    found = progress()
    assert (
        found.verdict == f"{len(NAMES)} of {len(NAMES)} exercises are solved. The capstone is next."
    )
    assert str(found).count("done  ") == len(TITLES)


def test_text_and_page_say_the_same(file):
    note(file, lessons(0) + lessons(1)[:2])
    found = progress()
    head, *rows = Cells(found._repr_html_()).rows
    assert head == ["", "lesson", "exercises solved", "last on"]
    assert rows[0] == ["✓", "00 Start here", "1 of 1", "2026-01-01"]
    assert rows[1] == ["→", "01 Noise and signals", f"2 of {len(lessons(1))}", "2026-01-03"]
    assert rows[2] == ["", "02 Soft thresholding", f"0 of {len(lessons(2))}", ""]
    lines = str(found).splitlines()
    for mark, row, line in zip(["done", "next", *[""] * 10], rows, lines[1:], strict=False):
        assert line.split() == " ".join([mark, *row[1:]]).split()
    for said in (found.verdict, found.kept):
        assert said in lines
        assert html.escape(said) in found._repr_html_()
    assert repr(found) == str(found)


def test_the_page_takes_the_colours_of_its_theme(file):
    page = progress()._repr_html_()
    assert not re.search("color|background|#[0-9a-f]{3}", page)


def test_what_others_wrote_is_shown_as_text(tmp_path, monkeypatch):
    path = tmp_path / "<img src=x onerror=y>&.json"
    monkeypatch.setenv(paths.PROGRESS, str(path))
    odd = ["<script>alert(1)</script>", "a\x1b[31m\u202eb", "x" * 500, "d", "e"]
    note(path, odd)
    found = progress()
    page = found._repr_html_()
    assert Cells(page).tags == {"p", "strong", "table", "tr", "th", "td"}
    assert "&lt;script&gt;" in page
    assert "a\\u001b[31m\\u202eb" in str(found)
    assert "x" * 41 not in page
    assert "and 2 more" in page
    assert not {"\x1b", "\u202e"} & set(page + str(found))


def test_a_title_is_shown_as_text():
    page = Progress((Lesson("12", "Is τ < |x|?", 1, 0),), None, "")._repr_html_()
    assert "12 Is τ &lt; |x|?" in page


@pytest.mark.parametrize("content", ["{", "[]", '{"made_by": "drsn-lite"}'])
def test_a_file_that_cannot_be_read_is_named_with_what_to_do(file, capsys, content):
    file.write_text(content)
    found = progress()
    assert not found.readable
    assert str(file) in found.kept
    assert html.escape(found.kept) in found._repr_html_()
    assert main(["progress"]) == 1
    assert found.kept in capsys.readouterr().out
    assert file.read_text() == content


def test_the_command_prints_it(file, capsys):
    note(file, lessons(0))
    assert main(["progress"]) == 0
    assert capsys.readouterr().out == f"{progress()}\n"


def test_a_learner_calls_it_from_the_package(file):
    assert drsn_lite.progress is progress
    assert "progress" in dir(drsn_lite)


def test_tests_write_nothing_in_the_user_s_folder():
    import platformdirs

    usual = Path(platformdirs.user_data_dir("drsn-lite"))
    assert not paths.progress_file().is_relative_to(usual)
