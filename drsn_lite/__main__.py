"""python -m drsn_lite COMMAND"""

import argparse
import sys
from collections.abc import Sequence

from drsn_lite import data_cli, sweep_cli
from drsn_lite.predict_cli import add_options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        The exit status: 0 if all is well.
    """
    parser = argparse.ArgumentParser(prog="python -m drsn_lite", description="DRSN-lite")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    doctor = commands.add_parser("doctor", help="check that this environment can run the lessons")
    doctor.add_argument("--torch", action="store_true", help="load torch and say where it runs")
    doctor.set_defaults(run=run_doctor)
    predict = commands.add_parser("predict", help="run a trained network on new recordings")
    add_options(predict)
    data = commands.add_parser("data", help="list, get and verify the data sets")
    data_cli.add_options(data)
    sweep = commands.add_parser("sweep", help="train many networks from one plan")
    sweep_cli.add_options(sweep)
    options = parser.parse_args(arguments)
    return options.run(options)


def run_doctor(options: argparse.Namespace) -> int:
    """Print what the doctor found."""
    from drsn_lite.doctor import doctor

    report = doctor(torch=options.torch)
    print(report)
    return int(bool(report.failed))


if __name__ == "__main__":
    sys.exit(main())
