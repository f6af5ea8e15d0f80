"""Trained networks on disk: weights as safetensors, with a card that says how they came about.

Only numbers and a little text are read, never a pickle, so a file from a stranger can't run code.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from torch import nn

from drsn_lite.blocks import Gate
from drsn_lite.checkpoints import pair, schema, stored
from drsn_lite.checkpoints.own_gate import own_gate
from drsn_lite.checkpoints.stored import Module
from drsn_lite.gates import Identity
from drsn_lite.networks import Network, build
from drsn_lite.paths import DATA

FOLDER = DATA / "checkpoints"
"""Where the checkpoints of the lessons lie."""


def names(folder: Path = FOLDER) -> list[str]:
    """The checkpoints in a folder, by default the shipped ones, such as "gearbox-drsn-cw"."""
    return sorted(path.stem for path in folder.glob("*.safetensors"))


def save(network: Network, path: Path | str, card: dict[str, Any]) -> Path:
    """Write a network as `networks.build` makes it.

    A gate of your own is code, which no file holds: its name stands in the card, and
    `load_checkpoint` must be given it.

    Parameters
    ----------
    network : Network
    path, card
        As in `write`.

    Returns
    -------
    Path
        Of the weights.

    Raises
    ------
    ValueError
        As in `write`, and if the network could not be loaded again, such as one whose units have
        different gates.
    """
    plan, classes = json.dumps(asdict(network.plan)), str(network.classes)
    about = {"network": network.name, "plan": plan, "classes": classes}
    schema.network(about, len(network.state_dict()))
    if gate := own_gate(network):
        about, card = about | {"gate": gate}, card | {"gate": gate}
    return write(network, path, about, card)


def write(module: nn.Module, path: Path | str, about: dict[str, str], card: dict[str, Any]) -> Path:
    """Write PATH.safetensors and its card PATH.json: both, or neither.

    Parameters
    ----------
    module : Module
        Whose weights are written.
    path : path
        With or without the ending.
    about : dict of str
        What `read` needs to make such a module again; it stands in the file of the weights.
    card : dict
        What a reader should know: data, seed, epochs, accuracy, date, versions.

    Returns
    -------
    Path
        Of the weights.

    Raises
    ------
    ValueError
        If the path has another ending (`snr-0.5` would become `snr-0`), or the card holds NaN or an
        infinity, which JSON does not know.
    TypeError
        If the card holds something else that does not fit into JSON.
    OSError
        If a file cannot be written, such as on a full disk. Both are then as they were.
    """
    weights = _path(path, ".safetensors")
    try:
        text = json.dumps(card, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    except ValueError as error:
        raise ValueError(
            f"the card does not fit into JSON ({error}): write a number that is not finite as text"
        ) from error
    weights.parent.mkdir(parents=True, exist_ok=True)
    state = {key: value.detach().cpu().contiguous() for key, value in module.state_dict().items()}
    with pair.replacing(weights, text) as (aside, head):
        save_file(state, aside, about | head)
    return weights


def _path(name: Path | str, ending: str) -> Path:
    path = Path(name)
    if not path.name:
        raise ValueError(f"{str(name)!r} names no file; shipped are {', '.join(names())}")
    if path.suffix not in ("", ".safetensors"):
        raise ValueError(
            f"{path.name} is not a .safetensors file: other formats may run code when opened, "
            "so they are refused"
        )
    return path.with_suffix(ending)


def _find(name: Path | str, ending: str) -> Path:
    path = _path(name, ending)
    if path.parent == Path(".") and not path.exists():
        path = FOLDER / path
    if not path.is_file():
        there = ", ".join(names(path.parent)) or "none"
        raise FileNotFoundError(f"there is no checkpoint {name}; in {path.parent} are: {there}")
    return path


def load_checkpoint(name: Path | str, gate: Gate | None = None) -> Network:
    """Build a network and give it saved weights.

    Parameters
    ----------
    name : str or path
        A shipped name, "gearbox-drsn-cw", or the path of a .safetensors file.
    gate : callable, optional
        The gate of your own with which the network was built, for one that has such a gate.

    Returns
    -------
    Network
        In evaluation mode, on the CPU.

    Raises
    ------
    FileNotFoundError
        If there is no such file; the message lists the shipped names.
    ValueError
        If the file is not a checkpoint of drsn-lite, was cut short, or says something else than its
        tensors; if a weight is NaN or infinite; if its gate is not the one given.
    """
    path = _find(name, ".safetensors")
    about = stored.about(path)
    own = about.get("gate", "")[:80]
    if own and gate is None:
        raise ValueError(
            f"{path} has a gate of its own, {own}, which is code and not in the file: give what it "
            f"was built with, load_checkpoint(…, gate={own})"
        )
    if gate and not own:
        raise ValueError(f"{path} has the gate of its name and no other: leave gate out")
    tensors = stored.tensors(path)
    known = partial(_network, about, len(tensors))
    network = stored.build(path, tensors, partial(known, gate), partial(known, Identity))
    if gate and (given := type(network.units[0].gate).__name__) != own:
        raise ValueError(f"{path} has the gate {own}, and the one given is a {given}")
    return network


def _network(about: dict[str, str], tensors: int, gate: Gate | None) -> Network:
    name, plan, classes = schema.network(about, tensors)
    return build(name, plan, classes, gate=gate, seed=0)


def read(name: Path | str, make: Callable[[dict[str, str]], Module]) -> Module:
    """Any module that `write` has written.

    `make` gets what `write` was told about it. It is called twice: first on torch's device "meta",
    where nothing takes memory, to compare the shapes with those in the file.

    Returns and raises as `load_checkpoint` does.
    """
    path = _find(name, ".safetensors")
    return stored.build(path, stored.tensors(path), partial(make, stored.about(path)))


def card(name: Path | str) -> dict[str, Any]:
    """The card of a checkpoint: data, seed, epochs, accuracy per SNR, date, versions.

    Raises
    ------
    FileNotFoundError
        If there is none.
    ValueError
        If the file is not a card.
    """
    return schema.card(pair.card(_find(name, ".json")))
