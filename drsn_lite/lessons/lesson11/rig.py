"""Bearings of three machines as their instruments would write them: a set with frictions.

The vibration is that of `drsn_lite.datasets.gearbox` (healthy, a pit on the inner or on the outer
race), seen through a mount, a gain and a noise of each machine's own, at three speeds. What is
*planted* are the frictions of real sets: three kinds of files, three units, loudness that differs
by machine up to two hundred times, and a mount that differs more than some faults do.

| machine | its instrument writes | unit |
|---|---|---|
| press | MAT, a struct `bearing` with the fields gs, sr, rate, tach | g |
| pump | CSV of a German logger: preamble, `;`, decimal commas, a column of times | m/s² |
| fan | WAV of 24 bit | parts of full scale |
"""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy
from numpy.typing import NDArray

from drsn_lite.datasets import gearbox

RATE_HZ = 12_800
SPEEDS_RPM = (1200, 1800, 2400)
CLASSES = ("healthy", "inner race", "outer race")
SECONDS = 1.0
KNOTS = 12
"""Over frequency, where the gain of a mount is drawn."""


@dataclass(frozen=True)
class Machine:
    """Its gain (unit of the file per g), the spread of its mount (dB), its noise (g)."""

    gain: float
    mount_db: float
    noise: float
    number: int


MACHINES = {
    "press": Machine(1.0, 4.0, 0.02, 1),
    "pump": Machine(9.81, 4.0, 0.05, 2),
    "fan": Machine(0.05, 4.0, 0.03, 3),
}


def recording(
    machine: str, kind: str, speed_rpm: int, take: int, seed: int = 0
) -> NDArray[np.float64]:
    """One recording of a second at 12.8 kHz, in the unit of the machine's file: (12800,).

    Parameters
    ----------
    machine : str
        One of `MACHINES`.
    kind : str
        One of `CLASSES`.
    speed_rpm : int
        Of the shaft, in revolutions a minute.
    take : int
        Counted from 0; each is a bearing of its own.
    seed : int
        Of the machines as well.

    Raises
    ------
    KeyError
        If there is no such machine.
    ValueError
        If there is no such kind, or the speed is out of the range of the gearbox.
    """
    of = MACHINES[machine]
    place = CLASSES.index(kind)
    draw = seed * 10_000 + of.number * 1000 + SPEEDS_RPM.index(speed_rpm) * 100 + take
    length = round(SECONDS * RATE_HZ)
    (x,), _ = gearbox.simulate(
        1, seed=draw, length=length, speeds_hz=(speed_rpm / 60,), torques=(12.0,), states=(kind,)
    )
    gains = of.mount_db * np.random.default_rng([seed, of.number]).standard_normal(KNOTS)
    where = np.linspace(0, 1, length // 2 + 1)
    curve = scipy.interpolate.CubicSpline(np.linspace(0, 1, KNOTS), gains)(where)
    heard = np.fft.irfft(np.fft.rfft(x) * 10 ** (curve / 20), length)
    rng = np.random.default_rng([draw, place])
    return of.gain * (heard + of.noise * rng.standard_normal(length))


def write(folder: Path | str, takes: int = 4, seed: int = 0) -> list[Path]:
    """Write FOLDER/CLASS/MACHINE-SPEEDrpm-TAKE of every class, machine, speed and take.

    Parameters
    ----------
    folder : path
        Made if it is not there. A file of the same name is replaced.
    takes : int
        Of each class on each machine at each speed; named a, b, c …
    seed : int

    Returns
    -------
    list of Path
        27 · takes files, sorted.

    Raises
    ------
    ValueError
        If `takes` is below 1 or above 26.
    """
    if not 1 <= takes <= 26:
        raise ValueError(f"takes are from 1 to 26, got {takes}")
    writers = {"press": _mat, "pump": _csv, "fan": _wav}
    paths = []
    for kind in CLASSES:
        home = Path(folder) / kind.replace(" ", "-")
        home.mkdir(parents=True, exist_ok=True)
        for machine, writer in writers.items():
            for speed in SPEEDS_RPM:
                for take in range(takes):
                    stem = home / f"{machine}-{speed}rpm-{chr(97 + take)}"
                    paths.append(writer(stem, recording(machine, kind, speed, take, seed), speed))
    return sorted(paths)


def _mat(stem: Path, x: NDArray[np.float64], speed_rpm: int) -> Path:
    """A struct with the signal, its rate, the speed and a tachometer's pulses."""
    turns = np.arange(len(x)) * speed_rpm / 60 / RATE_HZ
    fields = {"gs": x, "sr": RATE_HZ, "rate": speed_rpm / 60, "tach": 5.0 * (turns % 1 < 0.1)}
    path = stem.with_name(f"{stem.name}.mat")
    scipy.io.savemat(path, {"bearing": fields})
    return path


def _csv(stem: Path, x: NDArray[np.float64], speed_rpm: int) -> Path:
    """A table with lines before it, decimal commas, and a column of times."""
    head = [
        "Gerät;VibroLog 3",
        "Messung;14.03.2024 09:12:55",
        f"Drehzahl;{speed_rpm} 1/min",
        "",
        "Zeit;Beschleunigung",
        "s;m/s²",
    ]
    rows = (f"{n / RATE_HZ:.7f};{value:.5e}".replace(".", ",") for n, value in enumerate(x))
    path = stem.with_name(f"{stem.name}.csv")
    path.write_text("\r\n".join([*head, *rows, ""]), encoding="cp1252", newline="")
    return path


def _wav(stem: Path, x: NDArray[np.float64], speed_rpm: int) -> Path:
    """24 bit, which SciPy does not write: the upper three bytes of 32."""
    whole = np.clip(np.round(x * 2**23), -(2**23), 2**23 - 1).astype("<i4")
    frames = whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    path = stem.with_name(f"{stem.name}.wav")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(3)
        file.setframerate(RATE_HZ)
        file.writeframes(frames)
    return path
