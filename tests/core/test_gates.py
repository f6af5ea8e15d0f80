"""The four gates against eqs. 11-14 in plain loops, timm, finite differences and properties."""

import importlib.util
from functools import partial

import needs
import numpy as np
import oracles
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from drsn_lite.gates import Identity, ShrinkChannelwise, ShrinkShared, SqueezeExcite, mean_abs

SHRINKING = [ShrinkShared, ShrinkChannelwise]
ALL = [Identity, SqueezeExcite, *SHRINKING]
SHAPES = [(3, 5, 1, 33), (2, 4, 6, 7)]  # a signal is an image of height one


def sample(*shape: int, seed: int = 0) -> Tensor:
    """Features of unlike scale and offset in every channel, so that mixing channels up shows."""
    rng = np.random.default_rng(seed)
    scale = rng.uniform(0.2, 3.0, (shape[0], shape[1], 1, 1))
    return torch.from_numpy(scale * (rng.standard_normal(shape) + 0.4))


def ready(gate: type[nn.Module], channels: int, seed: int = 0, **options) -> nn.Module:
    """A gate in double precision and eval mode, with BatchNorm statistics of its own."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return oracles.unsettle(gate(channels, **options), seed).double().eval()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("gate", SHRINKING)
def test_threshold_and_output_follow_the_equations(gate, shape) -> None:
    x, module = sample(*shape), ready(gate, shape[1])
    tau = module.threshold(x)
    expected = oracles.thresholds_by_loops(module, x.numpy())
    np.testing.assert_allclose(tau.detach().numpy()[:, :, 0, 0], expected, rtol=1e-12)
    y = module(x).detach().numpy()
    for index in np.ndindex(shape):
        t = expected[index[0], min(index[1], expected.shape[1] - 1)]
        assert y[index] == pytest.approx(oracles.soft_by_cases(float(x[index]), t), abs=1e-12)


@pytest.mark.parametrize(("gate", "channels_of_tau"), [(ShrinkShared, 1), (ShrinkChannelwise, 5)])
def test_shape_of_tau_and_alpha(gate, channels_of_tau: int) -> None:
    x = sample(3, 5, 1, 33)
    module = ready(gate, 5)
    tau, alpha = module.threshold(x), module.weights(x)
    assert tau.shape == alpha.shape == (3, channels_of_tau, 1, 1)
    mean = x.abs().mean((1, 2, 3)) if channels_of_tau == 1 else x.abs().mean((2, 3))
    assert torch.allclose(tau, alpha * mean.reshape(3, -1, 1, 1))


@pytest.mark.parametrize("gate", SHRINKING)
@settings(deadline=None, derandomize=True, max_examples=40)
@given(seed=st.integers(0, 10_000), scale=st.sampled_from([0.0, 1e-6, 1.0, 1e4]))
def test_threshold_lies_between_zero_and_the_mean_of_abs(gate, seed: int, scale: float) -> None:
    x = scale * sample(2, 4, 1, 9, seed=seed)
    module = ready(gate, 4, seed=seed)
    tau, alpha = module.threshold(x), module.weights(x)
    over = (1, 2, 3) if gate is ShrinkShared else (2, 3)
    cap = x.abs().mean(over, keepdim=True)
    assert (tau >= 0).all()
    assert (tau <= cap * (1 + 1e-14)).all()  # α may round to 1
    assert ((alpha >= 0) & (alpha <= 1)).all()


@pytest.mark.parametrize("gate", SHRINKING)
def test_threshold_comes_from_abs_x_not_from_its_sign(gate) -> None:
    x, module = sample(2, 4, 1, 9), ready(gate, 4)
    assert torch.equal(module.threshold(x), module.threshold(-x))
    assert torch.equal(module(-x), -module(x))


def test_channelwise_keeps_channels_apart_and_shared_does_not() -> None:
    """A quiet channel beside a loud one: CS wipes it out, CW never does."""
    x = sample(1, 2, 1, 64)
    x[:, 0] *= 1e-3
    for gate in SHRINKING:
        module = ready(gate, 2)
        module.attention = nn.Sequential(nn.Linear(2, 1 if gate is ShrinkShared else 2))
        nn.init.zeros_(module.attention[0].weight)
        nn.init.constant_(module.attention[0].bias, 0.5)  # α = ½ everywhere
        wiped = bool((module.double()(x)[:, 0] == 0).all())
        assert wiped is (gate is ShrinkShared)


@pytest.mark.parametrize("gate", ALL)
def test_a_sample_does_not_depend_on_its_neighbours_in_the_batch(gate) -> None:
    x, module = sample(4, 5, 1, 33), ready(gate, 5)
    alone = torch.cat([module(one[None]) for one in x])
    torch.testing.assert_close(module(x), alone, rtol=0, atol=1e-14)


@pytest.mark.parametrize("gate", ALL)
def test_a_signal_is_an_image_of_height_one(gate) -> None:
    x, module = sample(2, 4, 1, 36), ready(gate, 4)
    image = module(x.reshape(2, 4, 6, 6))
    torch.testing.assert_close(image.reshape(2, 4, 1, 36), module(x), rtol=0, atol=1e-14)


@pytest.mark.parametrize("detach", [False, True])
@pytest.mark.parametrize("gate", SHRINKING)
def test_gradients_of_a_whole_gate_by_finite_differences(gate, detach: bool) -> None:
    x, module = sample(2, 3, 1, 6), ready(gate, 3, detach_scale=detach)
    assert (x.abs() - module.threshold(x)).abs().min() > 1e-3  # away from the kink
    names, weights = zip(*module.attention.named_parameters(), strict=True)

    def through_weights(*values: Tensor) -> Tensor:
        replaced = {f"attention.{name}": v for name, v in zip(names, values, strict=True)}
        return torch.func.functional_call(module, replaced, x)

    copies = tuple(w.detach().clone().requires_grad_() for w in weights)
    assert torch.autograd.gradcheck(through_weights, copies)
    if not detach:
        assert torch.autograd.gradcheck(module, (x.clone().requires_grad_(),))


@pytest.mark.parametrize("gate", SHRINKING)
def test_detach_scale_keeps_the_value_and_cuts_exactly_the_mean_path(gate) -> None:
    shape = (2, 3, 1, 6)
    x, weights = sample(*shape), sample(*shape, seed=1)
    full, cut = (ready(gate, 3, detach_scale=detach) for detach in (False, True))
    cut.load_state_dict(full.state_dict())
    assert torch.equal(full(x), cut(x))

    leaf = x.clone().requires_grad_()
    of_full, of_cut = (
        torch.autograd.grad((module(leaf) * weights).sum(), [leaf, *module.parameters()])
        for module in (full, cut)
    )
    tau, alpha = full.threshold(x), full.weights(x)
    kept = x.abs() > tau
    over = (1, 2, 3) if gate is ShrinkShared else (2, 3)
    by_tau = (-x.sign() * weights * kept).sum(over, keepdim=True)  # ∂loss/∂τ
    positions = np.prod([shape[axis] for axis in over])
    torch.testing.assert_close(of_full[0] - of_cut[0], by_tau * alpha * x.sign() / positions)
    assert (of_full[0] - of_cut[0]).abs().max() > 1e-3
    for one, other in zip(of_full[1:], of_cut[1:], strict=True):  # α learns the same
        torch.testing.assert_close(one, other)
    assert "detach_scale" in repr(cut)
    assert "detach_scale" not in repr(full)


@pytest.mark.parametrize("gate", SHRINKING)
def test_every_weight_of_a_gate_learns(gate) -> None:
    module = gate(4).double()
    (module(sample(8, 4, 1, 16)) ** 2).sum().backward()
    for name, parameter in module.named_parameters():
        if name != "attention.0.bias":  # the BatchNorm takes it away again
            assert parameter.grad.abs().sum() > 1e-9, name


@pytest.mark.parametrize("gate", SHRINKING)
def test_a_dead_channel_gives_zero_and_finite_gradients(gate) -> None:
    x = sample(2, 3, 1, 6)
    x[:, 1] = 0
    x.requires_grad_()
    y = ready(gate, 3)(x)
    y.sum().backward()
    assert (y[:, 1] == 0).all()
    assert x.grad.isfinite().all()


@pytest.mark.parametrize("gate", SHRINKING)
def test_a_batch_of_one_works_in_eval_and_is_explained_in_training(gate) -> None:
    module, x = gate(4), torch.randn(1, 4, 1, 8)
    with pytest.raises(ValueError, match=r"batch of one.*eval\(\)"):
        module(x)
    assert module.eval()(x).shape == x.shape


@pytest.mark.parametrize("gate", SHRINKING)
def test_hidden_width(gate) -> None:
    assert gate(8).attention[0].out_features == 8
    assert gate(8, hidden=2).attention[0].out_features == 2
    assert gate(8, hidden=2)(torch.randn(2, 8, 1, 5)).shape == (2, 8, 1, 5)
    with pytest.raises(ValueError, match="at least 1"):
        gate(8, hidden=0)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("reduction", [1, 2])
def test_squeeze_excite_agrees_with_timm(shape, reduction: int) -> None:
    if importlib.util.find_spec("timm") is None:
        pytest.skip(needs.TIMM)
    channels = shape[1]
    theirs = oracles.timm_squeeze_excite().SqueezeExcite(
        channels, rd_channels=channels // reduction
    )
    ours, x = ready(SqueezeExcite, channels, reduction=reduction), sample(*shape)
    with torch.no_grad():
        for convolution, layer in ((theirs.fc1, 0), (theirs.fc2, 2)):
            convolution.weight.copy_(ours.attention[layer].weight[:, :, None, None])
            convolution.bias.copy_(ours.attention[layer].bias)
    torch.testing.assert_close(ours.float()(x.float()), theirs(x.float()), rtol=0, atol=1e-6)
    torch.testing.assert_close(ours.double()(x), theirs.double()(x), rtol=1e-12, atol=1e-12)


def test_squeeze_excite_scales_and_never_zeroes() -> None:
    x, module = sample(2, 5, 1, 9), ready(SqueezeExcite, 5)
    alpha = module.weights(x)
    assert alpha.shape == (2, 5, 1, 1)
    assert ((alpha > 0) & (alpha < 1)).all()
    assert torch.equal(module(x), x * alpha)


@pytest.mark.parametrize(("channels", "reduction"), [(8, 16), (1, 2)])
def test_a_reduction_that_leaves_no_hidden_unit_is_refused(channels, reduction) -> None:
    with pytest.raises(ValueError, match=f"at most {channels}"):
        SqueezeExcite(channels, reduction=reduction)
    assert partial(SqueezeExcite, reduction=channels)(channels).attention[0].out_features == 1


@pytest.mark.parametrize("gate", [SqueezeExcite, *SHRINKING])
@pytest.mark.parametrize("shape", [(2, 5, 9), (2, 5)])
def test_features_of_another_shape_are_refused_with_what_to_do(gate, shape) -> None:
    with pytest.raises(ValueError, match=r"\(N, C, height, width\).*x\[:, :, None, :\]"):
        gate(5)(torch.randn(shape))


def test_identity_and_mean_abs() -> None:
    x = sample(2, 3, 2, 2)
    assert Identity(3)(x) is x
    assert torch.equal(mean_abs(x), (x.abs().sum((2, 3))) / 4)
