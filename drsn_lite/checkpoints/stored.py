"""A file of weights, looked at before a network is built: do its words fit its tensors?

The tensors can take no more memory than the file is long, but its words may promise anything.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

Module = TypeVar("Module", bound=nn.Module)
State = dict[str, Tensor]

PRECISIONS = (torch.float16, torch.bfloat16, torch.float32, torch.float64)


def about(path: Path) -> dict[str, str]:
    """What stands in the head of the file, beside the shapes.

    Raises
    ------
    ValueError
        If it is no such file, or was cut short.
    """
    try:
        with safe_open(path, "pt") as file:
            return file.metadata() or {}
    except SafetensorError as error:
        raise broken(path, error) from error


def tensors(path: Path) -> State:
    """All tensors of the file.

    Raises
    ------
    ValueError
        If it was cut short, or a tensor holds NaN or an infinity.
    """
    try:
        with safe_open(path, "pt") as file:
            state = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    except (SafetensorError, RuntimeError, ValueError) as error:
        raise broken(path, error) from error
    for key, value in state.items():
        if value.dtype in PRECISIONS and not value.isfinite().all():
            raise ValueError(
                f"{path}: the tensor {_short(key)} holds NaN or an infinity, so every answer would "
                "be meaningless. The training diverged, or the file is damaged: train again with a "
                "lower learning rate, or get another copy"
            )
    return state


def build(
    path: Path,
    state: State,
    make: Callable[[], Module],
    sketch: Callable[[], nn.Module] | None = None,
) -> Module:
    """Build a module and give it its tensors, in evaluation mode.

    Parameters
    ----------
    path, state
        The file, for messages, and its tensors.
    make : callable
        Makes the module.
    sketch : callable, optional
        Makes the module without some of its parts, if those could not be made without memory.

    Raises
    ------
    ValueError
        If the tensors are not those of such a module.
    """
    try:
        with torch.device("meta"):  # where nothing takes memory
            _compare(sketch() if sketch else make(), state, all_of_them=sketch is None)
        module = make()
        _compare(module, state)
        module.to(_precision(state)).load_state_dict(state)
    except (KeyError, TypeError, ValueError, RuntimeError, OverflowError, RecursionError) as error:
        raise broken(path, error) from error
    return module.eval()


def broken(path: Path, error: Exception) -> ValueError:
    """The error for a file that is none of ours."""
    said = str(error).splitlines()
    return ValueError(
        f"{path} is not a whole checkpoint of drsn-lite: {(said or [''])[0][:500]}. Get another "
        "copy, or train the network again"
    )


def _compare(module: nn.Module, state: State, all_of_them: bool = True) -> None:
    """Raise a ValueError unless the tensors are those of the module (or it has some of them)."""
    wanted = module.state_dict()
    for key, value in wanted.items():
        if key not in state:
            raise ValueError(f"the tensor {_short(key)} is missing")
        found = state[key]
        if found.shape != value.shape or found.is_floating_point() != value.is_floating_point():
            raise ValueError(
                f"the tensor {_short(key)} is {list(found.shape)} of {found.dtype}, and in the "
                f"network that it says it is {list(value.shape)} of {value.dtype}"
            )
    if all_of_them and (more := [key for key in state if key not in wanted]):
        raise ValueError(f"the network that it says it is has no tensor {_short(more[0])}")


def _precision(state: State) -> torch.dtype:
    """The one precision of all weights: a network of doubles comes back as one."""
    found = {value.dtype for value in state.values() if value.is_floating_point()}
    if len(found) != 1 or not found <= set(PRECISIONS):
        raise ValueError(f"its weights have several precisions, or one unknown: {found}")
    return found.pop()


def _short(key: str) -> str:
    return key if len(key) <= 80 else f"{key[:80]}…"
