"""The loss surface: filters keep their length, the middle is the network, nothing is changed."""

import copy

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from drsn_lite.lessons.lesson03.landscape import (
    normalise_filters,
    project,
    random_direction,
    surface,
)
from drsn_lite.networks import Plan, build

SMALL = Plan(stem=(3, 2), stages=((4, 1, 1),), dims=2)


def sample() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    return torch.randn(12, 1, 6, 6, generator=generator), torch.arange(12) % 3


def test_each_filter_gets_the_length_of_its_weights() -> None:
    direction, weights = torch.randn(5, 3, 1, 3), 4 * torch.randn(5, 3, 1, 3)
    out = normalise_filters(direction, weights)
    for i in range(5):
        assert out[i].norm().item() == pytest.approx(weights[i].norm().item(), rel=1e-5)
        cosine = F.cosine_similarity(out[i].flatten(), direction[i].flatten(), dim=0)
        assert cosine.item() == pytest.approx(1, abs=1e-5)


def test_a_filter_of_zeros_gets_no_step() -> None:
    weights = torch.randn(3, 4)
    weights[1] = 0
    assert not normalise_filters(torch.randn(3, 4), weights)[1].any()


def test_biases_and_batchnorm_stay() -> None:
    network = build("resnet", SMALL, 3, seed=0)
    direction = random_direction(network, seed=1)
    for name, weights in network.named_parameters():
        assert direction[name].shape == weights.shape
        assert bool(direction[name].any()) is (weights.ndim > 1), name
    again, other = random_direction(network, 1), random_direction(network, 2)
    assert torch.equal(again["stem.weight"], direction["stem.weight"])
    assert not torch.equal(other["stem.weight"], direction["stem.weight"])


def test_the_middle_is_the_network_itself_and_the_network_stays_as_it_was() -> None:
    network, (x, y) = build("resnet", SMALL, 3, seed=0), sample()
    network.train()
    before = copy.deepcopy(network.state_dict())
    losses = surface(network, x, y, points=5, seed=3)
    assert network.training
    for name, value in network.state_dict().items():
        assert torch.equal(value, before[name]), name
    with torch.no_grad():
        assert losses[2, 2] == pytest.approx(F.cross_entropy(network.eval()(x), y).item(), rel=1e-5)


def test_each_point_is_the_loss_of_the_moved_weights() -> None:
    """The oracle: torch's functional_call with weights made by hand."""
    network, (x, y) = build("convnet", SMALL, 3, seed=0).eval(), sample()
    losses = surface(network, x, y, points=3, radius=0.5, seed=4)
    first, second = random_direction(network, 8), random_direction(network, 9)
    for i, a in enumerate((-0.5, 0, 0.5)):
        for j, b in enumerate((-0.5, 0, 0.5)):
            moved = {n: w + a * first[n] + b * second[n] for n, w in network.named_parameters()}
            logits = torch.func.functional_call(network, moved, (x,))
            assert losses[i, j] == pytest.approx(F.cross_entropy(logits, y).item(), rel=1e-4)


def test_scaling_a_relu_network_does_not_change_its_surface() -> None:
    """What filter normalisation is for (Li et al. 2018, section 4)."""
    torch.manual_seed(0)
    network = nn.Sequential(nn.Flatten(), nn.Linear(36, 8, bias=False), nn.ReLU(), nn.Linear(8, 3))
    scaled = copy.deepcopy(network)
    with torch.no_grad():
        scaled[1].weight *= 8
        scaled[3].weight /= 8
    (x, y), options = sample(), {"points": 5, "seed": 0}
    np.testing.assert_allclose(
        surface(network, x, y, **options), surface(scaled, x, y, **options), rtol=1e-4
    )


@pytest.mark.parametrize("options", [{"points": 4}, {"points": 1}, {"radius": 0}])
def test_impossible_options_are_refused(options: dict) -> None:
    with pytest.raises(ValueError, match="odd and at least 3"):
        surface(build("resnet", SMALL, 3), *sample(), **options)


def test_projection_from_above_is_the_square_and_from_the_side_the_heights() -> None:
    heights = np.arange(9.0).reshape(3, 3)
    x, y = project(heights, azimuth=0, elevation=90)
    assert len(x) == 2 * 3 * 4
    np.testing.assert_allclose(np.unique(x[np.isfinite(x)].round(9)), [-1, 0, 1])
    np.testing.assert_allclose(np.unique(y[np.isfinite(y)].round(9)), [-1, 0, 1])
    _, y = project(heights, azimuth=0, elevation=0, zscale=2)
    np.testing.assert_allclose(y[:3], 2 * heights[0])
    assert np.isnan(y[3::4]).all()
    x, _ = project(heights, azimuth=90, elevation=90)
    np.testing.assert_allclose(x[:3], [1, 0, -1], atol=1e-12)  # turned by a quarter: x is −b
