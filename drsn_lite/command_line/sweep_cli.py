"""python -m drsn_lite sweep PLAN | report PLAN | estimate PLAN: many trainings from one plan.

Exit status: 0 if all is well, 1 if a run failed or none is done, 2 for a wrong command.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from drsn_lite.command_line import ctrl_c
from drsn_lite.command_line.streams import say
from drsn_lite.visible import visible

if TYPE_CHECKING:  # torch is loaded only once a sweep is asked for
    from drsn_lite.studies.sweep.plan import Sweep

ACTIONS = ("run", "report", "estimate")

USAGE = """%(prog)s PLAN [--out FOLDER] [--workers N | --scheduler ADDRESS] [--again]
       %(prog)s report PLAN [--out FOLDER]
       %(prog)s estimate PLAN"""

DESCRIPTION = """commands:
  sweep PLAN           train what is not done yet; Ctrl-C keeps what is finished
  sweep report PLAN    print Table III and draw Figs. 6 to 8, as far as they are done
  sweep estimate PLAN  say what the whole of it costs; trains nothing"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command `sweep`."""
    parser.usage, parser.description = USAGE % {"prog": parser.prog}, DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "words",
        nargs="+",
        metavar="PLAN",
        help="a file PLAN.toml, or paper, lite, table3, fig6, smoke",
    )
    parser.add_argument("--out", type=Path, help="folder of the results (sweeps/NAME)")
    parser.add_argument("--workers", type=int, help="processes on this machine (one for each core)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler that has workers")
    parser.add_argument("--again", action="store_true", help="also try again what failed")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run one of the three actions; 2 for a wrong command, 1 if a run failed."""
    from drsn_lite.studies.sweep import plan

    words = options.words if options.words[0] in ACTIONS else ["run", *options.words]
    if len(words) != 2:
        say("give one plan, as in: python -m drsn_lite sweep report lite", file=sys.stderr)
        return 2
    action = {"run": _run, "report": _report, "estimate": _estimate}[words[0]]
    try:
        if options.workers is not None and options.workers < 1:
            raise ValueError(f"--workers must be 1 or more, got {options.workers}")
        sweep = plan.read(words[1])
        return action(sweep, options.out or Path("sweeps") / sweep.name, options)
    except BrokenPipeError:  # nobody reads on: `main` ends quietly
        raise
    except (ValueError, OSError, RuntimeError) as error:
        say(error, file=sys.stderr)
        return 2


def _run(sweep: "Sweep", folder: Path, options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from drsn_lite.studies.engine.carriers import carrier
    from drsn_lite.studies.sweep.runs import DONE, FAILED, row, train
    from drsn_lite.studies.sweep.store import Store

    with Store(folder) as store:
        _check_recordings(sweep, folder)
        over = store.ids(DONE) if options.again else store.ids(DONE, FAILED)
        planned = {run.id: run for run in sweep.runs}
        todo = {name: run for name, run in planned.items() if name not in over}
        say(f"{sweep.name}: {len(planned)} runs, {len(todo)} to go; results in {store.path}")
        bar = tqdm(total=len(planned), initial=len(planned) - len(todo), unit="run")
        # imports what it needs, before Ctrl-C raises an exception
        carry = carrier(options.workers or os.cpu_count() or 1, options.scheduler)
        try:
            with ctrl_c.as_exception(), bar:
                for name, outcome in carry(train, todo):
                    store.add(row(planned[name], outcome))
                    if outcome.reason:
                        bar.write(
                            visible(f"failed: {planned[name]}: {outcome.reason}"), file=sys.stderr
                        )
                    bar.update()
        except KeyboardInterrupt:
            raise KeyboardInterrupt("What is finished is kept; the same command goes on.") from None
        failed = store.ids(FAILED) & planned.keys()
    if failed:
        say(f"{len(failed)} runs failed, with their reasons in the table; --again tries again")
    where = f" --out {options.out}" if options.out else ""
    say(f"To see what came of it: python -m drsn_lite sweep report {options.words[-1]}{where}")
    return int(bool(failed))


def _report(sweep: "Sweep", folder: Path, options: argparse.Namespace) -> int:
    from drsn_lite.results import tables
    from drsn_lite.studies.sweep import figures, report, store
    from drsn_lite.studies.sweep.runs import DONE, FAILED

    ids = {run.id for run in sweep.runs}
    if folder.exists() and not folder.is_dir():
        raise store.unwritable(folder, "it is a file")
    _check_recordings(sweep, folder)
    try:
        table, failed = (store.table(folder, ids, status) for status in (DONE, FAILED))
    except FileNotFoundError:
        if options.out or not (tables.FOLDER / f"{sweep.name}.csv").is_file():
            raise
        table = tables.read(sweep.name)
        table, failed = table[table["id"].isin(ids)], table.iloc[:0]
        say(f"No results in {folder}: these came with the project.\n")
    if table.empty and failed.empty:
        say(f"no run of {sweep.name} is done yet in {folder}", file=sys.stderr)
        return 1
    text = report.text(table, failed, sweep.runs)
    say(text)
    made: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in (("runs.csv", table.to_csv(index=False)), ("report.md", text)):
            aside = folder / f"{name}.part"
            aside.write_text(content, encoding="utf-8")
            aside.replace(folder / name)
            made.append(folder / name)
        made += figures.draw(report.complete(table, sweep.runs), folder)
    except OSError as error:
        raise store.unwritable(folder, error.strerror or str(error)) from error
    finally:
        for path in made:
            say(path)
    return 0


def _check_recordings(sweep: "Sweep", folder: Path) -> None:
    """Raise a ValueError if the results are of recordings that have changed since."""
    from drsn_lite.studies.sweep import own_folder, store

    planned = (dict(run.options) for run in sweep.runs if run.data == own_folder.NAME)
    own_folder.check_unchanged(store.folders(folder), planned, folder)


def _estimate(sweep: "Sweep", folder: Path, options: argparse.Namespace) -> int:
    from drsn_lite.studies.sweep import estimate

    say(estimate.text(sweep.runs))
    return 0
