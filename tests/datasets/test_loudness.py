"""By what windows are divided: the same in the data set, in its card and for a new recording."""

import numpy as np
import pytest

from drsn_lite import build, checkpoints
from drsn_lite.checkpoints import cards
from drsn_lite.datasets import load
from drsn_lite.datasets.loudness import RULES, divided, rms, rms_each
from drsn_lite.datasets.recordings.files import open_recording
from drsn_lite.datasets.recordings.recording import cut

LOUD = {"quiet": (0.01, 0.02, 0.04, 0.08), "roaring": (1.0, 2.0, 4.0, 5.5)}


@pytest.fixture
def machines(tmp_path):
    """Two classes of four recordings, each of another loudness, and louder towards its end."""
    for kind, levels in LOUD.items():
        (tmp_path / "machines" / kind).mkdir(parents=True)
        for number, level in enumerate(levels):
            x = np.random.default_rng(number).standard_normal(640) * np.linspace(1, 3, 640)
            np.save(tmp_path / "machines" / kind / f"{number}.npy", level * x)
    return tmp_path / "machines"


def get(machines, **options):
    return load("folder", machines, length=64, rate_hz=1000, **options)


def root_mean_square(x, axis=None):
    return np.sqrt(np.mean(np.float64(x) ** 2, axis=axis))


def of_recordings(data):
    """The RMS of each training recording in the data set."""
    names = data.train_recording
    return [root_mean_square(data.train_x[names == name]) for name in np.unique(names)]


def test_three_rules_keep_three_kinds_of_difference(machines):
    training, recording, window = (get(machines, scale=rule) for rule in RULES)
    assert root_mean_square(training.train_x) == pytest.approx(1, abs=1e-5)
    assert max(of_recordings(training)) > 100 * min(of_recordings(training))
    assert of_recordings(recording) == pytest.approx(np.ones(6), abs=1e-5)
    inside = root_mean_square(recording.train_x, (1, 2, 3))
    assert inside.max() > 2 * inside.min()
    for x in (window.train_x, window.test_x):
        np.testing.assert_allclose(root_mean_square(x, (1, 2, 3)), 1, atol=1e-5)


def test_the_rms_of_each_window_is_kept_in_the_unit_of_the_file(machines):
    for rule in RULES:
        data = get(machines, scale=rule)
        for name, start, loud in zip(
            data.test_recording, data.test_start, data.test_rms, strict=True
        ):
            piece = np.load(machines / name)[start : start + 64]
            assert loud == pytest.approx(piece.std(), rel=1e-5)


@pytest.mark.parametrize("rule", RULES)
def test_a_new_recording_is_divided_as_those_of_the_training_were(machines, tmp_path, rule):
    data = get(machines, scale=rule)
    network = build("resnet", "lite", classes=2, seed=0)
    path = checkpoints.save(network, tmp_path / "net", cards.card(data, network))
    shown = cards.read_input(checkpoints.card(path))
    name = data.test_recording[0]
    recording = open_recording(machines / name, None, None)
    windows = cut(recording, shown.length, shown.hop)
    found = shown.scaled(windows.x)
    np.testing.assert_allclose(found, data.test_x[data.test_recording == name], atol=1e-5)
    assert shown.scale == (pytest.approx(data.scale) if rule == "training" else rule)


@pytest.mark.parametrize("rule", RULES)
def test_the_note_says_what_was_done_and_how_far_recordings_differ(machines, rule):
    note = get(machines, scale=rule).note
    assert {"training": "of the training windows", "recording": "RMS of its recording"}.get(
        rule, "divided by its own RMS;"
    ) in note
    quietest, loudest = (
        root_mean_square(np.load(machines / kind / f"{number}.npy"))
        for kind, number in (("quiet", 0), ("roaring", 3))
    )
    said = [float(word.strip(".")) for word in note.split("runs from ")[1].split(" to ")[:2]]
    assert said == pytest.approx([quietest, loudest], rel=0.15)


def test_another_rule_is_refused_with_the_three_there_are(machines):
    with pytest.raises(ValueError, match="'training', 'recording', 'window', got 'max'"):
        get(machines, scale="max")


def test_the_rms_holds_the_mean_too():
    x = np.array([[3.0, 3.0, 3.0, 3.0], [7.0, 1.0, -1.0, -7.0]], np.float32)
    assert rms(x) == pytest.approx(np.sqrt((4 * 9 + 100) / 8))
    np.testing.assert_allclose(rms_each(x), [3, 5])


def test_divided_by_hand():
    x = np.array([[3.0, -3.0], [4.0, -4.0]], np.float32)
    np.testing.assert_allclose(divided(x, 2.0), x / 2)
    np.testing.assert_allclose(divided(x, "window"), [[1, -1], [1, -1]])
    np.testing.assert_allclose(divided(x, "recording"), x / np.sqrt(12.5))
