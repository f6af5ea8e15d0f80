"""One process at a time: a lock beside a file that several may write."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock


@contextmanager
def locked(path: Path, seconds: float = -1, poll: float = 0.05) -> Iterator[None]:
    """Let one process at a time write a file, and leave no lock behind.

    The lock lies beside the file: all who write it find the same one, whatever their TMPDIR is.

    Parameters
    ----------
    path : Path
    seconds : float
        How long to wait for the others; below zero as long as they take.
    poll : float
        Seconds between two looks.

    Raises
    ------
    OSError
        If no lock can be made there; a TimeoutError if the others take longer.
    """
    lock = path.with_name(f"{path.name}.lock")
    with FileLock(lock).acquire(timeout=seconds, poll_interval=poll):
        try:
            yield
        finally:
            # Whoever waits with the file open sees that it has no name any more, and makes a new
            # one. Windows removes no open file: there the library does it.
            if os.name != "nt":
                lock.unlink(missing_ok=True)
