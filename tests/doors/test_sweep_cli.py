"""python -m drsn_lite sweep: what it says when it is asked wrongly; report and estimate."""

import os
import sqlite3
import subprocess
import sys

import pandas as pd
import pytest
import sweeps

from drsn_lite.__main__ import main
from drsn_lite.results import tables
from drsn_lite.studies.sweep import plan
from drsn_lite.studies.sweep.store import Store


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """A function: exit code, standard output and error output of the command."""
    monkeypatch.chdir(tmp_path)

    def command(*words):
        code = main(["sweep", *map(str, words)])
        return code, *capsys.readouterr()

    return command


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["papier"], "there is no plan 'papier'"),
        (["report"], "give one plan"),
        (["smoke", "lite"], "give one plan"),
        (["report", "smoke", "lite"], "give one plan"),
        (["smoke", "--workers", "0"], "--workers must be 1 or more, got 0"),
        (["report", "smoke"], "there are no results in sweeps/smoke"),
    ],
)
def test_what_is_asked_wrongly_is_said(run, words, message, tmp_path):
    code, _, err = run(*words)
    assert code == 2
    assert message in err
    assert not (tmp_path / "sweeps").exists()


def done(file, out, count):
    """A store in which the first runs of a plan are done."""
    with Store(out) as base:
        for number, one in enumerate(plan.read(file).runs[:count]):
            base.add(
                {**one.row(), "status": "done", "train_accuracy": 0.5, "cpu_seconds": 1.0}
                | {"test_accuracy": number / 10, "parameters": 9, "reason": ""}
            )


def test_a_report_is_printed_and_written(run, tmp_path):
    file, out = sweeps.write(tmp_path), tmp_path / "out"
    done(file, out, 8)
    code, said, _ = run("report", file, "--out", out)
    assert code == 0
    assert "8 of 8 runs are done" in said
    assert (out / "report.md").read_text("utf-8") in said
    assert len((out / "runs.csv").read_text("utf-8").splitlines()) == 9
    assert "<svg" in (out / "figure6-gaussian.svg").read_text("utf-8")
    assert not list(out.glob("*.part"))
    for name in ("report.md", "runs.csv", "figure6-gaussian.svg"):
        assert str(out / name) in said


def test_a_report_of_half_a_sweep(run, tmp_path):
    file, out = sweeps.write(tmp_path), tmp_path / "out"
    done(file, out, 5)
    code, said, _ = run("report", file, "--out", out)
    assert code == 0
    assert "5 of 8 runs are done; 4 of them lie in whole seeds" in said
    done(file, tmp_path / "none", 0)
    code, _, err = run("report", file, "--out", tmp_path / "none")
    assert code == 1
    assert "no run of small is done yet" in err


def test_results_that_come_with_the_project_are_shown(run, tmp_path, monkeypatch):
    shipped = tables.read("table3")
    foreign = shipped.iloc[:3].assign(id="of another plan")
    monkeypatch.setattr(tables, "read", lambda name: pd.concat([shipped, foreign]))
    code, said, _ = run("report", "table3")
    assert code == 0
    assert "these came with the project" in said
    assert f"{len(shipped)} of {len(shipped)} runs are done" in said
    assert "## Table III" in said
    assert len(list((tmp_path / "sweeps" / "table3").glob("figure*.svg"))) == 3


@pytest.mark.parametrize(("encoding", "said"), [("cp1252", "-? ?"), ("cp936", "-∞ ?")])
def test_a_report_into_a_file_of_another_encoding(tmp_path, encoding, said):
    call = [sys.executable, "-m", "drsn_lite", "sweep", "report", "table3", "--out", "机器 é 😀"]
    env = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    with Store(tmp_path / "机器 é 😀") as base:
        for one in plan.read("table3").runs[:1]:
            base.add({**one.row(), "status": "failed", "reason": "no luck: −∞ 😀"})
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, env=env, timeout=900)
    assert (done.returncode, done.stderr) == (0, b"")
    assert f"no luck: {said}" in done.stdout.decode(encoding)


def test_an_estimate_trains_nothing(run, tmp_path):
    code, said, _ = run("estimate", "smoke")
    assert code == 0
    assert "64 cores: " in said
    assert not (tmp_path / "sweeps").exists()


def test_a_store_in_use_is_not_touched(run, tmp_path):
    file, out = sweeps.write(tmp_path), tmp_path / "out"
    with Store(out):
        code, _, err = run(file, "--out", out)
    assert code == 2
    assert "another sweep writes to" in err


@pytest.mark.parametrize("words", [["smoke"], ["report", "table3"]])
@pytest.mark.parametrize("place", ["file", "file/below", "/proc/sweep", "/proc/sweep/below"])
def test_a_place_that_cannot_be_written_is_said_first(run, tmp_path, monkeypatch, words, place):
    """Whoever runs it: these are refused to root, too."""
    monkeypatch.setattr(
        "drsn_lite.studies.engine.local.train", lambda *_, **__: pytest.fail("it trains")
    )
    (tmp_path / "file").touch()
    code, out, err = run(*words, "--out", place)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith((f"{place} cannot hold results: ", f"there are no results in {place}"))
    assert "--out" in err


def test_a_report_whose_files_cannot_be_written_is_printed(run, tmp_path):
    (tmp_path / "sweeps").touch()
    code, out, err = run("report", "table3")
    assert code == 2
    assert "## Table III" in out
    assert "sweeps/table3 cannot hold results" in err
    assert "Give --out FOLDER" in err


@pytest.mark.parametrize("name", ["runs.sqlite", "runs.sqlite.lock"])
def test_a_folder_in_the_place_of_a_file_of_the_store(run, tmp_path, name):
    (tmp_path / "out" / name).mkdir(parents=True)
    code, _, err = run("smoke", "--out", "out")
    assert code == 2
    assert "out cannot hold results: " in err
    assert err.count("\n") == 1


def test_a_store_that_may_only_be_read_is_found_before_training(run, tmp_path, monkeypatch):
    file, out = sweeps.write(tmp_path), tmp_path / "out"
    done(file, out, 1)
    connect = sqlite3.connect
    only_read = f"{(out / 'runs.sqlite').as_uri()}?mode=ro"  # so that root may not write either
    monkeypatch.setattr(sqlite3, "connect", lambda *_, **__: connect(only_read, uri=True))
    monkeypatch.setattr(
        "drsn_lite.studies.engine.local.train", lambda *_, **__: pytest.fail("it trains")
    )
    code, _, err = run(file, "--out", out)
    assert code == 2
    assert "readonly" in err
