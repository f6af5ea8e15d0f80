"""The store of a sweep: each row at once on the disk, one writer, clear refusals."""

import sqlite3

import pytest

from drsn_lite.studies.sweep import store
from drsn_lite.studies.sweep.store import NAME, Store


def row(name, **more):
    return {"id": name, "network": "resnet", "repeat": 0, "status": "done"} | more


def test_a_row_is_there_for_others_as_soon_as_it_is_added(tmp_path):
    with Store(tmp_path / "new" / "folder") as base:
        base.add(row("b", repeat=1, test_accuracy=0.5))
        base.add(row("a", snr_db=float("inf")))
        base.add(row("c", status="failed", reason="no luck"))
        table = store.table(base.path.parent, {"a", "b", "c", "d"})
        assert table["id"].tolist() == ["a", "b"], "sorted by repeat; what failed is left out"
        assert table["snr_db"][0] == float("inf")
        assert table["test_accuracy"][1] == 0.5
        failed = store.table(base.path.parent, {"a", "b", "c"}, "failed")
        assert failed["reason"].tolist() == ["no luck"]
        assert base.ids("done") == {"a", "b"}
        assert base.ids("done", "failed") == {"a", "b", "c"}


def test_rows_of_other_plans_stay_out(tmp_path):
    with Store(tmp_path) as base:
        base.add(row("mine"))
        base.add(row("other"))
    assert store.table(tmp_path, {"mine"})["id"].tolist() == ["mine"]


def test_a_second_try_replaces_the_first(tmp_path):
    with Store(tmp_path) as base:
        base.add(row("a", status="failed", reason="no luck"))
        base.add(row("a"))
    assert store.table(tmp_path, {"a"}, "failed").empty
    assert len(store.table(tmp_path, {"a"})) == 1


def test_two_sweeps_cannot_write_to_one_folder(tmp_path):
    with Store(tmp_path), pytest.raises(RuntimeError, match="another sweep writes to"):
        Store(tmp_path)
    Store(tmp_path).close()


def test_a_full_disk_is_said_and_keeps_what_is_stored(tmp_path):
    with Store(tmp_path) as base:
        base.add(row("a"))
        base._base.execute("PRAGMA max_page_count = 3")
        with pytest.raises(OSError, match=r"cannot be written \(database or disk is full\)"):
            base.add(row("b", reason="x" * 100_000))
        base._base.execute("PRAGMA max_page_count = 1000")
        base.add(row("c"))
    assert store.table(tmp_path, {"a", "b", "c"})["id"].tolist() == ["a", "c"]


@pytest.mark.parametrize("content", [b"not a database" * 100, b"SQLite format 3\0 and no more"])
def test_what_is_no_store_is_refused_and_left_alone(tmp_path, content):
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(ValueError, match="cannot be used as the store of a sweep"):
        Store(tmp_path)
    with pytest.raises(ValueError, match="is not a store of a sweep"):
        store.table(tmp_path, {"a"})
    assert (tmp_path / NAME).read_bytes() == content


def test_a_store_of_another_version_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / NAME) as base:
        base.execute("CREATE TABLE runs (id TEXT, accuracy REAL)")
    base.close()
    with pytest.raises(ValueError, match="another version"):
        Store(tmp_path)


def test_nothing_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="no results in"):
        store.table(tmp_path, {"a"})
