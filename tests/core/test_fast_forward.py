"""Forward and backward slopes of the fast threshold are one and the same, at NaN too."""

import pytest
import torch
from torch.autograd import forward_ad

from drsn_lite import fast_threshold
from drsn_lite.shrinkage import soft_threshold


@pytest.mark.parametrize("where", ["none", "x", "tau", "both"])
def test_forward_slopes_are_those_of_the_backward_pass(where: str, monkeypatch) -> None:
    monkeypatch.setattr(fast_threshold, "SMALL", 0)
    source = torch.Generator().manual_seed(0)
    x, dx, weights = (torch.randn(3, 4, 1, 33, generator=source).double() for _ in range(3))
    tau, dtau = (torch.rand(3, 4, 1, 1, generator=source).double() for _ in range(2))
    if where in ("x", "both"):
        x[0, 1, 0, ::5] = x[2, 3] = torch.nan
    if where in ("tau", "both"):
        tau[0, 1] = tau[1, 0] = torch.nan
    with forward_ad.dual_level():
        y = soft_threshold(forward_ad.make_dual(x, dx), forward_ad.make_dual(tau, dtau))
        along = forward_ad.unpack_dual(y).tangent
    x.requires_grad_(), tau.requires_grad_()
    y = soft_threshold(x, tau)
    assert "SoftThreshold" in type(y.grad_fn).__name__
    by_x, by_tau = torch.autograd.grad(y, [x, tau], weights)
    forward, backward = (weights * along).sum(), (by_x * dx).sum() + (by_tau * dtau).sum()
    assert forward.isfinite()
    torch.testing.assert_close(forward, backward)
