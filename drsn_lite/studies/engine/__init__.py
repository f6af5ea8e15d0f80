"""Do many independent jobs: here, in other processes of this machine, or on a cluster.

A job's numbers are the same everywhere on one kind of machine: each is done alone in its process,
by one thread. What is asked of a job and where its results go, others say: `sweep` and `study`.
"""

import os
import platform
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch

PROTOCOL = 1
"""To be raised when the same settings begin to give other numbers: old results are then left."""

Work = Callable[[Any], Any]
"""From a job to what it makes; it and its jobs travel to other processes."""

Jobs = Mapping[str, Any]
"""Jobs by name: no two have the same."""

Row = dict[str, Any]
"""A row of a table."""


class Failed(Exception):
    """A job that gives no numbers, and why, in a sentence."""


@dataclass(frozen=True)
class Outcome:
    """What came of a job.

    Attributes
    ----------
    made : object
        What the work returned.
    reason : str
        Why nothing was made; empty if all went well.
    seconds, cpu_seconds : float or None
        On the clock, and of the processor, which other work on the machine does not lengthen.
    worker : str or None
        Host and process.
    """

    made: Any = None
    reason: str = ""
    seconds: float | None = None
    cpu_seconds: float | None = None
    worker: str | None = None


Carry = Callable[[Work, Jobs], Iterator[tuple[str, Outcome]]]
"""Does the jobs; their names and outcomes come as they are ready."""

_ALONE = threading.Lock()
"""Jobs of one process go one after the other: weights are drawn from a state all threads share."""


def attempt(work: Work, job: Any) -> Outcome:
    """Do one job, in whatever process. An error becomes its outcome, with the reason."""
    with _ALONE:
        start, cpu_start = time.perf_counter(), time.process_time()
        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # sums in another order would round differently
        made, reason = None, ""
        try:
            made = work(job)
        except Failed as error:
            reason = str(error)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
        finally:
            torch.set_num_threads(threads)
        seconds = round(time.perf_counter() - start, 2)
        cpu_seconds = round(time.process_time() - cpu_start, 2)
        return Outcome(made, reason, seconds, cpu_seconds, f"{platform.node()}:{os.getpid()}")


def here(work: Work, jobs: Jobs) -> Iterator[tuple[str, Outcome]]:
    """Do jobs in this process, in their order."""
    for name, job in jobs.items():
        yield name, attempt(work, job)
