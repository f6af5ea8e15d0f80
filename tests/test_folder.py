"""`load("folder", path)`: labels, the split by recording, what is said, what is refused."""

import os
import shutil

import numpy as np
import pytest
import scipy.io
import scipy.io.wavfile
from hypothesis import given, settings
from hypothesis import strategies as st

from drsn_lite import folder_files
from drsn_lite.datasets import load
from drsn_lite.folder import FolderDataset
from drsn_lite.recording import RecordingError
from drsn_lite.windows import starts

RATE = 1000


def signal(seed, samples=400):
    return np.random.default_rng(seed).normal(size=samples)


@pytest.fixture
def root(tmp_path):
    """Two classes of four recordings, one format each."""
    root = tmp_path / "motor"
    for number, name in enumerate(("healthy", "worn")):
        home = root / name
        home.mkdir(parents=True)
        one, two, three, four = ((1 + number) * signal(10 * number + n) for n in range(4))
        np.save(home / "one.npy", one)
        np.savetxt(home / "two.csv", two)
        scipy.io.savemat(home / "three.mat", {"x": three})
        scipy.io.wavfile.write(home / "four.WAV", RATE, four)
    return root


def get(root, **options):
    return load("folder", root, **({"length": 64, "rate_hz": RATE} | options))


def refused(root, *words, **options):
    with pytest.raises(RecordingError) as caught:
        get(root, **options)
    for word in words:
        assert str(word) in str(caught.value), str(caught.value)


def test_four_formats_become_one_data_set(root):
    data = get(root)
    assert isinstance(data, FolderDataset)
    assert (data.name, data.classes, data.rate_hz) == ("folder", ("healthy", "worn"), RATE)
    assert data.train_x.shape == (2 * 3 * 11, 1, 1, 64)
    assert data.test_x.shape == (2 * 1 * 11, 1, 1, 64)
    assert data.train_x.dtype == np.float32
    assert data.train_y.dtype == np.int64
    assert np.abs(data.train_x.mean(-1)).max() < 1e-5
    assert np.sqrt(np.mean(data.train_x**2)) == pytest.approx(1, abs=1e-5)
    assert "<Dataset folder" in repr(data)


def test_each_window_comes_from_where_it_says(root):
    data = get(root)
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


def test_path_may_be_named_and_is_needed_only_here(root):
    np.testing.assert_array_equal(
        load("folder", path=str(root), length=64, rate_hz=RATE).train_x, get(root).train_x
    )
    with pytest.raises(ValueError, match="needs the path"):
        load("folder")
    with pytest.raises(ValueError, match="'gearbox' has no option 'path'"):
        load("gearbox", root)
    with pytest.raises(ValueError, match=r"no option 'hops'.*max_windows"):
        get(root, hops=3)


def test_a_path_may_begin_at_home(root, monkeypatch):
    monkeypatch.setenv("HOME", str(root.parent))
    monkeypatch.setenv("USERPROFILE", str(root.parent))  # on Windows
    assert len(get("~/motor").train_x) == 66


def test_noise_keeps_the_recordings(root):
    data, clean = get(root, snr_db=0), get(root)
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
def test_the_split_is_by_recording_and_every_class_is_in_both_parts(counts, test, most, seed):
    y = np.repeat(np.arange(len(counts)), counts)
    names = tuple(f"{label}/{n}.wav" for n, label in enumerate(y))
    classes = tuple(map(str, range(len(counts))))
    listing = folder_files.Listing(None, names, y, classes, {})
    train, held = folder_files.split(listing, test, most, np.random.default_rng(seed))
    again = folder_files.split(listing, test, most, np.random.default_rng(seed))
    np.testing.assert_array_equal(np.r_[train, held], np.r_[again])
    assert not set(train) & set(held)
    assert set(y[train]) == set(y[held]) == set(range(len(counts)))
    used = np.bincount(y[np.r_[train, held]])
    assert (used <= np.maximum(most, 2)).all()
    if most >= max(counts):
        np.testing.assert_array_equal(used, counts)
        assert (np.abs(np.bincount(y[held]) - test * np.array(counts)) <= 1).all()


def test_no_recording_is_in_both_parts_and_the_seed_decides(root):
    parts = set()
    for seed in range(12):
        data = get(root, seed=seed)
        assert not set(data.train_recording) & set(data.test_recording)
        assert set(data.train_y) == set(data.test_y) == {0, 1}
        np.testing.assert_array_equal(data.train_x, get(root, seed=seed).train_x)
        parts.add(tuple(np.unique(data.test_recording)))
    assert len(parts) > 3


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
    refused(tmp_path, "test='zoe'", "none", "'0'", label=r"^(\d+)_", test="zoe")
    refused(tmp_path, "test='npy'", "all", label=r"^(\d+)_", test="npy")
    refused(tmp_path, "0_ann_0.npy", "no class", label=r"^(x)_")
    refused(tmp_path, "0_ann_0.npy", "CLASS")
    for wrong, words in ((r"\d", "0 groups"), (r"(\d)_(.)", "2 groups"), ("(", "no regular")):
        with pytest.raises(ValueError, match=words):
            get(tmp_path, label=wrong)
    for test in (0, 1, -0.5, 1.5):
        with pytest.raises(ValueError, match="between 0 and 1"):
            get(tmp_path, label=r"^(\d+)_", test=test)


def test_the_note_counts_and_says_what_was_left_out(root):
    (root / "readme.txt").write_text("about")
    (root / "worn" / "readme.txt").write_text("about")
    (root / ".hidden.npy").write_bytes(b"no array")
    note = get(root).note
    assert "'motor'" in note
    assert str(root.parent) not in note  # it goes into cards: no name of a home folder
    assert "healthy: 3 + 1 recordings, 33 + 11 windows" in note
    assert "2 of .txt" in note
    assert "not balanced" not in note
    np.save(root / "worn" / "long.npy", signal(99, 4000))
    note = get(root).note
    assert "not balanced" in note
    assert "always says 'worn'" in note


def test_max_windows_bounds_each_class_and_spreads_them(root):
    np.save(root / "worn" / "long.npy", signal(99, 40_000))
    data = get(root, max_windows=20)
    worn = np.r_[data.train_recording, data.test_recording]
    begin = np.r_[data.train_start, data.test_start]
    names, counts = np.unique(worn, return_counts=True)
    counts = dict(zip(names.tolist(), counts.tolist(), strict=True))
    assert {counts[name] for name in counts if name.startswith("worn")} == {4}
    assert {counts[name] for name in counts if name.startswith("healthy")} == {5}
    of_long = begin[worn == "worn/long.npy"]
    np.testing.assert_array_equal(of_long, starts(40_000, 64, 32, 4))
    assert "spread evenly (max_windows)" in data.note
    few = get(root, max_windows=2)
    assert len(few.train_x) == len(few.test_x) == 2
    assert "5 recordings were left out" in few.note


def test_rates_are_checked(root):
    assert get(root).rate_hz == RATE
    refused(root, "healthy/four.WAV", "1000 Hz", "rate_hz says 900 Hz", "Resample", rate_hz=900)
    refused(root, "one.npy", "does not say its sampling rate", "rate_hz=", rate_hz=None)
    for path in root.glob("*/*.*"):
        if path.suffix != ".WAV":
            path.unlink()
    for name in ("healthy", "worn"):
        scipy.io.wavfile.write(root / name / "five.wav", RATE, signal(len(name)))
    assert get(root, rate_hz=None).rate_hz == RATE
    scipy.io.wavfile.write(root / "worn" / "five.wav", 2 * RATE, signal(7))
    refused(root, "worn/five.wav", "2000 Hz", "has 1000 Hz", rate_hz=None)
    with pytest.raises(ValueError, match="positive"):
        get(root, rate_hz=0)


def test_folders_that_cannot_be_used(root, tmp_path):
    refused(tmp_path / "nowhere", "is not there")
    refused(root / "worn" / "one.npy", "is a file")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "a.mp3").write_bytes(b"x")
    refused(tmp_path / "empty", "no recording", "1 of .mp3")
    for path in (root / "worn").glob("t*"):
        path.unlink()
    (root / "worn" / "four.WAV").unlink()
    refused(root, "class 'worn' has one recording", "worn/one.npy", "Record another")
    shutil.rmtree(root / "worn")
    refused(root, "one class, 'healthy'", "nothing to tell apart")


def test_one_bad_file_is_named(root):
    path = root / "worn" / "one.npy"
    for array, word in (
        (np.r_[signal(1)[:70], np.nan, signal(2)], "sample 70"),
        (signal(1)[:63], "too short: it has 63 samples, a window 64"),
        (np.zeros(400), "constant"),
        (np.zeros((2, 400)), "2 channels"),
    ):
        np.save(path, array)
        refused(root, path, word)
    np.save(path, signal(0))  # healthy/one.npy
    refused(root, path, "same bytes as healthy/one.npy", "Keep one")
    path.write_bytes(b"")
    refused(root, path, "empty")
    path.unlink()
    (root / "worn" / "net.pkl").write_bytes(b"\x80\x04.")
    refused(root, "net.pkl", "pickle", "not opened")


def test_links_are_refused_wherever_they_lead(root, tmp_path):
    np.save(tmp_path / "secret.npy", signal(5))
    link = root / "worn" / "link.npy"
    for target in (tmp_path / "secret.npy", "one.npy", "nowhere.npy"):
        os.symlink(target, link)
        refused(root, link, "symbolic link to", target, "Put the file itself there")
        link.unlink()
    os.symlink(tmp_path, root / "away", target_is_directory=True)
    refused(root, root / "away", "symbolic link")
    (root / "away").unlink()
    os.symlink(root, tmp_path / "short")  # the folder itself may be reached by a link
    assert len(get(tmp_path / "short").train_x) == 66
