"""The table of lesson 04, the script that makes it, and what the lesson says about it."""

import copy
from dataclasses import replace
from functools import partial
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
import torch
from torch import nn

from drsn_lite import datasets
from drsn_lite.blocks import same_conv
from drsn_lite.evaluation import evaluate
from drsn_lite.gates import Identity, SqueezeExcite
from drsn_lite.lessons import lab
from drsn_lite.lessons.lesson04.inception import Inception
from drsn_lite.microscope import look
from drsn_lite.networks import count_parameters, evaluating
from drsn_lite.noise import add_noise
from drsn_lite.results.tables import read
from drsn_lite.studies import attention_networks as nets
from drsn_lite.studies import attention_tables as tables

ROOT = Path(__file__).parents[2]

TABLE = pd.read_csv(ROOT / "data" / "results" / "attention.csv")


@pytest.fixture(scope="module")
def digits() -> datasets.Dataset:
    return datasets.load("digits")


def lesson(*ids: str, **names) -> dict:
    """The names that cells of the lesson leave behind, run here after `names`."""
    notebook = nbformat.read(ROOT / "notebooks" / "04-squeeze-and-excitation.ipynb", as_version=4)
    sources = {cell.id: cell.source for cell in notebook.cells}
    names |= {"np": np, "torch": torch, "nn": nn}
    for one in ids:
        exec(compile(sources[one], one, "exec"), names)
    return names


def test_an_interrupted_study_goes_on_and_gives_the_same(digits, tmp_path, monkeypatch) -> None:
    small = replace(
        digits, train_x=digits.train_x[:96], train_y=digits.train_y[:96], test_x=digits.test_x[:50]
    )
    small = replace(small, test_y=digits.test_y[:50])
    monkeypatch.setattr(tables, "loaded", lambda _: small)
    runs = (("residual", "se-1", 0), ("two-sensors", "wide", 0), ("residual", "se-1", 1))
    study = replace(tables.STUDY, runs=runs, make=partial(tables.run, epochs=1))
    assert study.fill(folder=tmp_path) == 3
    whole = read("attention", tmp_path)
    assert len(whole) == 5 + 5 + 1
    assert study.fill(folder=tmp_path) == 0
    lost = (whole["body"] == "residual") & (whole["seed"] == 1)
    whole[~lost].to_csv(tmp_path / "attention.csv", index=False)
    assert study.fill(folder=tmp_path) == 1
    pd.testing.assert_frame_equal(read("attention", tmp_path), whole)
    assert whole["accuracy_frozen"].isna().equals(whole["gate"] == "wide")
    assert [file.name for file in tmp_path.iterdir()] == ["attention.csv"]


def test_two_sensors_have_their_snr_and_take_turns() -> None:
    x = torch.randn(600, 1, 8, 8, generator=torch.Generator().manual_seed(1))
    x /= x.square().mean((1, 2, 3), keepdim=True).sqrt()
    heard = nets.seen_twice(x, np.random.default_rng(0))
    assert heard.shape == (600, 2, 8, 8)
    snr = -10 * (heard - x).square().mean((2, 3)).log10()  # of samples with power 1
    better = snr.argmax(dim=1)
    assert 0.4 < better.float().mean() < 0.6
    assert snr.max(dim=1).values.mean() == pytest.approx(nets.BETTER_DB, abs=0.2)
    assert snr.min(dim=1).values.mean() == pytest.approx(nets.WORSE_DB, abs=0.2)


def test_the_weights_of_a_softmax_compete() -> None:
    x = torch.randn(5, 12, 4, 4, generator=torch.Generator().manual_seed(2))
    weights = nets.SoftmaxExcite(12).weights(x)
    torch.testing.assert_close(weights.sum(dim=1), torch.ones(5, 1, 1))
    assert SqueezeExcite(12).weights(x).sum(dim=1).min() > 2


@pytest.mark.parametrize(("channels", "hidden"), [(8, 0), (15, 0), (16, 1), (32, 2)])
def test_the_unchecked_gate_is_a_constant_below_16_channels(channels: int, hidden: int) -> None:
    x = 50 * torch.randn(20, channels, 3, 3, generator=torch.Generator().manual_seed(3))
    gate = nets.Unchecked(channels)
    assert count_parameters(gate) == 2 * channels * hidden
    varies = gate.weights(x).std(dim=0).max().item()
    assert varies == 0 if hidden == 0 else varies > 0
    if hidden == 0:
        assert (gate.weights(x) == 0.5).all()
        assert torch.equal(gate(x), x / 2)


@pytest.mark.parametrize(("body", "gate"), [("residual", "se-1"), ("inception", "se-1")])
def test_frozen_weights_are_the_means_and_the_network_stays_as_it_was(body, gate, digits) -> None:
    network = nets.make(body, gate, 10, seed=1).eval()
    x = torch.from_numpy(digits.test_x[:64])
    with evaluating(network):
        before = network(x)
        frozen = nets.frozen(network, x)
        assert torch.equal(network(x), before)
        assert not torch.equal(frozen(x), before)
    gates = [m for m in frozen.modules() if isinstance(m, nets.Frozen)]
    assert not any(isinstance(m, SqueezeExcite) for m in frozen.modules())
    if body == "residual":
        for still, record in zip(gates, look(network, x), strict=True):
            torch.testing.assert_close(still.alpha, record.alpha.mean(0, keepdim=True))


def test_freezing_a_constant_changes_nothing(digits) -> None:
    torch.manual_seed(0)
    network = nets.build("resnet", nets.PLAN, 10, gate=lambda _: nets.Unchecked(8)).eval()
    x = torch.from_numpy(digits.test_x[:8])
    with evaluating(network):
        torch.testing.assert_close(nets.frozen(network, x)(x), network(x))


@pytest.mark.parametrize("body", nets.BODIES)
def test_wide_has_about_the_parameters_of_se(body: str) -> None:
    se, wide = (count_parameters(nets.make(body, gate, 10, 0)) for gate in ("se-1", "wide"))
    assert wide == pytest.approx(se, rel=0.05)


def test_the_table_is_complete() -> None:
    assert not TABLE.duplicated(list(tables.STUDY.order)).any()
    assert set(TABLE.groupby(["body", "gate"]).groups) == set(nets.RUNS)
    for (body, gate), part in TABLE.groupby(["body", "gate"]):
        levels = (nets.WORSE_DB,) if body == "two-sensors" else tables.SNR_DB
        for _, seeds in part.groupby("snr_db"):
            assert set(seeds["seed"]) >= set(range(5))
        assert set(part["snr_db"]) == set(levels)
        assert set(part["parameters"]) == {count_parameters(nets.make(body, gate, 10, 0))}
        assert part["accuracy_frozen"].isna().all() == (gate in ("none", "wide"))
    assert TABLE["accuracy"].between(0.1, 1).all()


def test_a_run_made_again_gives_the_row() -> None:
    (row,) = tables.run("two-sensors", "se-1", 3)
    key = (TABLE["body"] == "two-sensors") & (TABLE["gate"] == "se-1") & (TABLE["seed"] == 3)
    (shipped,) = TABLE[key].to_dict("records")
    assert row["accuracy"] == pytest.approx(shipped["accuracy"], abs=0.03)
    assert row["accuracy_frozen"] == pytest.approx(shipped["accuracy_frozen"], abs=0.1)


def mean_gain(body: str, one: str, other: str) -> pd.Series:
    part = TABLE[TABLE["body"] == body].pivot_table("accuracy", ["snr_db", "seed"], "gate")
    return (part[one] - part[other]).groupby("snr_db").mean()


def test_what_the_lesson_says_about_the_table() -> None:
    """SE is not better than a wider plain network on digits, frozen it loses little there, and
    both turn round where the noisy sensor changes from sample to sample."""
    for body in ("residual", "inception"):
        assert mean_gain(body, "se-1", "wide").max() < 0.01
    lost = TABLE["accuracy"] - TABLE["accuracy_frozen"]
    lost = lost.groupby([TABLE["body"], TABLE["gate"]]).mean()
    assert lost["residual", "se-1"] < 0.01
    assert lost["inception", "se-1"] < 0.01
    assert lost["two-sensors", "se-1"] > 0.2
    assert mean_gain("two-sensors", "se-1", "wide").min() > 0.08
    softmax = mean_gain("residual", "softmax", "se-1")
    assert softmax[softmax.index >= 0].between(-0.02, 0).all()
    assert mean_gain("residual", "se-8", "se-1").abs().max() < 0.01


def test_what_the_lesson_says_about_the_gearbox_and_the_table_of_the_spine() -> None:
    spine = pd.read_csv(ROOT / "data" / "results" / "spine.csv")
    spine = spine.query("data == 'gearbox' and noise == 'gaussian'")
    runs = spine.pivot_table("accuracy", ["snr_db", "seed"], "network")
    gain = (runs["senet"] - runs["resnet-wide"]).groupby("snr_db").mean()
    assert gain.abs().max() < 0.04


def test_the_gate_of_the_lesson_is_the_package_gate() -> None:
    gate = SqueezeExcite(6)
    fc1, _, fc2, _ = gate.attention
    x = torch.randn(3, 6, 5, 4, generator=torch.Generator().manual_seed(4))
    mine = lesson("whole", C=6, fc1=fc1, fc2=fc2, x=x, gate=gate)["mine"]
    torch.testing.assert_close(mine(x), gate(x), rtol=0, atol=1e-6)


@pytest.mark.parametrize("gate", [Identity, SqueezeExcite])
def test_the_networks_of_the_lesson_are_those_of_the_table(gate) -> None:
    theirs = lesson(
        "inception", "sensors", "sensors-network", Inception=Inception, same_conv=same_conv
    )
    for name, body in (("inception_network", "inception"), ("sensor_network", "two-sensors")):
        ours = nets.BODIES[body](gate, 10, 0)
        assert count_parameters(theirs[name](gate)) == count_parameters(ours)
    x = torch.zeros(4, 1, 8, 8)
    one, other = (f(x, np.random.default_rng(5)) for f in (theirs["two_sensors"], nets.seen_twice))
    torch.testing.assert_close(one, other)


def test_freezing_in_the_lesson_is_freezing_in_the_script(digits) -> None:
    network = nets.make("residual", "se-1", 10, seed=2).eval()
    freeze = lesson("freeze", copy=copy, look=look, Identity=Identity)["freeze"]
    x = torch.from_numpy(digits.test_x[:64])
    folded = freeze(network, x)
    with evaluating(network):
        torch.testing.assert_close(folded(x), nets.frozen(network, x)(x), rtol=1e-4, atol=1e-4)
    plain = nets.make("residual", "none", 10, 0)
    assert count_parameters(folded) == count_parameters(plain)


def test_one_shipped_network_leans_on_its_weights_and_the_other_does_not() -> None:
    """Section 8: the digits network loses next to nothing when frozen, the gearbox one much."""
    lost = {}
    for name, options in (
        ("digits", {}),
        ("gearbox", {"train_per_state": 25, "test_per_state": 25}),
    ):
        data, network = datasets.load(name, **options), lab.network(name, "senet")
        seen = tables.NOISE(torch.from_numpy(data.train_x), np.random.default_rng(0))
        both = network, nets.frozen(network, seen)
        x = add_noise(data.test_x, 10.0, rng=1)
        live, still = (evaluate(one, x, data.test_y).accuracy for one in both)
        lost[name] = live - still
    assert abs(lost["digits"]) < 0.02
    assert lost["gearbox"] > 0.1
