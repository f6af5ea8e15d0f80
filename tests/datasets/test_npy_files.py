"""NPY files: real numbers of any type, channels along either axis, and nothing that runs."""

import numpy as np
import pytest
from recorded import WAVE, refused, whole

from drsn_lite.datasets.recordings.files import open_recording


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", ">f8", "i2", "u1", "i8"])
def test_any_real_numbers(tmp_path, dtype):
    path = tmp_path / "a.npy"
    np.save(path, np.arange(100).astype(dtype))
    np.testing.assert_array_equal(whole(path), np.arange(100))


def test_channels_lie_along_the_shorter_axis(tmp_path):
    path = tmp_path / "a.npy"
    both = np.stack([WAVE, -WAVE])
    for array in (both, both.T, np.asfortranarray(both)):
        np.save(path, array)
        np.testing.assert_array_equal(whole(path, column=1), -WAVE)
        assert open_recording(path, column=1).length == 600
        refused(path, "2 channels", "column=")
    np.save(path, WAVE[:, None])
    np.testing.assert_array_equal(whole(path), WAVE)


def test_files_that_cannot_be_used(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, WAVE)
    path.write_bytes(path.read_bytes()[:-80])
    refused(path, "cut short")
    for array, word in (
        (np.zeros((3, 4, 5)), "(3, 4, 5)"),
        (np.array(1.0), "()"),
        (np.zeros(0), "empty"),
        (np.zeros(9, complex), "magnitude"),
        (np.array(["a", "b"]), "no real numbers"),
        (np.zeros(3, [("a", "f4")]), "no real numbers"),
    ):
        np.save(path, array)
        refused(path, word)
