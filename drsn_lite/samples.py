"""What goes into a network: `fit`, `evaluate`, `predict` and `look` take and refuse the same.

Numbers that are not finite are refused before and after: a network answers them with a class.
"""

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drsn_lite.arrays import is_tensor, numpy_dtype, unmasked

if TYPE_CHECKING:
    from torch import Tensor, nn


def checked_samples(x: "ArrayLike | Tensor | None", name: str, network: "nn.Module") -> "Tensor":
    """The samples (n, 1, H, W) as a tensor of the type of number that the network computes with.

    Any real numbers will do, in any order of bytes and of axes in memory.

    Raises
    ------
    ValueError
        If there are no samples, or the network takes no such shape; if they are complex, masked
        or no numbers; if one is not finite, or not in the network's type (it is named); if a
        weight of the network is not finite (it is named).
    """
    import torch

    like = next(network.parameters(), torch.zeros(()))
    given: Any = x if is_tensor(x) else unmasked(x, name)
    kind = "fc"[given.is_complex()] if is_tensor(given) else given.dtype.kind
    if kind not in "biuf":
        what = "None" if x is None else f"{given.dtype} of shape {tuple(given.shape)}"
        part = ": choose a part, as x.real or abs(x)" if kind == "c" else ""
        raise ValueError(
            f"{name} holds samples of real numbers, shape (N, 1, height, width); got {what}{part}"
        )
    if 0 in given.shape or not given.ndim:
        raise ValueError(
            f"{name} is empty or no batch of samples: its shape is {tuple(given.shape)}, and "
            "(N, 1, height, width) is wanted"
        )
    check_shape: Any = getattr(network, "check_shape", None)  # a `Network` has it
    if check_shape:
        check_shape(given.shape)
    check_weights(network)
    if not is_tensor(given):  # NumPy knows orders of bytes and axes that torch does not
        with np.errstate(over="ignore"):
            ready = np.require(given, numpy_dtype(like).newbyteorder("="), ["C", "W"])
        given = torch.from_numpy(ready)
    found: Tensor = given.detach().to(like.dtype)
    finite = found.isfinite().reshape(len(found), -1).all(1)
    if not finite.all():
        row = int((~finite).nonzero()[0])
        raise ValueError(
            f"sample {row} of {name} holds NaN or infinity, or a number too large for "
            f"{str(like.dtype).removeprefix('torch.')}: remove or repair it"
        )
    return found


def check_weights(network: "nn.Module") -> None:
    """Raise a ValueError that names the first tensor of a network with NaN or infinity."""
    import torch

    tensors = chain(network.parameters(), network.buffers())
    numbers = [tensor.detach().flatten() for tensor in tensors if tensor.is_floating_point()]
    if not numbers or torch.cat(numbers).isfinite().all():  # at once: there are hundreds
        return
    named = chain(network.named_parameters(), network.named_buffers())
    bad = next(name for name, tensor in named if not tensor.isfinite().all())
    raise ValueError(
        f"{bad} of the network holds NaN or infinity, so its answers would mean nothing: load its "
        "weights again, or train it anew with a lower learning_rate"
    )


def checked_answers(logits: "Tensor", name: str) -> "Tensor":
    """The logits (n, classes) of the samples called `name`, or a ValueError if one overflowed."""
    finite = logits.isfinite().all(1) if logits.ndim > 1 else logits.isfinite()
    if not finite.all():
        row = int((~finite).nonzero()[0])
        raise ValueError(
            f"the network's answer for sample {row} of {name} is not finite: its numbers are too "
            f"large for {str(logits.dtype).removeprefix('torch.')}. Scale the samples as in its "
            "training"
        )
    return logits


def checked_labels(y: ArrayLike, name: str, classes: int) -> NDArray[np.int64]:
    """The labels (n,) as whole numbers from 0 to classes − 1.

    Raises
    ------
    ValueError
        If one is something else: names the sample.
    """
    y = unmasked(y, name)
    if y.ndim != 1 or y.dtype.kind not in "biuf":
        raise ValueError(
            f"{name} holds the place of each sample's class, (n,) whole numbers from 0; got "
            f"{y.dtype} of shape {y.shape}"
        )
    wrong = (y < 0) | (y % 1 != 0) | (y >= classes)
    if wrong.any():
        row = np.flatnonzero(wrong)[0]
        raise ValueError(
            f"the label of sample {row} in {name} is {y[row]}: the "
            f"network knows the classes 0 to {classes - 1}"
        )
    return y.astype(np.int64)
