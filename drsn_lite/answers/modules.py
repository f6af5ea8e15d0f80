"""Classes that learners write: make one, run it, and say in words what is missing."""

from typing import Any

import torch
from torch import Tensor, nn

from drsn_lite.answers.exercise import Refusal
from drsn_lite.answers.showing import kind
from drsn_lite.answers.trying import not_tried


def made(of: Any, *arguments: Any, seed: int = 0, **named: Any) -> nn.Module:
    """An instance of a class; a check leaves the learner's random state alone.

    Raises
    ------
    Refusal
        Named "no-module" if it is no `nn.Module`.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        module = of(*arguments, **named)
    if isinstance(module, nn.Module):
        return module
    raise Refusal(
        "no-module",
        f"What your class makes has to be an `nn.Module`, and it is {kind(module)}.\n"
        "Begin with `class Name(nn.Module):`, and in `__init__` with `super().__init__()`.",
    )


def passed_through(module: nn.Module, x: Tensor) -> Tensor:
    """What a module makes of a copy of x.

    Raises
    ------
    Refusal
        If `forward` changes x ("changes-its-input"), is a stub ("not-tried"), lacks its `return`
        ("returns-nothing") or gives something else than a tensor ("no-tensor").
    """
    given = x.clone()
    y = module(given)
    if not torch.equal(given, x):
        raise Refusal(
            "changes-its-input",
            "`forward` changes the x that it is given (`+=`, `relu_`, `inplace=True`).\n"
            "The shortcut, and whoever called it, need x as it was: build a new tensor.",
        )
    if y is None or y is Ellipsis:
        not_tried(y, of=type(module).forward)
    if isinstance(y, Tensor):
        return y
    raise Refusal(
        "no-tensor", f"`forward` gives back {kind(y)}. A network needs one tensor from it."
    )
