"""A disk without room, one that fills up, and a cache that cannot be written."""

import builtins
import errno
import os
import shutil

import pytest
from test_downloads import GOOD, cache, files_under, remote, server

from drsn_lite import paths, transfer
from drsn_lite.downloads import fetch
from drsn_lite.remote import DataError

__all__ = ["cache", "server"]  # fixtures


def test_too_little_room_is_seen_before_anything_is_written(cache, server, monkeypatch):
    usage = shutil.disk_usage(cache.parent.parent)._replace(free=1000)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    with pytest.raises(DataError, match=r"0\.3 MB are needed, 0\.0 MB are free") as caught:
        fetch("things", [remote(f"{server.address}/good")])
    assert str(cache) in str(caught.value)
    assert files_under(cache) == []


class Full:
    """A file on a disk that has room for so many bytes only."""

    def __init__(self, file, room):
        self.file, self.room = file, room

    def write(self, content):
        self.file.write(content[: max(0, self.room - self.file.tell())])
        if self.file.tell() >= self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def tell(self):
        return self.file.tell()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()


def test_a_disk_that_fills_up_is_named_and_the_download_goes_on_later(cache, server, monkeypatch):
    wanted = remote(f"{server.address}/good")
    with monkeypatch.context() as patch:
        opened = transfer.Path.open
        patch.setattr(transfer.Path, "open", lambda path, mode: Full(opened(path, mode), 70_000))
        with pytest.raises(DataError, match="No space left") as caught:
            fetch("things", [wanted])
    assert str(cache) in str(caught.value)
    assert paths.ENVIRONMENT in str(caught.value)
    assert [path.name for path in files_under(cache)] == ["a.bin.part"]
    assert fetch("things", [wanted])[0].read_bytes() == GOOD
    assert server.asked == [("/good", 0), ("/good", 70_000)]


def test_a_cache_that_cannot_be_made_is_named(cache, server):
    cache.parent.mkdir()
    cache.write_text("a file where the folder should be")
    with pytest.raises(DataError, match="could not be written into") as caught:
        fetch("things", [remote(f"{server.address}/good")])
    assert paths.ENVIRONMENT in str(caught.value)


@pytest.fixture
def read_only(monkeypatch):
    """Nothing can be made, opened for writing or renamed: `chmod` would not stop root."""

    def refuse(*args, **options):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    def reading(path, mode="r", *args, **options):
        return refuse() if set(mode) & set("wax+") else opened(path, mode, *args, **options)

    def low(path, flags, *args, **options):
        return refuse() if flags & (os.O_WRONLY | os.O_RDWR) else low_opened(path, flags, *args)

    opened, low_opened = builtins.open, os.open
    for name in ("mkdir", "rename", "replace", "unlink", "remove"):
        monkeypatch.setattr(os, name, refuse)
    monkeypatch.setattr(os, "open", low)
    monkeypatch.setattr(builtins, "open", reading)
    monkeypatch.setattr("io.open", reading)


def test_a_read_only_cache_that_has_the_files_is_enough(cache, server, request):
    (cache / "things").mkdir(parents=True)
    (cache / "things" / "a.bin").write_bytes(GOOD)
    request.getfixturevalue("read_only")
    assert fetch("things", [remote()]) == [cache / "things" / "a.bin"]


@pytest.mark.parametrize("there", [True, False])
def test_a_read_only_cache_without_them_is_named(cache, server, request, there):
    if there:
        (cache / "things").mkdir(parents=True)
    request.getfixturevalue("read_only")
    with pytest.raises(DataError, match="Read-only file system") as caught:
        fetch("things", [remote(f"{server.address}/good")])
    assert str(cache) in str(caught.value)
    assert server.asked == []
