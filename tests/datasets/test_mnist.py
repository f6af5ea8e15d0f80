"""MNIST: its files are read strictly, and what is loaded is what they hold."""

import gzip
import re

import needs
import numpy as np
import pytest

from drsn_lite import datasets
from drsn_lite.datasets import mnist

pytestmark = pytest.mark.data

here = needs.files("mnist")
PIXELS = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)


def pressed(data: bytes) -> bytes:
    """By gzip, without the time of day: a test has the same name in every process."""
    return gzip.compress(data, mtime=0)


def idx(values, zeros=0, kind=8):
    """The bytes of an IDX file."""
    values = np.asarray(values, dtype=np.uint8)
    shape = b"".join(size.to_bytes(4) for size in values.shape)
    return zeros.to_bytes(2) + bytes([kind, values.ndim]) + shape + values.tobytes()


@pytest.mark.parametrize("values", [PIXELS, PIXELS[:, 0, 0]])
def test_an_idx_file_is_read(tmp_path, values):
    path = tmp_path / "a.gz"
    path.write_bytes(pressed(idx(values)))
    assert np.array_equal(mnist.read_idx(path), values)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no gzip", "Not a gzipped file"),
        (pressed(idx(PIXELS))[:-9], "cannot be read"),
        (pressed(idx(PIXELS)[:-1]), "should hold 24 bytes after its header; it holds 23"),
        (pressed(idx(PIXELS) + b"x"), "it holds more"),
        (pressed(idx(PIXELS, zeros=1)), "first bytes"),
        (pressed(idx(PIXELS, kind=13)), "first bytes"),
        (pressed(idx(PIXELS[0])), "first bytes"),  # two axes
        (pressed(b"\0\0\x08\x03" + b"\xff" * 12), "far more than MNIST"),
        (pressed(b"\0\0"), "cannot be read"),
        (pressed(b""), "cannot be read"),
        (pressed(idx(PIXELS))[:10] + b"\xff" * 20, "cannot be read"),
    ],
)
def test_anything_else_is_refused_by_name(tmp_path, content, says):
    path = tmp_path / "a.gz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=says) as caught:
        mnist.read_idx(path)
    assert str(path) in str(caught.value)


LABELS = np.random.default_rng(0).integers(0, 10, 2000)


def chosen(count, seed=0):
    return mnist.choose(LABELS, count, np.random.SeedSequence(seed))


@pytest.mark.parametrize("count", [10, 95, 1000])
def test_a_choice_has_as_many_of_each_class(count):
    found = chosen(count)
    assert len(found) == count
    assert np.all(np.diff(found) > 0)  # in the order of the files, none twice
    sizes = np.bincount(LABELS[found], minlength=10)
    assert sizes.max() - sizes.min() <= 1
    assert np.array_equal(found, chosen(count))
    assert not np.array_equal(found, chosen(count, seed=1))
    assert set(found) <= set(chosen(count + 7))


def test_all_are_in_the_order_of_the_files():
    assert np.array_equal(chosen(None), np.arange(2000))
    assert np.array_equal(chosen(2000), np.arange(2000))


@pytest.mark.parametrize("count", [0, 9, -5, 1999, 2001, 100.0, "100"])
def test_a_count_that_cannot_be_had_is_refused(count):
    with pytest.raises(ValueError, match=re.escape(f"got {count}")):
        chosen(count)


@here
def test_the_files_hold_what_is_known_of_them():
    pixels, labels = mnist.images("train", download=False)
    assert pixels.shape == (60_000, 28, 28)
    assert list(labels[:5]) == [5, 0, 4, 1, 9]
    assert list(np.bincount(labels)) == [
        5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]  # fmt: skip
    pixels, labels = mnist.images("test", download=False)
    assert pixels.shape == (10_000, 28, 28)
    assert list(labels[:5]) == [7, 2, 1, 0, 4]
    assert list(np.bincount(labels)) == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


@here
def test_all_of_it_is_loaded_in_both_scales():
    unit = datasets.load("mnist", scale="unit", train_count=10, download=False)
    assert unit.test_x.shape == (10_000, 1, 28, 28)
    assert unit.test_x.dtype == np.float32
    assert (unit.test_x.min(), unit.test_x.max()) == (0, 1)
    pixels, labels = mnist.images("test", download=False)
    np.testing.assert_allclose(unit.test_x[7, 0], pixels[7] / 255, rtol=1e-6)
    assert np.array_equal(unit.test_y, labels)
    standard = datasets.load("mnist", download=False)
    assert standard.train_x.shape == (60_000, 1, 28, 28)
    assert abs(standard.train_x.mean(dtype=np.float64)) < 1e-5
    assert abs(standard.train_x.std(dtype=np.float64) - 1) < 1e-5
    mean, std = 0.1307, 0.3081  # known of MNIST's training images
    np.testing.assert_allclose(standard.test_x, (unit.test_x - mean) / std, atol=2e-3)


@here
def test_a_part_of_it_follows_the_seed():
    options = {"train_count": 100, "test_count": 50, "download": False}
    first, other = (datasets.load("mnist", seed=seed, **options) for seed in (0, 1))
    assert len(first.train_x) == 100
    assert list(np.bincount(first.test_y)) == [5] * 10
    assert not np.array_equal(first.train_x, other.train_x)
    assert not np.array_equal(first.test_x, other.test_x)


def test_an_unknown_scale_is_refused():
    with pytest.raises(ValueError, match='"standard" or "unit", got'):
        datasets.load("mnist", scale="bytes", download=False)
