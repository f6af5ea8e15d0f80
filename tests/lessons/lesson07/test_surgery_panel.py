"""The panel of surgeries shows what its table holds."""

import re

import numpy as np
import pytest

from drsn_lite.checkpoints import load_checkpoint
from drsn_lite.drawing import Bars, Line, Rule
from drsn_lite.lessons import lab
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
