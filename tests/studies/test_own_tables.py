"""The tables of lesson 11 on own data: whole, made again the same, by the means they claim."""

import numpy as np
import pandas as pd
import pytest

from drsn_lite.datasets import load
from drsn_lite.datasets.loudness import rms, rms_each
from drsn_lite.lessons.lesson11 import own_results, rig
from drsn_lite.results import tables
from drsn_lite.studies import own_sets, own_tables, stranger_table

SCALES, STRANGERS = tables.read("scales"), tables.read("strangers")
LOOKS = ["marked", "loudness", "spectrum", "features", "softmax"]


def test_the_table_of_scales_has_every_run() -> None:
    names = ["data", "split", "scale", "method", "seed"]
    assert set(SCALES[names].itertuples(index=False, name=None)) == set(own_tables.STUDY.runs)
    assert not SCALES.duplicated([*names, "snr_db"]).any()
    assert len(SCALES) == 2 * len(own_tables.STUDY.runs)
    assert SCALES["accuracy"].between(0, 1).all()


def test_the_table_of_strangers_has_every_run() -> None:
    names = ["data", "training", "seed"]
    assert set(STRANGERS[names].itertuples(index=False, name=None)) == set(
        stranger_table.STUDY.runs
    )
    assert not STRANGERS.duplicated([*names, "limits", "case"]).any()
    assert STRANGERS[LOOKS].stack().between(0, 1).all()
    any_look = STRANGERS[["loudness", "spectrum", "features"]]
    assert (STRANGERS["marked"] >= any_look.max(axis=1) - 1e-3).all()
    assert (STRANGERS["marked"] <= any_look.sum(axis=1) + 1e-3).all()


def test_a_run_comes_again() -> None:
    run = ("rig", "machine", "recording", "regression, clean", 0)
    found = pd.DataFrame(own_tables.scales(*run)).set_index("snr_db")["accuracy"]
    here = SCALES
    for name, value in zip(("data", "split", "scale", "method", "seed"), run, strict=True):
        here = here[here[name] == value]
    kept = here.set_index("snr_db")["accuracy"]
    assert (found - kept).abs().max() < 0.02


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Three classes of tones, four recordings each, of different loudness."""
    root = tmp_path_factory.mktemp("own") / "tones"
    t = np.arange(1024)
    for label in range(3):
        (root / "abc"[label]).mkdir(parents=True)
        for n in range(4):
            x = (1 + n) * np.sin(2 * np.pi * 0.05 * (1 + label) * t + n)
            np.save(root / "abc"[label] / f"{'wxyz'[n]}.npy", x)
    return load("folder", root, length=128, rate_hz=1000, scale="window")


def test_windows_as_recorded_have_the_loudness_of_the_file(own) -> None:
    recordings = stranger_table.as_recorded(own)
    assert len(recordings) == 3
    for name, x in zip(np.unique(own.test_recording), recordings, strict=True):
        np.testing.assert_allclose(rms_each(x), own.test_rms[own.test_recording == name], rtol=1e-5)
    for x in stranger_table.brought_to(0.25, recordings):
        assert rms(x) == pytest.approx(0.25, rel=1e-5)


def test_what_is_played_faster_is_higher(own) -> None:
    for x in stranger_table.as_recorded(own):
        before, after = (
            np.abs(np.fft.rfft(one - one.mean(1, keepdims=True))).mean(0).argmax()
            for one in (x, stranger_table.faster(x))
        )
        assert after / before == pytest.approx(1.5, abs=0.15)
        assert stranger_table.faster(x).shape[1] == x.shape[1]


@pytest.mark.parametrize("left_out", range(3))
def test_a_class_left_out_is_nowhere_in_the_training(own, left_out) -> None:
    known, others = stranger_table.without(own, left_out)
    assert known.classes == tuple("abc".replace("abc"[left_out], ""))
    for part in ("train", "test"):
        names = getattr(known, f"{part}_recording").tolist()
        labels = getattr(known, f"{part}_y").tolist()
        assert [known.classes[label] for label in labels] == [name[0] for name in names]
    assert len(others) == 1
    mine = own.test_y == left_out
    np.testing.assert_allclose(rms_each(others[0]), own.test_rms[mine], rtol=1e-5)


@pytest.mark.parametrize("kind", ["white", "pink"])
def test_noise_alone_is_as_loud_as_asked(kind) -> None:
    x = stranger_table.alone(kind, (40, 256), 0.3, np.random.default_rng(0))
    assert rms(x) == pytest.approx(0.3, rel=1e-5)
    power = (np.abs(np.fft.rfft(x)) ** 2).mean(0)
    low, high = power[2:20].mean(), power[-20:-1].mean()
    assert low > 4 * high if kind == "pink" else 0.7 < low / high < 1.4


def test_the_rig_has_what_it_says(tmp_path) -> None:
    files = rig.write(tmp_path / "rig", takes=1)
    assert len(files) == 27
    data = load("folder", tmp_path / "rig", key="bearing.gs", test="-2400rpm", scale="training")
    assert data.rate_hz == rig.RATE_HZ
    loud = {
        machine: np.mean(
            [
                rms
                for rms, name in zip(data.train_rms, data.train_recording, strict=True)
                if machine in name
            ]
        )
        for machine in rig.MACHINES
    }
    assert loud["pump"] > 5 * loud["press"] > 25 * loud["fan"]
    for name, at in (("press", "inner race"), ("pump", "outer race"), ("fan", "healthy")):
        place = f"{at.replace(' ', '-')}/{name}-1200rpm-a"
        mine = [n for n, one in enumerate(data.train_recording) if one.startswith(place)]
        want = rig.recording(name, at, 1200, 0)
        for n in mine:
            start = data.train_start[n]
            window = want[start : start + 1024]
            got = data.train_x[n, 0, 0] * data.scale
            near = 2e-3 * np.abs(window).max()
            np.testing.assert_allclose(got, window - window.mean(), atol=near)


def test_tables_show_means_of_the_runs() -> None:
    shown = own_results.strangers(STRANGERS, "clean")
    part = STRANGERS[(STRANGERS["limits"] == "clean") & (STRANGERS["data"] == "cwru")]
    want = 100 * part[part["case"] == "sensor"]["marked"].mean()
    assert shown.loc["another sensor", ("CWRU", "marked")] == f"{want:.0f}"
    assert shown.loc["another sensor", ("rig", "marked")] == "–"
    others = part[part["case"].isin(list(own_sets.SETS))]
    want = 100 * others["marked"].mean()
    assert shown.loc["recordings of the other sets", ("CWRU", "marked")] == f"{want:.0f}"
    doubled = replace_accuracy(SCALES)
    gain = own_results.scale_gain(doubled, "recording")
    assert gain.loc[("rig", "new machine"), "points"] == pytest.approx(10)


def replace_accuracy(runs: pd.DataFrame) -> pd.DataFrame:
    """The table with "recording" ten points above the rest, and a little luck."""
    changed = runs.copy()
    changed["accuracy"] = 0.5 + 0.1 * (runs["scale"] == "recording") + 0.001 * runs["seed"]
    return changed
