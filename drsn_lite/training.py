"""Train a network: a plain PyTorch loop, with what a learner needs around it.

The defaults follow the paper (section IV-B): SGD with momentum 0.9 and weight decay 1e-4, a
learning rate that falls to 1/10 after 40 % of the epochs and to 1/100 after 80 %.
"""

import copy
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn
from tqdm.auto import tqdm

from drsn_lite.evaluation import answers
from drsn_lite.holdout import hold_out
from drsn_lite.samples import checked_labels, checked_samples

MOMENTUM, WEIGHT_DECAY = 0.9, 1e-4

Noise = Callable[[Tensor, np.random.Generator], Tensor]
"""Makes a noisy copy of a batch (N, 1, H, W): `noise.mixed()` returns one."""

OnEpoch = Callable[[nn.Module, "History"], None]
"""Looks at the network and its history after an epoch: `lessons.lesson06.watch.Watch` is one."""


class Samples(Protocol):
    """What `fit` needs of a data set: `datasets.Dataset` has it."""

    @property
    def train_x(self) -> NDArray[np.float32]: ...

    @property
    def train_y(self) -> NDArray[np.int64]: ...


@dataclass
class History:
    """What happened in a training, epoch by epoch.

    Attributes
    ----------
    train_loss, valid_loss : list of float
        Mean cross-entropy (nats).
    valid_accuracy : list of float
        Fraction right on the held-out part of the training set.
    best_epoch : int or None
        The epoch (from 0) whose weights the network has now; None if no epoch was finished.
    stopped : str
        Why the training ended early; empty if it did not.
    held_out, held : str, ndarray
        What was held out to find the best epoch, in words, and the places of these samples.
    """

    train_loss: list[float] = field(default_factory=list)
    valid_loss: list[float] = field(default_factory=list)
    valid_accuracy: list[float] = field(default_factory=list)
    best_epoch: int | None = None
    stopped: str = ""
    held_out: str = ""
    held: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64), compare=False)

    def then(self, train_loss: float, valid_loss: float, valid_accuracy: float) -> "History":
        """A new History with one more epoch."""
        # the loss decides, not the accuracy: it still moves where few samples are held out
        best = valid_loss <= min(self.valid_loss, default=valid_loss)
        return replace(
            self,
            train_loss=[*self.train_loss, train_loss],
            valid_loss=[*self.valid_loss, valid_loss],
            valid_accuracy=[*self.valid_accuracy, valid_accuracy],
            best_epoch=len(self.valid_loss) if best else self.best_epoch,
        )


def pick_device() -> torch.device:
    """A GPU if there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def fit(
    network: nn.Module,
    data: Samples,
    epochs: int = 20,
    *,
    batch_size: int = 64,
    learning_rate: float = 0.1,
    noise: Noise | None = None,
    valid: float = 0.1,
    seed: int = 0,
    progress: bool = True,
    device: torch.device | str | None = None,
    on_epoch: OnEpoch | None = None,
) -> History:
    """Train a network, and leave it with the weights of its best epoch.

    A part of the training set is held out to find that epoch; the test set is never looked at.
    Where the data have `groups` (n,), such as the machines of a folder, whole groups are held out;
    where these are too few, whole recordings; and else samples are drawn, and a warning says so.
    Ctrl-C, or the stop button of the notebook, ends the training and keeps the best weights so
    far. So does a loss that is no longer finite, with a warning.

    Parameters
    ----------
    network : Module
        From (N, 1, H, W) to logits (N, classes). Trained in place, given back on its device.
    data : Dataset
        Anything with `train_x` (n, 1, H, W) float32 and `train_y` (n,) int64.
    epochs : int
        Passes over the training part.
    batch_size, learning_rate : int, float
        The paper has 128 and 0.1. A last batch of one sample joins the one before it.
    noise : callable, optional
        Called as noise(batch, rng) on every batch: fresh noise in each epoch. The held-out part
        gets its noise once.
    valid : float
        The fraction held out, between 0 and 1: of the samples, or of the groups of each class.
    seed : int
        For the held-out part, the order of samples and the noise. (Initial weights: `build`.)
    progress : bool
        Show a progress bar.
    device : device, optional
        Where to train; `pick_device()` if left out.
    on_epoch : callable, optional
        Called as on_epoch(network, history) after each epoch, with a new History each time. It
        must leave the weights alone.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        As `samples.checked_samples` says; if the data are too few or don't fit together, or a
        number is out of range.
    """
    x = checked_samples(data.train_x, "train_x", network).cpu()
    _check(len(x), len(data.train_y), epochs, batch_size, valid)
    rng = np.random.default_rng(seed)
    belongs = (getattr(data, name, None) for name in ("groups", "train_recording"))
    part = hold_out(np.asarray(data.train_y), valid, rng, *belongs)
    if part.random:
        warnings.warn(f"held out are {part.word}", UserWarning, stacklevel=2)
    valid_x = noise(x[part.held], rng) if noise else x[part.held]
    classes = answers(network, valid_x[:1]).shape[1]
    y = torch.as_tensor(checked_labels(data.train_y, "train_y", classes))
    valid_y, train_x, train_y = y[part.held], x[part.kept], y[part.kept]

    home = next(network.parameters()).device
    device = torch.device(device) if device else pick_device()
    rate, falls_after = learning_rate, (max(1, round(epochs * 0.4)), max(2, round(epochs * 0.8)))
    # bound together and at once: Ctrl-C may come between any two steps
    best = History(held_out=part.word, held=part.held), copy.deepcopy(network.state_dict())
    stopped, graded = "", torch.is_grad_enabled()
    bar = tqdm(range(epochs), unit="epoch", disable=not progress)
    try:
        network.to(device)
        velocity = {weight: torch.zeros_like(weight) for weight in network.parameters()}
        for epoch in bar:
            network.train()
            losses = []
            for batch in batches(rng.permutation(len(train_x)), batch_size):
                batch_x = noise(train_x[batch], rng) if noise else train_x[batch]
                loss = F.cross_entropy(network(batch_x.to(device)), train_y[batch].to(device))
                losses.append(_finite(loss, epoch))
                network.zero_grad()
                loss.backward()
                _descend(velocity, rate)
            if epoch + 1 in falls_after:
                rate *= 0.1
            logits = answers(network, valid_x)
            valid_loss = _finite(F.cross_entropy(logits, valid_y), epoch)
            right = (logits.argmax(1) == valid_y).float().mean().item()
            history = best[0].then(float(np.mean(losses)), valid_loss, right)
            improved = history.best_epoch == epoch
            best = history, copy.deepcopy(network.state_dict()) if improved else best[1]
            bar.set_postfix(loss=f"{history.train_loss[-1]:.3f}", valid=f"{right:.1%}")
            if on_epoch:
                on_epoch(network, history)
    except KeyboardInterrupt:
        stopped = "interrupted"
    except FloatingPointError as error:
        stopped = str(error)
        warnings.warn(stopped, RuntimeWarning, stacklevel=2)
    finally:
        again = _give_back(network, best[1], home, bar, graded)
    best[0].stopped = stopped or again
    return best[0]


def _give_back(
    network: nn.Module, weights: dict[str, Tensor], home: torch.device, bar: Any, graded: bool
) -> str:
    """Leave the network whole with these weights, even if Ctrl-C comes meanwhile: then says so."""
    stopped = ""
    while True:
        try:
            bar.close()
            network.load_state_dict(weights)
            network.to(home)
            network.eval()
            torch.set_grad_enabled(graded)  # Ctrl-C may have come at the end of a no_grad
            return stopped
        except KeyboardInterrupt:
            stopped = "interrupted"


def _descend(velocity: dict[nn.Parameter, Tensor], rate: float) -> None:
    """A step of SGD with momentum. A weight that had no part in the loss stays as it is.

    As torch.optim.SGD takes it, which first imports PyTorch's compiler: seconds, and 70 MB.
    """
    with torch.no_grad():
        for weight, v in velocity.items():
            if weight.grad is not None:
                v.mul_(MOMENTUM).add_(weight.grad.add(weight, alpha=WEIGHT_DECAY))
                weight.add_(v, alpha=-rate)


def _check(count: int, labels: int, epochs: int, batch_size: int, valid: float) -> None:
    """Raise a ValueError if `fit` cannot do with these numbers."""
    if count != labels:
        raise ValueError(f"train_x has {count} samples but train_y has {labels} labels")
    if epochs < 1 or batch_size < 2 or not 0 < valid < 1:
        raise ValueError(
            "epochs must be at least 1, batch_size at least 2 (BatchNorm cannot train on one "
            f"sample) and valid between 0 and 1; got {epochs}, {batch_size} and {valid}"
        )
    if count - max(1, round(valid * count)) < 2:
        raise ValueError(f"{count} training samples are too few: at least 3 are needed")


def _finite(loss: Tensor, epoch: int) -> float:
    """The loss as a number, or a FloatingPointError if it is not finite."""
    if not torch.isfinite(loss):
        raise FloatingPointError(
            f"the loss became {loss.item()} in epoch {epoch + 1}: stopped, with the best weights "
            "so far. Try a lower learning_rate"
        )
    return loss.item()


def batches(order: NDArray[np.int64], size: int) -> list[NDArray[np.int64]]:
    """Cut an order of samples into batches; a last one of a single sample joins its neighbour."""
    cuts = list(range(size, len(order), size))
    if cuts and len(order) - cuts[-1] == 1:
        cuts.pop()
    return np.split(order, cuts)
