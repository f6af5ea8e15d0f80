"""The fast threshold against the one-line formula: values, gradients, transforms, networks."""

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor

from drsn_lite import fast_threshold, gates, shrinkage
from drsn_lite.fast_threshold import MeanAbs, SoftThreshold, fits
from drsn_lite.shrinkage import soft_threshold

LAYOUTS = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}
SHAPES = [(3, 4, 1, 33), (2, 5, 6, 7), (64, 4, 1, 128), (64, 3, 9, 20), (1, 1, 1, 1), (2, 4, 1, 0)]


@pytest.fixture(autouse=True)
def _nothing_is_small(monkeypatch) -> None:
    monkeypatch.setattr(fast_threshold, "SMALL", 0)


def plain(x: Tensor, tau: Tensor | float) -> Tensor:
    """The formula of the lesson."""
    return x.sign() * torch.relu(x.abs() - tau)


def plain_mean(x: Tensor) -> Tensor:
    return x.abs().mean((2, 3))


def some(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)).to(dtype)


def leaves(shape, of_tau, layout="channels_last", dtype=torch.float64) -> tuple[Tensor, Tensor]:
    x = some(*shape, dtype=dtype).contiguous(memory_format=LAYOUTS[layout])
    return x.requires_grad_(), some(*of_tau, seed=1, dtype=dtype).abs().requires_grad_()


def is_fast(y: Tensor) -> bool:
    return "SoftThreshold" in type(y.grad_fn).__name__


@pytest.mark.parametrize("of_tau", ["channel", "sample", "one", "each"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_values_and_gradients_are_those_of_the_formula(shape, layout, of_tau) -> None:
    n, c = shape[:2]
    tau_shape = {"channel": (n, c, 1, 1), "sample": (n, 1, 1, 1), "one": (), "each": shape}[of_tau]
    x, tau = leaves(shape, tau_shape, layout)
    y, expected = soft_threshold(x, tau), plain(x, tau)
    assert is_fast(y)
    assert torch.equal(y, expected)
    assert y.stride() == expected.stride()
    weights = some(*shape, seed=2)
    ours = torch.autograd.grad((y * weights).sum(), [x, tau])
    theirs = torch.autograd.grad((expected * weights).sum(), [x, tau])
    assert torch.equal(ours[0], theirs[0])
    torch.testing.assert_close(ours[1], theirs[1], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", SHAPES[:-1])
def test_mean_abs_and_its_gradient_are_those_of_the_formula(shape, layout) -> None:
    x, _ = leaves(shape, (), layout)
    mean, expected = gates.mean_abs(x), plain_mean(x)
    assert "MeanAbs" in type(mean.grad_fn).__name__
    assert torch.equal(mean, expected)
    weights = some(*shape[:2], seed=2)
    (ours,) = torch.autograd.grad((mean * weights).sum(), x)
    (theirs,) = torch.autograd.grad((expected * weights).sum(), x)
    torch.testing.assert_close(ours, theirs, rtol=1e-14, atol=0)


numbers = st.floats(-4, 4, width=32) | st.sampled_from([0.0, -0.0, 1.0, -1.0, np.inf, -np.inf])


@settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(numbers, min_size=1),
    st.sampled_from([0.0, 1e-38, 0.5, 1.0, 3.0, np.inf]),
    st.sampled_from(list(LAYOUTS)),
)
def test_every_number_and_its_slope(values: list[float], tau: float, layout: str) -> None:
    x = torch.tensor(values)[:, None, None, None].expand(-1, 2, 1, 3)
    x = x.contiguous(memory_format=LAYOUTS[layout]).requires_grad_()
    t = torch.full((1, 2, 1, 1), tau, requires_grad=True)
    y, expected = soft_threshold(x, t), plain(x, t)
    assert torch.equal(y.nan_to_num(7.0), expected.nan_to_num(7.0))  # ∞ − ∞ is NaN in both
    weights = expected.isfinite().float()  # where the sum itself has a slope
    ours = torch.autograd.grad(y, [x, t], weights)
    theirs = torch.autograd.grad(expected, [x, t], weights)
    assert torch.equal(ours[0], theirs[0])
    torch.testing.assert_close(ours[1], theirs[1], equal_nan=True)


def test_nan_goes_through_and_zero_stays_zero_with_its_slope() -> None:
    x = torch.tensor([float("nan"), 0.0, -0.0, 2.0], requires_grad=True)
    tau = torch.tensor([0.5], requires_grad=True)
    y = soft_threshold(x, tau)
    assert is_fast(y)
    assert y[0].isnan()
    assert y[1:].tolist() == [0, 0, 1.5]
    y[1:].sum().backward()
    assert x.grad.tolist() == [0, 0, 0, 1]
    assert tau.grad.tolist() == [-1]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("where", ["x", "tau", "both"])
def test_the_slopes_at_nan_are_those_of_the_formula(where: str, layout: str) -> None:
    x, tau = (v.detach() for v in leaves((3, 4, 1, 33), (3, 4, 1, 1), layout))
    if where != "tau":
        x[0, 1, 0, ::5] = x[2, 3] = torch.nan
    if where != "x":
        tau[0, 1] = tau[1, 0] = torch.nan
    x.requires_grad_(), tau.requires_grad_()
    y, expected = soft_threshold(x, tau), plain(x, tau)
    assert is_fast(y)
    torch.testing.assert_close(y, expected, rtol=0, atol=0, equal_nan=True)
    ours, theirs = (torch.autograd.grad(v.sum(), [x, tau]) for v in (y, expected))
    assert torch.equal(ours[0], theirs[0])
    torch.testing.assert_close(ours[1], theirs[1], rtol=1e-12, atol=1e-12)
    ours, theirs = (torch.autograd.grad(f(x).sum(), x)[0] for f in (gates.mean_abs, plain_mean))
    assert torch.equal(ours, theirs)


def test_an_infinite_gradient_stops_at_a_zeroed_feature() -> None:
    x, tau = torch.tensor([0.2, 2.0], requires_grad=True), torch.tensor([0.5], requires_grad=True)
    soft_threshold(x, tau).sqrt().sum().backward()  # √ has an infinite slope at 0
    assert x.grad.isfinite().all()
    assert tau.grad.isfinite().all()


def test_a_negative_threshold_lets_features_grow_as_the_formula_does() -> None:
    for layout in LAYOUTS.values():
        x = some(2, 3, 1, 8).contiguous(memory_format=layout)
        tau = -some(2, 3, 1, 1, seed=1).abs()
        assert torch.equal(soft_threshold(x, tau), plain(x, tau))
        assert (soft_threshold(x, tau).abs() > x.abs()).all()
        tau[1] = 0.4  # one negative entry among others
        assert torch.equal(soft_threshold(x, tau), plain(x, tau))


@pytest.mark.parametrize(
    ("x", "tau"),
    [
        (torch.ones(3), torch.full((2, 1), 0.5)),  # τ makes it larger
        (torch.ones(1, 3), torch.full((2, 3), 0.5)),
        (torch.ones(3, dtype=torch.float16), torch.full((1,), 0.5)),  # or of another type
        (torch.ones(3), torch.full((1,), 0.5, dtype=torch.float64)),
        (torch.tensor([3, -1]), torch.tensor([1])),
        (torch.ones(3), 0.5),
    ],
)
def test_what_cannot_be_done_in_place_goes_by_the_formula(x: Tensor, tau: Tensor | float) -> None:
    assert not isinstance(tau, Tensor) or not fits(x, tau)
    y, expected = soft_threshold(x, tau), plain(x, tau)
    assert (y.dtype, y.shape) == (expected.dtype, expected.shape)
    assert torch.equal(y, expected)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_every_type_of_number_keeps_its_type(dtype: torch.dtype) -> None:
    x, tau = leaves((2, 3, 1, 9), (2, 3, 1, 1), dtype=dtype)
    y = soft_threshold(x, tau)
    assert is_fast(y)
    assert y.dtype == dtype
    assert torch.equal(y, plain(x, tau))


def test_neither_x_nor_a_view_of_it_is_changed() -> None:
    whole = some(2, 8, 1, 40)
    kept, x = whole.clone(), whole[:, ::2, :, 3::3]
    tau = some(2, 1, 1, 1, seed=1).abs()
    assert torch.equal(soft_threshold(x, tau), plain(x, tau))
    one = torch.ones(1, 1, 1, 1).expand(2, 3, 1, 5)
    assert torch.equal(soft_threshold(one, torch.full((2, 3, 1, 1), 0.25)), one * 0.75)
    assert torch.equal(whole, kept)


# x is away from the kink at |x| = τ and at 0, where finite differences have no meaning
X = torch.tensor([-3.0, -1.2, -0.4, 0.3, 0.9, 2.5], dtype=torch.float64).view(1, 2, 1, 3)
TAU = torch.tensor([0.7, 0.6], dtype=torch.float64).view(1, 2, 1, 1)
FUNCTIONS = {
    "soft": (SoftThreshold.apply, (X, TAU)),
    "mean_abs": (MeanAbs.apply, (X,)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_gradients_of_every_kind_by_finite_differences(name, layout) -> None:
    function, inputs = FUNCTIONS[name]
    own = tuple(
        v.repeat(2, 1, 1, 1).contiguous(memory_format=LAYOUTS[layout]).requires_grad_()
        for v in inputs
    )
    assert torch.autograd.gradcheck(function, own, check_forward_ad=True, check_batched_grad=True)
    assert torch.autograd.gradgradcheck(lambda *v: function(*v) ** 2, own)


def test_tau_or_x_alone_may_want_a_gradient() -> None:
    for wants in ((True, False), (False, True)):
        x, tau = (v.clone().requires_grad_(w) for v, w in zip((X, TAU), wants, strict=True))
        soft_threshold(x, tau).sum().backward()
        assert (x.grad is not None, tau.grad is not None) == wants


def test_torch_func_sees_through_it() -> None:
    for function in (soft_threshold, plain):
        tangent = torch.func.jvp(function, (X, TAU), (torch.ones_like(X), torch.ones_like(TAU)))[1]
        assert torch.equal(tangent, (X.abs() > TAU) * (1 - X.sign()))
    batch = torch.stack([X, 2 * X])
    assert torch.equal(torch.func.vmap(soft_threshold, (0, None))(batch, TAU), plain(batch, TAU))
    torch.testing.assert_close(
        torch.func.vmap(gates.mean_abs)(batch), batch.abs().mean((3, 4)), rtol=1e-14, atol=0
    )
    slopes = torch.func.jacrev(lambda t: soft_threshold(X, t).sum())(TAU)
    assert torch.equal(slopes, torch.func.jacrev(lambda t: plain(X, t).sum())(TAU))


def test_one_array_is_kept_for_the_backward_pass() -> None:
    def kept(function) -> int:
        numbers = {}
        with torch.autograd.graph.saved_tensors_hooks(
            lambda v: numbers.setdefault(v.data_ptr(), v), lambda v: v
        ):
            y = function(x, tau)
        assert y.requires_grad
        return sum(v.nbytes for v in numbers.values() if v.numel() == x.numel())

    x, tau = leaves((4, 4, 1, 64), (4, 4, 1, 1))
    assert kept(soft_threshold) == x.nbytes
    assert kept(plain) == 3 * x.nbytes


def test_only_large_features_pay(monkeypatch) -> None:
    monkeypatch.undo()
    for large in (False, True):
        x, tau = leaves((64, 8, 1, 128 if large else 127), (64, 8, 1, 1))
        assert is_fast(soft_threshold(x, tau)) is large
        assert torch.equal(soft_threshold(x, tau), plain(x, tau))


def test_the_package_itself_takes_the_fast_way() -> None:
    x, tau = leaves((2, 3, 1, 8), (2, 3, 1, 1))
    assert is_fast(shrinkage.soft_threshold(x, tau))
    assert is_fast(gates.ShrinkChannelwise(3).double()(x))
