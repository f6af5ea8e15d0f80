"""What the words of a checkpoint may say: types and bounds, before anything is built from them.

A checkpoint or a card may come from a stranger. msgspec reads both; what does not fit is refused.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from drsn_lite.networks import GATES, Plan

LARGEST_CARD = 10_000_000
"""Bytes of a card."""

Count = Annotated[int, Meta(ge=1, le=2**16)]
"""Channels, units, strides and kernel widths."""


class _About(Struct):
    """What `checkpoints.save` tells about a network, in the file of its weights."""

    network: str
    plan: str
    classes: Annotated[int, Meta(ge=1, le=2**31)]


class _Plan(Struct, forbid_unknown_fields=True):
    """The fields of `Plan`."""

    stem: tuple[Count, Count]
    stages: Annotated[tuple[tuple[Count, Count, Count], ...], Meta(min_length=1)]
    dims: Literal[1, 2]


class _Card(Struct):
    """The fields that every reader may count on; others are the writer's own.

    `cards.read_input` looks at the "input", and says more exactly what is wrong with it.
    """

    network: str | None = None
    parameters: int | None = None
    data: str | None = None
    note: str | None = None
    classes: list[Annotated[str, Meta(max_length=1000)] | int | float] | None = None
    input: Any = None
    training: dict[str, Any] | None = None
    date: str | None = None
    versions: dict[str, Any] | None = None


def network(about: dict[str, str], tensors: int) -> tuple[str, Plan, int]:
    """Name, plan and number of classes of a network, from what its file says about it.

    Raises
    ------
    ValueError
        If a word is missing, no number, or out of range; if there are more units than `tensors`:
        each takes time to build, even without memory.
    """
    try:
        words = msgspec.convert(about, _About, strict=False)
        plan = msgspec.json.decode(words.plan, type=_Plan)
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors
        raise ValueError(f"what it says about its network cannot be used: {error}") from error
    if words.network not in GATES:
        raise ValueError(f"no network is called {words.network[:80]!r}: there are {list(GATES)}")
    if (units := sum(count for _, count, _ in plan.stages)) > tensors:
        raise ValueError(f"it says that it has {units} units, and there are {tensors} tensors")
    return words.network, Plan(plan.stem, plan.stages, plan.dims), words.classes


def card(content: bytes) -> dict[str, Any]:
    """The card in the content of its file.

    Raises
    ------
    ValueError
        If it is no JSON, or a field is not what it is in every card.
    """
    try:
        msgspec.json.decode(content, type=_Card)
        return msgspec.json.decode(content)
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors
        raise ValueError(f"it is not a card of drsn-lite: {error}") from error


def card_file(path: Path) -> bytes:
    """The content of a file that should be a card; a ValueError if it is too long for one."""
    if (size := path.stat().st_size) > LARGEST_CARD:
        raise ValueError(f"{path} has {size} bytes, and a card at most {LARGEST_CARD}")
    return path.read_bytes()
