"""`load("folder", path)`: labels, the split by recording, memory, what is said, what is refused."""

import json
import struct

import numpy as np
import pytest
import scipy.io.wavfile
from hypothesis import example, given, settings
from hypothesis import strategies as st
from recorded import RATE, folder_refused, get, memory, signal

from drsn_lite.checkpoints import cards
from drsn_lite.datasets import load
from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.datasets.recordings import files
from drsn_lite.datasets.recordings.recording import starts
from drsn_lite.datasets.recordings.splitting import split
from drsn_lite.networks import Plan, build


def test_four_formats_become_one_data_set(motor):
    data = get(motor)
    assert isinstance(data, FolderDataset)
    assert (data.name, data.classes, data.rate_hz) == ("folder", ("healthy", "worn"), RATE)
    assert data.train_x.shape == (2 * 3 * 11, 1, 1, 64)
    assert data.test_x.shape == (2 * 1 * 11, 1, 1, 64)
    assert data.train_x.dtype == np.float32
    assert data.train_y.dtype == np.int64
    assert np.abs(data.train_x.mean(-1)).max() < 1e-5
    assert np.sqrt(np.mean(data.train_x**2)) == pytest.approx(1, abs=1e-5)
    assert "<Dataset folder" in repr(data)


def test_each_window_comes_from_where_it_says(motor):
    data = get(motor, scale="training")
    pieces = {
        f"{name}/one.npy": (1 + n) * signal(10 * n) for n, name in enumerate(("healthy", "worn"))
    }
    checked = 0
    for part in ("train", "test"):
        names, begin = getattr(data, f"{part}_recording"), getattr(data, f"{part}_start")
        x, y = getattr(data, f"{part}_x"), getattr(data, f"{part}_y")
        for row, (name, start) in enumerate(zip(names.tolist(), begin.tolist(), strict=True)):
            assert data.classes[y[row]] == name.split("/")[0]
            if name in pieces:
                want = pieces[name][start : start + 64]
                np.testing.assert_allclose(x[row, 0, 0] * data.scale, want - want.mean(), atol=1e-5)
                checked += 1
    assert checked == 22


def test_path_may_be_named_and_is_needed_only_here(motor):
    np.testing.assert_array_equal(
        load("folder", path=str(motor), length=64, rate_hz=RATE).train_x, get(motor).train_x
    )
    with pytest.raises(ValueError, match="needs the path"):
        load("folder")
    with pytest.raises(ValueError, match="'gearbox' has no option 'path'"):
        load("gearbox", motor)
    with pytest.raises(ValueError, match=r"no option 'hops'.*max_windows"):
        get(motor, hops=3)


def test_a_path_may_begin_at_home(motor, monkeypatch):
    monkeypatch.setenv("HOME", str(motor.parent))
    monkeypatch.setenv("USERPROFILE", str(motor.parent))  # on Windows
    assert len(get("~/motor").train_x) == 66


def test_noise_keeps_the_recordings(motor):
    data, clean = get(motor, snr_db=0), get(motor)
    assert list(data.test_recording) == list(clean.test_recording)
    assert data.scale == clean.scale
    assert "SNR 0 dB" in data.note


@settings(max_examples=40, deadline=None)
@given(
    counts=st.lists(st.integers(2, 9), min_size=2, max_size=4),
    test=st.floats(0.01, 0.99),
    most=st.integers(1, 12),
    seed=st.integers(0, 99),
)
@example(counts=[2, 3], test=0.9, most=12, seed=0)  # one is left to train on
def test_the_split_is_by_recording_and_every_class_is_in_both_parts(counts, test, most, seed):
    y = np.repeat(np.arange(len(counts)), counts)
    names = tuple(f"{label}/{n}.wav" for n, label in enumerate(y))
    classes = tuple(map(str, range(len(counts))))
    listing = files.Listing(None, names, y, classes, {})
    train, held = split(listing, test, most, np.random.default_rng(seed))
    same = split(listing, test, most, np.random.default_rng(seed))
    np.testing.assert_array_equal(np.r_[train, held], np.concatenate(same))
    assert not set(train) & set(held)
    assert set(y[train]) == set(y[held]) == set(range(len(counts)))
    used = np.bincount(y[np.r_[train, held]])
    assert (used <= np.maximum(most, 2)).all()
    if most >= max(counts):
        np.testing.assert_array_equal(used, counts)
        assert (np.abs(np.bincount(y[held]) - test * np.array(counts)) <= 1).all()


def test_no_recording_is_in_both_parts_and_the_seed_decides(motor):
    first, parts = get(motor, seed=0), set()
    for seed in range(5):
        data = get(motor, seed=seed)
        assert not set(data.train_recording) & set(data.test_recording)
        assert set(data.train_y) == set(data.test_y) == {0, 1}
        same = data.test_recording.tolist() == first.test_recording.tolist()
        assert same == np.array_equal(data.train_x, first.train_x)
        assert same or seed
        parts.add(tuple(np.unique(data.test_recording)))
    assert len(parts) > 2


def test_labels_from_file_names_and_a_test_part_by_name(tmp_path):
    for digit in (0, 2, 10):
        for who in ("ann", "bob"):
            for take in range(3):
                x = signal(100 * digit + 10 * (who == "bob") + take)
                np.save(tmp_path / f"{digit}_{who}_{take}.npy", x)
    options = {"label": r"^(\d+)_", "test": "_bob_"}
    data = get(tmp_path, **options)
    assert data.classes == ("0", "2", "10")
    assert {name.split("_")[1] for name in data.train_recording} == {"ann"}
    assert {name.split("_")[1] for name in data.test_recording} == {"bob"}
    assert "by a pattern" in data.note
    folder_refused(tmp_path, "test='zoe'", "none", "'0'", label=r"^(\d+)_", test="zoe")
    folder_refused(tmp_path, "test='npy'", "all", label=r"^(\d+)_", test="npy")
    folder_refused(tmp_path, "0_ann_0.npy", "no class", label=r"^(x)_")
    folder_refused(tmp_path, "0_ann_0.npy", "CLASS")
    for wrong, words in ((r"\d", "0 groups"), (r"(\d)_(.)", "2 groups"), ("(", "no regular")):
        with pytest.raises(ValueError, match=words):
            get(tmp_path, label=wrong)
    for test in (0, 1, -0.5, 1.5):
        with pytest.raises(ValueError, match="between 0 and 1"):
            get(tmp_path, label=r"^(\d+)_", test=test)


def test_max_windows_bounds_each_class_and_spreads_them(motor):
    np.save(motor / "worn" / "long.npy", signal(99, 40_000))
    data = get(motor, max_windows=20)
    worn = np.r_[data.train_recording, data.test_recording]
    begin = np.r_[data.train_start, data.test_start]
    names, counts = np.unique(worn, return_counts=True)
    counts = dict(zip(names.tolist(), counts.tolist(), strict=True))
    assert {counts[name] for name in counts if name.startswith("worn")} == {4}
    assert {counts[name] for name in counts if name.startswith("healthy")} == {5}
    of_long = begin[worn == "worn/long.npy"]
    np.testing.assert_array_equal(of_long, starts(40_000, 64, 32, 4))
    assert "spread evenly (max_windows)" in data.note
    few = get(motor, max_windows=2)
    assert len(few.train_x) == len(few.test_x) == 2
    assert "5 recordings were left out" in few.note


def test_rates_are_checked(motor):
    assert get(motor).rate_hz == RATE
    folder_refused(
        motor, "healthy/four.WAV", "1000 Hz", "rate_hz says 900 Hz", "Resample", rate_hz=900
    )
    folder_refused(motor, "one.npy", "does not say its sampling rate", "rate_hz=", rate_hz=None)
    for path in motor.glob("*/*.*"):
        if path.suffix != ".WAV":
            path.unlink()
    for name in ("healthy", "worn"):
        scipy.io.wavfile.write(motor / name / "five.wav", RATE, signal(len(name)))
    assert get(motor, rate_hz=None).rate_hz == RATE
    scipy.io.wavfile.write(motor / "worn" / "five.wav", 2 * RATE, signal(7))
    folder_refused(motor, "worn/five.wav", "2000 Hz", "has 1000 Hz", rate_hz=None)
    with pytest.raises(ValueError, match="positive"):
        get(motor, rate_hz=0)


def test_one_bad_file_is_named(motor):
    path = motor / "worn" / "one.npy"
    for array, word in (
        (np.r_[signal(1)[:70], np.nan, signal(2)], "sample 70"),
        (signal(1)[:63], "too short: it has 63 samples, a window 64"),
        (np.zeros(400), "constant"),
        (np.zeros((2, 400)), "2 channels"),
    ):
        np.save(path, array)
        folder_refused(motor, path, word)
    np.save(path, signal(0))  # healthy/one.npy
    folder_refused(motor, path, "same bytes as healthy/one.npy", "Keep one")
    path.write_bytes(b"")
    folder_refused(motor, path, "empty")
    path.unlink()
    (motor / "worn" / "net.pkl").write_bytes(b"\x80\x04.")
    folder_refused(motor, "net.pkl", "pickle", "not opened")


def test_the_memory_of_all_windows_is_bounded(motor):
    windows = 2 * 4 * 11 * 64 * 4 / 1e6
    assert len(get(motor, max_mb=windows * 1.001).train_x) == 66
    words = "recording 8 of 8", "megabytes", "max_windows (now 1000"
    folder_refused(motor, *words, max_mb=windows * 0.999)
    with pytest.raises(ValueError, match="max_mb"):
        get(motor, max_mb=0)


def test_numbers_of_numpy_are_good_options(motor):
    for path in motor.rglob("*.*"):
        path.unlink()
    for n in range(2):
        for name in ("healthy", "worn"):
            np.save(motor / name / f"{n}.npy", np.stack([signal(n), signal(n + len(name))], 1))
    options = {"length": 64, "hop": 32, "column": 1, "max_windows": 10}
    data = get(motor, **{name: np.int64(value) for name, value in options.items()})
    made = cards.card(data, build("resnet", Plan((3, 1), ((2, 1, 1),)), 2, seed=0))
    assert json.loads(json.dumps(made))["input"] == made["input"]
    assert made["input"]["column"] == 1
    with pytest.raises(ValueError, match="whole"):
        get(motor, length=64.5, column=1)


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
def test_options_that_cannot_be_meant(motor, option, value):
    with pytest.raises(ValueError, match=rf"\b{option}\b.*{value}"):
        get(motor, **{option: value})
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
    with memory() as peak:
        data = load("folder", tmp_path, length=1000, hop=1000, max_windows=100)
        assert peak() < 8_000_000  # the windows take 0.8 MB
    assert len(data.train_x) == len(data.test_x) == 100
