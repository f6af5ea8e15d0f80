"""Copies are found under another name, in another format, in another class, and as a part."""

import numpy as np
import pytest
import scipy.io.wavfile

from drsn_lite import folder_copies
from drsn_lite.datasets import load
from drsn_lite.recording import RecordingError

BLOCK = folder_copies.BLOCK


def signal(seed, samples=2000):
    return np.random.default_rng(seed).normal(size=samples)


@pytest.fixture
def root(tmp_path):
    for number, name in enumerate(("healthy", "worn")):
        (tmp_path / name).mkdir()
        for take in range(3):
            np.save(tmp_path / name / f"{take}.npy", signal(10 * number + take))
    return tmp_path


def get(root, **options):
    return load("folder", root, **({"length": 64, "rate_hz": 1000} | options))


def refused(root, *words, **options):
    with pytest.raises(RecordingError) as caught:
        get(root, **options)
    for word in (*words, "Keep one of them"):
        assert word in str(caught.value), str(caught.value)


def test_other_recordings_are_no_copies(root):
    assert len(get(root).train_x) == 4 * 61


def test_a_copy_in_a_class_with_more_recordings(root):
    """Its windows are others, for its share of max_windows is smaller; its bytes are the same."""
    np.save(root / "worn" / "copy.npy", signal(0))
    refused(root, "worn/copy.npy", "same bytes as healthy/0.npy", max_windows=30)


def test_a_copy_in_another_format_and_unit_of_time(root):
    scipy.io.wavfile.write(root / "healthy" / "copy.wav", 1000, signal(1))
    refused(root, "healthy/copy.wav", "61 of its 61 windows from healthy/1.npy")


def test_a_part_of_another_recording(root):
    np.save(root / "worn" / "part.npy", signal(2)[640:1280])
    refused(root, "worn/part.npy", "19 of its 19 windows from healthy/2.npy")
    np.save(root / "worn" / "part.npy", np.r_[signal(2)[:1100], signal(99)])
    refused(root, "worn/part.npy", "33 of its 95 windows from healthy/2.npy")
    np.save(root / "worn" / "part.npy", np.r_[signal(2)[:900], signal(99)])  # less than half
    assert len(get(root).train_x) > 200


def test_short_windows_may_be_alike_by_chance(root):
    for path in root.rglob("*.npy"):
        path.unlink()
    for number, name in enumerate(("healthy", "worn")):
        for take in range(2):
            rng = np.random.default_rng([number, take])
            np.save(root / name / f"{take}.npy", rng.integers(-3, 4, 30))
    assert len(get(root, length=2, hop=1).train_x)


@pytest.mark.parametrize("place", [0, BLOCK, 5 * BLOCK // 2, 5 * BLOCK - 1])
def test_bytes_are_compared_wherever_they_differ(tmp_path, place):
    content = bytearray(5 * BLOCK)
    (tmp_path / "a").write_bytes(content)
    content[place] = 1
    (tmp_path / "b").write_bytes(content)
    (tmp_path / "c").write_bytes(content[:-1])
    folder_copies.refuse_copies(tmp_path, ["a", "b", "c", "none"])
    (tmp_path / "d").write_bytes(content)
    with pytest.raises(RecordingError, match="d has the same bytes as b"):
        folder_copies.refuse_copies(tmp_path, ["a", "b", "c", "none", "d"])


def test_files_that_differ_are_not_read_whole(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(name.encode() + bytes(200 * BLOCK))
    monkeypatch.setattr(folder_copies, "_all", lambda size: pytest.fail("read whole"))
    folder_copies.refuse_copies(tmp_path, ["a", "b"])
