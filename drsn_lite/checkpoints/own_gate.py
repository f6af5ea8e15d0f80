"""Which gate a network has, if not that of its name: a file holds numbers, and no code."""

import torch

from drsn_lite.networks import Network, build


def own_gate(network: Network) -> str:
    """The class of the gate if it is not the one of the network's name, else "".

    Raises
    ------
    ValueError
        If the network cannot be built again, whatever gate one gives.
    """
    with torch.device("meta"):  # takes no memory
        plain = _parts(build(network.name, network.plan, network.classes))
    parts = _parts(network)
    other = {name for name in parts.keys() | plain.keys() if parts.get(name) != plain.get(name)}
    if not other:
        return ""
    kinds = sorted({type(unit.gate).__name__ for unit in network.units})
    changed = sorted(name for name in other if name.split(".")[2:3] != ["gate"])
    if changed or len(kinds) > 1:
        what = f"{changed[0] or 'its class'} was changed" if changed else f"it has gates {kinds}"
        raise ValueError(
            f"this network could not be loaded again: {what}, so it is not what build makes with "
            "one gate. checkpoints.write saves any module, and checkpoints.read takes a function "
            "that makes it"
        )
    return kinds[0]


def _parts(network: Network) -> dict[str, tuple[type, str]]:
    """Class and settings of each module."""
    return {name: (type(one), one.extra_repr()) for name, one in network.named_modules()}
