"""A sweep on a Dask cluster: a real scheduler and two worker processes, killed for real."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import MagicMock

import psutil
import pytest
import sweeps
from distributed import CancelledError, Client
from distributed.comm import CommClosedError

from drsn_lite.studies.engine import attempt, cluster
from drsn_lite.studies.sweep import plan
from drsn_lite.studies.sweep.runs import row, train

SMOKE = {run.id: run for run in plan.read("smoke").runs}
TESTS = os.pathsep.join(map(str, Path(__file__).parents[:2]))  # jobs of this file, and helpers


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


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """A cluster that no test harms."""
    made = Cluster(tmp_path_factory.mktemp("dask"))
    yield made
    made.close()


@pytest.fixture
def mortal(tmp_path):
    """A cluster of which a test may kill what it likes."""
    made = Cluster(tmp_path)
    yield made
    made.close()


def test_a_cluster_gives_the_numbers_of_one_process(dask, tmp_path):
    file, out = sweeps.write(tmp_path), tmp_path / "out"
    code, _, err = sweeps.end(sweeps.start(file, out, "--scheduler", dask.address))
    assert code == 0, err
    found = sweeps.rows(file, out)
    expected = {run.id: row(run, attempt(train, run)) for run in plan.read(file).runs}
    assert len(found) == len(expected) == 8
    for one in found.to_dict("records"):
        assert [one[name] for name in sweeps.NUMBERS] == [
            expected[one["id"]][name] for name in sweeps.NUMBERS
        ]
    with Client(dask.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        pids = set(client.run(os.getpid).values())
    assert pids == {process.pid for process in dask.workers}
    assert {int(name.rpartition(":")[2]) for name in found["worker"]} <= pids


def test_a_driver_and_a_worker_that_are_killed_lose_only_what_they_were_at(mortal, tmp_path):
    file, out = sweeps.write(tmp_path, epochs=8, signals=20), tmp_path / "out"
    with Client(mortal.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    driver = sweeps.start(file, out, "--scheduler", mortal.address)
    sweeps.until(lambda: len(sweeps.rows(file, out)), "the first run")
    driver.send_signal(signal.SIGKILL)
    sweeps.end(driver)
    before = sweeps.rows(file, out)
    assert 1 <= len(before) < 8
    again = sweeps.start(file, out, "--scheduler", mortal.address)
    sweeps.until(lambda: len(sweeps.rows(file, out)) > len(before), "one run more")
    mortal.workers[0].kill()
    assert f"{8 - len(before)} to go" in sweeps.finish(again, file, out, before)


def test_a_scheduler_that_goes_away_is_said(mortal, tmp_path):
    file, out = sweeps.write(tmp_path, epochs=8, signals=20), tmp_path / "out"
    driver = sweeps.start(file, out, "--scheduler", mortal.address)
    sweeps.until(lambda: len(sweeps.rows(file, out)), "the first run")
    mortal.scheduler.kill()
    code, _, err = sweeps.end(driver)
    assert code == 2
    assert "is gone: what was finished is stored" in err
    assert len(sweeps.rows(file, out)) >= 1


class Lost:
    """A future whose scheduler went away while its result was on the way."""

    key, status = "drsn-lite-a", "finished"

    def __init__(self, fault):
        self.fault = fault

    def result(self):
        raise self.fault


@pytest.mark.parametrize(
    "fault", [CommClosedError("reset by peer"), CancelledError("lost"), ConnectionResetError(104)]
)
def test_it_is_said_too_if_it_goes_while_a_result_is_on_the_way(monkeypatch, fault):
    client = MagicMock()
    client.__enter__.return_value = client
    client.map.return_value = [Lost(fault)]
    monkeypatch.setattr("distributed.Client", lambda *_, **__: client)
    monkeypatch.setattr("distributed.as_completed", iter)
    monkeypatch.setattr(cluster, "_check", lambda _: None)
    with pytest.raises(RuntimeError, match=r"tcp://x is gone: what was finished is stored"):
        list(cluster.train(str, {"a": {}}, "tcp://x"))


def test_a_run_that_kills_each_worker_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    made = Cluster(tmp_path, workers=4)
    try:
        runs = [run for run in plan.read(sweeps.write(tmp_path)).runs if run.snr_db == 0]
        jobs = {run.id: run for run in runs}
        found = dict(cluster.train(dies_on_seed_1, jobs, made.address))
    finally:
        made.close()
    assert [found[run.id].made for run in runs] == ["done", "done", None, None]
    assert all("its workers died" in found[run.id].reason for run in runs if run.repeat == 1)


def dies_on_seed_1(run):
    """In place of a training: no process survives a run of seed 1."""
    if run.repeat == 1:
        psutil.Process().kill()
    return "done"


def test_nobody_at_the_address(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(RuntimeError, match=r"no Dask scheduler answers at 'tcp://127\.0\.0\.1:9'"):
        next(cluster.train(train, SMOKE, "tcp://127.0.0.1:9"))
    with pytest.raises(RuntimeError, match="no Dask scheduler answers"):
        next(cluster.train(train, SMOKE, "not an address"))


def test_a_scheduler_without_workers(tmp_path, monkeypatch):
    made = Cluster(tmp_path, workers=0)
    try:
        monkeypatch.setattr(cluster, "PATIENCE", 5.0)
        with pytest.raises(RuntimeError, match="no worker after 5 s: start some"):
            next(cluster.train(train, SMOKE, made.address))
    finally:
        made.close()


def test_a_worker_with_another_version_is_refused(dask, monkeypatch):
    monkeypatch.setattr(cluster, "PROTOCOL", -1)
    with pytest.raises(RuntimeError, match="has another version of drsn_lite"):
        next(cluster.train(train, SMOKE, dask.address))


def test_a_worker_without_the_package_is_refused(tmp_path):
    package = tmp_path / "path" / "drsn_lite"  # comes before ours on the worker's path
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError(\"No module named 'torch'\")")
    made = Cluster(tmp_path, workers=1, path=tmp_path / "path")
    try:
        with pytest.raises(RuntimeError, match=r"cannot run drsn_lite .*No module named"):
            next(cluster.train(train, SMOKE, made.address))
    finally:
        made.close()


def test_without_distributed_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RuntimeError, match="pip install 'distributed"):
        next(cluster.train(train, SMOKE, "tcp://127.0.0.1:9"))
