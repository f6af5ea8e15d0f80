"""What lesson 11 says of scales, of a race on a machine never heard, and of strangers."""

import re

import needs
import numpy as np
import pandas as pd
import pytest
from cells11 import said, words

from drsn_lite.results import tables
from drsn_lite.results.gains import band, verdict
from drsn_lite.results.luck import holm

pytestmark = pytest.mark.data


SCALES = tables.read("scales")
STRANGERS = tables.read("strangers")


def test_what_the_table_of_scales_says() -> None:
    clean = SCALES[np.isinf(SCALES["snr_db"]) & (SCALES["method"] == "drsn-cw")]
    assert SCALES["seed"].nunique() == 6
    gains = {}
    for key, part in clean.groupby(["data", "split"]):
        pair = 100 * part.pivot_table("accuracy", "seed", "scale")
        assert len(pair.dropna()) == 6
        gains[key] = (pair["recording"] - pair["training"]).to_numpy()
        assert verdict(*band(pair["window"] - pair["recording"])) == "not clear"
    clear = {
        key for key, word in zip(gains, holm(list(gains.values())), strict=True) if word == "better"
    }
    assert len(gains) == 7
    assert clear == {
        ("rig", "machine"),
        ("rig", "recording"),
        ("fsdd", "recording"),
        ("fsdd", "speaker"),
    }
    mean = 100 * clean.groupby(["data", "split", "scale"])["accuracy"].mean()
    assert mean["rig", "machine", "training"] < 45, "about chance, a third"
    assert 85 < mean["rig", "machine", "recording"] < 93
    assert "Four of its seven differences stay clear" in words("rig-scale-read")
    for method in ("regression, clean", "regression, noise"):
        part = SCALES[np.isinf(SCALES["snr_db"]) & (SCALES["method"] == method)]
        family = []
        for _, one in part.groupby(["data", "split"]):
            pair = 100 * one.pivot_table("accuracy", "seed", "scale")
            family.append((pair["recording"] - pair["training"]).to_numpy())
        assert set(holm(family)) == {"not clear"}, "none is for the regressions"


def test_a_spoken_digit_is_one_window_so_two_rules_are_one() -> None:
    digits = SCALES[SCALES["data"] == "fsdd"].pivot_table(
        "accuracy", ["split", "method", "seed", "snr_db"], "scale"
    )
    np.testing.assert_array_equal(digits["recording"], digits["window"])


def test_the_race_on_a_machine_never_heard_is_won_by_a_regression() -> None:
    lines = [line for line in said("rig-race").splitlines() if "is right most often" in line]
    assert len(lines) == 4, "three levels, and the picture's sentence"
    assert all("regression, in noise is right most often" in line for line in lines)
    assert all("no clear difference to any rival" in line for line in lines)
    assert "6 of 54 recordings" in said("rig-race")


def test_a_window_holds_six_strikes_and_a_turn_and_a_half() -> None:
    row = [line for line in said("window-table").splitlines() if line.startswith("1200 rpm")][-1]
    strikes, turns = map(float, row.split()[-2:])
    assert round(strikes) == 6
    assert 1.4 < turns < 1.7
    assert "up to 1600 Hz" in said("window-table")
    assert "above 1600 Hz" in words("window-read")


@needs.files("cwru")
def test_real_bearings_of_another_size_are_hard_and_a_lone_recording_is_refused() -> None:
    text = said("real-run")
    assert "'healthy' has one recording" in " ".join(text.split())
    best = float(re.search(r"Clean: .*? most often, ([\d.]+)%", text)[1])
    assert best < 75
    assert "drawn at random" in text


def test_predict_marks_what_the_lesson_says_it_marks() -> None:
    rows = {line.split()[0]: line for line in said("terminal").splitlines() if line[:4] == "new/"}
    assert rows["new/faint.npy"].split()[-1] == "loudness"
    assert "trained on it" in rows["new/from-training.wav"]
    assert rows["new/hiss.wav"].split()[-1].endswith("%"), "not marked: it was trained in noise"
    assert "exit status 1" in said("terminal")


def shares(limits: str, look: str = "marked") -> pd.Series:
    """Mean over the runs, %, by case and set."""
    rows = STRANGERS[STRANGERS["limits"] == limits].copy()
    rows["case"] = rows["case"].where(~rows["case"].isin(rows["data"].unique()), "others")
    return 100 * rows.groupby(["case", "data"])[look].mean()


def test_what_the_tables_of_strangers_say() -> None:
    noise, clean = shares("noise"), shares("clean")
    assert max(noise["new"].max(), clean["new"].max()) < 6, "false alarms are rare"
    for table in (noise, clean):
        assert table["group"]["rig"] > 90
        assert table["sensor"]["cwru"] > 90
        for case in ("fast", "others"):
            assert table[case][["rig", "cwru"]].min() > 90
        assert table["class"]["cwru"] == 100
        assert 40 < table["class"]["rig"] < 60
        assert table["group"][["fsdd", "tones"]].between(15, 25).all()
        assert table["class"][["fsdd", "tones"]].max() < 15
        assert 65 < table["others"]["fsdd"] < 75
        assert 35 < table["others"]["tones"] < 45
        assert table["quiet"]["rig"] > 85
        assert 55 < table["quiet"]["fsdd"] < 62
        assert table["white"]["tones"] < 5
    assert 75 < noise["group"]["cwru"] < 85 < clean["group"]["cwru"] < 91
    assert noise["pink"]["rig"] == 0
    assert clean["pink"]["rig"] > 50
    assert clean["0 dB"][["rig", "cwru"]].min() > 80
    text = words("known-read")
    for part in ("pink noise on the rig is never marked", "white noise passes with either limit"):
        assert part in text


def test_softmax_refuses_less_but_where_the_lesson_says_so() -> None:
    more = {}
    for limits in ("noise", "clean"):
        apart = shares(limits, "softmax") - shares(limits)
        more[limits] = {place for place, points in apart.items() if points > 4}
        assert (apart < 0).sum() > 2 * (apart > 0).sum(), "in most rows"
    assert more["noise"] == {("white", "cwru"), ("white", "fsdd"), ("0 dB", "fsdd")}
    assert more["clean"] == {("pink", "tones"), ("0 dB", "fsdd"), ("0 dB", "tones")}
    numbers = [round(shares("noise", look)["white"]["cwru"]) for look in ("softmax", "marked")]
    assert "({} against {} %)".format(*numbers) in words("known-read")
    numbers = [round(shares("noise", look)["white"]["fsdd"]) for look in ("softmax", "marked")]
    assert "({} against {} %)".format(*numbers) in words("known-read")


def test_most_marks_come_from_the_spectrum() -> None:
    strange = STRANGERS[~STRANGERS["case"].isin(["new", "0 dB", "quiet"])]
    assert strange["spectrum"].mean() > 2 * strange["features"].mean()
    white = STRANGERS.query("data == 'cwru' and case == 'white' and limits == 'noise'")
    assert white["spectrum"].max() == 0
    assert white["features"].mean() > 0.3


def test_what_the_recap_says_of_the_rig() -> None:
    clean = SCALES[np.isinf(SCALES["snr_db"]) & (SCALES["split"] == "machine")]
    mean = (100 * clean.groupby(["method", "scale"])["accuracy"].mean()).round()
    assert mean["drsn-cw"][["training", "recording"]].tolist() == [38, 89]
    assert mean["regression, clean"][["training", "recording"]].tolist() == [61, 83]
    assert mean["regression, noise"]["recording"] == 86
    assert "from 38 to 89 %" in words("recap")
    noisy = SCALES[(SCALES["snr_db"] == 0) & (SCALES["method"] == "regression, clean")]
    part = noisy.query("data == 'cwru' and split == 'recording'")
    pair = 100 * part.pivot_table("accuracy", "seed", "scale")
    mean_gain, half = band(pair["recording"] - pair["training"])
    assert f"{mean_gain:.0f} ± {half:.0f} points" in words("rig-scale-read")
