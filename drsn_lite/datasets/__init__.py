"""Every data set behind one call: `load("gearbox")`, `load("mnist")`, `load("cwru")` …

Your own recordings too: `load("folder", path)`, see `drsn_lite.datasets.recordings.folder`.

All arrays are ready for a network: float32, a signal of L samples is an image of height one
(1, 1, L), a picture (1, H, W). Signals keep their relative amplitudes, which carry information: the
mean of each window is taken away, and the whole set is divided by *one* number, the RMS value of
the training signals. The same options give the same arrays.
"""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from drsn_lite.datasets import registry
from drsn_lite.datasets.dataset import Dataset, report
from drsn_lite.datasets.recordings.folder import load_folder
from drsn_lite.datasets.recordings.recording import RecordingError
from drsn_lite.noise import add_noise

__all__ = ["Dataset", "RecordingError", "available", "check_options", "load", "names", "report"]


def names() -> list[str]:
    """The names that `load` knows."""
    return [*registry.CARDS, "folder"]


def load(
    name: str,
    path: Path | str | None = None,
    *,
    seed: int = 0,
    snr_db: float | None = None,
    kind: str = "gaussian",
    **options: object,
) -> Dataset:
    """Load or make a data set.

    Parameters
    ----------
    name : {"gearbox", "digits", "mnist", "cwru", "fsdd", "folder"}
        "folder" is your own; the others have a card in `drsn_lite.datasets.registry`.
    path : path
        Of "folder": where your recordings are.
    seed : int
        Of everything random: simulated signals, the split of the digits, the noise.
    snr_db, kind : float, str
        Add noise once to every sample, as in the paper, by `noise.add_noise`. It comes last, so
        the RMS of 1 is that of the clean signals. None adds nothing.
    **options
        "gearbox": train_per_state=250, test_per_state=100, length=2048.
        "digits": test_fraction=0.3, scale="standard" (or "unit", pixels from 0 to 1).
        "mnist": train_count=None, test_count=None (all), scale="standard", download=True.
        "cwru": length=1024, hop=length // 2, train_fraction=0.7, download=True.
        "fsdd": speaker=None (held out for the test), length=4096, download=True.
        "folder": those of `folder.load_folder`: length, hop, label, test, rate_hz and more.

    Returns
    -------
    Dataset

    Raises
    ------
    ValueError
        If there is no such name or option: says which there are.
    DataError
        If files are needed and cannot be had: says which to put where.
    """
    loader = _loader(name)
    if path is not None:
        options["path"] = path
    check_options(name, options)
    streams = np.random.SeedSequence(seed).spawn(4)
    data = loader(streams[:2], **options)
    if snr_db is None:
        return data
    train_rng, test_rng = map(np.random.default_rng, streams[2:])
    return replace(
        data,
        train_x=add_noise(data.train_x, snr_db, kind, train_rng),
        test_x=add_noise(data.test_x, snr_db, kind, test_rng),
        note=f"{data.note} {kind.capitalize()} noise added once, SNR {snr_db:g} dB.",
    )


def check_options(name: str, options: Iterable[str]) -> None:
    """Raise a ValueError if there is no such data set, or it has no such option."""
    known = list(inspect.signature(_loader(name)).parameters)[1:]
    if unknown := [option for option in options if option not in known]:
        raise ValueError(
            f"{name!r} has no option {unknown[0]!r}; it has seed, snr_db, kind, {', '.join(known)}"
        )


def _loader(name: str) -> Callable[..., Dataset]:
    return load_folder if name == "folder" else registry.card(name).load


def available(name: str) -> bool:
    """Whether `load(name)` works now without the network (or a path); never downloads."""
    return name in registry.CARDS and registry.available(name)
