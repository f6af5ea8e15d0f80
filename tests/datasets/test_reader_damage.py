"""Damaged files of every kind: a RecordingError that names the file, or numbers; nothing else."""

import io
import wave

import numpy as np
import pytest
import scipy.io
from hypothesis import given, settings
from hypothesis import strategies as st

from drsn_lite.datasets import RecordingError
from drsn_lite.datasets.recordings.files import open_recording

SIGNAL = np.sin(np.arange(300) / 7)


def content(ending):
    file = io.BytesIO()
    if ending == "wav":
        with wave.open(file, "wb") as written:
            written.setparams((1, 2, 8000, 0, "NONE", ""))
            written.writeframes(np.round(SIGNAL * 2**15 - 0.5).astype("<i2").tobytes())
    elif ending == "npy":
        np.save(file, SIGNAL)
    elif ending == "csv":
        np.savetxt(file, np.stack([SIGNAL, SIGNAL], 1), header="t,x", delimiter=",", comments="")
    else:
        scipy.io.savemat(file, {"x": SIGNAL}, do_compression=ending == "packed")
    return file.getvalue()


@pytest.mark.parametrize("ending", ["wav", "npy", "csv", "mat", "packed"])
@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=4),
    length=st.one_of(st.none(), st.integers(0, 3000)),
)
def test_a_damaged_file_is_named_or_read(tmp_path_factory, ending, changes, length):
    damaged = bytearray(content(ending))
    for place, value in changes:
        damaged[place % len(damaged)] = value
    path = tmp_path_factory.mktemp("damage") / f"a.{'mat' if ending == 'packed' else ending}"
    path.write_bytes(damaged[:length])
    said, length, found = "", 0, np.empty(0)
    try:
        recording = open_recording(path, column=0)
        length, found = recording.length, recording.read(0, recording.length)
    except RecordingError as error:
        said = str(error)
    assert str(path) in said or (found.dtype == np.float64 and found.shape == (length,) != (0,))
