"""Which format a file has: by the ending of its name, or by what it begins with.

Names without a known ending are common: bearings run to failure (IMS) are recorded as
"2004.02.12.10.32.39".
"""

import re
from collections.abc import Callable
from pathlib import Path

from drsn_lite.datasets.recordings.cells import MISSING, NUMBER, TIME, kind
from drsn_lite.datasets.recordings.csv_files import open_csv
from drsn_lite.datasets.recordings.hdf_files import open_hdf
from drsn_lite.datasets.recordings.lvm_files import open_lvm
from drsn_lite.datasets.recordings.mat_files import open_mat
from drsn_lite.datasets.recordings.npy_files import open_npy, open_npz
from drsn_lite.datasets.recordings.recording import Column, Recording, RecordingError
from drsn_lite.datasets.recordings.sound_files import open_sound
from drsn_lite.datasets.recordings.tdms_files import open_tdms
from drsn_lite.datasets.recordings.text import read_head
from drsn_lite.datasets.recordings.uff_files import open_uff
from drsn_lite.datasets.recordings.wav_files import open_wav

READERS: dict[str, Callable[[Path, Column, str | None], Recording]] = {
    ".wav": open_wav,
    ".csv": open_csv,
    ".npy": open_npy,
    ".mat": open_mat,
    ".npz": open_npz,
    ".tsv": open_csv,
    ".lvm": open_lvm,
    ".tdms": open_tdms,
    ".uff": open_uff,
    ".unv": open_uff,
    ".h5": open_hdf,
    ".hdf5": open_hdf,
    ".flac": open_sound,
    ".ogg": open_sound,
    ".mp3": open_sound,
    ".aiff": open_sound,
    ".aif": open_sound,
}
"""What opens a file, by the ending of its name: called with path, column and key."""

BEGINNINGS = {
    b"RIFF": ".wav",
    b"RIFX": ".wav",
    b"RF64": ".wav",
    b"\x93NUMPY": ".npy",
    b"MATLAB ": ".mat",
    b"PK\x03\x04": ".npz",
    b"LabVIEW Measurement": ".lvm",
    b"TDSm": ".tdms",
    b"    -1": ".uff",
    b"\x89HDF\r\n\x1a\n": ".h5",
    b"fLaC": ".flac",
    b"OggS": ".ogg",
    b"ID3": ".mp3",
    b"FORM": ".aiff",
}
"""What files of these formats begin with."""

OPEN_TO_ALL = re.compile(r"\.(txt|dat|asc|prn|\d+)|")
"""Endings that say nothing of the format: whether it is a recording, its beginning decides."""

TABLE_LINES = 20
"""Lines, at the end of the beginning of a text, by which a table is told from prose."""


def of_format(path: Path, format: str | None = None, otherwise: str | None = None) -> str | None:
    """The ending in `READERS` of the format that a file has; None if it has none of them.

    Parameters
    ----------
    path : Path
    format : str, optional
        What it is, whatever its name and its beginning say.
    otherwise : str, optional
        What it is where neither says anything.

    Raises
    ------
    ValueError
        If there is no such format.
    """
    ending = path.suffix.lower()
    if format is not None:
        return named_format(format)
    asked = None if otherwise is None else named_format(otherwise)
    if ending in READERS:
        return ending
    with path.open("rb") as file:
        start = file.read(32)
    for beginning, found in BEGINNINGS.items():
        if start.startswith(beginning):
            return found
    return ".csv" if OPEN_TO_ALL.fullmatch(ending) and _is_table(path) else asked


def named_format(format: str) -> str:
    """The ending in `READERS` of a format such as "csv"; a ValueError if there is none."""
    asked = f".{str(format).lower().lstrip('.')}"
    if asked not in READERS:
        listed = ", ".join(one[1:] for one in READERS)
        raise ValueError(f"format is one of {listed}, got {format!r}")
    return asked


def _is_table(path: Path) -> bool:
    """Whether most of the last lines of a text's beginning hold nothing but numbers and times."""
    try:
        lines = [line for line in read_head(path).lines if line.strip()][-TABLE_LINES:]
    except RecordingError:
        return False
    cells = [[cell for cell in re.split(r"[\s;|]+", line) if cell] for line in lines]
    rows = sum(
        all(kind(cell.strip(",")) in (NUMBER, TIME, MISSING) or "," in cell for cell in row)
        and any(cell[-1].isdigit() for cell in row)
        for row in cells
    )
    return rows > len(lines) / 2
