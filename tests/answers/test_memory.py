"""What was solved: noted once, lost by nobody, and a file that is not ours is never touched."""

import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drsn_lite import check, locks, paths
from drsn_lite.answers import memory

RIGHT = ("first-check", lambda x: (x == 0).mean())
PLAIN = st.none() | st.booleans() | st.integers() | st.text()
EXTRA = st.dictionaries(st.text(), st.recursive(PLAIN, lambda one: st.lists(one) | st.tuples(one)))


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch) -> Path:
    """The file of one test, in a session that has said nothing yet."""
    path = tmp_path / "solved.json"
    monkeypatch.setenv(paths.PROGRESS, str(path))
    monkeypatch.setattr(memory, "_SAID", set())
    return path


def on(monkeypatch, day: str) -> None:
    """Let it be another day."""

    class Day(date):
        @classmethod
        def today(cls):
            return cls.fromisoformat(day)

    monkeypatch.setattr(memory, "date", Day)


def written(path: Path, **content: object) -> str:
    """Put a file of ours there, with this besides or instead; its text."""
    path.write_text(json.dumps({"made_by": "drsn-lite", "version": 1, "solved": {}} | content))
    return path.read_text()


def test_a_right_answer_is_noted_once_with_its_first_date(file, monkeypatch):
    on(monkeypatch, "2026-01-31")
    assert check(*RIGHT).passed
    text = file.read_text("utf-8")
    assert json.loads(text)["solved"] == {"first-check": "2026-01-31"}
    on(monkeypatch, "2026-02-01")
    assert check(*RIGHT).passed
    assert file.read_text("utf-8") == text
    assert [one.name for one in file.parent.iterdir()] == [file.name], "nothing else is left there"


@pytest.mark.parametrize("answer", [..., lambda x: ..., lambda x: 0.5, lambda x: 1 / 0, "none"])
def test_nothing_is_noted_of_an_answer_that_fails(file, answer):
    assert not check("first-check", answer)
    assert not check("no-such-exercise", answer)
    assert not list(file.parent.iterdir())


def test_what_is_solved_stays_so_when_a_later_answer_fails(file):
    check(*RIGHT)
    text = file.read_text("utf-8")
    assert not check("first-check", lambda x: 0.5)
    assert file.read_text("utf-8") == text


def test_what_is_known_is_not_written_again(monkeypatch):
    check(*RIGHT)
    monkeypatch.setattr(memory, "locked", None)
    monkeypatch.setattr(memory, "_write", None)
    assert memory.remember("first-check") == ""


def test_names_stand_in_the_order_in_which_they_were_solved():
    for name in ("b", "c", "a", "b"):
        assert memory.remember(name) == ""
    assert list(memory.recall()[0]) == ["b", "c", "a"]


def test_a_deleted_file_starts_anew(file, monkeypatch):
    on(monkeypatch, "2026-01-31")
    check(*RIGHT)
    file.unlink()
    assert memory.recall() == ({}, "")
    on(monkeypatch, "2026-02-01")
    check(*RIGHT)
    assert memory.recall() == ({"first-check": "2026-02-01"}, "")


def test_a_folder_that_is_not_there_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.PROGRESS, str(tmp_path / "new" / "one" / "solved.json"))
    assert memory.remember("a") == ""
    assert list(memory.recall()[0]) == ["a"]


def test_its_usual_place_is_the_user_s_folder_for_data(tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name: str(tmp_path / name))
    monkeypatch.setenv(paths.PROGRESS, "")
    assert paths.progress_file() == tmp_path / "drsn-lite" / "solved.json"
    monkeypatch.delenv(paths.PROGRESS)
    assert paths.progress_file() == tmp_path / "drsn-lite" / "solved.json"


def _note(names: list[str]) -> None:
    said = [memory.remember(name) for name in names]
    assert not any(said), said


def test_kernels_that_write_at_the_same_time_lose_nothing():
    spawn = multiprocessing.get_context("spawn")
    names = [[f"{kernel}-{at}" for at in range(20)] + ["shared"] for kernel in range(3)]
    kernels = [spawn.Process(target=_note, args=(mine,)) for mine in names]
    for kernel in kernels:
        kernel.start()
    for kernel in kernels:
        kernel.join()
    assert [kernel.exitcode for kernel in kernels] == [0, 0, 0]
    solved, _ = memory.recall()
    assert set(solved) == {name for mine in names for name in mine}
    for mine in names:
        order = [name for name in solved if name in mine and name != "shared"]
        assert order == mine[:-1]


def test_who_holds_the_lock_too_long_is_not_waited_for(file, monkeypatch):
    monkeypatch.setattr(memory, "SECONDS", 0.02)
    with locks.locked(file):
        assert check(*RIGHT).passed
    assert not file.exists()
    assert memory.remember("first-check") == ""
    assert list(memory.recall()[0]) == ["first-check"]


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


@settings(deadline=None, max_examples=60)
@given(EXTRA, EXTRA)
def test_what_else_is_in_the_file_stays(fields, solved):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder, "later.json")
        patch.setenv(paths.PROGRESS, str(path))
        before = json.loads(written(path, **fields | {"made_by": "drsn-lite", "solved": solved}))
        assert memory.remember("first-check") == ""
        after = json.loads(path.read_text())
        today = after["solved"]["first-check"]
        before["solved"].setdefault("first-check", today)
        assert after == before
        assert list(after["solved"]) == list(before["solved"])


def test_a_mark_of_bytes_that_an_editor_puts_in_front_is_read(file):
    file.write_text(written(file, solved={"a": "2026-01-31"}), "utf-8-sig")
    assert memory.remember("b") == ""
    assert list(memory.recall()[0]) == ["a", "b"]


def test_only_a_date_is_given_out_as_one(file):
    odd = {"a": "2026-01-31", "b": "<b>", "c": 7, "d": {"on": "2026-01-31"}, "e": "2026-01-31\n"}
    written(file, solved=odd)
    assert memory.recall()[0] == {"a": "2026-01-31", "b": "", "c": "", "d": "", "e": ""}


def test_a_read_only_file_stays(file):
    text = written(file)
    file.chmod(0o400)
    verdict = check(*RIGHT)
    assert verdict.passed
    assert f"{file} cannot be used: it is read-only" in verdict.message
    assert file.read_text() == text


def test_a_file_keeps_its_rights_and_a_link_stays_a_link(file, tmp_path, monkeypatch):
    written(file)
    file.chmod(0o600)
    link = tmp_path / "link.json"
    link.symlink_to(file)
    monkeypatch.setenv(paths.PROGRESS, str(link))
    assert memory.remember("a") == ""
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "a" in file.read_text()


def test_what_is_no_file_is_never_replaced(tmp_path, monkeypatch):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for name in (tmp_path, pipe, Path(os.devnull)):
        monkeypatch.setenv(paths.PROGRESS, str(name))
        assert f"{name} is no file" in check(*RIGHT).message
    assert not Path(os.devnull).is_file()
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
