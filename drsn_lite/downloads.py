"""Public files by verified download: no byte is used whose sha256 is not the one expected.

A file is looked for in the user's own folder ($DRSN_LITE_DATA), then in the cache, then fetched
from its public address into the cache. A download appears whole and verified, or not at all. A
file that is there but wrong is refused and left where it is: someone may have put it there.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from drsn_lite import paths

TIMEOUT_S = (5, 30)
"""Seconds to wait for a connection, and for the next bytes of a download."""


class DataError(OSError):
    """A data file cannot be had. The message says what to do."""


class DataMissingError(DataError):
    """A data file is not here, and could not be downloaded or was not to be."""


class DataRefusedError(DataError):
    """A data file is not the one expected, or cannot be checked."""


@dataclass(frozen=True)
class Remote:
    """A public file: its name, where it is from, its sha256 and its size in bytes."""

    name: str
    url: str
    sha256: str | None = None
    size: int | None = None

    def __str__(self) -> str:
        size = f"  ({self.size / 1e6:.1f} MB)" if self.size else ""
        return f"{self.name}  from  {self.url}{size}"


def fetch(
    dataset: str,
    remotes: Iterable[Remote],
    *,
    download: bool = True,
    downloader: Callable[[str, str, Any], Any] | None = None,
) -> list[Path]:
    """Return the verified local files, after downloading those that are not here.

    Parameters
    ----------
    dataset : str
        Name of the data set, which is the name of its subfolder.
    remotes : iterable of Remote
    download : bool
        If false, the network is not touched.
    downloader : callable, optional
        What pooch calls with (url, output file, None); by default one with a progress bar.

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
    found = {remote: _find(dataset, remote) for remote in remotes}
    missing = [remote for remote, path in found.items() if path is None]
    if missing and not download:
        raise DataMissingError(_help(dataset, missing, "and download=False was asked for"))
    for n, remote in enumerate(missing):
        found[remote] = _download(dataset, remote, missing[n:], downloader)
    return [found[remote] for remote in remotes]


def _folders(dataset: str) -> list[Path]:
    own = paths.own_folder()
    return [folder / dataset for folder in (own, paths.cache_folder()) if folder]


def _find(dataset: str, remote: Remote) -> Path | None:
    """The verified local file, or None if there is none; a wrong one is refused."""
    if not remote.sha256:
        raise DataRefusedError(
            f"{remote.name} cannot be used: no sha256 is known for it, so nobody can tell whether "
            f"a file of that name is the right one. Add its sha256 to the manifest of {dataset!r}."
        )
    for path in (folder / remote.name for folder in _folders(dataset)):
        if not path.is_file():
            continue
        state = path.stat()
        found = _sha256(path, state.st_size, state.st_mtime_ns)
        if found != remote.sha256:
            raise DataRefusedError(
                f"{path} is not the file it should be, and is not used.\n"
                f"    expected  sha256 {remote.sha256}, {remote.size or '?'} bytes\n"
                f"    found     sha256 {found}, {state.st_size} bytes\n"
                "It may be damaged, cut short, or another file of that name. Move it away, then "
                f"run this again to download it, or put the right one there: {remote.url}"
            )
        return path
    return None


@lru_cache
def _sha256(path: Path, size: int, modified_ns: int) -> str:
    """The sha256 of a file; size and time of change tell when it must be computed anew."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download(
    dataset: str, remote: Remote, missing: list[Remote], downloader: Callable | None
) -> Path:
    import pooch
    from requests import RequestException

    folder = paths.cache_folder() / dataset
    downloader = downloader or pooch.HTTPDownloader(
        progressbar=True, chunk_size=2**16, timeout=TIMEOUT_S
    )
    try:  # pooch writes to a temporary file, verifies it, and only then gives it its name
        path = pooch.retrieve(
            remote.url, f"sha256:{remote.sha256}", remote.name, folder, downloader=downloader
        )
    except RequestException as error:
        status = f" {error.response.status_code}" if error.response is not None else ""
        reason = f"and {urlsplit(remote.url).hostname} did not deliver ({type(error).__name__}"
        raise DataMissingError(_help(dataset, missing, f"{reason}{status})")) from error
    except ValueError as error:
        raise DataRefusedError(
            f"{remote.url} delivered something else than the expected {remote.name}; it was "
            f"thrown away. Is a login page or a proxy in between? {error}"
        ) from error
    except OSError as error:
        raise DataError(
            f"{remote.name} could not be written into {folder}: {error}. Make room there or give "
            f"yourself leave to write; or put the files into a folder {dataset!r} elsewhere and "
            f"name its parent by the environment variable {paths.ENVIRONMENT}."
        ) from error
    return Path(path)


def _help(dataset: str, missing: list[Remote], reason: str) -> str:
    listed = "\n".join(f"    {remote}" for remote in missing)
    places = "\n    or  ".join(str(folder) for folder in _folders(dataset))
    return (
        f"load({dataset!r}) needs files that are not here, {reason}.\n"
        f"Get them with a browser:\n{listed}\nand put them into\n        {places}\n"
        f"or into a folder named {dataset} anywhere, with the environment variable "
        f"{paths.ENVIRONMENT} naming its parent."
    )
