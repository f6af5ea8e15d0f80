"""Sound files other than plain WAV: FLAC, OGG, MP3, AIFF, and what libsndfile knows besides."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.recording import (
    Column,
    Recording,
    RecordingError,
    choose,
    missing,
    quoted,
)

LOSSY = ("MP3", "VORBIS", "OPUS", "MPEG_LAYER_III")


def open_sound(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open a channel of a sound file; numbers are from −1 to 1.

    Raises
    ------
    RecordingError
        If soundfile is not there, the file is damaged or cut short, or has several channels and
        none is chosen.
    """
    try:
        import soundfile
    except (ImportError, OSError) as error:  # OSError: without the library libsndfile
        raise missing(path, "soundfile") from error
    try:
        about = soundfile.info(str(path))
        length = about.frames
        channel = choose(path, column, [f"channel {n}" for n in range(about.channels)])
        if length < 1:
            raise RecordingError(f"{path} is empty: it has no sample. Record it again")
        with soundfile.SoundFile(str(path)) as file:
            there = sum(len(block) for block in file.blocks(2**16, dtype="float32"))
    except soundfile.SoundFileError as error:
        raise _damaged(path, error) from error
    _refuse_cut(path)
    if there != length:
        raise _damaged(path, f"it should hold {length} samples, {there} are there")

    def read(start: int, stop: int) -> NDArray[np.float64]:
        try:
            with soundfile.SoundFile(str(path)) as file:
                file.seek(start)
                found = file.read(min(stop, length) - start, dtype="float64", always_2d=True)
        except soundfile.SoundFileError as error:
            raise _damaged(path, error) from error
        return np.ascontiguousarray(found[:, channel])

    lossy = any(word in about.subtype.upper() for word in LOSSY) or about.format == "MP3"
    note = (
        "it was packed with losses, which an ear does not hear and a network may" if lossy else ""
    )
    return Recording(path, length, float(about.samplerate), read, note)


def _refuse_cut(path: Path) -> None:
    """Raise a RecordingError if an AIFF file is shorter than it says; libsndfile reads the rest."""
    with path.open("rb") as file:
        head = file.read(8)
    if head[:4] == b"FORM" and 8 + int.from_bytes(head[4:], "big") > path.stat().st_size:
        raise _damaged(path, "it is cut short")


def _damaged(path: Path, error: object) -> RecordingError:
    return RecordingError(
        f"{path} is not a whole sound file ({quoted(error)}): save or copy it again"
    )
