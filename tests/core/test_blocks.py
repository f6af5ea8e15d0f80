"""The residual unit and its shortcut: shapes, order, zero padding, and what must not be there."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from drsn_lite.blocks import ConvUnit, ResidualUnit, identity_shortcut, same_conv
from drsn_lite.gates import Identity, ShrinkChannelwise, ShrinkShared, SqueezeExcite

GATES = [Identity, SqueezeExcite, ShrinkShared, ShrinkChannelwise]
WIDTHS = [(4, 4), (4, 8), (4, 7), (3, 8), (1, 16), (8, 4), (8, 3), (7, 4), (16, 1), (5, 6), (6, 5)]


def randn(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize(("narrow", "wide"), [pair for pair in WIDTHS if pair[1] > pair[0]])
def test_shortcut_pads_with_zeros_half_on_each_side(narrow: int, wide: int) -> None:
    x = randn(2, narrow, 1, 9)
    y = identity_shortcut(x, wide)
    before = (wide - narrow) // 2
    assert y.shape == (2, wide, 1, 9)
    assert torch.equal(y[:, before : before + narrow], x)
    assert y.abs().sum() == pytest.approx(x.abs().sum())  # nothing but zeros around it


@pytest.mark.parametrize(("wide", "narrow"), [pair for pair in WIDTHS if pair[1] < pair[0]])
def test_shortcut_to_fewer_channels_keeps_the_middle_ones(wide: int, narrow: int) -> None:
    x = randn(2, wide, 1, 9)
    y = identity_shortcut(x, narrow)
    before = (wide - narrow) // 2
    assert torch.equal(y, x[:, before : before + narrow])


@pytest.mark.parametrize("size", [(1, 8), (1, 9), (6, 6), (7, 5)])
def test_shortcut_is_one_by_one_average_pooling(size: tuple[int, int]) -> None:
    x = randn(2, 3, *size)
    pooled = F.avg_pool2d(x, kernel_size=1, stride=2)
    assert torch.equal(identity_shortcut(x, 3, stride=2), pooled)


def test_shortcut_has_no_weights_and_stride_one_passes_x_itself() -> None:
    x = randn(2, 3, 1, 8)
    assert identity_shortcut(x, 3).data_ptr() == x.data_ptr()
    assert torch.equal(identity_shortcut(x, 3), x)


@pytest.mark.parametrize("kernel", [(1, 1), (3, 5), (5, 3), (7, 1)])
def test_a_kernel_of_any_odd_sizes_keeps_the_size_of_an_image(kernel: tuple[int, int]) -> None:
    assert same_conv(2, 3, kernel)(randn(1, 2, 9, 8)).shape == (1, 3, 9, 8)


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("size", [(1, 1000), (1, 1025), (1, 7), (9, 12), (7, 7)])
def test_output_shape_is_the_input_over_the_stride_rounded_up(gate, stride, size) -> None:
    kernel = (1, 3) if size[0] == 1 else (3, 3)
    unit = ResidualUnit(4, 6, stride, gate, kernel)
    expected = (2, 6, math.ceil(size[0] / stride), math.ceil(size[1] / stride))
    assert unit(randn(2, 4, *size)).shape == expected


@pytest.mark.parametrize("pair", WIDTHS)
def test_any_pair_of_widths(pair: tuple[int, int]) -> None:
    unit = ResidualUnit(*pair, stride=2, gate=ShrinkChannelwise)
    assert unit(randn(2, pair[0], 1, 11)).shape == (2, pair[1], 1, 6)


@pytest.mark.parametrize("gate", GATES)
def test_unit_is_the_branch_then_the_gate_then_the_addition(gate) -> None:
    unit = ResidualUnit(3, 5, stride=2, gate=gate).eval()
    bn1, _, conv1, bn2, _, conv2 = unit.branch
    x = randn(2, 3, 1, 10)
    y = conv1(F.relu(bn1(x)))
    y = conv2(F.relu(bn2(y)))
    expected = unit.gate(y) + identity_shortcut(x, 5, 2)
    torch.testing.assert_close(unit(x), expected)
    assert bn1 is not bn2  # one BatchNorm a convolution
    assert (bn1.num_features, bn2.num_features) == (3, 5)
    assert (conv1.stride, conv2.stride) == ((2, 2), (1, 1))


def test_nothing_follows_the_addition() -> None:
    """With a silent branch the unit is the identity, negative values and all."""
    unit = ResidualUnit(4, 4, gate=ShrinkChannelwise).eval()
    nn.init.zeros_(unit.branch[-1].weight)
    nn.init.zeros_(unit.branch[-1].bias)
    x = randn(2, 4, 1, 16)
    assert (x < 0).any()
    assert torch.equal(unit(x), x)


def test_without_the_shortcut_only_the_gated_branch_is_left() -> None:
    unit = ConvUnit(4, 4, gate=ShrinkShared).eval()
    x = randn(2, 4, 1, 16)
    assert torch.equal(unit(x), unit.gate(unit.branch(x)))


def test_shortcut_carries_the_gradient_past_a_branch_that_is_zero() -> None:
    unit = ResidualUnit(4, 4).eval()
    nn.init.zeros_(unit.branch[-1].weight)
    x = randn(2, 4, 1, 16).requires_grad_()
    unit(x).sum().backward()
    assert torch.equal(x.grad, torch.ones_like(x))


def test_the_convolutions_of_a_signal_run_along_time() -> None:
    """An impulse reaches its neighbours in time: a kernel along the other axis would miss them."""
    conv = same_conv(1, 1, (1, 3))
    nn.init.ones_(conv.weight)
    nn.init.zeros_(conv.bias)
    x = torch.zeros(1, 1, 1, 9)
    x[..., 4] = 1
    assert conv(x).flatten().tolist() == [0, 0, 0, 1, 1, 1, 0, 0, 0]


def test_a_signal_is_an_image_of_height_one() -> None:
    """A 3×3 kernel on one row sees zeros above and below: its middle row does all the work."""
    signal = ResidualUnit(3, 4, 2, ShrinkChannelwise, (1, 3)).eval()
    image = ResidualUnit(3, 4, 2, ShrinkChannelwise, (3, 3)).eval()
    state = {
        name: value
        if value.ndim != 4
        else torch.cat([torch.ones_like(value), value, torch.ones_like(value)], dim=2)
        for name, value in signal.state_dict().items()
    }
    image.load_state_dict(state)
    x = randn(2, 3, 1, 12)
    torch.testing.assert_close(image(x), signal(x))


@pytest.mark.parametrize("kernel", [(1, 4), (2, 3)])
def test_an_even_kernel_is_refused(kernel: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="odd"):
        ResidualUnit(4, 4, kernel=kernel)


@pytest.mark.parametrize("gate", [ShrinkShared(4), None, "drsn-cw"])
def test_what_makes_no_gate_is_refused(gate: object) -> None:
    with pytest.raises(ValueError, match="pass the class"):
        ResidualUnit(4, 4, gate=gate)
