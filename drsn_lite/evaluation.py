"""Test a network: its answers, its accuracy and confusion matrix, its accuracy as noise grows."""

from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

from drsn_lite.networks import evaluating
from drsn_lite.noise import add_noise
from drsn_lite.samples import checked_answers, checked_labels, checked_samples


class Evaluation(NamedTuple):
    """Accuracy (0 to 1) and confusion counts: rows are true classes, columns predicted ones."""

    accuracy: float
    confusion: NDArray[np.int64]


def predict(network: nn.Module, x: ArrayLike | Tensor, batch_size: int = 256) -> Tensor:
    """Logits (n, classes) on the CPU for samples x (n, 1, H, W), in evaluation mode.

    Raises
    ------
    ValueError
        As `samples.checked_samples` says; if an answer is not finite.
    """
    x = checked_samples(x, "x", network)
    return checked_answers(answers(network, x, batch_size), "x")


def answers(network: nn.Module, x: Tensor, batch_size: int = 256) -> Tensor:
    """What `predict` returns, for samples that were looked at; here it may be NaN."""
    like = next(network.parameters(), x)
    with evaluating(network):
        return torch.cat([network(part.to(like.device)).cpu() for part in x.split(batch_size)])


def evaluate(network: nn.Module, x: ArrayLike | Tensor, y: ArrayLike) -> Evaluation:
    """Accuracy and confusion matrix of a network on samples x (n, 1, H, W) with labels y (n,).

    Raises
    ------
    ValueError
        As in `predict`; if there are not as many labels as samples, or labels of unknown classes.
    """
    logits = predict(network, x)
    y = checked_labels(y, "y", logits.shape[1])
    if len(y) != len(logits):
        raise ValueError(
            f"need as many labels as samples: got {len(y)} labels for {len(logits)} samples"
        )
    confusion = np.zeros((logits.shape[1],) * 2, dtype=np.int64)
    np.add.at(confusion, (y, logits.argmax(1).numpy()), 1)
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
