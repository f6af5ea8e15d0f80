"""Trained networks on disk: weights as safetensors, with a card that says how they came about.

Only numbers and a little text are read, never a pickle, so a file from a stranger can't run code.
"""

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from drsn_lite.networks import Network, Plan, build
from drsn_lite.paths import DATA

Module = TypeVar("Module", bound=nn.Module)

FOLDER = DATA / "checkpoints"
"""Where the checkpoints of the lessons lie."""


def names(folder: Path = FOLDER) -> list[str]:
    """The checkpoints in a folder, by default the shipped ones, such as "gearbox-drsn-cw"."""
    return sorted(path.stem for path in folder.glob("*.safetensors"))


def save(network: Network, path: Path | str, card: dict[str, Any]) -> Path:
    """Write a network with the gate that belongs to its name, as `networks.build` makes it.

    Parameters
    ----------
    network : Network
    path, card
        As in `write`, which also says what is raised.

    Returns
    -------
    Path
        Of the weights.
    """
    plan, classes = json.dumps(asdict(network.plan)), str(network.classes)
    return write(network, path, {"network": network.name, "plan": plan, "classes": classes}, card)


def write(module: nn.Module, path: Path | str, about: dict[str, str], card: dict[str, Any]) -> Path:
    """Write PATH.safetensors and its card PATH.json; each appears whole or not at all.

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
        If the path has another ending: `snr-0.5` would become `snr-0`.
    """
    weights = _path(path, ".safetensors")
    text = json.dumps(card, indent=1, ensure_ascii=False) + "\n"  # before anything is replaced
    weights.parent.mkdir(parents=True, exist_ok=True)
    state = {key: value.detach().cpu().contiguous() for key, value in module.state_dict().items()}
    aside = weights.with_suffix(".safetensors.part")
    save_file(state, aside, about)
    os.replace(aside, weights)
    aside = weights.with_suffix(".json.part")
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, weights.with_suffix(".json"))
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


def load_checkpoint(name: Path | str) -> Network:
    """Build a network and give it saved weights.

    Parameters
    ----------
    name : str or path
        A shipped name, "gearbox-drsn-cw", or the path of a .safetensors file.

    Returns
    -------
    Network
        In evaluation mode, on the CPU.

    Raises
    ------
    FileNotFoundError
        If there is no such file; the message lists the shipped names.
    ValueError
        If the file is not a checkpoint of drsn-lite, or was cut short.
    """
    return read(name, _network)


def read(name: Path | str, make: Callable[[dict[str, str]], Module]) -> Module:
    """Any module that `write` has written; `make` gets what it was told about it.

    Returns and raises as `load_checkpoint` does.
    """
    path = _find(name, ".safetensors")
    try:
        with safe_open(path, "pt") as file:
            about = file.metadata() or {}
            state = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
        module = make(about)
        module.load_state_dict(state)
    except (SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise ValueError(f"{path} is not a whole checkpoint of drsn-lite: {error}") from error
    module.eval()
    return module


def _network(about: dict[str, str]) -> Network:
    shape = json.loads(about["plan"])
    plan = Plan(tuple(shape["stem"]), tuple(map(tuple, shape["stages"])), shape["dims"])
    return build(about["network"], plan, int(about["classes"]), seed=0)


def card(name: Path | str) -> dict[str, Any]:
    """The card of a checkpoint: data, seed, epochs, accuracy per SNR, date, versions."""
    return json.loads(_find(name, ".json").read_text(encoding="utf-8"))
