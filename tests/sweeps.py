"""What the tests of the sweep share: a plan of small trainings, and the command as a process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import psutil

from drsn_lite.studies.sweep import plan, store

PLAN = """
networks = ["resnet", "drsn-cw"]
noises = ["gaussian"]
snr_db = [0, inf]
seeds = [0, 1]

[training]
preset = "lite"
epochs = {epochs}
batch_size = 32

[data]
name = "gearbox"
train_per_state = {signals}
test_per_state = 4
length = 128
"""

LIMIT = 240.0
"""Seconds after which a test gives up waiting for a process."""


def write(folder: Path, epochs: int = 1, signals: int = 6) -> Path:
    """A plan of eight runs; with many epochs they last some seconds each."""
    path = folder / "small.toml"
    path.write_text(PLAN.format(epochs=epochs, signals=signals), encoding="utf-8")
    return path


def start(file: Path, out: Path, *words: str) -> subprocess.Popen[str]:
    """`python -m drsn_lite sweep`, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "drsn_lite", "sweep", str(file), "--out", str(out), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # whoever is started in the background of a script inherits that Ctrl-C is ignored
        preexec_fn=_heed_ctrl_c if os.name == "posix" else None,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for the end of a sweep: exit status, output, error output."""
    out, err = process.communicate(timeout=LIMIT)
    return process.returncode, out, err


def until(true: Callable[[], object], what: str) -> None:
    """Wait for something that other processes do."""
    last = time.monotonic() + LIMIT
    while not true():
        assert time.monotonic() < last, f"waited in vain: {what}"
        time.sleep(0.05)


def trainers(driver: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes of a local sweep that train."""
    children = psutil.Process(driver.pid).children(recursive=True)
    return [child for child in children if any("LokyProcess" in word for word in child.cmdline())]


def rows(file: Path, out: Path) -> pd.DataFrame:
    """What is done of the plan; no rows before there is a file."""
    try:
        return store.table(out, {run.id for run in plan.read(file).runs})
    except (FileNotFoundError, ValueError):
        return pd.DataFrame(columns=list(store.COLUMNS))


def finish(driver: subprocess.Popen[str], file: Path, out: Path, before: pd.DataFrame) -> str:
    """Let a sweep come to its end: all eight runs are done, those of `before` not again.

    Returns
    -------
    str
        What the sweep said.
    """
    code, said, err = end(driver)
    assert code == 0, err
    after = rows(file, out)
    assert len(after) == 8
    assert after[after["id"].isin(before["id"])].reset_index(drop=True).equals(before)
    return said


NUMBERS = ["id", "status", "train_accuracy", "test_accuracy", "test_loss", "best_epoch"]
"""The columns that must not depend on where a run was trained."""


def numbers(file: Path, out: Path) -> list[list[object]]:
    """The results of the plan, sorted by run."""
    return rows(file, out).sort_values("id")[NUMBERS].to_numpy().tolist()
