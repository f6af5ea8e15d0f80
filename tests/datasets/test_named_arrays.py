"""Files with arrays under names, MAT, NPZ and HDF5: which is read, and the rate beside it."""

import time

import numpy as np
import pytest
import scipy.io
from recorded import WAVE, rate_of, refused, whole

from drsn_lite.datasets import RecordingError
from drsn_lite.datasets.recordings import keys, mat_format
from drsn_lite.datasets.recordings.files import open_recording

RATE = 12_000.0


@pytest.mark.parametrize("packed", [False, True])
def test_fields_of_a_struct_and_the_rate_beside_them(tmp_path, packed):
    path = tmp_path / "a.mat"
    bearing = {"sr": 97_656, "gs": WAVE[:, None], "load": 270.0, "rate": 25.0}
    scipy.io.savemat(path, {"bearing": bearing, "note": "words"}, do_compression=packed)
    np.testing.assert_array_equal(whole(path, key="bearing.gs"), WAVE)
    np.testing.assert_array_equal(whole(path), WAVE)  # the only signal
    assert rate_of(path, key="bearing.gs") == 97_656
    refused(path, "no variable 'bearing.x'", "bearing.gs (600 × 1 double)", key="bearing.x")
    refused(path, "bearing is a struct", key="bearing")


@pytest.mark.parametrize("packed", [False, True])
def test_structs_in_structs_and_cells(tmp_path, packed):
    path = tmp_path / "a.mat"
    channels = np.zeros(2, dtype=[("Name", object), ("Data", object)])
    channels[0], channels[1] = ("speed", -WAVE), ("vibration", WAVE)
    cell = np.empty(2, object)
    cell[:] = [np.arange(9.0), 2 * WAVE]
    scipy.io.savemat(path, {"m": {"Y": channels, "c": cell}, "x": 3 * WAVE}, do_compression=packed)
    np.testing.assert_array_equal(whole(path, key="m.Y(2).Data"), WAVE)
    np.testing.assert_array_equal(whole(path, key="m.Y(1).Data"), -WAVE)
    np.testing.assert_array_equal(whole(path, key="m.c{2}"), 2 * WAVE)
    np.testing.assert_array_equal(whole(path, key="x"), 3 * WAVE)
    np.testing.assert_array_equal(open_recording(path, key="m.c{2}").read(7, 9), 2 * WAVE[7:9])


def test_a_struct_with_too_many_parts_ends(tmp_path, monkeypatch):
    path = tmp_path / "a.mat"
    scipy.io.savemat(path, {"m": {f"f{n}": n for n in range(30)}, "x": WAVE})
    monkeypatch.setattr(mat_format, "MOST", 20)
    refused(path, "more than 20 parts")


@pytest.mark.parametrize("dtype", ["f8", "f4", "i4", "i2", "u2", "u1"])
def test_mat_4(tmp_path, dtype):
    path = tmp_path / "a.mat"
    values = (100 * np.random.default_rng(0).uniform(size=(50, 2))).astype(dtype)
    scipy.io.savemat(path, {"x": values, "fs": 8000.0, "s": "words"}, format="4")
    for channel in (0, 1):
        np.testing.assert_array_equal(whole(path, column=channel), values[:, channel])
    assert rate_of(path, column=0) == 8000
    path.write_bytes(path.read_bytes()[:40])
    refused(path, "not a whole MAT file")


@pytest.mark.parametrize(
    ("more", "rate"),
    [
        ({"fs": 8000}, 8000),
        ({"Fs": 8000.0}, 8000),
        ({"sampling_rate": 25_600}, 25_600),
        ({"SampleRate_Hz": 25_600}, 25_600),
        ({"dt": 1 / 12_000}, 12_000),
        ({"rate": 25, "rpm": 1797, "load": 2}, None),
    ],
)
def test_a_number_beside_the_signal_is_the_rate(tmp_path, more, rate):
    scipy.io.savemat(tmp_path / "a.mat", {"x": WAVE} | more)
    np.savez(tmp_path / "a.npz", x=WAVE, **more)
    for name in ("a.mat", "a.npz"):
        recording = open_recording(tmp_path / name)
        assert recording.rate_hz == rate
        assert bool(recording.note) == bool(rate)
        np.testing.assert_array_equal(recording.read(0, 600), WAVE)


def test_two_rates_that_contradict_each_other(tmp_path):
    scipy.io.savemat(tmp_path / "a.mat", {"x": WAVE, "fs": 8000, "dt": 1 / 12_000})
    refused(tmp_path / "a.mat", "more than one sampling rate", "8000 Hz", "12000 Hz")


def test_npz(tmp_path):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, x=WAVE, y=-WAVE, name=np.array("words"))
    np.testing.assert_array_equal(whole(path, key="y"), -WAVE)
    refused(path, "2 signals", "x (600 float64)", "key=")
    refused(path, "no array of real numbers", key="name")
    np.savez(path, x=np.array([{}, 1], object))
    refused(path, "no signals")
    np.savez(path, x=WAVE)
    path.write_bytes(path.read_bytes()[:-900])
    refused(path, "not a whole NPZ file")


def test_times_in_the_first_channel_of_an_array(tmp_path):
    both = np.stack([np.arange(600) / 12_000, WAVE], 1)
    np.save(tmp_path / "a.npy", both)
    scipy.io.savemat(tmp_path / "a.mat", {"x": both.T})
    for name in ("a.npy", "a.mat"):
        path = tmp_path / name
        assert rate_of(path, column=1) == RATE
        np.testing.assert_array_equal(whole(path, column=1), WAVE)
        refused(path, "the time or a counter", "choose another", column=0)
    counted = np.stack([np.arange(600), WAVE], 1)
    np.save(tmp_path / "a.npy", counted)
    assert open_recording(tmp_path / "a.npy", column=1).rate_hz is None


@pytest.mark.parametrize("version", ["plain", "matlab"])
def test_hdf(tmp_path, version):
    h5py = pytest.importorskip("h5py")
    path = tmp_path / ("a.mat" if version == "matlab" else "a.h5")
    block = 512 if version == "matlab" else 0
    with h5py.File(path, "w", userblock_size=block) as file:
        file["bearing/gs"] = WAVE[None]
        file["bearing/sr"] = np.array([[RATE]])
        file["bearing/name"] = np.frombuffer("abc".encode("utf-16-le"), "u2")
        file["bearing/name"].attrs["MATLAB_class"] = np.bytes_(b"char")
        file["other"] = np.stack([WAVE, -WAVE], 1)
        file["other"].attrs["sample_rate"] = 8000
    if version == "matlab":
        with path.open("r+b") as raw:
            raw.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\0\2IM")
    for key in ("bearing.gs", "bearing/gs", "gs"):
        np.testing.assert_array_equal(whole(path, key=key), WAVE)
    assert rate_of(path, key="bearing.gs") == RATE
    np.testing.assert_array_equal(whole(path, key="other", column=1), -WAVE)
    assert rate_of(path, key="other", column=1) == 8000
    refused(path, "2 signals", "bearing.gs", "key=")
    refused(path, "is a char", key="name")
    path.write_bytes(path.read_bytes()[:-2000])
    refused(path, "not a whole HDF5 file", key="gs")


def test_a_pattern_from_a_stranger_does_not_hang():
    begin = time.process_time()
    assert keys.matching("(a+)+$", ["a" * 60 + "!"]) == []
    assert keys.matching("*a" * 40 + "b", ["a" * 300]) == []
    assert time.process_time() - begin < 1
    assert keys.matching("Y[1]", ["Y[1].Data", "Y1"]) == ["Y[1].Data"]


def test_long_names_are_cut_in_messages(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, **{f"{'n' * 5000}{n}": WAVE for n in range(40)})
    with pytest.raises(RecordingError) as caught:
        open_recording(path)
    assert len(str(caught.value).replace(str(path), "")) < 2500
    path = tmp_path / "a.csv"
    path.write_text(
        ",".join("c" * 900 + str(n) for n in range(30)) + "\n" + ("0.5," * 30 + "\n") * 9
    )
    assert len(refused(path, "30 channels")) < 1300
    assert len(refused(path, "no one channel", column="z" * 16_000)) < 1300
