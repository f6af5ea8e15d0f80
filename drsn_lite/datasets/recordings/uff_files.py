"""Universal files (UFF, UNV) of vibration measurements: one record of type 58."""

from pathlib import Path

import numpy as np

from drsn_lite.datasets.recordings.clock import simplest
from drsn_lite.datasets.recordings.recording import (
    Column,
    Recording,
    RecordingError,
    choose,
    missing,
    quoted,
)

TIMES = 17
"""The code of an axis of times (s); 18 is frequency, for one."""


def open_uff(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open a record of a universal file: a response over time, evenly sampled.

    Raises
    ------
    RecordingError
        If pyuff is not there, or the file is damaged, or the record is no real signal over time,
        or there are several and none is chosen.
    """
    try:
        import pyuff
    except ImportError as error:
        raise missing(path, "pyuff") from error
    try:
        file = pyuff.UFF(str(path))
        places = [n for n, kind in enumerate(file.get_set_types()) if int(kind) == 58]
        if not places:
            raise RecordingError(f"{path} holds no record of type 58: export the signal as one")
        records = [file.read_sets(n) for n in places]
        names = [f"{one['id1']}".strip()[:40] or f"record {n}" for n, one in enumerate(records)]
        record = records[choose(path, column, names)]
        values, times = np.asarray(record["data"]), np.asarray(record["x"], np.float64)
        even, axis = int(record["abscissa_spacing"]), int(record["abscissa_spec_data_type"])
        step, number = float(record["abscissa_inc"]), int(record["num_pts"])
    except RecordingError:
        raise
    except Exception as error:  # pyuff raises many kinds on a damaged file
        raise RecordingError(
            f"{path} is not a whole universal file ({quoted(error)}): save or copy it again"
        ) from error
    if values.dtype.kind == "c" or axis not in (0, TIMES):
        raise RecordingError(
            f"{path}: the record is no real signal over time (its axis has the code {axis}): "
            "export the signal, not its spectrum"
        )
    if not len(values):
        raise RecordingError(f"{path} holds an empty record: record it again or leave it out")
    if number != len(values):
        raise RecordingError(
            f"{path} is cut short: it should hold {number} samples, {len(values)} are there. Save "
            "or copy it again"
        )
    if even != 1:
        raise RecordingError(
            f"{path}: the record is not evenly sampled: resample it with its times before you save "
            f"it ({len(times)} samples)"
        )
    values = values.astype(np.float64)
    rate = simplest(1 / step, 1e-5 / step) if step > 0 else None
    note = f"the sampling rate, {rate:g} Hz, is from the step of its times" if rate else ""
    return Recording(path, len(values), rate, lambda a, b: values[a:b], note, 1e-5 * (rate or 0.0))
