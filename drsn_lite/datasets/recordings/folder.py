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
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.dataset import FolderDataset, Labelled, Streams, from_signals
from drsn_lite.datasets.loudness import divided, rms_each
from drsn_lite.datasets.recordings.continuing import EDGE, Edges, check_uncut, series
from drsn_lite.datasets.recordings.copies import Seen, fingerprint
from drsn_lite.datasets.recordings.describing import described
from drsn_lite.datasets.recordings.files import (
    Listing,
    find,
    noted,
    open_recording,
)
from drsn_lite.datasets.recordings.options import Options, checked
from drsn_lite.datasets.recordings.recording import (
    Column,
    RecordingError,
    Windows,
    check_rate,
    cut,
)
from drsn_lite.datasets.recordings.splitting import groups_of, split


def load_folder(
    streams: Streams,
    path: Path | str | None = None,
    *,
    length: int = 1024,
    hop: int | None = None,
    label: str = "folder",
    test: float | str = 0.3,
    group: str | None = None,
    rate_hz: float | None = None,
    column: Column = None,
    key: str | None = None,
    scale: str = "recording",
    max_windows: int = 1000,
    max_mb: float = 500,
    pad: bool = False,
    format: str | None = None,
    decimal: str | None = None,
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
    group : str, optional
        What must stay together, a machine, a speaker, a day: a regular expression with one group,
        looked for in the path below the folder, r"(machine[0-9]+)". A fraction `test` is then one
        of all groups, and each of them is in one part only. `fit` holds out whole groups too.
        "recording": each by itself, also where one seems to continue another.
    rate_hz : float, optional
        Sampling rate. Many files say theirs (in a column of times, as fs …); others need it.
    column, key : int or str, str, optional
        The channel, and the array of a file with several; see `files.open_recording`.
    scale : {"recording", "training", "window"}
        By whose RMS windows are divided: of all windows of their recording, of all training
        windows, their own. Only with "training" a network sees which recording is louder; that may
        be the fault, and it may be the sensor (data/results/scales.csv).
    max_windows : int
        Of a class. Its recordings give an equal share each, spread evenly over them.
    max_mb : float
        Megabytes that all windows together may take; while loading, four times as much is needed.
    pad : bool
        Fill recordings shorter than a window with zeros instead of refusing them.
    format : str, optional
        "csv", "wav" …: what files are that say it neither by their ending nor by their beginning.
        Without it these are left out.
    decimal : {",", "."}, optional
        The decimal mark of CSV files in which nothing tells it from a mark of thousands.

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
    options = checked(
        length, hop, max_windows, rate_hz, column, key, scale, max_mb, pad, format, decimal
    )
    listing = find(Path(path).expanduser(), label, format)
    parts = split(listing, test, max_windows, np.random.default_rng(streams[0]), group)
    cuts, edges, rate, notes = _read(
        listing, np.sort(np.concatenate(parts)), options, group is None
    )
    names = [[listing.names[place] for place in part] for part in parts]
    asked = check_uncut(listing.root, edges, names)
    train, held = (_gather(listing, part, cuts, scale) for part in parts)
    belongs = dict(zip(listing.names, groups_of(listing, group).tolist(), strict=True))
    by = None if scale == "training" else 1.0
    plain = from_signals("folder", train.labelled, held.labelled, listing.classes, rate, "", by)
    read = [listing.names[place] for place in sorted(cuts)]
    data = FolderDataset(
        **vars(plain) | {"windowing": options.windowing()},
        train_recording=train.recording,
        train_start=train.start,
        train_rms=train.rms,
        files={name: fingerprint(listing.root / name) for name in read},
        groups=np.array([belongs[name] for name in train.recording.tolist()]),
        test_recording=held.recording,
        test_start=held.start,
        test_rms=held.rms,
    )
    grouped = "within each class" if group in (None, "recording") else "and whole groups"
    how = "by a pattern" if isinstance(test, str) else grouped
    note = described(data, listing, cuts.values(), how) + noted(notes) + asked
    return replace(data, note=note)


def _read(
    listing: Listing, places: NDArray[np.int64], options: Options, ask: bool
) -> tuple[dict[int, Windows], dict[str, Edges], float, Counter[str]]:
    """The windows of each recording, in the order of names; ends; sampling rate (Hz); notes.

    The ends are of recordings whose names are numbered, if `ask`.
    """
    cuts: dict[int, Windows] = {}
    edges: dict[str, Edges] = {}
    numbered = {name for run in series(listing.names) for name in run} if ask else set()
    seen, taken, notes = Seen(), 0, Counter[str]()
    rate, told_by = options.rate_hz, "the option rate_hz says"
    recordings = np.bincount(listing.y[places])
    for place in places.tolist():
        name = listing.names[place]
        recording = open_recording(
            listing.root / name,
            options.column,
            options.key,
            otherwise=options.format,
            decimal=options.decimal,
        )
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
        first = recording.read(0, min(EDGE, recording.length)) if name in numbered else None
        cuts[place] = cut(recording, options.length, options.hop, share, options.pad)
        if first is not None:
            end = recording.length
            edges[name] = first, recording.read(max(0, end - EDGE), end)
        seen.add_windows(recording.path, name, cuts[place].x)
    assert rate is not None  # of the first recording
    return cuts, edges, float(rate), notes


class _Part(NamedTuple):
    """The training or the test part: windows with labels, and of each its recording, start, RMS."""

    labelled: Labelled
    recording: NDArray[np.str_]
    start: NDArray[np.int64]
    rms: NDArray[np.float64]


def _gather(
    listing: Listing, places: NDArray[np.int64], cuts: dict[int, Windows], scale: str
) -> _Part:
    """The windows of some recordings, divided as `scale` says, but for one scale of all."""
    found = [cuts[place] for place in places.tolist()]
    counts = [len(one.x) for one in found]
    x = [one.x if scale == "training" else divided(one.x, scale) for one in found]
    return _Part(
        (np.concatenate(x), listing.y[places].repeat(counts)),
        np.array(listing.names)[places].repeat(counts),
        np.concatenate([one.starts for one in found]),
        np.concatenate([rms_each(one.x) for one in found]),
    )
