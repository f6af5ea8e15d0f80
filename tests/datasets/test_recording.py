"""Windows cover a recording, have no mean, and a file of 10 GB stays on the disk; copies are found.

Copies: under another name, in another format, in another class, and as a part.
"""

import struct

import numpy as np
import pytest
import scipy.io.wavfile
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import WAVE, folder_refused, get, memory, signal

from drsn_lite.datasets import RecordingError
from drsn_lite.datasets.recordings import copies as module
from drsn_lite.datasets.recordings.copies import BLOCK, Seen
from drsn_lite.datasets.recordings.files import open_recording
from drsn_lite.datasets.recordings.recording import cut, starts


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(2, 60), st.integers(1, 90), st.integers(1, 30))
def test_windows_cover_the_recording(samples, length, hop, most):
    every = starts(samples, length, hop)
    assert (np.diff(every) == hop).all()
    if samples < length:
        assert not len(every)
        return
    assert every[0] == 0
    assert samples - hop < every[-1] + length <= samples
    few = starts(samples, length, hop, most)
    assert len(few) == min(most, len(every))
    assert set(few) <= set(every)
    assert (np.diff(few) > 0).all()
    if len(few) > 1:  # evenly: steps differ by one hop at most
        assert np.ptp(np.diff(few)) <= hop


def test_windows_have_no_mean_and_keep_their_amplitude(tmp_path):
    np.save(tmp_path / "a.npy", WAVE + 100)
    found = cut(open_recording(tmp_path / "a.npy"), 100, 50)
    assert found.x.dtype == np.float32
    assert np.abs(found.x.mean(1)).max() < 1e-5
    for x, start in zip(found.x, found.starts, strict=True):
        piece = WAVE[start : start + 100]
        np.testing.assert_allclose(x, piece - piece.mean(), atol=1e-6)


def test_recordings_that_give_no_windows(tmp_path):
    path = tmp_path / "a.npy"

    def message(array, length=50, **options):
        np.save(path, array)
        with pytest.raises(RecordingError, match=r"a\.npy") as caught:
            cut(open_recording(path), length, **options)
        return str(caught.value)

    assert "600 samples, a window 601" in message(WAVE, 601)
    assert "constant" in message(np.full(600, 3.0))
    for bad in (np.nan, np.inf, -np.inf, 1e30):
        broken = WAVE.copy()
        broken[437] = bad
        assert "sample 437" in message(broken)


def test_short_ones_are_filled_only_if_asked_and_flat_windows_dropped(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, WAVE[:30] + 5)
    x = cut(open_recording(path), 50, pad=True).x
    np.testing.assert_allclose(x[0, :30], WAVE[:30] - WAVE[:30].mean(), atol=1e-6)
    assert not x[0, 30:].any()
    np.save(path, np.r_[WAVE, np.zeros(600)])
    found = cut(open_recording(path), 100, 100)
    assert (len(found.x), found.flat, found.possible) == (6, 6, 12)


def test_options_of_windows_are_checked():
    for wrong in ((1, 1, None), (8, 0, None), (8, 4, 0), (8.5, 4, None), (8, 4, 2.0)):
        with pytest.raises(ValueError, match="length >= 2 and hop >= 1"):
            starts(100, *wrong)


def sparse(path, header, samples, places, length):
    """A huge file of int16 with zeros, which take no room on disk, but for the windows."""
    with path.open("wb") as file:
        file.write(header)
        for start in places.tolist():
            file.seek(len(header) + 2 * start)
            file.write((1000 * np.sin(np.arange(length) + start)).astype("<i2").tobytes())
        file.truncate(len(header) + 2 * samples)


@pytest.mark.parametrize("ending", ["npy", "wav"])
def test_ten_gigabytes_stay_on_disk(tmp_path, ending):
    samples, length, most = 5_000_000_000, 1024, 40
    path = tmp_path / f"huge.{ending}"
    if ending == "npy":
        head = f"{{'descr': '<i2', 'fortran_order': False, 'shape': ({samples},), }}"
        head = head.ljust(117) + "\n"
        header = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode()
    else:
        header = b"RF64\xff\xff\xff\xffWAVE" + struct.pack("<4sIQQQI", b"ds64", 28, 0, 10**10, 0, 0)
        header += struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 10000, 20000, 2, 16)
        header += struct.pack("<4sI", b"data", 0xFFFFFFFF)
    sparse(path, header, samples, starts(samples, length, length, most), length)
    assert path.stat().st_size >= 10**10
    with memory() as peak:
        found = cut(open_recording(path), length, length, most)
        assert peak() < 2_000_000  # 40 windows are 164 kB
    assert found.x.shape == (most, length)
    assert found.possible == samples // length
    assert found.x.std() > 1e-3


@pytest.fixture
def pure(tmp_path):
    """A folder with two classes of three long recordings."""
    for number, name in enumerate(("healthy", "worn")):
        (tmp_path / name).mkdir()
        for take in range(3):
            np.save(tmp_path / name / f"{take}.npy", signal(10 * number + take, 2000))
    return tmp_path


def copied(root, *words, **options):
    folder_refused(root, *words, "Keep one of them", **options)


def test_other_recordings_are_no_copies(pure):
    assert len(get(pure).train_x) == 4 * 61


def test_a_copy_in_a_class_with_more_recordings(pure):
    """Its windows are others, for its share of max_windows is smaller; its bytes are the same."""
    np.save(pure / "worn" / "copy.npy", signal(0, 2000))
    copied(pure, "worn/copy.npy", "same bytes as healthy/0.npy", max_windows=30)


def test_a_copy_in_another_format_and_unit_of_time(pure):
    scipy.io.wavfile.write(pure / "healthy" / "copy.wav", 1000, signal(1, 2000))
    copied(pure, "healthy/copy.wav", "61 of its 61 windows from healthy/1.npy")


def test_a_part_of_another_recording(pure):
    np.save(pure / "worn" / "part.npy", signal(2, 2000)[640:1280])
    copied(pure, "worn/part.npy", "19 of its 19 windows from healthy/2.npy")
    np.save(pure / "worn" / "part.npy", np.r_[signal(2, 2000)[:1100], signal(99, 2000)])
    copied(pure, "worn/part.npy", "33 of its 95 windows from healthy/2.npy")
    np.save(
        pure / "worn" / "part.npy", np.r_[signal(2, 2000)[:900], signal(99, 2000)]
    )  # less than half
    assert len(get(pure).train_x) > 200


def test_short_windows_may_be_alike_by_chance(pure):
    for path in pure.rglob("*.npy"):
        path.unlink()
    for number, name in enumerate(("healthy", "worn")):
        for take in range(2):
            rng = np.random.default_rng([number, take])
            np.save(pure / name / f"{take}.npy", rng.integers(-3, 4, 30))
    assert len(get(pure, length=2, hop=1).train_x)


@pytest.mark.parametrize("place", [0, BLOCK, 5 * BLOCK // 2, 5 * BLOCK - 1])
def test_bytes_are_compared_wherever_they_differ(tmp_path, place):
    content, seen = bytearray(5 * BLOCK), Seen()
    other = content.copy()
    other[place] = 1
    for name, one in (("a", content), ("b", other), ("c", other[:-1])):
        (tmp_path / name).write_bytes(one)
        seen.add_file(tmp_path / name, name)
    (tmp_path / "d").write_bytes(other)
    with pytest.raises(RecordingError, match="d has the same bytes as b"):
        seen.add_file(tmp_path / "d", "d")


def test_files_that_begin_otherwise_are_not_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(module.filecmp, "cmp", lambda *_, **__: pytest.fail("read whole"))
    seen = Seen()
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(name.encode() + bytes(2 * BLOCK))
        seen.add_file(tmp_path / name, name)


def test_of_too_many_windows_those_taken_are_spread_over_the_whole_recording():
    """By hand: of ten windows, five apart, three from each third's middle."""
    found = starts(145, 100, 5, 3)
    assert found.tolist() == [5, 25, 40]
    every = starts(10_000, 100, 10, 7)
    gaps = np.diff(np.concatenate([[0], every, [9_900]]))
    assert gaps[1:-1].max() <= gaps[1:-1].min() + 10
    assert every[0] < 1_000
    assert every[-1] > 9_000
