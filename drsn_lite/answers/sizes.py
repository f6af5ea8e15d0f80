"""Answers that are right for some sizes of their input, and stop or change shape at another."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from torch import Tensor

from drsn_lite.answers.trying import Raised

_ONE = (
    "drops-a-batch-of-one",
    "Right for several samples, wrong for one alone: `squeeze()` drops every axis of length 1, the "
    "batch too. Name the axes that are to go, or none.",
)
_CHANNEL = (
    "drops-a-channel-of-one",
    "Right for several channels, wrong for one alone: `squeeze()` drops every axis of length 1, "
    "that of the channels too. Name the axes that are to go, or none.",
)
_SIZE = (
    "one-size-only",
    "Right for some sizes of the input, and not for all: is a length, a number of channels or a "
    "place written as a fixed number, or did two axes only happen to be equally long?",
)


def size_fault(
    answers: Sequence[Any],
    truths: Sequence[Any],
    right: Sequence[bool],
    probes: Sequence[Mapping[str, Any]],
) -> tuple[str, str] | None:
    """The name of a fault of size, if the answer is right on some probes and fails on others."""
    failed = [i for i, good in enumerate(right) if not good]
    if len(failed) == len(right) or not all(_broken(answers[i], truths[i]) for i in failed):
        return None
    passed = [i for i, good in enumerate(right) if good]
    one = [[_length(probe, axis) == 1 for axis in (0, 1)] for probe in probes]
    if all(any(one[i]) for i in failed) and not all(any(one[i]) for i in passed):
        return _ONE if any(one[i][0] for i in failed) else _CHANNEL
    if len(passed) < len(failed) or not all(isinstance(answers[i], Raised) for i in failed):
        return None
    shapes = [_shapes(probe) for probe in probes]
    good = [shapes[i] for i in passed]
    return _SIZE if all(shapes[i] and shapes[i] not in good for i in failed) else None


def _broken(answer: Any, truth: Any) -> bool:
    if isinstance(answer, Raised):
        return isinstance(answer.error, ValueError | RuntimeError | IndexError | TypeError)
    shaped = isinstance(answer, np.ndarray) and isinstance(truth, np.ndarray)
    return shaped and answer.shape != truth.shape


def _shapes(probe: Mapping[str, Any]) -> tuple[tuple[int, ...], ...]:
    arrays = [value for value in probe.values() if isinstance(value, np.ndarray | Tensor)]
    return tuple(tuple(value.shape) for value in arrays if value.ndim)


def _length(probe: Mapping[str, Any], axis: int) -> int:
    """The length of an axis of the first argument with several axes; 0 without one."""
    return next((shape[axis] for shape in _shapes(probe) if len(shape) > 1), 0)
