"""A network with a gate of one's own: its name is kept, and it comes back with that gate only."""

from functools import partial

import pytest
import torch
from torch import Tensor, nn

from drsn_lite import checkpoints, gates
from drsn_lite.checkpoints import load_checkpoint
from drsn_lite.networks import GATES, Network, Plan, build

PLAN = Plan((3, 2), ((2, 2, 1), (4, 1, 2)))


class Halve(nn.Module):
    """No weights at all: the file cannot tell it from no gate."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.by = torch.tensor([2.0]).item()  # a number that must not be made without memory

    def forward(self, x: Tensor) -> Tensor:
        return x / self.by


class ShrinkChannelwise(gates.ShrinkChannelwise):
    """The name of ours, and the same weights."""

    def forward(self, x: Tensor) -> Tensor:
        return -super().forward(x)


OWN = {
    "Halve": Halve,
    "ShrinkChannelwise": ShrinkChannelwise,
    "SqueezeExcite": partial(gates.SqueezeExcite, reduction=2),
    "Sequential": lambda channels: nn.Sequential(nn.Tanh(), nn.Conv2d(channels, channels, 1)),
}


@pytest.mark.parametrize("kind", OWN)
@pytest.mark.parametrize("name", ["resnet", "drsn-cw", "senet"])
def test_it_comes_back_with_its_gate_and_not_without(tmp_path, kind, name):
    network = build(name, PLAN, 3, gate=OWN[kind], seed=1).eval()
    path = checkpoints.save(network, tmp_path / "net", {"data": "none"})
    assert checkpoints.card(path) == {"data": "none", "gate": kind}
    again = load_checkpoint(path, gate=OWN[kind])
    x = torch.randn(2, 1, 1, 32)
    with torch.no_grad():
        torch.testing.assert_close(again(x), network(x), rtol=0, atol=0)
    with pytest.raises(ValueError, match=rf"has a gate of its own, {kind}, .*gate={kind}"):
        load_checkpoint(path)
    with pytest.raises(ValueError, match=r"is a ScaleChannelwise|not a whole checkpoint"):
        load_checkpoint(path, gate=gates.ScaleChannelwise)


@pytest.mark.parametrize("name", GATES)
def test_the_gate_of_the_name_needs_no_word(tmp_path, name):
    path = checkpoints.save(build(name, PLAN, 3, gate=GATES[name]), tmp_path / "net", {})
    assert checkpoints.card(path) == {}
    with pytest.raises(ValueError, match="leave gate out"):
        load_checkpoint(path, gate=Halve)


def one_gate_more(network: Network) -> None:
    network.units[1].gate = Halve(2)


def another_activation(network: Network) -> None:
    network.units[0].branch[1] = nn.Tanh()


def another_head(network: Network) -> None:
    network.classifier = nn.Linear(4, 3, bias=False)


class Other(Network):
    """A class of one's own."""


@pytest.mark.parametrize("change", [one_gate_more, another_activation, another_head])
def test_what_no_gate_brings_back_is_refused(tmp_path, change):
    network = build("drsn-cw", PLAN, 3, seed=0)
    change(network)
    with pytest.raises(ValueError, match=r"could not be loaded again.*checkpoints\.write"):
        checkpoints.save(network, tmp_path / "net", {})
    with pytest.raises(ValueError, match="could not be loaded again"):
        checkpoints.save(Other("resnet", PLAN, 3), tmp_path / "net", {})
    assert list(tmp_path.iterdir()) == []
