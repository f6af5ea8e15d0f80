"""Do jobs on a Dask cluster: dask.distributed has the queue, and repeats what a worker lost."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from drsn_lite.studies.engine import PROTOCOL, Jobs, Outcome, Work, attempt

PATIENCE = 30.0
"""Seconds to wait for the scheduler, and then for its first worker."""


def train(work: Work, jobs: Jobs, address: str) -> Iterator[tuple[str, Outcome]]:
    """Do jobs on the workers of the scheduler at `address`; outcomes come as they are ready.

    A job whose worker dies is given to another one; Dask gives up after
    `distributed.scheduler.allowed-failures` deaths (3), and the job counts as failed.

    Raises
    ------
    RuntimeError
        If dask.distributed is not installed, there is no scheduler or no worker, a worker has no
        drsn_lite or another one, or the scheduler goes away.
    """
    if not jobs:
        return
    try:
        from distributed import CancelledError, Client, as_completed
    except ImportError as error:
        raise RuntimeError(
            "--scheduler needs dask.distributed: pip install 'distributed>=2025.1'"
        ) from error
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise RuntimeError(f"no Dask scheduler answers at {address!r}: {error}") from error
    with client:
        _check(client)
        # the key is the job: one that another driver has queued is not done twice at once
        keys = {f"drsn-lite-{name}": name for name in jobs}
        futures = client.map(
            partial(attempt, work), list(jobs.values()), key=list(keys), pure=False
        )
        for future in as_completed(futures):
            try:
                outcome = _outcome(future)
            except (OSError, CancelledError) as error:  # it went while it was asked for the result
                raise _gone(address) from error
            if outcome is None:
                raise _gone(address)
            yield keys[future.key], outcome
            future.release()


def _outcome(future: Any) -> Outcome | None:
    """What became of a job; None if it is neither finished nor failed: its scheduler is lost."""
    from distributed import KilledWorker

    if future.status == "finished":
        return future.result()
    if future.status != "error":
        return None
    fault = future.exception()
    died = isinstance(fault, KilledWorker)
    return Outcome(reason="its workers died, one after the other" if died else repr(fault))


def _gone(address: str) -> RuntimeError:
    return RuntimeError(
        f"the Dask scheduler at {address} is gone: what was finished is stored; give the same "
        "command when it is back"
    )


def _check(client: Any) -> None:
    """A worker must be there and have the package: else every job would fail alike."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise RuntimeError(
            f"the Dask scheduler has no worker after {PATIENCE:g} s: start some with `dask worker "
            "ADDRESS --nthreads 1`"
        ) from error
    try:
        found = client.run(_protocol)
    except Exception as error:  # what was raised there comes in one type or another
        raise RuntimeError(
            f"a Dask worker cannot run drsn_lite ({error}): install it there"
        ) from error
    if other := [worker for worker, protocol in found.items() if protocol != PROTOCOL]:
        raise RuntimeError(
            f"the Dask worker {other[0]} has another version of drsn_lite, which may give other "
            "numbers: install the same one there"
        )


def _protocol() -> int:
    """Runs on a worker: that it can be called at all says that the package is there."""
    from drsn_lite.studies import engine

    return engine.PROTOCOL
