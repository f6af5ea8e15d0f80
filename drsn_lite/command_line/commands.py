"""The commands, and their help."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from drsn_lite import __version__
from drsn_lite.command_line import data_cli, predict_cli, sweep_cli, train_cli
from drsn_lite.command_line.streams import say


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the words name (those of the terminal, without any).

    Returns
    -------
    int
        The exit status.

    Raises
    ------
    SystemExit
        With 0 where help or the version was asked for, with 2 where the words are wrong.
    """
    parser = make_parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help(sys.stderr)
        return 2
    return options.run(options)


def program() -> str:
    """How this was called: the console script by its name, or else the module."""
    name = Path(sys.argv[0]).name.removesuffix(".exe")
    return name if name == "drsn-lite" else "python -m drsn_lite"


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog=program(),
        description="Deep residual shrinkage networks: what the lessons need, in a terminal.",
        epilog="`help COMMAND` says more of one. Ctrl-C ends each of them.",
    )
    parser.add_argument("--version", action="version", version=f"drsn-lite {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    doctor = commands.add_parser("doctor", help="check that this environment can run the lessons")
    doctor.add_argument("--torch", action="store_true", help="load torch and say where it runs")
    doctor.set_defaults(run=run_doctor)
    predict = commands.add_parser("predict", help="run a trained network on new recordings")
    predict_cli.add_options(predict)
    train = commands.add_parser("train", help="train and check a network on a folder of recordings")
    train_cli.add_options(train)
    data = commands.add_parser("data", help="list, get and verify the data sets")
    data_cli.add_options(data)
    sweep = commands.add_parser(
        "sweep", help="train many networks from one plan; sweep report, sweep estimate"
    )
    sweep_cli.add_options(sweep)
    progress = commands.add_parser("progress", help="show how many exercises you have solved")
    progress.set_defaults(run=run_progress)
    manual = commands.add_parser("help", help="show the help, of all or of one command")
    manual.add_argument("topic", nargs="*", metavar="COMMAND", help="as in: help data get")
    manual.set_defaults(run=lambda options: parser.parse_args([*options.topic, "--help"]))
    return parser


def run_doctor(options: argparse.Namespace) -> int:
    """Print what the doctor found."""
    from drsn_lite.checkup import doctor

    report = doctor(torch=options.torch)
    print(report)
    return int(bool(report.failed))


def run_progress(options: argparse.Namespace) -> int:
    """Print how far the learner is; 1 if that cannot be read."""
    from drsn_lite.solved import progress

    found = progress()
    say(found)
    return int(not found.readable)
