"""Weights and card are two files, and are replaced together or not at all.

No system renames two files in one step. So weights that replace others carry the new card, and the
sum of the card that they replace: if the card beside them is still that one, because the program
was killed between the two steps, then theirs holds.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from drsn_lite.checkpoints import schema, stored


@contextmanager
def replacing(weights: Path, text: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """Write the weights aside meanwhile; then they and their card take their places.

    Parameters
    ----------
    weights : path
        NAME.safetensors; the card is NAME.json.
    text : str
        The card.

    Yields
    ------
    Path, dict of str
        Where to write the weights, and what is to stand in the head of their file.

    Raises
    ------
    OSError
        If a file cannot be written, such as on a full disk. Both are then as they were.
    """
    card = weights.with_suffix(".json")
    new = {path: path.with_name(f"{path.name}.part") for path in (weights, card)}
    head = {}
    if weights.exists():
        before = card.read_bytes() if card.exists() else b""
        head = {"card": text, "card_before": _sum(before)}
    first, second = (weights, card) if head else (card, weights)  # never weights without a card
    old = first.with_name(f"{first.name}.old.part") if first.exists() else None
    try:
        new[card].write_text(text, encoding="utf-8")
        yield new[weights], head
        if old:
            shutil.copyfile(first, old)
        os.replace(new[first], first)
        try:
            os.replace(new[second], second)
        except BaseException:
            if old:
                os.replace(old, first)
            else:
                first.unlink()
            raise
    finally:
        for aside in filter(None, (*new.values(), old)):
            with suppress(OSError):  # what is left aside does no harm
                aside.unlink(missing_ok=True)


def card(path: Path) -> bytes:
    """The content of the card that belongs to the weights: of its file, or of theirs.

    Raises
    ------
    ValueError
        If a file cannot be used.
    """
    content = schema.card_file(path)
    weights = path.with_suffix(".safetensors")
    head = stored.about(weights) if weights.is_file() else {}
    stale = head.get("card_before") == _sum(content)
    return head.get("card", "").encode() if stale else content


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
