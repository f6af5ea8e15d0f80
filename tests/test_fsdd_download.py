"""The archive of the spoken digits from a server: cut off, continued, too long, of other bytes."""

import dataclasses

import pytest
from servers import Page, serving
from test_fsdd import GOOD, all_files, own, pack, wav

from drsn_lite import fsdd_files, registry
from drsn_lite.remote import DataMissingError, DataRefusedError

__all__ = ["own"]  # a fixture


@pytest.fixture
def archive(own, tmp_path, monkeypatch):
    """A function that puts an archive on a server, which does not say its size, as GitHub's."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:

        def put(content, cut=None):
            packed = pack(tmp_path / "packed", content)
            body = packed.read_bytes()
            packed.unlink()
            server.pages["/a"] = Page(body, cut=cut, sized=False)
            remote = dataclasses.replace(fsdd_files.ARCHIVE, url=f"{server.address}/a")
            monkeypatch.setattr(fsdd_files, "ARCHIVE", remote)
            return server

        yield put


def test_it_is_unpacked_and_thrown_away_and_not_asked_for_again(own, archive):
    server = archive(GOOD)
    for _ in range(2):
        (folder,) = registry.fetch("fsdd")
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == GOOD
    assert server.asked == [("/a", 0)]
    assert all_files(own) == sorted(GOOD)


def test_one_that_breaks_off_where_no_size_is_known_is_refused_and_comes_whole_next_time(
    own, archive
):
    server = archive(GOOD, cut=200)
    with pytest.raises(DataRefusedError, match="cut short"):
        fsdd_files.folder()
    assert all_files(own) == []
    assert len(list(fsdd_files.folder().iterdir())) == len(GOOD)
    assert server.asked == [("/a", 0), ("/a", 0)]


def test_other_recordings_are_refused_and_nothing_is_kept(own, archive):
    name = next(iter(GOOD))
    archive(GOOD | {name: wav([1, 2, 3])})
    with pytest.raises(DataRefusedError, match=f"{name} in it has other bytes"):
        fsdd_files.folder()
    assert all_files(own) == []


def test_an_archive_without_end_is_refused(own, archive, monkeypatch):
    archive(GOOD)
    monkeypatch.setattr(fsdd_files, "LARGEST_ARCHIVE", 100)
    with pytest.raises(DataRefusedError, match="more than 100 bytes came"):
        fsdd_files.folder()
    assert all_files(own) == []


def test_a_server_without_it_is_named(own, archive):
    archive(GOOD).pages.clear()
    with pytest.raises(DataMissingError, match=r"did not deliver \(HTTPError 404\)"):
        fsdd_files.folder()
    assert all_files(own) == []
