"""The table of lesson 11 on sound, the script that makes it, and the networks of the sound lab."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import needs
import numpy as np
import pandas as pd
import pytest

from drsn_lite import checkpoints, datasets, paths
from drsn_lite.datasets import fsdd
from drsn_lite.evaluation import evaluate
from drsn_lite.lessons.lesson11 import tones
from drsn_lite.networks import build, count_parameters
from drsn_lite.results import tables
from drsn_lite.results.gains import band, verdict
from drsn_lite.studies import sound_tables as script

ROOT = Path(__file__).parents[2]

TABLE = tables.read("sound")
FEW = {"epochs": 1, "batch_size": 32}
SIZES = {("tones", "recording"): 600, ("tones", "speaker"): 750}
SIZES |= {("fsdd", "recording"): 2700, ("fsdd", "speaker"): 2500}
needs_digits = needs.files("fsdd")


def test_the_table_is_complete() -> None:
    assert not TABLE.duplicated(list(script.STUDY.order)).any()
    assert len(TABLE) == 2 * 2 * (5 + 6) * len(script.SNR_DB)
    for (data, split, network), part in TABLE.groupby(["data", "split", "network"]):
        count = 5 if split == "recording" else 6
        assert set(part["seed"]) == set(range(count))
        assert len(part) == count * len(script.SNR_DB)
        assert set(part["snr_db"]) == set(script.SNR_DB)
        assert set(part["parameters"]) == {count_parameters(build(network, script.PLAN, 10))}
        assert set(part["trained_on"]) == {SIZES[data, split]}, "all training recordings"
        if split == "recording":
            assert part["held_out"].isna().all()
        else:
            held_out = part.groupby("seed")["held_out"].unique().map(list)
            assert held_out.tolist() == [[name] for name in script.SPEAKERS[data]]
    assert TABLE["accuracy"].between(0, 1).all()


def test_both_networks_have_about_the_same_size() -> None:
    sizes = TABLE.groupby("network")["parameters"].first()
    assert sizes.to_dict() == {"drsn-cw": 10_074, "resnet-wide": 9_626}  # said in the lesson


def test_what_the_lesson_says_of_the_gains_is_so() -> None:
    found = {}
    for key, part in TABLE.groupby(["data", "split", "snr_db"]):
        pair = part.pivot_table("accuracy", "seed", "network")
        found[key] = band(100 * (pair["drsn-cw"] - pair["resnet-wide"]))
    words = {key: verdict(*value) for key, value in found.items()}
    better = [key for key, word in words.items() if word == "better"]
    assert (len(words), len(better), list(words.values()).count("worse")) == (20, 4, 0)
    assert sum(level <= 0 for _, _, level in better) == 3
    assert not [key for key in better if np.isinf(key[2])]
    clean = 100 * TABLE[np.isinf(TABLE["snr_db"])].groupby(["data", "network", "split"])[
        "accuracy"
    ].mean().unstack("split")
    assert (clean["recording"] - clean["speaker"]).min() > 2 * max(
        abs(mean) for mean, _ in found.values()
    ), "what a new voice costs is large beside every gain"


def test_no_sound_of_the_tones_is_on_both_sides() -> None:
    everything = script.played_tones("recording", takes=7)
    rows = lambda x: {row.tobytes() for row in x}  # noqa: E731
    whole = rows(everything.train_x) | rows(everything.test_x)
    assert len(whole) == 10 * 6 * 7
    for split, held_out in (("recording", 0), ("speaker", 4)):
        part = script.played_tones(split, held_out, takes=7)
        seen, asked = rows(part.train_x), rows(part.test_x)
        assert not seen & asked
        assert seen | asked == whole
        named = {
            tones.window(tones.sound(kind, player, take)).tobytes()
            for kind in tones.KINDS
            for number, player in enumerate(tones.INSTRUMENTS)
            for take in range(7)
            if (take < 5 if split == "recording" else number == held_out)
        }
        assert asked == named


@needs_digits
def test_the_digits_are_split_as_their_authors_do_and_by_speaker() -> None:
    official = script.part("fsdd", "recording")
    assert (len(official.train_x), len(official.test_x)) == (2700, 300)
    assert np.bincount(official.test_y).tolist() == [30] * 10
    power = np.mean(official.train_x.astype(np.float64) ** 2, axis=(1, 2, 3))
    np.testing.assert_allclose(power, 1, atol=1e-4)
    held = script.part("fsdd", "speaker", 2)
    loaded = datasets.load("fsdd", speaker=fsdd.SPEAKERS[2], download=False)
    np.testing.assert_array_equal(held.test_y, loaded.test_y)
    x, own = held.test_x[7].ravel(), loaded.test_x[7].ravel()
    assert np.corrcoef(x, own)[0, 1] == pytest.approx(1, abs=1e-5)


def test_an_interrupted_study_goes_on_and_gives_the_same(tmp_path, monkeypatch) -> None:
    few = lambda _, split, held_out: script.played_tones(split, held_out, takes=6)  # noqa: E731
    monkeypatch.setattr(script, "part", few)
    monkeypatch.setattr(script, "FOLDER", tmp_path / "networks")
    runs = [("tones", "recording", name, 0) for name in script.NETWORKS]
    runs += [("tones", "speaker", name, seed) for seed in (1, 3) for name in script.NETWORKS]
    study = replace(script.STUDY, runs=tuple(runs), make=partial(script.run, **FEW))
    assert study.fill(folder=tmp_path) == 6
    whole = tables.read("sound", tmp_path)
    lost = (whole["split"] == "speaker") & (whole["seed"] == 3)
    whole[~lost].to_csv(tmp_path / "sound.csv", index=False)
    assert study.fill(folder=tmp_path) == 2
    pd.testing.assert_frame_equal(tables.read("sound", tmp_path), whole)
    assert checkpoints.names(tmp_path / "networks") == ["tones-drsn-cw"]


@pytest.mark.parametrize("data", ["tones", pytest.param("fsdd", marks=needs_digits)])
def test_a_shipped_network_is_the_one_on_its_card_and_in_the_table(data: str) -> None:
    card = checkpoints.card(paths.DATA / "sound" / f"{data}-drsn-cw")
    network = checkpoints.load_checkpoint(paths.DATA / "sound" / f"{data}-drsn-cw")
    if data == "tones":
        part = script.played_tones("recording", takes=6)  # takes 0 to 4 are the test
    else:
        part = script.part(data, "recording")
    accuracy = dict(zip(map(float, card["snr_db"]), card["accuracy"]["gaussian"], strict=True))
    measured = evaluate(network, part.test_x, part.test_y).accuracy
    assert measured == pytest.approx(accuracy[np.inf], abs=0.01)
    query = "data == @data and split == 'recording' and network == 'drsn-cw' and seed == 0"
    row = TABLE.query(query).set_index("snr_db")["accuracy"]
    for level, value in accuracy.items():
        assert value == pytest.approx(row[level], abs=0.03)


def test_a_row_made_again_lies_near_the_one_in_the_table() -> None:
    """A held-out instrument stays hard: the whole training, one run (some 10 s)."""
    query = "data == 'tones' and split == 'speaker' and network == 'drsn-cw'"
    rows = TABLE.query(query)
    made = script.run("tones", "speaker", "drsn-cw", 0, epochs=8)
    clean = next(row for row in made if np.isinf(row["snr_db"]))
    assert clean["held_out"] == "flute"
    low, high = rows[np.isinf(rows["snr_db"])]["accuracy"].agg(["min", "max"])
    assert low - 0.15 <= clean["accuracy"] <= high
