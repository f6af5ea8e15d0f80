"""Surgery: what is changed is changed, all else stays, and the original is left alone."""

import copy
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch

from drsn_lite.evaluation import predict
from drsn_lite.lessons.lesson07 import surgery
from drsn_lite.microscope import look
from drsn_lite.networks import Network, Plan, build, evaluating
from drsn_lite.shrinkage import soft_threshold

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "07-what-thresholds-zero.ipynb"
PLAN = Plan(stem=(15, 4), stages=((4, 1, 2), (6, 2, 2)))


@pytest.fixture(params=["drsn-cs", "drsn-cw"])
def network(request) -> Network:
    """A small DRSN that has seen a few batches, so that its BatchNorms are not those of birth."""
    net = build(request.param, PLAN, 5, seed=3)
    with torch.no_grad():
        for seed in range(10):
            net.train()(2 * signals(seed) + 0.3)
    return net.eval()


def signals(seed: int, count: int = 12) -> torch.Tensor:
    return torch.randn(count, 1, 1, 256, generator=torch.Generator().manual_seed(seed))


def same(a: Network, b: Network, x: torch.Tensor) -> bool:
    return torch.allclose(predict(a, x), predict(b, x), atol=1e-5)


def test_learned_thresholds_times_one_change_nothing_and_the_original_stays(network) -> None:
    x, before = signals(50), copy.deepcopy(network.state_dict())
    y = predict(network, x)
    assert same(surgery.scaled(network, 1.0), network, x)
    for cut in (surgery.scaled(network, 2.0), surgery.frozen(network, x), surgery.lent(network, x)):
        surgery.settle(cut, x)
    assert torch.equal(predict(network, x), y)
    after = network.state_dict()
    assert all(torch.equal(after[name], value) for name, value in before.items())


def test_scale_zero_is_the_network_without_its_gates(network) -> None:
    x, bare = signals(51), copy.deepcopy(network)
    for unit in bare.units:
        unit.gate = torch.nn.Identity()
    assert same(surgery.scaled(network, 0.0), bare, x)
    assert not same(surgery.scaled(network, 0.0), network, x)


def test_the_operation_of_the_lesson_is_the_packages(network) -> None:
    (source,) = [c.source for c in nbformat.read(NOTEBOOK, 4).cells if c.id == "surgery-code"]
    names = {"nn": torch.nn, "torch": torch, "copy": copy, "soft_threshold": soft_threshold}
    exec(compile(source, "surgery-code", "exec"), names)
    for s in (0.0, 0.7, 2.0):
        assert same(names["operate"](network, s), surgery.scaled(network, s), signals(59))
    assert not isinstance(network.units[0].gate, names["Times"])


def test_thresholds_are_multiplied(network) -> None:
    x = signals(52)
    first, double = (look(net, x)[0] for net in (network, surgery.scaled(network, 2.0)))
    torch.testing.assert_close(double.tau, 2 * first.tau)
    assert double.zeroed.mean() > first.zeroed.mean()


@pytest.mark.parametrize("what", ["tau", "alpha"])
def test_frozen_means_are_the_same_for_all_samples(network, what: str) -> None:
    seen, x = signals(53, 40), signals(54) * torch.linspace(0.5, 3, 12)[:, None, None, None]
    mean = getattr(look(network, seen)[0], what).mean(0)
    record = look(surgery.frozen(network, seen, what), x)[0]
    scale = record.mean_abs if record.tau.shape[1] > 1 else record.mean_abs.mean(1, keepdim=True)
    share = record.tau[:, :, 0, 0] / (scale if what == "alpha" else 1.0)
    torch.testing.assert_close(share, mean[None, :, 0, 0].expand_as(share))


@pytest.mark.parametrize("what", ["tau", "alpha"])
def test_ones_own_thresholds_lent_change_nothing_and_others_do(network, what: str) -> None:
    x = signals(55) * torch.linspace(0.5, 3, 12)[:, None, None, None]
    assert same(surgery.lent(network, x, what), network, x)
    other = surgery.lent(network, x.flip(0), what)
    assert not same(other, network, x)
    record, lender = look(other, x)[0], look(network, x.flip(0))[0]
    if what == "tau":
        torch.testing.assert_close(record.tau, lender.tau)
    else:
        scale = record.mean_abs if record.tau.shape[1] > 1 else record.mean_abs.mean(1, True)
        torch.testing.assert_close(record.tau[:, :, 0, 0], lender.alpha[:, :, 0, 0] * scale)


def test_alpha_by_hand(network) -> None:
    record = look(surgery.constant(network, 0.25), signals(56))[0]
    scale = record.mean_abs if record.tau.shape[1] > 1 else record.mean_abs.mean(1, keepdim=True)
    torch.testing.assert_close(record.tau[:, :, 0, 0], 0.25 * scale)


def test_shuffled_thresholds_are_the_same_ones_in_another_order() -> None:
    network, x = build("drsn-cw", PLAN, 5, seed=0).eval(), signals(57)
    mine, dealt = (look(net, x)[0].tau for net in (network, surgery.shuffled(network, seed=1)))
    assert not torch.allclose(mine, dealt)
    torch.testing.assert_close(mine.sort(dim=1).values, dealt.sort(dim=1).values)
    with pytest.raises(ValueError, match="one threshold for all channels"):
        surgery.shuffled(build("drsn-cs", PLAN, 5, seed=0))


def test_settled_statistics_are_those_of_the_samples_and_weights_stay(network) -> None:
    x = 3 * signals(58, 200) + 1
    settled = surgery.settle(surgery.scaled(network, 0.3), x)
    seen = {}
    norm = settled.units[1].branch[0]
    norm.register_forward_pre_hook(lambda _, inputs: seen.update(x=inputs[0]))
    with evaluating(settled):
        settled(x)
    torch.testing.assert_close(norm.running_mean, seen["x"].mean((0, 2, 3)), rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(norm.running_var, seen["x"].var((0, 2, 3)), rtol=1e-2, atol=1e-3)
    old, new = dict(network.named_parameters()), dict(settled.named_parameters())
    assert all(torch.equal(new[name.replace("gate.", "gate.gate.")], old[name]) for name in old)
    gate = network.units[1].gate.attention[1].running_mean
    assert torch.equal(settled.units[1].gate.gate.attention[1].running_mean, gate)
    assert not any(module.training for module in settled.modules())


def test_only_what_has_a_threshold_can_be_altered(network) -> None:
    with pytest.raises(ValueError, match="unit 1 has the gate Identity"):
        surgery.scaled(build("resnet", PLAN, 5, seed=0), 2.0)
    with pytest.raises(ValueError, match="not altered before"):
        surgery.scaled(surgery.scaled(network, 2.0), 2.0)
    with pytest.raises(ValueError, match="nothing to alter"):
        surgery.scaled(torch.nn.Linear(2, 2), 2.0)
    assert "s=2" in repr(surgery.scaled(network, 2.0))
    assert np.isfinite(predict(surgery.scaled(network, 3.0), signals(1)).numpy()).all()
