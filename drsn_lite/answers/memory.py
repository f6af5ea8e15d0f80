"""What was solved, in a small file that a learner may read, move and delete.

    {"made_by": "drsn-lite", "version": 1, "solved": {"first-check": "2026-01-31"}}

Names stand in the order in which they were solved, each with its first date. What else is in the
file, of a later version say, stays. A file that is damaged, or not ours, is never written to.
Nothing here raises: what is wrong is said in a sentence.
"""

import errno
import json
import os
import re
import shutil
import stat
from datetime import date
from pathlib import Path
from typing import Any

from drsn_lite import paths
from drsn_lite.locks import locked
from drsn_lite.visible import visible

LARGEST = 1_000_000
"""Bytes: what is larger is not ours, and is not read."""

SECONDS = 3.0
"""How long to wait for another kernel that writes."""

_ELSEWHERE = f"let the environment variable {paths.PROGRESS} name another file"
_SAID: set[str] = set()


class Unusable(Exception):
    """The file cannot be used: what is wrong, and what to do."""


def remember(name: str) -> str:
    """Note that an exercise is solved, unless that is known.

    Returns
    -------
    str
        Empty if all went well, and where the same was said before in this session. Else what is
        wrong and what to do.
    """
    try:
        path = paths.progress_file().resolve()
        if name not in _read(path)["solved"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            with locked(path, SECONDS, poll=0.005):
                content = _read(path)
                content["solved"].setdefault(name, date.today().isoformat())
                _write(path, content)
    except Exception as error:  # an answer may have replaced `open` itself
        said = f"(The course could not note that this is solved. {_explained(error)})"
        fresh = said not in _SAID
        _SAID.add(said)
        return said if fresh else ""
    return ""


def recall() -> tuple[dict[str, str], str]:
    """What was solved.

    Returns
    -------
    dict
        Each name with its date, the oldest first; the date is empty where the file has none.
    str
        Empty if all went well, else what is wrong and what to do.
    """
    try:
        solved = _read(paths.progress_file())["solved"]
    except Exception as error:  # as above: a map that breaks helps nobody
        return {}, _explained(error)
    return {name: _date(when) for name, when in solved.items()}, ""


def _read(path: Path) -> dict[str, Any]:
    """The content of the file, or what a new one holds."""
    try:
        found = path.stat()
    except FileNotFoundError:
        found = None
    if found and not stat.S_ISREG(found.st_mode):
        raise Unusable(f"{path} is no file: {_ELSEWHERE}")
    if found and found.st_size > LARGEST:
        raise _foreign(path)
    new = {"made_by": "drsn-lite", "version": 1, "solved": {}}
    try:
        text = path.read_text("utf-8-sig") if found else ""
        content = json.loads(text) if text.strip() else new
    except (ValueError, RecursionError) as error:
        raise Unusable(
            f"{path} is damaged ({error}), and is left as it is. Delete it or move it away, and a "
            "new one is begun"
        ) from error
    if not isinstance(content, dict) or content.get("made_by") != "drsn-lite":
        raise _foreign(path)
    if not isinstance(content.get("solved"), dict):
        raise Unusable(
            f"{path} has no list of what was solved, and is left as it is. If it is of a later "
            f"version, install that; or {_ELSEWHERE}"
        )
    return content


def _foreign(path: Path) -> Unusable:
    return Unusable(f"{path} is a file of something else, and is left as it is: {_ELSEWHERE}")


def _write(path: Path, content: dict[str, Any]) -> None:
    """Replace the file whole; one that is read-only stays."""
    there = path.exists()
    if there and not (os.access(path, os.W_OK) and path.stat().st_mode & stat.S_IWUSR):
        raise PermissionError(errno.EACCES, "it is read-only", str(path))
    aside = path.with_name(f"{path.name}.part")
    try:
        with aside.open("w", encoding="ascii") as file:
            file.write(json.dumps(content, indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
        if there:
            shutil.copymode(path, aside)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def _date(when: object) -> str:
    return when if isinstance(when, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", when) else ""


def _explained(error: Exception) -> str:
    """What is wrong and what to do, in a sentence that is only read."""
    if isinstance(error, Unusable):
        return visible(f"{error}.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    try:
        path = str(paths.progress_file())
    except Exception:  # "~someone" who is not there, or what the error was about
        path = os.environ.get(paths.PROGRESS, "The file")
    return visible(f"{path} cannot be used: {reason}. Mend that, or {_ELSEWHERE}.")
