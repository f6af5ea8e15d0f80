"""The recordings that a word of a command names: a file, all files of a folder, or a pattern.

On Linux and macOS the shell expands patterns; on Windows a program has to do it.
"""

import glob
import os
from collections import Counter
from pathlib import Path

from drsn_lite.datasets.recordings.files import READERS, counted
from drsn_lite.datasets.recordings.recording import RecordingError


def named(word: str) -> tuple[list[Path], Counter[str]]:
    """The files that a word names, sorted, and the endings of other files in its folders.

    A name that is there is a name, even with brackets in it. Of a folder these are the recordings
    in it and below, without hidden ones.

    Raises
    ------
    RecordingError
        If a pattern matches nothing, or a folder has no recording or cannot be read.
    """
    if not word:
        raise RecordingError("an empty name: name files, folders or patterns")
    found = [word]
    if not os.path.lexists(word) and glob.has_magic(word):
        found = sorted(glob.glob(word, recursive=True))
        if not found:
            raise RecordingError(
                f"nothing has a name like {word}, seen from {Path.cwd()}: * stands for any letters "
                "of a name, ? for one, ** for any folders"
            )
    paths: list[Path] = []
    others: Counter[str] = Counter()
    for path in map(Path, found):
        if path.is_dir():
            _add_folder(path, paths, others)
        else:
            paths.append(path)
    return paths, others


def _add_folder(folder: Path, paths: list[Path], others: Counter[str]) -> None:
    """Add the recordings of a folder and those below it."""

    def refuse(error: OSError) -> None:  # os.walk would leave out what it may not read
        raise RecordingError(
            f"{error.filename} cannot be read: {error.strerror}. Check its permissions"
        ) from error

    before = len(paths)
    for place, below, files in os.walk(folder, onerror=refuse):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for path in (Path(place, name) for name in sorted(files) if not name.startswith(".")):
            if path.suffix.lower() in READERS:
                paths.append(path)
            else:
                others[path.suffix.lower() or "no ending"] += 1
    if len(paths) == before:
        there = f", only {counted(others)}" if others else ""
        raise RecordingError(f"{folder} holds no recording ({', '.join(READERS)}){there}")
