"""Real bearings: recordings of the Case Western Reserve University Bearing Data Center.

A motor of 2 hp at about 1797 rev/min and no load; a bearing at its drive end is healthy, or has a
spark-eroded pit of 0.007, 0.014 or 0.021 inches on the inner race, a ball, or the outer race
(at 6 o'clock). One accelerometer at the drive end. Critical reading: Smith & Randall 2015,
Mechanical Systems and Signal Processing 64-65:100-131.

The files have traps. Each is handled here, and tests on the real files show it.

- *Rates.* The healthy recording 97.mat is sampled at 48 kHz, the faults at 12 kHz: its strongest
  lines stand where those of the faults do (147.75, 161.75, 191.5 and 360 Hz) only if it is read
  so. The shaft line does not tell: read at 12 kHz, its fourth harmonic stands at 30.0 Hz.
  As they stand, "normal" is trivial. It is brought to 12 kHz by `to_12_khz`.
- *Filters.* The faults' spectra fall by some 50 dB between 5.3 and 6 kHz: a filter in the recorder.
  A usual decimating filter leaves "normal" flat up there, or cuts it at 4.8 kHz: trivial again.
  Ours falls as the faults do.
- *Variables.* A file may hold another recording's too (99.mat has X098): we pick by number.
- *Offsets.* Each recording has its own mean: we take away the mean of each window.
- *Time.* Windows of one recording split at random leak: we train on the first part of each
  recording and test on the last, with a gap between them.
- *Bearings.* Each class is one bearing, mounted once, the same in training and test. No split of
  these files can tell whether a network knows the fault or only that bearing.

How hard is it? Logistic regression on log spectra, Gaussian noise in training and test:

    window    clean    0 dB    −5 dB   −10 dB
      1024    1.000    0.998   0.963   0.801    the default
       512    0.998    0.972   0.890   0.703
       256    0.993    0.892   0.722   0.549

(mean of 3 to 5 seeds; the standard deviation is at most 0.017). The RMS value of a window of 1024
alone, one number, reaches 0.66, clean or at −5 dB: the SNR is per sample, so noise does not hide
how strong a signal is. Clean, these files tell no two methods apart: use noise or short windows.
"""

import json
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from drsn_lite.datasets.dataset import Dataset, Streams, from_signals
from drsn_lite.datasets.downloads import fetch
from drsn_lite.datasets.recordings.mat_files import open_mat
from drsn_lite.datasets.remote import Remote
from drsn_lite.paths import DATA

RATE_HZ = 12_000
NORMAL_RATE_HZ = 48_000
MANIFEST = DATA / "cwru_manifest.json"


def remotes(hp: int = 0) -> dict[str, Remote]:
    """The files of the ten classes at a motor load of 0 to 3 hp: class name to file."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return {
        entry["class"]: Remote(f"{number}.mat", entry["url"], entry["sha256"], entry["bytes"])
        for number, entry in sorted(manifest.items(), key=lambda item: int(item[0]))
        if entry["hp"] == hp
    }


def files() -> list[Remote]:
    """The ten files at no load, those that `load` uses."""
    return list(remotes().values())


def recordings(hp: int = 0, *, download: bool = True) -> dict[str, NDArray[np.float32]]:
    """Each class's drive-end recording at 12 kHz, as recorded, offset included.

    Raises
    ------
    DataError
        See `drsn_lite.datasets.downloads.fetch`.
    """
    wanted = remotes(hp)
    found = {}
    for name, path in zip(wanted, fetch("cwru", wanted.values(), download=download), strict=True):
        signal = read_channel(path, int(path.stem))
        found[name] = (to_12_khz(signal) if name == "normal" else signal).astype(np.float32)
    return found


def read_channel(path: Path | str, number: int, channel: str = "DE") -> NDArray[np.float64]:
    """Read the recording `number` from a .mat file; `channel` is "DE", "FE" or "BA".

    Raises
    ------
    ValueError
        If the file is damaged, or holds no such recording: names those that it holds.
    """
    found = open_mat(Path(path), key=f"X{number:03d}_{channel}_time")
    return found.read(0, found.length)


def to_12_khz(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keep every fourth sample of a 48 kHz recording, after a low-pass as in the 12 kHz ones.

    201 taps around 5450 Hz: −2 dB at 5.3 kHz, −18 at 5.65, −30 at 5.75, under −50 from 5.85 on.
    """
    import scipy.signal  # takes a second, which asking for names should not

    low_pass = scipy.signal.firwin(201, 5450, fs=NORMAL_RATE_HZ)
    return scipy.signal.resample_poly(signal, 1, 4, window=low_pass, padtype="mean")


def windows(
    recording: NDArray, length: int = 1024, hop: int | None = None, train_fraction: float = 0.7
) -> tuple[NDArray, NDArray]:
    """Cut a recording into training and test windows that share no sample.

    Training windows start every `hop` samples and end before the cut at `train_fraction`; test
    windows begin `length` samples after the cut and do not overlap. They are views, not copies.

    Parameters
    ----------
    recording : ndarray, shape (n,)
    length, hop : int
        In samples; `hop` is half of `length` by default.
    train_fraction : float
        Between 0 and 1.

    Returns
    -------
    train, test : ndarrays of shape (·, length)

    Raises
    ------
    ValueError
        If an option is out of range, or no window fits before or after the cut.
    """
    hop = length // 2 if hop is None else hop
    if length < 2 or hop < 1 or not 0 < train_fraction < 1:
        raise ValueError(
            "windows need length >= 2 and hop >= 1 samples and 0 < train_fraction < 1, got "
            f"length = {length}, hop = {hop}, train_fraction = {train_fraction}"
        )
    cut = int(train_fraction * len(recording))
    before, after = recording[:cut], recording[cut + length :]
    if min(len(before), len(after)) < length:
        raise ValueError(
            f"a recording of {len(recording)} samples cut at {cut} has no room for windows of "
            f"{length} samples on both sides, with a gap of {length}: choose a smaller length or "
            "another train_fraction"
        )
    return sliding_window_view(before, length)[::hop], sliding_window_view(after, length)[::length]


def load(
    streams: Streams,
    length: int = 1024,
    hop: int | None = None,
    train_fraction: float = 0.7,
    download: bool = True,
) -> Dataset:
    """The loader behind `datasets.load("cwru")`; for the options see `windows`."""
    found = recordings(download=download)
    parts = [windows(signal, length, hop, train_fraction) for signal in found.values()]
    train, test = (
        (np.concatenate(part), np.repeat(np.arange(len(part)), [len(x) for x in part]))
        for part in zip(*parts, strict=True)
    )
    note = (
        "Bearing Data Center of Case Western Reserve University, drive end, 0 hp, 12 kHz. First "
        f"{train_fraction:.0%} of each recording for training, the rest for test, with a gap. "
        "Each class is one bearing, the same in training and test: accuracy here does not say "
        "how a network does on another bearing."
    )
    return from_signals("cwru", train, test, tuple(found), RATE_HZ, note)
