"""The archive of spoken digits, put by hand or from a server: cut off, too long, not trusted."""

import dataclasses
import gzip
import hashlib
import io
import re
import tarfile

import numpy as np
import pytest
from recorded import wav_file
from servers import Page, serving

from drsn_lite import paths
from drsn_lite.datasets import fsdd_files, registry
from drsn_lite.datasets.remote import DataMissingError, DataRefusedError

pytestmark = pytest.mark.data

GOOD = {f"{n}_theo_0.wav": wav_file(np.arange(-100, 100) * (n + 1)) for n in range(3)}


@pytest.fixture
def spoken(tmp_path, monkeypatch):
    """The user's folder, empty, beside an empty cache; only the recordings of GOOD are known."""
    known = {name: hashlib.sha256(content).hexdigest() for name, content in GOOD.items()}
    monkeypatch.setattr(fsdd_files, "sums", lambda: known)
    monkeypatch.setenv(paths.ENVIRONMENT, str(tmp_path / "own"))
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    (tmp_path / "own" / "fsdd").mkdir(parents=True)
    return tmp_path / "own" / "fsdd"


def pack(path, content, more=()):
    """An archive of recordings, and of further members."""
    with tarfile.open(path, "w:gz") as tar:
        for name, data in content.items():
            member = tarfile.TarInfo(fsdd_files.INSIDE + name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        for member, data in more:
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return path


def all_files(spoken):
    """Every file under the user's folder and the cache, but locks."""
    found = (path for path in spoken.parent.parent.rglob("*") if path.is_file())
    return sorted(path.name for path in found if path.suffix != ".lock")


@pytest.mark.parametrize("name", fsdd_files.ARCHIVE_NAMES)
def test_an_archive_put_by_hand_is_unpacked_into_the_cache(spoken, name):
    stray = [(tarfile.TarInfo("../../evil.wav"), b"x"), (tarfile.TarInfo("/evil"), b"x")]
    stray += [(tarfile.TarInfo(fsdd_files.INSIDE + "README.md"), b"x")]
    pack(spoken / name, GOOD, stray)
    folder = fsdd_files.folder(download=False)
    assert folder == spoken.parent.parent / "cache" / "fsdd" / "recordings"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == GOOD
    assert all_files(spoken) == sorted([*GOOD, name])
    (spoken / name).unlink()
    assert fsdd_files.folder(download=False) == folder


def test_recordings_put_by_hand_are_enough(spoken):
    (spoken / "recordings").mkdir()
    for name, content in GOOD.items():
        (spoken / "recordings" / name).write_bytes(content)
    assert fsdd_files.folder(download=False) == spoken / "recordings"
    (spoken / "recordings" / "0_theo_0.wav").write_bytes(GOOD["1_theo_0.wav"])
    with pytest.raises(DataRefusedError, match=r"0_theo_0\.wav is not the file it should be"):
        fsdd_files.folder(download=False)


def linked(name):
    """A member of the archive that is a link in the place of a recording."""
    member = tarfile.TarInfo(fsdd_files.INSIDE + name)
    member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return [(member, b"")]


FIRST, *OTHERS = GOOD
REST = {name: GOOD[name] for name in OTHERS}


@pytest.mark.parametrize(
    ("content", "more", "says"),
    [
        (REST, (), f"1 of 3 recordings are not in it, the first is {fsdd_files.INSIDE}{FIRST}"),
        ({**GOOD, FIRST: GOOD[OTHERS[0]]}, (), f"{FIRST} in it has other bytes"),
        ({**GOOD, FIRST: bytes(200_000)}, (), "200000 bytes long"),
        (REST, linked(FIRST), "no plain file"),
    ],
)
def test_an_archive_that_is_not_right_is_refused_whole(spoken, content, more, says):
    archive = pack(spoken / fsdd_files.ARCHIVE.name, content, more)
    with pytest.raises(DataRefusedError, match=re.escape(says)) as caught:
        fsdd_files.folder(download=False)
    assert str(archive) in str(caught.value)
    assert all_files(spoken) == [archive.name]  # nothing half-unpacked, and the archive is left


@pytest.mark.parametrize("damage", [lambda x: x[:-400], lambda x: b"no gzip", lambda x: b""])
def test_a_damaged_archive_is_refused(spoken, damage):
    archive = pack(spoken / fsdd_files.ARCHIVE.name, GOOD)
    archive.write_bytes(damage(archive.read_bytes()))
    with pytest.raises(DataRefusedError):
        fsdd_files.folder(download=False)
    assert all_files(spoken) == [archive.name]


def test_names_without_end_in_an_archive_are_refused(spoken):
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 1
    archive = spoken / fsdd_files.ARCHIVE.name
    archive.write_bytes(gzip.compress((header.tobuf(tarfile.GNU_FORMAT) + bytes(512)) * 5000))
    with pytest.raises(DataRefusedError, match="cannot be unpacked"):
        fsdd_files.folder(download=False)
    assert all_files(spoken) == [archive.name]


def test_a_small_archive_that_holds_very_much_is_refused(spoken, monkeypatch):
    monkeypatch.setattr(fsdd_files, "LARGEST_CONTENT", 10**6)
    bomb = [(tarfile.TarInfo("zeros"), bytes(10**7))]
    archive = pack(spoken / fsdd_files.ARCHIVE.name, {}, bomb)
    assert archive.stat().st_size < 10**5
    with pytest.raises(DataRefusedError, match="far more than the data set"):
        fsdd_files.folder(download=False)
    assert all_files(spoken) == [archive.name]


def test_without_recordings_and_archive_the_archive_is_named(spoken):
    with pytest.raises(DataMissingError, match=re.escape(fsdd_files.ARCHIVE.url)):
        fsdd_files.folder(download=False)


@pytest.fixture
def archive(spoken, tmp_path, monkeypatch):
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


def test_it_is_unpacked_and_thrown_away_and_not_asked_for_again(spoken, archive):
    server = archive(GOOD)
    for _ in range(2):
        (folder,) = registry.fetch("fsdd")
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == GOOD
    assert server.asked == [("/a", 0)]
    assert all_files(spoken) == sorted(GOOD)


def test_one_that_breaks_off_where_no_size_is_known_is_refused_and_comes_whole_next_time(
    spoken, archive
):
    server = archive(GOOD, cut=200)
    with pytest.raises(DataRefusedError, match="cut short"):
        fsdd_files.folder()
    assert all_files(spoken) == []
    assert len(list(fsdd_files.folder().iterdir())) == len(GOOD)
    assert server.asked == [("/a", 0), ("/a", 0)]


def test_other_recordings_are_refused_and_nothing_is_kept(spoken, archive):
    name = next(iter(GOOD))
    archive(GOOD | {name: wav_file([1, 2, 3])})
    with pytest.raises(DataRefusedError, match=f"{name} in it has other bytes"):
        fsdd_files.folder()
    assert all_files(spoken) == []


def test_an_archive_without_end_is_refused(spoken, archive, monkeypatch):
    archive(GOOD)
    monkeypatch.setattr(fsdd_files, "LARGEST_ARCHIVE", 100)
    with pytest.raises(DataRefusedError, match="more than 100 bytes came"):
        fsdd_files.folder()
    assert all_files(spoken) == []


def test_a_server_without_it_is_named(spoken, archive):
    archive(GOOD).pages.clear()
    with pytest.raises(DataMissingError, match=r"did not deliver \(HTTPError 404\)"):
        fsdd_files.folder()
    assert all_files(spoken) == []
