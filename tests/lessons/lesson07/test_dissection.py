"""Signal and noise run apart: the parts add up, and are what independent ways of computing give."""

import copy

import numpy as np
import oracles
import pytest
import torch
from torch import nn

from drsn_lite.lessons.lesson07.dissection import (
    Place,
    dissect,
    energy,
    gained_db,
    multiplier,
    same_energy,
)
from drsn_lite.microscope import look
from drsn_lite.networks import build, evaluating

NAMES = ("convnet", "resnet", "senet", "drsn-cs", "drsn-cw")


def network(name: str, preset: str = "lite"):
    return oracles.unsettle(build(name, preset, seed=3)).double().eval()


@pytest.fixture(scope="module")
def samples() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    s = torch.randn(3, 1, 1, 512, generator=generator).double()
    return s, s + 0.7 * torch.randn(3, 1, 1, 512, generator=generator).double()


@pytest.mark.parametrize("name", NAMES)
def test_the_features_are_those_that_the_microscope_sees(name: str, samples) -> None:
    net = network(name)
    _, cuts = dissect(net, *samples)
    for cut, record in zip(cuts, look(net, samples[1]), strict=True):
        torch.testing.assert_close(cut.before.x, record.before)
        torch.testing.assert_close(cut.after.x, record.after)


@pytest.mark.parametrize("name", NAMES)
def test_signal_noise_and_biases_add_up(name: str, samples) -> None:
    """The bias part is what is left over. If it is right, it does not depend on how x is shared
    out between signal and noise."""
    net = network(name)
    s, x = samples
    _, one = dissect(net, s, x)
    _, other = dissect(net, 0.2 * s - 0.5 * x, x)
    for a, b in zip(one, other, strict=True):
        torch.testing.assert_close(a.path.bias, b.path.bias)
        torch.testing.assert_close(a.after.bias, b.after.bias)


@pytest.mark.parametrize("name", NAMES)
def test_without_biases_nothing_is_left_over(name: str, samples) -> None:
    net = network(name)
    for module in net.modules():
        if isinstance(module, nn.Conv2d | nn.BatchNorm2d):
            nn.init.zeros_(module.bias)
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.zero_()
    start, cuts = dissect(net, *samples)
    for place in (start, *(cut.path for cut in cuts)):
        assert place.bias.abs().max() < 1e-9 * place.x.abs().max()


def test_in_a_resnet_the_noise_part_is_the_jacobian_times_the_noise(samples) -> None:
    net = network("resnet")
    s, x = samples
    _, cuts = dissect(net, s, x)
    _, noise = torch.func.jvp(lambda v: net.units(net.stem(v)), (x,), (x - s,))
    torch.testing.assert_close(cuts[-1].path.noise, noise)


@pytest.mark.parametrize("name", ["drsn-cs", "drsn-cw"])
def test_a_threshold_multiplies_by_what_its_formula_says(name: str, samples) -> None:
    net = network(name)
    _, cuts = dissect(net, *samples)
    for cut, record in zip(cuts, look(net, samples[1]), strict=True):
        size = record.before.abs()
        torch.testing.assert_close(cut.gain, torch.relu(size - record.tau) / size)
        assert ((cut.gain == 0) == (record.after == 0)).all()


def test_scales_gain_nothing_and_a_threshold_finds_a_sparse_signal() -> None:
    generator = torch.Generator().manual_seed(1)
    noise = 0.3 * torch.randn(2, 3, 1, 400, generator=generator).double()
    signal = torch.zeros_like(noise)
    signal[..., ::20] = 3.0
    place = Place(signal + noise, signal, noise)
    assert gained_db(place, torch.full((2, 1, 1, 1), 0.1).double()).abs().max() < 1e-9
    gain = multiplier(place.x, nn.functional.softshrink(place.x, 0.6))
    assert gained_db(place, gain).min() > 5
    order = torch.randperm(400, generator=generator)
    assert gained_db(place, gain[..., order]).max() < 0, "the same gains, at any other places"


def test_the_control_leaves_the_same_energy_in_each_channel(samples) -> None:
    _, cuts = dissect(network("drsn-cw"), *samples)
    cut = cuts[2]
    scaled = cut.before.times(same_energy(cut.gain, cut.before.x))
    for a, b in zip(scaled.x.unbind(1), cut.after.x.unbind(1), strict=True):
        torch.testing.assert_close(energy(a), energy(b))


def test_the_network_is_left_as_it_was(samples) -> None:
    net = network("drsn-cw").train()
    before = copy.deepcopy(net.state_dict())
    dissect(net, *samples)
    assert net.training
    for key, value in net.state_dict().items():
        assert torch.equal(value, before[key])


def test_images_too_and_shapes_must_fit() -> None:
    net = network("drsn-cs", "lite-2d")
    s = np.random.default_rng(0).standard_normal((2, 1, 8, 8))
    start, cuts = dissect(net, s, 2 * s)
    assert start.snr_db().abs().max() < 1e-9
    with evaluating(net):
        torch.testing.assert_close(cuts[-1].path.x, net.units(net.stem(torch.tensor(2 * s))))
    with pytest.raises(ValueError, match="with and without noise"):
        dissect(net, s, s[:1])
