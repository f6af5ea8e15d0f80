"""TDMS files of LabVIEW and DIAdem: one channel."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drsn_lite.datasets.recordings.clock import simplest
from drsn_lite.datasets.recordings.keys import Entry, choose_key
from drsn_lite.datasets.recordings.recording import (
    Column,
    Recording,
    RecordingError,
    choose,
    missing,
    quoted,
)


def open_tdms(path: Path, column: Column = None, key: str | None = None) -> Recording:
    """Open a channel of a TDMS file, by column (place or name) or by key="group.channel".

    The sampling rate is from the property wf_increment.

    Raises
    ------
    RecordingError
        If npTDMS is not there, or the file is damaged, or there are several channels and none is
        chosen.
    """
    try:
        from nptdms import TdmsFile
    except ImportError as error:
        raise missing(path, "npTDMS") from error
    try:
        with TdmsFile.read_metadata(path) as file:
            channels = {
                f"{group.name}.{channel.name}": channel
                for group in file.groups()
                for channel in group.channels()
                if len(channel)
            }
            name = _chosen(path, channels, column, key)
            one = channels[name]
            group, channel, length = one.group_name, one.name, len(one)
            step = one.properties.get("wf_increment")
    except RecordingError:
        raise
    except Exception as error:  # npTDMS raises many kinds on a damaged file
        raise _damaged(path, error) from error

    def read(start: int, stop: int) -> NDArray[np.float64]:
        try:
            with TdmsFile.open(path) as file:
                stop = min(stop, length)
                found = np.asarray(file[group][channel].read_data(start, stop - start), np.float64)
        except Exception as error:  # an OSError too: it looks for bytes where none can be
            raise _damaged(path, error) from error
        if len(found) != stop - start:
            raise _damaged(path, "samples are missing")
        return found

    if not isinstance(step, float | int) or not step > 0:
        return Recording(path, length, None, read)
    rate = simplest(1 / step, 1e-6 / step)
    note = f"the sampling rate, {rate:g} Hz, is from wf_increment"
    return Recording(path, length, rate, read, note, 1e-6 * rate)


def _chosen(path: Path, channels: dict[str, Any], column: Column, key: str | None) -> str:
    """The name of the channel asked for."""
    names = list(channels)
    if not names:
        raise RecordingError(f"{path} holds no channel with a sample: record it again")
    if key is not None:
        entries = {
            name: Entry(str(one.dtype), (len(one),), one.dtype.kind in "iuf")
            for name, one in channels.items()
        }
        name = choose_key(path, key, entries, "channel")
    else:
        short = [name.partition(".")[2] for name in names]
        name = names[choose(path, column, short if column in short else names)]
    if channels[name].dtype.kind not in "iuf":
        raise RecordingError(f"{path}: {quoted(name)} holds no real numbers: choose another one")
    return name


def _damaged(path: Path, error: object) -> RecordingError:
    return RecordingError(
        f"{path} is not a whole TDMS file ({quoted(error)}): save or copy it again"
    )
