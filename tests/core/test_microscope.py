"""The microscope sees what the gates did, and leaves the network as it was."""

import copy

import pytest
import torch
from torch import nn

from drsn_lite.gates import ShrinkChannelwise
from drsn_lite.microscope import look, look_and_classify
from drsn_lite.networks import LITE, LITE_2D, build
from drsn_lite.shrinkage import soft_threshold

SIGNALS = torch.randn(5, 1, 1, 256, generator=torch.Generator().manual_seed(0))
SHAPES = {"drsn-cs": lambda c: (5, 1, 1, 1), "drsn-cw": lambda c: (5, c, 1, 1)}


def trained_a_little(name: str) -> nn.Module:
    """Running statistics that are not those of the first day."""
    network = build(name, LITE, 8, seed=0)
    network.train()
    with torch.no_grad():
        network(3 * SIGNALS + 1)
    return network.eval()


@pytest.mark.parametrize("name", ["drsn-cs", "drsn-cw"])
def test_a_record_tells_what_the_gate_did(name: str) -> None:
    records = look(trained_a_little(name), SIGNALS)
    assert [record.unit for record in records] == [1, 2, 3, 4, 5, 6]
    for record, channels in zip(records, (8, 8, 16, 16, 16, 16), strict=True):
        assert record.tau is not None
        assert record.alpha is not None
        assert record.tau.shape == record.alpha.shape == SHAPES[name](channels)
        assert record.before.shape == record.after.shape
        torch.testing.assert_close(record.after, soft_threshold(record.before, record.tau))
        torch.testing.assert_close(record.mean_abs, record.before.abs().mean((2, 3)))
        cap = record.mean_abs if name == "drsn-cw" else record.mean_abs.mean(1, keepdim=True)
        torch.testing.assert_close(record.tau.flatten(1), record.alpha.flatten(1) * cap)
        zeroed = (record.before.abs() <= record.tau).float().mean((2, 3))
        torch.testing.assert_close(record.zeroed, zeroed)
        left = record.after.square().sum((2, 3)) / record.before.square().sum((2, 3))
        torch.testing.assert_close(record.energy_removed, 1 - left)
        assert 0 < record.zeroed.mean() < 1


def test_resnet_and_senet_zero_nothing() -> None:
    for record in look(trained_a_little("resnet"), SIGNALS):
        assert record.tau is None
        assert record.alpha is None
        assert not record.zeroed.any()
        assert not record.energy_removed.any()
    for record in look(trained_a_little("senet"), SIGNALS):
        assert record.tau is None
        assert record.alpha is not None
        torch.testing.assert_close(record.after, record.before * record.alpha)
        torch.testing.assert_close(
            record.energy_removed, 1 - record.alpha.flatten(1).square(), atol=1e-5, rtol=1e-4
        )


def test_looking_changes_nothing() -> None:
    network = trained_a_little("drsn-cw").train()
    network.units[2].eval()
    state = copy.deepcopy(network.state_dict())
    modes = [module.training for module in network.modules()]
    look(network, SIGNALS)
    assert modes == [module.training for module in network.modules()]
    for key, value in network.state_dict().items():
        torch.testing.assert_close(value, state[key], rtol=0, atol=0)
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in network.modules())


def test_no_hook_stays_behind_after_an_error() -> None:
    network = trained_a_little("drsn-cw").train()
    with pytest.raises(ValueError, match=r"shape \(N, 1, height, width\)"):
        look(network, SIGNALS[0])
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in network.modules())
    assert network.training


def test_the_output_is_that_of_the_network() -> None:
    network = trained_a_little("drsn-cs")
    _, logits = look_and_classify(network, SIGNALS.numpy())
    with torch.no_grad():
        torch.testing.assert_close(logits, network(SIGNALS))


def test_images_and_a_gate_of_ones_own() -> None:
    class Double(nn.Module):
        def __init__(self, channels: int) -> None:
            super().__init__()

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return torch.where(x > 0, 2 * x, 0.0)

    network = build("resnet", LITE_2D, 10, gate=Double, seed=0)
    records = look(network, torch.randn(2, 1, 9, 9))
    assert records[0].tau is None
    assert records[0].before.shape == (2, 8, 9, 9)
    torch.testing.assert_close(records[0].zeroed, (records[0].before < 0).float().mean((2, 3)))


def test_a_gate_that_works_in_place_is_seen_as_it_was_before() -> None:
    class Halve(nn.Module):
        def __init__(self, channels: int) -> None:
            super().__init__()

        def threshold(self, x: torch.Tensor) -> float:
            return 0.5

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x.mul_(0.5)

    for record in look(build("resnet", LITE, 8, gate=Halve, seed=0), SIGNALS):
        torch.testing.assert_close(record.after, record.before / 2)
        torch.testing.assert_close(record.energy_removed, torch.full_like(record.zeroed, 0.75))
        assert record.tau == 0.5


def test_a_gate_that_serves_two_units_is_recorded_once_in_each() -> None:
    network = trained_a_little("resnet")
    network.units[0].gate = network.units[1].gate = ShrinkChannelwise(8)
    records = look(network, SIGNALS)
    assert [record.tau is not None for record in records] == [True, True] + [False] * 4
    for record in records[:2]:
        torch.testing.assert_close(record.after, soft_threshold(record.before, record.tau))


def test_a_dead_channel_counts_as_nothing_zeroed() -> None:
    network = trained_a_little("drsn-cw")
    conv = network.units[0].branch[5]
    with torch.no_grad():
        conv.weight[3] = 0
        conv.bias[3] = 0
    record = look(network, SIGNALS)[0]
    assert isinstance(network.units[0].gate, ShrinkChannelwise)
    assert record.tau is not None
    assert (record.tau[:, 3] == 0).all()
    assert (record.zeroed[:, 3] == 0).all()
    assert (record.energy_removed[:, 3] == 0).all()
    assert record.energy_removed.isfinite().all()


def test_a_network_without_units_is_refused() -> None:
    with pytest.raises(ValueError, match="no unit"):
        look(nn.Linear(3, 3), torch.zeros(1, 3))
