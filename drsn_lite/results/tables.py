"""The tables of measured results: one tidy row a run and condition, in data/results/NAME.csv.

Rows are added as soon as a run has ended, so an interrupted study goes on where it was. The file
is replaced whole, under a lock: it is never half written, and two processes may fill one table.
Reading takes no lock.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from drsn_lite.locks import locked
from drsn_lite.noise import PAPER_KINDS
from drsn_lite.paths import DATA

FOLDER = DATA / "results"
"""Where the tables lie that come with the project."""


def read(name: str, folder: Path = FOLDER) -> pd.DataFrame:
    """A table by name.

    Raises
    ------
    FileNotFoundError
        If there is none: says which there are.
    """
    path = folder / f"{name}.csv"
    if not path.is_file():
        there = ", ".join(sorted(file.stem for file in folder.glob("*.csv"))) or "none"
        raise FileNotFoundError(f"there is no table {name!r} in {folder}; there are: {there}")
    return pd.read_csv(path)


def clean_under_each_noise(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, those of clean signals (snr_db = inf) once for each kind of noise."""
    clean = np.isinf(rows["snr_db"])
    once = rows[clean & (rows["noise"] == PAPER_KINDS[0])]
    return pd.concat([rows[~clean], *(once.assign(noise=kind) for kind in PAPER_KINDS)])


def add(
    name: str,
    rows: Iterable[Mapping[str, object]],
    order: list[str],
    folder: Path = FOLDER,
) -> None:
    """Add rows to a table and sort it by the columns `order`; makes the table if there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    path = (folder / f"{name}.csv").resolve()
    with locked(path):
        new = pd.DataFrame(list(rows))
        both = pd.concat([pd.read_csv(path), new]) if path.exists() else new
        aside = path.with_suffix(".csv.part")
        both.sort_values(order, kind="stable").to_csv(aside, index=False)
        os.replace(aside, path)
