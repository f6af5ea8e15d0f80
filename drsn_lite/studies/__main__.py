"""python -m drsn_lite.studies NAME [WORD ...]: make what a table of data/results lacks.

What is there stays as it is, so an interrupted study goes on where it was; delete a file to make it
from the start. data/README.md says what the tables hold.
"""

import argparse
from collections.abc import Sequence

from drsn_lite.studies import (
    attention_tables,
    bearings_tables,
    digits_tables,
    drowning_table,
    failures_table,
    gate_tables,
    heart_tables,
    loudness_tables,
    luck_tables,
    own_tables,
    residual_tables,
    sound_tables,
    spine_table,
    step_time,
    stranger_table,
    surgery_table,
)
from drsn_lite.studies.engine.carriers import carrier

STUDIES = {
    study.name: study
    for study in (
        spine_table.STUDY,
        drowning_table.STUDY,
        *residual_tables.STUDIES,
        attention_tables.STUDY,
        *heart_tables.STUDIES,
        step_time.STUDY,
        *gate_tables.STUDIES,
        surgery_table.STUDY,
        failures_table.STUDY,
        *loudness_tables.STUDIES,
        luck_tables.STUDY,
        *digits_tables.STUDIES,
        bearings_tables.STUDY,
        sound_tables.STUDY,
        own_tables.STUDY,
        stranger_table.STUDY,
    )
}
"""By the name of their table."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill one table."""
    parser = argparse.ArgumentParser(
        prog="python -m drsn_lite.studies", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("name", choices=sorted(STUDIES), metavar="NAME", help=", ".join(STUDIES))
    parser.add_argument("words", nargs="*", metavar="WORD", help="only runs of these: base drsn-cw")
    parser.add_argument("--workers", type=int, help="processes (only this one)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler that has workers")
    options = parser.parse_args(arguments)
    carry = carrier(options.workers, options.scheduler)
    try:
        STUDIES[options.name].fill(options.words, carry=carry)
    except RuntimeError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
