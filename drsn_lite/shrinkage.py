"""Three ways to shrink a number towards zero: soft, hard and garrote thresholding.

`tau` may be a number or a tensor that broadcasts against `x`: a shape of (N, C, 1, 1) gives
every sample and channel its own threshold. Thresholds must be ≥ 0; a negative Python number is
refused, a tensor is not inspected (that would cost a pass over it at each call).
"""

from numbers import Real

import torch
from torch import Tensor

from drsn_lite import fast_threshold


def _checked(x: Tensor, tau: Tensor | float) -> Tensor | float:
    """τ, if both are what a threshold takes."""
    if not isinstance(x, Tensor):
        raise TypeError(
            f"x is a torch tensor, got {type(x).__name__}: pass torch.as_tensor(x), and take "
            ".numpy() of the result for an array again"
        )
    if isinstance(tau, Tensor):
        return tau
    if not isinstance(tau, Real):
        raise TypeError(
            f"tau is a number or a torch tensor, got {type(tau).__name__}: pass "
            "torch.as_tensor(tau) for several thresholds"
        )
    if not tau >= 0:
        raise ValueError(f"a threshold must be a number >= 0, got tau = {tau}")
    return tau


def soft_threshold(x: Tensor, tau: Tensor | float) -> Tensor:
    """Set |x| ≤ τ to zero and move everything else towards zero by τ.

    y = sign(x) · max(|x| − τ, 0): the paper's eq. 9; Donoho 1995, IEEE Trans. Inf. Theory 41(3).
    For a fixed τ the derivative ∂y/∂x is 0 or 1, and ∂y/∂τ = −sign(x) where |x| > τ, else 0.
    With a tensor τ `fast_threshold` computes the same with fewer passes over memory.

    Parameters
    ----------
    x : Tensor
        Any shape.
    tau : Tensor or float
        Threshold ≥ 0, in the units of `x`; broadcasts against `x`.

    Returns
    -------
    Tensor
        The shape of `x` and `tau` broadcast together.

    Raises
    ------
    ValueError
        If `tau` is a negative number or NaN.
    TypeError
        If `x` is no tensor (a NumPy array, say), or `tau` neither that nor a number.
    """
    tau = _checked(x, tau)
    if isinstance(tau, Tensor) and fast_threshold.fits(x, tau):
        return fast_threshold.SoftThreshold.apply(x, tau)
    return x.sign() * torch.relu(x.abs() - tau)


def hard_threshold(x: Tensor, tau: Tensor | float) -> Tensor:
    """Set |x| ≤ τ to zero and leave everything else as it is.

    y = x where |x| > τ, else 0 (Donoho & Johnstone 1994, Biometrika 81(3)). It jumps at ±τ, and
    ∂y/∂τ = 0 almost everywhere: no gradient ever reaches τ. At |x| = τ exactly this gives 0, as
    torch's hardshrink does; PyWavelets keeps x there. Parameters as in `soft_threshold`.
    """
    tau = _checked(x, tau)
    return x * (x.abs() > tau)


def garrote_threshold(x: Tensor, tau: Tensor | float) -> Tensor:
    """Set |x| ≤ τ to zero and shrink the rest by τ²/|x|: much near τ, little far from it.

    y = x − τ²/x where |x| > τ, else 0: the non-negative garrote (Breiman 1995, Technometrics
    37(4); as a threshold Gao 1998, J. Comput. Graph. Stat. 7(4)). Continuous like soft
    thresholding, nearly unbiased for large x like hard. Parameters as in `soft_threshold`.
    """
    tau = _checked(x, tau)
    dropped = x.abs() <= tau  # false for NaN, which stays NaN
    divisor = torch.where(dropped, 1.0, x)  # 1 where the result is dropped: no 0/0, no NaN gradient
    return torch.where(dropped, 0.0, x - tau**2 / divisor)
