"""Ten recordings of bearings for lesson 10: those of CWRU if their files are here, else simulated.

Both are a dictionary {class: signal} of one healthy bearing and three bearings with each fault
(inner race IR, ball B, outer race OR), so the same code runs on either. The simulated ones are the
bearing faults of `drsn_lite.datasets.gearbox` at 30 Hz, with the traps of the real files *planted*:
each recording has a mount (a transfer path) and an offset of its own, the faults have passed a
recorder's filter, and the healthy bearing was recorded at four times the rate.
"""

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import scipy  # scipy.signal comes with its first use: it takes a second
from numpy.typing import NDArray

from drsn_lite import datasets, paths
from drsn_lite.datasets import cwru, gearbox
from drsn_lite.datasets.downloads import check, fetch

Recordings = dict[str, NDArray[np.float64]]
"""Class to signal, each (n,) at one rate, as recorded: offsets included. "normal" comes first."""

FAULTS = {"inner race": "IR", "ball": "B", "outer race": "OR"}
TORQUES = (18.0, 12.0, 6.0, 1.0)
"""Torques in lbf·ft of the simulated loads 0 to 3."""

BALLS, BALL_IN, PITCH_IN = 9, 0.3126, 1.537
"""CWRU's drive-end bearing (SKF 6205): number of balls, their and the pitch diameter in inches."""

CWRU_SHAFT_HZ = tuple(rpm / 60 for rpm in (1797, 1772, 1750, 1730))
"""Nominal speed of the shaft at 0 to 3 hp."""

_SAMPLES = 122_000  # as in a CWRU file: about ten seconds
_MOUNT_DB, _OFFSET = 6.0, 0.03  # spread of a mount's gain in dB; offsets up to this, in g


@dataclass(frozen=True, eq=False)
class Bench:
    """Recordings to work with.

    Attributes
    ----------
    recordings : dict
        Class to signal at `rate_hz`, the healthy one brought to that rate as the others are.
    raw_normal : ndarray (n,)
        The healthy one as recorded, at four times the rate.
    rate_hz : float
    real : bool
        Whether these are the recordings of CWRU.
    note : str
        What they are, in a sentence.
    """

    recordings: Recordings
    raw_normal: NDArray[np.float64]
    rate_hz: float
    real: bool
    note: str


@cache
def bench() -> Bench:
    """CWRU if its ten files at no load are here, else the simulated recordings; no download."""
    return real() if datasets.available("cwru") else simulated()


def real() -> Bench:
    """The ten recordings of CWRU at no load.

    Raises
    ------
    DataError
        If a file is not here, or not the right one.
    """
    (path,) = fetch("cwru", [cwru.remotes()["normal"]], download=False)
    found = {name: x.astype(np.float64) for name, x in cwru.recordings(download=False).items()}
    note = "Real recordings of Case Western Reserve University: drive end, no load, 12 kHz."
    return Bench(found, cwru.read_channel(path, int(path.stem)), cwru.RATE_HZ, True, note)


@cache
def simulated(load: int = 0, seed: int = 0) -> Bench:
    """Ten simulated recordings; another load has the same machines, another torque and offset.

    Parameters
    ----------
    load : int
        A place in `TORQUES`.
    seed : int
        Of machines, mounts and offsets.
    """
    simulate = partial(
        gearbox.simulate, seed=seed, length=_SAMPLES, speeds_hz=(30.0,), torques=(TORQUES[load],)
    )
    healthy = simulate(1, states=("healthy",))[0]
    signals = {"normal": healthy[0]}
    faulty = {s: simulate(3, states=(s,))[0] for s in FAULTS}
    for number in range(3):
        signals |= {f"{FAULTS[s]}-{number + 1}": x[number] for s, x in faulty.items()}
    offsets = np.random.default_rng([seed, load]).uniform(-_OFFSET, _OFFSET, len(signals))
    found, raw_normal = {}, np.zeros(0)
    for i, (name, x) in enumerate(signals.items()):
        raw = scipy.signal.resample_poly(_mount(x, [seed, i]), 4, 1) + offsets[i]
        found[name] = cwru.to_12_khz(raw)  # the recorder's filter
        if name == "normal":
            raw_normal = raw
    note = (
        "Simulated recordings (drsn_lite.datasets.gearbox, bearing faults at 30 Hz), with the "
        "traps planted."
    )
    return Bench(found, raw_normal, gearbox.RATE_HZ, False, note)


def other_load(load: int) -> tuple[Recordings, list[str]]:
    """The recordings at another load, and the names of the files that are not here.

    On CWRU the files are looked for by number in the user's folder and the cache; none is
    downloaded. All but the three healthy ones have a known sha256; those are read as they are, *not
    verified*.

    Parameters
    ----------
    load : int
        0 to 3 hp; a place in `TORQUES` where the bench is simulated.

    Raises
    ------
    DataRefusedError
        If a file has another sha256 than the one that is known.
    """
    if not bench().real:
        return simulated(load).recordings, []
    found, missing = {}, []
    for name, remote in cwru.remotes(load).items():
        path = _local(remote.name)
        if path is None:
            missing.append(remote.name)
            continue
        if remote.sha256:
            check(path, remote)
        signal = cwru.read_channel(path, int(path.stem))
        found[name] = cwru.to_12_khz(signal) if name == "normal" else signal
    return found, missing


def fault(name: str) -> str:
    """The fault of a class: "normal", "IR", "B" or "OR", whichever bearing it is."""
    if name == "normal":
        return name
    for letters in ("IR", "OR", "B"):
        if name.startswith(letters):
            return letters
    raise ValueError(f"{name!r} is no class of these recordings: normal, IR…, B… or OR…")


def groups(recordings: Recordings) -> list[tuple[str, ...]]:
    """The classes that share a bearing's number: three groups of IR, B and OR, without normal."""
    by_fault = [[k for k in recordings if fault(k) == f] for f in FAULTS.values()]
    return list(zip(*by_fault, strict=True))


def rates(shaft_hz: float, balls: int, ball: float, pitch: float) -> dict[str, float]:
    """Rates in Hz of faults on the inner race, a ball (hit twice a spin) and the outer race.

    R. B. Randall, J. Antoni: Rolling element bearing diagnostics, Mech. Syst. Signal Process.
    25(2):485-520, 2011: no slip, inner race turning, outer race at rest.

    Parameters
    ----------
    shaft_hz : float
    balls : int
    ball, pitch : float
        Diameters in one unit; the contact angle is 0.
    """
    ratio = ball / pitch
    return {
        "IR": balls / 2 * shaft_hz * (1 + ratio),
        "B": shaft_hz / ratio * (1 - ratio**2),
        "OR": balls / 2 * shaft_hz * (1 - ratio),
    }


def of_recording(real: bool, load: int = 0) -> dict[str, float]:
    """The rates of the recordings: of CWRU at a load, or simulated at 30 Hz."""
    if real:
        return rates(CWRU_SHAFT_HZ[load], BALLS, BALL_IN, PITCH_IN)
    return {name: gearbox.fault_frequency(state, 30.0) for state, name in FAULTS.items()}


def _local(name: str) -> Path | None:
    folders = [paths.own_folder(), paths.cache_folder()]
    places = [folder / "cwru" / name for folder in folders if folder]
    return next((place for place in places if place.is_file()), None)


def _mount(signal: NDArray, seed: list[int]) -> NDArray[np.float64]:
    """The signal through a transfer path of its own: a gain in dB that wanders over frequency."""
    knots = _MOUNT_DB * np.random.default_rng([*seed, 9]).standard_normal(12)
    gain_db = np.interp(np.linspace(0, 1, 129), np.linspace(0, 1, len(knots)), knots)
    kernel = np.roll(np.fft.irfft(10 ** (gain_db / 20)), 128) * np.hanning(256)
    return scipy.signal.fftconvolve(signal, kernel, "same")
