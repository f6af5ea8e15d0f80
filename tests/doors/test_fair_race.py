"""The race of one's own data: the same rivals on the same windows, and a verdict that counts."""

import dataclasses
import importlib
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from drsn_lite import mixed
from drsn_lite.datasets import load
from drsn_lite.networks import Plan
from drsn_lite.race import race
from drsn_lite.race_result import NAMES, OWN, Race
from drsn_lite.results.gains import band
from drsn_lite.training import History

module = importlib.import_module("drsn_lite.race")

TINY = Plan(stem=(9, 4), stages=((4, 1, 2),))
NOISE = mixed(("gaussian",), low_db=0, high_db=10)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Two tones in noise, six recordings each."""
    root = tmp_path_factory.mktemp("race") / "tones"
    t = np.arange(1024)
    for label, kind in enumerate(("low", "high")):
        (root / kind).mkdir(parents=True)
        for n in range(6):
            rng = np.random.default_rng([label, n])
            x = np.sin((0.3 + 0.5 * label) * t + rng.random()) + 0.3 * rng.standard_normal(1024)
            np.save(root / kind / f"{'abcdef'[n]}.npy", x)
    return load("folder", root, length=128, rate_hz=1000)


@pytest.fixture(scope="module")
def found(data):
    return race(data, NOISE, epochs=3, seeds=(0, 1), plan=TINY, progress=False)


def test_every_rival_runs_at_every_level_with_every_seed(found, data):
    assert set(found.runs["rival"]) == set(NAMES) - {"convnet", "resnet", "senet", "drsn-cs"}
    assert len(found.runs) == 5 * 2 * 3
    assert not found.runs.duplicated(["rival", "seed", "snr_db"]).any()
    assert found.runs[["windows", "recordings"]].stack().between(0, 1).all()
    assert found.confusion.sum() == 2 * len(data.test_y)
    assert set(found.networks) == {"resnet-wide", "senet-abs", "drsn-cw"}
    assert found.networks[OWN][1].held_out.startswith("2 of 8 recordings")


def test_each_seed_has_a_noise_and_a_training_of_its_own(data, monkeypatch):
    """The band is over seeds: each must stand for luck of its own."""
    noisy, trained = [], []
    add_noise, fit = module.add_noise, module.fit

    def hear_noise(x, snr, *, rng):
        noisy.append((rng, snr))
        return add_noise(x, snr, rng=rng)

    def hear_training(network, *few, **more):
        trained.append((more["seed"], network.name))
        return fit(network, *few, **more)

    monkeypatch.setattr(module, "add_noise", hear_noise)
    monkeypatch.setattr(module, "fit", hear_training)
    found = race(data, NOISE, epochs=1, seeds=(3, 5), plan=TINY, levels=(0.0,), progress=False)
    assert noisy == [(3, 0.0), (5, 0.0)]
    assert [seed for seed, _ in trained] == [3, 3, 3, 5, 5, 5]
    assert found.tested == len(set(data.test_recording)) < len(data.test_y)


def test_a_recording_goes_by_the_mean_of_its_windows():
    parts = SimpleNamespace(
        test_recording=np.array(["a", "a", "a", "b"]), test_y=np.array([0, 0, 0, 1])
    )
    chances = np.array([[0.6, 0.4], [0.6, 0.4], [0.35, 0.65], [0.2, 0.8]])
    assert module._right(chances, parts) == {"windows": 0.75, "recordings": 1.0}


def test_an_easy_task_is_learned(found):
    clean = found.runs[np.isinf(found.runs["snr_db"])].groupby("rival")[["windows", "recordings"]]
    assert clean.mean().loc["regression, clean"].tolist() == [1, 1]


def test_noise_is_the_same_for_all_and_the_numbers_come_twice(found, data):
    again = race(data, NOISE, epochs=3, seeds=(0, 1), plan=TINY, progress=False)
    pd.testing.assert_frame_equal(found.runs, again.runs)


def built(gains, seeds=5):
    """A race in which DRSN-CW is so many points above each rival, with a little luck."""
    luck = np.linspace(-0.002, 0.002, seeds)
    rows = []
    for snr in (np.inf, 0.0):
        for seed in range(seeds):
            rows.append((OWN, seed, snr, 0.8, 0.9))
            for name, gain in gains.items():
                rows.append((name, seed, snr, 0.8 - gain / 100 + luck[seed], 0.9))
    runs = pd.DataFrame(rows, columns=["rival", "seed", "snr_db", "windows", "recordings"])
    return Race(runs, {}, np.array([[8, 2], [5, 5]]), ("hum", "rattle"), 12, "3 of 9 recordings")


def test_the_verdict_names_the_leader_and_what_is_clear():
    one = built({"resnet-wide": 3.0, "senet-abs": 0.0, "regression, clean": -5.0})
    clean, noisy = one.verdict()
    assert clean.startswith("Clean: regression, clean is right most often, 85.0%")
    assert "DRSN-CW 80.0%: clearly better than ResNet, wide; worse than regression, clean." in clean
    assert noisy.startswith("0 dB: ")
    assert one.gain("resnet-wide", 0.0).mean() == pytest.approx(3.0)


def test_each_level_has_a_leader_of_its_own():
    one = built({"resnet-wide": 3.0, "senet-abs": 1.0})
    runs = one.runs.copy()
    runs.loc[(runs["rival"] == "senet-abs") & (runs["snr_db"] == 0), "windows"] = 0.81
    clean, noisy = dataclasses.replace(one, runs=runs).verdict()
    assert clean.startswith("Clean: DRSN-CW is right most often, 80.0%")
    assert noisy.startswith("0 dB: SENet-abs is right most often, 81.0%")


def test_nothing_small_is_clear():
    one = built({"resnet-wide": 0.1, "senet-abs": 0.1}, seeds=3)
    assert all("no clear difference to any rival" in said for said in one.verdict())


def test_it_says_what_to_record_next():
    said = built({"resnet-wide": 0.0}).next()
    assert "more of 'rattle' (50% right, most often taken for 'hum')" in said
    assert "12 recordings in the test are few" in said
    assert "moves the result by 8%" in said


def test_where_all_is_right_nothing_is_taken_for_another():
    one = dataclasses.replace(built({"resnet-wide": 0.0}), confusion=np.diag([6, 4]), tested=30)
    assert one.next() == (
        "Record next: more of any class (100% right), on machines and days that are in no file yet."
    )


def test_the_picture_and_the_table_show_the_same(found):
    table = found.table()
    lines = [mark for mark in found.frame().plots[0].marks if mark.label]
    assert [mark.label for mark in lines] == table.index.tolist()
    for mark, (_, row) in zip(lines, table.iterrows(), strict=True):
        for at, level in ((-1, "clean"), (0, "0 dB")):
            assert mark.y[at] == pytest.approx(float(row[level].split(" ")[0]), abs=0.06)
        assert np.diff(mark.x) == pytest.approx([10, 5]), "0 dB, 10 dB, and clean beyond"
    mean, half = band(100 * found.runs.query("rival == @OWN and snr_db == 0")["windows"])
    assert table.loc["DRSN-CW", "0 dB"] == f"{mean:.1f} ± {half:.1f}"
    assert repr(found).count("\n") == 4


def test_two_seeds_give_no_verdict():
    two = built({"senet-abs": 5.0}, seeds=2)
    assert all("2 seeds, too few for a verdict" in said for said in two.verdict())
    assert "clearly" not in repr(two)


def test_an_interrupt_ends_the_race(data, monkeypatch):
    def interrupted(*_, **__):
        return History(stopped="interrupted")

    monkeypatch.setattr(module, "fit", interrupted)
    with pytest.raises(KeyboardInterrupt):
        race(data, NOISE, epochs=1, seeds=(0,), plan=TINY, progress=False)


def test_a_rival_that_diverges_is_named(data, monkeypatch):
    monkeypatch.setattr(module, "fit", lambda *_, **__: History(stopped="the loss became nan"))
    with pytest.raises(ValueError, match=r"ResNet, wide, seed 0, .* the loss became nan"):
        race(data, NOISE, epochs=1, seeds=(0,), plan=TINY, progress=False)
