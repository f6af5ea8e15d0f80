"""Simple relations between an answer and the truth, which hold on every probe of an exercise.

They give a mistake that no misconception explains a name: a wrong sign, a constant factor, a sum
where a mean was asked, axes changed round.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import prod
from typing import Any

import numpy as np
from torch import Tensor

from drsn_lite.answers.relation_tables import CHANGES, FACTORS, PLACES
from drsn_lite.answers.showing import as_array

Array = np.ndarray
Pairs = Sequence[tuple[Array, Array]]


def relation(pairs: Pairs, probes: Sequence[Mapping[str, Any]]) -> tuple[str, str] | None:
    """The name of a relation and a sentence about it, if one holds on every pair.

    Parameters
    ----------
    pairs : list of (answer, truth)
        Arrays of numbers, one pair for each probe.
    probes : list of dict
        The arguments that were handed over; empty for an exercise that asks for a value.
    """
    if not pairs or any(np.iscomplexobj(a) or np.iscomplexobj(b) for a, b in pairs):
        return None
    for found in (_in_place(pairs), _constant(pairs), _unchanged(pairs, probes)):
        if found:
            return found
    if any(a.shape != b.shape and a.size != b.size for a, b in pairs):
        return None
    flat = [(a.ravel(), b.ravel()) for a, b in pairs]
    if _all_close(flat, lambda b: b):
        return None  # a matter of shape alone: the symptom says so
    with np.errstate(all="ignore"):
        return _changed(flat) or _factor(flat, probes) or _offset(flat)


def _all_close(pairs: Pairs, change: Callable[[Array], Array]) -> bool:
    try:
        return all(
            a.shape == (c := change(b)).shape and np.allclose(a, c, rtol=1e-3, atol=1e-6)
            for a, b in pairs
        )
    except Exception:  # a change that these shapes do not have
        return False


def _in_place(pairs: Pairs) -> tuple[str, str] | None:
    for name, (change, why) in PLACES.items():
        if all(b.ndim > 0 for _, b in pairs) and _all_close(pairs, change):
            return name, why
    if all(b.ndim > 0 and b.size > 1 and a.size == b.size for a, b in pairs):
        ordered = [(np.sort(a.ravel()), np.sort(b.ravel())) for a, b in pairs]
        different = any(len(np.unique(b)) > 1 for _, b in ordered)
        if different and _all_close(ordered, lambda b: b):
            same_shape = all(a.shape == b.shape for a, b in pairs)
            flat = [(a.ravel(), b.ravel()) for a, b in pairs]
            if not same_shape and _all_close(flat, lambda b: b):
                return None  # a matter of shape alone: the symptom says so
            return "wrong-order", "The right numbers, each in another's place: look at the axes."
    return None


def _constant(pairs: Pairs) -> tuple[str, str] | None:
    if len(pairs) < 2 or any(a.size != 1 for a, _ in pairs):
        return None
    answers, truths = {float(a.item()) for a, _ in pairs}, {b.tobytes() for _, b in pairs}
    if len(answers) == 1 and len(truths) > 1:
        return "constant", "The answer is the same whatever goes in: use the arguments."
    return None


def _unchanged(pairs: Pairs, probes: Sequence[Mapping[str, Any]]) -> tuple[str, str] | None:
    if len(pairs) < 2 or len(probes) != len(pairs):
        return None
    for name in probes[0]:
        given = [probe.get(name) for probe in probes]
        if not all(isinstance(value, np.ndarray | Tensor | int | float) for value in given):
            continue
        if all(
            (g := as_array(value)).shape == a.shape and np.allclose(a, g, equal_nan=True)
            for value, (a, _) in zip(given, pairs, strict=True)
        ):
            return "argument-returned", f"`{name}` came back as it was: nothing was done with it."
    return None


def _changed(pairs: Pairs) -> tuple[str, str] | None:
    for name, (change, why) in CHANGES.items():
        if _all_close(pairs, change):
            return name, why
    return None


def _factor(pairs: Pairs, probes: Sequence[Mapping[str, Any]]) -> tuple[str, str] | None:
    factors = []
    for a, b in pairs:
        scale = np.abs(b) > 1e-9
        if not scale.any() or not np.allclose(a[~scale], 0, atol=1e-6):
            return None
        ratios = a[scale] / b[scale]
        if not np.allclose(ratios, ratios[0], rtol=2e-3) or abs(ratios[0]) < 1e-9:
            return None
        factors.append(float(ratios[0]))
    if np.allclose(factors, factors[0], rtol=2e-3):
        for name, (factor, why) in FACTORS.items():
            for sign in (1, -1):
                if np.isclose(factors[0], sign * factor, rtol=2e-3):
                    return name, why + ("" if sign > 0 else " And its sign is turned round.")
    if len(pairs) < 2 or len(probes) != len(pairs):
        return None
    for up, name, why in (
        (True, "sum-instead-of-mean", "Yours is too large by the number of values: divide by it."),
        (
            False,
            "divided-too-often",
            "Yours is too small by a number of values: it was divided by.",
        ),
    ):
        if _counts(factors if up else [1 / f for f in factors], probes):
            return name, why
    if np.allclose(factors, factors[0], rtol=2e-3) and abs(factors[0] - 1) > 0.01:
        return "constant-factor", f"Yours is always {factors[0]:.4g} times the right one."
    return None


def _counts(factors: Sequence[float], probes: Sequence[Mapping[str, Any]]) -> bool:
    """Whether each factor is the product of the same axes of one argument."""
    for name in probes[0]:
        shapes = [np.shape(as_array(probe[name])) for probe in probes if _sized(probe.get(name))]
        if len(shapes) != len(factors) or len({len(shape) for shape in shapes}) != 1:
            continue
        axes = range(len(shapes[0]))
        for over in (c for n in axes for c in combinations(axes, n + 1)):
            counts = [prod(shape[axis] for axis in over) for shape in shapes]
            if max(counts) > 1 and np.allclose(factors, counts, rtol=1e-3):
                return True
    return False


def _sized(value: Any) -> bool:
    return isinstance(value, np.ndarray | Tensor) and value.ndim > 0


def _offset(pairs: Pairs) -> tuple[str, str] | None:
    if len(pairs) < 2 and pairs[0][1].size < 2:
        whole = all(np.allclose(b, np.round(b)) and np.abs(b).max() >= 3 for _, b in pairs)
        if not whole:
            return None
    offsets = np.concatenate([a - b for a, b in pairs])
    if not np.isfinite(offsets).all() or not np.allclose(offsets, offsets[0], rtol=1e-3, atol=1e-6):
        return None
    if abs(offsets[0]) < 1e-6:
        return None
    if np.isclose(abs(offsets[0]), 1):
        more = "more" if offsets[0] > 0 else "less"
        return "off-by-one", f"Yours is always one {more} than the right one."
    if len(pairs) > 1:
        return "constant-offset", f"Yours always differs from the right one by {offsets[0]:.4g}."
    return None
