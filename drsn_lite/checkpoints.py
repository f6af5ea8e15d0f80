"""Trained networks on disk: weights as safetensors, with a card that says how they came about.

Only numbers and a little text are read, never a pickle, so a file from a stranger can't run code.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from drsn_lite.networks import Network, Plan, build
from drsn_lite.paths import DATA

FOLDER = DATA / "checkpoints"
"""Where the checkpoints of the lessons lie."""


def names() -> list[str]:
    """The shipped checkpoints, such as "gearbox-drsn-cw"."""
    return sorted(path.stem for path in FOLDER.glob("*.safetensors"))


def save(network: Network, path: Path | str, card: dict[str, Any]) -> Path:
    """Write PATH.safetensors and its card PATH.json; each appears whole or not at all.

    Parameters
    ----------
    network : Network
        From `networks.build`, with the gate that belongs to its name.
    path : path
        With or without the ending.
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
    about = {
        "network": network.name,
        "plan": json.dumps(asdict(network.plan)),
        "classes": str(network.classes),
    }
    state = {key: value.detach().cpu().contiguous() for key, value in network.state_dict().items()}
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
        raise FileNotFoundError(
            f"there is no checkpoint {name}: shipped are {', '.join(names()) or 'none'}; "
            "`make checkpoints` trains them again"
        )
    return path


def load(name: Path | str) -> Network:
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
    path = _find(name, ".safetensors")
    try:
        with safe_open(path, "pt") as file:
            about = file.metadata() or {}
            state = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
        shape = json.loads(about["plan"])
        plan = Plan(tuple(shape["stem"]), tuple(map(tuple, shape["stages"])), shape["dims"])
        network = build(about["network"], plan, int(about["classes"]), seed=0)
        network.load_state_dict(state)
    except (SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise ValueError(f"{path} is not a whole checkpoint of drsn-lite: {error}") from error
    return network.eval()


def card(name: Path | str) -> dict[str, Any]:
    """The card of a checkpoint: data, seed, epochs, accuracy per SNR, date, versions."""
    return json.loads(_find(name, ".json").read_text(encoding="utf-8"))
