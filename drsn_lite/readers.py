"""Open a recording: WAV, CSV, NPY or MAT, each by its ending.

Nothing that could run code is ever opened: a pickle is refused by its name, and an array of
Python objects by its header.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.csv_files import open_csv
from drsn_lite.recording import Column, Recording, RecordingError, pick_axis
from drsn_lite.wav_files import open_wav

ENDINGS = (".wav", ".csv", ".npy", ".mat")
PICKLES = (".pkl", ".pickle", ".joblib", ".pt", ".pth")
LARGEST_MAT = 512_000_000
"""Bytes of one variable of a MAT file, which can only be read whole."""


def open_recording(path: Path | str, column: Column = None, key: str | None = None) -> Recording:
    """Open the recording in a file.

    Parameters
    ----------
    path : path
        Ends with .wav, .csv, .npy or .mat.
    column : int or str, optional
        The channel, where there are several; in a CSV file by name too.
    key : str, optional
        The variable of a MAT file, where there are several.

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
            "opened. Save the signal with numpy.save(…, allow_pickle=False) as .npy"
        )
    if ending not in ENDINGS:
        raise RecordingError(
            f"{path} ends with {ending or 'no ending'}: recordings end with {', '.join(ENDINGS)}"
        )
    try:
        if path.is_dir():
            raise RecordingError(f"{path} is a folder, not a file: name the files in it")
        if not path.exists():
            raise RecordingError(f"there is no file {path}: is the name right?")
        if not path.stat().st_size:
            raise RecordingError(
                f"{path} is empty: it has no bytes. Record it again or leave it out"
            )
        if ending == ".mat":
            return _open_mat(path, column, key)
        return {".wav": open_wav, ".csv": open_csv, ".npy": _open_npy}[ending](path, column)
    except OSError as error:
        raise RecordingError(
            f"{path} cannot be read: {error.strerror or error}. Give yourself leave to read it, or "
            "leave it out"
        ) from error


def _open_npy(path: Path, column: Column) -> Recording:
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
    except ValueError as error:
        if "object" in str(error).lower():
            raise RecordingError(
                f"{path} holds Python objects, which can run code when loaded, so it was not. Save "
                "plain numbers: numpy.save(name, numpy.asarray(signal, float))"
            ) from error
        raise RecordingError(
            f"{path} is not a whole NPY file ({error}): it may be cut short. Save or copy it again"
        ) from error
    _check_kind(path, found.dtype, "the array")
    time, channel = pick_axis(path, found.shape, column, "the array")
    length = found.shape[time]
    del found

    def read(start: int, stop: int) -> NDArray[np.float64]:
        return _stretch(array(), time, channel, start, stop)

    return Recording(path, length, None, read)


def _stretch(array: NDArray, time: int, channel: int, start: int, stop: int) -> NDArray[np.float64]:
    if array.ndim == 1:
        return np.array(array[start:stop], np.float64)
    part = array[start:stop, channel] if time == 0 else array[channel, start:stop]
    return np.array(part, np.float64)


def _check_kind(path: Path, dtype: np.dtype, what: str) -> None:
    if dtype.kind in "iuf":
        return
    remedy = "take its real part or its magnitude" if dtype.kind == "c" else "save plain numbers"
    raise RecordingError(f"{path}: {what} is of type {dtype}, no real numbers: {remedy}")


def _open_mat(path: Path, column: Column, key: str | None) -> Recording:
    import scipy.io

    with path.open("rb") as file:
        if b"MATLAB 7.3" in file.read(128):
            raise RecordingError(
                f"{path} is a MAT file of version 7.3 (HDF5), which cannot be read here: in MATLAB, "
                "save(name, 'signal', '-v7')"
            )
    try:
        listed = {name: (shape, kind) for name, shape, kind in scipy.io.whosmat(path)}
        key = _variable(path, key, listed)
        shape, kind = listed[key]
        time, channel = pick_axis(path, shape, column, f"the variable {key}")
        if int(np.prod(shape, dtype=object)) * 8 > LARGEST_MAT:
            raise RecordingError(
                f"{path}: {key} has {np.prod(shape, dtype=object)} numbers, and a MAT file can only "
                "be read whole, which might not fit into memory. Save it as .npy or .wav"
            )
        values = scipy.io.loadmat(path, variable_names=[key])[key]
    except RecordingError:
        raise
    except Exception as error:  # scipy raises many kinds on a damaged file
        raise RecordingError(
            f"{path} is not a whole MAT file ({type(error).__name__}: {error}). Save or copy it "
            "again"
        ) from error
    _check_kind(path, values.dtype, f"the variable {key}")
    if values.shape != shape:
        raise RecordingError(f"{path}: {key} is {values.shape}, not {shape} as it says: save again")
    return Recording(
        path, shape[time], None, lambda start, stop: _stretch(values, time, channel, start, stop)
    )


def _variable(path: Path, key: str | None, listed: dict[str, tuple[tuple[int, ...], str]]) -> str:
    """The variable asked for, or the only one that holds a signal."""
    words = ", ".join(
        f"{name} ({' × '.join(map(str, shape))} {kind})" for name, (shape, kind) in listed.items()
    )
    numbers = ("double", "single", *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)))
    if key is not None:
        if key not in listed:
            raise RecordingError(f"{path} holds no variable {key!r}; it holds {words or 'none'}")
        if listed[key][1] not in numbers:
            raise RecordingError(
                f"{path}: {key} is a {listed[key][1]}, no array of numbers: save the signal itself"
            )
        return key
    # a rate or a speed is often stored beside the signal: one number is no signal
    signals = [n for n, (shape, kind) in listed.items() if kind in numbers and max(shape) > 1]
    if len(signals) != 1:
        raise RecordingError(
            f"{path} holds {len(signals) or 'no'} signals: {words or 'nothing at all'}. "
            + ("Choose one with key=" if signals else "Save the signal as an array of numbers")
        )
    return signals[0]
