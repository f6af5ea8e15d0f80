"""Damaged files of every kind: a RecordingError that names the file, or numbers; nothing else."""

import io
import tempfile
import wave
from functools import cache
from pathlib import Path

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
    elif ending == "npz":
        np.savez(file, x=SIGNAL, fs=8000)
    elif ending in ("h5", "tdms", "flac", "uff"):
        return by_library(ending)
    elif ending == "4":
        scipy.io.savemat(file, {"x": SIGNAL, "fs": 8000}, format="4")
    elif ending in ("struct", "packed struct"):
        inside = {"gs": SIGNAL, "sr": 8000, "note": "words"}
        scipy.io.savemat(file, {"b": inside}, do_compression=ending != "struct")
    else:
        scipy.io.savemat(file, {"x": SIGNAL}, do_compression=ending == "packed")
    return file.getvalue()


@cache
def by_library(ending):
    """A file as the library of a format writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a.{ending}")
        if ending == "h5":
            with pytest.importorskip("h5py").File(path, "w") as file:
                file["g/x"], file["g/fs"] = SIGNAL, 8000
        elif ending == "tdms":
            nptdms = pytest.importorskip("nptdms")
            with nptdms.TdmsWriter(path) as file:
                one = nptdms.ChannelObject("g", "x", SIGNAL, {"wf_increment": 1 / 8000})
                file.write_segment([one])
        elif ending == "flac":
            pytest.importorskip("soundfile").write(path, SIGNAL, 8000)
        else:
            pyuff = pytest.importorskip("pyuff")
            numbers = dict.fromkeys(("rsp_node", "rsp_dir", "ref_node", "ref_dir"), 1)
            axes = dict.fromkeys((f"{one}_spec_data_type" for one in ("orddenom", "z_axis")), 0)
            axes |= {"abscissa_spec_data_type": 17, "ordinate_spec_data_type": 12}
            steps = {"abscissa_spacing": 1, "abscissa_min": 0.0, "abscissa_inc": 1 / 8000}
            kind = {"binary": 0, "func_type": 1, "ord_data_type": 4, "id1": "x"}
            data = {"x": np.arange(300) / 8000, "data": SIGNAL}
            record = pyuff.prepare_58(**numbers, **axes, **steps, **kind, **data)
            pyuff.UFF(str(path)).write_sets([record], mode="add")
        return path.read_bytes()


ENDINGS = {"packed": "mat", "4": "mat", "struct": "mat", "packed struct": "mat"}


@pytest.mark.parametrize(
    "ending",
    ["wav", "npy", "csv", "mat", "npz", "h5", "tdms", "flac", "uff", *ENDINGS],
)
@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=4),
    length=st.one_of(st.none(), st.integers(0, 3000)),
)
def test_a_damaged_file_is_named_or_read(tmp_path_factory, ending, changes, length):
    damaged = bytearray(content(ending))
    for place, value in changes:
        damaged[place % len(damaged)] = value
    path = tmp_path_factory.mktemp("damage") / f"a.{ENDINGS.get(ending, ending)}"
    path.write_bytes(damaged[:length])
    said, length, found = "", 0, np.empty(0)
    try:
        recording = open_recording(path, column=0)
        length, found = recording.length, recording.read(0, recording.length)
    except RecordingError as error:
        said = str(error)
    assert str(path) in said or (found.dtype == np.float64 and found.shape == (length,) != (0,))
