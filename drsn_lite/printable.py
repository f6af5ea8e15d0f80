"""Names from files and users, as they may be shown in a terminal."""

import unicodedata

HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of Unicode: control and format characters, halves of pairs, line separators."""


def printable(text: object) -> str:
    """The text with every character that is not seen written as Python does: \\x1b, \\u202e.

    In a terminal some of them change colours, move the cursor or turn words around, so a name could
    look like another, or like a line that this program never wrote.
    """
    return "".join(
        character.encode("unicode_escape").decode() if unseen(character) else character
        for character in str(text)
    )


def unseen(character: str) -> bool:
    """Whether a character is one that no font draws."""
    return unicodedata.category(character) in HIDDEN
