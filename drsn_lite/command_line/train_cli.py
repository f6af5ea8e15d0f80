"""python -m drsn_lite train FOLDER: from a folder of recordings to a checked network.

What the ten lines of lesson 11 do: it says what the folder holds, races the same five rivals over
seeds, and writes the DRSN-CW of the race with its card, a picture and the verdict.

Exit status: 0 if the network was written, 2 if the folder or an option cannot be used.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from drsn_lite.command_line.streams import say

if TYPE_CHECKING:
    from drsn_lite.datasets.dataset import FolderDataset
    from drsn_lite.noise import Mixed
    from drsn_lite.survey import Survey

EPILOG = """FOLDER holds a folder of recordings for each class, or --label says where the class
stands in a file's name. What must not be in training and test both, a machine or a day, is named
by --group; --hold-out chooses the test part by a pattern, such as a speed: --hold-out 1200."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of this command."""
    parser.epilog = EPILOG
    parser.add_argument("folder", type=Path, help="recordings, a folder for each class")
    parser.add_argument("--out", type=Path, help="checkpoint to write (FOLDER's name, here)")
    parser.add_argument("--length", type=int, default=2048, help="samples of a window (2048)")
    parser.add_argument("--hop", type=int, help="samples from window to window (half of it)")
    parser.add_argument("--rate-hz", type=float, help="sampling rate, if files do not say it")
    parser.add_argument("--label", default="folder", help="pattern with one group: the class")
    parser.add_argument("--group", help="pattern with one group: what must stay together")
    parser.add_argument("--hold-out", metavar="PATTERN", help="the files of the test part")
    parser.add_argument("--column", help="channel, by number from 0, or by name")
    parser.add_argument("--key", help="array of a file with several")
    parser.add_argument("--scale", default="recording", help="recording, training or window")
    parser.add_argument("--max-windows", type=int, default=1000, help="of a class (1000)")
    parser.add_argument("--epochs", type=int, default=20, help="of each network (20)")
    parser.add_argument("--seeds", type=int, default=5, help="trainings of each rival (5)")
    parser.add_argument("--noise-db", nargs=2, type=float, metavar=("LOW", "HIGH"))
    parser.set_defaults(run=run, noise_db=[-5.0, 15.0])


def run(options: argparse.Namespace) -> int:
    """Load, look over, race, write."""
    from drsn_lite.datasets import load
    from drsn_lite.datasets.dataset import FolderDataset
    from drsn_lite.noise import mixed
    from drsn_lite.survey import survey

    out = options.out or Path(f"{options.folder.resolve().name}.safetensors")
    column = options.column
    if column is not None and column.lstrip("-").isdigit():
        column = int(column)
    chosen = {} if options.hold_out is None else {"test": options.hold_out}
    names = ("length", "hop", "rate_hz", "label", "group", "key", "scale", "max_windows")
    given = {name: getattr(options, name) for name in names}
    try:
        _check(options, out)
        data = load("folder", options.folder, column=column, **given, **chosen)
        low, high = options.noise_db
        noise = mixed(("gaussian", "pink"), low_db=low, high_db=high, clean=0.2)
    except (OSError, ValueError) as error:
        say(error, file=sys.stderr)
        return 2
    assert isinstance(data, FolderDataset)  # what a folder becomes
    say(data.note)
    found = survey(data)
    say(found)
    return _train(options, data, noise, found, out)


def _check(options: argparse.Namespace, out: Path) -> None:
    """Raise a ValueError, before anything is trained, if the end cannot be reached."""
    for name in ("epochs", "seeds"):
        if getattr(options, name) < 1:
            raise ValueError(f"--{name} is at least 1, got {getattr(options, name)}")
    if not out.parent.is_dir():
        raise ValueError(f"{out} lies in no folder that is there: make it, or choose another --out")


def _train(
    options: argparse.Namespace, data: "FolderDataset", noise: "Mixed", found: "Survey", out: Path
) -> int:
    """Race, say what came of it, write the network, its card and a picture."""
    from drsn_lite import checkpoints
    from drsn_lite.checkpoints import cards
    from drsn_lite.drawing import Frame, paint
    from drsn_lite.race import race
    from drsn_lite.race_result import OWN

    won = race(data, noise, epochs=options.epochs, seeds=range(options.seeds))
    say(won.table().to_string())
    say(won)
    network, history = won.networks[OWN]
    card = cards.card(
        data,
        network,
        history,
        noise=noise,
        seed=options.seeds - 1,
        verdict=won.verdict(),
        doubts=list(found.warnings),
    )
    path = checkpoints.save(network, out, card)
    picture = path.with_suffix(".png")
    plots = (*found.frame.plots, *won.frame().plots)
    paint(Frame(plots, won.verdict()[0], "The recordings, and the race.", 2)).savefig(picture)
    say(f"{path}, its card beside it, and {picture}")
    say(f"Now: python -m drsn_lite predict {path} new-recording.wav")
    return 0
