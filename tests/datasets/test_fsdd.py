"""The spoken digits: recordings are read strictly, splits are clean."""

import re

import needs
import numpy as np
import pytest
from recorded import wav_file

from drsn_lite import datasets
from drsn_lite.datasets import fsdd

pytestmark = pytest.mark.data

here = needs.files("fsdd")


def test_a_recording_is_read(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(wav_file([0, 16384, -32768]))
    assert list(fsdd.read_wav(path)) == [0, 0.5, -1]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (wav_file([0, 0], channels=2), "(2, 16, 8000)"),
        (wav_file([0, 0], rate=16000), "(1, 16, 16000)"),
        (wav_file([0, 0], width=1), "(1, 8, 8000)"),
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
