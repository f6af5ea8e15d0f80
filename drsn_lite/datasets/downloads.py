"""Public files by verified download: no byte is used whose sha256 is not the one expected.

A file is looked for in the user's own folder ($DRSN_LITE_DATA), then in the cache, then fetched
from its public address into the cache. A download appears whole and verified, or not at all; what
came before a cut is kept as NAME.part, and the next download goes on there. A file that is there
but wrong is refused and left where it is: someone may have put it there.
"""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from drsn_lite import paths
from drsn_lite.datasets.remote import (
    DataError,
    DataMissingError,
    DataRefusedError,
    Remote,
    advice,
    folders,
    is_here,
    unwritable,
)
from drsn_lite.datasets.transfer import transfer


def fetch(dataset: str, remotes: Iterable[Remote], *, download: bool = True) -> list[Path]:
    """Return the verified local files, after downloading those that are not here.

    Parameters
    ----------
    dataset : str
        Name of the data set, which is the name of its subfolder.
    remotes : iterable of Remote
    download : bool
        If false, the network is not touched.

    Returns
    -------
    list of Path
        In the order of `remotes`.

    Raises
    ------
    DataRefusedError
        If a file here or a downloaded one has other bytes, or no sha256 is known for it.
    DataMissingError
        If a file is not here and cannot be downloaded: says what to put where.
    DataError
        If the cache cannot be written.
    """
    remotes = list(remotes)
    found = {remote: path for remote in remotes if (path := find(dataset, remote))}
    missing = [remote for remote in remotes if remote not in found]
    if missing and not download:
        raise DataMissingError(advice(dataset, missing, "and download=False was asked for"))
    if missing:
        with writing(dataset):
            for n, remote in enumerate(missing):  # another process may have got it meanwhile
                found[remote] = find(dataset, remote) or _download(dataset, remote, missing[n:])
    return [found[remote] for remote in remotes]


def find(dataset: str, remote: Remote) -> Path | None:
    """The verified local file, or None if there is none; a wrong one is refused."""
    if not remote.sha256:
        raise DataRefusedError(
            f"{remote.name} cannot be used: no sha256 is known for it, so nobody can tell whether "
            f"a file of that name is the right one. Add its sha256 to the manifest of {dataset!r}."
        )
    for path in (folder / remote.name for folder in folders(dataset)):
        if is_here(path):
            check(path, remote)
            return path
    return None


def check(path: Path, remote: Remote) -> None:
    """Refuse a file whose sha256 is not that of `remote`."""
    try:
        found, size = _sha256(path), path.stat().st_size
    except OSError as error:
        raise DataRefusedError(f"{path} is there and cannot be read: {error}") from error
    if found != remote.sha256:
        raise DataRefusedError(
            f"{path} is not the file it should be, and is not used.\n"
            f"    expected  sha256 {remote.sha256}, {remote.size or '?'} bytes\n"
            f"    found     sha256 {found}, {size} bytes\n"
            "It may be damaged, cut short, or another file of that name. Move it away, then "
            f"run this again to download it, or put the right one there: {remote.url}"
        )


def _sha256(path: Path) -> str:
    state = path.stat()
    return _computed(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=10_000)
def _computed(path: Path, size: int, modified_ns: int) -> str:
    """The sha256 of a file; size and time of change tell when it must be computed again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def writing(dataset: str) -> Iterator[Path]:
    """The data set's folder in the cache, for one process at a time: others wait here.

    Raises
    ------
    DataError
        If the folder cannot be made or written.
    """
    from filelock import FileLock, Timeout

    folder = paths.cache_folder() / dataset
    lock = FileLock(folder.with_name(f"{dataset}.lock"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0.5)
        except Timeout:
            print(f"Another process is downloading {dataset}: waiting for it.", file=sys.stderr)
            lock.acquire()
    except OSError as error:
        raise DataError(unwritable(dataset, "Downloads", error)) from error
    try:
        yield folder
    finally:
        lock.release()  # should this process die, the system releases it


@contextmanager
def explained(
    dataset: str, remote: Remote, missing: list[Remote], part: Path | None = None
) -> Iterator[None]:
    """Turn what a download raises into a `DataError` that says what to do."""
    from requests import RequestException

    try:
        yield
    except DataError:
        raise
    except RequestException as error:
        status = f" {error.response.status_code}" if error.response is not None else ""
        reason = f"and {urlsplit(remote.url).hostname} did not deliver ({type(error).__name__}"
        text = advice(dataset, missing, f"{reason}{status})")
        if part and part.is_file():
            came = f"{part.stat().st_size / 1e6:.1f} MB of {remote.name}"
            text += f"\n{came} have come and are kept: run this again, and it goes on there."
        raise DataMissingError(text) from error
    except ValueError as error:
        wanted = f" (sha256 {remote.sha256})" if remote.sha256 else ""
        raise DataRefusedError(
            f"{remote.url} delivered something else than the expected {remote.name}{wanted}; it is "
            f"not used. Is a login page or a proxy in between? {error}"
        ) from error
    except OSError as error:
        raise DataError(unwritable(dataset, remote.name, error)) from error


def _download(dataset: str, remote: Remote, missing: list[Remote]) -> Path:
    """Get a file, which appears under its name when its bytes are known to be right."""
    path = paths.cache_folder() / dataset / remote.name
    part = path.with_name(f"{path.name}.part")
    continued = part.is_file()
    with explained(dataset, remote, missing, part):
        try:
            _get(remote, part)
        except ValueError:
            if not continued or part.is_file():
                raise
            _get(remote, part)  # what was kept had other bytes, and is gone: from the start
        os.replace(part, path)
    return path


def _get(remote: Remote, part: Path) -> None:
    transfer(remote.url, part, remote.size)
    if (found := _sha256(part)) != remote.sha256:
        part.unlink()
        raise ValueError(f"What came has sha256 {found}.")
