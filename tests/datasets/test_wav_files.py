"""WAV files: the exact numbers of every kind, or what is wrong with the file."""

import struct
import wave

import numpy as np
import pytest
import scipy.io.wavfile
from recorded import WAVE, refused, whole

from drsn_lite.datasets.recordings.files import open_recording


def write_24_bit(path, x, channels=1, rate=8000):
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 3, rate, 0, "NONE", ""))
        whole = np.round(x * 2**23).astype("<i4")
        file.writeframes(whole.view("u1").reshape(-1, 4)[:, :3].tobytes())


@pytest.mark.parametrize(
    ("dtype", "step"), [("u1", 2**-7), ("i2", 2**-15), ("i4", 2**-31), ("f4", 1e-7), ("f8", 1e-16)]
)
def test_numbers_are_fractions_of_the_largest(tmp_path, dtype, step):
    path = tmp_path / "a.wav"
    kind = np.dtype(dtype).kind
    factor = 1.0 if kind == "f" else 2.0 ** (8 * np.dtype(dtype).itemsize - 1)
    x = WAVE * factor + 128 * (kind == "u")
    scipy.io.wavfile.write(path, 8000, (x if kind == "f" else np.round(x)).astype(dtype))
    recording = open_recording(path)
    assert (recording.length, recording.rate_hz) == (600, 8000.0)
    np.testing.assert_allclose(recording.read(0, 600), WAVE, rtol=0, atol=step)
    np.testing.assert_array_equal(recording.read(100, 130), recording.read(0, 600)[100:130])


def test_24_bit_with_signs_at_the_ends(tmp_path):
    x = np.array([-1.0, -0.5, -(2.0**-23), 0.0, 2.0**-23, 0.5, 1 - 2.0**-23])
    write_24_bit(tmp_path / "a.wav", x)
    np.testing.assert_array_equal(whole(tmp_path / "a.wav"), x)


def test_stereo_wants_a_choice(tmp_path):
    path = tmp_path / "a.wav"
    both = np.stack([WAVE, -0.5 * WAVE], axis=1)
    scipy.io.wavfile.write(path, 8000, both)
    refused(path, "2 channels", "column=")
    refused(path, "no one channel 2", column=2)
    refused(path, "no one channel -1", column=-1)
    np.testing.assert_array_equal(whole(path, column=1), both[:, 1])
    write_24_bit(path, both.ravel(), channels=2)
    np.testing.assert_allclose(whole(path, column=0), WAVE, atol=2**-23)


def chunk(name, content, order="<", size=None):
    length = len(content) if size is None else size
    return name + struct.pack(f"{order}I", length) + content + bytes(len(content) % 2)


def riff(values, container, bits, order="<", channels=1, shift=None, size=None, more=b""):
    """A WAV file of whole numbers of `bits` in `container` bytes, shifted up by `shift` bits."""
    shift = 8 * container - bits if shift is None else shift
    name = "little" if order == "<" else "big"
    data = b"".join((int(v) << shift).to_bytes(container, name, signed=True) for v in values)
    align = channels * container
    form = struct.pack(f"{order}HHIIHH", 1, channels, 1000, 1000 * align, align, bits)
    chunks = chunk(b"fmt ", form, order) + chunk(b"data", data, order, size) + more
    return chunk(b"RIFF" if order == "<" else b"RIFX", b"WAVE" + chunks, order)


def rf64(length=None):
    """Ten samples in an "extensible" file for sizes of 64 bit, with a chunk of odd length."""
    samples = np.arange(-5, 5, dtype="<i2").tobytes()
    form = struct.pack("<HHIIHH", 0xFFFE, 1, 1000, 2000, 2, 16)
    form += struct.pack("<HHI", 22, 16, 4) + struct.pack("<H", 1) + bytes(14)
    ds64 = struct.pack("<QQQI", 0, len(samples) if length is None else length, 10, 0)
    chunks = chunk(b"ds64", ds64) + chunk(b"LIST", b"abc") + chunk(b"fmt ", form)
    return b"RF64\xff\xff\xff\xffWAVE" + chunks + chunk(b"data", samples, size=0xFFFFFFFF)


def test_extensible_and_rf64_and_odd_chunks(tmp_path):
    (tmp_path / "a.wav").write_bytes(rf64())
    np.testing.assert_array_equal(whole(tmp_path / "a.wav") * 2**15, np.arange(-5, 5))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("container", "bits"), [(2, 12), (2, 16), (3, 20), (3, 24), (4, 24), (4, 32), (8, 40), (8, 64)]
)
def test_bits_lie_at_the_top_of_their_bytes(tmp_path, container, bits, order):
    values = np.random.default_rng(0).integers(-(2 ** (bits - 1)), 2 ** (bits - 1), 99)
    (tmp_path / "a.wav").write_bytes(riff(values, container, bits, order))
    np.testing.assert_array_equal(whole(tmp_path / "a.wav"), values / 2.0 ** (bits - 1))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (riff(range(-9, 9), 4, 24, shift=0), ["24 bit", "4 bytes", "save it again"]),
        (riff(range(1000, 1009), 3, 16, shift=0), ["16 bit", "3 bytes"]),
        (riff(range(9), 2, 17, shift=0), ["17 bit", "2 bytes for a sample of 1 channels"]),
        (rf64(2**64 - 1), ["cut short", "18446744073709551615 bytes"]),
        (riff(range(9), 2, 16, more=chunk(b"data", b"1234")), ["more than one piece"]),
    ],
)
def test_what_would_be_read_wrongly_is_refused(tmp_path, content, words):
    (tmp_path / "a.wav").write_bytes(content)
    refused(tmp_path / "a.wav", *words)


@pytest.mark.parametrize("whole_size", [0, 0xFFFFFFFF])
@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFFFD0])
def test_sizes_that_were_never_filled_in(tmp_path, size, whole_size):
    """As arecord, sox and ffmpeg write into a pipe: what is there is read, and that is said."""
    content = riff(range(-9, 9), 2, 16, size=size)
    (tmp_path / "a.wav").write_bytes(content[:4] + struct.pack("<I", whole_size) + content[8:])
    np.testing.assert_array_equal(whole(tmp_path / "a.wav") * 2**15, np.arange(-9, 9))
    assert "all that are there were read" in open_recording(tmp_path / "a.wav").note


def test_no_sample_and_a_chunk_after_it_is_empty(tmp_path):
    form = struct.pack("<HHIIHH", 1, 1, 1000, 2000, 2, 16)
    chunks = chunk(b"fmt ", form) + chunk(b"data", b"") + chunk(b"LIST", b"INFOabcd")
    (tmp_path / "a.wav").write_bytes(chunk(b"RIFF", b"WAVE" + chunks))
    refused(tmp_path / "a.wav", "empty")


def test_a_chunk_after_the_samples_is_none_of_them(tmp_path):
    content = riff(range(-9, 9), 2, 16, more=chunk(b"LIST", b"INFOabcd" * 9))
    (tmp_path / "a.wav").write_bytes(content)
    recording = open_recording(tmp_path / "a.wav")
    assert recording.length == 18
    np.testing.assert_array_equal(recording.read(10, 40) * 2**15, np.arange(1, 9))


@pytest.mark.parametrize("code", ["ULAW", "ALAW"])
def test_packed_wav_is_left_to_libsndfile(tmp_path, code):
    soundfile = pytest.importorskip("soundfile")
    soundfile.write(tmp_path / "a.wav", WAVE, 8000, subtype=code)
    np.testing.assert_allclose(whole(tmp_path / "a.wav"), WAVE, atol=0.04)
    assert open_recording(tmp_path / "a.wav").rate_hz == 8000
    (tmp_path / "a.wav").write_bytes((tmp_path / "a.wav").read_bytes()[:-100])
    refused(tmp_path / "a.wav", "cut short")


def test_broken_wav(tmp_path):
    path = tmp_path / "a.wav"
    scipy.io.wavfile.write(path, 8000, np.ones(100, np.int16))
    content = path.read_bytes()
    path.write_bytes(content[:-40])
    refused(path, "cut short", "200 bytes", "160")
    path.write_bytes(content[:30])
    refused(path, "cut short")
    path.write_bytes(content[:12] + bytes(2000))  # a header that was never written
    refused(path, "ends before its samples begin")
    path.write_bytes(b"MP3 or something else entirely")
    refused(path, "no WAV file")
    path.write_bytes(content[:20] + struct.pack("<H", 2) + content[22:])  # ADPCM
    refused(path, "sound file")
    path.write_bytes(content[:20] + struct.pack("<H", 0x55) + content[22:])  # MP3 inside
    refused(path, "format 85", "PCM")
    path.write_bytes(content[:24] + bytes(4) + content[28:])  # no rate
    refused(path, "1 channels at 0 Hz", "header is damaged")
    scipy.io.wavfile.write(path, 8000, np.ones(0, np.int16))
    refused(path, "empty")
    path.write_bytes(b"")
    refused(path, "empty")
