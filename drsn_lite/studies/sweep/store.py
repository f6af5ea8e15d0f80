"""The results of a sweep in one SQLite file: a row a run, written as soon as the run has ended."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from types import TracebackType

import pandas as pd
from filelock import FileLock, Timeout

from drsn_lite.studies.engine import Row
from drsn_lite.studies.sweep.runs import DONE

NAME = "runs.sqlite"
"""The file in the folder of a sweep."""

COLUMNS = {
    "id": "TEXT PRIMARY KEY",
    "network": "TEXT",
    "noise": "TEXT",
    "snr_db": "REAL",
    "repeat": "INTEGER",
    "status": "TEXT",
    "reason": "TEXT",
    "train_accuracy": "REAL",
    "test_accuracy": "REAL",
    "test_loss": "REAL",
    "best_epoch": "INTEGER",
    "parameters": "INTEGER",
    "seconds": "REAL",
    "cpu_seconds": "REAL",
    "worker": "TEXT",
    "folds": "INTEGER",
    "preset": "TEXT",
    "data": "TEXT",
    "data_seed": "INTEGER",
    "options": "TEXT",
    "epochs": "INTEGER",
    "batch_size": "INTEGER",
    "learning_rate": "REAL",
    "device": "TEXT",
}
"""The columns of the table `runs`, as SQLite declares them."""


def unwritable(folder: Path, reason: str) -> OSError:
    """The error for a place where results cannot be kept."""
    return OSError(
        f"{folder} cannot hold results: {reason}. Give --out FOLDER, a place where you may write"
    )


class Store:
    """The file while a sweep writes to it. Only one process may: the others only train.

    Parameters
    ----------
    folder : path
        Made if it is not there.

    Raises
    ------
    RuntimeError
        If another sweep has the folder.
    OSError
        If the folder cannot be made or written to.
    ValueError
        If the file there is not a store, or is one of another version.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        # the system takes the lock back when a process dies
        self._lock = FileLock(folder / f"{NAME}.lock", timeout=0)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise RuntimeError(
                f"another sweep writes to {folder}: wait for its end, or give another --out"
            ) from None
        except OSError as error:
            raise unwritable(folder, error.strerror or str(error)) from error
        try:
            self._base = sqlite3.connect(self.path)
        except sqlite3.OperationalError as error:  # a folder of that name, say
            self._lock.release()
            raise unwritable(folder, f"{self.path}: {error}") from error
        try:
            columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
            self._base.execute(f"CREATE TABLE IF NOT EXISTS runs ({columns})")
            found = [row[1] for row in self._base.execute("PRAGMA table_info(runs)")]
            if found != list(COLUMNS):
                raise sqlite3.DatabaseError("its columns are those of another version")
            self._base.execute("DELETE FROM runs WHERE 0")  # no row: asks whether it may write
            self._base.rollback()
        except sqlite3.DatabaseError as error:
            self.close()
            raise ValueError(
                f"{self.path} cannot be used as the store of a sweep ({error}): give another --out"
            ) from error

    def add(self, row: Row) -> None:
        """Write a row; one of the same id gives way. Once this returns, the row is on the disk.

        Raises
        ------
        OSError
            If it cannot be written, on a full disk say. The rows before it stay.
        """
        marks = ", ".join("?" * len(COLUMNS))
        try:
            with self._base:
                self._base.execute(
                    f"INSERT OR REPLACE INTO runs VALUES ({marks})",
                    [row.get(column) for column in COLUMNS],
                )
        except sqlite3.OperationalError as error:
            raise OSError(
                f"{self.path} cannot be written ({error}): make room, then give the same command; "
                "what is stored is kept"
            ) from error

    def ids(self, *statuses: str) -> set[str]:
        """The ids of the runs with one of these statuses."""
        marks = ", ".join("?" * len(statuses))
        found = self._base.execute(f"SELECT id FROM runs WHERE status IN ({marks})", statuses)
        return {name for (name,) in found}

    def close(self) -> None:
        """Close the file and let others write."""
        self._base.close()
        self._lock.release()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def table(folder: Path, ids: Collection[str], status: str = DONE) -> pd.DataFrame:
    """The runs among `ids` that are done (or failed), sorted.

    Reading needs no lock: a sweep may be running.

    Raises
    ------
    FileNotFoundError
        If the folder holds no store.
    ValueError
        If the file there is not a store.
    """
    path = folder / NAME
    if not path.is_file():
        raise FileNotFoundError(f"there are no results in {folder}: give --out where they are")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
        try:
            rows = pd.read_sql_query("SELECT * FROM runs", base)
        except pd.errors.DatabaseError as error:
            raise ValueError(f"{path} is not a store of a sweep: {error}") from error
    rows = rows[rows["id"].isin(ids) & (rows["status"] == status)]
    return rows.sort_values(["repeat", "noise", "snr_db", "network"], ignore_index=True)


def folders(folder: Path) -> list[str]:
    """The options, in JSON, of what is done on folders of recordings; none without a store."""
    path = folder / NAME
    if not path.is_file():
        return []
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
        asked = "SELECT DISTINCT options FROM runs WHERE data = 'folder' AND status = ?"
        try:
            return [text for (text,) in base.execute(asked, (DONE,))]
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{path} is not a store of a sweep: {error}") from error
