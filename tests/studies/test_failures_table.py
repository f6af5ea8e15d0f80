"""data/results/failures.csv: whole, its noise at an exact SNR, one row made again."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from drsn_lite import checkpoints
from drsn_lite.datasets import gearbox
from drsn_lite.evaluation import evaluate
from drsn_lite.paths import DATA
from drsn_lite.results import tables
from drsn_lite.studies import failures_table as made

ROOT = Path(__file__).parents[2]

TABLE = tables.read("failures")


@pytest.fixture(scope="module")
def lesson() -> dict:
    """`spread` and `add` as the lesson writes them."""
    path = ROOT / "notebooks" / "08-is-it-worth-it.ipynb"
    (source,) = [c.source for c in nbformat.read(path, 4).cells if c.id == "fails-code"]
    names = {"np": np}
    exec(compile(source, "fails-code", "exec"), names)
    return names


def test_the_table_is_complete() -> None:
    key = ["network", "seed", "group", "what", "level"]
    assert not TABLE.duplicated(key).any()
    sizes = TABLE.groupby(["network", "seed"]).size()
    assert set(sizes.index) == {(n, s) for n in made.NETWORKS for s in made.SEEDS}
    assert sizes.nunique() == 1
    noises = TABLE[TABLE["group"] == "noise"]
    assert set(noises["what"]) == {*made.UNSEEN, "gaussian"}
    assert set(noises["level"]) == set(made.SNR_DB)
    assert TABLE["accuracy"].between(0.05, 1).all()


def test_the_noise_that_was_seen_has_the_accuracy_of_the_heart() -> None:
    heart = tables.read("heart").query("condition == 'base' and noise == 'gaussian'")
    theirs = heart.set_index(["network", "seed", "snr_db"])["accuracy"]
    seen = TABLE[TABLE["what"] == "gaussian"].rename(columns={"level": "snr_db"})
    seen = seen.set_index(["network", "seed", "snr_db"])["accuracy"]
    assert (seen - theirs.reindex(seen.index)).abs().max() < 0.003


def signals(count: int = 6) -> np.ndarray:
    return np.random.default_rng(0).standard_normal((count, 1, 1, 2048)).astype(np.float32)


@pytest.mark.parametrize("kind", made.UNSEEN)
def test_unseen_noise_has_its_snr_and_its_shape(kind: str, lesson: dict) -> None:
    x = signals()
    for noisy in (made.unseen(x, kind, -5.0), lesson["add"](x, kind, -5.0, 3)):
        n = (noisy.astype(float) - x)[:, 0, 0]
        snr = 10 * np.log10((x**2).mean((1, 2, 3)) / (n**2).mean(1))
        np.testing.assert_allclose(snr, -5, atol=1e-3)
        quiet = (np.abs(n) < 1e-6).mean()
        if kind in ("burst", "impulses"):
            assert quiet == pytest.approx(7 / 8 if kind == "burst" else 0.99, abs=0.005)
        else:
            assert quiet < 0.01
        power = np.abs(np.fft.rfft(n)) ** 2
        f = np.fft.rfftfreq(2048, 1 / gearbox.RATE_HZ)
        if kind == "narrow":
            assert power[:, (f >= 2000) & (f < 3000)].sum() > 0.999 * power.sum()
        if kind == "hum":
            assert (f[power.argmax(1)] == 50).all()
        if kind == "uniform":
            assert np.abs(n).max() < 1.8 * n.std()


def test_signals_played_faster_have_higher_frequencies() -> None:
    def centre(x: np.ndarray) -> float:
        power = (np.abs(np.fft.rfft(x[:, 0, 0])) ** 2).mean(0)
        return float((power * np.arange(len(power))).sum() / power.sum())

    usual = centre(made.played(1.0))
    assert made.played(1.1).shape == made.played(0.9).shape == made.played(1.0).shape
    assert centre(made.played(0.9)) < 0.95 * usual < usual < 0.97 * centre(made.played(1.1))
    np.testing.assert_allclose(made.played(1.0), made.longer().test_x[..., :2048], atol=1e-4)


def test_other_speeds_come_in_the_units_of_training() -> None:
    usual = made.at_speeds(20, 30, 40)
    assert usual.std() == pytest.approx(made.signals(250).test_x.std(), rel=1e-3)
    np.testing.assert_allclose(usual.mean(-1), 0, atol=1e-5)


def test_what_a_sensor_does() -> None:
    x = signals(50)
    f = np.fft.rfftfreq(2048, 1 / gearbox.RATE_HZ)
    left = np.abs(np.fft.rfft(made.low_pass(x, 2000.0)[:, 0, 0]))
    assert left[:, f >= 2000].max() < 1e-3 * left.max()
    lost = made.drop(x, 0.3) == 0
    assert lost.mean() == pytest.approx(0.3, abs=0.02)
    assert set(np.unique(lost.reshape(50, 64, 32).sum(-1))) == {0, 32}


def test_a_row_made_again() -> None:
    network = checkpoints.load_checkpoint(DATA / "seeds" / "gearbox-drsn-cw-1")
    data = made.signals(250)
    accuracy = evaluate(network, made.unseen(data.test_x, "burst", 0.0), data.test_y).accuracy
    (row,) = TABLE.query("network == 'drsn-cw' and seed == 1 and what == 'burst' and level == 0")[
        "accuracy"
    ]
    assert accuracy == pytest.approx(row, abs=0.006)
