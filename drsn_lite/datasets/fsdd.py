"""Spoken digits: the Free Spoken Digit Dataset, 3000 recordings, six speakers, 8 kHz.

Each speaker says each digit fifty times. Recordings are trimmed by their makers, last 0.14 to 2.3 s
(half of them 0.34 to 0.51 s), and differ much in loudness from speaker to speaker.

Two splits:

- the official one: indices 0 to 4 of each speaker and digit are the test. The same voices are in
  training and test.
- one speaker out: that speaker's 500 recordings are the test, the other five speakers' 2500 are
  for training. It asks what the official split does not: whether a network knows the *digit* in a
  voice that it never heard.
"""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets import fsdd_files
from drsn_lite.datasets.dataset import Dataset, Streams, from_signals

RATE_HZ = 8_000
SPEAKERS = ("george", "jackson", "lucas", "nicolas", "theo", "yweweler")
LENGTH = 4096
OFFICIAL_TEST = range(5)
"""The indices that the authors hold out for the test."""


@dataclass(frozen=True, eq=False)
class SpokenDigit:
    """One spoken digit: `signal` of shape (n,), float32, between −1 and 1, at 8 kHz."""

    digit: int
    speaker: str
    index: int
    signal: NDArray[np.float32]


def recordings(*, download: bool = True) -> list[SpokenDigit]:
    """All 3000 recordings, by digit, speaker and index, as recorded.

    Raises
    ------
    DataError
        See `drsn_lite.datasets.fsdd_files.folder`.
    """
    folder = fsdd_files.folder(download=download)
    found = []
    for name in fsdd_files.sums():
        digit, speaker, index = name.removesuffix(".wav").split("_")
        found.append(SpokenDigit(int(digit), speaker, int(index), read_wav(folder / name)))
    return found


def read_wav(path: Path | str) -> NDArray[np.float32]:
    """Read a WAV file of one channel, 16 bits and 8 kHz; 1 is the loudest that it can hold.

    Raises
    ------
    ValueError
        If it is something else: names the file and what it is.
    """
    try:
        with wave.open(str(path), "rb") as file:
            form = (file.getnchannels(), 8 * file.getsampwidth(), file.getframerate())
            content = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError(f"{path} cannot be read as a WAV file: {error}") from error
    if form != (1, 16, RATE_HZ):
        raise ValueError(f"{path} should be (channels, bits, Hz) = (1, 16, {RATE_HZ}), is {form}")
    return np.frombuffer(content, "<i2").astype(np.float32) / np.float32(2**15)


def window(signal: NDArray[np.float32], length: int = LENGTH) -> NDArray[np.float32]:
    """The middle `length` samples of a recording, its mean taken away, with silence around it.

    A longer recording loses as much at its start as at its end (a sample more at its end, if odd):
    of 4096 samples, 0.512 s, 734 of the 3000 are longer; of 8192, 17.
    """
    signal = signal - signal.mean()
    if len(signal) >= length:
        return signal[(len(signal) - length) // 2 :][:length]
    silence = length - len(signal)
    return np.pad(signal, (silence // 2, silence - silence // 2))


def load(
    streams: Streams,
    speaker: str | None = None,
    length: int = LENGTH,
    download: bool = True,
) -> Dataset:
    """The loader behind `datasets.load("fsdd")`.

    Parameters
    ----------
    streams : list of SeedSequence
        Not used: nothing here is random.
    speaker : str, optional
        Hold out all recordings of this speaker; by default the official split.
    length : int
        Samples of each window, cut from the middle or padded with silence by `window`.
    download : bool
    """
    if speaker is not None and speaker not in SPEAKERS:
        raise ValueError(f"there is no speaker {speaker!r}; there are {', '.join(SPEAKERS)}")
    if not isinstance(length, int | np.integer) or length < 2:
        raise ValueError(f"windows need a whole length of at least 2 samples, got {length}")
    found = recordings(download=download)
    held_out = [
        one.index in OFFICIAL_TEST if speaker is None else one.speaker == speaker for one in found
    ]
    train, test = (
        (
            np.stack([window(found[n].signal, length) for n in chosen]),
            np.array([found[n].digit for n in chosen], np.int64),
        )
        for chosen in (np.flatnonzero(~np.array(held_out)), np.flatnonzero(held_out))
    )
    split = (
        "Its official split: recordings 0 to 4 of each speaker and digit are the test, so the same "
        "voices are in training and test."
        if speaker is None
        else f"All recordings of the speaker {speaker} are the test, no other voice is in it."
    )
    note = (
        f"Free Spoken Digit Dataset 1.0.10: digits spoken by six people, 8 kHz, windows of "
        f"{length / RATE_HZ:.3g} s. {split}"
    )
    return from_signals("fsdd", train, test, tuple(map(str, range(10))), RATE_HZ, note)
