"""Recordings for tests: signals, files read whole, files and folders that are refused."""

import io
import tracemalloc
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from drsn_lite.datasets import RecordingError, load
from drsn_lite.datasets.recordings.files import open_recording

RATE = 1000
WAVE = np.sin(np.arange(600) / 7) * np.linspace(0.2, 0.9, 600)


def signal(seed, samples=400):
    return np.random.default_rng(seed).normal(size=samples)


def wav_file(values, channels=1, width=2, rate=8000):
    """The bytes of a WAV file."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(np.asarray(values, "<i2").tobytes())
    return target.getvalue()


def whole(path, **options):
    """All samples of a recording."""
    recording = open_recording(path, **options)
    return recording.read(0, recording.length)


def rate_of(path, **options):
    """The sampling rate of a recording, which its note explains."""
    recording = open_recording(path, **options)
    assert recording.note
    return recording.rate_hz


def get(root, **options):
    """A folder as a data set."""
    return load("folder", root, **({"length": 64, "rate_hz": RATE} | options))


def refused(path, *words, how=whole, **options):
    """What is said where a file is refused, which names it and holds the words."""
    with pytest.raises(RecordingError) as caught:
        how(path, **options)
    said = str(caught.value)
    for word in (path.name * (how is whole), *words):
        assert str(word) in said, said
    return said


def folder_refused(root, *words, **options):
    """What is said where a folder is refused, which holds the words."""
    return refused(root, *words, how=get, **options)


@contextmanager
def memory() -> Iterator[Callable[[], int]]:
    """What Python took meanwhile, at most, in bytes."""
    tracemalloc.start()
    try:
        yield lambda: tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
