"""The three thresholding functions against PyWavelets, torch and finite differences."""

import numpy as np
import pytest
import pywt
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from drsn_lite.shrinkage import garrote_threshold, hard_threshold, soft_threshold

FUNCTIONS = {"soft": soft_threshold, "hard": hard_threshold, "garrote": garrote_threshold}
NAMES = list(FUNCTIONS)

numbers = st.floats(-1e3, 1e3, allow_subnormal=False, width=32)
signals = arrays(np.float64, st.integers(1, 40), elements=numbers)
positive = st.floats(1e-3, 1e3)
repeatable = settings(deadline=None, derandomize=True)


@pytest.mark.parametrize("name", NAMES)
@repeatable
@given(x=signals, tau=positive)
def test_agrees_with_pywavelets(name: str, x: np.ndarray, tau: float) -> None:
    ours = FUNCTIONS[name](torch.from_numpy(x), tau).numpy()
    theirs = pywt.threshold(x, tau, name)
    apart = np.abs(x) != tau  # there PyWavelets' hard keeps x and ours, like torch's, zeroes it
    np.testing.assert_allclose(ours[apart], theirs[apart], rtol=4.4e-16, atol=4.4e-16 * tau)


@repeatable
@given(x=signals, tau=positive)
def test_soft_agrees_with_torch(x: np.ndarray, tau: float) -> None:
    x = torch.from_numpy(x)
    torch.testing.assert_close(soft_threshold(x, tau), F.softshrink(x, tau), rtol=0, atol=1e-13)


@repeatable
@given(x=signals, tau=positive)
def test_hard_agrees_with_torch_even_at_the_edge(x: np.ndarray, tau: float) -> None:
    x = torch.from_numpy(np.append(x, [tau, -tau]))
    assert torch.equal(hard_threshold(x, tau), F.hardshrink(x, tau))


@pytest.mark.parametrize("name", NAMES)
@repeatable
@given(x=signals, tau=positive)
def test_zeroes_the_small_keeps_the_sign_and_never_grows(name, x, tau) -> None:
    x = torch.from_numpy(x)
    y = FUNCTIONS[name](x, tau)
    assert (y[x.abs() <= tau] == 0).all()
    assert (y * x >= 0).all()
    assert (y.abs() <= x.abs()).all()


def test_garrote_lies_between_soft_and_hard() -> None:
    x = torch.linspace(0, 20, 401, dtype=torch.float64)
    soft, garrote, hard = (FUNCTIONS[name](x, 1.0) for name in ("soft", "garrote", "hard"))
    assert (soft <= garrote).all()
    assert (garrote <= hard).all()
    assert hard[-1] - garrote[-1] == pytest.approx(1 / 20)  # τ²/x: it nears hard far from τ


@pytest.mark.parametrize("name", NAMES)
def test_gradient_in_x_and_tau_by_finite_differences(name: str) -> None:
    x = torch.tensor([-3.0, -1.2, -0.4, 0.3, 0.9, 2.5], dtype=torch.float64, requires_grad=True)
    tau = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    assert (x.abs() - tau).abs().min() > 0.1  # away from the kink
    assert torch.autograd.gradcheck(FUNCTIONS[name], (x, tau))


def test_soft_gradients_are_those_of_the_formula() -> None:
    x = torch.tensor([-3.0, -0.4, 0.0, 0.3, 2.5], requires_grad=True)
    tau = torch.full((5,), 0.7, requires_grad=True)
    soft_threshold(x, tau).sum().backward()
    assert x.grad.tolist() == [1, 0, 0, 0, 1]
    assert tau.grad.tolist() == [1, 0, 0, 0, -1]  # −sign(x) where |x| > τ


def test_no_gradient_reaches_the_hard_threshold() -> None:
    tau = torch.tensor(0.7, requires_grad=True)
    x = torch.tensor([-3.0, 2.5], requires_grad=True)
    (gradient,) = torch.autograd.grad(hard_threshold(x, tau).sum(), tau, allow_unused=True)
    assert gradient is None or gradient == 0


@pytest.mark.parametrize("name", NAMES)
def test_gradient_is_finite_at_zero(name: str) -> None:
    x = torch.zeros(3, requires_grad=True)
    FUNCTIONS[name](x, torch.tensor(0.5)).sum().backward()
    assert x.grad.tolist() == [0, 0, 0]


@pytest.mark.parametrize("name", NAMES)
def test_zero_threshold_changes_nothing(name: str) -> None:
    x = torch.randn(50, generator=torch.Generator().manual_seed(0))
    assert torch.equal(FUNCTIONS[name](x, 0.0), x)


def test_each_channel_gets_its_own_threshold() -> None:
    x = torch.ones(2, 3, 1, 4)
    tau = torch.tensor([[0.0, 0.25, 2.0], [0.5, 1.0, 0.75]])[:, :, None, None]
    expected = torch.tensor([[1, 0.75, 0], [0.5, 0, 0.25]])
    assert torch.equal(soft_threshold(x, tau), expected[:, :, None, None].expand(2, 3, 1, 4))


@pytest.mark.parametrize("name", NAMES)
def test_infinity_stays_infinity_and_nan_stays_nan(name: str) -> None:
    y = FUNCTIONS[name](torch.tensor([float("inf"), -float("inf"), float("nan")]), 1.0)
    assert y[0] == float("inf")
    assert y[1] == -float("inf")
    assert y[2].isnan()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("tau", [-0.1, float("nan")])
def test_an_impossible_threshold_is_refused(name: str, tau: float) -> None:
    with pytest.raises(ValueError, match=">= 0"):
        FUNCTIONS[name](torch.ones(2), tau)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_tensor_is_told_what_to_do(name: str) -> None:
    for x in (np.ones(3), [1.0, 2.0], 1.0, None):
        with pytest.raises(TypeError, match=r"x is a torch tensor, got .*torch\.as_tensor\(x\)"):
            FUNCTIONS[name](x, 0.5)
        with pytest.raises(TypeError, match="x is a torch tensor"):
            FUNCTIONS[name](x, torch.tensor(0.5))
    for tau in (np.full(3, 0.5), [0.5], "0.5", None, 0.5j):
        with pytest.raises(TypeError, match=r"tau is a number or a torch tensor, got"):
            FUNCTIONS[name](torch.ones(3), tau)
    for tau in (np.float32(0.5), np.int64(0)):
        assert FUNCTIONS[name](torch.ones(3), tau).shape == (3,)
