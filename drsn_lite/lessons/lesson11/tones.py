"""Tones and chirps: a small set of sounds made from a seed and written as WAV files.

It stands in for real recordings where there are none: ten classes, played by six instruments, in
several takes each. What a class is does not depend on the instrument, so a lesson can hold one
instrument out, as one holds a speaker out of spoken digits.
"""

import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 8000
SECONDS = 0.5
WINDOW = 4096
"""Samples of a window: a sound and a little silence."""

Course = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""From the time in a sound, 0 to 1, to a number at each moment."""


@dataclass(frozen=True)
class Kind:
    """A class of sounds: pitch over time, as a factor, and loudness over time."""

    pitch: Course = np.ones_like
    loudness: Course = np.ones_like
    chord: tuple[float, ...] = (1.0,)


@dataclass(frozen=True)
class Instrument:
    """Its lowest pitch (Hz), how strong its overtones are, how fast it fades, and its hiss.

    `fade` is a rate per sound length; `hiss` the RMS of its noise beside that of the tone.
    """

    pitch_hz: float
    overtones: tuple[float, ...]
    fade: float
    hiss: float


KINDS: dict[str, Kind] = {
    "steady": Kind(),
    "fifth": Kind(chord=(1.0, 1.5)),
    "triad": Kind(chord=(1.0, 1.25, 1.5)),
    "rising": Kind(pitch=lambda t: 2**t),
    "falling": Kind(pitch=lambda t: 2 ** (1 - t)),
    "step-up": Kind(pitch=lambda t: np.where(t < 0.5, 1.0, 1.5)),
    "step-down": Kind(pitch=lambda t: np.where(t < 0.5, 1.5, 1.0)),
    "vibrato": Kind(pitch=lambda t: 1 + 0.06 * np.sin(2 * np.pi * 5 * t)),
    "tremolo": Kind(loudness=lambda t: 0.55 + 0.45 * np.sin(2 * np.pi * 5 * t)),
    "beats": Kind(loudness=lambda t: (np.sin(2 * np.pi * 4 * t) > 0).astype(np.float64)),
}
"""The ten classes by name."""

INSTRUMENTS: dict[str, Instrument] = {
    "flute": Instrument(440.0, (1.0, 0.1), 0.5, 0.05),
    "reed": Instrument(220.0, (1.0, 0.05, 0.6, 0.05, 0.4), 0.3, 0.02),
    "string": Instrument(196.0, (1.0, 0.7, 0.5, 0.35, 0.25), 1.5, 0.01),
    "bell": Instrument(520.0, (1.0, 0.0, 0.5), 3.0, 0.005),
    "organ": Instrument(262.0, (1.0, 0.6, 0.0, 0.4), 0.0, 0.01),
    "horn": Instrument(175.0, (0.6, 1.0, 0.8, 0.5), 0.8, 0.03),
}
"""The six instruments by name."""


def sound(kind: str, instrument: str, take: int, seed: int = 0) -> NDArray[np.float32]:
    """One sound, as (4000,) samples at 8 kHz with a largest |x| below 1.

    A take has a pitch (up to 3 semitones higher), a start, a length, a loudness and a hiss of its
    own. The same arguments give the same samples, whichever other sounds are made.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    instrument : str
        One of `INSTRUMENTS`.
    take : int
        Counted from 0.
    seed : int

    Raises
    ------
    ValueError
        If there is no such kind or instrument, or the take is negative.
    """
    for name, known, what in ((kind, KINDS, "kind"), (instrument, INSTRUMENTS, "instrument")):
        if name not in known:
            raise ValueError(f"there is no {what} {name!r}: there are {', '.join(known)}")
    if take < 0:
        raise ValueError(f"takes are counted from 0, got {take}")
    places = list(KINDS).index(kind), list(INSTRUMENTS).index(instrument)
    rng = np.random.default_rng((seed, *places, take))
    made, played = KINDS[kind], INSTRUMENTS[instrument]
    count = round(SECONDS * RATE_HZ)
    length = int(count * rng.uniform(0.7, 0.95))
    t = np.arange(length) / length
    hz = played.pitch_hz * 2 ** rng.uniform(0, 0.25) * made.pitch(t)
    phase = 2 * np.pi * np.cumsum(hz) / RATE_HZ
    tone = np.zeros(length)
    for note in made.chord:
        start = rng.uniform(0, 2 * np.pi)
        for number, strength in enumerate(played.overtones, 1):
            # an overtone above half the sampling rate would come back as a lower pitch
            audible = number * note * hz < RATE_HZ / 2
            tone += audible * strength * np.sin(number * (note * phase + start))
    edge = np.clip(np.minimum(t, 1 - t) / 0.03, 0, 1)  # without it, a sound begins with a click
    tone *= edge * made.loudness(t) * np.exp(-played.fade * t)
    whole = np.zeros(count)
    begin = int(rng.integers(count - length + 1))
    whole[begin : begin + length] = tone
    whole += played.hiss * np.sqrt(np.mean(tone**2)) * rng.standard_normal(count)
    return (whole * rng.uniform(0.3, 0.9) / np.abs(whole).max()).astype(np.float32)


def window(x: NDArray, length: int = WINDOW) -> NDArray[np.float32]:
    """The first `length` samples of a sound, zeros after a shorter one; mean 0, RMS 1.

    How loud a recording is depends on the microphone, so here each one is brought to the same
    RMS. (The vibration of the lessons before keeps its amplitudes: there they tell something.)

    Raises
    ------
    ValueError
        If the sound is empty or constant: it has no RMS to divide by.
    """
    x = np.pad(np.asarray(x, np.float64)[:length], (0, max(0, length - len(x))))
    x -= x.mean()
    rms = np.sqrt(np.mean(x**2))
    if not rms > 0:
        raise ValueError("this sound is empty or constant: there is nothing in it to hear")
    return (x / rms).astype(np.float32)


def write(folder: Path | str, takes: int = 8, seed: int = 0) -> list[Path]:
    """Write every class, instrument and take as FOLDER/CLASS/INSTRUMENT-TAKE.wav, 16 bit, mono.

    Parameters
    ----------
    folder : path
        Made if it is not there. A file of the same name is replaced.
    takes : int
        Takes of each class by each instrument.
    seed : int

    Returns
    -------
    list of Path
        10 · 6 · takes files, sorted.

    Raises
    ------
    ValueError
        If `takes` is below 1.
    """
    if takes < 1:
        raise ValueError(f"need at least one take, got {takes}")
    paths = []
    for kind in KINDS:
        home = Path(folder) / kind
        home.mkdir(parents=True, exist_ok=True)
        for instrument in INSTRUMENTS:
            for take in range(takes):
                path = home / f"{instrument}-{take:02d}.wav"
                save(path, sound(kind, instrument, take, seed))
                paths.append(path)
    return sorted(paths)


def save(path: Path | str, x: NDArray[np.float32], rate_hz: int = RATE_HZ) -> None:
    """Write samples between −1 and 1, (n,), as a WAV file of 16 bit and one channel.

    Raises
    ------
    ValueError
        If a sample lies outside −1 to 1 or is NaN: it would be clipped.
    """
    if not (np.abs(x) <= 1).all():
        raise ValueError("samples of a WAV file lie between −1 and 1: divide by the largest |x|")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.round(x * 32767).astype("<i2").tobytes())
