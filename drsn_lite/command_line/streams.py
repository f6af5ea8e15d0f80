"""The output and error output of a command: strange names, other encodings, a reader who went."""

import codecs
import os
import sys
from typing import TextIO

from drsn_lite.visible import visible

PLAIN = {
    "−": "-",
    "–": "-",
    "±": "+/-",
    "×": "x",
    "≈": "~",
    "≤": "<=",
    "≥": ">=",
    "→": "->",
    "…": "...",
    "█": "#",
    "τ": "tau",
    "α": "alpha",
    "μ": "u",
    "“": '"',
    "”": '"',
    "’": "'",
}  # fmt: skip
"""How a character is written where it is not known: a minus sign must not become a "?"."""


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(PLAIN.get(character, "?") for character in lost), error.end


def _streams() -> list[TextIO]:
    """Those there are: a program without a console has none."""
    return [stream for stream in (sys.stdout, sys.stderr) if stream is not None]


def say(text: object, file: TextIO | None = None) -> None:
    """Print; what a terminal would obey, in the name of a file or class, is written out."""
    print(visible(str(text), keep="\n"), file=file)


def write_what_can_be_written() -> None:
    """Let a terminal or file whose encoding lacks a character not end the command."""
    codecs.register_error("drsn_lite.plain", _plain)
    for stream in _streams():
        if hasattr(stream, "reconfigure"):  # a notebook's has not, and takes everything
            stream.reconfigure(errors="drsn_lite.plain")


def flush() -> None:
    """Write what waits, so that a reader that has gone shows here and not at the very end."""
    for stream in _streams():
        stream.flush()


def drop_what_nobody_reads() -> bool:
    """Give the stream that nobody reads an end that takes everything; whether there is one."""
    for stream in _streams():
        try:
            print(file=stream, flush=True)  # one that does not buffer has nothing to flush
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
            return True
    return False
