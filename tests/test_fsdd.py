"""The spoken digits: recordings are read strictly, archives are not trusted, splits are clean."""

import gzip
import hashlib
import io
import re
import tarfile
import wave

import needs
import numpy as np
import pytest

from drsn_lite import datasets, fsdd, fsdd_files, paths
from drsn_lite.remote import DataError, DataMissingError, DataRefusedError

pytestmark = pytest.mark.data

here = needs.files("fsdd")


def wav(values, channels=1, width=2, rate=8000):
    """The bytes of a WAV file."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(np.asarray(values, "<i2").tobytes())
    return target.getvalue()


GOOD = {f"{n}_theo_0.wav": wav(np.arange(-100, 100) * (n + 1)) for n in range(3)}


def test_a_recording_is_read(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(wav([0, 16384, -32768]))
    assert list(fsdd.read_wav(path)) == [0, 0.5, -1]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (wav([0, 0], channels=2), "(2, 16, 8000)"),
        (wav([0, 0], rate=16000), "(1, 16, 16000)"),
        (wav([0, 0], width=1), "(1, 8, 8000)"),
        (b"no sound", "cannot be read as a WAV file"),
        (b"", "cannot be read as a WAV file"),
    ],
)
def test_another_kind_of_file_is_refused_by_name(tmp_path, content, says):
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=re.escape(says)) as caught:
        fsdd.read_wav(path)
    assert str(path) in str(caught.value)


def test_a_window_is_the_middle_or_has_silence_around():
    long = np.arange(11, dtype=np.float32)
    assert list(fsdd.window(long, 4)) == [-2, -1, 0, 1]
    short = fsdd.window(np.array([5, 7], np.float32), 5)
    assert list(short) == [0, -1, 1, 0, 0]


# --- archives ---


@pytest.fixture
def own(tmp_path, monkeypatch):
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


def all_files(own):
    """Every file under the user's folder and the cache, but locks."""
    found = (path for path in own.parent.parent.rglob("*") if path.is_file())
    return sorted(path.name for path in found if path.suffix != ".lock")


@pytest.mark.parametrize("name", fsdd_files.ARCHIVE_NAMES)
def test_an_archive_put_by_hand_is_unpacked_into_the_cache(own, name):
    stray = [(tarfile.TarInfo("../../evil.wav"), b"x"), (tarfile.TarInfo("/evil"), b"x")]
    stray += [(tarfile.TarInfo(fsdd_files.INSIDE + "README.md"), b"x")]
    pack(own / name, GOOD, stray)
    folder = fsdd_files.folder(download=False)
    assert folder == own.parent.parent / "cache" / "fsdd" / "recordings"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == GOOD
    assert all_files(own) == sorted([*GOOD, name])
    (own / name).unlink()
    assert fsdd_files.folder(download=False) == folder


def test_recordings_put_by_hand_are_enough(own):
    (own / "recordings").mkdir()
    for name, content in GOOD.items():
        (own / "recordings" / name).write_bytes(content)
    assert fsdd_files.folder(download=False) == own / "recordings"
    (own / "recordings" / "0_theo_0.wav").write_bytes(GOOD["1_theo_0.wav"])
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
def test_an_archive_that_is_not_right_is_refused_whole(own, content, more, says):
    archive = pack(own / fsdd_files.ARCHIVE.name, content, more)
    with pytest.raises(DataRefusedError, match=re.escape(says)) as caught:
        fsdd_files.folder(download=False)
    assert str(archive) in str(caught.value)
    assert all_files(own) == [archive.name]  # nothing half-unpacked, and the archive is left


@pytest.mark.parametrize("damage", [lambda x: x[:-400], lambda x: b"no gzip", lambda x: b""])
def test_a_damaged_archive_is_refused(own, damage):
    archive = pack(own / fsdd_files.ARCHIVE.name, GOOD)
    archive.write_bytes(damage(archive.read_bytes()))
    with pytest.raises(DataRefusedError):
        fsdd_files.folder(download=False)
    assert all_files(own) == [archive.name]


def test_names_without_end_in_an_archive_are_refused(own):
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 1
    archive = own / fsdd_files.ARCHIVE.name
    archive.write_bytes(gzip.compress((header.tobuf(tarfile.GNU_FORMAT) + bytes(512)) * 5000))
    with pytest.raises(DataRefusedError, match="cannot be unpacked"):
        fsdd_files.folder(download=False)
    assert all_files(own) == [archive.name]


def test_a_small_archive_that_holds_very_much_is_refused(own, monkeypatch):
    monkeypatch.setattr(fsdd_files, "LARGEST_CONTENT", 10**6)
    bomb = [(tarfile.TarInfo("zeros"), bytes(10**7))]
    archive = pack(own / fsdd_files.ARCHIVE.name, {}, bomb)
    assert archive.stat().st_size < 10**5
    with pytest.raises(DataRefusedError, match="far more than the data set"):
        fsdd_files.folder(download=False)
    assert all_files(own) == [archive.name]


def test_without_recordings_and_archive_the_archive_is_named(own):
    with pytest.raises(DataMissingError, match=re.escape(fsdd_files.ARCHIVE.url)):
        fsdd_files.folder(download=False)
    assert issubclass(DataMissingError, DataError)


def test_a_downloaded_archive_is_unpacked_and_thrown_away(own, tmp_path, monkeypatch):
    packed = pack(tmp_path / "packed", GOOD).read_bytes()

    def download(place):
        (place / fsdd_files.ARCHIVE.name).write_bytes(packed)
        return place / fsdd_files.ARCHIVE.name

    (tmp_path / "packed").unlink()
    monkeypatch.setattr(fsdd_files, "_download", download)
    assert len(list(fsdd_files.folder().iterdir())) == 3
    assert all_files(own) == sorted(GOOD)


# --- the real recordings ---


@here
def test_all_recordings_are_here_and_read():
    found = fsdd.recordings(download=False)
    assert len(found) == 3000
    counts = np.zeros((10, 6), int)
    for one in found:
        counts[one.digit, fsdd.SPEAKERS.index(one.speaker)] += 1
        assert one.signal.dtype == np.float32
        assert 0 < np.abs(one.signal).max() <= 1
    assert (counts == 50).all()


@here
def test_the_official_split_and_a_voice_held_out():
    found = fsdd.recordings(download=False)
    data = datasets.load("fsdd", download=False)
    assert (data.train_x.shape, data.test_x.shape) == ((2700, 1, 1, 4096), (300, 1, 1, 4096))
    assert list(np.bincount(data.test_y)) == [30] * 10
    first = next(one for one in found if one.index == 0)
    expected = fsdd.window(first.signal) / data.scale
    np.testing.assert_allclose(data.test_x[0, 0, 0], expected, rtol=1e-5, atol=1e-6)
    held = datasets.load("fsdd", speaker="theo", download=False)
    assert (len(held.train_x), len(held.test_x)) == (2500, 500)
    theirs = [one for one in found if one.speaker == "theo"]
    assert list(held.test_y) == [one.digit for one in theirs]
    expected = np.stack([fsdd.window(one.signal) for one in theirs])
    expected -= expected.mean(axis=1, keepdims=True)  # of what is cut out, too
    np.testing.assert_allclose(held.test_x[:, 0, 0] * held.scale, expected, atol=1e-5)
    assert "theo" in held.note
    assert "theo" not in data.note


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"speaker": "nobody"}, "george, jackson"),
        ({"length": 1}, "at least 2 samples, got 1"),
        ({"length": 99.5}, "whole length of at least 2 samples, got 99.5"),
    ],
)
def test_options_that_cannot_be_are_refused(options, says):
    with pytest.raises(ValueError, match=says):
        datasets.load("fsdd", download=False, **options)
