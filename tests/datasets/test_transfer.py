"""One file over HTTP: a cut download goes on, a wrong part is given up, a full disk is named."""

import builtins
import errno
import os
import shutil
from types import SimpleNamespace

import pytest
import requests
from remotes import CUT, GOOD, files_under, remote

from drsn_lite import paths
from drsn_lite.datasets import transfer
from drsn_lite.datasets.downloads import fetch
from drsn_lite.datasets.remote import DataError, DataMissingError, DataRefusedError


@pytest.mark.parametrize("page", ["/cut", "/cut-unsized", "/cut-without-ranges"])
def test_a_cut_download_is_never_used_and_goes_on(cache, server, page):
    wanted = remote(f"{server.address}{page}")
    with pytest.raises(DataMissingError, match=r"0\.1 MB of a\.bin have come and are kept"):
        fetch("things", [wanted])
    part = cache / "things" / "a.bin.part"
    assert files_under(cache) == [part]
    kept = part.read_bytes()
    assert GOOD.startswith(kept)
    assert CUT - transfer.CHUNK < len(kept) <= CUT
    with pytest.raises(DataMissingError, match="download=False"):
        fetch("things", [wanted], download=False)
    (path,) = fetch("things", [wanted])
    assert path.read_bytes() == GOOD
    assert files_under(cache) == [path]
    assert server.asked == [(page, 0), (page, len(kept))]


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(bytes(CUT), id="of other bytes"),
        pytest.param(bytes(len(GOOD)), id="of other bytes, complete"),
        pytest.param(GOOD + b"x", id="too long"),
    ],
)
def test_a_wrong_part_is_found_out_and_fetched_again(cache, server, part):
    (cache / "things").mkdir(parents=True)
    (cache / "things" / "a.bin.part").write_bytes(part)
    (path,) = fetch("things", [remote(f"{server.address}/good")])
    assert path.read_bytes() == GOOD
    assert files_under(cache) == [path]


def test_a_login_page_does_not_cost_what_has_come(cache, server):
    (cache / "things").mkdir(parents=True)
    part = cache / "things" / "a.bin.part"
    part.write_bytes(GOOD[:CUT])
    server.pages["/other"].ranges = False
    with pytest.raises(DataRefusedError, match="login page"):
        fetch("things", [remote(f"{server.address}/other")])
    assert part.read_bytes() == GOOD[:CUT]


def test_another_range_than_was_asked_for_is_not_put_behind_the_part(cache, server):
    (cache / "things").mkdir(parents=True)
    part = cache / "things" / "a.bin.part"
    part.write_bytes(GOOD[:CUT])
    server.pages["/good"].early = 256
    with pytest.raises(DataMissingError, match="ConnectionError"):
        fetch("things", [remote(f"{server.address}/good")])
    assert files_under(cache) == []
    assert fetch("things", [remote(f"{server.address}/good")])[0].read_bytes() == GOOD


def test_an_interrupted_download_is_kept_under_another_name(cache, server, monkeypatch):
    def interrupted(response, size):
        yield GOOD[:CUT]
        raise KeyboardInterrupt

    wanted = remote(f"{server.address}/good")
    with monkeypatch.context() as patch:
        patch.setattr(requests.Response, "iter_content", interrupted)
        with pytest.raises(KeyboardInterrupt):
            fetch("things", [wanted])
    assert [path.name for path in files_under(cache)] == ["a.bin.part"]
    assert fetch("things", [wanted])[0].read_bytes() == GOOD
    assert server.asked == [("/good", 0), ("/good", CUT)]


def test_too_little_room_is_seen_before_anything_is_written(cache, server, monkeypatch):
    usage = shutil.disk_usage(cache.parent)._replace(free=1000)
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


def test_a_download_without_an_end_is_left_at_its_limit(tmp_path):
    def chunks(_size):
        yield from [b"x" * 8] * 3
        pytest.fail("it goes on behind the limit")

    with pytest.raises(ValueError, match="more than 20 bytes came"):
        transfer._write(SimpleNamespace(iter_content=chunks), tmp_path / "part", 0, None, 20)
    assert not (tmp_path / "part").exists()
