"""The exercises of lesson 05: right answers in many forms pass, each wrong one gets its name."""

import json
import math
from pathlib import Path

import numpy as np
import oracles
import pytest
import torch

from drsn_lite.checks import catalogue, check
from drsn_lite.gates import ShrinkChannelwise, ShrinkShared
from drsn_lite.lessons.lesson05 import exercises_bugs as lesson05_bugs
from drsn_lite.shrinkage import soft_threshold

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "05-thresholds-by-attention.ipynb"


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, alpha: alpha[..., None, None] * x.abs().mean((2, 3), keepdim=True),
        lambda x, alpha: torch.einsum("nc,ncij->nc", alpha, x.abs() / x[0, 0].numel())[
            :, :, None, None
        ],
        lambda x, alpha: (
            np.abs(x.numpy()).mean((2, 3), keepdims=True) * alpha.numpy()[:, :, None, None]
        ),
    ],
)
def test_channelwise_threshold_in_other_words(answer) -> None:
    verdict = check("channelwise-threshold", answer)
    assert verdict.passed, verdict.message


def test_the_package_gates_are_right_answers() -> None:
    def by_scale(gate):
        return lambda x, alpha: (alpha * gate(x.shape[1]).scale(x.abs().mean((2, 3))))[
            :, :, None, None
        ]

    assert check("channelwise-threshold", by_scale(ShrinkChannelwise))
    assert check("shared-threshold", by_scale(ShrinkShared))
    assert check("shared-threshold", by_scale(ShrinkChannelwise)).misconception == (
        "c-thresholds-called-shared"
    )


@pytest.mark.parametrize(
    "answer", [0.575, 0.5751, 0.5763, math.erf(math.pi**-0.5), np.float32(0.575)]
)
def test_the_cap_may_be_derived_or_measured(answer) -> None:
    assert check("cap", answer)


def test_a_cap_that_is_wrong_in_its_own_way_hears_the_direction() -> None:
    assert "too small" in check("cap", 0.3).message
    assert "too large" in check("cap", 0.9).message


@pytest.mark.parametrize("answer", ["B", "b", " B "])
def test_direction_in_any_case(answer: str) -> None:
    assert check("noise-and-threshold", answer)


def test_two_bugs_left_in_the_gate_still_get_a_counterexample() -> None:
    def two_bugs(x, attention):
        a = x.mean(dim=(2, 3))
        return soft_threshold(x, torch.sigmoid(attention(a))[:, :, None, None])

    verdict = check("fix-the-gate", two_bugs)
    assert verdict.misconception == "signed-mean"
    assert "missing-mean" in verdict.message
    assert "expected" in verdict.message


def cell(name: str) -> dict:
    """What a code cell of the notebook defines."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    (source,) = ["".join(c["source"]) for c in notebook["cells"] if c["id"] == name]
    names = {"torch": torch, "soft_threshold": soft_threshold}
    for used, exercise in (
        ("shared", "shared-threshold"),
        ("channelwise", "channelwise-threshold"),
    ):
        names[used] = catalogue()[exercise].truth
    exec(source, names)
    return names


@pytest.mark.parametrize(
    ("name", "function", "gate"),
    [("cs", "shrink_shared", ShrinkShared), ("cw", "shrink_channelwise", ShrinkChannelwise)],
)
def test_the_gates_written_out_in_the_lesson_are_those_of_the_package(name, function, gate) -> None:
    module = oracles.unsettle(gate(5)).double().eval()
    x = torch.randn(3, 5, 1, 40, generator=torch.Generator().manual_seed(0)).double()
    fc1, bn, _, fc2, _ = module.attention
    y, tau = cell(name)[function](x, fc1, bn, fc2)
    torch.testing.assert_close(tau, module.threshold(x))
    torch.testing.assert_close(y, module(x))


def grows(gate, x, alpha) -> bool:
    return bool((gate(x, alpha).abs() > x.abs() + 1e-9).any())


def leaks(gate, x, alpha) -> bool:
    loud = torch.cat([x[:1], 10 * x[1:]])
    return not torch.allclose(gate(x, alpha)[0], gate(loud, alpha)[0])


def never_zero(gate, x, alpha) -> bool:
    return not (gate(x, alpha) == 0).any()


def wrong_scale(gate, x, alpha) -> bool:
    return not torch.allclose(gate(1000 * x, alpha), 1000 * gate(x, alpha))


def one_sided(gate, x, alpha) -> bool:
    return bool((gate(x, alpha) >= 0).all())


def nan(gate, x, alpha) -> bool:
    spiked = x.clone()
    spiked[0, 0, 0, 0] = torch.inf
    return bool(gate(spiked, alpha)[0, 0].isnan().all())


def jumps(gate, x, alpha) -> bool:
    y = gate(x, alpha)
    return bool((y[y != 0] == x[y != 0]).all())


@pytest.mark.parametrize("letter", list("ABCDEFGH"))
def test_each_broken_gate_of_the_lesson_has_its_symptom_and_no_other(letter: str) -> None:
    names = cell("bugs-code")
    gate = names["gate_h_shared" if letter == "H" else f"gate_{letter.lower()}"]
    generator = torch.Generator().manual_seed(1)
    x = 2 * torch.randn(2, 4, 1, 50, generator=generator).double() + 0.1
    alpha = torch.full((2, 4, 1, 1), 0.6).double()
    tests = (grows, leaks, never_zero, wrong_scale, one_sided, nan, jumps)
    found = [test.__name__.replace("_", "-") for test in tests if test(gate, x, alpha)]
    expected = lesson05_bugs.SYMPTOMS[letter]
    assert found == ([] if letter == "H" else [expected])
    if letter == "H":  # one α a sample, and still C thresholds
        y = gate(x, alpha[:, :1])
        cut = torch.where(y != 0, x.abs() - y.abs(), -torch.inf).amax((2, 3))
        assert cut[0].unique().numel() > 1
