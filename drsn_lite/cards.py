"""What a network must be told about its input, written beside its weights.

`card` makes the card that `checkpoints.save` writes; `Input.of` reads from it how a new recording
becomes the windows that the network was trained on. `python -m drsn_lite predict` needs both.
"""

import datetime
import math
import platform
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from drsn_lite.datasets import Dataset
from drsn_lite.networks import Network, count_parameters
from drsn_lite.recording import Column
from drsn_lite.training import History

LONGEST = 10_000_000
"""Samples of a window."""

USUAL = {"gearbox": (2048, 12_800.0, 0.229818), "cwru": (1024, 12_000.0, 0.363864)}
"""Length, rate and scale of the shipped networks' data: their cards are older than "input"."""


@dataclass(frozen=True)
class Input:
    """How a recording becomes windows for a network.

    Attributes
    ----------
    length, hop : int
        Of windows, in samples.
    rate_hz : float
        Sampling rate.
    scale : float
        The windows, their means taken away, are divided by it: the RMS of the training windows in
        the unit of their files.
    pad : bool
        Whether shorter recordings are filled with zeros.
    column, key : optional
        The channel, and the variable of MAT files.
    """

    length: int
    hop: int
    rate_hz: float
    scale: float
    pad: bool = False
    column: Column = None
    key: str | None = None

    def __post_init__(self) -> None:
        whole = all(type(n) is int for n in (self.length, self.hop))
        numbers = all(type(x) in (int, float) for x in (self.rate_hz, self.scale))
        if not whole or self.length < 2 or self.hop < 1:
            raise ValueError(
                "length (at least 2) and hop (at least 1) are whole samples, got "
                f"{self.length}, {self.hop}"
            )
        if self.length > LONGEST:
            raise ValueError(f"length is at most {LONGEST} samples, got {self.length}")
        if not numbers or not all(0 < x < math.inf for x in (self.rate_hz, self.scale)):
            raise ValueError(
                f"rate_hz and scale are positive numbers, got {self.rate_hz!r}, {self.scale!r}"
            )
        if type(self.column) not in (int, str, type(None)) or type(self.pad) is not bool:
            raise ValueError(f"column or pad is out of range: {self.column!r}, {self.pad!r}")
        if type(self.key) not in (str, type(None)):
            raise ValueError(f"key is the name of a variable, got {self.key!r}")


def card(
    data: Dataset, network: Network, history: History | None = None, **more: Any
) -> dict[str, Any]:
    """The card of a network trained on signals.

    Parameters
    ----------
    data : Dataset
        What it was trained on: signals, such as from `load("folder", path)`.
    network : Network
    history : History, optional
        What `fit` returned.
    **more
        What else a reader should know: seed=0, accuracy=0.97, noise="…". It must fit into JSON.

    Returns
    -------
    dict
        For `checkpoints.save(network, path, card)`.

    Raises
    ------
    ValueError
        If the data are images, or have another number of classes than the network.
    """
    import torch

    if data.rate_hz is None:
        raise ValueError(f"{data.name} has images: a card says how a recording becomes windows")
    if len(data.classes) != network.classes:
        raise ValueError(
            f"the network tells {network.classes} classes apart, {data.name} has "
            f"{len(data.classes)}: is it the data that it was trained on?"
        )
    length = data.train_x.shape[-1]
    windowing: dict[str, Any] = {"hop": length} | getattr(data, "windowing", {})
    shown = Input(length, rate_hz=float(data.rate_hz), scale=data.scale, **windowing)
    training = {}
    if history is not None:
        training = {"epochs": len(history.train_loss), "best_epoch": history.best_epoch}
    versions = {
        "python": platform.python_version(),
        "torch": torch.__version__.split("+")[0],
        "numpy": np.__version__,
    }
    return {
        "network": network.name,
        "parameters": count_parameters(network),
        "data": data.name,
        "note": data.note,
        "classes": list(data.classes),
        "input": asdict(shown),
        "training": training,
        **more,
        "date": datetime.date.today().isoformat(),
        "versions": versions,
    }


def read_classes(card: dict[str, Any], network: Network) -> tuple[str, ...]:
    """The names of the classes.

    Raises
    ------
    ValueError
        If the card has not one for each output of the network.
    """
    names = card.get("classes") if isinstance(card, dict) else None
    if not isinstance(names, list) or len(names) != network.classes:
        raise ValueError(
            f"its card does not name the {network.classes} classes of the network: is it the card "
            "of another network?"
        )
    return tuple(map(str, names))


def read_input(card: dict[str, Any], **given: Any) -> tuple[Input, str]:
    """How recordings become windows, and in words what had to be assumed.

    Parameters
    ----------
    card : dict
        From `checkpoints.card`.
    **given
        Fields of `Input` that go before those of the card; None stands for "not given". A rate can
        only fill a gap: a network knows no other than that of its training.

    Raises
    ------
    ValueError
        If the card does not say enough, or says what cannot be.
    """
    given = {name: value for name, value in given.items() if value is not None}
    known = card.get("input")
    if isinstance(known, dict):
        try:
            shown = Input(**known)
        except TypeError as error:
            raise ValueError(f'the "input" of its card cannot be used: {error}') from error
        _same_rate(shown.rate_hz, given)
        if "length" in given and "hop" not in given:
            given["hop"] = max(1, given["length"] // 2)
        return replace(shown, **given), ""
    known, words = _assumed(card, given)
    length = known.get("length", 0)
    if missing := [name for name in ("length", "rate_hz", "scale") if name not in known]:
        raise ValueError(
            "its card does not say what recordings it takes: give "
            + ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        )
    return Input(**({"hop": length} | known)), words


def _same_rate(trained: float, given: dict[str, Any]) -> None:
    """Raise a ValueError if files are said to have another sampling rate than the training data."""
    if given.get("rate_hz", trained) != trained:
        raise ValueError(
            f"the network was trained on {trained:g} Hz, so files of {given['rate_hz']:g} Hz would "
            "look slower or faster to it than they are: resample them "
            "(scipy.signal.resample_poly filters what would fold back)"
        )


def _assumed(card: dict[str, Any], given: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What the shipped networks take, with a sentence that says so."""
    name = card.get("data")
    if name not in USUAL:
        return given, ""
    length, rate, scale = USUAL[name]
    _same_rate(rate, given)
    known = {"length": length, "rate_hz": rate, "scale": scale} | given
    words = (
        f"The card says nothing of its input. Assumed, as of load({name!r}): windows of "
        f"{known['length']} samples at {known['rate_hz']:g} Hz, divided by {known['scale']:.4g}, "
        "in the unit of that data."
    )
    return known, words
