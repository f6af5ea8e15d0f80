"""Do jobs in processes of this machine.

joblib deals the jobs out to threads; each thread has a process of its own (loky). So a process
that dies, for lack of memory say, takes only its own job with it, and that job is tried again.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator

import psutil
from joblib import Parallel, delayed
from joblib.externals.loky.process_executor import BrokenProcessPool, ProcessPoolExecutor
from tqdm import tqdm

from drsn_lite.studies.engine import Jobs, Outcome, Work, attempt

TRIES = 3
"""How often a job may lose its process before it counts as failed."""


def train(work: Work, jobs: Jobs, workers: int) -> Iterator[tuple[str, Outcome]]:
    """Do jobs in up to `workers` processes of one thread each; outcomes come as they are ready."""
    local, pools, stop = threading.local(), [], threading.Event()

    def one(name: str) -> tuple[str, Outcome]:
        for _ in range(TRIES):
            if not hasattr(local, "pool"):
                local.pool = ProcessPoolExecutor(1, initializer=_begin, initargs=(os.getpid(),))
                pools.append(local.pool)
            try:
                return name, local.pool.submit(attempt, work, jobs[name]).result()
            except BrokenProcessPool:
                if stop.is_set():
                    raise
                del local.pool
        reason = f"its process died {TRIES} times: not enough memory, perhaps"
        return name, Outcome(reason=reason)

    if not jobs:
        return
    count = min(workers, len(jobs))
    deal = Parallel(n_jobs=count, backend="threading", return_as="generator_unordered")
    results, finished = deal(delayed(one)(name) for name in jobs), False
    try:
        yield from results
        finished = True
    finally:
        stop.set()
        for pool in pools:
            pool.shutdown(wait=True, kill_workers=not finished)


def _begin(parent: int) -> None:
    """In a new process: leave Ctrl-C to the parent, and end when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tqdm.set_lock(threading.RLock())  # its own is a semaphore of the system, left by who is killed
    threading.Thread(target=_follow, args=(psutil.Process(parent),), daemon=True).start()


def _follow(parent: psutil.Process) -> None:
    # a dead parent that nobody has waited for still "is running", but has no children any more
    while parent.is_running() and os.getppid() == parent.pid:
        time.sleep(1)
    os._exit(1)
