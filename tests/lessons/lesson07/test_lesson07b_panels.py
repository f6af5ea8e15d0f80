"""The panels of lesson 07's second half show what their tables hold."""

import re

import numpy as np
import pytest

from drsn_lite.checkpoints import load_checkpoint
from drsn_lite.drawing import Bars, Line, Rule
from drsn_lite.lessons import lab
from drsn_lite.lessons.lesson07 import gain_by_condition as gc
from drsn_lite.lessons.lesson07 import surgery
from drsn_lite.lessons.lesson07 import threshold_surgery as ts
from drsn_lite.microscope import look
from drsn_lite.noise import add_noise
from drsn_lite.paths import DATA
from drsn_lite.results import tables
from drsn_lite.results.gains import band


def numbers(text: str) -> list[float]:
    return [float(n.replace("−", "-")) for n in re.findall(r"[−+]?\d+\.\d+", text)]


def mark(plot, kind, label: str):
    (found,) = [m for m in plot.marks if isinstance(m, kind) and m.label == label]
    return found


@pytest.mark.parametrize("network", ["drsn-cs", "drsn-cw"])
@pytest.mark.parametrize("level", ["-8", "0", "clean"])
def test_the_surgery_sentence_says_the_means_of_the_table(network: str, level: str) -> None:
    cuts = tables.read("surgery").query("network == @network and surgery == 'scale'")
    cuts = cuts[cuts["snr_db"] == ts.LEVELS[level]]
    frame = ts.threshold_surgery.frame(s=0.5, network=network, level=level)
    wanted = [
        100 * cuts.query("s == @s and settled == @settled")["accuracy"].mean()
        for s, settled in ((0.5, False), (0.5, True), (1.0, False))
    ]
    said = numbers(frame.sentence.split("0.5", 1)[1])
    assert said == pytest.approx(wanted, abs=0.051)


def test_the_curve_over_s_has_the_band_of_the_table() -> None:
    cuts = tables.read("surgery").query(
        "network == 'drsn-cw' and surgery == 'scale' and not settled"
    )
    cuts = cuts[cuts["snr_db"] == 0]
    plot = ts.threshold_surgery.frame(level="0").plots[0]
    curve = mark(plot, Line, "cut")
    found = [band(100 * cuts.loc[cuts["s"] == s, "accuracy"]) for s in curve.x]
    np.testing.assert_allclose(curve.y, [mean for mean, _ in found], rtol=1e-5)
    low = plot.marks[0].y
    np.testing.assert_allclose(low, [mean - half for mean, half in found], rtol=1e-4)
    assert mark(plot, Rule, "s").at == 0.5


@pytest.mark.parametrize("s", [0.0, 1.0, 3.0])
def test_the_zeroed_shares_are_those_of_the_altered_network(s: float) -> None:
    network = load_checkpoint(DATA / "seeds" / "gearbox-drsn-cw-0")
    x = add_noise(lab.samples("gearbox")[0], 5.0, rng=0)
    records = look(surgery.scaled(network, s), x)
    bars = next(
        m for m in ts.threshold_surgery.frame(s=s, level="5").plots[3].marks if isinstance(m, Bars)
    )
    np.testing.assert_allclose(bars.heights, [100 * r.zeroed.mean() for r in records], rtol=1e-4)
    assert (bars.heights == 0).all() == (s == 0)


def test_cs_has_no_channels_to_shuffle_and_the_clean_level_no_clean_twin() -> None:
    def names(**settings) -> tuple[str, ...]:
        return ts.threshold_surgery.frame(**settings).plots[2].marks[0].names

    assert len(names()) == len(surgery.OTHERS)
    assert "τ of other channels" not in names(network="drsn-cs")
    assert not any("itself" in name for name in names(level="clean"))


def test_a_gain_is_the_mean_over_seeds_of_paired_differences() -> None:
    heart = tables.read("heart").query("condition == 'base' and noise == 'pink' and snr_db == -5")
    wide = 100 * heart.pivot_table(index="seed", columns="network", values="accuracy")
    mean, half = band(wide["drsn-cw"] - wide["resnet-wide"])
    frame = gc.gain_by_condition.frame(noise="pink", snr="-5 dB")
    assert numbers(frame.sentence)[:2] == pytest.approx([mean, half], abs=0.051)
    bars = next(m for m in frame.plots[0].marks if isinstance(m, Bars))
    assert bars.heights[0] == pytest.approx(mean, abs=1e-3)
    assert bars.highlight == 0
    curve = mark(frame.plots[1], Line, "pink")
    assert curve.y[list(curve.x).index(-5)] == pytest.approx(mean, abs=1e-3)


def test_what_was_not_run_says_so() -> None:
    """SENet was not trained without noise."""
    frame = gc.gain_by_condition.frame(pair="drsn-cw/senet", condition="no noise")
    assert "trained without noise: not run." in frame.sentence
    heart = tables.read("heart").query("network == 'senet'")
    seeds = heart.groupby("condition")["seed"].nunique()
    names = frame.plots[0].marks[0].names
    there = {gc.CONDITIONS[c] for c in seeds.index[seeds == 5]}
    assert {name for name in names if "not run" not in name} == there
    assert frame.plots[0].marks[0].heights[names.index("trained without noise: not run")] == 0


def test_every_condition_of_the_plan_has_a_name() -> None:
    plan = (DATA / "results" / "PLAN.md").read_text(encoding="utf-8")
    for condition in gc.CONDITIONS:
        assert f"`{condition}`" in plan
    assert set(tables.read("heart")["condition"]) <= set(gc.CONDITIONS)
    assert set(tables.read("heart")["snr_db"]) == set(gc.LEVELS_DB)
