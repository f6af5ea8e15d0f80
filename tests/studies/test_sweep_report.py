"""The report of a sweep: means, bands and gains by hand, whole folds alone, the table shipped."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from drsn_lite.results import tables
from drsn_lite.studies.sweep import figures, plan, report
from drsn_lite.studies.sweep.estimate import seconds
from drsn_lite.studies.sweep.estimate import text as estimate

PLAN = """
networks = ["resnet", "drsn-cw"]
noises = ["gaussian", "pink"]
snr_db = [-5, 0, inf]
folds = 4
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    path = tmp_path_factory.mktemp("plan") / "mine.toml"
    path.write_text(PLAN, encoding="utf-8")
    return plan.read(path).runs


def made_up(runs):
    """A table of all runs with accuracies drawn at random."""
    rng = np.random.default_rng(3)
    more = {"status": "done", "train_accuracy": 0.9, "parameters": 1000, "cpu_seconds": 2.0}
    rows = [{**run.row(), **more, "test_accuracy": rng.uniform(0.5, 0.9)} for run in runs]
    for row in rows:
        if row["network"] == "drsn-cw":
            row.update(parameters=2000, cpu_seconds=3.0)
    return pd.DataFrame(rows)


def none(table):
    return table.assign(reason="").iloc[:0]


def cells(text, start):
    """The cells of the first line that starts so."""
    [line, *_] = [line for line in text.splitlines() if line.startswith(f"| {start} ")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_means_bands_and_gains_by_hand(runs):
    table = made_up(runs)
    text = report.text(table, none(table), runs)
    noisy = table[table["snr_db"] < math.inf]
    folds = {
        name: [
            100
            * noisy[(noisy["network"] == name) & (noisy["repeat"] == fold)]["test_accuracy"].mean()
            for fold in range(4)
        ]
        for name in ("resnet", "drsn-cw")
    }
    for name, size in (("resnet", "1,000"), ("drsn-cw", "2,000")):
        low, high = stats.t.interval(
            0.95, 3, loc=np.mean(folds[name]), scale=stats.sem(folds[name])
        )
        band = f"{(low + high) / 2:.2f} ± {(high - low) / 2:.2f}"
        assert cells(text, name)[:4] == [name, size, "90.00", band]
    gain = np.subtract(folds["drsn-cw"], folds["resnet"])
    low, high = stats.t.interval(0.95, 3, loc=gain.mean(), scale=stats.sem(gain))
    words = {(True, True): "better", (False, False): "worse", (False, True): "not clear"}
    expected = [f"{(low + high) / 2:+.2f} ± {(high - low) / 2:.2f}", words[low > 0, high > 0]]
    assert cells(text, "drsn-cw over resnet")[1:] == expected
    assert "over 4 folds" in text
    assert "SNR −5, 0 dB" in text


def test_the_paper_stands_beside(runs):
    table = made_up(runs)
    text = report.text(table, none(table), runs)
    assert cells(text, "drsn-cw")[4:] == ["94.84", "89.57 ± 0.87"]
    fourth = text[text.index("## Table IV") :]
    assert cells(fourth, "resnet")[-1] == "99.54"
    fifth = text[text.index("## Table V") :]
    assert "CPU s a training" in fifth
    assert cells(fifth, "drsn-cw") == ["drsn-cw", "3.0", "1.50", "1.55"]


def test_the_time_of_a_gpu_is_that_on_the_clock(runs):
    table = made_up(runs).assign(device="cuda", seconds=10.0)
    table.loc[table["network"] == "drsn-cw", "seconds"] = 20.0
    said = report.times(table)
    assert "CPU" not in said
    assert cells(said, "drsn-cw") == ["drsn-cw", "20.0", "2.00", "1.55"]


def test_a_fold_that_is_not_whole_is_left_out(runs):
    table = made_up(runs)
    less = table.drop(table.index[table["repeat"] == 2][-1])
    whole = report.complete(less, runs)
    assert set(whole["repeat"]) == {0, 1, 3}
    text = report.text(less, none(table), runs)
    assert f"{len(runs) - 1} of {len(runs)} runs are done; {len(runs) * 3 // 4} of them" in text
    alone = table[table["repeat"] != 2]
    assert text.split("\n", 1)[1] == report.text(alone, none(table), runs).split("\n", 1)[1]


def test_a_network_that_has_not_begun_makes_no_fold_whole(runs):
    table = made_up(runs)
    assert report.complete(table[table["network"] == "resnet"], runs).empty


def test_one_fold_has_no_band(runs):
    table = made_up(runs)
    text = report.text(table[table["repeat"] == 0], none(table), runs)
    assert re.fullmatch(r"\d\d\.\d\d", cells(text, "resnet")[3])
    assert cells(text, "drsn-cw over resnet")[2] == "not run"


def test_failures_are_told(runs):
    table = made_up(runs)
    failed = table.iloc[[5]].assign(status="failed", reason="the loss became nan")
    text = report.text(table.drop(index=5), failed, runs)
    assert "| the loss became nan |" in text[text.index("## Failed") :]
    assert "## Failed" not in report.text(table, none(table), runs)


def test_figures_have_a_line_for_each_network(runs, tmp_path):
    files = figures.draw(made_up(runs), tmp_path)
    assert [file.name for file in files] == ["figure6-gaussian.svg", "figure8-pink.svg"]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    table = made_up(runs)
    pink = table[table["noise"] == "pink"]
    left, right = figures.figure(pink, "pink").axes
    for axes, column in ((left, "train_accuracy"), (right, "test_accuracy")):
        drawn = {item.get_label(): item for item in axes.containers}
        assert set(drawn) == {"ResNet", "DRSN-CW"}
        for name, item in drawn.items():
            mine = pink[pink["network"] == name.lower()]
            line, _, [bars] = item.lines
            levels = mine.groupby("snr_db")[column]
            assert line.get_xdata() == pytest.approx([-5, 0], abs=0.2)
            assert line.get_ydata() == pytest.approx(100 * levels.mean().to_numpy())
            halves = [np.ptp(ends[:, 1]) / 2 for ends in bars.get_segments()]
            expected = stats.t.ppf(0.975, 3) * 100 * levels.sem().to_numpy()
            assert halves == pytest.approx(expected)
    assert figures.draw(pink.iloc[:0], tmp_path) == []


def test_an_estimate_adds_networks_and_divides_by_cores(monkeypatch):
    took = {"resnet": 3600.0, "drsn-cw": 7200.0}
    monkeypatch.setattr(
        "drsn_lite.studies.sweep.estimate.seconds", lambda run, *size: took[run.network]
    )
    text = estimate(plan.read("smoke").runs)
    assert cells(text, "resnet")[2:] == ["3,600", "4"]
    assert cells(text, "drsn-cw")[2:] == ["7,200", "4"]
    for said in ("1 core: 12.0 hours", "2 cores: 6.0 hours", "64 cores: 11.2 minutes"):
        assert said in text
    assert "one GPU: " in text


def test_an_estimate_counts_steps_and_looks(monkeypatch):
    run = plan.read("table3").runs[0]
    monkeypatch.setattr(
        "drsn_lite.studies.sweep.estimate._median", lambda work, device: worth[work.__name__]
    )
    worth = {"step": 1.0, "look": 0.0}
    assert seconds(run, (1, 1, 64), 2160, 8) == 40 * 16, "1944 of 2160 signals, in 128s"
    worth = {"step": 0.0, "look": 1.0}
    assert seconds(run, (1, 1, 64), 2160, 8) == 40 * 2 + 21, "those held out, then all once more"


@pytest.mark.parametrize("name", ["table3", "fig6"])
def test_the_shipped_table_is_whole(name):
    sweep = plan.read(name)
    table = tables.read(name)
    assert len(report.complete(table, sweep.runs)) == len(sweep.runs) == len(table)
    assert (
        table[["train_accuracy", "test_accuracy"]].apply(lambda c: c.between(0, 1)).all(axis=None)
    )
    assert set(table["status"]) == {"done"}
