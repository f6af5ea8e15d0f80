"""Numbered parts of one recording are known by their joints; other files are not taken for such."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import scipy.signal

from drsn_lite.datasets import load
from drsn_lite.datasets.recordings.continuing import (
    EDGE,
    SURE,
    check_uncut,
    continued,
    evidence,
    series,
)
from drsn_lite.datasets.recordings.recording import RecordingError


def ringing(count, seed, length=4000):
    """Noise through two resonances: what a sensor on a machine gives."""
    x = np.random.default_rng(seed).standard_normal((count, length + 500))
    for frequency in (0.08, 0.31):
        ring = scipy.signal.lfilter(*scipy.signal.iirpeak(frequency, 8, fs=1.0), x)
        x = x + 20 * ring
    return x[:, 500:]


def edges(pieces):
    return {f"hum/part_{n:02}.wav": (x[:EDGE], x[-EDGE:]) for n, x in enumerate(pieces, 9)}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("count", [8, 12])
def test_parts_of_one_recording_are_found(seed, count):
    found = continued(edges(np.split(ringing(1, seed, 1000 * count)[0], count)))
    assert found == [[f"hum/part_{n:02}.wav" for n in range(9, 9 + count)]]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("count", [3, 8, 30])
def test_recordings_apart_are_not(seed, count):
    assert not continued(edges(ringing(count, seed)))


def test_white_noise_says_nothing_either_way():
    x = np.random.default_rng(0).standard_normal(9000)
    parts = list(edges(np.split(x, 9)).values())
    assert abs(evidence(parts)) < np.log(SURE)


def test_pure_tones_of_any_phase_are_not_parts_of_one():
    t = np.arange(3000)
    phase = np.random.default_rng(1).random((12, 1)) * 2 * np.pi
    noise = 0.05 * np.random.default_rng(2).standard_normal((12, 3000))
    assert not continued(edges(np.sin(0.1 * t + phase) + noise))


def test_recordings_that_all_begin_and_end_alike_are_not_parts_of_one():
    """Started by a trigger and stopped after whole turns, each end fits each beginning."""
    t = np.arange(3000)
    noise = 0.05 * np.random.default_rng(2).standard_normal((12, 3000))
    assert not continued(edges(np.sin(2 * np.pi * t / 50) + noise))


def test_a_few_loud_joints_of_many_say_nothing():
    pieces = np.split(ringing(1, 3, 9000)[0], 9)
    assert evidence(list(edges(pieces).values())) > np.log(SURE)
    for before, after in list(pairwise(pieces))[3:]:  # three of eight joints stay loud
        before[-20:] *= 0.01
        after[:20] *= 0.01
    assert evidence(list(edges(pieces).values())) == 0


def test_parts_that_stay_together_are_not_asked_about():
    found = edges(np.split(ringing(1, 5, 9000)[0], 9))
    names = list(found)
    assert check_uncut(Path("set"), found, [names, []]) == ""
    assert check_uncut(Path("set"), found, [[], [*names, "rattle/1.wav"]]) == ""
    with pytest.raises(RecordingError, match="9 parts of one recording"):
        check_uncut(Path("set"), found, [names[:1], names[1:]])


def test_a_set_shuffled_is_not_in_order():
    pieces = np.split(ringing(1, 3, 9000)[0], 9)
    assert continued(edges(pieces))
    assert not continued(edges([pieces[n] for n in (4, 0, 7, 2, 8, 5, 1, 6, 3)]))


def test_a_constant_or_short_file_says_nothing():
    assert evidence([(np.ones(EDGE), np.ones(EDGE))] * 3) == 0
    assert evidence([(np.arange(9.0), np.arange(9.0))] * 3) == 0


def test_two_files_tell_nothing():
    assert evidence(list(edges(np.split(ringing(1, 0)[0], 2)).values())) == 0


def test_a_series_is_names_that_count_on():
    names = ["a/x9.wav", "a/x10.wav", "a/x12.wav", "b/x10.wav", "a/x11.csv", "a/y.wav", "x1.wav"]
    assert series(names) == [["a/x9.wav", "a/x10.wav"]]
    assert series(["2004.01.npy", "2004.02.npy"]) == [["2004.01.npy", "2004.02.npy"]]


def test_sounds_that_fade_in_and_out_are_not_parts_of_one():
    fade = np.minimum(1, np.minimum(np.arange(4000), np.arange(4000)[::-1]) / 400)
    assert not continued(edges(fade * ringing(30, 0)))


def folder(root, pieces):
    """Two classes: parts of one recording, and others."""
    for kind, found in zip(("hum", "rattle"), pieces, strict=True):
        (root / kind).mkdir(parents=True)
        for number, x in enumerate(found):
            np.save(root / kind / f"run_{number}.npy", x)
    return root


def test_a_split_through_one_recording_is_asked_about(tmp_path):
    one = np.split(ringing(1, 5, 9000)[0], 9)
    root = folder(tmp_path / "set", (one, ringing(9, 6)))
    options = {"length": 64, "rate_hz": 1000}
    with pytest.raises(RecordingError, match=r"hum.run_0\.npy to .*9 parts of .*group="):
        load("folder", root, **options)
    each = load("folder", root, group="recording", **options)
    assert {name.split("/")[0] for name in each.test_recording} == {"hum", "rattle"}
    apart = load("folder", root, test="run_[678]", group="recording", **options)
    assert len(set(apart.test_recording)) == 6


def test_of_few_parts_the_note_asks(tmp_path):
    root = folder(tmp_path / "set", (np.split(ringing(1, 5, 8000)[0], 8), ringing(8, 6)))
    data = load("folder", root, length=64, rate_hz=1000)
    assert "hum/run_0.npy to hum/run_7.npy seem to be 8 parts of one recording" in data.note
    assert "seem" not in load("folder", root, length=64, rate_hz=1000, group="recording").note


def test_recordings_apart_are_loaded_without_a_question(tmp_path):
    root = folder(tmp_path / "set", (ringing(9, 7), ringing(9, 6)))
    data = load("folder", root, length=64, rate_hz=1000)
    assert len(set(data.train_recording)) == 12


def test_a_gap_at_the_end_is_no_evidence():
    x = ringing(9, 5)
    x[:, -1] = np.nan
    assert not continued(edges(x))
