"""Tables of results: rows are added whole, in order, by any number of processes."""

import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from drsn_lite import locks
from drsn_lite.noise import PAPER_KINDS
from drsn_lite.results import tables


def test_rows_come_back_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    tables.add("t", [{"name": "b", "seed": 1, "value": 0.5}], ["name", "seed"], folder)
    tables.add("t", [{"name": "b", "seed": 0, "value": 0.25}], ["name", "seed"], folder)
    tables.add("t", [{"name": "a", "seed": 1, "value": 1.0}], ["name", "seed"], folder)
    rows = tables.read("t", folder)
    assert rows.values.tolist() == [["a", 1, 1.0], ["b", 0, 0.25], ["b", 1, 0.5]]
    assert [file.name for file in folder.iterdir()] == ["t.csv"]


def test_a_missing_table_is_named_beside_those_that_are_there(tmp_path: Path) -> None:
    tables.add("there", [{"seed": 0}], ["seed"], tmp_path)
    with pytest.raises(FileNotFoundError, match=r"no table 'gone'.* there are: there"):
        tables.read("gone", tmp_path)


def test_a_write_cut_short_leaves_the_old_table(tmp_path: Path, monkeypatch) -> None:
    tables.add("t", [{"seed": 0}], ["seed"], tmp_path)
    before = (tmp_path / "t.csv").read_bytes()

    def full_disk(self: pd.DataFrame, file: Path, index: bool) -> None:
        Path(file).write_text("se")
        raise OSError("no space left")

    monkeypatch.setattr(pd.DataFrame, "to_csv", full_disk)
    with pytest.raises(OSError, match="no space"):
        tables.add("t", [{"seed": 1}], ["seed"], tmp_path)
    assert (tmp_path / "t.csv").read_bytes() == before


def _fill(folder: Path, worker: int, own: Path) -> None:
    own.mkdir()
    os.environ["TMPDIR"] = os.environ["TEMP"] = str(own)
    tempfile.tempdir = None
    for seed in range(25):
        tables.add("t", [{"worker": worker, "seed": seed}], ["worker", "seed"], folder)


def test_processes_side_by_side_lose_no_row(tmp_path: Path) -> None:
    """Each has a temporary folder of its own, as on a cluster."""
    spawn = multiprocessing.get_context("spawn")
    folder = tmp_path / "tables"
    workers = [
        spawn.Process(target=_fill, args=(folder, worker, tmp_path / f"tmp{worker}"))
        for worker in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    rows = tables.read("t", folder)
    assert len(rows.drop_duplicates()) == len(rows) == 75
    assert [file.name for file in folder.iterdir()] == ["t.csv"], "no lock is left"


def test_a_table_is_read_and_replaced_under_one_lock(tmp_path: Path, monkeypatch) -> None:
    inside: list[Path] = []

    @contextmanager
    def locked(path: Path) -> Iterator[None]:
        inside.append(path)
        yield
        inside.clear()

    def replaced(source: Path, target: Path, _replace=os.replace) -> None:
        assert inside == [target]
        _replace(source, target)

    monkeypatch.setattr(tables, "locked", locked)
    monkeypatch.setattr(tables.os, "replace", replaced)
    tables.add("t", [{"seed": 1}], ["seed"], tmp_path)
    assert tables.read("t", tmp_path)["seed"].tolist() == [1]


def test_a_failed_write_leaves_no_lock(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        tables.add("t", [{"seed": 1}], ["no such column"], tmp_path)
    assert list(tmp_path.glob("*.lock")) == []
    (tmp_path / "t.csv.lock").touch()  # of a process that was killed
    tables.add("t", [{"seed": 1}], ["seed"], tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["t.csv"]


def test_reading_touches_nothing_in_the_folder(tmp_path: Path, monkeypatch) -> None:
    tables.add("t", [{"seed": 0}], ["seed"], tmp_path)

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("reading takes a lock")

    monkeypatch.setattr(locks, "FileLock", refuse)
    tmp_path.chmod(0o500)
    try:
        assert tables.read("t", tmp_path)["seed"].tolist() == [0]
    finally:
        tmp_path.chmod(0o700)
    assert [file.name for file in tmp_path.iterdir()] == ["t.csv"]


def test_clean_signals_stand_once_under_each_kind_of_noise() -> None:
    cells = [(kind, snr) for kind in PAPER_KINDS for snr in (0.0, np.inf)]
    rows = pd.DataFrame(
        [(*cell, n) for n, cell in enumerate(cells)], columns=["noise", "snr_db", "n"]
    )
    found = tables.clean_under_each_noise(rows)
    assert sorted(zip(found["noise"], found["snr_db"], strict=True)) == sorted(cells)
    clean = found[np.isinf(found["snr_db"])]
    assert set(clean["n"]) == {cells.index((PAPER_KINDS[0], np.inf))}
