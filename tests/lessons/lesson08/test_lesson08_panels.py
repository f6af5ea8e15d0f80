"""The panels of lesson 08 show what their tables hold."""

import re

import numpy as np
import pandas as pd
import pytest

from drsn_lite.drawing import Bars, Line, Points, Whiskers
from drsn_lite.lessons.lesson08 import gain_by_condition as gc
from drsn_lite.lessons.lesson08 import guess_rival as rival
from drsn_lite.paths import DATA
from drsn_lite.results import tables
from drsn_lite.results.gains import band


def numbers(text: str) -> list[float]:
    return [float(n.replace("−", "-")) for n in re.findall(r"[−+]?\d+\.\d+", text)]


def mark(plot, kind, label: str):
    (found,) = [m for m in plot.marks if isinstance(m, kind) and m.label == label]
    return found


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


@pytest.mark.parametrize("condition", rival.ASKED)
def test_the_guess_meets_the_gain_over_the_rival_only_after_it_is_committed(condition: str) -> None:
    truth = {
        name: gc.gain_table(f"drsn-cw/{name}", "all", "all").loc[condition]
        for name in ("resnet-wide", "senet-abs")
    }
    before, after = (
        rival.guess_rival.frame(guess=3.5, condition=condition, committed=committed)
        for committed in (False, True)
    )
    said = [truth[name][what] for name in truth for what in ("gain", "half")]
    assert numbers(before.sentence.split(":", 1)[1])[:2] == pytest.approx(said[:2], abs=0.05)
    assert numbers(after.sentence.split(":", 1)[1])[:4] == pytest.approx(said, abs=0.05)
    hidden, shown = (mark(one.plots[0], Bars, "mean gain").heights for one in (before, after))
    assert hidden == pytest.approx([truth["resnet-wide"]["gain"], 0], abs=1e-4)
    assert shown == pytest.approx([truth[name]["gain"] for name in truth], abs=1e-4)
    for frame, count in ((before, 1), (after, 2)):
        assert len(mark(frame.plots[0], Whiskers, "95 % band").mean) == count
    guess = mark(before.plots[0], Points, "your guess")
    assert (guess.x.tolist(), guess.y.tolist()) == ([1.0], [3.5])


def test_each_kind_of_noise_is_seen_beside_the_signals_without_any() -> None:
    heart = tables.read("heart").query("condition == 'base'")
    quiet = heart[np.isinf(heart["snr_db"])]
    for kind in ("gaussian", "pink"):
        whole = pd.concat([heart[(heart["noise"] == kind) & np.isfinite(heart["snr_db"])], quiet])
        means = 100 * whole.groupby(["seed", "network"])["accuracy"].mean().unstack()
        gain = (means["drsn-cw"] - means["resnet-wide"]).mean()
        frame = gc.gain_by_condition.frame(noise=kind, snr="all", condition="base")
        bars = next(m for m in frame.plots[0].marks if isinstance(m, Bars))
        assert bars.heights[0] == pytest.approx(gain, abs=1e-3)
    pair = 100 * quiet.pivot_table("accuracy", "seed", "network")
    clean = mark(frame.plots[1], Points, "clean")
    assert clean.y[0] == pytest.approx((pair["drsn-cw"] - pair["resnet-wide"]).mean(), abs=1e-3)
