"""HDF5 files, and MAT files of version 7.3, which are HDF5 too: one array with one signal."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.keys import Entry, choose_key, rate_beside
from drsn_lite.datasets.recordings.npy_files import from_array
from drsn_lite.datasets.recordings.recording import (
    Column,
    Recording,
    RecordingError,
    missing,
    quoted,
)


def open_hdf(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open an array of an HDF5 file: key="group.name".

    The sampling rate is from a number called fs, sr or dt beside it, or such an attribute.

    Raises
    ------
    RecordingError
        If h5py is not there, or the file is damaged, or the array is no signal, or there are
        several and none is chosen.
    """
    try:
        import h5py
    except ImportError as error:
        raise missing(path, "h5py") from error
    arrays: dict[str, Any] = {}

    def look(place: str, found: Any) -> None:  # links that lead elsewhere are not followed here
        if isinstance(found, h5py.Dataset) and not place.startswith("#"):  # MATLAB's own notes
            arrays[place.replace("/", ".")] = found

    try:
        with h5py.File(path, "r") as file:
            file.visititems(look)
            entries = {name: _entry(found) for name, found in arrays.items()}
            name = choose_key(path, key and key.strip("/").replace("/", "."), entries, "array")
            place, shape, dtype = arrays[name].name, arrays[name].shape, arrays[name].dtype
            rate, note = rate_beside(path, f"{name}.", _scalars(name, arrays, entries))

        def array() -> Any:
            return h5py.File(path, "r")[place]  # closed when the array is let go

        found = from_array(path, f"the array {name}", shape, dtype, array, column, rate, note)
    except RecordingError:
        raise
    except Exception as error:  # h5py raises many kinds on a damaged file
        raise _damaged(path, error) from error

    def read(start: int, stop: int) -> NDArray[np.float64]:
        try:
            return found.read(start, stop)
        except Exception as error:
            raise _damaged(path, error) from error

    return replace(found, read=read)


def _damaged(path: Path, error: object) -> RecordingError:
    return RecordingError(
        f"{path} is not a whole HDF5 file ({quoted(error)}): it may be cut short. Save or copy it "
        "again"
    )


def _entry(found: Any) -> Entry:
    """What an array is; MATLAB writes letters, and truths, as whole numbers."""
    matlab = found.attrs.get("MATLAB_class", b"")
    kind = matlab.decode() if isinstance(matlab, bytes) and matlab else str(found.dtype)
    numbers = found.dtype.kind in "iuf" and kind not in ("char", "logical", "cell", "struct")
    return Entry(kind[:40], found.shape or (), numbers and "MATLAB_empty" not in found.attrs)


def _scalars(
    name: str, arrays: dict[str, Any], entries: dict[str, Entry]
) -> dict[str, Callable[[], float]]:
    """Single numbers among arrays, and among what is noted at the one chosen and its group."""
    found: dict[str, Callable[[], float]] = {}
    for one, entry in entries.items():
        if entry.numbers and np.prod(entry.shape) == 1:
            found[one] = partial(_number, arrays[one])
    for owner, begin in ((arrays[name], f"{name}."), (arrays[name].parent, _begin(name))):
        for said, value in owner.attrs.items():
            number = np.asarray(value)
            if number.size == 1 and number.dtype.kind in "iuf":
                found[f"{begin}{said}"] = number.item
    return found


def _number(found: Any) -> float:
    return float(np.asarray(found).item())


def _begin(name: str) -> str:
    group, dot, _ = name.rpartition(".")
    return group + dot
