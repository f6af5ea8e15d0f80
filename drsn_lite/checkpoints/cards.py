"""What a reader should know of a trained network, written beside its weights.

`card` makes the card that `checkpoints.save` writes; `read_input` takes from it how a new recording
becomes the windows that the network was trained on. `python -m drsn_lite predict` needs both.
"""

import datetime
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from reprlib import repr as short
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray

from drsn_lite.checkpoints.known import learn
from drsn_lite.datasets import Dataset
from drsn_lite.datasets.dataset import FolderDataset
from drsn_lite.datasets.loudness import divided
from drsn_lite.datasets.recordings.formats import named_format
from drsn_lite.datasets.recordings.recording import Column
from drsn_lite.networks import Network, count_parameters
from drsn_lite.noise import Mixed
from drsn_lite.training import History

LONGEST = 10_000_000
"""Samples of a window, and from window to window."""

RATES = (1e-6, 1e12)
"""The lowest and the highest sampling rate (Hz)."""

TOLD = ("format", "decimal")
"""Fields of `Input` that stand in a card only where somebody told them."""

SCALES = (1e-24, 1e18)
"""The RMS that windows of a recording can have."""


@dataclass(frozen=True)
class Input:
    """How a recording becomes windows for a network.

    Attributes
    ----------
    length, hop : int
        Of windows, in samples.
    rate_hz : float
        Sampling rate.
    scale : float, "recording" or "window"
        The windows, their means taken away, are divided by it: the RMS of the training windows in
        the unit of their files. "recording": by the RMS of all windows of their recording;
        "window": each by its own.
    pad : bool
        Whether shorter recordings are filled with zeros.
    column, key : optional
        The channel, and the variable of MAT files: its name, a part of it, or a pattern as for
        names of files ("*_DE_time").
    format, decimal : optional
        What files are that do not say it, and the decimal mark of tables, as in `load_folder`.
    """

    length: int
    hop: int
    rate_hz: float
    scale: float | Literal["recording", "window"]
    pad: bool = False
    column: Column = None
    key: str | None = None
    format: str | None = None
    decimal: str | None = None

    def __post_init__(self) -> None:
        whole = all(type(n) is int for n in (self.length, self.hop))
        if not whole or self.length < 2 or self.hop < 1:
            raise ValueError(
                "length (at least 2) and hop (at least 1) are whole samples, got "
                f"{short(self.length)}, {short(self.hop)}"
            )
        if max(self.length, self.hop) > LONGEST:
            raise ValueError(
                f"length and hop are at most {LONGEST} samples, got {self.length}, {self.hop}"
            )
        by_itself = self.scale in ("recording", "window")
        limits = {"rate_hz": RATES} | ({} if by_itself else {"scale": SCALES})
        for name, (low, high) in limits.items():
            value = getattr(self, name)
            if type(value) not in (int, float) or not low <= value <= high:
                raise ValueError(
                    f"{name} is a positive number from {low:g} to {high:g} (a scale may also be "
                    f'"recording" or "window"), got {short(value)}'
                )
        if type(self.column) not in (int, str, type(None)) or type(self.pad) is not bool:
            wrong = f"{short(self.column)}, {short(self.pad)}"
            raise ValueError(f"column or pad is out of range: {wrong}")
        if type(self.key) not in (str, type(None)):
            raise ValueError(f"key is the name of a variable, got {short(self.key)}")
        if type(self.format) not in (str, type(None)):
            raise ValueError(f"format is a word such as csv, got {short(self.format)}")
        if self.format is not None:
            named_format(self.format)
        if self.decimal not in (None, ",", "."):
            raise ValueError(f"decimal is one of ',' and '.', got {short(self.decimal)}")

    def scaled(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Windows (n, length) of a recording, of mean 0, made ready: (n, 1, 1, length)."""
        return divided(x, self.scale)[:, None, None]


def card(
    data: Dataset,
    network: Network,
    history: History | None = None,
    *,
    training: Mapping[str, Any] | None = None,
    noise: Mixed | None = None,
    **more: Any,
) -> dict[str, Any]:
    """The card of a network that tells classes apart.

    With a history and recordings from a folder it also says what the training held ("known"), so
    that `predict` can say what is unlike it.

    Parameters
    ----------
    data : Dataset
        What it was trained on, such as from `load("folder", path)`.
    network : Network
    history : History, optional
        What `fit` returned.
    training : dict, optional
        What else was asked of `fit`: batch_size=64.
    noise : Mixed, optional
        That of `fit`: noisy windows are known as well, then.
    **more
        What else a reader should know: seed=0, accuracy=0.97. All of it must fit into JSON.

    Returns
    -------
    dict
        For `checkpoints.save(network, path, card)`.

    Raises
    ------
    ValueError
        If the data have another number of classes than the network.
    """
    if len(data.classes) != network.classes:
        raise ValueError(
            f"the network tells {network.classes} classes apart, {data.name} has "
            f"{len(data.classes)}: is it the data that it was trained on?"
        )
    trained: dict[str, Any] = {}
    if history is not None:
        trained = {"epochs": len(history.train_loss), "best_epoch": history.best_epoch}
        trained |= {"held_out": history.held_out}
        if isinstance(data, FolderDataset) and len(history.held):
            more = {"known": learn(network, data, history, noise).to_json()} | more
    if noise is not None:
        trained["noise"] = repr(noise)
    return {
        "network": network.name,
        "parameters": count_parameters(network),
        "data": data.name,
        "note": data.note,
        "classes": list(data.classes),
        "input": _input(data),
        "training": {**trained, **(training or {})},
        **more,
        **stamp(),
    }


def _input(data: Dataset) -> dict[str, Any]:
    """How samples were made ready for the network: `Input`, or size, offset and scale of images."""
    if data.rate_hz is None:
        return {"size": list(data.train_x.shape[2:]), "offset": data.offset, "scale": data.scale}
    length = data.train_x.shape[-1]
    how: dict[str, Any] = {"hop": length, "scale": data.scale} | data.windowing
    found = asdict(Input(length, rate_hz=float(data.rate_hz), **how))
    return {name: value for name, value in found.items() if name not in TOLD or value is not None}


def stamp() -> dict[str, Any]:
    """The day, and what it was made with."""
    versions = {
        "python": platform.python_version(),
        "torch": torch.__version__.split("+")[0],
        "numpy": np.__version__,
    }
    return {"date": datetime.date.today().isoformat(), "versions": versions}


def read_classes(card: dict[str, Any], network: Network) -> tuple[str, ...]:
    """The names of the classes.

    Raises
    ------
    ValueError
        If the card does not have one for each output of the network, each with a name of its own.
    """
    names = card.get("classes") if isinstance(card, dict) else None
    if not isinstance(names, list) or len(names) != network.classes:
        raise ValueError(
            f"its card does not name the {network.classes} classes of the network: is it the card "
            "of another network?"
        )
    found = tuple(map(str, names))
    if len(set(found)) < len(found):
        raise ValueError("its card gives two classes one name: is it the card of another network?")
    return found


def read_input(card: dict[str, Any], **given: Any) -> Input:
    """How recordings become windows.

    Parameters
    ----------
    card : dict
        From `checkpoints.card`. Nothing is guessed: cards of early versions have no "input", and
        then all must be given.
    **given
        Fields of `Input` that go before those of the card; None stands for "not given". A rate can
        only fill a gap: a network knows no other than that of its training.

    Raises
    ------
    ValueError
        If the card does not say enough, or something impossible.
    """
    given = {name: value for name, value in given.items() if value is not None}
    rate = given.pop("rate_hz", None)
    said = card.get("input")
    said = said if isinstance(said, dict) else {}
    if "length" in given and "hop" not in given:
        given["hop"] = max(1, given["length"] // 2) if said else given["length"]
    known = {"rate_hz": rate} | {k: v for k, v in said.items() if v is not None} | given
    needed = ("length", "rate_hz", "scale")
    if missing := [name for name in needed if known.get(name) is None]:
        why = "" if said else ' (it has no "input", as in early versions)'
        raise ValueError(
            f"its card does not say what recordings it takes{why}: give "
            + ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        )
    try:
        found = Input(**known)
    except TypeError as error:
        raise ValueError(f'the "input" of its card cannot be used: {str(error)[:300]}') from error
    if rate not in (None, found.rate_hz):
        raise ValueError(
            f"the network was trained on {found.rate_hz:g} Hz, so files of {rate:g} Hz would look "
            "slower or faster to it than they are: resample them (scipy.signal.resample_poly "
            "filters what would fold back)"
        )
    return found
