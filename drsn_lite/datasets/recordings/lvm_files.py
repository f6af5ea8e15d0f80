"""LVM files of LabVIEW: two headers that say what follows, then a table."""

import mmap
from dataclasses import replace
from pathlib import Path

from drsn_lite.datasets.recordings.clock import simplest
from drsn_lite.datasets.recordings.csv_files import open_table
from drsn_lite.datasets.recordings.dialect import Dialect, split
from drsn_lite.datasets.recordings.recording import Column, Recording, RecordingError, choose
from drsn_lite.datasets.recordings.text import find_encoding, numbered_lines

END = "***End_of_Header***"
SEPARATORS = {"Tab": "\t", "Comma": ",", "Semicolon": ";"}


def open_lvm(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open a channel of an LVM file with one segment. The sampling rate is from Delta_X.

    Raises
    ------
    RecordingError
        If it is damaged or holds several segments, or channels of which none is chosen, or a cell
        is no finite number.
    """
    with path.open("rb") as file:
        encoding = find_encoding(file.read(2**16))
        _refuse_segments(path, file.fileno())
    said: dict[str, list[str]] = {}
    ends, separator = 0, "\t"
    names: list[str] = []
    for number, line in numbered_lines(path, encoding):
        cells = split(line.strip("\r\n"), separator)
        if ends == 2 and names and line.strip():
            return _table(path, encoding, separator, number, names, said, column)
        if ends == 2 and not names:
            names = [cell for cell in cells if cell not in ("", "Comment")]
        elif line.startswith(END):
            ends += 1
        elif line.startswith("Separator"):
            word = line[len("Separator") :].strip(" \t,;\r\n")
            separator = SEPARATORS.get(word, separator)
        elif cells:
            said[cells[0]] = [cell for cell in cells[1:] if cell]
    raise RecordingError(
        f"{path} ends before its samples begin ({END} should stand in it twice): save it again"
    )


def _refuse_segments(path: Path, file: int) -> None:
    """Raise a RecordingError if more than one segment was written into the file."""
    mark, place = END.encode(), -1
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as content:
        for _ in range(3):
            if (place := content.find(mark, place + 1)) < 0:
                return
    raise RecordingError(
        f"{path} holds several segments, which may not be adjacent: save each in a file of its own"
    )


def _table(
    path: Path,
    encoding: str,
    separator: str,
    first: int,
    names: list[str],
    said: dict[str, list[str]],
    column: Column,
) -> Recording:
    """The channel of the table that begins at line `first`; `said` is what the headers say."""
    places = [n for n, name in enumerate(names) if name != "X_Value"]
    place = places[choose(path, column, [names[n] for n in places])]
    channel = places.index(place)
    commas = said.get("Decimal_Separator") == [","]
    dialect = Dialect(separator, encoding, first, len(names), place, commas, tuple(names))
    recording = open_table(path, dialect)
    steps, dimensions = said.get("Delta_X", []), said.get("X_Dimension", ["Time"])
    try:
        step = float(steps[min(channel, len(steps) - 1)].replace(",", "."))
    except (IndexError, ValueError):
        return recording
    if not step > 0 or dimensions[min(channel, len(dimensions) - 1)] != "Time":
        return recording
    rate = simplest(1 / step, 1e-6 / step)
    note = f"the sampling rate, {rate:g} Hz, is from Delta_X"
    return replace(recording, rate_hz=rate, note=note, rate_error=1e-6 * rate)
