"""What was solved: noted once, with its first date, and lost by nobody."""

import json
import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from noted import written

from drsn_lite import check, locks, paths
from drsn_lite.answers import memory

pytestmark = pytest.mark.usefixtures("file")
RIGHT = ("first-check", lambda x: (x == 0).mean())
PLAIN = st.none() | st.booleans() | st.integers() | st.text()
EXTRA = st.dictionaries(st.text(), st.recursive(PLAIN, lambda one: st.lists(one) | st.tuples(one)))


def on(monkeypatch, day: str) -> None:
    """Let it be another day."""

    class Day(date):
        @classmethod
        def today(cls):
            return cls.fromisoformat(day)

    monkeypatch.setattr(memory, "date", Day)


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
    memory.SECONDS = 60.0  # on a busy machine too
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


def test_what_another_kernel_notes_in_between_counts(file, monkeypatch):
    @contextmanager
    def waited(*_: object, **__: object) -> Iterator[None]:
        written(file, solved={"a": "2026-01-31", "b": "2026-01-31"})
        yield

    monkeypatch.setattr(memory, "locked", waited)
    on(monkeypatch, "2026-02-01")
    assert memory.remember("a") == ""
    assert memory.recall()[0] == {"a": "2026-01-31", "b": "2026-01-31"}


def test_the_file_is_replaced_whole(file, monkeypatch):
    replaced = []
    before = written(file)

    def replace(source: Path, target: Path, _replace=os.replace) -> None:
        assert file.read_text() == before
        assert "a" in json.loads(Path(source).read_text())["solved"]
        replaced.append(Path(target))
        _replace(source, target)

    monkeypatch.setattr(os, "replace", replace)
    assert memory.remember("a") == ""
    assert replaced == [file]


def test_who_holds_the_lock_too_long_is_not_waited_for(file, monkeypatch):
    monkeypatch.setattr(memory, "SECONDS", 0.02)
    with locks.locked(file):
        assert check(*RIGHT).passed
    assert not file.exists()
    assert memory.remember("first-check") == ""
    assert list(memory.recall()[0]) == ["first-check"]


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
