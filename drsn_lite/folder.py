"""A folder of your own recordings as a data set: `load("folder", path, rate_hz=12_000)`.

    motor/                      motor/
        healthy/                    healthy_01.csv
            monday.wav              healthy_02.csv
            tuesday.wav             worn_01.csv
        worn/ …                     worn_02.csv …
    load("folder", "motor")     load("folder", "motor", label=r"^([a-z]+)_", rate_hz=12_000)

The split is by *recording*: windows of one recording resemble each other, so a network that has
seen some of them knows the others, and its accuracy would say nothing about the next recording.
Files are read one after the other, and of each only the windows that are kept.
"""

from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite import datasets
from drsn_lite.folder_copies import Windows, refuse_copies
from drsn_lite.folder_files import Listing, find, split
from drsn_lite.folder_note import describe
from drsn_lite.folder_options import Options
from drsn_lite.readers import open_recording
from drsn_lite.recording import Column, Recording, RecordingError
from drsn_lite.windows import Cut, cut

_NAMES, _STARTS = partial(np.empty, 0, str), partial(np.empty, 0, np.int64)


@dataclass(frozen=True, eq=False, repr=False)
class FolderDataset(datasets.Dataset):
    """A data set that knows the recording of each window.

    `train_recording` and `test_recording` (n,) hold the path of the file below the folder,
    `train_start` and `test_start` (n,) where the window begins in it, in samples. `windowing` is
    how windows were cut: hop, pad, column, key.
    """

    train_recording: NDArray[np.str_] = field(default_factory=_NAMES)
    test_recording: NDArray[np.str_] = field(default_factory=_NAMES)
    train_start: NDArray[np.int64] = field(default_factory=_STARTS)
    test_start: NDArray[np.int64] = field(default_factory=_STARTS)
    windowing: dict[str, object] = field(default_factory=dict)


def load_folder(
    streams: datasets.Streams,
    path: Path | str | None = None,
    *,
    length: int = 1024,
    hop: int | None = None,
    label: str = "folder",
    test: float | str = 0.3,
    rate_hz: float | None = None,
    column: Column = None,
    key: str | None = None,
    max_windows: int = 1000,
    max_mb: float = 500,
    pad: bool = False,
) -> FolderDataset:
    """Load a folder. `datasets.load("folder", path, …)` calls this with streams from its seed.

    Parameters
    ----------
    streams : list of SeedSequence
        The first is for the split.
    path : path
        The folder. Files in it and below that end with .wav, .csv, .npy or .mat are recordings.
    length, hop : int
        Of windows, in samples; `hop` is half of `length` by default.
    label : str
        Where the class stands: "folder", the name of the first folder below `path`; or a regular
        expression with one group, looked for in the file name: r"^([a-z]+)_".
    test : float or str
        The fraction of each class's recordings for test, at least one; or a regular expression:
        the files in whose path below the folder it is found are the test part.
    rate_hz : float, optional
        Sampling rate. WAV files say theirs and are checked against it; others need it.
    column, key : int or str, str, optional
        The channel, and the variable of MAT files; see `readers.open_recording`.
    max_windows : int
        Of a class. Its recordings give an equal share each, spread evenly over them.
    max_mb : float
        Megabytes that all windows together may take; while loading, four times as much is needed.
    pad : bool
        Fill recordings shorter than a window with zeros instead of refusing them.

    Returns
    -------
    FolderDataset

    Raises
    ------
    RecordingError
        If a file or the folder cannot be used: names it, says why and what to do.
    ValueError
        If an option is out of range.
    """
    if path is None or not str(path):  # Path("") would be wherever Python was started
        raise ValueError('load("folder", path) needs the path of a folder with your recordings')
    options = Options.of(length, hop, rate_hz, column, key, max_windows, max_mb, pad)
    listing = find(Path(path).expanduser(), label)
    parts = split(listing, test, options.max_windows, np.random.default_rng(streams[0]))
    cuts, rate = _read(listing, np.concatenate(parts), options)
    (train, *train_from), (held, *held_from) = (_gather(listing, part, cuts) for part in parts)
    note = describe(listing, parts, cuts, isinstance(test, str))
    data = datasets._signals("folder", train, held, listing.classes, rate, note)
    known = {one.name: getattr(data, one.name) for one in fields(data)}
    sources = _sources(train_from, held_from)
    return FolderDataset(**known, **sources, windowing=options.windowing)


def _sources(train: list[NDArray], held: list[NDArray]) -> dict[str, NDArray]:
    return {
        f"{part}_{what}": values
        for part, found in (("train", train), ("test", held))
        for what, values in zip(("recording", "start"), found, strict=True)
    }


def _read(
    listing: Listing, places: NDArray[np.int64], options: Options
) -> tuple[dict[int, Cut], float]:
    """The windows of each recording, in the order of names, and their sampling rate (Hz)."""
    cuts: dict[int, Cut] = {}
    seen, taken = Windows(), 0
    places = np.sort(places)
    refuse_copies(listing.root, [listing.names[place] for place in places])
    rate, told_by = options.rate_hz, "the option rate_hz says"
    recordings = np.bincount(listing.y[places])
    for place in places.tolist():
        name = listing.names[place]
        recording = open_recording(listing.root / name, options.column, options.key)
        own = check_rate(recording, rate, told_by, fixed=options.rate_hz is not None)
        if rate is None:
            rate, told_by = own, f"{name} has"
        share = max(1, options.max_windows // recordings[listing.y[place]])
        taken += 4 * options.length * min(share, _possible(recording, options))
        if taken > options.max_mb * 1e6:
            raise RecordingError(
                f"at {recording.path}, recording {len(cuts) + 1} of {len(places)}, the windows "
                f"take more than max_mb = {options.max_mb:g} megabytes of memory: take fewer by "
                f"max_windows (now {options.max_windows} of a class), a shorter length or a longer "
                "hop, or allow more by max_mb"
            )
        cuts[place] = cut(recording, options.length, options.hop, share, options.pad)
        seen.add(recording.path, name, cuts[place].x)
    return cuts, float(rate)


def _possible(recording: Recording, options: Options) -> int:
    return max(1, (recording.length - options.length) // options.hop + 1)


def check_rate(recording: Recording, rate: float | None, told_by: str, fixed: bool) -> float:
    """The sampling rate of a recording (Hz), if it is the one expected.

    Raises
    ------
    RecordingError
        If it has another one, or nobody says which it has.
    """
    own = recording.rate_hz
    if own is None and not fixed:
        raise RecordingError(
            f"{recording.path} does not say its sampling rate: give it in samples a second, "
            "rate_hz=…"
        )
    if own is not None and rate is not None and own != rate:
        raise RecordingError(
            f"{recording.path} has {own:g} Hz, {told_by} {rate:g} Hz: one network sees one rate. "
            "Resample the file (scipy.signal.resample_poly filters what would fold back), or "
            "leave it out"
        )
    return own if own is not None else rate


def _gather(
    listing: Listing, places: NDArray[np.int64], cuts: dict[int, Cut]
) -> tuple[datasets.Labelled, NDArray[np.str_], NDArray[np.int64]]:
    """The windows of some recordings with their labels; of each its recording and its start."""
    found = [cuts[place] for place in places.tolist()]
    counts = [len(one.x) for one in found]
    x = np.concatenate([one.x for one in found])
    names = np.repeat(np.array(listing.names)[places], counts)
    labelled = x, np.repeat(listing.y[places], counts)
    return labelled, names, np.concatenate([one.starts for one in found])
