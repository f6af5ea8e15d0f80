"""Answers for recordings, from Python: the plot, the test part, long windows, cards."""

import dataclasses

import numpy as np
import pytest
from test_predict_cli import RATE, SMALL, signal, trained

from drsn_lite import checkpoints, evaluation
from drsn_lite.checkpoints import cards
from drsn_lite.datasets import Dataset, load
from drsn_lite.lessons.lesson11 import tones
from drsn_lite.microscope import look
from drsn_lite.networks import Plan, build
from drsn_lite.paths import DATA
from drsn_lite.prediction import by_recording, predict_file
from drsn_lite.prediction_result import Prediction, frame, table

__all__ = ["trained"]  # a fixture


def test_the_plot_shows_six_and_says_so():
    chances = np.array([0.2, 0.8])
    many = [Prediction(f"{n}.wav", ("a", "b"), chances, chances, 3, 3) for n in range(8)]
    drawn = frame(many)
    assert len(drawn.plots) == 6
    assert drawn.plots[0].marks[0].highlight == 1
    assert "8 recordings: 8 as b" in drawn.sentence
    assert "first 6" in drawn.sentence
    assert "first" not in frame(many[:2]).sentence
    assert frame(many[:1]).sentence == "1 recording: 1 as b."


def test_the_plot_shows_the_first_and_marks_the_class_that_won():
    chances, share = np.array([0.6, 0.4]), np.array([0.2, 0.8])
    many = [Prediction(f"{n}.wav", ("a", "b"), chances, share, 3, 3) for n in range(8)]
    drawn = frame(many)
    assert [plot.title for plot in drawn.plots] == [f"{n}.wav" for n in range(6)]
    assert {plot.marks[0].highlight for plot in drawn.plots} == {0}


def test_cards_hold_what_predict_needs(trained):
    root, data, path = trained
    card = checkpoints.card(path)
    assert cards.read_input(card) == cards.Input(64, 32, float(RATE), data.scale)
    assert card["classes"] == ["fast", "slow"]
    assert card["training"]["epochs"] == 20
    assert card["by"] == "a test"
    assert card["note"] == data.note
    raw = [
        np.load(root / name)[start : start + 64]
        for name, start in zip(data.train_recording, data.train_start, strict=True)
    ]
    assert data.scale == pytest.approx(np.sqrt(np.mean(np.var(raw, axis=1))), rel=1e-5)


def test_cards_of_other_data(trained):
    simulated = load("gearbox", train_per_state=2, test_per_state=1, length=256)
    made = cards.card(simulated, build("resnet", SMALL, 8, seed=0))
    assert made["input"]["length"] == made["input"]["hop"] == 256
    assert made["input"]["scale"] == simulated.scale > 0
    with pytest.raises(ValueError, match="3 classes apart, gearbox has 8"):
        cards.card(simulated, build("resnet", SMALL, 3, seed=0))
    empty = np.zeros((1, 1, 8, 8), np.float32), np.zeros(1, np.int64)
    images = Dataset("pictures", *empty, *empty, ("a",), None, "")
    pixels = cards.card(images, build("resnet", "lite-2d", 1, seed=0))["input"]
    assert pixels == {"size": [8, 8], "offset": 0.0, "scale": 1.0}
    with pytest.raises(dataclasses.FrozenInstanceError):
        cards.read_input(made).length = 3


def test_each_window_of_a_sound_is_brought_to_the_same_rms(tmp_path):
    path = DATA / "sound" / "tones-drsn-cw"
    network, card = checkpoints.load_checkpoint(path), checkpoints.card(path)
    shown = cards.read_input(card)
    right = 0
    for kind in tones.KINDS:
        x = tones.sound(kind, "reed", 0)  # a test take
        np.save(tmp_path / "loud.npy", x)
        np.save(tmp_path / "soft.npy", 1e-3 * x)
        loud, soft = (
            predict_file(network, card["classes"], shown, tmp_path / f"{name}.npy")
            for name in ("loud", "soft")
        )
        np.testing.assert_allclose(soft.probability, loud.probability, atol=1e-4)
        heard = evaluation.predict(network, tones.window(x)[None, None, None]).softmax(1).numpy()
        np.testing.assert_allclose(loud.probability, heard[0], atol=0.02)
        right += card["classes"][loud.winner] == kind
    assert right >= 6


def test_recordings_of_the_test_part_get_their_answers(trained):
    root, data, path = trained
    network = checkpoints.load_checkpoint(path)
    found = by_recording(network, data)
    assert [one.path for one in found] == sorted(set(data.test_recording.tolist()))
    shown = cards.read_input(checkpoints.card(path))
    for one in found:
        again = predict_file(network, data.classes, shown, root / one.path)
        np.testing.assert_allclose(again.probability, one.probability, atol=1e-5)
        assert again.zeroed == pytest.approx(one.zeroed, abs=1e-4)
        assert one.classes[one.winner] == one.path.split("/")[0]
    network = build("drsn-cw", Plan((7, 2), ((4, 3, 2),)), 2, seed=1)  # of several units
    found = by_recording(network, data)
    x = data.test_x[data.test_recording == found[0].path]
    chances = evaluation.predict(network, x).softmax(1).numpy()
    np.testing.assert_allclose(found[0].probability, chances.mean(0), atol=1e-6)
    records = look(network, x)
    want = np.mean([record.zeroed.mean().item() for record in records])
    assert found[0].zeroed == pytest.approx(want, abs=1e-6)
    assert by_recording(build("resnet", SMALL, 2, seed=0), data)[0].zeroed is None
    assert "–" in table(by_recording(build("senet", SMALL, 2, seed=0), data))


def test_very_long_windows_are_fewer(trained, monkeypatch, tmp_path):
    network = checkpoints.load_checkpoint(trained[2])
    np.save(tmp_path / "a.npy", signal("fast", 3, 3000))
    shown = cards.Input(100, 50, float(RATE), 1.0)
    monkeypatch.setattr("drsn_lite.prediction.NUMBERS", 750)
    one = predict_file(network, ("fast", "slow"), shown, tmp_path / "a.npy")
    assert (one.windows, one.possible) == (7, 59)
    monkeypatch.setattr("drsn_lite.prediction.BATCH", 1)  # one at a time: the same answer
    again = predict_file(network, ("fast", "slow"), shown, tmp_path / "a.npy")
    np.testing.assert_allclose(again.probability, one.probability, atol=1e-6)
    assert again.zeroed == pytest.approx(one.zeroed, abs=1e-6)
