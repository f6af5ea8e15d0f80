"""What the package says of its arguments, in the words of a command: --group, not group=."""

import re

NAMES = {
    "length": "--length",
    "hop": "--hop",
    "rate_hz": "--rate-hz",
    "label": "--label",
    "group": "--group",
    "test": "--hold-out",
    "column": "--column",
    "key": "--key",
    "scale": "--scale",
    "pad": "--pad",
    "max_windows": "--max-windows",
    "max_mb": "--max-mb",
    "format": "--format",
    "decimal": "--decimal",
}
"""Arguments of `load("folder", …)`, and the options that stand for them."""

PLACE = re.compile(
    r"(^|[\s(])(" + "|".join(NAMES) + r")(?:( = |=(?:r(?=['\"]))?)|(?= is (?:a|one|the) ))"
)
"""Where an argument is named as one: with its value, or before what it must be."""

BARE = re.compile(r"(?<![\w/.-])(rate_hz|max_windows|max_mb)(?![\w/.-])")
"""Names that are no words of the language, wherever they stand."""


def as_options(text: str) -> str:
    """A sentence that names arguments of Python, in the words of a command."""
    text = text.replace(" pad=True", " --pad")
    text = PLACE.sub(_option, text)
    return BARE.sub(lambda found: NAMES[found[1]], text)


def _option(found: re.Match[str]) -> str:
    before, name, mark = found.groups()
    if not mark:
        return before + NAMES[name]
    follows = found.string[found.end() : found.end() + 1]
    return before + NAMES[name] + " " * bool(follows.strip(" ,.;:)"))


def as_column(word: str | None) -> int | str | None:
    """The channel that --column names: its number, or its name."""
    return int(word) if word is not None and re.fullmatch("-?[0-9]+", word) else word
