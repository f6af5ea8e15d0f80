"""Names from outside, of files and classes, in a form that is only read."""

import unicodedata

OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of Unicode that a terminal or a page obeys or hides: control characters (ESC begins a
terminal's commands), marks of direction and of no width, ends of lines and of paragraphs, and the
halves that stand for bytes that are no text."""


def visible(text: str, keep: str = "") -> str:
    r"""The text with what a terminal or a page would obey written out, as \u001b.

    Parameters
    ----------
    text : str
    keep : str
        Such characters that stay, as the ends of lines of a text of several. With them JSON stays
        the same JSON.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _written(character) if obeyed(character) and character not in keep else character
        for character in text
    )


JOINERS = "\u200c\u200d"
"""They shape letters and pictures: Persian words, a family of several people."""


def obeyed(character: str) -> bool:
    """Whether a terminal or a page does something else with a character than show it."""
    return unicodedata.category(character) in OBEYED and character not in JOINERS


def _written(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
