"""Windows cover a recording, have no mean, and a file of 10 GB stays on the disk."""

import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drsn_lite.readers import open_recording
from drsn_lite.recording import RecordingError
from drsn_lite.windows import cut, starts

SIGNAL = np.sin(np.arange(600) / 7) * np.linspace(0.2, 0.9, 600)


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
    np.save(tmp_path / "a.npy", SIGNAL + 100)
    found = cut(open_recording(tmp_path / "a.npy"), 100, 50)
    assert found.x.dtype == np.float32
    assert np.abs(found.x.mean(1)).max() < 1e-5
    for x, start in zip(found.x, found.starts, strict=True):
        piece = SIGNAL[start : start + 100]
        np.testing.assert_allclose(x, piece - piece.mean(), atol=1e-6)


def test_recordings_that_give_no_windows(tmp_path):
    path = tmp_path / "a.npy"

    def message(array, length=50, **options):
        np.save(path, array)
        with pytest.raises(RecordingError, match=r"a\.npy") as caught:
            cut(open_recording(path), length, **options)
        return str(caught.value)

    assert "600 samples, a window 601" in message(SIGNAL, 601)
    assert "constant" in message(np.full(600, 3.0))
    for bad in (np.nan, np.inf, -np.inf, 1e30):
        broken = SIGNAL.copy()
        broken[437] = bad
        assert "sample 437" in message(broken)


def test_short_ones_are_filled_only_if_asked_and_flat_windows_dropped(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, SIGNAL[:30] + 5)
    x = cut(open_recording(path), 50, pad=True).x
    np.testing.assert_allclose(x[0, :30], SIGNAL[:30] - SIGNAL[:30].mean(), atol=1e-6)
    assert not x[0, 30:].any()
    np.save(path, np.r_[SIGNAL, np.zeros(600)])
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
    tracemalloc.start()
    try:
        found = cut(open_recording(path), length, length, most)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.x.shape == (most, length)
    assert found.possible == samples // length
    assert found.x.std() > 1e-3
    assert peak < 2_000_000  # 40 windows are 164 kB
