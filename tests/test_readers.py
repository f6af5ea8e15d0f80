"""WAV, NPY and MAT: the numbers in every format, and a message for each thing that can be wrong."""

import pickle
import struct
import wave

import numpy as np
import pytest
import scipy.io
import scipy.io.wavfile

from drsn_lite import mat_arrays
from drsn_lite.readers import open_recording
from drsn_lite.recording import RecordingError

SIGNAL = np.sin(np.arange(600) / 7) * np.linspace(0.2, 0.9, 600)


def whole(path, **options):
    recording = open_recording(path, **options)
    return recording.read(0, recording.length)


def refused(path, *words, **options):
    with pytest.raises(RecordingError) as caught:
        whole(path, **options)
    assert path.name in str(caught.value)
    for word in words:
        assert word in str(caught.value)
    return str(caught.value)


def write_24_bit(path, x, channels=1, rate=8000):
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 3, rate, 0, "NONE", ""))
        whole = np.round(x * 2**23).astype("<i4")
        file.writeframes(whole.view("u1").reshape(-1, 4)[:, :3].tobytes())


@pytest.mark.parametrize(
    ("dtype", "step"), [("u1", 2**-7), ("i2", 2**-15), ("i4", 2**-31), ("f4", 1e-7), ("f8", 1e-16)]
)
def test_wav_numbers_are_fractions_of_the_largest(tmp_path, dtype, step):
    path = tmp_path / "a.wav"
    kind = np.dtype(dtype).kind
    factor = 1.0 if kind == "f" else 2.0 ** (8 * np.dtype(dtype).itemsize - 1)
    x = SIGNAL * factor + 128 * (kind == "u")
    scipy.io.wavfile.write(path, 8000, (x if kind == "f" else np.round(x)).astype(dtype))
    recording = open_recording(path)
    assert (recording.length, recording.rate_hz) == (600, 8000.0)
    np.testing.assert_allclose(recording.read(0, 600), SIGNAL, rtol=0, atol=step)
    np.testing.assert_array_equal(recording.read(100, 130), recording.read(0, 600)[100:130])


def test_wav_24_bit_with_signs_at_the_ends(tmp_path):
    x = np.array([-1.0, -0.5, -(2.0**-23), 0.0, 2.0**-23, 0.5, 1 - 2.0**-23])
    write_24_bit(tmp_path / "a.wav", x)
    np.testing.assert_array_equal(whole(tmp_path / "a.wav"), x)


def test_stereo_wants_a_choice(tmp_path):
    path = tmp_path / "a.wav"
    both = np.stack([SIGNAL, -0.5 * SIGNAL], axis=1)
    scipy.io.wavfile.write(path, 8000, both)
    refused(path, "2 channels", "column=")
    refused(path, "no one channel 2", column=2)
    refused(path, "no one channel -1", column=-1)
    np.testing.assert_array_equal(whole(path, column=1), both[:, 1])
    write_24_bit(path, both.ravel(), channels=2)
    np.testing.assert_allclose(whole(path, column=0), SIGNAL, atol=2**-23)


def test_extensible_and_rf64_and_odd_chunks(tmp_path):
    path = tmp_path / "a.wav"
    samples = np.arange(-5, 5, dtype="<i2").tobytes()
    form = struct.pack("<HHIIHH", 0xFFFE, 1, 1000, 2000, 2, 16)
    form += struct.pack("<HHI", 22, 16, 4) + struct.pack("<H", 1) + bytes(14)
    ds64 = struct.pack("<QQQI", 0, len(samples), 10, 0)
    path.write_bytes(
        b"RF64\xff\xff\xff\xffWAVE"
        + struct.pack("<4sI", b"ds64", len(ds64))
        + ds64
        + struct.pack("<4sI", b"LIST", 3)
        + b"abc\0"
        + struct.pack("<4sI", b"fmt ", len(form))
        + form
        + struct.pack("<4sI", b"data", 0xFFFFFFFF)
        + samples
    )
    np.testing.assert_array_equal(whole(path) * 2**15, np.arange(-5, 5))


def test_broken_wav(tmp_path):
    path = tmp_path / "a.wav"
    scipy.io.wavfile.write(path, 8000, np.ones(100, np.int16))
    content = path.read_bytes()
    path.write_bytes(content[:-40])
    refused(path, "cut short", "200 bytes", "160")
    path.write_bytes(content[:30])
    refused(path, "cut short")
    path.write_bytes(b"MP3 or something else entirely")
    refused(path, "no WAV file")
    path.write_bytes(content[:20] + struct.pack("<H", 2) + content[22:])  # ADPCM
    refused(path, "format 2", "PCM")
    path.write_bytes(content[:24] + bytes(4) + content[28:])  # no rate
    refused(path, "1 channels at 0 Hz", "header is damaged")
    scipy.io.wavfile.write(path, 8000, np.ones(0, np.int16))
    refused(path, "empty")
    path.write_bytes(b"")
    refused(path, "empty")


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", ">f8", "i2", "u1", "i8"])
def test_npy_of_any_real_numbers(tmp_path, dtype):
    path = tmp_path / "a.npy"
    np.save(path, np.arange(100).astype(dtype))
    np.testing.assert_array_equal(whole(path), np.arange(100))


def test_npy_channels_lie_along_the_shorter_axis(tmp_path):
    path = tmp_path / "a.npy"
    both = np.stack([SIGNAL, -SIGNAL])
    for array in (both, both.T, np.asfortranarray(both)):
        np.save(path, array)
        np.testing.assert_array_equal(whole(path, column=1), -SIGNAL)
        assert open_recording(path, column=1).length == 600
        refused(path, "2 channels", "column=")
    np.save(path, SIGNAL[:, None])
    np.testing.assert_array_equal(whole(path), SIGNAL)


class Bomb:
    """Writes a file if somebody unpickles it."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


def test_what_could_run_code_is_refused_and_does_not_run(tmp_path):
    mark = tmp_path / "it ran"
    for name in ("a.pkl", "a.pickle", "a.joblib", "a.pt", "a.npy", "a.csv", "a.mat", "a.wav"):
        path = tmp_path / name
        path.write_bytes(pickle.dumps(Bomb(mark)))
        message = refused(path)
        if name[2:] in ("pkl", "pickle", "joblib", "pt"):
            assert "pickle" in message
            assert "not opened" in message
        elif name == "a.npy":
            assert "may be a pickle, so it was not opened" in message
    np.save(tmp_path / "a.npy", np.array([Bomb(mark), 1], dtype=object), allow_pickle=True)
    refused(tmp_path / "a.npy", "Python objects", "numpy.save")
    assert not mark.exists()
    pickle.loads(pickle.dumps(Bomb(mark)))  # the bomb is real
    assert mark.exists()


def test_npy_that_cannot_be_used(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, SIGNAL)
    path.write_bytes(path.read_bytes()[:-80])
    refused(path, "cut short")
    for array, word in (
        (np.zeros((3, 4, 5)), "(3, 4, 5)"),
        (np.array(1.0), "()"),
        (np.zeros(0), "empty"),
        (np.zeros(9, complex), "magnitude"),
        (np.array(["a", "b"]), "no real numbers"),
        (np.zeros(3, [("a", "f4")]), "no real numbers"),
    ):
        np.save(path, array)
        refused(path, word)


def test_mat_takes_the_only_signal_or_asks(tmp_path):
    path = tmp_path / "a.mat"
    scipy.io.savemat(path, {"rpm": 1797, "x": SIGNAL[:, None]})
    np.testing.assert_array_equal(whole(path), SIGNAL)
    scipy.io.savemat(path, {"x": SIGNAL, "y": -SIGNAL}, do_compression=True)
    refused(path, "2 signals", "x (1 × 600 double)", "key=")
    np.testing.assert_array_equal(whole(path, key="y"), -SIGNAL)
    refused(path, "no variable 'z'", key="z")
    scipy.io.savemat(path, {"X097_DE_time": SIGNAL, "X097_FE_time": -SIGNAL})
    np.testing.assert_array_equal(whole(path, key="DE_time$"), SIGNAL)
    refused(path, "2 variables 'time'", key="time")
    refused(path, "no variable '('", key="(")
    scipy.io.savemat(path, {"x": np.stack([SIGNAL, -SIGNAL], 1)})
    refused(path, "2 channels")
    np.testing.assert_array_equal(whole(path, column=1), -SIGNAL)


def test_mat_that_cannot_be_used(tmp_path, monkeypatch):
    path = tmp_path / "a.mat"
    cell = np.empty(2, object)
    cell[:] = [SIGNAL, "words"]
    scipy.io.savemat(path, {"x": {"inner": SIGNAL}, "c": cell})
    refused(path, "no signals", "x (1 × 1 struct)")
    refused(path, "is a cell", key="c")
    scipy.io.savemat(path, {"x": SIGNAL})
    content = path.read_bytes()
    scipy.io.savemat(path, {"x": SIGNAL}, do_compression=True)
    monkeypatch.setattr(mat_arrays, "LARGEST", 1000)
    refused(path, "600 numbers", ".npy")
    path.write_bytes(content[:-900])
    refused(path, "not a whole MAT file")
    path.write_bytes(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(600))
    refused(path, "7.3", "-v7")
    scipy.io.savemat(path, {"x": np.zeros(0)})
    refused(path, "empty")


def test_files_that_are_none(tmp_path):
    refused(tmp_path / "no.wav", "there is no file")
    (tmp_path / "folder.wav").mkdir()
    refused(tmp_path / "folder.wav", "is a folder: name the files in it")
    refused(tmp_path, "is a folder: name the files in it")  # rather than "no ending"
    refused(tmp_path / "no", "there is no file")
    (tmp_path / "a.mp3").write_bytes(b"x")
    refused(tmp_path / "a.mp3", ".mp3", ".wav, .csv, .npy, .mat")


def test_a_read_error_of_the_disk_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF")

    def fails(path, column):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("drsn_lite.readers.open_wav", fails)
    refused(path, "cannot be read", "Input/output error")
