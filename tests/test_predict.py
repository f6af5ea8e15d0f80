"""Answers for recordings, from Python: the plot, the test part, long windows, cards."""

import dataclasses

import numpy as np
import pytest
from test_predict_cli import RATE, SMALL, signal, trained

from drsn_lite import cards, checkpoints, evaluation
from drsn_lite.datasets import Dataset, load
from drsn_lite.microscope import look
from drsn_lite.networks import Plan, build
from drsn_lite.predict import Prediction, by_recording, frame, predict_file, table

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


def test_cards_hold_what_predict_needs(trained):
    root, data, path = trained
    card = checkpoints.card(path)
    known, words = cards.read_input(card)
    assert known == cards.Input(64, 32, float(RATE), data.scale)
    assert words == ""
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
    assert images.scale == 1
    with pytest.raises(ValueError, match="images"):
        cards.card(images, build("resnet", SMALL, 1, seed=0))
    with pytest.raises(dataclasses.FrozenInstanceError):
        cards.read_input(made)[0].length = 3


def test_recordings_of_the_test_part_get_their_answers(trained):
    root, data, path = trained
    network = checkpoints.load(path)
    found = by_recording(network, data)
    assert [one.path for one in found] == sorted(set(data.test_recording.tolist()))
    shown, _ = cards.read_input(checkpoints.card(path))
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
    network = checkpoints.load(trained[2])
    np.save(tmp_path / "a.npy", signal("fast", 3, 3000))
    shown = cards.Input(100, 50, float(RATE), 1.0)
    monkeypatch.setattr("drsn_lite.predict.NUMBERS", 750)
    one = predict_file(network, ("fast", "slow"), shown, tmp_path / "a.npy")
    assert (one.windows, one.possible) == (7, 59)
    monkeypatch.setattr("drsn_lite.predict.BATCH", 1)  # one at a time: the same answer
    again = predict_file(network, ("fast", "slow"), shown, tmp_path / "a.npy")
    np.testing.assert_allclose(again.probability, one.probability, atol=1e-6)
    assert again.zeroed == pytest.approx(one.zeroed, abs=1e-6)
