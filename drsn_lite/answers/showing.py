"""How values are put into words and onto one short line."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

_MANY = 16
"""So many numbers are shown in full; of more, the first few."""


def as_array(value: Any) -> np.ndarray:
    """A tensor, array, number or list of numbers as an array, without its gradient."""
    if isinstance(value, list | tuple) and any(isinstance(part, Tensor) for part in value):
        return np.stack([as_array(part) for part in value])
    if isinstance(value, Tensor):
        value = value.detach().cpu()
        return (value.half() if value.dtype == torch.bfloat16 else value).numpy()
    return np.asarray(value)


def kind(value: Any) -> str:
    """A value in words: "a word", "an array of shape (3,)"."""
    if isinstance(value, str):
        return f"the word {value!r}"
    if isinstance(value, np.ndarray | Tensor) and not value.shape:
        return "one number"
    if isinstance(value, bool | int | float | np.number) and not isinstance(value, np.ndarray):
        return "one number"
    if isinstance(value, np.ndarray | Tensor):
        return f"an array of shape {tuple(value.shape)}"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if isinstance(value, torch.nn.Module):
        return f"an instance of the class {type(value).__name__}"
    if callable(value):
        return "a function"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def show(value: Any, digits: int = 4) -> str:
    """A value on one short line: numbers, never an address in memory.

    Numbers are rounded to so many `digits` after the point.
    """
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {show(part, digits)}" for key, part in value.items())
    if isinstance(value, tuple):
        return " and ".join(show(part, digits) for part in value)
    words = isinstance(value, list) and any(isinstance(part, str) for part in value)
    if words or not isinstance(value, np.ndarray | Tensor | int | float | list | np.number):
        text = repr(value)
        return kind(value) if callable(value) and re.search(r" at 0x|\n", text) else text
    array = as_array(value)
    real_or_complex = np.result_type(array, np.float64)
    array = np.round(array.astype(real_or_complex), digits) + 0.0  # + 0.0 turns −0 into 0
    if array.size > _MANY:
        start = ", ".join(_plain(number, digits) for number in array.ravel()[:4])
        return f"[{start}, …] ({array.size} numbers, shape {array.shape})"
    return _plain(array, digits)


def show_apart(one: Any, other: Any) -> tuple[str, str]:
    """Two values, with as many digits as it takes to see that they are not the same."""
    texts = ("", "")
    for digits in (4, 7, 10):
        texts = show(one, digits), show(other, digits)
        if texts[0] != texts[1]:
            break
    return texts


def _plain(array: Any, digits: int) -> str:
    if array.ndim == 0:
        return f"{array:.{digits + 2}g}"
    return f"[{', '.join(_plain(part, digits) for part in array)}]"
