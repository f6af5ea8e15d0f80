"""The networks by name: sizes of Table II, odd inputs, seeds, and errors that explain."""

import math
from functools import partial

import oracles
import pytest
import torch
from torch import Tensor, nn

from drsn_lite.blocks import ConvUnit, ResidualUnit
from drsn_lite.gates import Identity, ShrinkChannelwise, ShrinkShared, SqueezeExcite
from drsn_lite.networks import GATES, LITE, PRESETS, TABLE2, Plan, build, count_parameters, widened

NAMES = list(GATES)


def randn(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(
    ("name", "count"),
    [("convnet", 8_416), ("resnet", 8_416), ("drsn-cs", 10_220), ("drsn-cw", 11_552)],
)
def test_parameters_of_table_2(name: str, count: int) -> None:
    assert count_parameters(build(name, "paper")) == count


@pytest.mark.parametrize("name", NAMES)
def test_shapes_of_table_2(name: str) -> None:
    network = build(name, "paper").eval()
    x = network.stem(randn(2, 1, 1, 2048))
    shapes = [tuple(x.shape[1:])]
    for unit in network.units:
        x = unit(x)
        shapes.append(tuple(x.shape[1:]))
    stages = [(4, 1, 512)] * 4 + [(8, 1, 256)] * 4 + [(16, 1, 128)] * 4
    assert shapes == [(4, 1, 1024), *stages]
    assert network.features(randn(2, 1, 1, 2048)).shape == (2, 16)
    assert network(randn(2, 1, 1, 2048)).shape == (2, 8)


@pytest.mark.parametrize(
    ("name", "gate"),
    [
        ("convnet", Identity),
        ("resnet", Identity),
        ("senet", SqueezeExcite),
        ("drsn-cs", ShrinkShared),
        ("drsn-cw", ShrinkChannelwise),
    ],
)
@pytest.mark.parametrize("preset", PRESETS)
def test_networks_differ_in_the_gate_alone(name: str, gate: type, preset: str) -> None:
    network, plain = build(name, preset, seed=3), build("resnet", preset, seed=3)
    assert all(type(unit.gate) is gate for unit in network.units)
    kind = ConvUnit if name == "convnet" else ResidualUnit
    assert all(type(unit) is kind for unit in network.units)

    def rest(n: nn.Module) -> dict[str, torch.Size]:
        return {k: v.shape for k, v in n.state_dict().items() if ".gate." not in k}

    assert rest(network) == rest(plain)


@pytest.mark.parametrize("length", [1000, 1025, 1200, 2048, 37, 1])
@pytest.mark.parametrize("preset", ["lite", "paper"])
@pytest.mark.parametrize("name", NAMES)
def test_any_length_of_signal(name: str, preset: str, length: int) -> None:
    network = build(name, preset, classes=5).eval()
    x = randn(3, 1, 1, length)
    strides = [PRESETS[preset].stem[1]] + [s for _, _, s in PRESETS[preset].stages]
    assert network(x).shape == (3, 5)
    for stride in strides:
        length = math.ceil(length / stride)
    assert network.units(network.stem(x)).shape[2:] == (1, length)


@pytest.mark.parametrize("size", [(8, 8), (28, 28), (7, 11), (2, 5)])
@pytest.mark.parametrize("name", NAMES)
def test_any_size_of_image(name: str, size: tuple[int, int]) -> None:
    network = build(name, "lite-2d", classes=10)
    assert network(randn(3, 1, *size)).shape == (3, 10)


@pytest.mark.parametrize("name", NAMES)
def test_a_batch_of_one_works_in_eval_and_is_explained_in_training(name: str) -> None:
    network, x = build(name), randn(1, 1, 1, 200)
    with pytest.raises(ValueError, match=r"batch of one.*eval\(\)"):
        network(x)
    assert network.eval()(x).shape == (1, 8)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_does_not_depend_on_its_neighbours_in_eval(name: str) -> None:
    network = oracles.unsettle(build(name, seed=0)).double().eval()
    x = randn(4, 1, 1, 200).double()
    alone = torch.cat([network(one[None]) for one in x])
    torch.testing.assert_close(network(x), alone, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_every_weight_learns(name: str) -> None:
    network = build(name, seed=0)
    nn.functional.cross_entropy(network(randn(8, 1, 1, 256)), torch.arange(8)).backward()
    silent = [key for key, p in network.named_parameters() if p.grad is None]
    assert silent == []
    still = [k for k, p in network.named_parameters() if k.endswith("weight") and not p.grad.any()]
    assert still == []


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_gives_the_same_weights_and_leaves_the_global_state_alone(name: str) -> None:
    before = torch.random.get_rng_state()
    one, two, other = (build(name, seed=seed) for seed in (0, 0, 1))
    assert torch.equal(torch.random.get_rng_state(), before)
    pairs = list(zip(one.state_dict().values(), two.state_dict().values(), strict=True))
    assert all(torch.equal(a, b) for a, b in pairs)
    assert not torch.equal(one.classifier.weight, other.classifier.weight)
    assert not torch.equal(build(name).classifier.weight, build(name).classifier.weight)


def test_memory_order_does_not_change_the_answer() -> None:
    network, x = build("drsn-cw", seed=0).double().eval(), randn(2, 1, 1, 200).double()
    assert network.units[0].branch[2].weight.is_contiguous(memory_format=torch.channels_last)
    plain = build("drsn-cw", seed=0).double().eval().to(memory_format=torch.contiguous_format)
    torch.testing.assert_close(network(x), plain(x), rtol=0, atol=1e-12)


def test_a_gate_of_your_own() -> None:
    network = build("drsn-cw", gate=partial(ShrinkChannelwise, detach_scale=True))
    assert all(unit.gate.detach_scale for unit in network.units)


def test_widened_adds_channels_to_every_stage() -> None:
    wide = widened(LITE, 2)
    assert [c for c, _, _ in wide.stages] == [c + 2 for c, _, _ in LITE.stages]
    assert count_parameters(build("resnet", wide)) > count_parameters(build("resnet", LITE))
    assert build("resnet", wide)(randn(2, 1, 1, 100)).shape == (2, 8)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_wide_resnet_has_about_the_parameters_of_drsn_cw(preset: str) -> None:
    wide = build("resnet-wide", preset, seed=0)
    assert all(isinstance(unit.gate, Identity) for unit in wide.units)
    assert count_parameters(wide) == pytest.approx(
        count_parameters(build("drsn-cw", preset)), rel=0.06
    )
    assert count_parameters(wide) > 1.1 * count_parameters(build("resnet", preset))
    torch.manual_seed(0)
    state = torch.get_rng_state()
    again = build("resnet-wide", preset, seed=0)
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(again.stem.weight, wide.stem.weight)


@pytest.mark.parametrize(
    "stages", [((32, 1, 1),), ((16, 2, 2), (32, 2, 2)), ((2, 1, 1), (4, 1, 1))]
)
def test_no_other_width_is_nearer_to_drsn_cw(stages: tuple[tuple[int, int, int], ...]) -> None:
    """Plans of one's own may take five channels more, where the presets take one or two."""
    plan = Plan((3, 1), stages)
    target = count_parameters(build("drsn-cw", plan, seed=0))
    sizes = [count_parameters(build("resnet", widened(plan, extra), seed=0)) for extra in range(9)]
    nearest = min(sizes, key=lambda size: abs(size - target))
    assert count_parameters(build("resnet-wide", plan, seed=0)) == nearest


def test_frozen_weights_are_not_counted_as_trained() -> None:
    network = build("resnet", seed=0)
    whole = count_parameters(network)
    network.stem.requires_grad_(False)
    assert count_parameters(network) == whole - (15 * 8 + 8)


def test_presets_by_name_and_by_plan_are_the_same() -> None:
    assert build("resnet", TABLE2).plan is build("resnet", preset="paper").plan is TABLE2
    assert build("resnet").plan is LITE


def test_unknown_names_are_refused_with_the_names_there_are() -> None:
    with pytest.raises(ValueError, match=r"'drsn'.*drsn-cw"):
        build("drsn")
    with pytest.raises(ValueError, match=r"'large'.*lite, lite-2d, paper"):
        build("resnet", "large")
    with pytest.raises(ValueError, match="at least 1 class"):
        build("resnet", classes=0)


@pytest.mark.parametrize(
    "change",
    [
        {"stem": (15, 0)},
        {"stem": (15, -4)},
        {"stem": (-3, 1)},
        {"stem": (15, 1.5)},
        {"stem": 15},
        {"stem": (15,)},
        {"stages": ()},
        {"stages": ((8, 0, 2),)},
        {"stages": ((8, 2, 0),)},
        {"stages": ((8, 2, 2), (8, 2, -1))},
        {"stages": ((0, 2, 2),)},
        {"stages": ((8, 2),)},
        {"stages": (8, 2, 2)},
        {"stages": None},
        {"stages": (("8", 2, 2),)},
        {"stages": ((8, float("nan"), 2),)},
    ],
)
def test_a_plan_that_cannot_be_is_refused(change: dict) -> None:
    given = {"stem": (15, 4), "stages": ((8, 2, 2),)}
    with pytest.raises(ValueError, match=r"at least one stage .*whole numbers from 1.*got stem="):
        Plan(**given | change)
    assert Plan(**given).kernel(3) == (1, 3)


@pytest.mark.parametrize("dims", [0, 3, -1, "1", None, 1.5])
def test_a_plan_is_for_signals_or_images(dims: object) -> None:
    with pytest.raises(ValueError, match="1 for signals or 2 for images, got"):
        Plan((15, 4), ((8, 2, 2),), dims)


def test_a_stride_of_nothing_is_refused_in_a_unit_too() -> None:
    for stride in (0, -1):
        with pytest.raises(ValueError, match="a stride is a whole number from 1"):
            ResidualUnit(4, 4, stride)


@pytest.mark.parametrize("shape", [(2, 200), (2, 1, 200), (2, 3, 1, 200), (2, 200, 1, 1)])
def test_a_wrong_input_shape_is_refused_with_what_to_do(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"\(N, 1, height, width\).*None"):
        build("resnet").eval()(torch.zeros(shape))


@pytest.mark.parametrize("preset", ["lite", "paper"])
def test_every_convolution_of_a_signal_runs_along_time(preset: str) -> None:
    """A kernel along the other axis of (N, 1, 1, L) sees one sample at a time, and still trains."""
    network = oracles.unsettle(build("resnet", preset, seed=0)).eval()
    kernels = {m.kernel_size for m in network.modules() if isinstance(m, nn.Conv2d)}
    assert all(height == 1 and width > 1 for height, width in kernels)
    x = randn(2, 1, 1, 256)
    shuffled = x[..., torch.randperm(256, generator=torch.Generator().manual_seed(0))]
    assert (network(x) - network(shuffled)).abs().max() > 1e-3
