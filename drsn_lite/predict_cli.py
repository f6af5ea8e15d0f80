"""python -m drsn_lite predict CHECKPOINT FILES… : the classes of new recordings.

Exit status: 0 if each file has an answer, 1 if some have none (said on the error output, the others
are answered), 2 if there can be no answer at all.
"""

import argparse
import json
import sys
from pathlib import Path

EPILOG = """The checkpoint's card says how long a window is, at which sampling rate, and by what to
divide; drsn_lite.cards.card makes such a card. The options below go before it. Files that do not
say their rate (CSV, NPY, MAT) are taken to have that of the card."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of this command."""
    parser.epilog = EPILOG
    parser.add_argument(
        "checkpoint", help="a .safetensors file, or a shipped name: gearbox-drsn-cw"
    )
    parser.add_argument("files", nargs="+", type=Path, help="recordings: WAV, CSV, NPY, MAT")
    parser.add_argument("--plot", type=Path, metavar="PNG", help="write a plot into this file")
    parser.add_argument("--json", action="store_true", help="write JSON instead of a table")
    parser.add_argument("--column", help="channel, by number from 0, or by name in a CSV file")
    parser.add_argument("--key", help="variable of MAT files")
    parser.add_argument("--length", type=int, help="samples of a window")
    parser.add_argument("--hop", type=int, help="samples from window to window")
    parser.add_argument("--rate-hz", type=float, help="sampling rate")
    parser.add_argument("--scale", type=float, help="RMS of the training windows")
    parser.add_argument("--pad", action="store_true", default=None, help="fill short recordings")
    parser.add_argument("--max-windows", type=int, default=1000, help="of a recording (1000)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer for each file; the exit status."""
    from drsn_lite import checkpoints
    from drsn_lite.cards import read_classes, read_input
    from drsn_lite.predict import predict_file, table
    from drsn_lite.recording import RecordingError

    column = options.column
    if column is not None and column.lstrip("-").isdigit():
        column = int(column)
    names = ("length", "hop", "rate_hz", "scale", "pad", "key")
    try:
        if options.max_windows < 1:
            raise ValueError(f"--max-windows is at least 1, got {options.max_windows}")
        if options.plot and options.plot.suffix.lower() != ".png":
            raise ValueError(f"--plot writes PNG: let the name of {options.plot} end with .png")
        network = checkpoints.load(options.checkpoint)
        if network.plan.dims != 1:
            raise ValueError("this network takes images, and a recording is none")
        card = checkpoints.card(options.checkpoint)
        classes = read_classes(card, network)
        given = {name: getattr(options, name) for name in names}
        shown, assumed = read_input(card, column=column, **given)
    except (OSError, ValueError) as error:
        print(f"{options.checkpoint}: {error}", file=sys.stderr)
        return 2
    if assumed:
        print(assumed, file=sys.stderr)
    done, rows = [], []
    for path in options.files:
        try:
            done.append(predict_file(network, classes, shown, path, options.max_windows))
            rows.append(done[-1].row())
        except RecordingError as error:
            print(error, file=sys.stderr)
            rows.append({"file": str(path), "error": str(error)})
    if options.json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    elif done:
        print(table(done))
    status = int(len(done) < len(rows))
    if options.plot and done:
        status = max(status, _plot(done, options.plot))
    return status


def _plot(predictions: list, path: Path) -> int:
    from drsn_lite.figures import paint
    from drsn_lite.predict import frame

    try:
        paint(frame(predictions), theme="light").savefig(path, dpi=144)
    except OSError as error:
        print(f"{path} cannot be written: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0
