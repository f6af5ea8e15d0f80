"""Trying a function of tensors: what it returns, on a batch of one, and the gradient behind it.

A probe ends with what to look at. A function that gives the right numbers may still cut the
gradient (`detach`, `.data`, NumPy) or fall over a batch of one (`squeeze`).
"""

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor

OUTPUT = "the output"
ONE = "the output for a batch of one"
GRADIENT = "the gradient of (w * y).sum() with w = cos(0), cos(1), …"

Function = Callable[..., Any]


def looking_at(truth: Function) -> Callable[..., Any]:
    """The `apply` of an exercise whose probes end with one of the three looks."""

    def apply(answer: Function, *given: Any) -> Any:
        *arguments, look = given
        if look == GRADIENT:
            return _gradient(answer, truth, arguments)
        if look == ONE:
            return _alone(answer, truth, arguments)
        return answer(*arguments)

    return apply


def drops_one(truth: Function) -> Function:
    """The wrong answer that is right but for a batch of one."""

    def wrong(x: Tensor, *others: Any) -> Tensor:
        if len(x) == 1:
            raise ValueError("squeezed")
        result: Tensor = truth(x, *others)
        return result

    return wrong


def _alone(answer: Function, truth: Function, arguments: Iterable[Any]) -> Any:
    right = truth(*arguments)
    try:
        y = answer(*arguments)
    except NotImplementedError:
        raise
    except Exception:  # it worked on more: the misconception says what is different here
        y = torch.full_like(right, torch.nan)
    shape = getattr(y, "shape", None)
    return torch.full_like(right, torch.nan) if shape not in (None, right.shape) else y


def _gradient(answer: Function, truth: Function, arguments: list[Any]) -> Tensor:
    """By all tensors among the arguments, in one row; zeros if the output itself is wrong."""
    right, expected = _slopes(truth, arguments)
    assert right is not None
    try:
        y, found = _slopes(answer, arguments)
    except Exception:  # NumPy wants no tensor with a gradient
        return torch.zeros_like(expected)
    if y is None or y.shape != right.shape or not torch.allclose(y, right.to(y), atol=1e-5):
        return torch.zeros_like(expected)
    return found


def _slopes(function: Function, arguments: list[Any]) -> tuple[Tensor | None, Tensor]:
    leaves = [a.clone().requires_grad_() for a in arguments if isinstance(a, Tensor)]
    none = torch.zeros(sum(leaf.numel() for leaf in leaves))
    rest = iter(leaves)
    y = function(*(next(rest) * 1 if isinstance(a, Tensor) else a for a in arguments))
    if not isinstance(y, Tensor) or not y.requires_grad:
        return None, none
    weights = torch.arange(y.numel(), dtype=y.dtype).cos().view(y.shape)
    parts = torch.autograd.grad((weights * y).sum(), leaves, allow_unused=True)
    found = [
        torch.zeros(leaf.numel()) if part is None else part.flatten()
        for leaf, part in zip(leaves, parts, strict=True)
    ]
    return y.detach(), torch.cat(found)
