"""python -m drsn_lite COMMAND, or drsn-lite COMMAND: the door to all commands.

What takes seconds to import is imported inside `main`, so that Ctrl-C ends that too.
"""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        The exit status: 0 if all is well, 2 for what was asked wrongly, 130 after Ctrl-C, 141 if
        nobody reads on what is printed, as `| head` does.
    """
    from drsn_lite.command_line import ctrl_c

    if arguments is None:  # this is the whole program
        ctrl_c.end_at_once()
    from drsn_lite.command_line import streams

    try:
        try:
            from drsn_lite.command_line import commands

            streams.write_what_can_be_written()
            return commands.run(arguments)
        finally:
            streams.flush()
    except KeyboardInterrupt as stop:
        return ctrl_c.stopped(str(stop))
    except BrokenPipeError:
        if not streams.drop_what_nobody_reads():
            raise
        return 141


if __name__ == "__main__":
    sys.exit(main())
