"""Train runs in processes of this machine.

joblib deals the runs out to threads; each thread has a process of its own (loky). So a process
that dies, for lack of memory say, takes only its own run with it, and that run is tried again.
"""

import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator

import psutil
from joblib import Parallel, delayed
from joblib.externals.loky.process_executor import BrokenProcessPool, ProcessPoolExecutor
from tqdm import tqdm

from drsn_lite.sweep.plan import Run
from drsn_lite.sweep.runs import Row, attempt, failure

TRIES = 3
"""How often a run may lose its process before it counts as failed."""


def train(runs: Iterable[Run], workers: int) -> Iterator[Row]:
    """Train runs in `workers` processes of one thread each; rows come as they are ready."""
    local, pools, stop = threading.local(), [], threading.Event()

    def one(run: Run) -> Row:
        for _ in range(TRIES):
            if not hasattr(local, "pool"):
                local.pool = ProcessPoolExecutor(1, initializer=_begin, initargs=(os.getpid(),))
                pools.append(local.pool)
            try:
                return local.pool.submit(attempt, run).result()
            except BrokenProcessPool:
                if stop.is_set():
                    raise
                del local.pool
        reason = f"its process died {TRIES} times: not enough memory, perhaps"
        return {**run.row(), **failure(reason)}

    deal = Parallel(n_jobs=workers, backend="threading", return_as="generator_unordered")
    results, finished = deal(delayed(one)(run) for run in runs), False
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
