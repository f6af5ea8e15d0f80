"""An exception in a learner's code, in plain words, with their own line that raised it."""

import linecache
import re
import sysconfig
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from drsn_lite.answers.showing import show

_NOT_THE_LEARNERS = (
    str(Path(__file__).parents[1]),  # this package
    sysconfig.get_path("stdlib"),
    sysconfig.get_path("purelib"),
)

_SENTENCES = (
    # pattern in the message, what it means
    (
        r"size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\).*dimension (\d+)",
        r"Two shapes do not fit together: \1 against \2 along axis \3. Print both shapes.",
    ),
    (
        r"operands could not be broadcast together with shapes (\(.*?\)) (\(.*?\))",
        r"Two shapes do not fit together: \1 and \2. Print both shapes.",
    ),
    (
        r"mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)",
        r"A matrix of \1 × \2 cannot be multiplied by one of \3 × \4: the inner sizes must agree. "
        r"Is a transpose, `.T`, missing?",
    ),
    (
        r"[Bb]oolean value of Tensor with|truth value of an array",
        "`if`, `and`, `max` ask for one true or false and met many: choose element by element, "
        "with `torch.where` or `np.where`.",
    ),
    (
        r"only (?:length-1|0-dimensional|one element|integer scalar)|cannot be converted to Scalar"
        r"|can only convert an array of size 1|cannot convert.*to scalar",
        "One number was asked for and an array came: `float` and the functions of `math` take one "
        "number, those of `torch` and `np` take arrays.",
    ),
    (r"requires grad", "A tensor that learns cannot become a NumPy array: stay with torch."),
    (
        r"must be Tensor, not (?:numpy\.)?(\w+)",
        r"A function of torch met something that is no tensor (\1).",
    ),
    (
        r"'numpy\.ndarray' object has no attribute '(\w+)'",
        r"The argument is a NumPy array, which has no `.\1`: use the function of `np` for it.",
    ),
    (
        r"'Tensor' object has no attribute '(\w+)'",
        r"The argument is a tensor, which has no `.\1`: use the function of `torch` for it.",
    ),
    (
        r"'(\w+)' object has no attribute '(\w+)'",
        r"This is of the type \1, which has no `.\2`.",
    ),
    (
        r"name '(\w+)' is not defined",
        r"`\1` has no value here: is it misspelt, or its import missing?",
    ),
    (
        r"takes (?:from )?\d.* positional arguments? but (\d+) (?:was|were) given",
        r"It was called with other arguments than it takes: keep those of the stub.",
    ),
    (
        r"missing \d+ required positional argument",
        "It was called with fewer arguments than it takes: keep those of the stub.",
    ),
    (
        r"unexpected keyword argument '(\w+)'",
        r"It does not take the argument `\1`: keep the arguments of the stub.",
    ),
    (
        r"(?:got|invalid) (?:an unexpected|combination of|.*\(keyword\))|received an invalid comb",
        "A function met arguments that it does not take: a NumPy function given a tensor, or the "
        "reverse, does that.",
    ),
    (
        r"expected .*dtype|same dtype|expected scalar type|Found dtype",
        "Numbers of two types meet (float32, float64, whole numbers): convert one of them.",
    ),
    (
        r"[Dd]imension out of range|axis \d+ is out of bounds|too many indices",
        "An axis is asked for that the array does not have: print its shape.",
    ),
    (r"index .*out of (?:bounds|range)", "A place is asked for that is not there: count from 0."),
    (
        r"[Ii]nput and output channels|to have (\d+) channels, but got (\d+)|running_mean should",
        "A layer met another number of channels than it was made for.",
    ),
    (r"division by zero", "Something was divided by zero."),
    (
        r"before Module.__init__\(\) call",
        "The class has an `__init__` of its own: it has to begin with `super().__init__()`.",
    ),
    (r"maximum recursion", "The function calls itself without end."),
    (
        r"in-?place operation|leaf Variable",
        "A tensor that learns was changed in place (`+=`, `relu_`, `x[…] = …`): build a new one.",
    ),
    (
        r"\bdim(?:ension)?s?\b.* must be|a 2-tuple|dim appears twice|[Ee]xpected .*-?[dD]\b",
        "The axes that are asked for do not fit this function or this shape: print the shape, and "
        "look at `dim` or `axis`.",
    ),
    (
        r"shape '(\[.*?\])' is invalid for input of size (\d+)",
        r"\2 numbers cannot be arranged in the shape \1: multiply its sizes.",
    ),
)
_TORCH = (
    "torch cannot do this with what it was given. Print the shape and the dtype of each part just "
    "before this line."
)


def _why(error: BaseException) -> str:
    text = " ".join(str(error).split())
    for pattern, sentence in _SENTENCES:
        found = re.search(pattern, text)
        if found:
            return found.expand(sentence)
    if _from_torch(error):
        return _TORCH
    return text if len(text) <= 160 else text[:157] + "…"


def _from_torch(error: BaseException) -> bool:
    """Whether torch raised it: its words are no help to a learner."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return False
    raised_in_python = (frames[-1].line or "").startswith("raise ")
    of_torch = "torch" in Path(frames[-1].filename).parts
    return of_torch or (isinstance(error, RuntimeError) and not raised_in_python)


def own_line(error: BaseException) -> str:
    """The last line of the learner's own code on the way to the error, as "in `f`, line 3: `…`"."""
    where = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if not frame.filename.startswith(_NOT_THE_LEARNERS):
            line = linecache.getline(frame.filename, frame.lineno or 0).strip()
            where = f"\nin `{frame.name}`, line {frame.lineno}" + (f": `{line}`" if line else "")
    return where


def error_line(error: BaseException, given: Mapping[str, Any], what: str = "function") -> str:
    """An exception as a sentence: type, meaning, and the learner's own line that raised it."""
    inputs = ", ".join(f"{name} = {show(value)}" for name, value in given.items())
    name = type(error).__name__
    why = _why(error)
    if of_other_library(error, given) == "numpy-for-torch" and "tensor" not in why:
        why = "A function of NumPy met a tensor: use that of torch, or `.numpy()` first."
    return f"Your {what} stopped with {name}: {why}{own_line(error)}\nInput: {inputs}"


def of_other_library(error: BaseException, given: Mapping[str, Any]) -> str | None:
    """Whether NumPy met a tensor ("numpy-for-torch") or torch an array ("torch-for-numpy")."""
    text = str(error)
    arrays = any(isinstance(value, np.ndarray) for value in given.values())
    tensors = any(isinstance(value, Tensor) for value in given.values())
    methods = r"'numpy\.(?:ndarray|float64)' object has no attribute '(abs|detach|unsqueeze|relu|"
    methods += (
        r"norm|numpy|item|size|permute|square|pow|sigmoid|view|mul|sub|sqrt|log10|float|double|"
    )
    methods += r"numel|clone|cpu|amax|flatten_|masked_fill|clamp|norm|type|requires_grad)'"
    if arrays and (re.search(r"must be Tensor, not numpy", text) or re.search(methods, text)):
        return "torch-for-numpy"
    if tensors and re.search(r"'Tensor' object has no attribute '(astype|copy|ptp)'", text):
        return "numpy-for-torch"
    frames = traceback.extract_tb(error.__traceback__)
    if tensors and isinstance(error, TypeError) and "numpy" in Path(frames[-1].filename).parts:
        return "numpy-for-torch"
    return None
