"""What the parts of the book are made from: a change makes them anew, and nothing else does."""

import shutil

import pytest

from book import content


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A copy of package and data in which files can be changed."""
    for folder in ("drsn_lite", "data"):
        shutil.copytree(content.ROOT / folder, tmp_path / folder)
    monkeypatch.setattr(content, "ROOT", tmp_path)
    return tmp_path


def test_the_same_files_give_the_same_key(course):
    assert content.key("a", 1) == content.key("a", 1)
    assert content.key("a", 1) != content.key("a", 2)


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("drsn_lite/noise.py", True),
        ("drsn_lite/lessons/lesson00/noise_lab.py", True),
        ("data/results/heart.csv", True),
        ("drsn_lite/studies/engine/cluster.py", False),
        ("drsn_lite/command_line/words.py", False),
        ("drsn_lite/drawing/static/paint.js", False),
    ],
)
def test_what_lessons_and_panels_compute_with_counts(course, file, counts):
    before = content.key()
    (course / file).write_bytes((course / file).read_bytes() + b"\n# changed\n")
    assert (content.key() != before) == counts


def test_files_named_besides_count(course):
    file = course / "notebook"
    file.write_text("one")
    before = content.key(files=[file])
    file.write_text("two")
    assert content.key(files=[file]) != before


def test_the_lessons_are_all_of_them_in_their_order():
    names = [path.stem for path in content.LESSONS]
    assert names[0].startswith("00")
    assert names[-1] == "capstone"
    assert names[:-1] == sorted(names[:-1])
    assert len(names) == len(list(content.NOTEBOOKS.rglob("*.ipynb")))
