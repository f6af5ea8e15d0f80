"""Files that a command writes: each appears whole or not at all."""

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from drsn_lite.command_line.streams import say


def written(path: Path, write: Callable[[Path], object]) -> bool:
    """Write a file that appears whole or not at all; whether that went well.

    Parameters
    ----------
    path : Path
    write : callable
        Called with the place beside it where the file is made.
    """
    aside = path.with_name(f"{path.name}.part")
    try:
        write(aside)
        os.replace(aside, path)
    except OSError as error:
        unwritable(path, error)
        return False
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    return True


def unwritable(path: Path, error: OSError) -> None:
    """Say that a file cannot be written, and what to do."""
    said = (
        f"{path} cannot be written: {error.strerror or error}. Name a place in a folder "
        "that is there, has room, and that you may write into"
    )
    say(said, file=sys.stderr)
