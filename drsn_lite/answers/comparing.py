"""When two answers count as the same: a tolerance, and honest roundings."""

from typing import Any

import numpy as np


def same(a: Any, b: Any, tolerance: float, digits: int | None = None) -> bool:
    """Whether a equals b, both of one kind.

    Parameters
    ----------
    a : array, str, tuple or dict
        An answer.
    b : array, str, tuple or dict
        A dict may hold fewer entries than `a`; `...` in a tuple may be anything.
    tolerance : float
        Relative: so much counts as equal.
    digits : int, optional
        A number that is b rounded to so many significant digits, or more, is equal too.
    """
    if b is Ellipsis:
        return True
    if isinstance(b, dict):
        return all(same(a[key], part, tolerance, digits) for key, part in b.items())
    if isinstance(b, tuple):
        pairs = zip(a, b, strict=True)
        return all(same(one, part, tolerance, digits) for one, part in pairs)
    if isinstance(b, str) or isinstance(a, str):
        return isinstance(a, str) and isinstance(b, str) and a == b
    if a.shape != b.shape and not (b.ndim == 0 and a.size == 1):
        return False
    if a.dtype == np.float16:
        tolerance = max(tolerance, 5e-3)
    if np.allclose(a, b, rtol=tolerance, atol=1e-6, equal_nan=True):
        return True
    return digits is not None and _rounded(a, b, digits)


def _rounded(a: np.ndarray, b: np.ndarray, digits: int) -> bool:
    if not b.size or not np.isfinite(a).all() or not np.isfinite(b).all():
        return False
    size = float(np.abs(b).max())
    if not size:
        return False
    first = max(0, digits - 1 - int(np.floor(np.log10(size))))
    near = np.zeros(b.shape, dtype=bool)
    for places in range(first, first + 5):
        near |= np.isclose(a.reshape(b.shape), np.round(b, places), rtol=1e-6, atol=1e-9)
    return bool(near.all())
