"""Whole networks with the fast threshold: they train as with the formula, and can be traced."""

import copy
from functools import partial

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from drsn_lite import fast_threshold, gates
from drsn_lite.fast_threshold import SoftThreshold
from drsn_lite.networks import build


@pytest.fixture(autouse=True)
def _nothing_is_small(monkeypatch) -> None:
    monkeypatch.setattr(fast_threshold, "SMALL", 0)


def plain(x: Tensor, tau: Tensor) -> Tensor:
    """The formula of the lesson."""
    return x.sign() * torch.relu(x.abs() - tau)


def plain_mean(x: Tensor) -> Tensor:
    return x.abs().mean((2, 3))


@pytest.mark.parametrize("name", ["drsn-cs", "drsn-cw"])
@pytest.mark.parametrize("preset", ["lite", "lite-2d", "paper"])
def test_a_network_trains_as_with_the_formula(name: str, preset: str, monkeypatch) -> None:
    """Loss and every gradient of a few steps."""
    size = (28, 28) if preset == "lite-2d" else (1, 256)
    generator = torch.Generator().manual_seed(4)
    x = torch.randn(6, 1, *size, generator=generator, dtype=torch.float64)
    y = torch.arange(6) % 3

    def trained(network) -> list[Tensor]:
        seen = []
        for _ in range(3):
            loss = F.cross_entropy(network(x), y)
            network.zero_grad()
            loss.backward()
            seen += [loss.detach(), *(p.grad.clone() for p in network.parameters())]
            with torch.no_grad():
                for p in network.parameters():
                    p -= 0.05 * p.grad
        return seen

    fast = build(name, preset, 3, seed=0).double().train()
    slow = copy.deepcopy(fast)
    ours = trained(fast)
    monkeypatch.setattr(gates, "soft_threshold", plain)
    monkeypatch.setattr(gates, "mean_abs", plain_mean)
    calls = []
    monkeypatch.setattr(SoftThreshold, "apply", partial(calls.append, "fast"))
    for one, other in zip(ours, trained(slow), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-7, atol=1e-9)
    assert calls == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")
def test_a_traced_network_has_no_python_in_it() -> None:
    network, x = build("drsn-cw", "lite", 3, seed=0).eval(), torch.randn(2, 1, 1, 256)
    traced = torch.jit.trace(network, x)
    assert "PythonOp" not in str(traced.inlined_graph)
    torch.testing.assert_close(traced(x), network(x))


@pytest.mark.parametrize("name", ["resnet", "drsn-cw"])
@pytest.mark.parametrize("preset", ["lite", "lite-2d", "paper"])
def test_features_and_gradients_stay_in_channels_last_order(name: str, preset: str) -> None:
    """An operation on two arrays of unlike order takes many times as long."""
    network = build(name, preset, 3, seed=0)
    seen: list[Tensor] = []

    def keep(_gate, _inputs, y: Tensor) -> None:
        seen.append(y)
        y.register_hook(seen.append)

    for unit in network.units:
        unit.gate.register_forward_hook(keep)
    network(torch.randn(4, 1, *((28, 28) if preset == "lite-2d" else (1, 256)))).sum().backward()
    assert len(seen) == 2 * len(network.units)
    for values in seen:
        assert values.is_contiguous(memory_format=torch.channels_last)
