"""Test a network: its answers, its accuracy and confusion matrix, its accuracy as noise grows."""

from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

from drsn_lite.networks import evaluating
from drsn_lite.noise import add_noise


class Evaluation(NamedTuple):
    """Accuracy (0 to 1) and confusion counts: rows are true classes, columns predicted ones."""

    accuracy: float
    confusion: NDArray[np.int64]


def predict(network: nn.Module, x: ArrayLike | Tensor, batch_size: int = 256) -> Tensor:
    """Logits (n, classes) on the CPU for samples x (n, 1, H, W), in evaluation mode."""
    like = next(network.parameters())
    x = torch.as_tensor(x, dtype=like.dtype)
    with evaluating(network):
        return torch.cat([network(part.to(like.device)).cpu() for part in x.split(batch_size)])


def evaluate(network: nn.Module, x: ArrayLike | Tensor, y: ArrayLike) -> Evaluation:
    """Accuracy and confusion matrix of a network on samples x (n, 1, H, W) with labels y (n,).

    Raises
    ------
    ValueError
        If there are no samples, not as many labels as samples, or labels of unknown classes.
    """
    logits = predict(network, x).numpy()
    y = checked_labels(y, "y", logits.shape[1])
    if len(y) != len(logits) or not len(y):
        raise ValueError(
            "need as many labels as samples, and at least one: got "
            f"{len(y)} labels for {len(logits)} samples"
        )
    confusion = np.zeros((logits.shape[1],) * 2, dtype=np.int64)
    np.add.at(confusion, (y, logits.argmax(1)), 1)
    return Evaluation(float(np.trace(confusion) / len(y)), confusion)


def accuracy_over_snr(
    network: nn.Module,
    x: NDArray[np.float32],
    y: ArrayLike,
    snr_db: ArrayLike,
    kind: str = "gaussian",
    seed: int = 0,
) -> NDArray[np.float64]:
    """Accuracy at each SNR (dB; inf is clean). The same noise is scaled, not drawn again."""
    levels: list[Any] = np.atleast_1d(snr_db).tolist()
    return np.array(
        [evaluate(network, add_noise(x, snr, kind, rng=seed), y).accuracy for snr in levels]
    )


def checked_labels(y: ArrayLike, name: str, classes: int) -> NDArray[np.int64]:
    """The labels (n,) as whole numbers from 0 to classes − 1.

    Raises
    ------
    ValueError
        If one is something else: names the sample.
    """
    y = np.asarray(y)
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
