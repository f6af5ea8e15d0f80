"""`load("folder", path)`: memory, the report, options of NumPy, what is no file."""

import json
import os
import struct
import tracemalloc

import numpy as np
import pytest
from test_folder import get, refused, root, signal

from drsn_lite import cards, folder_files
from drsn_lite.datasets import load
from drsn_lite.folder_note import report
from drsn_lite.networks import Plan, build
from drsn_lite.windows import starts

__all__ = ["root"]  # a fixture


def test_the_memory_of_all_windows_is_bounded(root):
    windows = 2 * 4 * 11 * 64 * 4 / 1e6
    assert len(get(root, max_mb=windows * 1.001).train_x) == 66
    refused(root, "recording 8 of 8", "megabytes", "max_windows (now 1000", max_mb=windows * 0.999)
    with pytest.raises(ValueError, match="max_mb"):
        get(root, max_mb=0)


def test_numbers_of_numpy_are_good_options(root):
    for path in root.rglob("*.*"):
        path.unlink()
    for n in range(2):
        for name in ("healthy", "worn"):
            np.save(root / name / f"{n}.npy", np.stack([signal(n), signal(n + len(name))], 1))
    options = {"length": 64, "hop": 32, "column": 1, "max_windows": 10}
    data = get(root, **{name: np.int64(value) for name, value in options.items()})
    made = cards.card(data, build("resnet", Plan((3, 1), ((2, 1, 1),)), 2, seed=0))
    assert json.loads(json.dumps(made))["input"] == made["input"]
    assert made["input"]["column"] == 1
    with pytest.raises(ValueError, match="whole"):
        get(root, length=64.5, column=1)


def test_a_label_that_is_different_for_each_file(root):
    for path in sorted(root.glob("worn/*")):
        path.rename(path.with_name(f"worn_{path.name}"))
    refused(root, "each of the 8", "of its own", "label=", label=r"^(.*)$")


def test_the_report_counts_recordings_and_windows(root):
    np.save(root / "worn" / "five.npy", signal(77, 80))
    data = get(root)
    table = report(data)
    assert list(table.index) == ["healthy", "worn", "all"]
    assert table.loc["healthy"].tolist() == [3, 1, 33, 11]
    assert table.loc["worn", ["train recordings", "test recordings"]].tolist() == [3, 2]
    assert table.loc["all", "train windows"] == len(data.train_x)
    assert table.loc["all", "test windows"] == len(data.test_x)
    with pytest.raises(ValueError, match="gearbox does not know"):
        report(load("gearbox", train_per_state=1, test_per_state=1, length=64))


def test_what_is_no_file_does_not_stop_everything(root):
    os.mkfifo(root / "worn" / "pipe.wav")  # reading it would wait for ever
    refused(root, "pipe.wav", "no file but")
    (root / "worn" / "pipe.wav").unlink()
    (root / ".git").mkdir()
    (root / ".git" / "object.npy").write_bytes(b"no array")
    (root / "worn" / "many.npz").write_bytes(b"no array")
    assert "Other files, not read: 1 of .npz" in get(root).note
    assert "no such class" not in get(root).note
    (root / "squeal" / "deep").mkdir(parents=True)
    assert "No recording lies in 'squeal', so there is no such class." in get(root).note


def test_a_folder_that_may_not_be_read_is_named(root, monkeypatch):
    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    for name in ("is_dir", "is_symlink"):  # of a folder above; of one that may be listed only
        with monkeypatch.context() as patch:
            patch.setattr(folder_files.Path, name, refuse)
            refused(root, root, "cannot be read: Permission denied", "Give yourself leave")
    with monkeypatch.context() as patch:
        patch.setattr(folder_files.os, "scandir", refuse)
        refused(root, root, "cannot be read: Permission denied", "Give yourself leave")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("rate_hz", "8000"),
        ("rate_hz", np.nan),
        ("column", 1.5),
        ("key", 3),
        ("max_mb", "500"),
        ("label", 7),
        ("test", None),
        ("length", "64"),
    ],
)
def test_options_that_cannot_be_meant(root, option, value):
    with pytest.raises(ValueError, match=rf"\b{option}\b.*{value}"):
        get(root, **{option: value})
    with pytest.raises(ValueError, match="needs the path"):
        load("folder", "")


def test_two_recordings_of_ten_gigabytes_in_little_memory(tmp_path):
    samples = 2_500_000_000
    for number, name in enumerate(("healthy", "worn")):
        (tmp_path / name).mkdir()
        for take in range(2):
            header = b"RF64\xff\xff\xff\xffWAVE"
            header += struct.pack("<4sIQQQI", b"ds64", 28, 0, 4 * samples, 0, 0)
            header += struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, 1, 10000, 40000, 4, 32)
            header += struct.pack("<4sI", b"data", 0xFFFFFFFF)
            with (tmp_path / name / f"{take}.wav").open("wb") as file:
                file.write(header + bytes([take, number, 0, 0]) * 2000)  # files begin unlike
                for start in starts(samples, 1000, 1000, 50).tolist():
                    file.seek(len(header) + 4 * start)
                    wave = np.random.default_rng([start, number, take]).normal(size=1000)
                    file.write(wave.astype("<f4").tobytes())
                file.truncate(len(header) + 4 * samples)
    tracemalloc.start()
    try:
        data = load("folder", tmp_path, length=1000, hop=1000, max_windows=100)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(data.train_x) == len(data.test_x) == 100
    assert peak < 8_000_000  # the windows take 0.8 MB


def test_training_alone_may_be_out_of_balance(root):
    for name in ("one.npy", "two.csv"):
        (root / "worn" / name).unlink()
    note = get(root, test="four").note
    assert "worn: 1 + 1 recordings, 11 + 11 windows" in note
    assert "not balanced" in note
    assert "50% of the test windows" in note
