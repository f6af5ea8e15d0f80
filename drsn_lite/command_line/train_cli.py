"""python -m drsn_lite train FOLDER: from a folder of recordings to a checked network.

What the ten lines of lesson 11 do: it says what the folder holds, races the same five rivals over
seeds, and writes the DRSN-CW of the race with its card, a picture and the verdict.

Exit status: 0 if all was written, 1 if a file could not be, 2 if the folder or an option cannot be
used.
"""

import argparse
import shlex
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from drsn_lite.command_line import ctrl_c
from drsn_lite.command_line.streams import say
from drsn_lite.command_line.words import as_column, as_options
from drsn_lite.command_line.writing import unwritable, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drsn_lite.datasets.dataset import FolderDataset
    from drsn_lite.noise import Mixed
    from drsn_lite.race import Race
    from drsn_lite.survey import Survey

EPILOG = """FOLDER holds a folder of recordings for each class, or --label says where the class
stands in a file's name. What must not be in training and test both, a machine or a day, is named
by --group; --hold-out chooses the test part by a pattern, such as a speed: --hold-out 1200.
Written are NAME.safetensors, its card NAME.json, which predict needs, and a picture, NAME.png.
Files that are there are left alone, unless --force says otherwise."""

KINDS, CLEAN = ("gaussian", "pink"), 0.2
"""The noise of the training, and the share of windows without it."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of this command."""
    parser.epilog = EPILOG
    parser.add_argument("folder", type=Path, help="recordings, a folder for each class")
    parser.add_argument("--out", type=Path, metavar="NAME", help="what to write (FOLDER's name)")
    parser.add_argument("--force", action="store_true", help="write over files that are there")
    parser.add_argument("--length", type=int, default=2048, help="samples of a window (2048)")
    parser.add_argument("--hop", type=int, help="samples from window to window (half of it)")
    parser.add_argument("--pad", action="store_true", help="fill short recordings with zeros")
    parser.add_argument("--rate-hz", type=float, help="sampling rate, if files do not say it")
    parser.add_argument("--label", default="folder", help="pattern with one group: the class")
    parser.add_argument("--group", help="pattern with one group: what must stay together")
    parser.add_argument("--hold-out", metavar="PATTERN", help="the files of the test part")
    parser.add_argument("--column", help="channel, by number from 0, or by name")
    parser.add_argument("--key", help="array of a file with several")
    parser.add_argument("--format", help="csv, wav …: of files that do not say what they are")
    parser.add_argument("--decimal", help="decimal mark of tables, if they do not tell: , or .")
    parser.add_argument("--scale", default="recording", help="recording, training or window")
    parser.add_argument("--max-windows", type=int, default=1000, help="of a class (1000)")
    parser.add_argument("--max-mb", type=float, default=500, help="memory of all windows (500)")
    parser.add_argument("--epochs", type=int, default=20, help="of each network (20)")
    parser.add_argument("--seeds", type=int, default=5, help="trainings of each rival (5)")
    parser.add_argument("--noise-db", nargs=2, type=float, metavar=("LOW", "HIGH"))
    parser.set_defaults(run=run, noise_db=[-5.0, 15.0])


def run(options: argparse.Namespace) -> int:
    """Load, look over, race, write."""
    from drsn_lite.race import race
    from drsn_lite.survey import survey

    wrong = ""
    try:
        out = _place(options)
        noise = _noise(options)
        data = _load(options)
        say(as_options(data.note))
        found = survey(data)
        say(as_options(str(found)))
        with _warnings_said():
            won = race(data, noise, epochs=options.epochs, seeds=range(options.seeds))
    except (OSError, ValueError) as error:
        wrong = as_options(str(error))
    if wrong:  # said only here, where the bar of a race that broke off has ended its line
        say(wrong, file=sys.stderr)
        return 2
    say(won.table().to_string())
    say(won)
    return _write(data, noise, found, won, out, options.seeds - 1)


def _place(options: argparse.Namespace) -> Path:
    """Where the weights go; a ValueError, before anything is trained, if they cannot."""
    for name in ("epochs", "seeds"):
        if getattr(options, name) < 1:
            raise ValueError(f"--{name} is at least 1, got {getattr(options, name)}")
    name = options.folder.resolve().name
    if options.out is None and not name:
        raise ValueError(f"{options.folder} has no name that a file could have: give --out NAME")
    out = options.out or Path(f"{name}.safetensors")
    if out.is_dir():
        raise ValueError(f"--out {out} is a folder: name the file in it, as in {out / name}")
    if out.suffix not in ("", ".safetensors"):
        raise ValueError(f"--out {out}: let the name end with .safetensors, or without an ending")
    if not out.parent.is_dir():
        raise ValueError(f"{out} lies in no folder that is there: make it, or choose another --out")
    out = out.with_suffix(".safetensors")
    there = [path for path in _files(out) if path.exists()]
    if there and not options.force:
        raise ValueError(
            f"{', '.join(map(str, there))}: there already. Choose another --out, or write over it "
            "with --force"
        )
    return out


def _files(out: Path) -> list[Path]:
    """The files that come of a training."""
    return [out.with_suffix(ending) for ending in (".safetensors", ".json", ".png")]


def _noise(options: argparse.Namespace) -> "Mixed":
    from drsn_lite.noise import mixed

    low, high = options.noise_db
    try:
        return mixed(KINDS, low_db=low, high_db=high, clean=CLEAN)
    except ValueError as error:
        raise ValueError(
            f"--noise-db takes the lowest and the highest level in dB, in this order, got {low:g} "
            f"{high:g}"
        ) from error


def _load(options: argparse.Namespace) -> "FolderDataset":
    from drsn_lite.datasets import load
    from drsn_lite.datasets.dataset import FolderDataset

    names = ("length", "hop", "rate_hz", "label", "group", "key", "scale", "pad")
    more = ("max_windows", "max_mb", "format", "decimal")
    given = {name: getattr(options, name) for name in (*names, *more)}
    chosen = {} if options.hold_out is None else {"test": options.hold_out}
    column = as_column(options.column)
    data = load("folder", options.folder, column=column, **given, **chosen)
    assert isinstance(data, FolderDataset)  # what a folder becomes
    return data


@contextmanager
def _warnings_said() -> "Iterator[None]":
    """Say each warning of the trainings once, at their end, as a line without code."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for text in dict.fromkeys(str(one.message) for one in caught):
        say(as_options(text), file=sys.stderr)


def _write(
    data: "FolderDataset", noise: "Mixed", found: "Survey", won: "Race", out: Path, seed: int
) -> int:
    """Write the network, its card and a picture: each whole or not at all, also with Ctrl-C."""
    from drsn_lite import checkpoints
    from drsn_lite.checkpoints import cards
    from drsn_lite.drawing import Frame, paint
    from drsn_lite.race_result import OWN

    network, history = won.networks[OWN]
    card = cards.card(
        data,
        network,
        history,
        noise=noise,
        seed=seed,
        verdict=won.verdict(),
        doubts=list(found.warnings),
    )
    plots = (*found.frame.plots, *won.frame().plots)
    picture = paint(
        Frame(plots, won.verdict()[0], "The recordings, and the race.", 2), theme="light"
    )
    path, _, drawn = _files(out)
    with ctrl_c.as_exception():
        try:
            checkpoints.save(network, path, card)
        except OSError as error:
            unwritable(path, error)
            return 1
        whole = written(drawn, lambda aside: picture.savefig(aside, dpi=144, format="png"))
    say(f"{path}, its card beside it{f', and {drawn}' if whole else ''}")
    say(f"Now: python -m drsn_lite predict {shlex.quote(str(path))} new-recording.wav")
    return 0 if whole else 1
