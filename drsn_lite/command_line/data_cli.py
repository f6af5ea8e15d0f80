"""python -m drsn_lite data list|get|verify: what data sets there are, getting and checking them."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from drsn_lite import paths
from drsn_lite.command_line import ctrl_c
from drsn_lite.command_line.streams import say

if TYPE_CHECKING:
    from drsn_lite.datasets.registry import Card, State

SHOWN = 5
"""Of the wrong files of a data set, those whose sums are printed."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give the command `data` its own commands."""
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, run, count, text in (
        ("list", run_list, "*", "all data sets, or the cards of those named"),
        ("get", run_get, "+", "download what is not here; go on where a download was cut off"),
        ("verify", run_verify, "*", "compute the sha256 of every file that is here"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("names", nargs=count, metavar="NAME", help="as `data list` shows them")
        action.set_defaults(run=run)


def run_list(options: argparse.Namespace) -> int:
    """Print a line a data set, or the whole cards of those named."""
    from drsn_lite.datasets import registry

    if not _known(options.names):
        return 2
    if options.names:
        say("\n\n".join(str(registry.card(name)) for name in options.names))
        return 0
    rows = [
        (card.name, _size(card), _state(card), card.licence, card.title)
        for card in registry.CARDS.values()
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        say("  ".join(cells).rstrip())
    own = paths.own_folder()
    there = "" if own is None or os.path.isdir(own) else ", which is no folder that can be read"
    say(f"\nYour folder ({paths.ENVIRONMENT}):  {own or 'not set'}{there}")
    say(f"Downloads go to:  {paths.cache_folder()}")
    return 0


def run_get(options: argparse.Namespace) -> int:
    """Get the files of each data set named; 1 if one cannot be had."""
    from drsn_lite.datasets import registry
    from drsn_lite.datasets.remote import DataError

    if not _known(options.names):
        return 2
    failed = 0
    for name in options.names:
        card = registry.card(name)
        if not card.files:
            say(f"{name} needs no file: {card.url}")
            continue
        try:
            with ctrl_c.as_exception():
                found = registry.fetch(name)
        except DataError as error:
            say(error, file=sys.stderr)
            failed = 1
        except KeyboardInterrupt:
            raise KeyboardInterrupt(
                f"What has come is kept: python -m drsn_lite data get {name} goes on."
            ) from None
        else:
            places = sorted({str(path if path.is_dir() else path.parent) for path in found})
            say(f"{name} is here, each file verified: {', '.join(places)}")
            say(f"    licence: {card.licence}\n    cite: {card.citation}")
    return failed


def run_verify(options: argparse.Namespace) -> int:
    """Check the files of the data sets named, or of all; 1 if a file is wrong or missing."""
    from drsn_lite.datasets import registry
    from drsn_lite.datasets.remote import folders

    if not _known(options.names):
        return 2
    failed = 0
    for name in options.names or registry.CARDS:
        card = registry.card(name)
        if not card.files:
            say(f"{name}: needs no file")
            continue
        state = registry.verify(name)
        say(f"{name}: {_counts(state)}")
        for text in state.wrong[:SHOWN]:
            say(f"  {text}")
        if len(state.wrong) > SHOWN:
            say(f"  … and {len(state.wrong) - SHOWN} more")
        if state.missing:
            say(f"  the first that is missing: {state.missing[0].name}")
            say(f"  looked in: {', '.join(map(str, folders(name)))}")
            say(f"  to get it: python -m drsn_lite data get {name}")
        # of all data sets, one that is not here at all is no fault
        absent = not options.names and not state.right and not state.wrong
        failed |= not state.complete and not absent
    return int(failed)


def _known(names: Sequence[str]) -> bool:
    from drsn_lite.datasets import registry

    try:
        for name in names:
            registry.card(name)
    except ValueError as error:
        say(error, file=sys.stderr)
        return False
    return True


def _size(card: "Card") -> str:
    return f"{card.size / 1e6:.0f} MB" if card.files else "no file"


def _state(card: "Card") -> str:
    from drsn_lite.datasets import registry

    if not card.files:
        return "ready"
    state = registry.verify(card.name)
    if state.wrong:
        return "wrong files: verify it"
    if not state.missing:
        return "here, verified"
    return "not here" if not state.right else _counts(state)


def _counts(state: "State") -> str:
    counts = ((state.right, "right"), (len(state.missing), "missing"), (len(state.wrong), "wrong"))
    return ", ".join(f"{count} {word}" for count, word in counts if count)
