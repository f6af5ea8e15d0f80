"""How far a doubt goes: what lies just on either side of each limit, in data made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from drsn_lite.datasets.doubts import STILL, alone, clipped, loudness_tells, still, whole


def data(loud, y, x=None):
    """A data set of one window a recording, of this loudness and class; the last is the test."""
    count, names = len(y), np.array([f"{n:03}.npy" for n in range(len(y))])
    if x is None:
        x = np.random.default_rng(0).standard_normal((count, 1000))
    windows = np.asarray(x, np.float32)[:, None, None]
    return SimpleNamespace(
        train_x=windows[:-1],
        test_x=windows[-1:],
        train_y=np.asarray(y)[:-1],
        test_y=np.asarray(y)[-1:],
        train_recording=names[:-1],
        test_recording=names[-1:],
        train_rms=np.asarray(loud, float)[:-1],
        test_rms=np.asarray(loud, float)[-1:],
        groups=names[:-1],
        classes=("a", "b", "c"),
    )


def both(made):
    """A data set, and the whole of it."""
    return made, whole(made)


def test_the_loudness_of_a_recording_is_the_rms_of_all_its_windows():
    made = data([3.0, 1.0, 7.0, 5.0], [0, 0, 1, 1])
    made.train_recording = np.array(["x", "y", "x"])
    found = whole(made)
    assert found.names.tolist() == ["003.npy", "x", "y"]
    np.testing.assert_allclose(found.loud, [5, np.sqrt((9 + 49) / 2), 1])


def test_nearest_in_loudness_is_nearest_in_decibels():
    """2 is nearer to 1 than to 3.5 as a number; as a ratio it is nearer to 3.5."""
    block = np.array([0.6, 1.0, 2.0, 3.5])
    loud, y = np.concatenate([block * 100.0**n for n in range(10)]), [0, 0, 1, 1] * 10
    [said] = loudness_tells(*both(data(loud, y)))
    assert "of 40 recordings 100% have the class" in said


@pytest.mark.parametrize(("alike", "warns"), [(136, False), (180, True)])
def test_loudness_must_tell_more_than_half_of_what_chance_leaves_open(alike, warns):
    """Pairs of like loudness: 136 of 200 of one class are more than chance, and no tell-tale."""
    loud = np.repeat(10.0 ** np.arange(200), 2) * np.tile([1.0, 1.1], 200)
    order = np.random.default_rng(0).permutation(200)
    first = np.random.default_rng(1).permutation(np.arange(200) % 2)
    y = np.stack([first, np.where(order < alike, first, 1 - first)], 1).ravel()
    assert bool(loudness_tells(*both(data(loud / 1e100, y)))) == warns


@pytest.mark.parametrize("length", [STILL - 1, STILL])
def test_a_stretch_counts_from_eight_samples_on(length):
    x = np.random.default_rng(0).standard_normal((4, 1000))
    for start in range(0, 1000, 50):
        x[1, start : start + length] = start
    said = still(*both(data(np.ones(4), [0, 0, 1, 1], x)))
    assert len(said) == (length == STILL)
    assert all(one.startswith("001.npy: 16% of its samples stand still") for one in said)


def test_of_several_recordings_the_worst_is_named():
    x = np.random.default_rng(0).standard_normal((4, 1000))
    x[1], x[2] = np.clip(x[1], -2, 2), np.clip(x[2], -1, 1)
    [said] = clipped(*both(data(np.ones(4), [0, 0, 1, 1], x)))
    assert said.startswith("002.npy: ")
    assert "so it is in 2 recordings" in said


@pytest.mark.parametrize(
    ("groups", "y", "named"),
    [
        (["m1", "m2", "m3", "m3", "m3"], [0, 0, 1, 1, 1], ["'b'"]),
        (["m1", "m3", "m3", "m3", "m3"], [0, 0, 1, 1, 1], []),
        (["m1", "m2", "m3", "m3", "m4"], [0, 0, 1, 1, 2], ["'b'", "'c'"]),
    ],
)
def test_a_group_that_another_class_shares_tells_no_class(groups, y, named):
    """Class b has one group alone: m3. If class a is in it too, m3 does not stand for b."""
    made = data(np.ones(6), [*y, 0])
    made.groups, made.classes = np.array(groups), ("a", "b", "c")[: max(y) + 1]
    said = alone(made, whole(made))
    assert len(said) == bool(named)
    for name in ("'a'", "'b'", "'c'"):
        assert any(f"{name} is only in" in one for one in said) == (name in named)
