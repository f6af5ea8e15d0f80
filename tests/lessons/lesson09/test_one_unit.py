"""The small networks of lesson 09 and the noise on their pixels."""

import math

import needs
import numpy as np
import pytest
import torch
import torch.nn.functional as F

from drsn_lite.blocks import identity_shortcut
from drsn_lite.lessons.lesson09 import one_unit, pixel_noise
from drsn_lite.microscope import look
from drsn_lite.networks import count_parameters

X = torch.rand(3, 1, 28, 28, generator=torch.Generator().manual_seed(0))


def test_the_sizes_are_those_of_the_first_text() -> None:
    sizes = {name: count_parameters(one_unit.build(name)) for name in one_unit.NAMES}
    assert sizes["resnet"] == sizes["resnet-pool"] == 1386
    assert sizes["drsn-cw"] == sizes["drsn-cw-pool"] == 1432
    assert sizes["resnet"] < sizes["drsn-cw"] < sizes["resnet-wide"]
    assert sizes["resnet-3"] < sizes["drsn-cw-3"] < sizes["resnet-3-wide"]
    assert sizes["drsn-cw"] - sizes["senet"] == 4, "a BatchNorm over two numbers"


@pytest.mark.parametrize("name", one_unit.NAMES)
@pytest.mark.parametrize("size", [8, 28, 7])
def test_images_of_any_size_give_ten_logits_and_gradients(name: str, size: int) -> None:
    network = one_unit.build(name)
    logits = network(X[:, :, :size, :size])
    assert logits.shape == (3, 10)
    logits.square().sum().backward()
    assert all(p.grad is not None for p in network.parameters())


def test_a_seed_gives_its_own_weights_and_leaves_the_global_state_alone() -> None:
    torch.manual_seed(7)
    before = torch.get_rng_state()
    a, b, c = (one_unit.build("drsn-cw", seed).stem.weight for seed in (0, 0, 1))
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(a, b)
    assert not torch.equal(a, c)


@pytest.mark.parametrize("name", ["resnet", "drsn-cw"])
def test_the_two_shortcuts_are_all_that_differs(name: str) -> None:
    sliced, pooled = one_unit.build(name).eval(), one_unit.build(f"{name}-pool").eval()
    assert sliced.state_dict().keys() == pooled.state_dict().keys()
    x = sliced.stem(X)
    difference = pooled.units(x) - sliced.units(x)
    wanted = F.avg_pool2d(x, 2) - identity_shortcut(x, 8, 2)
    assert torch.allclose(difference, wanted, atol=1e-6)
    assert wanted.abs().max() > 0.01


def test_a_constant_image_knows_no_difference_between_the_shortcuts() -> None:
    sliced, pooled = (one_unit.build(name).eval() for name in ("resnet", "resnet-pool"))
    x = torch.full((1, 8, 6, 6), 0.7)
    assert torch.allclose(sliced.units(x), pooled.units(x), atol=1e-6)


def test_the_gate_has_a_quarter_of_the_channels_in_its_first_layer() -> None:
    assert one_unit.build("drsn-cw").units[0].gate.attention[0].out_features == 2
    assert one_unit.build("drsn-cw-3").units[2].gate.attention[0].out_features == 4


def test_one_unit_halves_the_image_and_of_three_the_second_and_third_do() -> None:
    for name, strides in (("drsn-cw", [2]), ("resnet-pool", [2]), ("drsn-cw-3", [1, 2, 2])):
        units = one_unit.build(name).units
        assert [unit.stride for unit in units] == strides
    assert [unit.out_channels for unit in one_unit.build("resnet-3").units] == [8, 16, 16]


def test_the_microscope_sees_a_pooling_unit() -> None:
    (record,) = look(one_unit.build("drsn-cw-pool"), X)
    assert record.tau.shape == (3, 8, 1, 1)
    assert (record.tau.flatten(1) <= record.mean_abs).all()


def test_an_unknown_network_is_refused() -> None:
    with pytest.raises(ValueError, match="choose one of resnet, resnet-pool"):
        one_unit.build("drsn")


def test_digits_are_pixels_from_0_to_1() -> None:
    data = one_unit.images("digits")
    assert data.train_x.dtype == data.test_x.dtype == np.float32
    assert data.train_x.min() == 0
    assert data.train_x.max() == 1
    assert np.allclose(data.test_x * 16, np.round(data.test_x * 16), atol=1e-4), "16 greys"
    other = one_unit.images("digits", seed=1)
    assert not np.array_equal(other.test_y, data.test_y)


@needs.files("mnist")
def test_a_seed_draws_its_own_pixels_of_mnist() -> None:
    one, same, other = (
        one_unit.images("mnist", seed, train_count=20, test_count=10) for seed in (0, 0, 1)
    )
    assert one.train_x.shape == (20, 1, 28, 28)
    assert one.train_x.min() == 0
    assert one.train_x.max() == 1
    assert sorted(one.test_y) == list(range(10))
    assert np.array_equal(one.test_x, same.test_x)
    assert not np.array_equal(one.train_x, other.train_x)
    assert not np.array_equal(one.test_x, other.test_x)


def test_a_network_comes_back_from_disk(tmp_path) -> None:
    network = one_unit.build("drsn-cw-pool", seed=3).eval()
    one_unit.save(network, "mine", {"network": "drsn-cw-pool", "seed": 3}, tmp_path)
    again = one_unit.load("mine", tmp_path)
    assert torch.equal(again(X), network(X))
    assert not again.training
    assert one_unit.card("mine", tmp_path)["seed"] == 3
    path = tmp_path / "mine.safetensors"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ValueError, match="not a whole checkpoint"):
        one_unit.load("mine", tmp_path)


def test_a_name_that_is_not_there_lists_those_that_are() -> None:
    with pytest.raises(FileNotFoundError, match="digits-clean-drsn-cw"):
        one_unit.load("digits-clean-vgg")


IMAGES = np.full((400, 1, 8, 8), 0.25, dtype=np.float32)


@pytest.mark.parametrize(
    ("kind", "mean", "std"),
    [
        ("uniform", 0.25, 0.5 / math.sqrt(12)),
        ("centred", 0.0, 0.5 / math.sqrt(12)),
        ("shift", 0.25, 0.0),
        ("gaussian", 0.0, 0.5),
        # half of the pixels: to 1 (+0.75) or to 0 (−0.25)
        ("salt and pepper", 0.125, math.sqrt(0.25 * (0.75**2 + 0.25**2) - 0.125**2)),
    ],
)
def test_each_kind_has_its_mean_and_spread(kind: str, mean: float, std: float) -> None:
    change = pixel_noise.add(IMAGES, kind, 0.5, rng=0) - IMAGES
    assert change.mean() == pytest.approx(mean, abs=0.01)
    assert change.std() == pytest.approx(std, abs=0.01)


@pytest.mark.parametrize("kind", pixel_noise.KINDS)
def test_noise_of_level_zero_is_none_and_input_stays(kind: str) -> None:
    given = IMAGES.copy()
    assert np.array_equal(pixel_noise.add(given, kind, 0.0, rng=0), IMAGES)
    noisy = pixel_noise.add(given, kind, 0.5, rng=0)
    assert noisy.dtype == np.float32
    assert np.array_equal(given, IMAGES)
    assert np.array_equal(noisy, pixel_noise.add(given, kind, 0.5, rng=0))


def test_the_same_seed_gives_the_same_noise_at_another_level() -> None:
    for kind in ("gaussian", "uniform", "centred"):
        one, two = (pixel_noise.add(IMAGES, kind, level, rng=1) - IMAGES for level in (0.2, 0.4))
        assert np.allclose(two, 2 * one, atol=1e-6)
    few, many = (pixel_noise.add(IMAGES, "salt and pepper", p, rng=1) for p in (0.2, 0.4))
    hit = few != IMAGES
    assert np.array_equal(few[hit], many[hit])


def test_each_image_can_have_its_own_level() -> None:
    levels = np.linspace(0, 1, len(IMAGES))
    noisy = pixel_noise.add(IMAGES, "shift", levels)
    assert np.allclose(noisy[:, 0, 0, 0], 0.25 + levels / 2)


@pytest.mark.parametrize(
    ("kind", "level", "match"),
    [
        ("pepper", 0.1, "choose one of uniform"),
        ("gaussian", -0.1, "between 0 and inf"),
        ("salt and pepper", 1.1, "between 0 and 1"),
        ("shift", math.nan, "between 0 and inf"),
    ],
)
def test_impossible_noise_is_refused(kind: str, level: float, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        pixel_noise.add(IMAGES, kind, level)


def test_fresh_noise_draws_kinds_and_levels_for_each_image() -> None:
    fresh = pixel_noise.TRAINING["mixed"]
    batch = torch.from_numpy(IMAGES)
    rng = np.random.default_rng(0)
    one, two = fresh(batch, rng), fresh(batch, rng)
    assert not torch.equal(one, two)
    assert one.dtype == torch.float32
    assert torch.equal(batch, torch.from_numpy(IMAGES))
    change = (one - batch).flatten(1)
    jumps = ((one == 0) | (one == 1) | (one == 0.25)).flatten(1).all(1)
    assert 0.25 < jumps.float().mean() < 0.42, "a third is salt and pepper"
    assert change[~jumps].std(1).max() < 0.65
    authors = pixel_noise.TRAINING["uniform"](batch, rng) - batch
    assert authors.min() >= 0
    assert authors.max() <= 0.5
    assert authors.mean() == pytest.approx(0.25, abs=0.01)
