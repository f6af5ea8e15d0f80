"""What lesson 06 says in words is what the tables, the networks and its own cells say."""

from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch
from runs import stubs
from test_claims import NUMBER, numbers, printed, words

from drsn_lite.blocks import ConvUnit, ResidualUnit, same_conv
from drsn_lite.gates import (
    Identity,
    ScaleChannelwise,
    ShrinkChannelwise,
    ShrinkShared,
    SqueezeExcite,
)
from drsn_lite.lessons.lesson06.exercises_baseline import BASELINE
from drsn_lite.networks import PRESETS, build, count_parameters, matched, widened
from drsn_lite.results import heart, tables
from drsn_lite.results.gains import band, verdict
from drsn_lite.results.names import NETWORKS

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "06-the-full-network.ipynb"
LESSON = NOTEBOOK.stem
INSIDE = (-5.0, -2.0, 0.0, 2.0, 5.0, 10.0)  # dB, the levels of the training


def table2():
    """The function `table2` and the dictionary FAMILY of the lesson."""
    cells = {cell.id: cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells}
    names = {"torch": torch, "same_conv": same_conv, "ConvUnit": ConvUnit}
    names |= {"ResidualUnit": ResidualUnit, "Identity": Identity, "SqueezeExcite": SqueezeExcite}
    names |= {"ShrinkShared": ShrinkShared, "ShrinkChannelwise": ShrinkChannelwise}
    names |= {"ScaleChannelwise": ScaleChannelwise}
    exec(cells["table2"].source, names)
    return names["table2"], names["FAMILY"]


@pytest.mark.parametrize("name", ["ConvNet", "ResNet", "SENet", "SENet-abs", "DRSN-CS", "DRSN-CW"])
def test_the_list_of_the_lesson_is_the_network_of_the_package(name: str) -> None:
    make, family = table2()
    mine, ours = make(*family[name]).eval(), build(name.lower(), "paper", seed=1).eval()
    weights = list(ours.state_dict().values())
    assert [w.shape for w in mine.state_dict().values()] == [w.shape for w in weights]
    mine.load_state_dict(dict(zip(mine.state_dict(), weights, strict=True)))
    x = torch.randn(2, 1, 1, 2048, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        torch.testing.assert_close(mine(x), ours(x), rtol=1e-4, atol=1e-5)


def test_shapes_are_those_of_the_papers_table_ii() -> None:
    make, family = table2()
    x, shapes = torch.zeros(1, 1, 1, 2048), []
    with torch.no_grad():
        for layer in make(*family["DRSN-CW"]).eval():
            x = layer(x)
            shapes.append(tuple(x.shape[1:]))
    assert shapes[0] == (4, 1, 1024)
    assert shapes[1:13] == 4 * [(4, 1, 512)] + 4 * [(8, 1, 256)] + 4 * [(16, 1, 128)]
    assert shapes[-2:] == [(16,), (8,)]


@pytest.mark.parametrize("preset", ["paper", "lite"])
def test_the_wide_resnet_has_two_more_channels_and_the_size_of_drsn_cw(preset: str) -> None:
    plan = PRESETS[preset]
    assert matched(plan, 8) == widened(plan, 2)
    wide, senet, cw = (
        count_parameters(build(name, preset)) for name in ("resnet-wide", "senet", "drsn-cw")
    )
    assert wide == pytest.approx(cw, rel=0.06)
    assert senet == pytest.approx(cw, rel=0.025)


def mean_gain(new: str, old: str) -> tuple[float, float]:
    """Mean gain over the kinds of noise and the levels of the training, and half its band."""
    rows = heart.accuracy().reset_index().query("snr_db in @INSIDE")
    return band(100 * (rows[new] - rows[old]).groupby(rows["seed"]).mean())


def test_over_all_noises_and_against_whom() -> None:
    assert verdict(*mean_gain("drsn-cw", "resnet-wide")) == "better"
    assert verdict(*mean_gain("drsn-cw", "senet")) == "not clear"
    assert verdict(*mean_gain("drsn-cw", "senet-abs")) == "not clear"
    assert verdict(*mean_gain("senet-abs", "resnet-wide")) == "better"
    assert mean_gain("drsn-cw", "resnet")[0] > mean_gain("drsn-cw", "resnet-wide")[0]
    said = words(LESSON, "recap")
    for name in ("drsn-cw", "senet-abs"):
        gain, half = mean_gain(name, "resnet-wide")
        assert f"gains {gain:.1f} ± {half:.1f}" in said
    low = heart.accuracy().loc["gaussian"].loc[-8.0]
    assert low.mean().max() < 0.5  # "no network is good"


def test_the_papers_protocol_brings_no_clear_gain_here() -> None:
    for condition, snr in (("kept at -5 dB", -5.0), ("no noise", np.inf)):
        rows = 100 * heart.accuracy(condition).loc["gaussian"].loc[snr]
        for name in ("drsn-cs", "drsn-cw"):
            assert verdict(*band(rows[name] - rows["resnet-wide"])) == "not clear", condition


def test_kept_noise_is_learned_by_heart() -> None:
    curves = tables.read("curves")
    error = 100 * curves.groupby(["network", "epoch"])[["train_error", "test_error"]].mean()
    for name in curves["network"].unique():
        fallen = error.loc[name].loc[17] - error.loc[name].loc[40]
        assert fallen["train_error"] > 3 * fallen["test_error"], name
        assert error.loc[name].loc[40].diff().iloc[-1] > 15, name


def test_the_wide_resnet_costs_more_time_than_the_thresholds() -> None:
    ratio = tables.read("step_time").groupby("network")["ratio"].median()
    for gate in ("drsn-cs", "drsn-cw"):
        assert 1.1 < ratio[gate] < 0.95 * ratio["resnet-wide"]


def test_each_fair_pair_has_about_the_same_size() -> None:
    truth = BASELINE.truth
    sizes = {n: count_parameters(build(n, "paper")) for n in (*NETWORKS,)}
    assert sizes[truth["gate"]] == pytest.approx(sizes["drsn-cw"], rel=0.03)
    assert sizes[truth["zeros"]] == sizes["drsn-cw"] == 11552
    pair = [build(name, "paper", seed=3).state_dict() for name in (truth["zeros"], "drsn-cw")]
    assert all(torch.equal(a, b) for a, b in zip(*(w.values() for w in pair), strict=True))
    assert sizes[truth["shortcut"]] == sizes["resnet"]
    assert sizes[truth["channels"]] < sizes["drsn-cw"]  # which the solution says


def test_clean_signals_count_once_and_what_is_clear_against_the_rival() -> None:
    rows = (100 * heart.accuracy()).reset_index()
    once = rows[np.isfinite(rows["snr_db"]) | (rows["noise"] == "gaussian")]
    pair = (once["drsn-cw"] - once["senet-abs"]).groupby([once["noise"], once["snr_db"]])
    found = [verdict(*band(values)) for _, values in pair]
    assert (len(found), found.count("better"), found.count("worse")) == (22, 0, 2)
    lead = (once["drsn-cw"] - once["resnet-wide"]).groupby([once["noise"], once["snr_db"]])
    better = [verdict(*band(values)) for _, values in lead].count("better")
    [said] = [o.data["text/plain"] for o in stubs(LESSON)["over-table"].outputs if "data" in o]
    assert f"Of 22 tests (clean counts once) the band lies above 0 for DRSN-CW in {better} " in said
    [said] = [o.data["text/plain"] for o in stubs(LESSON)["attention"].outputs if "data" in o]
    assert "(0 of 22 bands above 0, 2 below)" in said


def test_most_neighbouring_levels_go_together() -> None:
    lines = printed(LESSON, "over-neighbours").splitlines()
    for line in filter(None, lines):
        pairs = [r for (r,) in numbers(line.split("correlate:")[1], NUMBER)]
        assert len(pairs) == 7
        assert sum(r >= 0.85 for r in pairs) > 3


def test_with_conv1d_the_order_of_the_two_is_the_other_way_round() -> None:
    report = (NOTEBOOK.parents[1] / "benchmarks" / "RESULTS.md").read_text("utf-8")
    steps = [line.split("|") for line in report.splitlines() if line.startswith("| paper | 1 |")]
    conv1d = {cells[3].strip(): float(cells[7].split()[0]) for cells in steps}
    ours = {cells[3].strip(): float(cells[5].split()[0]) for cells in steps}
    assert ours["drsn-cw"] < ours["resnet-wide"]
    assert conv1d["drsn-cw"] > conv1d["resnet-wide"]
    said = words(LESSON, "cost-after")
    assert f"DRSN-CW {conv1d['drsn-cw']}, the wide ResNet {conv1d['resnet-wide']} times" in said


def test_the_stem_is_bare_and_the_first_unit_begins_with_its_own() -> None:
    make, family = table2()
    network = make(*family["ResNet"])
    assert isinstance(network[0], torch.nn.Conv2d)
    assert isinstance(network[1], ResidualUnit)
    first = [type(layer) for layer in network[1].branch]
    assert first[:3] == [torch.nn.BatchNorm2d, torch.nn.ReLU, torch.nn.Conv2d]
    assert "is bare: no BN and no ReLU" in words(LESSON, "shapes-after")


def test_a_unit_put_together_by_hand_trains_as_the_packages() -> None:
    own, ready = filter(None, printed(LESSON, "own-unit-trained").splitlines()[-3:])
    losses = [numbers(line.split("epoch")[1], NUMBER) for line in (own, ready)]
    assert losses[0] == losses[1]
    assert losses[0][0] > losses[0][-1]


def test_a_gate_adds_a_third_on_signals_and_a_tenth_on_images() -> None:
    shares = [share for (share,) in numbers(printed(LESSON, "own-count"), rf"gate {NUMBER}%")]
    assert min(shares[:3]) > 33
    assert shares[3] == pytest.approx(10, abs=1.5)
