"""The panels of lesson 06 show the numbers of the tables, and the tables those of the networks."""

import re
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from drsn_lite.drawing.marks import minus
from drsn_lite.evaluation import evaluate
from drsn_lite.lessons.lesson06 import confusion_over_snr as matrix
from drsn_lite.lessons.lesson06 import guess_gain as gain
from drsn_lite.lessons.lesson06 import networks_over_snr as over
from drsn_lite.networks import build, count_parameters
from drsn_lite.noise import KINDS
from drsn_lite.results import heart, tables
from drsn_lite.results.names import NETWORKS
from drsn_lite.studies import heart_runs, heart_tables, step_time

ROOT = Path(__file__).parents[3]


def numbers(sentence: str) -> list[float]:
    return [float(n.replace("−", "-")) for n in re.findall(r"[-−+]?\d+\.?\d*", sentence)]


@pytest.mark.parametrize("snr", [level for level, _ in gain.LEVELS])
def test_the_guess_meets_the_table(snr: str) -> None:
    rows = tables.read("heart").query("condition == 'base' and noise == 'gaussian'")
    rows = rows[rows["snr_db"] == float(snr)].pivot(
        index="seed", columns="network", values="accuracy"
    )
    wins = 100 * (rows["drsn-cw"] - rows["resnet-wide"])
    low, high = stats.t.interval(0.95, 4, wins.mean(), stats.sem(wins))
    frame = gain.guess_gain.frame(guess=3, snr=snr, committed=True)
    said = numbers(frame.sentence.split("points")[0].split("CW is")[1])
    assert said == pytest.approx([wins.mean(), (high - low) / 2], abs=0.051)
    word = "not clear" if low <= 0 <= high else "better" if low > 0 else "worse"
    assert f": {word}." in frame.sentence
    hidden = gain.guess_gain.frame(guess=3, snr=snr, committed=False)
    [guess] = [mark for mark in hidden.plots[0].marks if mark.label == "your guess of DRSN-CW"]
    assert guess.y == pytest.approx(100 * rows["resnet-wide"].to_numpy() + 3, abs=1e-3)
    assert "DRSN-CW is" not in hidden.sentence.replace("guess: DRSN-CW is", "")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("network", ["convnet", "drsn-cw"])
def test_the_curve_and_the_gains_are_those_of_the_table(kind: str, network: str) -> None:
    for level in (1, 4, 8):
        snr = over.LEVELS[level - 1]
        rows = 100 * heart.accuracy().loc[kind].loc[snr]
        frame = over.networks_over_snr.frame(level=level, kind=kind, network=network)
        [curve] = [m.y for m in frame.plots[0].marks if m.label == NETWORKS[network]]
        assert curve[level - 1] == pytest.approx(rows[network].mean(), abs=1e-3)
        words = "clean" if np.isinf(snr) else f"{snr:g} dB"
        assert f"noise ({minus(words)})" in frame.sentence
        assert frame.plots[1].title == minus(f"Gain over the wide ResNet, {words}")
        bars = frame.plots[1].marks[0]
        expected = (rows[network] - rows["resnet-wide"]).mean()
        assert bars.heights[bars.highlight] == pytest.approx(expected, abs=1e-3)


def test_a_confusion_matrix_is_that_of_the_networks() -> None:
    found = heart_tables.matrices("drsn-cw", "pink", 2, levels=(-4.0,))[0]
    with np.load(tables.FOLDER / "confusion.npz") as file:
        stored = file["drsn-cw/pink"][2][heart.SNR_DB.index(-4.0)]
    assert found.sum() == stored.sum() == 800
    assert np.abs(found - stored.astype(int)).sum() <= 8  # four signals on the edge


@pytest.mark.parametrize("network", heart.TRAINED)
@pytest.mark.parametrize("kind", KINDS)
def test_confusion_agrees_with_the_accuracy_of_the_table(network: str, kind: str) -> None:
    rows = heart.accuracy().loc[kind]
    for snr in (-8.0, 0.0, 10.0):
        counts = heart.confusion(network, kind)[heart.SNR_DB.index(snr)]
        assert counts.sum(axis=1).tolist() == [500] * 8
        assert np.trace(counts) / 4000 == pytest.approx(rows.loc[snr, network].mean(), abs=2e-3)


def test_the_matrix_panel_names_the_worst_class() -> None:
    frame = matrix.confusion_over_snr.frame(snr_db=-8.0, kind="gaussian", network="drsn-cw")
    counts = heart.confusion("drsn-cw", "gaussian")[0]
    recall = np.diag(counts) / 500
    assert f"Hardest: {matrix.CLASSES[recall.argmin()]}" in frame.sentence
    assert frame.plots[1].marks[0].heights == pytest.approx(100 * recall, abs=1e-3)
    np.testing.assert_allclose(frame.plots[0].marks[0].values, counts / 500, atol=1e-6)
    biggest = frame.plots[2].marks[0].heights
    assert (np.diff(biggest) <= 0).all()
    off = counts - np.diag(np.diag(counts))
    assert biggest[0] == pytest.approx(100 * off.max() / 500, abs=1e-3)
    true, taken = np.unravel_index(off.argmax(), off.shape)
    assert counts[true, taken] != counts[taken, true]
    pair = f"{matrix.CLASSES[true]} → {matrix.CLASSES[taken]}"
    assert frame.plots[2].marks[0].names[0] == pair
    assert f"of {matrix.CLASSES[true]} go to {matrix.CLASSES[taken]}." in frame.sentence


def test_networks_stand_in_their_order_without_the_variants() -> None:
    assert list(heart.accuracy().columns) == list(heart.TRAINED)
    assert list(heart.TRAINED) == sorted(heart.TRAINED, key=list(NETWORKS).index)
    assert "drsn-cw-narrow" in set(tables.read("heart")["network"])


def test_an_unknown_condition_names_those_that_are_there() -> None:
    with pytest.raises(ValueError, match=r"there are: .*base"):
        heart.accuracy("nothing")


def test_the_curves_are_whole_and_end_where_heart_says() -> None:
    curves = tables.read("curves")
    assert not curves.duplicated(["network", "seed", "epoch"]).any()
    assert len(curves) == len(heart_tables.CURVES_NETWORKS) * 5 * 40
    kept = heart.accuracy(heart_tables.CURVES_CONDITION).loc["gaussian"].loc[-5.0]
    best = tables.read("heart").query("condition == @heart_tables.CURVES_CONDITION")
    for name in heart_tables.CURVES_NETWORKS:
        mine = curves[curves["network"] == name].set_index(["seed", "epoch"])["test_error"]
        epochs = best[best["network"] == name].groupby("seed")["best_epoch"].first()
        shown = [1 - mine[seed, epoch + 1] for seed, epoch in epochs.items()]
        assert shown == pytest.approx(kept[name].tolist(), abs=0.004), name


def test_an_epoch_of_a_curve_comes_out_again(monkeypatch) -> None:
    brief = heart_runs.Condition(epochs=2, noise="kept at -5 dB")
    monkeypatch.setitem(heart_runs.CONDITIONS, heart_tables.CURVES_CONDITION, brief)
    seen = heart_runs.kept(250, heart_tables.CURVES_CONDITION)
    rows = heart_tables.curves("drsn-cw", 0)
    first = tables.read("curves").query("network == 'drsn-cw' and seed == 0 and epoch == 1")
    assert [row["epoch"] for row in rows] == [1, 2]
    # rates and order of the first epoch are the same, whatever the number of epochs
    assert rows[0]["train_loss"] == pytest.approx(first["train_loss"].item(), abs=0.05)
    network, _ = heart_runs.train(heart_tables.CURVES_CONDITION, "drsn-cw", 0)
    error = 1 - evaluate(network, seen.train_x, seen.train_y).accuracy
    assert np.isclose([row["train_error"] for row in rows], error, atol=1e-4).any()


def test_step_times_stand_beside_the_resnet_of_their_round() -> None:
    rows = tables.read("step_time")
    assert (rows[rows["network"] == "resnet"]["ratio"] == 1).all()
    assert (rows.groupby("network")["round"].nunique() == step_time.ROUNDS).all()
    for name, part in rows.groupby("network"):
        assert set(part["parameters"]) == {count_parameters(build(name, "paper"))}
    again = step_time.rounds(count=1, length=64)
    assert {row["network"] for row in again} == set(step_time.NETWORKS)
    assert all(row["ratio"] > 0 for row in again)
