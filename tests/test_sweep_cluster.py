"""A sweep on a Dask cluster: a real scheduler and two worker processes, killed for real."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import sweeps
from distributed import Client

from drsn_lite.sweep import cluster, plan
from drsn_lite.sweep.runs import attempt

TESTS = Path(__file__).parent


class Cluster:
    """A scheduler and its workers, each a process of this machine."""

    def __init__(self, folder, workers=2, path=TESTS):
        self.path = path
        self.file = folder / "scheduler.json"
        self.folder = folder
        self.processes = []
        self.scheduler = self.start("dask_scheduler", "--port", "0", "--host", "127.0.0.1")
        sweeps.until(self.file.exists, "the scheduler")
        self.address = json.loads(self.file.read_text())["address"]
        self.workers = [self.start_worker() for _ in range(workers)]

    def start_worker(self):
        return self.start("dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")

    def start(self, module, *words):
        where = ["--scheduler-file", str(self.file)]
        if module == "dask_worker":
            where += ["--local-directory", str(self.folder)]
        else:
            where += ["--no-dashboard"]
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *where, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(self.path)},
        )
        self.processes.append(process)
        return process

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def dask(tmp_path):
    made = Cluster(tmp_path)
    yield made
    made.close()


def test_a_cluster_gives_the_numbers_of_one_process(dask, tmp_path):
    file, out = sweeps.write(tmp_path), tmp_path / "out"
    code, _, err = sweeps.end(sweeps.start(file, out, "--scheduler", dask.address))
    assert code == 0, err
    found = sweeps.rows(file, out)
    expected = {run.id: attempt(run) for run in plan.read(file).runs}
    assert len(found) == len(expected) == 8
    for row in found.to_dict("records"):
        assert [row[name] for name in sweeps.NUMBERS] == [
            expected[row["id"]][name] for name in sweeps.NUMBERS
        ]
    with Client(dask.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        pids = set(client.run(os.getpid).values())
    assert pids == {process.pid for process in dask.workers}
    assert {int(name.rpartition(":")[2]) for name in found["worker"]} <= pids


def test_a_worker_that_is_killed_loses_only_its_own_run(dask, tmp_path):
    file, out = sweeps.write(tmp_path, epochs=25, signals=20), tmp_path / "out"
    with Client(dask.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    driver = sweeps.start(file, out, "--scheduler", dask.address)
    sweeps.until(lambda: len(sweeps.rows(file, out)), "the first run")
    dask.workers[0].kill()
    sweeps.finish(driver, file, out, sweeps.rows(file, out))


def test_a_driver_that_is_killed_goes_on_where_it_was(dask, tmp_path):
    file, out = sweeps.write(tmp_path, epochs=25, signals=20), tmp_path / "out"
    driver = sweeps.start(file, out, "--scheduler", dask.address)
    sweeps.until(lambda: len(sweeps.rows(file, out)), "the first run")
    driver.send_signal(signal.SIGKILL)
    sweeps.end(driver)
    before = sweeps.rows(file, out)
    assert 1 <= len(before) < 8
    again = sweeps.start(file, out, "--scheduler", dask.address)
    assert f"{8 - len(before)} to go" in sweeps.finish(again, file, out, before)


def test_a_scheduler_that_goes_away_is_said(dask, tmp_path):
    file, out = sweeps.write(tmp_path, epochs=25, signals=20), tmp_path / "out"
    driver = sweeps.start(file, out, "--scheduler", dask.address)
    sweeps.until(lambda: len(sweeps.rows(file, out)), "the first run")
    dask.scheduler.kill()
    code, _, err = sweeps.end(driver)
    assert code == 2
    assert "is gone: what was finished is stored" in err
    assert len(sweeps.rows(file, out)) >= 1


def test_a_run_that_kills_each_worker_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "attempt", dies_on_seed_1)
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    made = Cluster(tmp_path, workers=4)
    try:
        runs = [run for run in plan.read(sweeps.write(tmp_path)).runs if run.snr_db == 0]
        rows = {row["id"]: row for row in cluster.train(runs, made.address)}
    finally:
        made.close()
    assert [rows[run.id]["status"] for run in runs] == ["done", "done", "failed", "failed"]
    assert all("its workers died" in rows[run.id]["reason"] for run in runs if run.repeat == 1)


def dies_on_seed_1(run):
    """In place of a training: no process survives a run of seed 1."""
    if run.repeat == 1:
        psutil.Process().kill()
    return {**run.row(), "status": "done"}


def test_nobody_at_the_address(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(RuntimeError, match=r"no Dask scheduler answers at 'tcp://127\.0\.0\.1:9'"):
        next(cluster.train(plan.read("smoke").runs, "tcp://127.0.0.1:9"))
    with pytest.raises(RuntimeError, match="no Dask scheduler answers"):
        next(cluster.train(plan.read("smoke").runs, "not an address"))


def test_a_scheduler_without_workers(tmp_path, monkeypatch):
    made = Cluster(tmp_path, workers=0)
    try:
        monkeypatch.setattr(cluster, "PATIENCE", 5.0)
        with pytest.raises(RuntimeError, match="no worker after 5 s: start some"):
            next(cluster.train(plan.read("smoke").runs, made.address))
    finally:
        made.close()


def test_a_worker_with_another_version_is_refused(dask, monkeypatch):
    monkeypatch.setattr(cluster, "PROTOCOL", -1)
    with pytest.raises(RuntimeError, match="has another version of drsn_lite"):
        next(cluster.train(plan.read("smoke").runs, dask.address))


def test_a_worker_without_the_package_is_refused(tmp_path):
    package = tmp_path / "path" / "drsn_lite"  # comes before ours on the worker's path
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError(\"No module named 'torch'\")")
    made = Cluster(tmp_path, workers=1, path=tmp_path / "path")
    try:
        with pytest.raises(RuntimeError, match=r"cannot run drsn_lite .*No module named"):
            next(cluster.train(plan.read("smoke").runs, made.address))
    finally:
        made.close()


def test_without_distributed_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RuntimeError, match="pip install 'distributed"):
        next(cluster.train(plan.read("smoke").runs, "tcp://127.0.0.1:9"))
