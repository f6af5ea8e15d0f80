"""One file over HTTP, which goes on where it was cut off. What has come is kept as NAME.part."""

import errno
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_S = (5, 30)
"""Seconds to wait for a connection, and for the next bytes of a download."""
CHUNK = 2**10
"""Bytes read at a time: if the connection breaks, what came of the last ones is lost."""


@dataclass(frozen=True)
class Transfer:
    """What pooch calls to download, and what verifies nothing: that is for pooch, or the caller.

    Parameters
    ----------
    part : Path
        Where the bytes go until all are there.
    size : int, optional
        How many bytes there must be, if that is known.
    largest : int
        More bytes than this are refused, if `size` is not known.
    """

    part: Path
    size: int | None = None
    largest: int = 2**30

    def __call__(self, url: str, output_file: Path | str, _: object = None) -> None:
        """Download `url` to `output_file`, which appears whole or not at all.

        Raises
        ------
        requests.RequestException
            If the server cannot be reached, refuses or breaks off. What came is kept.
        ValueError
            If the server has another number of bytes than expected.
        OSError
            If there is no room or no leave to write.
        """
        if self._have() != self.size:
            self._continue(url)
        if self.size and self._have() > self.size:
            self.part.unlink()
            raise ValueError(f"more than the expected {self.size} bytes came")
        os.replace(self.part, output_file)

    def _have(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def _continue(self, url: str) -> None:
        import requests

        have = self._have()
        # "identity": a range counts the bytes of the file, not those of a compressed transfer
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
        with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT_S) as response:
            if have and response.status_code == requests.codes.requested_range_not_satisfiable:
                self.part.unlink()  # it is longer than the file: from the start, then
                return self._continue(url)
            response.raise_for_status()
            ranged = response.status_code == requests.codes.partial_content
            start = have if ranged else 0
            if ranged and not response.headers.get("Content-Range", "").startswith(
                f"bytes {start}-"
            ):
                self.part.unlink(missing_ok=True)
                raise requests.ConnectionError("the server sent another range than was asked for")
            coming = response.headers.get("Content-Length")
            total = start + int(coming) if coming else self.size
            if self.size and total != self.size:
                raise ValueError(f"the server has {total} bytes, not the expected {self.size}")
            self._room(total, start)
            self._write(response, start, total)
        if total and self._have() < total:
            raise requests.ConnectionError(f"it ended after {self._have()} of {total} bytes")
        return None

    def _room(self, total: int | None, start: int) -> None:
        free = shutil.disk_usage(self.part.parent).free
        if total and free < total - start:
            text = f"{(total - start) / 1e6:.1f} MB are needed, {free / 1e6:.1f} MB are free"
            raise OSError(errno.ENOSPC, f"{os.strerror(errno.ENOSPC)} ({text})")

    def _write(self, response: object, start: int, total: int | None) -> None:
        from tqdm import tqdm

        limit = self.size or self.largest
        with (
            self.part.open("ab" if start else "wb") as file,
            tqdm(
                desc=self.part.stem,
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
        if self._have() > limit:
            self.part.unlink()
            raise ValueError(f"more than {limit} bytes came")
