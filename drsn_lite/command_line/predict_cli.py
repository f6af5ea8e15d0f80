"""python -m drsn_lite predict CHECKPOINT FILES… : the classes of new recordings.

FILES are files, folders and patterns such as "*.wav", on every system.

Exit status: 0 if every file has an answer, 1 if some have none (the error output says why) or a
result could not be written, 2 if there can be no answer at all, 3 if all have one, and some are
unlike anything in the training (the column "unlike" says in what).
"""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from drsn_lite.command_line.streams import say
from drsn_lite.command_line.words import as_column, as_options
from drsn_lite.command_line.writing import written

EPILOG = """The checkpoint's card says how long a window is, at which sampling rate, and by what to
divide; drsn_lite.checkpoints.cards.card makes such a card. The options below go before it, but for
the rate: recordings of another rate than the network was trained on are refused. Files that do not
say their rate (CSV, NPY, MAT) are taken to have that of the card. In the table of --csv a name that
a spreadsheet would take for a formula has a ' in front."""

FORMULAS = tuple("=+-@\t\r\n")
"""What a cell that a spreadsheet computes begins with."""

PICTURES = (".png", ".svg")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of this command."""
    parser.epilog = EPILOG
    parser.add_argument(
        "checkpoint", help="a .safetensors file, or a shipped name: gearbox-drsn-cw"
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILES",
        help="recordings (WAV, CSV, NPY, MAT), folders of them, or patterns: '*.wav'",
    )
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write a plot, .png or .svg")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the answers as a table")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--column", help="channel, by number from 0, or by name in a CSV file")
    parser.add_argument("--key", help="variable of MAT files, or a part of its name")
    parser.add_argument("--format", help="csv, wav …: of files that do not say what they are")
    parser.add_argument("--decimal", help="decimal mark of tables, if they do not tell: , or .")
    parser.add_argument("--length", type=int, help="samples of a window")
    parser.add_argument("--hop", type=int, help="samples from window to window")
    parser.add_argument("--rate-hz", type=float, help="sampling rate, if the card does not say it")
    parser.add_argument(
        "--scale", type=_scale, help="RMS of the training windows, recording or window"
    )
    parser.add_argument("--pad", action="store_true", default=None, help="fill short recordings")
    parser.add_argument("--max-windows", type=int, default=1000, help="of a recording (1000)")
    parser.set_defaults(run=run)


def _scale(text: str) -> float | str:
    """What windows are divided by."""
    if text in ("recording", "window"):
        return text
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a number, recording or window, got {text!r}") from None


def run(options: argparse.Namespace) -> int:
    """Answer for each file; the exit status."""
    from drsn_lite.datasets.recordings.recording import RecordingError
    from drsn_lite.prediction import predict_file
    from drsn_lite.prediction_result import table

    found = _find(options.files)
    try:
        _check(options, [path for path, wrong in found if not wrong])
        network, classes, shown, known = _open(options)
    except (OSError, ValueError) as error:
        say(f"{options.checkpoint}: {error}", file=sys.stderr)
        return 2
    if known is None:
        said = "its card does not say what the training held, so nothing here tells whether a"
        say(f"{options.checkpoint}: {said} recording is like it", file=sys.stderr)
    done, rows, remarks = [], [], dict[str, list[str]]()
    for path, wrong in found:
        try:
            if wrong:
                raise RecordingError(wrong)
            done.append(predict_file(network, classes, shown, path, options.max_windows, known))
            rows.append(done[-1].row())
            for remark in () if options.json else done[-1].remarks:
                remarks.setdefault(remark, []).append(path)
        except RecordingError as error:
            said = as_options(str(error))
            say(said, file=sys.stderr)
            rows.append({"file": path, "error": said})
    for remark, paths in remarks.items():
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        say(f"{paths[0]}{more}: {remark}", file=sys.stderr)
    if options.json:
        print(json.dumps(rows, indent=1, allow_nan=False))  # in ASCII, whole in any encoding
    elif done:
        say(table(done))
    failed = len(done) < len(rows)
    if options.csv:
        failed |= not written(options.csv, lambda aside: _table(rows, classes, aside))
    if options.plot and done:
        failed |= not written(options.plot, lambda aside: _plot(done, options.plot, aside))
    strange = any(one.unlike for one in done)
    return 1 if failed else 3 if strange else 0


def _find(words: list[str]) -> list[tuple[str, str]]:
    """The names of the recordings, or a word and what is wrong with it."""
    from drsn_lite.command_line.recordings import named
    from drsn_lite.datasets.recordings.files import counted
    from drsn_lite.datasets.recordings.recording import RecordingError

    found: list[tuple[str, str]] = []
    for word in words:
        try:
            paths, others = named(word)
        except RecordingError as error:
            found.append((word, str(error)))
            continue
        found += [(str(path), "") for path in paths]
        if others:
            say(f"{word}: not read are {counted(others)}", file=sys.stderr)
    return found


def _check(options: argparse.Namespace, recordings: list[str]) -> None:
    """Raise a ValueError if an option makes no sense."""
    if options.max_windows < 1:
        raise ValueError(f"--max-windows is at least 1, got {options.max_windows}")
    if options.plot and options.plot.suffix.lower() not in PICTURES:
        raise ValueError(
            f"--plot writes PNG or SVG: let the name of {options.plot} end with .png or .svg"
        )
    read = [Path(name).resolve() for name in recordings]
    for path in (options.csv, options.plot):
        if path and path.resolve() in read:
            raise ValueError(
                f"{path} is among the recordings: it would be written over. Name another place"
            )


def _open(options: argparse.Namespace) -> tuple[Any, tuple[str, ...], Any, Any]:
    """The network, its classes, how recordings become windows, what the training held."""
    from drsn_lite import checkpoints
    from drsn_lite.checkpoints.cards import read_classes, read_input
    from drsn_lite.checkpoints.known import Known
    from drsn_lite.samples import check_weights

    network = checkpoints.load_checkpoint(options.checkpoint)
    check_weights(network)
    if network.plan.dims != 1:
        raise ValueError("this network takes images, and a recording is not one")
    try:
        card = checkpoints.card(options.checkpoint)
    except FileNotFoundError as error:
        raise ValueError(
            "its card is not beside it, a file of the same name that ends with .json: copy it too. "
            "It says which classes there are and what recordings the network takes"
        ) from error
    except ValueError as error:
        raise ValueError(
            f"its card, the .json file beside it, cannot be read: {error}. It should name the "
            f"{network.classes} classes and say what recordings the network takes: copy it again"
        ) from error
    names = ("length", "hop", "rate_hz", "scale", "pad", "key", "format", "decimal")
    given = {name: getattr(options, name) for name in names}
    shown = read_input(card, column=as_column(options.column), **given)
    known = Known.from_json(card["known"], network) if card.get("known") else None
    return network, read_classes(card, network), shown, known


def _table(rows: list[dict[str, Any]], classes: tuple[str, ...], path: Path) -> None:
    """Write a row a file: its class, or what is wrong with it."""
    columns = [
        "file",
        "class",
        "windows",
        "possible_windows",
        "zeroed",
        "unlike",
        "trained_on",
        "note",
        "error",
    ]
    each = [(kind, name) for kind in ("probability", "share") for name in classes]
    # a name that is not UTF-8 is written as Python shows it
    with path.open("w", newline="", encoding="utf-8", errors="backslashreplace") as file:
        writer = csv.writer(file)
        writer.writerow([*columns, *(f"{kind} {name}" for kind, name in each)])
        for row in rows:
            numbers = [row.get(kind, {}).get(name, "") for kind, name in each]
            writer.writerow([*(_cell(row.get(name, "")) for name in columns), *numbers])


def _cell(value: object) -> object:
    """A value of the table; a text that a spreadsheet would compute has a ' in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value


def _plot(predictions: list, path: Path, aside: Path) -> None:
    from drsn_lite.drawing import paint
    from drsn_lite.prediction_result import frame

    kind = path.suffix.lower().removeprefix(".")
    paint(frame(predictions), theme="light").savefig(aside, dpi=144, format=kind)
