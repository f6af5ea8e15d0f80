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

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from numbers import Integral, Real
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.dataset import FolderDataset, Labelled, Streams, from_signals
from drsn_lite.datasets.recordings.copies import Seen
from drsn_lite.datasets.recordings.files import (
    Listing,
    as_pattern,
    counted,
    find,
    noted,
    open_recording,
)
from drsn_lite.datasets.recordings.recording import (
    Column,
    RecordingError,
    Windows,
    check_rate,
    check_windows,
    cut,
)


def load_folder(
    streams: Streams,
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
        The folder. Files in it and below that end as one of `formats.READERS` (.wav, .csv, .mat …)
        are recordings, and those without such an ending that begin like one or are a table.
    length, hop : int
        Of windows, in samples; `hop` is half of `length` by default.
    label : str
        Where the class stands: "folder", the name of the first folder below `path`; or a regular
        expression with one group, looked for in the file name: r"^([a-z]+)_".
    test : float or str
        The fraction of each class's recordings for test, at least one; or a regular expression:
        the files in whose path below the folder it is found are the test part.
    rate_hz : float, optional
        Sampling rate. Many files say theirs (in a column of times, as fs …); others need it.
    column, key : int or str, str, optional
        The channel, and the array of a file with several; see `files.open_recording`.
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
    check_windows(length, 1 if hop is None else hop, max_windows)
    hop = max(1, length // 2) if hop is None else hop
    whole = int(length), int(hop), int(max_windows)  # a sum of NumPy's may overflow
    options = Options(*whole, rate_hz, column, key, max_mb, pad)
    listing = find(Path(path).expanduser(), label)
    parts = split(listing, test, max_windows, np.random.default_rng(streams[0]))
    cuts, rate, notes = _read(listing, np.sort(np.concatenate(parts)), options)
    train, train_recording, train_start = _gather(listing, parts[0], cuts)
    held, test_recording, test_start = _gather(listing, parts[1], cuts)
    plain = from_signals("folder", train, held, listing.classes, rate, "")
    data = FolderDataset(
        **vars(plain) | {"windowing": options.windowing()},
        train_recording=train_recording,
        train_start=train_start,
        test_recording=test_recording,
        test_start=test_start,
    )
    note = _describe(data, listing, cuts.values(), isinstance(test, str)) + noted(notes)
    return replace(data, note=note)


@dataclass(frozen=True)
class Options:
    """How recordings become windows; a ValueError says what cannot be."""

    length: int
    hop: int
    max_windows: int
    rate_hz: float | None
    column: Column
    key: str | None
    max_mb: float
    pad: bool

    def __post_init__(self) -> None:
        if not isinstance(self.column, Integral | str | None):
            raise ValueError(f"column is the number or the name of a channel, got {self.column!r}")
        if not isinstance(self.key, str | None):
            raise ValueError(f"key is the name of a variable, got {self.key!r}")
        if not isinstance(self.max_mb, Real) or not self.max_mb > 0:
            raise ValueError(f"max_mb is a number of megabytes, got {self.max_mb!r}")
        rate = self.rate_hz
        if rate is not None and not (isinstance(rate, Real) and 0 < rate < np.inf):
            raise ValueError(f"rate_hz is a positive number of samples a second, got {rate!r}")

    def windowing(self) -> dict[str, object]:
        """For the card of a network, which takes no numbers of NumPy."""
        column = int(self.column) if isinstance(self.column, Integral) else self.column
        return {"hop": self.hop, "pad": bool(self.pad), "column": column, "key": self.key}


def split(
    listing: Listing, test: float | str, most: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Split the recordings of each class: their places for training and for test, in order.

    Of more than `most` recordings in a class, about `most` are drawn.

    Raises
    ------
    RecordingError
        If a class has one recording, or a pattern leaves a class without one in a part.
    ValueError
        If a fraction does not lie between 0 and 1.
    """
    pattern = as_pattern(test, "test") if isinstance(test, str) else None
    if pattern is None and not (isinstance(test, Real) and 0 < test < 1):
        raise ValueError(f"test is a fraction between 0 and 1 or a pattern, got {test!r}")
    parts: tuple[list[int], list[int]] = [], []
    for number, name in enumerate(listing.classes):
        places = rng.permutation(np.flatnonzero(listing.y == number))
        if len(places) == 1:
            raise RecordingError(
                f"class {name!r} has one recording, {listing.root / listing.names[places[0]]}: it "
                "takes two, one to train and one to test. Record another, or cut this one into "
                "two files (then the test says nothing about another day)"
            )
        if pattern is None:
            count = min(max(1, round(test * len(places))), len(places) - 1)
            tested = np.arange(len(places)) < count
        else:
            tested = np.array([bool(pattern.search(listing.names[place])) for place in places])
        for part, chosen in zip(parts, (places[~tested], places[tested]), strict=True):
            if not len(chosen):
                what = "is found in all" if part is parts[0] else "is found in none"
                raise RecordingError(
                    f"test={test!r} {what} of the {len(places)} recordings of class {name!r}: each "
                    "class needs some for training and some for test"
                )
            keep = max(1, min(len(chosen), most * len(chosen) // len(places)))
            part.extend(chosen[:keep].tolist())
    train, held = (np.array(sorted(part), np.int64) for part in parts)
    return train, held


def _read(
    listing: Listing, places: NDArray[np.int64], options: Options
) -> tuple[dict[int, Windows], float, Counter[str]]:
    """The windows of each recording, in the order of names, their sampling rate (Hz), and notes."""
    cuts: dict[int, Windows] = {}
    seen, taken, notes = Seen(), 0, Counter[str]()
    rate, told_by = options.rate_hz, "the option rate_hz says"
    recordings = np.bincount(listing.y[places])
    for place in places.tolist():
        name = listing.names[place]
        recording = open_recording(listing.root / name, options.column, options.key)
        own = check_rate(recording, rate, told_by, fixed=options.rate_hz is not None)
        if rate is None:
            rate, told_by = own, f"{name} has"
        notes[recording.note] += 1
        share = max(1, options.max_windows // recordings[listing.y[place]])
        possible = max(1, (recording.length - options.length) // options.hop + 1)
        taken += 4 * options.length * min(share, possible)
        if taken > options.max_mb * 1e6:
            raise RecordingError(
                f"at {recording.path}, recording {len(cuts) + 1} of {len(places)}, the windows "
                f"take more than max_mb = {options.max_mb:g} megabytes of memory: take fewer by "
                f"max_windows (now {options.max_windows} of a class), a shorter length or a longer "
                "hop, or allow more by max_mb"
            )
        seen.add_file(recording.path, name)
        cuts[place] = cut(recording, options.length, options.hop, share, options.pad)
        seen.add_windows(recording.path, name, cuts[place].x)
    assert rate is not None  # of the first recording
    return cuts, float(rate), notes


def _gather(
    listing: Listing, places: NDArray[np.int64], cuts: dict[int, Windows]
) -> tuple[Labelled, NDArray[np.str_], NDArray[np.int64]]:
    """The windows of some recordings with their labels; of each its recording and its start."""
    found = [cuts[place] for place in places.tolist()]
    counts = [len(one.x) for one in found]
    labelled = np.concatenate([one.x for one in found]), listing.y[places].repeat(counts)
    names = np.array(listing.names)[places].repeat(counts)
    return labelled, names, np.concatenate([one.starts for one in found])


def _describe(
    data: FolderDataset, listing: Listing, cuts: Collection[Windows], chosen: bool
) -> str:
    """Where the data come from, what was left out, and whether the classes are balanced."""
    note = (
        f"Folder {listing.root.resolve().name!r}, split by recording"
        f"{' by a pattern' if chosen else ' within each class'} (training + test). {data.counted()}"
    )
    possible, kept = sum(one.possible for one in cuts), sum(len(one.x) for one in cuts)
    flat, unread = sum(one.flat for one in cuts), len(listing.names) - len(cuts)
    if possible > kept + flat:
        note += f" Of {possible} windows {kept + flat} were taken, spread evenly (max_windows)."
    if unread:
        note += f" {unread} recording{'s were' if unread > 1 else ' was'} left out (max_windows)."
    if flat:
        plural, were = ("s", "were") if flat > 1 else ("", "was")
        note += f" {flat} window{plural} in which nothing varies {were} dropped."
    if listing.empty:
        which = ", ".join(map(repr, listing.empty))
        note += f" No recording lies in {which}, so there is no such class."
    if listing.ignored:
        note += f" Other files, not read: {counted(listing.ignored)}."
    return note + data.out_of_balance()
