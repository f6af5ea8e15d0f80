"""MAT files: the same numbers as scipy reads, of every type, packed and not; large and broken."""

import struct
import zlib

import numpy as np
import pytest
import scipy.io
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import WAVE, memory, refused, whole

from drsn_lite.datasets import RecordingError
from drsn_lite.datasets.recordings import mat_files
from drsn_lite.datasets.recordings.files import open_recording

KINDS = ["f8", "f4", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"]


def element(order, code, content):
    return struct.pack(order + "II", code, len(content)) + content + bytes(-len(content) % 8)


def matrix(order, name, kind, code, shape, numbers):
    """A variable, as MATLAB may write it: a double (6) may be stored as small whole numbers."""
    inside = element(order, 6, struct.pack(order + "II", kind, 0))
    inside += element(order, 5, struct.pack(f"{order}{len(shape)}i", *shape))
    inside += element(order, 1, name.encode()) + element(order, code, numbers)
    return element(order, 14, inside)


def head(order):
    mark = b"IM" if order == "<" else b"MI"
    return b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack(order + "H", 0x100) + mark


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("dtype", KINDS)
def test_every_type_as_scipy_reads_it(tmp_path, dtype, packed):
    path = tmp_path / "a.mat"
    values = (100 * np.random.default_rng(0).uniform(size=(500, 2))).astype(dtype)
    variables = {"name_longer_than_four": values, "fs": 8000, "note": "words", "c": [1 + 2j] * 9}
    scipy.io.savemat(path, variables, do_compression=packed)
    want = scipy.io.loadmat(path)["name_longer_than_four"]
    for channel in (0, 1):
        np.testing.assert_array_equal(whole(path, column=channel), want[:, channel])
    recording = open_recording(path, column=1)
    np.testing.assert_array_equal(recording.read(37, 91), want[37:91, 1])
    with pytest.raises(RecordingError, match=r"c is a complex double, no array of real"):
        open_recording(path, key="c")
    with pytest.raises(RecordingError, match=r"note is a char"):
        open_recording(path, key="note")


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9), st.integers(2, 9), st.booleans(), st.text("abcXYZ_", min_size=1))
def test_every_shape_and_name(tmp_path_factory, rows, columns, packed, name):
    path = tmp_path_factory.mktemp("mat") / "a.mat"
    values = np.arange(rows * columns, dtype=float).reshape(rows, columns)
    scipy.io.savemat(path, {"x" + name[:20]: values}, do_compression=packed)
    along = values if rows >= columns else values.T
    np.testing.assert_array_equal(whole(path, column=0), along[:, 0])


@pytest.mark.parametrize("order", ["<", ">"])
def test_both_orders_of_bytes_and_numbers_that_save_room(tmp_path, order):
    path = tmp_path / "a.mat"
    numbers = np.arange(-30, 30, dtype=order + "i2")
    plain = matrix(order, "x", 6, 3, (60, 1), numbers.tobytes())
    path.write_bytes(head(order) + plain)
    np.testing.assert_array_equal(whole(path), np.arange(-30, 30))
    packed = zlib.compress(plain)
    path.write_bytes(head(order) + struct.pack(order + "II", 15, len(packed)) + packed)
    np.testing.assert_array_equal(whole(path), np.arange(-30, 30))
    np.testing.assert_array_equal(whole(path), scipy.io.loadmat(path)["x"][:, 0])


def test_a_variable_that_is_not_packed_stays_on_disk(tmp_path):
    path = tmp_path / "a.mat"
    count = 400_000_000
    inside = matrix("<", "x", 7, 7, (count, 1), b"")
    inside = bytearray(inside)
    struct.pack_into("<I", inside, 4, len(inside) - 8 + 4 * count)
    struct.pack_into("<I", inside, len(inside) - 4, 4 * count)
    with path.open("wb") as file:
        file.write(head("<") + inside)
        file.seek(4 * 1000, 1)
        file.write(np.arange(50, dtype="<f4").tobytes())
        file.truncate(128 + len(inside) + 4 * count)
    with memory() as peak:
        recording = open_recording(path)
        found = recording.read(1000, 1050)
        assert peak() < 1_000_000
    assert recording.length == count
    np.testing.assert_array_equal(found, np.arange(50))


def test_a_packed_variable_is_not_unpacked_beyond_what_it_says(tmp_path, monkeypatch):
    path = tmp_path / "a.mat"
    plain = matrix("<", "x", 6, 9, (10, 1), np.arange(10.0).tobytes()) + bytes(50_000_000)
    packed = zlib.compress(plain)
    path.write_bytes(head("<") + struct.pack("<II", 15, len(packed)) + packed)
    with memory() as peak:
        np.testing.assert_array_equal(whole(path), np.arange(10))
        assert peak() < 1_000_000
    monkeypatch.setattr(mat_files, "LARGEST", 100)
    with pytest.raises(RecordingError, match=r"10 numbers.*\.npy"):
        whole(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (head("<")[:126] + b"XX", "no MAT file"),
        (head("<") + b"\x0e\0\0\0", "not a whole"),
        (head("<") + struct.pack("<II", 14, 80), "go on for 80 bytes"),
        (head("<") + struct.pack("<II", 15, 4) + b"abcd", "not a whole"),
        (head("<") + matrix("<", "x", 99, 9, (3, 1), bytes(24)), "class 99"),
        (head("<") + matrix("<", "x", 6, 9, (-3, 1), bytes(24)), "shape"),
        (head("<") + matrix("<", "x", 6, 9, (3, 1), bytes(16)), "16 bytes for the shape"),
        (head("<") + matrix("<", "x", 6, 8, (3, 1), bytes(24)), "unknown type 8"),
        (head("<"), "no signals"),
    ],
)
def test_broken_files_say_how(tmp_path, content, words):
    (tmp_path / "a.mat").write_bytes(content)
    with pytest.raises(RecordingError, match=words) as caught:
        open_recording(tmp_path / "a.mat")
    assert "a.mat" in str(caught.value)


def test_it_takes_the_only_signal_or_asks(tmp_path):
    path = tmp_path / "a.mat"
    scipy.io.savemat(path, {"rpm": 1797, "x": WAVE[:, None]})
    np.testing.assert_array_equal(whole(path), WAVE)
    scipy.io.savemat(path, {"x": WAVE, "y": -WAVE}, do_compression=True)
    refused(path, "2 signals", "x (1 × 600 double)", "key=")
    np.testing.assert_array_equal(whole(path, key="y"), -WAVE)
    refused(path, "no variable 'z'", key="z")
    scipy.io.savemat(path, {"X097_DE_time": WAVE, "X097_FE_time": -WAVE})
    np.testing.assert_array_equal(whole(path, key="DE_time"), WAVE)
    np.testing.assert_array_equal(whole(path, key="X*_DE_*"), WAVE)
    refused(path, "2 variables 'time'", key="time")
    refused(path, "no variable '('", key="(")
    scipy.io.savemat(path, {"x": np.stack([WAVE, -WAVE], 1)})
    refused(path, "2 channels")
    np.testing.assert_array_equal(whole(path, column=1), -WAVE)


def test_files_that_cannot_be_used(tmp_path, monkeypatch):
    path = tmp_path / "a.mat"
    cell = np.empty(2, object)
    cell[:] = [WAVE, "words"]
    scipy.io.savemat(path, {"x": {"inner": "words"}, "c": cell[1:]})
    refused(path, "no signals", "x (1 × 1 struct)")
    refused(path, "is a cell", key="c")
    scipy.io.savemat(path, {"x": WAVE})
    content = path.read_bytes()
    scipy.io.savemat(path, {"x": WAVE}, do_compression=True)
    monkeypatch.setattr(mat_files, "LARGEST", 1000)
    refused(path, "600 numbers", ".npy")
    path.write_bytes(content[:-900])
    refused(path, "not a whole MAT file")
    path.write_bytes(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(600))
    refused(path, "HDF5")
    for packed in (False, True):
        scipy.io.savemat(path, {"x": np.zeros(0)}, do_compression=packed)
        refused(path, "empty")
