"""What the sound lab shows and plays: test recordings of two sets, and their shipped networks.

"tones" are generated (`tones`, beside this file), "fsdd" are spoken digits, whose files must be
here. The recordings are takes 0 to 4, which the networks have not been trained on.
"""

import base64
import io
import wave
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drsn_lite import checkpoints
from drsn_lite.datasets import fsdd, fsdd_files
from drsn_lite.lessons.lesson11 import tones
from drsn_lite.networks import Network
from drsn_lite.noise import add_noise
from drsn_lite.paths import DATA
from drsn_lite.results.names import NOISES

VOICES = {"tones": tuple(tones.INSTRUMENTS), "fsdd": fsdd.SPEAKERS}
CLASSES = {"tones": tuple(tones.KINDS), "fsdd": tuple(map(str, range(10)))}
TAKES = 5
PEAK = 0.5
"""The loudest sample of what is played, of a full scale of 1."""
CUT, HOP = 256, 18
"""Samples of a slice of the spectrogram, 32 ms, and from one slice to the next, 2.25 ms."""
FLOOR_DB = -60.0

Signal = NDArray[np.float32]


@cache
def network(data: str) -> Network:
    """The shipped DRSN-CW of a set, "tones" or "fsdd": from (N, 1, 1, 4096) to ten logits."""
    return checkpoints.load_checkpoint(DATA / "sound" / f"{data}-drsn-cw")


@cache
def clean(data: str, label: int, voice: int, take: int) -> Signal:
    """One test recording, (4096,) at 8 kHz, mean 0 and RMS 1.

    Parameters
    ----------
    data : {"tones", "fsdd"}
    label, voice, take : int
        Places in `CLASSES[data]` and `VOICES[data]`, and 0 to 4.

    Raises
    ------
    DataError
        If the files of FSDD are not here: says which to put where.
    """
    name, player = CLASSES[data][label], VOICES[data][voice]
    if data == "tones":
        return tones.window(tones.sound(name, player, take))
    path = recordings() / f"{name}_{player}_{take}.wav"
    return tones.window(fsdd.window(fsdd.read_wav(path), tones.WINDOW))


@cache
def recordings() -> Path:
    """The folder of the FSDD's recordings, in which nothing is downloaded."""
    return fsdd_files.folder(download=False)


def noisy(x: Signal, snr_db: float, kind: str, seed: int = 0) -> Signal:
    """A sound (4096,) with noise; at every SNR it is the same noise, louder or quieter."""
    return add_noise(x[None], snr_db, kind, rng=seed)[0]


def spectrogram(x: Signal) -> NDArray[np.float64]:
    """Power in dB below the strongest place, (129 frequencies, slices), 4 kHz in row 0."""
    slices = np.lib.stride_tricks.sliding_window_view(x, CUT)[::HOP] * np.hanning(CUT)
    power = np.abs(np.fft.rfft(slices, axis=1)).T[::-1] ** 2
    return np.maximum(10 * np.log10(power / power.max() + 1e-12), FLOOR_DB)


@dataclass(frozen=True)
class Players:
    """Sounds with a player each, as HTML: it stays in a saved page and needs no kernel.

    All are made louder or quieter by one factor, so that the loudest sample of all is `PEAK`:
    one next to the other, they have the loudness that they have in the data.

    Attributes
    ----------
    sounds : dict
        What is written beside each, and its samples (n,).
    rate_hz : int
    """

    sounds: dict[str, Signal]
    rate_hz: int = tones.RATE_HZ

    def __repr__(self) -> str:
        return f"Sounds to play, {self.rate_hz} Hz: {', '.join(self.sounds)}."

    def _repr_html_(self) -> str:
        largest = max(float(np.abs(x).max()) for x in self.sounds.values())
        players = [
            f'<label style="display: inline-block; margin-right: 16px">{escape(words)}<br>'
            f'<audio controls aria-label="{escape(words)}" '
            f'src="data:audio/wav;base64,{_wav(x * (PEAK / largest), self.rate_hz)}"></audio>'
            "</label>"
            for words, x in self.sounds.items()
        ]
        return "".join(players)


def _wav(x: Signal, rate_hz: int) -> str:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, rate_hz, len(x), "NONE", ""))
        out.writeframes(np.round(x * 32767).astype("<i2").tobytes())
    return base64.b64encode(file.getvalue()).decode()


def hear(settings: dict[str, Any]) -> Players:
    """What the sound lab shows, to play: the recording without and with noise.

    Parameters
    ----------
    settings : dict
        Of the panel `sound_lab`: its `settings`.
    """
    data = settings["data"]
    places = tuple(settings[name] for name in ("label", "voice", "take"))
    x = clean(data, *places)
    words = f"{CLASSES[data][places[0]]}, {VOICES[data][places[1]]}"
    level = f"{NOISES[settings['kind']]}, {settings['snr_db']:g} dB".replace("-", "−")
    return Players(
        {
            f"{words}, no noise added": x,
            f"{words}, {level}": noisy(x, settings["snr_db"], settings["kind"], seed(*places)),
        }
    )


def seed(label: int, voice: int, take: int) -> int:
    """The seed of a recording's noise: each has its own."""
    return (label * 6 + voice) * TAKES + take
