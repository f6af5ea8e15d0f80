"""What every loader returns: one scale for all signals; a folder's report and note."""

import numpy as np
import pytest
from recorded import get, signal

from drsn_lite.datasets import load, report
from drsn_lite.datasets.dataset import from_signals


def test_signals_keep_their_relative_amplitudes():
    x = np.random.default_rng(0).normal(3.0, 1.0, (4, 50)).astype(np.float32)
    x *= np.array([[1], [2], [3], [4]], np.float32)
    labels = np.arange(4)
    data = from_signals("some", (x, labels), (10 * x, labels), ("a",) * 4, 1.0, "")
    centred = x - x.mean(axis=1, keepdims=True)
    ratio = data.train_x[:, 0, 0] / centred
    np.testing.assert_allclose(ratio, ratio[0, 0], rtol=1e-3)
    np.testing.assert_allclose(data.test_x, 10 * data.train_x, rtol=1e-3, atol=1e-5)


def test_the_report_counts_recordings_and_windows(motor):
    np.save(motor / "worn" / "five.npy", signal(77, 80))
    data = get(motor)
    table = report(data)
    assert list(table.index) == ["healthy", "worn", "all"]
    assert table.loc["healthy"].tolist() == [3, 1, 33, 11]
    assert table.loc["worn", ["train recordings", "test recordings"]].tolist() == [3, 2]
    assert table.loc["all", "train windows"] == len(data.train_x)
    assert table.loc["all", "test windows"] == len(data.test_x)
    with pytest.raises(ValueError, match="gearbox does not know"):
        report(load("gearbox", train_per_state=1, test_per_state=1, length=64))


def test_the_note_counts_and_says_what_was_left_out(motor):
    (motor / "readme.txt").write_text("about")
    (motor / "worn" / "readme.txt").write_text("about")
    (motor / ".hidden.npy").write_bytes(b"no array")
    note = get(motor).note
    assert "'motor'" in note
    assert str(motor.parent) not in note  # it goes into cards: no name of a home folder
    assert "healthy: 3 + 1 recordings, 33 + 11 windows" in note
    assert "2 of .txt" in note
    assert "not balanced" not in note
    np.save(motor / "worn" / "long.npy", signal(99, 4000))
    note = get(motor).note
    assert "not balanced" in note
    assert "always says 'worn'" in note


def test_training_alone_may_be_out_of_balance(motor):
    for name in ("one.npy", "two.csv"):
        (motor / "worn" / name).unlink()
    note = get(motor, test="four").note
    assert "worn: 1 + 1 recordings, 11 + 11 windows" in note
    assert "not balanced" in note
    assert "50% of the test windows" in note


def test_the_most_frequent_class_of_the_test_part_is_named(motor):
    """Whoever always says it is right so often; what is most frequent in training is not asked."""
    for n in range(4):
        np.save(motor / "healthy" / f"more{n}.npy", signal(50 + n))
    np.save(motor / "worn" / "held.npy", signal(60, 4000))
    note = get(motor, test="held|more0").note
    assert "healthy: 7 + 1 recordings" in note
    assert "always says 'worn' is right in 92% of the test windows" in note


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [1e-25, 1.0, 1e30])
def test_the_scale_neither_overflows_nor_vanishes(size):
    """In float32 the square of 1e30 is infinite, and that of 1e-25 is 0."""
    x = np.random.default_rng(0).normal(0.0, 1.0, (4, 50)).astype(np.float32)
    large = (x * size).astype(np.float32)
    data = from_signals("some", (large, np.arange(4)), (large, np.arange(4)), ("a",) * 4, 1.0, "")
    centred = large.astype(np.float64) - large.mean(axis=1, keepdims=True)
    assert data.scale == pytest.approx(np.sqrt(np.mean(centred**2)), rel=1e-5)
    assert np.sqrt(np.mean(data.train_x**2)) == pytest.approx(1, rel=1e-5)
