"""`load`: shapes, splits, scales, seeds and messages. The real bearings are in test_cwru.py."""

import dataclasses
import subprocess
import sys

import numpy as np
import pytest

from drsn_lite import datasets
from drsn_lite.datasets import gearbox
from drsn_lite.datasets.remote import DataMissingError
from drsn_lite.noise import add_noise, snr_db
from drsn_lite.paths import ENVIRONMENT

SMALL = {
    "gearbox": {"train_per_state": 6, "test_per_state": 4, "length": 512},
    "digits": {},
}


@pytest.fixture(params=SMALL)
def name(request):
    return request.param


@pytest.fixture
def data(name):
    return datasets.load(name, **SMALL[name])


def test_arrays_are_ready_for_a_network(data):
    height = 8 if data.name == "digits" else 1
    for x, y in ((data.train_x, data.train_y), (data.test_x, data.test_y)):
        assert x.dtype == np.float32
        assert x.flags.c_contiguous
        assert x.shape[1:3] == (1, height)
        assert y.dtype == np.int64
        assert y.shape == (len(x),)
        assert set(y) == set(range(len(data.classes)))
        assert np.isfinite(x).all()


def test_sizes():
    gear, digits = (datasets.load(name, **SMALL[name]) for name in ("gearbox", "digits"))
    assert gear.train_x.shape == (48, 1, 1, 512)
    assert gear.test_x.shape == (32, 1, 1, 512)
    assert gear.classes == gearbox.STATES
    assert gear.rate_hz == gearbox.RATE_HZ
    assert digits.train_x.shape == (1257, 1, 8, 8)
    assert digits.test_x.shape == (540, 1, 8, 8)
    assert digits.rate_hz is None


def test_the_same_seed_gives_the_same_arrays(name, data):
    for noise in ({}, {"snr_db": 0.0, "kind": "pink"}):
        one, same, other = (
            datasets.load(name, seed=seed, **noise, **SMALL[name]) for seed in (3, 3, 4)
        )
        for part in ("train_x", "train_y", "test_x", "test_y"):
            np.testing.assert_array_equal(getattr(one, part), getattr(same, part))
        assert not np.array_equal(one.train_x, other.train_x)
        assert not np.array_equal(one.test_x, other.test_x)


def test_training_and_test_share_no_sample(data):
    def rows(x):
        return {row.tobytes() for row in x}

    shared = rows(data.train_x) & rows(data.test_x)
    assert not shared
    assert len(rows(data.train_x)) == len(data.train_x)


def test_training_and_test_signals_are_other_draws():
    data = datasets.load("gearbox", train_per_state=3, test_per_state=3, length=256)
    assert not np.isclose(data.train_x, data.test_x, atol=1e-6).all(axis=-1).any()


def test_training_signals_do_not_depend_on_the_number_of_test_signals():
    few, many = (
        datasets.load("gearbox", train_per_state=2, test_per_state=n, length=256) for n in (1, 5)
    )
    np.testing.assert_array_equal(few.train_x, many.train_x)


def test_gearbox_has_one_scale_and_no_means():
    data = datasets.load("gearbox", **SMALL["gearbox"])
    assert np.abs(data.train_x.mean(axis=-1)).max() < 1e-5
    assert np.abs(data.test_x.mean(axis=-1)).max() < 1e-5
    assert np.sqrt((data.train_x.astype(np.float64) ** 2).mean()) == pytest.approx(1, abs=1e-5)
    rms = np.sqrt((data.train_x**2).mean(axis=-1))
    assert rms.std() > 0.01  # not each window by its own


def test_digits_are_standardised_by_the_training_pixels_and_stratified():
    data = datasets.load("digits")
    assert abs(data.train_x.mean()) < 1e-5
    assert data.train_x.std() == pytest.approx(1, abs=1e-5)
    assert abs(data.test_x.mean()) > 1e-5  # the test pixels had no say
    assert abs(data.test_x.mean()) < 0.1
    share = np.bincount(data.train_y) / np.bincount(np.r_[data.train_y, data.test_y])
    assert np.abs(share - 0.7).max() < 0.01


def test_noise_is_added_once_at_the_snr_asked_for(name, data):
    noisy = datasets.load(name, snr_db=-5, kind="laplacian", **SMALL[name])
    np.testing.assert_allclose(snr_db(data.train_x, noisy.train_x), -5, atol=1e-4)
    np.testing.assert_allclose(snr_db(data.test_x, noisy.test_x), -5, atol=1e-4)
    assert "−5 dB" in noisy.note or "-5 dB" in noisy.note
    n = len(data.test_x)
    train_noise, test_noise = noisy.train_x[:n] - data.train_x[:n], noisy.test_x - data.test_x
    assert abs(np.corrcoef(train_noise.ravel(), test_noise.ravel())[0, 1]) < 0.1
    for noise in (train_noise, test_noise):
        noise = noise / noise.std(axis=(1, 2, 3), keepdims=True)
        assert np.mean(noise**4) > 4  # Laplacian: 6, a little less in short rows; Gaussian: 3


def test_the_noise_follows_the_seed():
    clean = datasets.load("digits")
    first, again = (datasets.load("digits", snr_db=0) for _ in range(2))
    np.testing.assert_array_equal(first.test_x, again.test_x)
    # another seed splits the digits anew, so the noise is compared, not the samples
    other = (
        datasets.load("digits", seed=1, snr_db=0).test_x - datasets.load("digits", seed=1).test_x
    )
    same_place = np.corrcoef((first.test_x - clean.test_x).ravel(), other.ravel())[0, 1]
    assert abs(same_place) < 0.1


def test_the_noise_has_sources_of_its_own():
    """Of the four streams of a seed two make the data, one each the noise of the two parts."""
    clean, noisy = datasets.load("digits", seed=3), datasets.load("digits", seed=3, snr_db=0)
    streams = np.random.SeedSequence(3).spawn(4)
    for part, stream in (("train_x", streams[2]), ("test_x", streams[3])):
        want = add_noise(getattr(clean, part), 0.0, rng=np.random.default_rng(stream))
        np.testing.assert_array_equal(getattr(noisy, part), want)


def test_windows_of_one_sample_are_refused():
    with pytest.raises(ValueError, match="length of at least 2"):
        datasets.load("gearbox", train_per_state=1, test_per_state=1, length=1)


def test_unknown_names_and_options_are_told_what_there_is():
    with pytest.raises(ValueError, match=r"no data set 'gear'.*gearbox.*digits.*cwru"):
        datasets.load("gear")
    with pytest.raises(ValueError, match=r"'digits' has no option 'hop'.*seed.*test_fraction"):
        datasets.load("digits", hop=3)
    with pytest.raises(ValueError, match=r"'gearbox' has no option 'streams'.*train_per_state"):
        datasets.load("gearbox", streams=3)
    with pytest.raises(ValueError, match="test_fraction"):
        datasets.load("digits", test_fraction=1.5)
    with pytest.raises(ValueError, match="brown"):
        datasets.load("digits", snr_db=0, kind="brown")


def test_a_dataset_shows_itself_in_one_line_and_does_not_change(data):
    assert data.name in repr(data)
    assert f"{len(data.train_x)} training" in repr(data)
    assert len(repr(data)) < 120
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.note = ""


def test_without_files_the_bearings_say_what_to_put_where(tmp_path, monkeypatch):
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "own"))
    monkeypatch.setattr("drsn_lite.paths.cache_folder", lambda: tmp_path / "cache")
    assert datasets.available("gearbox")
    assert datasets.available("digits")
    assert not datasets.available("cwru")
    assert not datasets.available("no such set")
    with pytest.raises(DataMissingError) as caught:
        datasets.load("cwru", download=False)
    assert str(caught.value).count("https://engineering.case.edu/") == 10
    assert str(tmp_path / "own" / "cwru") in str(caught.value)
    assert not (tmp_path / "cache").exists()


def test_no_heavy_import_before_it_is_needed():
    code = (
        "import sys, drsn_lite.datasets as d; d.names(); "
        "print({'torch', 'sklearn', 'scipy', 'pandas', 'requests', 'matplotlib'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
    assert done.stderr == ""
