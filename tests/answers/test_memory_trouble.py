"""A file of solved exercises that cannot be used: said once, with what to do, and left alone."""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from noted import written

from drsn_lite import check, paths
from drsn_lite.answers import memory

pytestmark = pytest.mark.usefixtures("file")
RIGHT = ("first-check", lambda x: (x == 0).mean())

UNUSABLE = {
    "cut off": (b'{"made_by": "drsn-lite", "sol', "is damaged", "Delete it"),
    "no text": (b"\xff\xfe\x00{", "is damaged", "Delete it"),
    "deep": (b"[" * 200_000, "is damaged", "Delete it"),
    "another program's": (b'{"solved": {}}', "something else", paths.PROGRESS),
    "a list": (b"[1, 2]", "something else", paths.PROGRESS),
    "large": (b" " * (memory.LARGEST + 1), "something else", paths.PROGRESS),
    "solved elsewhere": (b'{"made_by": "drsn-lite"}', "no list", paths.PROGRESS),
    "solved in another way": (
        b'{"made_by": "drsn-lite", "version": 3, "solved": ["first-check"]}',
        "later version",
        paths.PROGRESS,
    ),
}


@pytest.mark.parametrize(("content", "wrong", "remedy"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_is_damaged_or_not_ours_stays_and_is_named_once(file, content, wrong, remedy):
    file.write_bytes(content)
    verdict = check(*RIGHT)
    assert verdict.passed
    head, line = verdict.message.split("\n")
    assert head.startswith("Right.")
    for part in (str(file), wrong, remedy):
        assert part in line
    assert check(*RIGHT).message == head, "it is said once"
    assert file.read_bytes() == content
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    solved, said = memory.recall()
    assert solved == {}
    assert wrong in said


def test_another_trouble_is_said_too(file):
    file.write_text("{")
    assert "damaged" in check(*RIGHT).message
    file.write_text("[]")
    assert "something else" in check(*RIGHT).message


@settings(deadline=None, max_examples=60)
@given(
    st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))
)
def test_whatever_lies_there_is_a_file_of_ours_or_left_alone(content):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder, "any.json")
        patch.setenv(paths.PROGRESS, str(path))
        patch.setattr(memory, "_SAID", set())
        path.write_bytes(content)
        said = memory.remember("a")
        if said:
            assert path.read_bytes() == content
        else:
            assert not content.decode("utf-8-sig").strip(), "an empty file holds nothing to lose"
            assert list(memory.recall()[0]) == ["a"]


def test_a_read_only_file_stays(file):
    text = written(file)
    file.chmod(0o400)
    verdict = check(*RIGHT)
    assert verdict.passed
    assert f"{file} cannot be used: it is read-only" in verdict.message
    assert file.read_text() == text


def test_what_is_no_file_is_never_replaced(tmp_path, monkeypatch):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for name in (tmp_path, pipe):
        monkeypatch.setenv(paths.PROGRESS, str(name))
        assert f"{name} is no file" in check(*RIGHT).message
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["~nobody-of-this-name/solved.json", "{file}/solved.json"])
def test_a_place_that_cannot_be_is_named(file, monkeypatch, name):
    written(file)
    monkeypatch.setenv(paths.PROGRESS, name.format(file=file))
    message = check(*RIGHT).message
    assert name.format(file=file) in message
    assert f"let the environment variable {paths.PROGRESS} name another" in message
    assert "cannot be used" in memory.recall()[1]


UNPRIVILEGED = """
import os, sys
from drsn_lite.answers import memory
memory.remember("a")  # imports what it needs: the new user may not read that
os.environ["DRSN_LITE_PROGRESS"] = sys.argv[1]
if os.geteuid() == 0:
    os.setuid(65534)
print(memory.remember("a"), memory.recall(), sep="|")
"""


def test_a_folder_that_may_not_be_written_is_named():
    """In a process that is not root, who may write everywhere."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        call = [sys.executable, "-c", UNPRIVILEGED, f"{folder}/solved.json"]
        done = subprocess.run(call, capture_output=True, text=True, check=True)
        said, recalled = done.stdout.strip().split("|")
        assert f"{folder}/solved.json cannot be used: Permission denied" in said
        assert recalled == "({}, '')"
        assert os.listdir(folder) == []


def _without_room(path: Path, sent) -> None:
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
    sent.send(memory.remember("b"))


def test_a_full_disk_leaves_what_was_there(file):
    text = written(file, solved={"a": "2026-01-31"})
    spawn = multiprocessing.get_context("spawn")
    got, sent = spawn.Pipe()
    kernel = spawn.Process(target=_without_room, args=(file, sent))
    kernel.start()
    kernel.join()
    assert "cannot be used: File too large" in got.recv()
    assert file.read_text() == text
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_check_survives_an_answer_that_breaks_what_it_writes_with(monkeypatch):
    def answer(x):
        monkeypatch.setattr(os, "replace", None)
        monkeypatch.setattr(json, "dumps", None)
        return (x == 0).mean()

    verdict = check("first-check", answer)
    assert verdict.passed
    assert "could not note" in verdict.message


def test_what_a_page_or_terminal_would_obey_is_written_out(tmp_path, monkeypatch):
    odd = tmp_path / "a\x1b[31m\u202eb"
    odd.mkdir()
    monkeypatch.setenv(paths.PROGRESS, str(odd))
    verdict = check(*RIGHT)
    assert "\\u001b" in verdict.message
    assert "\\u202e" in verdict.message
    assert "\x1b" not in verdict._repr_html_()
