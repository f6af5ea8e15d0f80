"""The 3000 files of the Free Spoken Digit Dataset: found, or unpacked from the release's archive.

GitHub makes that archive anew when asked, so its own sha256 may change; that of each recording
does not. So the archive is unpacked beside, each recording is checked, and only the complete set
gets its place. The archive is read as it comes: no link, no path and no size in it is trusted.
"""

import gzip
import hashlib
import json
import os
import tarfile
import tempfile
import zlib
from functools import cache
from pathlib import Path

from drsn_lite.datasets import downloads
from drsn_lite.datasets.remote import (
    DataMissingError,
    DataRefusedError,
    Remote,
    advice,
    folders,
    is_here,
)
from drsn_lite.datasets.transfer import transfer
from drsn_lite.paths import DATA

MANIFEST = DATA / "fsdd_manifest.json"
ARCHIVE = Remote(
    "v1.0.10.tar.gz",
    "https://github.com/Jakobovski/free-spoken-digit-dataset/archive/v1.0.10.tar.gz",
)
ARCHIVE_NAMES = (ARCHIVE.name, "free-spoken-digit-dataset-1.0.10.tar.gz")
"""What the address is called, and what a browser calls the file."""
INSIDE = "free-spoken-digit-dataset-1.0.10/recordings/"
LARGEST_ARCHIVE, LARGEST_CONTENT, LARGEST_RECORDING = 10**8, 4 * 10**8, 10**5
"""In bytes. The recordings are 21 MB together, the longest is 37 kB."""


@cache
def sums() -> dict[str, str]:
    """The sha256 of each recording, by name."""
    return json.loads(MANIFEST.read_text(encoding="utf-8"))


def remotes() -> list[Remote]:
    """All recordings, as files below the folder of the data set."""
    return [Remote(f"recordings/{name}", ARCHIVE.url, sha256) for name, sha256 in sums().items()]


def folder(*, download: bool = True) -> Path:
    """The folder that holds all recordings, each verified.

    Raises
    ------
    DataRefusedError
        If a recording, or the archive, holds other bytes than it should.
    DataMissingError
        If there are no recordings and no archive, and none can be downloaded.
    DataError
        If the cache cannot be written.
    """
    if found := find():
        return found
    if not download and not archive():
        raise DataMissingError(advice("fsdd", [ARCHIVE], "and download=False was asked for"))
    with downloads.writing("fsdd") as place:
        if found := find():  # another process has got it meanwhile
            return found
        by_hand = archive()
        packed = by_hand or _download(place)
        try:
            unpack(packed, place / "recordings")
        except DataRefusedError:
            if not by_hand:
                packed.unlink()
            raise
        if not by_hand:
            packed.unlink()
        return find() or place / "recordings"


def find() -> Path | None:
    """The folder here that holds all recordings, or None; one with wrong bytes is refused."""
    for place in folders("fsdd"):
        recordings = place / "recordings"
        if all(is_here(recordings / name) for name in sums()):
            for remote in remotes():
                downloads.check(place / remote.name, remote)
            return recordings
    return None


def archive() -> Path | None:
    """The archive, if someone has put it here."""
    places = [place / name for place in folders("fsdd") for name in ARCHIVE_NAMES]
    return next((path for path in places if is_here(path)), None)


def unpack(packed: Path, target: Path) -> None:
    """Unpack the recordings of an archive into the folder `target`, once all are found right.

    Raises
    ------
    DataRefusedError
        If it is no such archive, or a recording in it is missing, too large or of other bytes.
    DataError
        If there is no room.
    """
    with (
        downloads.explained("fsdd", ARCHIVE, [ARCHIVE]),
        tempfile.TemporaryDirectory(
            prefix="recordings-", suffix=".part", dir=target.parent, ignore_cleanup_errors=True
        ) as name,
    ):
        aside = Path(name)
        try:
            _unpack_checked(packed, aside)
        except (
            tarfile.TarError,
            EOFError,
            zlib.error,
            gzip.BadGzipFile,
            RecursionError,  # tarfile follows names upon names
        ) as error:
            raise DataRefusedError(
                f"{packed} cannot be unpacked, and is not used: {error}. It may be damaged or cut "
                f"short: move it away, and get it again from {ARCHIVE.url}"
            ) from error
        target.mkdir(exist_ok=True)
        for file in aside.iterdir():  # in a folder that lacks some, those that are there stay
            if not (target / file.name).exists():
                os.replace(file, target / file.name)


def _unpack_checked(packed: Path, aside: Path) -> None:
    """Write each recording of the archive that the manifest names into the folder `aside`."""
    todo = dict(sums())
    with (
        gzip.open(packed) as plain,
        # of a stream, tarfile uses nothing but `read`
        tarfile.open(fileobj=_Bounded(plain, LARGEST_CONTENT), mode="r|") as tar,  # type: ignore[call-overload]
    ):
        for member in tar:
            name = member.name.removeprefix(INSIDE)
            if name not in todo:  # the project's code, or a path that leads elsewhere
                continue
            if not member.isfile() or member.size > LARGEST_RECORDING:
                what = f"{member.size} bytes long" if member.isfile() else "no plain file"
                raise DataRefusedError(f"{packed} is not used: {member.name} in it is {what}")
            content = tar.extractfile(member).read()
            if hashlib.sha256(content).hexdigest() != todo.pop(name):
                raise DataRefusedError(
                    f"{packed} is not used: {member.name} in it has other bytes than release "
                    f"1.0.10 of the data set. Get it again from {ARCHIVE.url}"
                )
            (aside / name).write_bytes(content)
    if todo:
        raise DataRefusedError(
            f"{packed} is not used: {len(todo)} of {len(sums())} recordings are not in it, the "
            f"first is {INSIDE}{next(iter(todo))}. Get it again from {ARCHIVE.url}"
        )


class _Bounded:
    """A file that refuses to give more than `left` bytes: a small archive may hold very many."""

    def __init__(self, file: gzip.GzipFile, left: int) -> None:
        self.file, self.left = file, left

    def read(self, size: int) -> bytes:
        content = self.file.read(size)
        self.left -= len(content)
        if self.left < 0:
            raise tarfile.ReadError("it holds far more than the data set")
        return content


def _download(place: Path) -> Path:
    path, part = place / ARCHIVE.name, place / f"{ARCHIVE.name}.part"
    with downloads.explained("fsdd", ARCHIVE, [ARCHIVE], part):
        transfer(ARCHIVE.url, part, largest=LARGEST_ARCHIVE)
        os.replace(part, path)
    return path
