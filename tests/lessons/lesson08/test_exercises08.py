"""The exercises of lesson 08: the six units, the gate of one's own, the race."""

import json
from pathlib import Path

import pandas as pd
import pytest
import torch
from torch import nn

from drsn_lite.answers.feedback import Verdict
from drsn_lite.blocks import ResidualUnit
from drsn_lite.checks import check
from drsn_lite.gates import ShrinkChannelwise, SqueezeExcite
from drsn_lite.lessons.lesson08 import gate_race as racing
from drsn_lite.lessons.lesson08.exercises_gate import OWN, READINGS, examine
from drsn_lite.lessons.lesson08.gallery import (
    RULES,
    ConstantAlpha,
    ConstantTau,
    Garrote,
    SemiSoft,
    Slope,
)
from drsn_lite.lessons.lesson08.gate_race import race
from drsn_lite.microscope import look
from drsn_lite.networks import build
from drsn_lite.shrinkage import soft_threshold

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "08-is-it-worth-it.ipynb"
CHANNELS = 6
CURVES = (SemiSoft, Garrote, Slope)


@pytest.fixture(scope="module")
def units() -> dict[str, type[nn.Module]]:
    """The classes A to F as the lesson writes them."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    sources = {cell["id"]: "".join(cell["source"]) for cell in cells}
    names = {"torch": torch, "nn": nn}
    for one in ("six-parts", "six-abc", "six-def"):
        exec(compile(sources[one], one, "exec"), names)
    return names


def made(units: dict, letter: str) -> nn.Module:
    """A unit whose attention says other things than ½, in evaluation mode."""
    torch.manual_seed(4)
    unit = units[letter](CHANNELS).double()
    with torch.no_grad():
        for _ in range(20):
            unit(signals(9, 30))
        unit.attention[3].weight *= 30
    return unit.eval()


def signals(seed: int, count: int = 4) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(count, CHANNELS, 1, 80, generator=generator).double()


def leaks(unit: nn.Module) -> bool:
    x = signals(1)
    loud = torch.cat([x[:1], 10 * x[1:]])
    return not torch.allclose(unit(x)[0], unit(loud)[0])


def blind(unit: nn.Module) -> bool:
    """Whether the order of the positions makes no difference."""
    x, order = signals(2), torch.randperm(80, generator=torch.Generator().manual_seed(0))
    return torch.allclose(unit(x[..., order]), unit(x)[..., order])


def one_sided(unit: nn.Module) -> bool:
    return bool((unit(signals(3)) >= 0).all())


def grows(unit: nn.Module) -> bool:
    x = signals(5)
    return bool(((unit(x) - x).abs() > unit.branch(x).abs() + 1e-9).any())


def passes_cap(unit: nn.Module) -> bool:
    """Whether a whole channel can be wiped out: some τ lies above all its features."""
    x = signals(6, 200)
    return bool((unit(x) == x).flatten(2).all(2).any())


TELLING = {"A": leaks, "B": blind, "C": one_sided}


@pytest.mark.parametrize("letter", list("ABCDEF"))
def test_each_broken_unit_has_its_symptom_and_the_right_one_has_none(units, letter: str) -> None:
    unit = made(units, letter)
    with torch.no_grad():
        found = [test for test in (leaks, blind, one_sided, grows, passes_cap) if test(unit)]
    if letter in TELLING:
        also = [grows] if letter == "C" else []  # what the last ReLU takes off x looks like growth
        assert found == [TELLING[letter], *also]
    elif letter == "E":
        assert found == []
    else:
        assert grows in found
        assert (passes_cap in found) == (letter == "F")


def test_the_right_unit_is_the_one_of_the_package(units) -> None:
    mine = made(units, "E")
    theirs = ResidualUnit(CHANNELS, CHANNELS, gate=ShrinkChannelwise).double()
    theirs.branch.load_state_dict(mine.branch.state_dict())
    theirs.gate.attention.load_state_dict(mine.attention.state_dict())
    x = signals(7)
    torch.testing.assert_close(mine(x), theirs.eval()(x))


@pytest.mark.parametrize("answer", ["E", "e", " E "])
def test_the_letter_in_any_case(answer: str) -> None:
    assert check("which-unit-is-right", answer)
    assert check("which-unit-is-right", "B").misconception == "kernel-along-the-wrong-axis"


@pytest.mark.parametrize("gate", [*CURVES, ShrinkChannelwise, ConstantTau, RULES["alpha-trained"]])
def test_gates_of_the_gallery_are_right_answers(gate) -> None:
    verdict = check("own-gate", gate)
    assert verdict.passed, verdict.message


def test_of_two_faults_the_first_is_told() -> None:
    class Both(ShrinkChannelwise):
        def forward(self, x):
            return 2 * torch.relu(x - self.threshold(x))

    verdict = check("own-gate", Both)
    assert verdict.misconception == "grows"
    assert "makes nothing larger: 0" in verdict.message
    assert "both sides" not in verdict.message


def test_a_stub_waits_and_an_error_is_shown_with_its_line() -> None:
    class Stub(nn.Module):
        def __init__(self, channels):
            super().__init__()

        def forward(self, x):
            return ...

    class Wrong(nn.Module):
        def __init__(self, channels):
            super().__init__()

        def forward(self, x):
            return x @ x

    assert check("own-gate", Stub).misconception == "not-tried"
    assert check("own-gate", Wrong).misconception == "raised"


def test_the_check_leaves_the_random_state_alone() -> None:
    torch.manual_seed(1)
    wanted = torch.rand(1)
    torch.manual_seed(1)
    assert set(examine(SemiSoft, 3)) == set(READINGS)
    assert torch.equal(torch.rand(1), wanted)
    assert len(OWN.misconceptions) >= 8


def test_curves_of_the_gallery_by_their_formulas() -> None:
    x = torch.linspace(-3, 3, 601).double().reshape(1, 1, 1, -1)
    for curve in CURVES:
        torch.manual_seed(0)
        gate = curve(1).double().eval()
        tau, y = gate.threshold(x), gate(x)
        assert tau.item() > 0.3
        if curve is Slope:
            assert torch.equal(y, (x + soft_threshold(x, tau)) / 2)  # the slope starts at ½
            continue
        assert (y[x.abs() <= tau] == 0).all()
        far = x.abs() > 2 * tau
        if curve is SemiSoft:
            torch.testing.assert_close(y[far], x[far])
        else:
            torch.testing.assert_close(y[far], x[far] - tau.item() ** 2 / x[far])
    slope = Slope(1).double().eval()
    slope.free.data.fill_(-50.0)
    torch.testing.assert_close(slope(x), soft_threshold(x, slope.threshold(x)))


def test_rules_without_attention() -> None:
    x = torch.randn(3, 4, 1, 50, generator=torch.Generator().manual_seed(0))
    half = ConstantAlpha(4)
    torch.testing.assert_close(half.threshold(x)[:, :, 0, 0], x.abs().mean((2, 3)) / 2)
    assert not any(p.requires_grad for p in half.parameters())
    torch.testing.assert_close(ConstantTau(4, 0.3).threshold(x), torch.full((3, 4, 1, 1), 0.3))
    with pytest.raises(ValueError, match="between 0 and 1"):
        ConstantAlpha(4, 1.0)
    network = build("drsn-cw", gate=RULES["alpha-trained"], seed=0).eval()
    record = look(network, torch.randn(2, 1, 1, 256))[0]
    assert record.alpha.shape == record.tau.shape == (2, 8, 1, 1)


def test_the_race_gives_a_row_for_each_and_refuses_what_fails_the_check() -> None:
    found = race(SemiSoft, seeds=2, epochs=1)
    assert isinstance(found, pd.DataFrame)
    assert list(found.index) == ["resnet-wide", "drsn-cw", "yours"]
    counts = found["parameters"]
    assert counts["yours"] == counts["drsn-cw"]
    assert abs(counts["resnet-wide"] - counts["drsn-cw"]) < 0.05 * counts["drsn-cw"]
    assert set(found["verdict"][1:]) <= {"better", "worse", "not clear"}
    pd.testing.assert_frame_equal(race(SemiSoft, seeds=2, epochs=1), found)
    same = race(ShrinkChannelwise, seeds=2, epochs=1)
    assert same.loc["yours", "accuracy"] == same.loc["drsn-cw", "accuracy"]
    refused = race(SqueezeExcite)
    assert isinstance(refused, Verdict)
    assert refused.misconception == "reweights-instead-of-shrinking"
    assert racing.rivals.cache_info().hits
