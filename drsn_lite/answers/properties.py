"""What every right answer has: told where it is missing, and the mistake has no name."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from torch import Tensor

from drsn_lite.answers.exercise import Property
from drsn_lite.answers.showing import as_array

NEVER_LARGER = Property(
    "makes-larger",
    lambda y, x, *_: bool((np.abs(y) <= np.abs(x) * (1 + 1e-5) + 1e-6).all()),
    "Some values come out larger than they went in. Shrinking makes nothing larger.",
)
KEEPS_SIGN = Property(
    "changes-signs",
    lambda y, x, *_: bool((y * x >= -1e-6).all()),
    "Some values change sides: positive ones come out negative, or the reverse. What is too small "
    "stops at 0.",
)
NOT_NEGATIVE = Property(
    "negative",
    lambda y, *_: bool((y >= -1e-9).all()),
    "Yours is negative in places. This cannot be negative: look for a lost |·|, or a sign.",
)
POSITIVE = Property(
    "not-positive",
    lambda y, *_: bool((y > 0).all()),
    "Yours is negative or 0 here. It has to be above 0: look at what may have changed its sign, "
    "or was put into a logarithm.",
)
A_SHARE = Property(
    "outside-0-and-1",
    lambda y, *_: bool(((y >= -1e-9) & (y <= 1 + 1e-9)).all()),
    "Yours is not between 0 and 1, as it has to be.",
)
WHOLE = Property(
    "not-whole",
    lambda y, *_: bool((y == np.round(y)).all()),
    "Yours is not a whole number, and something is counted here.",
)


def lacking(
    properties: Sequence[Property],
    answers: Sequence[Any],
    truths: Sequence[Any],
    probes: Sequence[Mapping[str, Any]],
) -> tuple[str, str, int] | None:
    """The first property that an answer lacks: its name, what to say, and on which probe."""
    for one in properties:
        for i, (answer, truth, probe) in enumerate(zip(answers, truths, probes, strict=True)):
            if not isinstance(answer, np.ndarray) or answer.ndim != truth.ndim:
                continue
            if answer.shape != truth.shape and not one.any_shape:
                continue
            if not np.isfinite(answer).all() or np.iscomplexobj(answer):
                continue
            given = [as_array(v) if isinstance(v, Tensor) else v for v in probe.values()]
            if all(map(_finite, given)) and not one.holds(answer, *given):
                return one.slug, one.why, i
    return None


def _finite(value: Any) -> bool:
    floats = isinstance(value, np.ndarray) and value.dtype.kind == "f"
    return not floats or bool(np.isfinite(value).all())
