"""Open a recording: WAV, CSV, NPY or MAT, each by its ending.

Nothing that could run code is ever opened: a pickle is refused by its name, and an array of
Python objects by its header.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.csv_files import open_csv
from drsn_lite.mat_arrays import open_mat
from drsn_lite.recording import Column, Recording, RecordingError, check_kind, pick_axis, stretch
from drsn_lite.wav_files import open_wav

ENDINGS = (".wav", ".csv", ".npy", ".mat")
PICKLES = (".pkl", ".pickle", ".joblib", ".pt", ".pth")


def open_recording(path: Path | str, column: Column = None, key: str | None = None) -> Recording:
    """Open the recording in a file.

    Parameters
    ----------
    path : path
        Ends with .wav, .csv, .npy or .mat.
    column : int or str, optional
        The channel, where there are several; in a CSV file by name too.
    key : str, optional
        The variable of a MAT file, where there are several: its name, or a regular expression
        that is found in one name only: "DE_time".

    Returns
    -------
    Recording

    Raises
    ------
    RecordingError
        If the file cannot be used: says why and what to do.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending in PICKLES:
        raise RecordingError(
            f"{path} is refused: opening a pickle can run any code that is in it. It was not "
            "opened. Save the signal as .npy with numpy.save, or move this file elsewhere"
        )
    try:
        if not path.exists():
            raise RecordingError(f"there is no file {path}: is the name right?")
        if path.is_dir():
            raise RecordingError(f"{path} is a folder: name the files in it")
        if not path.is_file():
            raise RecordingError(f"{path} is no file but a pipe or a device: move it elsewhere")
        if ending not in ENDINGS:
            raise RecordingError(
                f"{path} has {f'the ending {ending}' if ending else 'no ending'}: recordings end "
                f"with {', '.join(ENDINGS)}. Save it as one of these"
            )
        if not path.stat().st_size:
            raise RecordingError(f"{path} is empty: it has no bytes. Record it again")
        if ending == ".mat":
            return open_mat(path, column, key)
        return {".wav": open_wav, ".csv": open_csv, ".npy": open_npy}[ending](path, column)
    except OSError as error:
        raise RecordingError(
            f"{path} cannot be read: {error.strerror or error}. Give yourself leave to read it, or "
            "leave it out"
        ) from error


def open_npy(path: Path, column: Column = None) -> Recording:
    """Open an array of real numbers, (samples,) or (samples, channels), without reading it."""

    def array() -> NDArray:
        # mapped anew each time: a thousand recordings would hold a thousand maps
        return np.lib.format.open_memmap(path, mode="r")

    with path.open("rb") as file:
        start = file.read(6)
    if start != b"\x93NUMPY":
        raise RecordingError(
            f"{path} is no NPY file, whatever its name says: it begins with {start!r}. It may be a "
            "pickle, so it was not opened. Save the signal with numpy.save"
        )
    try:
        found = array()
    except OSError:
        raise
    except Exception as error:  # numpy raises many kinds on a damaged header
        if "object" in str(error).lower():
            raise RecordingError(
                f"{path} holds Python objects, which can run code when loaded, so it was not. Save "
                "plain numbers: numpy.save(name, numpy.asarray(signal, float))"
            ) from error
        raise RecordingError(
            f"{path} is not a whole NPY file ({error}): it may be cut short. Save or copy it again"
        ) from error
    check_kind(path, found.dtype, "the array")
    time, channel = pick_axis(path, found.shape, column, "the array")

    def read(start: int, stop: int) -> NDArray[np.float64]:
        return stretch(array(), time, channel, start, stop)

    return Recording(path, found.shape[time], None, read)
