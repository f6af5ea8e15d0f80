"""Ctrl-C ends a command in one line, wherever it is, and with exit status 130.

Mostly it ends at once: a KeyboardInterrupt inside the import of compiled code becomes an
ImportError, or torch aborts with pages of C++. A command that has results to keep asks for the
exception while it makes them.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

STATUS = 130


def end_at_once() -> None:
    """From now on Ctrl-C ends the program. Where it is ignored, in the background, it stays so."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


@contextmanager
def as_exception() -> Iterator[None]:
    """Let Ctrl-C raise a KeyboardInterrupt meanwhile, so that what is finished can be kept."""
    if signal.getsignal(signal.SIGINT) is not _leave:
        yield  # called by a program that decides itself, or ignored
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, _leave)


def stopped(kept: str = "") -> int:
    """Say that a KeyboardInterrupt has ended the command, and what is kept; the exit status."""
    # If it came in an exec (of a dataclass, say), Python would end by the signal instead of with
    # the status: another exec makes it forget that.
    exec("pass")
    # a terminal has written "^C" in this line
    print(f"\nStopped. {kept}".rstrip(), file=sys.stderr)
    return STATUS


def _leave(number: int, frame: FrameType | None) -> None:
    # what is printed may be in the middle of being written, or have no reader
    with suppress(RuntimeError, OSError, ValueError):
        sys.stdout.flush()
    with suppress(OSError):
        os.write(2, b"\nStopped.\n")
    os._exit(STATUS)
