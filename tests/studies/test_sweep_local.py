"""A sweep in processes of this machine: the same numbers with any number, and nothing lost.

Processes are killed for real, the one that trains and the one that leads.
"""

import os
import signal

import pytest
import sweeps

from drsn_lite.studies.engine import local
from drsn_lite.studies.sweep import plan

posix = pytest.mark.skipif(os.name == "nt", reason="sends signals of POSIX")


@pytest.fixture(scope="module")
def one_worker(tmp_path_factory):
    """A plan, and the folder of its results from one process."""
    folder = tmp_path_factory.mktemp("one")
    file = sweeps.write(folder)
    code, out, err = sweeps.end(sweeps.start(file, folder / "out", "--workers", "1"))
    assert code == 0, err
    assert "8 runs, 8 to go" in out
    assert "8/8" in err, "a progress bar that came to its end"
    assert "Warning" not in err
    return file, folder / "out"


def test_two_workers_give_the_same_numbers(one_worker, tmp_path):
    file, out = one_worker
    assert sweeps.end(sweeps.start(file, tmp_path, "--workers", "2"))[0] == 0
    expected = sweeps.numbers(file, out)
    assert len(expected) == 8
    assert sweeps.numbers(file, tmp_path) == expected
    assert sweeps.rows(file, out)["worker"].nunique() == 1
    assert sweeps.rows(file, tmp_path)["worker"].nunique() > 1


def test_what_is_done_is_not_done_again(one_worker):
    file, out = one_worker
    before = sweeps.rows(file, out)
    code, said, _ = sweeps.end(sweeps.start(file, out))
    assert code == 0
    assert "8 runs, 0 to go" in said
    assert sweeps.rows(file, out).equals(before)


@posix
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_what_is_ended_loses_only_what_it_was_at(tmp_path, by):
    """The driver is ended, the sweep goes on, and then one of those that train is killed."""
    file, out = sweeps.write(tmp_path, epochs=8, signals=20), tmp_path / "out"
    driver = sweeps.start(file, out, "--workers", "2")
    sweeps.until(lambda: len(sweeps.rows(file, out)) > 1, "two runs")
    children = sweeps.trainers(driver)
    assert len(children) == 2
    driver.send_signal(by)
    code, _, err = sweeps.end(driver)
    if by == signal.SIGINT:
        assert code == 130
        assert "What is finished is kept; the same command goes on." in err
        assert "Traceback" not in err
        assert "Warning" not in err
    sweeps.until(lambda: not any(map(alive, children)), "the end of those that train")
    before = sweeps.rows(file, out)
    assert 2 <= len(before) < 8
    again = sweeps.start(file, out, "--workers", "2")
    sweeps.until(lambda: len(sweeps.rows(file, out)) > len(before), "one run more")
    sweeps.trainers(again)[0].kill()
    assert f"{8 - len(before)} to go" in sweeps.finish(again, file, out, before)


def alive(process):
    return process.is_running() and process.status() != "zombie"


def test_a_run_that_fails_is_recorded_and_the_others_go_on(tmp_path):
    file, out = sweeps.write(tmp_path), tmp_path / "out"
    file.write_text(file.read_text().replace("batch_size = 32", "learning_rate = 1e30"))
    code, said, err = sweeps.end(sweeps.start(file, out, "--workers", "2"))
    failed = sweeps.store.table(out, {run.id for run in plan.read(file).runs}, "failed")
    assert code == 1
    assert f"{len(failed)} runs failed" in said
    assert "failed: resnet" in err
    assert "Traceback" not in err
    assert len(failed) == 8
    assert failed["reason"].str.startswith("the loss became").all()
    _, said, _ = sweeps.end(sweeps.start(file, out))
    assert "0 to go" in said, "what failed is not tried again unless it is asked for"
    _, said, _ = sweeps.end(sweeps.start(file, out, "--again", "--workers", "2"))
    assert "8 to go" in said


def dies_on_seed_1(run):
    """In place of a training: no process survives a run of seed 1."""
    if run.repeat == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


@posix
def test_a_run_that_kills_each_process_is_given_up(tmp_path):
    runs = [run for run in plan.read(sweeps.write(tmp_path)).runs if run.network == "resnet"]
    found = dict(local.train(dies_on_seed_1, {run.id: run for run in runs}, workers=2))
    assert [found[run.id].made for run in runs] == ["done", "done", None, None]
    assert all("died 3 times" in found[run.id].reason for run in runs if run.repeat == 1)
