"""The traps of lesson 10: each does harm with it, and none without."""

import numpy as np
import pytest
import scipy.io

from drsn_lite.datasets.cwru import read_channel
from drsn_lite.lessons.baseline import spectrum_shape
from drsn_lite.lessons.lesson10 import bearings, traps

BENCH = bearings.simulated()


def mean(x):
    return x.mean(axis=1, keepdims=True)


def test_a_random_split_of_overlapping_windows_leaks() -> None:
    noisy = traps.with_noise(BENCH.recordings, -10.0, 0)
    random, time = (s(noisy, hop=128) for s in (traps.at_random, traps.in_time))
    assert traps.nearest(random, spectrum_shape) > 0.98
    assert traps.nearest(time, spectrum_shape) < 0.35
    assert traps.shared_samples(noisy, traps.at_random, hop=128) > 0.99
    assert traps.shared_samples(noisy, traps.in_time, hop=128) == 0
    assert traps.shared_samples(noisy, traps.at_random, hop=1024) == 0


def test_the_edge_tells_normal_unless_the_filter_is_matched() -> None:
    found = {}
    for way, recordings in traps.decimations(BENCH).items():
        s = traps.in_time(recordings)
        s = s._replace(train_y=s.train_y > 0, test_y=s.test_y > 0)
        found[way] = traps.score(s, lambda x: traps.edge_db(x, BENCH.rate_hz))
    assert found["every fourth sample"] > 0.98
    assert found["usual filter"] > 0.98
    assert found["matched filter"] < 0.75
    assert len(traps.misread(BENCH)["normal"]) == len(BENCH.raw_normal)
    lengths = [len(found["normal"]) for found in traps.decimations(BENCH).values()]
    assert np.abs(4 * np.array(lengths) - len(BENCH.raw_normal)).max() <= 4


def test_the_edge_is_measured_in_decibels_of_power() -> None:
    t = np.arange(4000)
    x = np.cos(0.875 * np.pi * t) + 0.1 * np.cos(0.975 * np.pi * t)
    inside = np.cos(0.875 * np.pi * t) / 10**1.5 + np.cos(0.975 * np.pi * t)
    found = traps.edge_db(np.array([x, inside]), 12_000)
    np.testing.assert_allclose(found, [[20], [-30]], atol=0.2)


def test_noise_comes_to_recordings_without_their_offsets() -> None:
    quiet = traps.with_noise({"a": 5 + np.sin(np.arange(10_000))}, 20.0, seed=0)["a"]
    assert abs(quiet.mean()) < 0.01
    power = np.mean((quiet - np.sin(np.arange(10_000))) ** 2)
    assert 10 * np.log10(0.5 / power) == pytest.approx(20, abs=0.3)


def test_networks_get_the_windows_with_an_axis_for_channels_and_height() -> None:
    split = traps.scaled(traps.in_time(BENCH.recordings))
    data = traps.dataset(split)
    assert data.train_x.shape == (len(split.train_x), 1, 1, 1024)
    assert data.train_x.dtype == data.test_x.dtype == np.float32
    np.testing.assert_allclose(data.test_x[:, 0, 0], split.test_x, rtol=1e-5, atol=1e-6)
    assert data.classes == tuple("0123456789")
    assert data.train_y is split.train_y


def test_the_offset_tells_classes_until_it_is_taken_away() -> None:
    split = traps.in_time(BENCH.recordings)
    assert traps.score(split, mean, 1e6) > 0.4
    without = traps.scaled(split)
    assert np.abs(without.test_x.mean(axis=1)).max() < 1e-9
    assert traps.score(without, mean, 1e6) < 0.2
    assert np.sqrt(np.mean(without.train_x**2)) == pytest.approx(1)


def test_the_first_variable_may_be_another_recording(tmp_path) -> None:
    path = tmp_path / "99.mat"
    scipy.io.savemat(path, {"X098_DE_time": np.zeros(9), "X099_DE_time": np.ones(9)})
    assert traps.first_drive_end(path).sum() == 0
    assert read_channel(path, 99).sum() == 9


def test_held_out_bearings_are_in_no_training_window() -> None:
    clocks = {k: 1e6 * i + np.sin(np.arange(9000.0)) for i, k in enumerate(BENCH.recordings)}
    kept = {k: x for k, x in clocks.items() if not k.endswith("-2")}
    same, new = traps.hold_out(clocks, ("IR-2", "B-2", "OR-2"))
    assert len(same.train_x) == len(traps.in_time(kept).train_x)
    assert set(new.test_y) == {1, 2, 3}
    assert set(same.test_y) == {0, 1, 2, 3}
    assert np.array_equal(same.train_x, new.train_x)


def test_the_held_out_split_tests_on_the_held_out_bearings_and_names_their_faults() -> None:
    waves = {k: (i + 1) * np.sin(np.arange(9000.0)) for i, k in enumerate(BENCH.recordings)}
    names = list(waves)
    held = ("IR-2", "B-2", "OR-2")
    same, new = traps.hold_out(waves, held)
    unit = same.train_x[same.train_y == 0].std()  # the normal one has amplitude 1
    for label, name in enumerate(held, start=1):
        loud = new.test_x[new.test_y == label].std(axis=1) / unit
        assert loud == pytest.approx(names.index(name) + 1, rel=0.01)
    heard = same.test_x.std(axis=1) / unit
    assert {round(x) for x in heard} == {i + 1 for i, k in enumerate(names) if k not in held}
    kinds = [same.test_y[heard.round() == names.index(k) + 1][0] for k in ("IR-1", "B-3", "OR-1")]
    assert kinds == [1, 2, 3]


def test_score_is_the_mean_of_recalls() -> None:
    x = np.array([[0.0], [0.0], [1.0], [1.0]])
    y = np.array([0, 0, 1, 1])
    split = traps.Split(x, y, np.array([[0.0], [0.0], [0.0], [0.0]]), np.array([0, 0, 0, 1]))
    assert traps.score(split, lambda v: v, 1e3) == 0.5
