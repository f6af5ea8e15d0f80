"""The table of lesson 10 on sound, the script that makes it, and the network of the sound lab."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from drsn_lite import checkpoints, paths, tables, tones
from drsn_lite.networks import build, count_parameters
from drsn_lite.training import evaluate

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
try:
    import sound_tables as script
finally:
    sys.path.remove(str(ROOT / "scripts"))

TABLE = tables.read("sound")
FEW = {"epochs": 1, "batch_size": 32}


def test_the_table_is_complete() -> None:
    assert not TABLE.duplicated(script.ORDER).any()
    assert set(TABLE["data"]) == {"tones", "fsdd"}
    for (_, way, network), part in TABLE.groupby(["data", "split", "network"]):
        count = 5 if way == "recording" else 6
        assert set(part["seed"]) == set(range(count))
        assert len(part) == count * len(script.SNR_DB)
        assert set(part["snr_db"]) == set(script.SNR_DB)
        assert part["held_out"].isna().all() == (way == "recording")
        assert set(part["parameters"]) == {count_parameters(build(network, script.PLAN, 10))}
    assert len(TABLE) == 2 * 2 * (5 + 6) * len(script.SNR_DB)
    assert TABLE["accuracy"].between(0, 1).all()


def test_both_networks_have_about_the_same_size() -> None:
    sizes = TABLE.groupby("network")["parameters"].first()
    assert sizes["resnet-wide"] == pytest.approx(sizes["drsn-cw"], rel=0.1)


def test_a_new_speaker_is_harder_than_a_new_recording() -> None:
    clean = TABLE[np.isinf(TABLE["snr_db"])]
    mean = clean.groupby(["data", "network", "split"])["accuracy"].mean()
    for data in ("tones", "fsdd"):
        for network in script.NETWORKS:
            assert mean[data, network, "speaker"] < mean[data, network, "recording"]


def test_no_take_and_no_speaker_is_on_both_sides() -> None:
    sounds = script.played_tones(takes=7)
    sounds.x[:, 0] = np.arange(len(sounds.x))  # mark each, to find it again
    everything = set(range(len(sounds.x)))
    for way, held_out in (("recording", 0), ("speaker", 4)):
        part = script.split(sounds, way, held_out)
        seen, asked = (set(x[:, 0, 0, 0].astype(int)) for x in (part.train_x, part.test_x))
        assert not seen & asked
        assert seen | asked == everything
        if way == "speaker":
            assert {sounds.speaker[i] for i in asked} == {held_out}
        else:
            assert {sounds.take[i] for i in asked} == set(range(5))
            assert set(sounds.take[sorted(seen)]) == {5, 6}


def test_an_interrupted_run_goes_on_and_gives_the_same(tmp_path) -> None:
    sounds = script.played_tones(takes=6)
    made = script.complete("tones", sounds, tmp_path, seeds=1, **FEW)
    assert made == 2 * (1 + 6)
    whole = tables.read("sound", tmp_path)
    lost = (whole["split"] == "speaker") & (whole["seed"] == 3)
    whole[~lost].to_csv(tmp_path / "sound.csv", index=False)
    assert script.complete("tones", sounds, tmp_path, seeds=1, **FEW) == 2
    pd.testing.assert_frame_equal(tables.read("sound", tmp_path), whole)


def test_the_shipped_network_is_the_one_on_its_card() -> None:
    card = checkpoints.card(paths.DATA / "sound" / "tones-drsn-cw")
    network = checkpoints.load(paths.DATA / "sound" / "tones-drsn-cw")
    part = script.split(script.played_tones(takes=5), "recording")  # all of them are test takes
    measured = evaluate(network, part.test_x, part.test_y).accuracy
    assert measured == pytest.approx(card["test_accuracy"]["inf"], abs=0.01)
    assert card["classes"] == list(tones.KINDS)
    shipped = TABLE.query(
        "data == 'tones' and split == 'recording' and network == 'drsn-cw' and seed == 0"
    ).set_index("snr_db")["accuracy"]
    for level, value in card["test_accuracy"].items():
        assert value == pytest.approx(shipped[float(level)], abs=0.03)


def test_without_files_the_script_says_where_they_belong(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv(paths.ENVIRONMENT, str(tmp_path))
    with pytest.raises(FileNotFoundError, match="fsdd"):
        script.spoken_digits()
