"""One file over HTTP, which goes on where it was cut off. What has come is kept as NAME.part."""

import errno
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests

TIMEOUT_S = (5, 30)
"""Seconds to wait for a connection, and for the next bytes of a download."""
CHUNK = 2**10
"""Bytes read at a time: if the connection breaks, what came of the last ones is lost."""


def transfer(url: str, part: Path, size: int | None = None, largest: int = 2**30) -> None:
    """Download `url` to `part`, going on where that ends. Nothing is verified but the size.

    Parameters
    ----------
    url : str
    part : Path
        Holds the whole file when this returns.
    size : int, optional
        How many bytes there must be, if that is known.
    largest : int
        More bytes than this are refused, if `size` is not known.

    Raises
    ------
    requests.RequestException
        If the server cannot be reached, refuses or breaks off. What came is kept.
    ValueError
        If the server has another number of bytes than expected.
    OSError
        If there is no room, or the file may not be written.
    """
    import requests

    have = _size(part)
    if have == size:
        return
    # "identity": a range counts the bytes of the file, not those of a compressed transfer
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT_S) as response:
        if have and response.status_code == requests.codes.requested_range_not_satisfiable:
            part.unlink()  # it is longer than the file: from the start, then
            return transfer(url, part, size, largest)
        response.raise_for_status()
        ranged = response.status_code == requests.codes.partial_content
        start = have if ranged else 0
        if ranged and not response.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
            part.unlink(missing_ok=True)
            raise requests.ConnectionError("the server sent another range than was asked for")
        coming = response.headers.get("Content-Length")
        total = start + int(coming) if coming else size
        if size and total != size:
            raise ValueError(f"the server has {total} bytes, not the expected {size}")
        _need_room(part.parent, (total or 0) - start)
        _write(response, part, start, total, size or largest)
    if total and _size(part) < total:
        raise requests.ConnectionError(f"it ended after {_size(part)} of {total} bytes")
    return None


def _size(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _need_room(folder: Path, need: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < need:
        text = f"{need / 1e6:.1f} MB are needed, {free / 1e6:.1f} MB are free"
        raise OSError(errno.ENOSPC, f"{os.strerror(errno.ENOSPC)} ({text})")


def _write(
    response: "requests.Response", part: Path, start: int, total: int | None, limit: int
) -> None:
    """Write what comes behind the first `start` bytes, and show how far it is."""
    from tqdm import tqdm

    with (
        part.open("ab" if start else "wb") as file,
        tqdm(
            desc=part.stem,
            total=total,
            initial=start,
            unit="B",
            unit_scale=True,
            ncols=79,
            ascii=sys.platform == "win32",
        ) as bar,
    ):
        for chunk in response.iter_content(CHUNK):
            file.write(chunk)
            bar.update(len(chunk))
            if file.tell() > limit:
                break
    if _size(part) > limit:
        part.unlink()
        raise ValueError(f"more than {limit} bytes came")
