"""Watch a network while it trains: its losses, its accuracy, and what its thresholds do.

watch = Watch(samples)
fit(network, data, on_epoch=watch)
paint(watch.frame())
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from torch import nn

from drsn_lite.drawing import Frame, Line, Mark, Plot
from drsn_lite.microscope import Record, look
from drsn_lite.training import History

ROLES = ("threshold", "after", "clean", "guess")  # then dashed, from the first again


@dataclass
class Watch:
    """Looks at the same samples after each epoch; hand it to `fit` as `on_epoch`.

    Attributes
    ----------
    x : array (N, 1, H, W)
        The samples it looks at, best some that are not trained on.
    show : callable, optional
        Called with the new Frame after every `every`-th epoch, to draw it.
    every : int
        Drawing may cost more time than an epoch.
    history : History
        That of the training, once an epoch is over.
    tau, alpha, spread, zeroed : list of array (units,)
        After each epoch, for each unit: mean threshold in the units of the features, mean α, the
        range of the middle 90 % of the single α (over samples and channels), and the share of
        features set to zero. NaN where a gate has no thresholds or no α.
    """

    x: ArrayLike
    show: Callable[[Frame], None] | None = None
    every: int = 1
    history: History = field(default_factory=History)
    tau: list[NDArray[np.float64]] = field(default_factory=list)
    alpha: list[NDArray[np.float64]] = field(default_factory=list)
    spread: list[NDArray[np.float64]] = field(default_factory=list)
    zeroed: list[NDArray[np.float64]] = field(default_factory=list)

    def __call__(self, network: nn.Module, history: History) -> None:
        records = look(network, self.x)
        self.history = history
        self.tau.append(
            np.array([np.nan if r.tau is None else float(r.tau.mean()) for r in records])
        )
        self.alpha.append(
            np.array([np.nan if r.alpha is None else float(r.alpha.mean()) for r in records])
        )
        self.spread.append(np.array([_spread(r) for r in records]))
        self.zeroed.append(np.array([float(r.zeroed.mean()) for r in records]))
        if self.show and len(self.tau) % self.every == 0:
            self.show(self.frame())

    def frame(self) -> Frame:
        """Losses, accuracy, and per unit α, its spread, τ and the zeroed share, over the epochs.

        Raises
        ------
        ValueError
            If no epoch is over yet.
        """
        if not self.tau:
            raise ValueError("nothing was watched yet: pass this to fit as on_epoch")
        epochs = np.arange(1, len(self.tau) + 1)
        loss = (
            Line(self.history.train_loss, epochs, role="before", label="training"),
            Line(self.history.valid_loss, epochs, label="held out"),
        )
        accuracy = (Line(100 * np.array(self.history.valid_accuracy), epochs, label="held out"),)
        alpha, zeroed = self.alpha[-1][np.isfinite(self.alpha[-1])], 100 * self.zeroed[-1]
        said = f"mean α lies between {alpha.min():.2f} and {alpha.max():.2f}," if alpha.size else ""
        said = f"{said} and" if said else "there is no attention;"
        return Frame(
            (
                Plot("Loss", loss, "epoch", "nats"),
                Plot("Accuracy", accuracy, "epoch", "%", None, (0, 100)),
                Plot("α by unit", self._units(self.alpha, epochs), "epoch", "α", None, (0, 1)),
                Plot(
                    "Spread of α, by unit",
                    self._units(self.spread, epochs),
                    "epoch",
                    "α",
                    None,
                    (0, 1),
                ),
                Plot("τ by unit", self._units(self.tau, epochs), "epoch", "τ"),
                Plot(
                    "Set to zero, by unit",
                    self._units(100 * np.array(self.zeroed), epochs),
                    "epoch",
                    "%",
                    None,
                    (0, 60),
                ),
            ),
            f"After {len(epochs)} epochs the held-out accuracy is "
            f"{self.history.valid_accuracy[-1]:.1%}; {said} the units set {zeroed.min():.0f} to "
            f"{zeroed.max():.0f} % of their features to zero.",
            "Over the epochs of a training: losses, accuracy, and for each unit the mean α and its "
            "spread, the mean threshold and the share of features set to zero.",
        )

    def _units(self, values: ArrayLike, epochs: NDArray[np.int64]) -> tuple[Mark, ...]:
        units = np.array(values, dtype=np.float64).T
        return tuple(
            Line(unit, epochs, role=ROLES[k % len(ROLES)], label=f"{k + 1}", dashed=k >= len(ROLES))
            for k, unit in enumerate(units)
        )


def _spread(record: Record) -> float:
    """Range of the middle 90 % of a unit's α."""
    if record.alpha is None:
        return np.nan
    low, high = np.quantile(record.alpha.numpy(), [0.05, 0.95])
    return float(high - low)
